"""Erasing a person takes their card, their ways to be reached and what a file said of them, on every station."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.builders import a_room
from warroom.commands import (
    AddCard,
    AmendReach,
    CheckReach,
    DropReach,
    ErasePerson,
    MergePeople,
)
from warroom.domain.roster import GivenReach, ReachKind
from warroom.room import Room

TOLD = ("06 39 98 12 34", "0639981234", "33639981234", "chez sa sœur", "Exploitant", "X-PRIVE", "Dupré")


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    with a_room(tmp_path) as room:
        yield room


def a_card(room: Room) -> str:
    way = GivenReach(kind=ReachKind.MOBILE, value="06 39 98 12 34", remark="chez sa sœur")
    return room.do(
        AddCard(name="Hélène Dupré", employer="Exploitant", reaches=(way,), raw={"X-PRIVE": "chez sa sœur"})
    ).result()


def kept(room: Room) -> str:
    """Everything that the file still says, as this station would send it."""
    conn = room._store.reader()
    tables = ("op", "person", "reach", "findable", "training", "mastery")
    rows = [row for table in tables for row in conn.execute(f'SELECT * FROM "{table}"')]
    return "\n".join(str(cell) for row in rows for cell in row)


def test_that_card_ways_and_what_a_file_said_go(room: Room) -> None:
    person = a_card(room)
    assert all(said in kept(room) for said in TOLD[2:])

    room.do(ErasePerson(person=person, reason="demande 2026-114")).result()

    left = kept(room)
    assert [said for said in TOLD if said in left] == []
    assert room.views.roster() == []
    assert room.views.roster_lines() == []
    assert room.verify() == []


def test_that_what_was_changed_checked_and_taken_away_goes_too(room: Room) -> None:
    person = a_card(room)
    way = room.views.reaches(person)[0].id
    room.do(AmendReach(reach=way, kind=ReachKind.MOBILE, value="06 39 98 12 34", label="X-PRIVE")).result()
    room.do(CheckReach(reach=way, works=False, remark="chez sa sœur")).result()
    room.undo().result()
    room.do(DropReach(reach=way)).result()
    room.undo().result()

    room.do(ErasePerson(person=person, reason="demande 2026-114")).result()

    left = kept(room)
    assert [said for said in TOLD if said in left] == []


def test_that_the_cards_merged_into_it_go_with_it(room: Room) -> None:
    person = a_card(room)
    way = GivenReach(kind=ReachKind.MOBILE, value="06 39 98 12 99")
    merge = room.do(AddCard(name="H. Dupré", site="Exploitant Nord", reaches=(way,))).result()
    room.do(MergePeople(keep=person, merge=merge)).result()

    room.do(ErasePerson(person=person, reason="demande 2026-114")).result()

    left = kept(room)
    assert [said for said in (*TOLD, "0639981299", "33639981299", "H. Dupré") if said in left] == []
