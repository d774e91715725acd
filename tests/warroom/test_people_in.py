"""People come in through the door: told apart, repaired, refused with a reason, and never twice."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.builders import a_room
from warroom.commands import AmendCard, CheckCard, CheckReach, DropReach, ErasePerson, LeaveRoster
from warroom.commands.roster import AddCard
from warroom.domain.roster import GivenReach, PersonCard, Reach, ReachKind
from warroom.errors import Refusal
from warroom.formats.people_columns import PeopleMapping
from warroom.imports import ImportOutcome
from warroom.room import Room

CARDS = """BEGIN:VCARD
VERSION:3.0
FN:Jeanne Moreau
ORG:Exemple;Réseau
TITLE:Ingénieure
TEL;TYPE=CELL:06 39 98 00 01
EMAIL:jeanne.moreau@example.org
END:VCARD
BEGIN:VCARD
VERSION:3.0
FN:Paul Durand
TEL;TYPE=CELL:06 39 98 00 02
END:VCARD
"""


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    with a_room(tmp_path) as room:
        yield room


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "files"
    made.mkdir()
    return made


def bring(room: Room, folder: Path, text: str, *, name: str = "contacts.vcf", **more: object) -> ImportOutcome:
    path = folder / name
    path.write_bytes(text.encode())
    return room.import_file(path, **more)  # type: ignore[arg-type]


def card(room: Room, name: str) -> PersonCard:
    return next(each for each in room.views.roster() if each.name == name)


def reaches(room: Room, name: str) -> list[Reach]:
    return room.views.reaches(card(room, name).id)


def numbers(room: Room, name: str) -> list[str]:
    return [reach.normal for reach in reaches(room, name)]


def test_that_a_file_of_cards_becomes_people_with_ways_to_reach_them(room: Room, folder: Path) -> None:
    outcome = bring(room, folder, CARDS)
    assert (outcome.kind, outcome.added, outcome.refused) == ("vcard", {"people": 2}, [])
    found = card(room, "Jeanne Moreau")
    assert (found.job, found.employer, found.source) == ("Ingénieure", "Exemple", "vcard:contacts.vcf")
    assert [(reach.kind, reach.normal) for reach in reaches(room, "Jeanne Moreau")] == [
        (ReachKind.MOBILE, "+33639980001"),
        (ReachKind.EMAIL, "jeanne.moreau@example.org"),
    ]


def test_that_the_same_file_twice_writes_nothing(room: Room, folder: Path) -> None:
    bring(room, folder, CARDS)
    before = room.dump()
    outcome = bring(room, folder, CARDS)
    assert (outcome.added, outcome.changed, outcome.unchanged) == ({}, {}, {"people": 2})
    assert room.dump() == before


def test_that_a_look_keeps_nothing(room: Room, folder: Path) -> None:
    before = room.dump()
    outcome = bring(room, folder, CARDS, dry_run=True)
    assert outcome.added == {"people": 2}
    assert room.dump() == before


def test_that_a_changed_record_changes_only_what_changed_in_it(room: Room, folder: Path) -> None:
    bring(room, folder, CARDS)
    outcome = bring(room, folder, CARDS.replace("Ingénieure", "Cheffe de pôle").replace("00 02", "00 03"))
    assert (outcome.changed, outcome.unchanged) == ({"people": 2}, {})
    assert card(room, "Jeanne Moreau").job == "Cheffe de pôle"
    assert numbers(room, "Paul Durand") == ["+33639980003"]
    assert len(numbers(room, "Jeanne Moreau")) == 2


def test_that_what_people_wrote_here_stays(room: Room, folder: Path) -> None:
    bring(room, folder, CARDS)
    mine = card(room, "Jeanne Moreau")
    room.do(AmendCard(person=mine.id, job="Astreinte réseau", employer="Exemple")).result()
    outcome = bring(room, folder, CARDS.replace("Ingénieure", "Cheffe de pôle"))
    assert card(room, "Jeanne Moreau").job == "Astreinte réseau"
    assert outcome.codes["kept-ours"] == 1
    assert bring(room, folder, CARDS.replace("Ingénieure", "Cheffe de pôle")).codes["kept-ours"] == 0


def test_that_a_card_somebody_checked_is_not_overwritten(room: Room, folder: Path) -> None:
    bring(room, folder, CARDS)
    room.do(CheckCard(person=card(room, "Jeanne Moreau").id)).result()
    bring(room, folder, CARDS.replace("Ingénieure", "Cheffe de pôle"))
    assert card(room, "Jeanne Moreau").job == "Ingénieure"


def test_that_a_number_somebody_tried_is_not_replaced(room: Room, folder: Path) -> None:
    bring(room, folder, CARDS)
    room.do(CheckReach(reach=reaches(room, "Paul Durand")[0].id, works=True)).result()
    bring(room, folder, CARDS.replace("00 02", "00 03"))
    assert numbers(room, "Paul Durand") == ["+33639980002", "+33639980003"]


def test_that_a_number_taken_away_here_does_not_come_back(room: Room, folder: Path) -> None:
    bring(room, folder, CARDS)
    room.do(DropReach(reach=reaches(room, "Paul Durand")[0].id)).result()
    bring(room, folder, CARDS)
    assert numbers(room, "Paul Durand") == []


def test_that_whoever_left_does_not_come_back(room: Room, folder: Path) -> None:
    bring(room, folder, CARDS)
    room.do(LeaveRoster(person=card(room, "Paul Durand").id)).result()
    outcome = bring(room, folder, CARDS)
    assert [each.name for each in room.views.roster()] == ["Jeanne Moreau"]
    assert outcome.codes["kept-ours"] == 1


def test_that_somebody_erased_is_refused(room: Room, folder: Path) -> None:
    bring(room, folder, CARDS)
    room.do(ErasePerson(person=card(room, "Paul Durand").id, reason="Art. 17")).result()
    outcome = bring(room, folder, CARDS)
    assert outcome.codes["erased-person"] == 1
    assert len(outcome.refused) == 1


NAMESAKES = """Nom;Prénom;Société;Service;Portable
Martin;Jean;Exemple;Réseau;06 39 98 00 11
Martin;Jean;Exemple;Sécurité;06 39 98 00 12
Martin;Jean;Hébergeur;;06 39 98 00 13
Martin;Jean;Exemple;Réseau;06 39 98 00 11
"""


def test_that_namesakes_are_told_apart_by_what_differs(room: Room, folder: Path) -> None:
    outcome = bring(room, folder, NAMESAKES, name="annuaire.csv")
    assert outcome.added == {"people": 3}
    assert {each.name for each in room.views.roster()} == {
        "Jean Martin", "Jean Martin (Sécurité)", "Jean Martin (Hébergeur)",
    }  # fmt: skip
    assert outcome.codes["namesake"] == 2
    assert outcome.codes["same-card"] == 1
    again = bring(room, folder, NAMESAKES, name="annuaire.csv")
    assert (again.added, again.changed, again.unchanged) == ({}, {}, {"people": 4})


def test_that_namesakes_stay_who_they_are_when_one_number_changes(room: Room, folder: Path) -> None:
    bring(room, folder, NAMESAKES, name="annuaire.csv")
    lines = NAMESAKES.splitlines()
    changed = "\n".join([lines[0], lines[3], lines[2].replace("00 12", "00 22"), lines[1]])
    outcome = bring(room, folder, changed, name="annuaire-decembre.csv")
    assert (outcome.added, outcome.changed) == ({}, {"people": 1})
    assert numbers(room, "Jean Martin (Sécurité)") == ["+33639980022"]
    assert numbers(room, "Jean Martin") == ["+33639980011"]


def test_that_a_file_completes_a_card_typed_here(room: Room, folder: Path) -> None:
    mobile = GivenReach(kind=ReachKind.MOBILE, value="06 39 98 00 01")
    room.do(AddCard(name="Jeanne Moreau", job="Directrice", reaches=(mobile,))).result()
    outcome = bring(room, folder, CARDS)
    assert outcome.added == {"people": 1}
    found = card(room, "Jeanne Moreau")
    assert (found.job, found.employer) == ("Directrice", "Exemple")


def test_that_a_row_without_a_name_is_refused_with_its_line(room: Room, folder: Path) -> None:
    text = "Nom complet;Portable;Courriel\nÀ compléter;06 39 98 00 01;\n;06 39 98 00 02;\n;;paul@example.org\n"
    outcome = bring(room, folder, text, name="liste.csv")
    assert [(problem.where, problem.reason) for problem in outcome.refused] == [
        ("line 3", "The person has no name, and nothing to call them by."),
    ]
    assert outcome.codes["name-taken-from"] == 1


def test_that_columns_named_once_are_read_alike_next_time(room: Room, folder: Path) -> None:
    text = "Q;Joindre;Divers\nAnne Petit;06 39 98 00 31;x\n"
    with pytest.raises(Refusal):
        bring(room, folder, text, name="a.csv", kind="people")
    bring(room, folder, text, name="a.csv", mapping=PeopleMapping({0: "name", 1: "phone"}))
    assert numbers(room, "Anne Petit") == ["+33639980031"]
    outcome = bring(room, folder, text.replace("Anne", "Luc").replace("31", "32"), name="b.csv")
    assert outcome.added == {"people": 1}
    assert numbers(room, "Luc Petit") == ["+33639980032"]


def test_that_a_log_is_still_read_as_a_log(room: Room, folder: Path) -> None:
    text = "Date;Heure;Nom;Message;Téléphone\n23/11/2026;08:05;Standard;Coupure générale;06 39 98 00 01\n"
    outcome = bring(room, folder, text, name="main courante.csv")
    assert set(outcome.added) == {"incidents", "entries"}


def test_that_a_number_of_another_country_is_kept_and_named(room: Room, folder: Path) -> None:
    outcome = bring(room, folder, CARDS.replace("06 39 98 00 02", "(650) 555-1212"))
    assert outcome.codes["not-a-number"] == 1
    kept = reaches(room, "Paul Durand")[0]
    assert (kept.kind, kept.value, kept.label) == (ReachKind.OTHER, "(650) 555-1212", "mobile")
