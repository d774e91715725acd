"""The roster: cards coalesce by name, numbers have one form, what is done twice changes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.builders import a_room
from warroom.commands import (
    AddCard,
    AddReach,
    AmendCard,
    AmendReach,
    CheckCard,
    CheckReach,
    DropReach,
    GrantRoles,
    LeaveRoster,
    RenameCard,
)
from warroom.commands.roster_numbers import normalised, region_of
from warroom.commands.seen import MovedMeanwhile
from warroom.domain.needs import Need
from warroom.domain.rights import Role
from warroom.domain.roster import GivenReach, ReachKind
from warroom.errors import Refusal
from warroom.room import Room

MOBILE = GivenReach(kind=ReachKind.MOBILE, value="06 39 98 12 34")


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    with a_room(tmp_path) as room:
        yield room


def a_card(room: Room, name: str = "Jean Martin", **more: object) -> str:
    return room.do(AddCard(name=name, **more)).result()  # type: ignore[arg-type]


def test_that_a_card_is_listed_with_its_ways_in_the_order_in_which_they_are_tried(room: Room) -> None:
    mail = GivenReach(kind=ReachKind.EMAIL, value="Jean.Martin@Example.org")
    person = a_card(room, job="Réseau", employer="Exploitant", languages=("FR", "en", "fr"), reaches=(MOBILE, mail))

    (card,) = room.views.roster()
    first, second = room.views.reaches(person)
    assert (card.name, card.job, card.languages, card.roster) == ("Jean Martin", "Réseau", ("fr", "en"), True)
    assert (first.value, first.normal, first.needs, first.works) == (
        "06 39 98 12 34",
        "+33639981234",
        ("mobile",),
        True,
    )
    assert (second.normal, second.rank) == ("jean.martin@example.org", 2)
    assert [item.name for item in room.views.people()] == ["Léa Martin"]  # who sits in the room is another question


def test_that_the_same_card_twice_changes_nothing(room: Room) -> None:
    said = AddCard(
        name="Jean Martin", job="Réseau", site="Lyon", reaches=(MOBILE,), source="annuaire.vcf", raw={"X": 1}
    )
    person = room.do(said).result()
    before = room.views.digest()

    assert room.do(said).result() == person
    assert room.views.digest() == before


def test_that_a_second_card_of_one_name_fills_what_is_blank_and_overwrites_nothing(room: Room) -> None:
    person = a_card(room, job="Réseau")

    assert a_card(room, job="Directeur", site="Lyon", reaches=(MOBILE,)) == person
    (card,) = room.views.roster()
    assert (card.job, card.site) == ("Réseau", "Lyon")
    assert len(room.views.reaches(person)) == 1


def test_that_two_of_one_name_are_told_apart_by_who_employs_them(room: Room) -> None:
    one = a_card(room, employer="Exploitant", reaches=(MOBILE,))
    other = a_card(room, employer="Infogérant", reaches=(GivenReach(kind=ReachKind.MOBILE, value="0639981299"),))
    same = a_card(room, employer="Infogérant (siège)", reaches=(MOBILE,))  # the same telephone: no other person

    assert {card.name for card in room.views.roster()} == {"Jean Martin", "Jean Martin (Infogérant)"}
    assert one == same != other
    assert a_card(room, employer="Infogérant") == other  # and again it is the same one


def test_that_whoever_sits_down_by_a_name_of_the_roster_is_that_person(room: Room) -> None:
    person = a_card(room)
    room.sit_down("jean martin")

    assert room.member == "Jean Martin"
    assert person in {item.id for item in room.views.people()}
    assert [card.initials for card in room.views.roster()] == ["JM"]


@pytest.mark.parametrize(
    ("said", "normal"),
    [
        ("06 39 98 12 34", "+33639981234"),
        ("+33 (0)6.39.98.12.34", "+33639981234"),
        ("0033639981234", "+33639981234"),
        ("Tél. : 06-39-98-12-34", "+33639981234"),
        ("01 99 00 12 34 poste 4512", "+33199001234;ext=4512"),
        ("+41 22 555 01 00", "+41225550100"),
        ("4512", "4512"),
        ("112", "112"),
    ],
)
def test_that_a_number_has_one_form_however_it_is_written(said: str, normal: str) -> None:
    form = normalised(ReachKind.MOBILE, said, "FR")
    assert (form.normal, form.trouble) == (normal, "")
    assert normalised(ReachKind.MOBILE, form.value, "FR").normal == normal  # and what is shown reads back the same


@pytest.mark.parametrize(
    "said", ["", "demander à l'accueil", "06 39 98 12", "+", "9" * 400, "\x00", "٠٦٣٩٩٨١٢٣٤", "=1+1"]
)
def test_that_what_nobody_can_dial_says_why(said: str) -> None:
    assert normalised(ReachKind.MOBILE, said, "FR").trouble


def test_that_a_zone_says_whose_numbers_need_no_prefix(room: Room) -> None:
    assert (region_of("Indian/Reunion"), region_of("Europe/Zurich"), region_of("CET")) == ("RE", "CH", "FR")
    person = a_card(room, zone="Europe/Zurich", reaches=(GivenReach(kind=ReachKind.WORK, value="022 555 01 00"),))
    assert [reach.normal for reach in room.views.reaches(person)] == ["+41225550100"]


def test_that_a_card_with_a_number_nobody_can_dial_is_refused_whole(room: Room) -> None:
    with pytest.raises(Refusal, match="too few or too many"):
        a_card(room, reaches=(GivenReach(kind=ReachKind.MOBILE, value="06 39 98 12"),))
    assert room.views.roster() == []


def test_that_the_same_way_to_reach_somebody_is_kept_once(room: Room) -> None:
    person = a_card(room, reaches=(MOBILE,))
    again = room.do(AddReach(person=person, kind=ReachKind.MOBILE, value="+33 6 39 98 12 34", label="pro")).result()

    assert [reach.id for reach in room.views.reaches(person)] == [again]


def test_that_another_number_takes_the_place_of_the_old_one(room: Room) -> None:
    person = a_card(room, reaches=(MOBILE, GivenReach(kind=ReachKind.WORK, value="4512")))
    old = room.views.reaches(person)[0]
    room.do(CheckReach(reach=old.id, works=False)).result()

    room.do(AmendReach(reach=old.id, kind=ReachKind.MOBILE, value="06 39 98 12 35", label="pro")).result()
    first = room.views.reaches(person)[0]
    assert (first.normal, first.label, first.rank, first.works) == ("+33639981235", "pro", 1, True)
    assert first.checked_at is None  # nobody tried the new one
    assert len(room.views.reaches(person)) == 2


def test_that_what_a_way_needs_can_be_said_otherwise(room: Room) -> None:
    person = a_card(room)
    way = room.do(AddReach(person=person, kind=ReachKind.HOME, value="01 99 00 12 34")).result()
    assert room.views.reaches(person)[0].needs == (Need.LANDLINE,)

    needs = (Need.INTERNET, Need.POWER)  # a box of fibre
    room.do(AmendReach(reach=way, kind=ReachKind.HOME, value="01 99 00 12 34", needs=needs)).result()
    assert room.views.reaches(person)[0].needs == needs


def test_that_a_check_says_who_tried_it_and_when(room: Room) -> None:
    person = a_card(room, reaches=(MOBILE,), source="annuaire.vcf")
    way = room.views.reaches(person)[0].id
    assert room.views.roster_lines()[0].checked_at is None

    room.do(CheckReach(reach=way, works=True)).result()
    assert room.views.roster_lines()[0].checked_at == room.clock.now_ms()
    room.do(CheckCard(person=person)).result()
    card = room.views.roster_card(person)
    assert card is not None
    assert (card.checked_at, card.checked_by) == (room.clock.now_ms(), "Léa Martin")
    room.do(CheckReach(reach=way, works=False, remark="ligne coupée")).result()
    reach = room.views.reaches(person)[0]
    assert (reach.works, reach.remark, reach.checked_by) == (False, "ligne coupée", "Léa Martin")


def test_that_a_form_never_overwrites_what_moved_while_it_was_open(room: Room) -> None:
    person = a_card(room, job="Réseau")
    seen = room.views.sources("person", person)
    room.do(AmendCard(person=person, job="Système", seen=seen)).result()

    with pytest.raises(MovedMeanwhile):
        room.do(AmendCard(person=person, job="Télécoms", seen=seen)).result()
    (card,) = room.views.roster()
    assert card.job == "Système"


def test_that_whoever_left_is_no_longer_listed_and_comes_back_with_their_ways(room: Room) -> None:
    person = a_card(room, reaches=(MOBILE,))
    room.do(LeaveRoster(person=person)).result()
    assert room.views.roster() == [] == room.views.roster_lines()

    assert a_card(room) == person
    assert [card.left_at for card in room.views.roster()] == [None]
    assert len(room.views.reaches(person)) == 1


def test_that_a_way_taken_away_can_be_brought_back(room: Room) -> None:
    person = a_card(room, reaches=(MOBILE,))
    room.do(DropReach(reach=room.views.reaches(person)[0].id)).result()
    assert room.views.reaches(person) == []

    assert "06 39 98 12 34" in room.undo().result()
    assert len(room.views.reaches(person)) == 1
    room.do(DropReach(reach=room.views.reaches(person)[0].id)).result()
    room.do(AddReach(person=person, kind=ReachKind.MOBILE, value="0639981234")).result()
    assert len(room.views.reaches(person)) == 1


def test_that_a_card_added_by_mistake_is_undone(room: Room) -> None:
    a_card(room, reaches=(MOBILE,))
    room.undo().result()
    assert room.views.roster() == []


def test_that_sitting_down_is_not_undone(room: Room) -> None:
    room.sit_down("Marc Petit")
    assert room.can_undo == ""


def test_that_a_new_name_takes_everything_along(room: Room) -> None:
    person = a_card(room, job="Réseau", reaches=(MOBILE,))
    new = room.do(RenameCard(person=person, name="Jean Martin-Dupré")).result()

    (card,) = room.views.roster()
    assert (card.id, card.name, card.job) == (new, "Jean Martin-Dupré", "Réseau")
    assert len(room.views.reaches(new)) == 1
    named = room.views.person_named("Jean Martin")
    assert named is not None
    assert named.id == new
    same = room.do(RenameCard(person=new, name="JEAN Martin-Dupré")).result()
    assert same == new
    assert room.views.roster()[0].name == "JEAN Martin-Dupré"


def test_that_a_name_that_somebody_has_is_not_taken(room: Room) -> None:
    person = a_card(room)
    a_card(room, "Anne Roy")
    with pytest.raises(Refusal, match="Anne Roy"):
        room.do(RenameCard(person=person, name="anne roy")).result()


def test_that_the_list_of_members_is_not_the_roster(room: Room) -> None:
    a_card(room)
    assert [member.name for member in room.rights.members()] == ["Léa Martin"]
    room.do(GrantRoles(person="Léa Martin", roles=frozenset({Role.ADMINISTRATOR}))).result()
    room.do(GrantRoles(person="Jean Martin", roles=frozenset({Role.SCRIBE}))).result()
    assert [member.name for member in room.rights.members()] == ["Jean Martin", "Léa Martin"]
