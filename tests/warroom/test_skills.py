"""Skills, teams and training through the door."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.builders import NOON, a_room
from warroom.commands import (
    AddPerson,
    AddSkill,
    AddTeam,
    AmendSkill,
    AmendTeam,
    DropSkill,
    DropTeam,
    DropTraining,
    Forget,
    JoinTeam,
    Master,
    NoteTraining,
    QuitTeam,
)
from warroom.domain.incidents import Mode
from warroom.domain.roster import Mastered, TrainingKind
from warroom.errors import Refusal
from warroom.room import Room

DAY = 86_400_000


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    with a_room(tmp_path) as room:
        yield room


def refused(room: Room, command: object) -> str:
    with pytest.raises(Refusal) as refusal:
        room.do(command).result()  # type: ignore[arg-type]
    return refusal.value.code


def who_has(room: Room) -> list[tuple[str, str, int]]:
    """Every mastery as name, skill, level."""
    people = {person.id: person.name for person in room.views.roster()}
    skills = {skill.id: skill.name for skill in room.views.skills()}
    return sorted((people[each.person], skills[each.skill], each.level) for each in room.views.masteries())


def members(room: Room) -> list[tuple[str, str, str, int]]:
    people = {person.id: person.name for person in room.views.roster()}
    teams = {team.id: team.name for team in room.views.teams()}
    return [(teams[each.team], people[each.person], each.part, each.rank) for each in room.views.memberships()]


def test_that_a_skill_and_its_holder_are_added_by_name_when_they_are_new(room: Room) -> None:
    room.do(Master(person="Nadia  Berrada", skill="HSM", level=Mastered.EXPERT, until=NOON + DAY)).result()

    assert who_has(room) == [("Nadia Berrada", "HSM", 3)]
    card = room.views.roster()[0]
    assert (card.roster, card.initials) == (True, "")
    assert card.number


def test_that_a_name_in_other_letters_is_the_same_person_and_skill(room: Room) -> None:
    room.do(Master(person="Nadia Berrada", skill="HSM")).result()

    room.do(Master(person="nadia berrada", skill="hsm", level=Mastered.EXPERT)).result()

    assert who_has(room) == [("Nadia Berrada", "HSM", 3)]


def test_that_who_sits_at_the_keyboard_comes_into_the_roster_with_their_first_skill(room: Room) -> None:
    room.do(AddPerson(name="Tom Noël")).result()
    assert room.views.roster() == []

    room.do(Master(person="Tom Noël", skill="BGP")).result()

    assert [(person.name, person.initials) for person in room.views.roster()] == [("Tom Noël", "TN")]


def test_that_a_person_is_taken_by_number_too_and_an_unknown_id_is_refused(room: Room) -> None:
    room.do(Master(person="Nadia Berrada", skill="HSM")).result()
    number = room.views.roster()[0].number

    room.do(Master(person=number, skill="BGP")).result()

    assert who_has(room) == [("Nadia Berrada", "BGP", 2), ("Nadia Berrada", "HSM", 2)]
    assert refused(room, Master(person="0" * 32, skill="BGP")) == "unknown-reference"


def test_that_what_is_forgotten_can_be_learnt_again_with_nothing_left_of_before(room: Room) -> None:
    room.do(Master(person="Nadia Berrada", skill="HSM", level=Mastered.EXPERT, until=NOON + DAY, remark="x")).result()
    room.do(Forget(person="Nadia Berrada", skill="HSM")).result()
    assert who_has(room) == []

    room.do(Master(person="Nadia Berrada", skill="HSM")).result()

    again = room.views.masteries()[0]
    assert (again.level, again.until, again.remark) == (2, None, "")


def test_that_nothing_that_nobody_has_is_forgotten(room: Room) -> None:
    room.do(AddSkill(name="HSM")).result()

    assert refused(room, Forget(person="Nadia Berrada", skill="HSM")) == "mastery-unknown"
    assert refused(room, Forget(person="Nadia Berrada", skill="BGP")) == "skill-unknown"
    assert room.views.roster() == []


def test_that_a_skill_is_renamed_with_those_who_have_it_and_two_never_share_a_name(room: Room) -> None:
    room.do(Master(person="Nadia Berrada", skill="HSM")).result()
    room.do(AddSkill(name="BGP")).result()

    room.do(AmendSkill(skill="HSM", name="HSM Thales", least=3, services=("Paiement",))).result()

    assert who_has(room) == [("Nadia Berrada", "HSM Thales", 2)]
    skill = room.views.skills()[1]
    assert (skill.least, len(skill.services)) == (3, 1)
    assert refused(room, AmendSkill(skill="BGP", name="hsm thales")) == "name-taken"


def test_that_the_former_name_of_a_skill_is_free_again(room: Room) -> None:
    room.do(Master(person="Nadia Berrada", skill="HSM")).result()
    room.do(AmendSkill(skill="HSM", name="HSM Thales")).result()

    room.do(AddSkill(name="HSM")).result()

    assert [skill.name for skill in room.views.skills()] == ["HSM", "HSM Thales"]
    assert who_has(room) == [("Nadia Berrada", "HSM Thales", 2)]


def test_that_a_dropped_skill_takes_along_who_had_it_and_undo_brings_both_back(room: Room) -> None:
    room.do(Master(person="Nadia Berrada", skill="HSM")).result()
    room.do(DropSkill(skill="HSM")).result()
    assert (room.views.skills(), room.views.masteries()) == ([], [])

    room.undo().result()

    assert who_has(room) == [("Nadia Berrada", "HSM", 2)]


@pytest.mark.parametrize("least", [-1, 100])
def test_that_no_skill_asks_for_an_absurd_number_of_people(room: Room, least: int) -> None:
    assert refused(room, AddSkill(name="HSM", least=least)) == "least-unfit"


def test_that_a_form_that_another_overtook_is_refused(room: Room) -> None:
    room.do(Master(person="Nadia Berrada", skill="HSM")).result()

    overtaken = Master(person="Nadia Berrada", skill="HSM", level=Mastered.HELPS, seen={})

    assert refused(room, overtaken) == "moved-meanwhile"
    assert who_has(room) == [("Nadia Berrada", "HSM", 2)]


def test_that_whoever_leads_a_team_belongs_to_it(room: Room) -> None:
    room.do(AddTeam(name="FIR", rapid=True, lead="Tom Noël", muster="Salle 3", purpose="Premiers sur place")).result()

    team = room.views.teams()[0]
    assert (team.rapid, team.muster, team.purpose) == (True, "Salle 3", "Premiers sur place")
    assert members(room) == [("FIR", "Tom Noël", "", 0)]
    assert team.lead == room.views.roster()[0].id


def test_that_people_join_a_team_in_the_order_in_which_they_are_called(room: Room) -> None:
    room.do(AddTeam(name="FIR")).result()

    room.do(JoinTeam(team="fir", person="Tom Noël", rank=2, part="réseau")).result()
    room.do(JoinTeam(team="FIR", person="Nadia Berrada", rank=1)).result()

    assert members(room) == [("FIR", "Nadia Berrada", "", 1), ("FIR", "Tom Noël", "réseau", 2)]


def test_that_a_team_whose_lead_quits_has_none(room: Room) -> None:
    room.do(AddTeam(name="FIR", lead="Tom Noël")).result()

    room.do(QuitTeam(team="FIR", person="Tom Noël")).result()

    assert (members(room), room.views.teams()[0].lead) == ([], "")
    assert refused(room, QuitTeam(team="FIR", person="Tom Noël")) == "membership-unknown"
    assert refused(room, JoinTeam(team="FIRE", person="Tom Noël")) == "team-unknown"


def test_that_a_team_gets_another_lead_who_joins_and_its_other_fields_stay(room: Room) -> None:
    room.do(AddTeam(name="FIR", rapid=True, lead="Tom Noël", muster="Salle 3")).result()

    room.do(AmendTeam(team="FIR", lead="Nadia Berrada", name="FIR Paris")).result()

    team = room.views.teams()[0]
    assert (team.name, team.rapid, team.muster) == ("FIR Paris", True, "Salle 3")
    assert {name for _team, name, _part, _rank in members(room)} == {"Tom Noël", "Nadia Berrada"}


def test_that_a_dropped_team_leaves_its_people_in_the_roster(room: Room) -> None:
    room.do(AddTeam(name="FIR", lead="Tom Noël")).result()

    room.do(DropTeam(team="FIR")).result()

    assert (room.views.teams(), room.views.memberships()) == ([], [])
    assert [person.name for person in room.views.roster()] == ["Tom Noël"]


def test_that_a_training_is_noted_now_unless_it_says_when(room: Room) -> None:
    room.do(NoteTraining(person="Nadia Berrada", code="coord", by="Exercice Étoile Noire")).result()
    earlier = NoteTraining(person="Nadia Berrada", code="DIR", kind=TrainingKind.COURSE, done_at=NOON - DAY)
    room.do(earlier).result()

    held = [(each.code, each.kind, each.done_at, each.by) for each in room.views.trainings()]

    assert held == [
        ("COORD", TrainingKind.DRILL, NOON, "Exercice Étoile Noire"),
        ("DIR", TrainingKind.COURSE, NOON - DAY, ""),
    ]


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"code": " "}, "code-missing"),
        ({"code": "coordination of everything"}, "code-unfit"),
        ({"done_at": NOON + DAY}, "event-in-future"),
        ({"until": NOON}, "until-before"),
        ({"person": " "}, "name-missing"),
    ],
)
def test_that_a_training_that_cannot_be_is_refused(room: Room, more: dict[str, object], code: str) -> None:
    fields: dict[str, object] = {"person": "Nadia Berrada", "code": "COORD"}

    assert refused(room, NoteTraining(**(fields | more))) == code  # type: ignore[arg-type]
    assert room.views.roster() == []


def test_that_a_training_noted_by_mistake_is_dropped_and_undo_brings_it_back(room: Room) -> None:
    training = room.do(NoteTraining(person="Nadia Berrada", code="COORD")).result()
    room.do(DropTraining(training=training)).result()
    assert room.views.trainings() == []

    assert room.undo().result() == "Undone: training of Nadia Berrada is back."
    assert [each.code for each in room.views.trainings()] == ["COORD"]


def test_that_an_undone_skill_is_named(room: Room) -> None:
    room.do(AddSkill(name="HSM")).result()

    assert room.undo().result() == "Undone: skill “HSM” taken away."
    assert room.views.skills() == []


def test_that_skills_and_teams_are_found_by_their_words(room: Room) -> None:
    room.do(AddSkill(name="HSM", remark="coffre des clés")).result()
    room.do(AddTeam(name="FIR", purpose="premiers sur place")).result()

    assert [found.noun for found in room.views.search("cles", mode=Mode.REAL).records] == ["skill"]
    assert [found.noun for found in room.views.search("premiers", mode=Mode.REAL).records] == ["team"]
