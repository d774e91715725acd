"""Two stations doing the same for the team at once: swaps that cross, money approved twice, teams, stays, erasure."""

from __future__ import annotations

import pytest

from tests.builders import NOON
from tests.warroom.apart import MINUTE, Apart
from tests.warroom.mobilised import a_mobilisation, line
from tests.warroom.stations import meet
from tests.warroom.test_team_attacks import a_card, agree, apart
from warroom.commands import (
    AddRotation,
    ApproveMeans,
    Arrive,
    AskMeans,
    CheckIn,
    CheckOut,
    DropOverride,
    DropRotation,
    ErasePerson,
    LogCall,
    MergePeople,
    OverrideDuty,
    SwapDuties,
    TakeShift,
    WithdrawMeans,
)
from warroom.domain.incidents import Mode
from warroom.domain.mobilisation import CallResult
from warroom.domain.on_call import TurnUnit
from warroom.errors import Refusal

__all__ = ["apart"]
HOUR = 60 * MINUTE
DAY = 24 * HOUR
NAMES = ("Karim Benali", "Inès Ferrer", "Nora Vidal")


def a_rotation(apart: Apart) -> str:
    for name in NAMES:
        a_card(apart.a, name)
    asked = AddRotation(
        name="Réseau", members=NAMES, unit=TurnUnit.DAY, hands_over="09:00", zone="Europe/Paris", starts_at=NOON - DAY
    )
    made = apart.a.do(asked).result()
    agree(apart.a, apart.b)
    return str(made)


def turns(apart: Apart, rotation: str) -> list[list[tuple[str, int, int]]]:
    return [
        [(held.name, held.from_at, held.until_at) for held in room.views.on_call_between(NOON, NOON + 6 * DAY)]
        for room in apart.rooms
    ]


def test_that_money_approved_at_both_is_committed_once(apart: Apart) -> None:
    asked = apart.a.do(AskMeans(incident=apart.incident.id, what="Groupe", quantity=2)).result()
    meet(apart.a, apart.b)
    for room in apart.rooms:
        room.do(ApproveMeans(means=asked.id, cost=100)).result()
        apart.wait()
    agree(apart.a, apart.b)
    (one,) = apart.a.views.means_requests(apart.incident.id)
    assert one.cost == 100
    assert [(each.noun, each.field) for each in apart.a.conflicts()] == [("means_request", "approver")]


def test_that_approved_and_withdrawn_at_once_is_a_question_to_people(apart: Apart) -> None:
    asked = apart.a.do(AskMeans(incident=apart.incident.id, what="Groupe")).result()
    meet(apart.a, apart.b)
    apart.a.do(ApproveMeans(means=asked.id, cost=100)).result()
    apart.b.do(WithdrawMeans(means=asked.id, reason="plus besoin")).result()
    agree(apart.a, apart.b)
    assert [(each.noun, each.field) for each in apart.a.conflicts()] == [("means_request", "state")]


def test_that_a_stay_noted_at_both_is_one_and_ends_once(apart: Apart) -> None:
    a_card(apart.a, "Nora Vidal")
    meet(apart.a, apart.b)
    for room in apart.rooms:
        room.do(CheckIn(person="Nora Vidal", incident=apart.incident.id)).result()
        apart.wait()
    agree(apart.a, apart.b)
    assert len(apart.a.views.presences(0)) == 1
    apart.b.do(CheckOut(person="Nora Vidal", incident=apart.incident.id)).result()
    agree(apart.a, apart.b)
    assert [stay.left_at is None for stay in apart.a.views.presences(0)] == [False]
    assert apart.a.conflicts() == []


def test_that_somebody_erased_while_another_calls_them_out_reads_as_withheld_to_all(apart: Apart) -> None:
    made = a_mobilisation(apart.a, apart.incident.id).id
    meet(apart.a, apart.b)
    callee = line(apart.a, made, "Inès Roy").callee
    apart.b.do(LogCall(callee=callee.id, result=CallResult.REACHED)).result()
    apart.b.do(Arrive(callee=callee.id)).result()
    apart.a.do(ErasePerson(person="Inès Roy", reason="demande")).result()
    agree(apart.a, apart.b)
    for room in apart.rooms:
        assert "Inès Roy" not in str(room.dump())
        assert [each.text for each in room.views.entries(apart.incident.id) if each.restricted] == []
        assert len(room.views.callee_lines(made)) == 2
        room.views.clocks(mode=Mode.BOTH)
        room.views.alarms(mode=Mode.BOTH)
        room.views.presences(0)


def test_that_swaps_that_cross_leave_somebody_on_call_at_every_minute(apart: Apart) -> None:
    rotation = a_rotation(apart)
    one, two, three = ((NOON + n * DAY, NOON + n * DAY + 4 * HOUR) for n in (1, 2, 3))
    apart.a.do(SwapDuties(rotation=rotation, first=one, second=two)).result()
    apart.wait()
    apart.b.do(SwapDuties(rotation=rotation, first=two, second=three)).result()
    agree(apart.a, apart.b)
    here, there = turns(apart, rotation)
    assert here == there
    assert all(room.views.on_call_gaps(NOON, NOON + 6 * DAY) == [] for room in apart.rooms)
    assert {name for name, _from, _until in here} <= set(NAMES)
    for room in apart.rooms:
        assert len({(held.from_at, held.person) for held in room.views.on_call_between(NOON, NOON + 6 * DAY)}) == len(
            here
        )


def test_that_one_half_of_a_swap_dropped_apart_drops_both(apart: Apart) -> None:
    rotation = a_rotation(apart)
    before = turns(apart, rotation)
    one, two = ((NOON + n * DAY, NOON + n * DAY + 4 * HOUR) for n in (1, 2))
    first, second = apart.a.do(SwapDuties(rotation=rotation, first=one, second=two)).result()
    meet(apart.a, apart.b)
    apart.a.do(DropOverride(override=first)).result()
    apart.b.do(DropOverride(override=second)).result()
    agree(apart.a, apart.b)
    assert turns(apart, rotation) == before


def test_that_a_shift_taken_at_both_is_held_by_one_and_the_same(apart: Apart) -> None:
    rotation = a_rotation(apart)
    for room in apart.rooms:
        room.do(TakeShift(rotation=rotation, from_at=NOON, until_at=NOON + HOUR)).result()
        apart.wait()
    agree(apart.a, apart.b)
    here, there = turns(apart, rotation)
    assert here == there
    assert len([name for name, from_at, until in here if from_at <= NOON + MINUTE < until]) == 1


def test_that_a_rotation_dropped_while_another_swaps_and_merges_its_people_breaks_nothing(apart: Apart) -> None:
    rotation = a_rotation(apart)
    apart.a.do(DropRotation(rotation=rotation)).result()
    apart.wait()
    apart.b.do(OverrideDuty(rotation=rotation, person="Nora Vidal", from_at=NOON, until_at=NOON + HOUR)).result()
    apart.b.do(MergePeople(keep="Nora Vidal", merge="Inès Ferrer")).result()
    agree(apart.a, apart.b)
    assert turns(apart, rotation)[0] == turns(apart, rotation)[1]


def test_that_a_merge_undone_here_and_worked_on_there_loses_no_number(apart: Apart) -> None:
    from tests.warroom.test_team_attacks import DESK, MOBILE

    keep, merge = a_card(apart.a, "Jean Martin"), a_card(apart.a, "J. Martin", reaches=(DESK,))
    apart.a.do(MergePeople(keep=keep, merge=merge)).result()
    meet(apart.a, apart.b)
    try:
        apart.a.undo().result()
    except Refusal as refusal:
        pytest.fail(refusal.code)
    a_card(apart.b, "J. Martin", reaches=(MOBILE,))
    agree(apart.a, apart.b)
    known = {
        reach.value for room in apart.rooms for card in room.views.roster() for reach in room.views.reaches(card.id)
    }
    assert known == {"06 39 98 12 34", "4512"}
