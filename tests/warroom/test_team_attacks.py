"""The roster in hostile or crossing hands: merges apart, cards made again, erasures that meet an import."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.warroom.apart import Apart
from tests.warroom.stations import meet
from warroom.commands import AddCard, ErasePerson, LeaveRoster, MergePeople, RenameCard
from warroom.domain.roster import GivenReach, ReachKind
from warroom.room import Room

MOBILE = GivenReach(kind=ReachKind.MOBILE, value="06 39 98 12 34")
DESK = GivenReach(kind=ReachKind.WORK, value="4512")


@pytest.fixture
def apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Apart]:
    made = Apart(tmp_path, monkeypatch)
    yield made
    for each in made.rooms:
        each.close()


def a_card(room: Room, name: str, **more: object) -> str:
    return room.do(AddCard(name=name, **more)).result()  # type: ignore[arg-type]


def listed(room: Room) -> list[str]:
    return [card.name for card in room.views.roster() if card.name != "Léa Martin"]


def agree(*rooms: Room) -> None:
    for one, other in 2 * list(itertools.pairwise((*rooms, rooms[0]))):
        meet(one, other)
    dumps = [room.dump() for room in rooms]
    assert all(dump == dumps[0] for dump in dumps)
    for room in rooms:
        before = room.dump()
        room.rebuild()
        assert room.dump() == before
        assert room.verify() == []


def test_that_two_cards_merged_into_each_other_apart_lose_nobody(apart: Apart) -> None:
    one, other = a_card(apart.a, "Jean Martin", reaches=(MOBILE,)), a_card(apart.a, "J. Martin", reaches=(DESK,))
    meet(apart.a, apart.b)
    apart.a.do(MergePeople(keep=one, merge=other)).result()
    apart.wait()
    apart.b.do(MergePeople(keep=other, merge=one)).result()
    agree(apart.a, apart.b)
    for room in apart.rooms:
        assert len(listed(room)) == 1
        (card,) = [card for card in room.views.roster() if "Martin" in card.name and card.name != "Léa Martin"]
        assert {reach.value for reach in room.views.reaches(card.id)} == {"06 39 98 12 34", "4512"}
        for name in ("Jean Martin", "J. Martin"):
            found = room.views.person_named(name)
            assert found is not None
            assert found.id == card.id


def test_that_three_cards_merged_in_a_ring_apart_lose_nobody(apart: Apart) -> None:
    c = apart.third()
    cards = [a_card(apart.a, name) for name in ("Jean Martin", "J. Martin", "Martin Jean")]
    agree(apart.a, apart.b, c)
    for room, (keep, merge) in zip((apart.a, apart.b, c), ((0, 1), (1, 2), (2, 0)), strict=True):
        room.do(MergePeople(keep=cards[keep], merge=cards[merge])).result()
        apart.wait()
    agree(apart.a, apart.b, c)
    for room in apart.rooms:
        assert len(listed(room)) == 1, listed(room)


def test_that_a_file_read_again_after_a_merge_brings_nobody_back(apart: Apart) -> None:
    keep, merge = a_card(apart.a, "Jean Martin"), a_card(apart.a, "J. Martin", reaches=(DESK,), source="a.vcf")
    apart.a.do(MergePeople(keep=keep, merge=merge)).result()
    assert a_card(apart.a, "J. Martin", reaches=(DESK,), site="Lyon", source="a.vcf") == keep
    assert listed(apart.a) == ["Jean Martin"]
    assert len(apart.a.views.reaches(keep)) == 1


def test_that_a_number_added_to_a_card_merged_elsewhere_is_not_lost(apart: Apart) -> None:
    keep, merge = a_card(apart.a, "Jean Martin"), a_card(apart.a, "J. Martin")
    meet(apart.a, apart.b)
    apart.a.do(MergePeople(keep=keep, merge=merge)).result()
    a_card(apart.b, "J. Martin", reaches=(MOBILE,))
    agree(apart.a, apart.b)
    for room in apart.rooms:
        assert listed(room) == ["Jean Martin"]
        assert [reach.value for reach in room.views.reaches(keep)] == ["06 39 98 12 34"]


def test_that_a_card_of_two_people_merged_apart_into_two_others_is_kept_once(apart: Apart) -> None:
    one, two = a_card(apart.a, "Jean Martin"), a_card(apart.a, "Jean-Luc Martin")
    gone = a_card(apart.a, "J. Martin", reaches=(MOBILE,))
    meet(apart.a, apart.b)
    apart.a.do(MergePeople(keep=one, merge=gone)).result()
    apart.b.do(MergePeople(keep=two, merge=gone)).result()
    agree(apart.a, apart.b)
    assert listed(apart.a) == listed(apart.b)
    assert set(listed(apart.a)) == {"Jean Martin", "Jean-Luc Martin"}


def test_that_a_rename_there_and_back_keeps_one_card(apart: Apart) -> None:
    card = a_card(apart.a, "Anne Roy", reaches=(MOBILE,))
    apart.a.do(RenameCard(person=card, name="Anne Durand")).result()
    apart.a.do(RenameCard(person="Anne Durand", name="Anne Roy")).result()
    assert listed(apart.a) == ["Anne Roy"]
    found = apart.a.views.person_named("Anne Durand")
    assert found is not None
    assert found.name == "Anne Roy"
    agree(apart.a, apart.b)


def test_that_crossing_renames_apart_keep_everybody(apart: Apart) -> None:
    card = a_card(apart.a, "Anne Roy", reaches=(MOBILE,))
    meet(apart.a, apart.b)
    apart.a.do(RenameCard(person=card, name="Anne Durand")).result()
    apart.wait()
    apart.b.do(RenameCard(person=card, name="Anne Petit")).result()
    agree(apart.a, apart.b)
    assert len(listed(apart.a)) >= 1
    reach_holders = {name for name in listed(apart.a) if apart.a.views.reaches(apart.a.views.person_named(name).id)}  # type: ignore[union-attr]
    assert reach_holders


def test_that_an_erased_person_whose_card_another_adds_meanwhile_stays_erased(apart: Apart) -> None:
    card = a_card(apart.a, "Hélène Dupré", reaches=(MOBILE,))
    meet(apart.a, apart.b)
    apart.a.do(ErasePerson(person=card, reason="demande")).result()
    apart.wait()
    a_card(apart.b, "Hélène Dupré", site="Lyon-Caché", reaches=(DESK,))
    apart.b.do(LeaveRoster(person=card)).result()
    agree(apart.a, apart.b)
    for room in apart.rooms:
        conn = room._store.reader()
        tables = [row[0] for row in conn.execute("SELECT name FROM sqlite_master WHERE type='table'")]
        text = "\n".join(str(row) for table in tables for row in conn.execute(f'SELECT * FROM "{table}"'))
        assert [said for said in ("Dupré", "Lyon-Caché", "639981234") if said in text] == []


@pytest.mark.parametrize("asked", ["H. Dupré", "Hélène Dupré", "Hélène D. Dupré"])
def test_that_erasing_somebody_by_any_name_takes_every_card_merged_on_the_way(apart: Apart, asked: str) -> None:
    cards = [a_card(apart.a, name) for name in ("H. Dupré", "Hélène Dupré", "Hélène D. Dupré")]
    apart.a.do(MergePeople(keep=cards[1], merge=cards[0])).result()
    apart.a.do(MergePeople(keep=cards[2], merge=cards[1])).result()
    apart.a.do(ErasePerson(person=asked, reason="demande")).result()
    agree(apart.a, apart.b)
    for room in apart.rooms:
        assert "Dupré" not in "\n".join(
            room.dump().splitlines() if isinstance(room.dump(), str) else [str(room.dump())]
        )
        assert listed(room) == []
