"""The roster on two laptops that work apart: one card, one number, one merge; an erasure finds what it never saw."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.builders import a_room
from tests.warroom.stations import another_station, meet
from warroom.commands import AddCard, AddReach, AmendReach, CheckReach, DropReach, ErasePerson, MergePeople
from warroom.domain.roster import GivenReach, ReachKind
from warroom.room import Room

MOBILE = GivenReach(kind=ReachKind.MOBILE, value="06 39 98 12 34")


@pytest.fixture
def both(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Room, Room]]:
    one = a_room(tmp_path)
    other = another_station(one, tmp_path, monkeypatch)
    yield one, other
    for room in (one, other):
        room.close()


def a_card(room: Room, name: str = "Hélène Dupré", **more: object) -> str:
    return room.do(AddCard(name=name, **more)).result()  # type: ignore[arg-type]


def agree(both: tuple[Room, Room]) -> None:
    one, other = both
    meet(one, other)
    assert one.dump() == other.dump()
    assert one.views.roster_lines() == other.views.roster_lines()


def test_that_one_file_read_twice_apart_makes_one_card(both: tuple[Room, Room]) -> None:
    one, other = both
    said = {"job": "Réseau", "reaches": (MOBILE,), "source": "annuaire.vcf"}
    assert a_card(one, **said) == a_card(other, **said)
    agree(both)
    (card,) = one.views.roster()
    assert len(one.views.reaches(card.id)) == 1
    assert one.conflicts() == []


def test_that_two_numbers_typed_apart_are_both_kept(both: tuple[Room, Room]) -> None:
    one, other = both
    person = a_card(one)
    meet(one, other)
    one.do(AddReach(person=person, kind=ReachKind.MOBILE, value="06 39 98 12 34")).result()
    other.do(AddReach(person=person, kind=ReachKind.MOBILE, value="+33 6 39 98 12 34")).result()
    other.do(AddReach(person=person, kind=ReachKind.WORK, value="4512")).result()
    agree(both)
    assert [reach.normal for reach in one.views.reaches(person)] == ["+33639981234", "4512"]


def test_that_a_merge_reaches_the_other_laptop_whole(both: tuple[Room, Room]) -> None:
    one, other = both
    keep, merge = a_card(one), a_card(one, "H. Dupré", reaches=(MOBILE,))
    meet(one, other)
    one.do(MergePeople(keep=keep, merge=merge)).result()
    agree(both)
    assert [reach.normal for reach in other.views.reaches(keep)] == ["+33639981234"]
    found = other.views.person_named("h. dupré")
    assert found is not None
    assert found.id == keep


def test_that_an_erasure_takes_what_the_other_laptop_wrote_meanwhile(both: tuple[Room, Room]) -> None:
    one, other = both
    person = a_card(one, reaches=(MOBILE,))
    meet(one, other)
    known = other.views.reaches(person)[0].id
    other.do(CheckReach(reach=known, works=False, remark="chez sa sœur")).result()
    fresh = other.do(AddReach(person=person, kind=ReachKind.HOME, value="01 99 00 12 34")).result()
    other.do(AmendReach(reach=fresh, kind=ReachKind.HOME, value="01 99 00 12 34", label="X-PRIVE")).result()
    other.undo().result()
    other.do(DropReach(reach=fresh)).result()
    one.do(ErasePerson(person=person, reason="demande 2026-114")).result()

    meet(one, other)
    meet(one, other)

    for room in both:
        rows = [
            row
            for table in ("op", "reach", "person", "findable")
            for row in room._store.reader().execute(f'SELECT * FROM "{table}"')
        ]
        left = "\n".join(str(cell) for row in rows for cell in row)
        told = ("06 39", "0639981234", "33639981234", "01 99 00", "33199001234", "chez sa sœur", "X-PRIVE", "Dupré")
        assert [said for said in told if said in left] == []
        assert room.verify() == []
        assert room.views.roster_lines() == []
    assert one.dump() == other.dump()
