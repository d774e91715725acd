"""On call: rotations, who stands in, swaps, shifts taken; what is undone and what two laptops say apart."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.builders import NOON, a_room
from tests.warroom.stations import another_station, meet
from warroom.clock import FixedClock
from warroom.commands import (
    AddCard,
    AddPerson,
    AddRotation,
    AmendRotation,
    DropOverride,
    DropRotation,
    ImportDuties,
    MatchDuties,
    MergePeople,
    OverrideDuty,
    SwapDuties,
    TakeShift,
)
from warroom.commands.duties import DutyIn
from warroom.commands.seen import MovedMeanwhile
from warroom.domain.incidents import Mode
from warroom.domain.on_call import TurnUnit
from warroom.domain.turns import OnCall, Source, Watch
from warroom.errors import Refusal
from warroom.room import Room

HOUR = 3_600_000
DAY = 24 * HOUR
WEEK = 7 * DAY
MONDAY = NOON - 3 * HOUR  # 09:00 in Paris


@pytest.fixture
def room(tmp_path: Path) -> Any:
    made = a_room(tmp_path)
    yield made
    made.close()


def a_rotation(room: Room, **more: Any) -> str:
    said: dict[str, Any] = {
        "name": "Réseau", "members": ("Ana Ruiz", "Bob Roy", "Chloé Diaz"), "starts_at": MONDAY, "zone": "Europe/Paris",
    }  # fmt: skip
    return room.do(AddRotation(**(said | more))).result()


def on_call(room: Room, at: int | None = None) -> OnCall:
    (found,) = room.views.on_call(at)
    return found


def held(room: Room, until: int = MONDAY + 2 * WEEK) -> list[tuple[str, int, int]]:
    stretches = room.views.on_call_between(MONDAY, until)
    return [(each.name, (each.from_at - MONDAY) // HOUR, (each.until_at - MONDAY) // HOUR) for each in stretches]


# Rotations


def test_that_a_rotation_says_who_is_on_call_until_when_and_who_is_next(room: Room) -> None:
    a_rotation(room)
    now = on_call(room)
    assert (now.state, now.name, now.until_at) == (Watch.ON, "Ana Ruiz", MONDAY + WEEK)
    assert (now.next_name, now.next_at) == ("Bob Roy", MONDAY + WEEK)


def test_that_names_new_to_the_room_get_a_card_and_known_ones_are_the_same_person(room: Room) -> None:
    known = room.do(AddPerson(name="Ana Ruiz")).result()
    a_rotation(room)
    assert on_call(room).person == known
    assert {card.name for card in room.views.roster()} == {"Bob Roy", "Chloé Diaz"}


def test_that_a_rotation_is_not_made_twice(room: Room) -> None:
    a_rotation(room)
    with pytest.raises(Refusal, match="already"):
        a_rotation(room)


@pytest.mark.parametrize(
    "unfit",
    [
        {"name": "  "}, {"zone": "Mars/Olympus"}, {"hands_over": "9h"}, {"every": 0}, {"rank": 0}, {"ends_at": MONDAY},
        {"hours": ((7, "08:00", "18:00"),)}, {"hours": ((1, "8", "18:00"),)}, {"members": ("",)},
        {"members": ("f" * 32,)},
    ],
)  # fmt: skip
def test_that_an_unfit_rotation_is_refused_and_nothing_is_made(room: Room, unfit: dict[str, Any]) -> None:
    with pytest.raises(Refusal):
        a_rotation(room, **unfit)
    assert room.views.rotations() == []


def test_that_amending_a_rotation_changes_only_what_is_said(room: Room) -> None:
    rotation = a_rotation(room)
    room.do(AmendRotation(rotation=rotation, unit=TurnUnit.DAY, hands_over="08:00")).result()
    (after,) = room.views.rotations()
    assert (after.unit, after.hands_over, len(after.members), after.zone) == (TurnUnit.DAY, "08:00", 3, "Europe/Paris")


def test_that_a_form_opened_before_somebody_changed_it_shows_both(room: Room) -> None:
    rotation = a_rotation(room)
    seen = room.views.sources("rotation", rotation)
    room.do(AmendRotation(rotation=rotation, hands_over="08:00")).result()
    with pytest.raises(MovedMeanwhile):
        room.do(AmendRotation(rotation=rotation, hands_over="10:00", seen=seen)).result()


def test_that_a_rotation_is_found_by_its_name(room: Room) -> None:
    rotation = a_rotation(room)
    found = room.views.search("reseau", mode=Mode.BOTH).records
    assert [(each.noun, each.id) for each in found] == [("rotation", rotation)]


def test_that_a_dropped_rotation_is_gone_and_comes_back_by_undo(room: Room) -> None:
    rotation = a_rotation(room)
    room.do(DropRotation(rotation=rotation)).result()
    assert room.views.on_call() == []
    assert "Réseau" in room.undo().result()
    assert on_call(room).name == "Ana Ruiz"


def test_that_whoever_was_merged_into_another_card_takes_their_turns_under_it(room: Room) -> None:
    rotation = a_rotation(room)
    former = on_call(room).person
    kept = room.do(AddCard(name="Ana Ruiz-Gómez")).result()
    dan = room.do(AddCard(name="Dan Weber")).result()
    room.do(
        OverrideDuty(rotation=rotation, person=dan, from_at=MONDAY + DAY, until_at=MONDAY + 2 * DAY, instead=former)
    ).result()
    room.do(MergePeople(keep=kept, merge=former)).result()
    assert held(room, MONDAY + 3 * DAY) == [
        ("Ana Ruiz-Gómez", 0, 24),
        ("Dan Weber", 24, 48),
        ("Ana Ruiz-Gómez", 48, 72),
    ]
    assert on_call(room).person == kept


# Somebody stands in


def test_that_a_shift_is_taken_in_one_go_by_whoever_sits_here(room: Room) -> None:
    rotation = a_rotation(room)
    room.do(TakeShift(rotation=rotation, from_at=NOON, until_at=NOON + 8 * HOUR)).result()
    now = on_call(room)
    assert (now.name, now.source, now.instead, now.until_at) == (
        "Léa Martin",
        Source.TAKEN,
        "Ana Ruiz",
        NOON + 8 * HOUR,
    )
    assert now.next_name == "Ana Ruiz"


def test_that_a_change_over_two_turns_takes_the_place_of_both(room: Room) -> None:
    rotation = a_rotation(room)
    made = room.do(
        OverrideDuty(rotation=rotation, person="Dan Weber", from_at=MONDAY + 6 * DAY, until_at=MONDAY + 8 * DAY)
    ).result()
    assert len(made) == 2
    assert held(room) == [
        ("Ana Ruiz", 0, 144), ("Dan Weber", 144, 168), ("Dan Weber", 168, 192), ("Bob Roy", 192, 336),
    ]  # fmt: skip
    assert on_call(room, MONDAY + 6 * DAY).until_at == MONDAY + 8 * DAY


def test_that_nobody_stands_in_for_themselves_or_backwards_in_time(room: Room) -> None:
    rotation = a_rotation(room)
    with pytest.raises(Refusal, match="already"):
        room.do(OverrideDuty(rotation=rotation, person="Ana Ruiz", from_at=MONDAY, until_at=MONDAY + DAY)).result()
    with pytest.raises(Refusal, match="end before"):
        room.do(OverrideDuty(rotation=rotation, person="Dan", from_at=MONDAY + DAY, until_at=MONDAY)).result()
    with pytest.raises(Refusal, match="year"):
        room.do(OverrideDuty(rotation=rotation, person="Dan", from_at=MONDAY, until_at=MONDAY + 500 * DAY)).result()


def test_that_a_gap_is_filled_by_taking_it(room: Room) -> None:
    rotation = a_rotation(room, members=())
    (gap,) = room.views.on_call_gaps(MONDAY, MONDAY + DAY)
    room.do(TakeShift(rotation=rotation, from_at=gap.from_at, until_at=gap.until_at)).result()
    assert held(room, MONDAY + DAY) == [("Léa Martin", 0, 24)]
    assert room.views.on_call_gaps(MONDAY, MONDAY + DAY) == []


def test_that_a_swap_gives_each_the_place_of_the_other_and_goes_as_a_whole(room: Room) -> None:
    rotation = a_rotation(room)
    first, second = room.do(
        SwapDuties(rotation=rotation, first=(MONDAY, MONDAY + WEEK), second=(MONDAY + WEEK, MONDAY + 2 * WEEK))
    ).result()
    assert [name for name, *_times in held(room)] == ["Bob Roy", "Ana Ruiz"]
    changes = {each.id: each.swap for each in room.views.overrides(MONDAY, MONDAY + 2 * WEEK)}
    assert changes == {first: second, second: first}
    room.do(DropOverride(override=second)).result()
    assert [name for name, *_times in held(room)] == ["Ana Ruiz", "Bob Roy"]


@pytest.mark.parametrize("second", [(MONDAY + DAY, MONDAY + 2 * DAY), (MONDAY + 6 * DAY, MONDAY + 8 * DAY), (0, DAY)])
def test_that_what_cannot_be_swapped_is_refused(room: Room, second: tuple[int, int]) -> None:
    rotation = a_rotation(room)
    with pytest.raises(Refusal):
        room.do(SwapDuties(rotation=rotation, first=(MONDAY, MONDAY + DAY), second=second)).result()
    assert room.views.overrides(0, MONDAY + WEEK) == []


def test_that_a_swap_between_two_rotations_is_one_act_and_one_undo(room: Room) -> None:
    one = a_rotation(room)
    other = a_rotation(room, name="Stockage", members=("Zoé Petit",))
    span = (MONDAY, MONDAY + DAY)
    room.do(SwapDuties(rotation=one, first=span, second=span, other_rotation=other)).result()
    assert [each.name for each in room.views.on_call()] == ["Zoé Petit", "Ana Ruiz"]
    room.undo().result()
    assert [each.name for each in room.views.on_call()] == ["Ana Ruiz", "Zoé Petit"]


def test_that_one_person_in_two_rotations_at_once_is_told(room: Room) -> None:
    a_rotation(room)
    a_rotation(room, name="Réseau, renfort", members=("Ana Ruiz",), rank=2)
    (clash,) = room.views.on_call_clashes(MONDAY, MONDAY + 2 * WEEK)
    assert (clash.from_at, clash.until_at) == (MONDAY, MONDAY + WEEK)


# Two laptops


def test_that_two_laptops_that_stand_somebody_in_apart_agree_on_the_later_word(
    room: Room, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rotation = a_rotation(room)
    other = another_station(room, tmp_path, monkeypatch)
    until = MONDAY + DAY
    room.do(OverrideDuty(rotation=rotation, person="Dan Weber", from_at=MONDAY, until_at=until)).result()
    clock = other.clock
    assert isinstance(clock, FixedClock)
    clock.advance(seconds=60)
    other.do(OverrideDuty(rotation=rotation, person="Eve Moreau", from_at=MONDAY, until_at=until)).result()
    meet(room, other)
    assert held(room, MONDAY + DAY) == held(other, MONDAY + DAY) == [("Eve Moreau", 0, 24)]
    other.close()


def test_that_one_rotation_made_on_two_laptops_is_one(
    room: Room, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = another_station(room, tmp_path, monkeypatch)
    assert a_rotation(room) == a_rotation(other)
    meet(room, other)
    assert len(room.views.rotations()) == 1
    other.close()


# Calendars


def duty(name: str, start: int, hours: int, *, uid: str = "u1", **more: Any) -> DutyIn:
    return DutyIn(name, start, start + hours * HOUR, uid, str(start), **more)


def test_that_a_calendar_comes_in_once_however_often_it_is_read(room: Room) -> None:
    said = (duty("Zoé Petit", MONDAY, 24), duty("Paul", MONDAY + DAY, 24))
    for added, unchanged in ((2, 0), (0, 2)):
        outcome = room.do(ImportDuties(rotation="Astreinte", source="a.ics", duties=said)).result()
        assert (outcome.added, outcome.unchanged, outcome.changed) == (added, unchanged, 0)
    assert held(room, MONDAY + 2 * DAY) == [("Zoé Petit", 0, 24), ("Paul", 24, 48)]
    assert room.views.unmatched_duties() == [("Paul", 1), ("Zoé Petit", 1)]


def test_that_a_name_matched_once_stays_matched_when_the_calendar_is_read_again(room: Room) -> None:
    room.do(ImportDuties(rotation="Astreinte", source="a.ics", duties=(duty("PETIT Zoé", MONDAY, 24),))).result()
    assert room.do(MatchDuties(name="petit zoé", person="Zoé Petit")).result() == 1
    more = (duty("PETIT Zoé", MONDAY, 24), duty("PETIT Zoé", MONDAY + DAY, 24, uid="u2"))
    room.do(ImportDuties(rotation="Astreinte", source="a.ics", duties=more)).result()
    assert {name for name, *_times in held(room, MONDAY + 2 * DAY)} == {"Zoé Petit"}
    assert room.views.unmatched_duties() == []


def test_that_somebody_only_a_calendar_knows_can_be_stood_in_for(room: Room) -> None:
    both = (duty("Zoé Petit", MONDAY, 24), duty("Paul", MONDAY, 24, uid="u2"))
    rotation = room.do(ImportDuties(rotation="Astreinte", source="a.ics", duties=both)).result().rotation
    room.do(TakeShift(rotation=rotation, from_at=MONDAY, until_at=MONDAY + DAY, instead="Paul")).result()
    assert sorted(each.name for each in room.views.on_call()) == ["Léa Martin", "Zoé Petit"]


def test_that_what_a_calendar_no_longer_says_goes(room: Room) -> None:
    first = room.do(ImportDuties(rotation="Astreinte", source="a.ics", duties=(duty("Zoé", MONDAY, 24),))).result()
    outcome = room.do(ImportDuties(rotation="Astreinte", source="a.ics", duties=(), gone=tuple(first.ids))).result()
    assert outcome.gone == 1
    assert held(room) == []
