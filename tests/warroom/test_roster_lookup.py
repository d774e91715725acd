"""Looking through the roster: any words, any spelling of a number, and always what is there now."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.builders import a_room, reopened
from warroom.commands import AddCard, AddReach, AmendCard, ErasePerson, LeaveRoster
from warroom.domain.incidents import Mode
from warroom.domain.roster import GivenReach, ReachKind
from warroom.room import Room


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    with a_room(tmp_path) as room:
        reaches = (GivenReach(kind=ReachKind.MOBILE, value="06 39 98 12 34"),)
        room.do(AddCard(name="Hélène Dupré", job="Réseau cœur", site="Lyon", reaches=reaches)).result()
        room.do(AddCard(name="Jean Martin", employer="Infogérant", remark="connaît le HSM")).result()
        room.do(AddCard(name="Martine Jeanson", site="Nantes")).result()
        yield room


def found(room: Room, words: str) -> list[str]:
    return [line.name for line in room.views.roster_lines(words)]


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("", ["Hélène Dupré", "Jean Martin", "Martine Jeanson"]),
        ("helene", ["Hélène Dupré"]),
        ("DUPRE reseau lyon", ["Hélène Dupré"]),
        ("hsm", ["Jean Martin"]),
        ("martin jean", ["Jean Martin", "Martine Jeanson"]),
        ("06 39 98", ["Hélène Dupré"]),
        ("+33 6 39", ["Hélène Dupré"]),
        ("0033639981234", ["Hélène Dupré"]),
        ("nobody", []),
    ],
)
def test_that_every_word_counts_and_accents_do_not(room: Room, words: str, names: list[str]) -> None:
    assert found(room, words) == names


def test_that_what_changed_is_found_at_once(room: Room) -> None:
    assert found(room, "nantes") == ["Martine Jeanson"]
    jean = room.views.person_named("Jean Martin")
    assert jean is not None
    room.do(AmendCard(person=jean.id, site="Nantes")).result()
    room.do(AddReach(person=jean.id, kind=ReachKind.RADIO, value="Alpha 3")).result()
    room.do(LeaveRoster(person="Martine Jeanson")).result()

    assert found(room, "nantes") == ["Jean Martin"]
    assert found(room, "alpha") == ["Jean Martin"]


def test_that_the_first_lines_are_the_same_as_the_whole(room: Room) -> None:
    assert room.views.first_roster_lines(2) == room.views.roster_lines()[:2]


def test_that_a_field_for_a_name_offers_people_of_the_room_too(room: Room) -> None:
    assert [(line.name, line.has_card) for line in room.views.find_people("lea")] == [("Léa Martin", False)]
    assert len(room.views.find_people("", limit=2)) == 2


def test_that_the_search_of_the_room_finds_people_after_everything_else(room: Room) -> None:
    from tests.builders import an_incident

    an_incident(room, title="Le HSM ne répond plus")
    hits = room.views.search("hsm", mode=Mode.REAL).records
    assert [hit.noun for hit in hits] == ["incident", "person"]


def test_that_nothing_of_an_erased_person_is_found(room: Room) -> None:
    assert found(room, "dupre")
    room.do(ErasePerson(person="Hélène Dupré", reason="demande 2026-114")).result()

    assert found(room, "dupre") == found(room, "06 39") == found(room, "lyon") == []
    assert room.views.search("dupré", mode=Mode.BOTH).records == ()
    assert room.views.search("0639981234", mode=Mode.BOTH).records == ()


def test_that_the_roster_is_there_after_the_room_was_closed(room: Room) -> None:
    again = reopened(room)
    assert found(again, "dupre") == ["Hélène Dupré"]
    again.close()
