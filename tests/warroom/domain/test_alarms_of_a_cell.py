"""Alarms of a cell: functions that nobody holds, questions that a point left unanswered."""

from __future__ import annotations

from typing import Any

import pytest

from tests.builders import NOON
from warroom.domain.alarms import AlarmFacts, AlarmKind, CellCalls, alarms
from warroom.domain.cells import Cell, CellState, Function
from warroom.domain.ids import CellId, IncidentId, RecordId
from warroom.domain.points import Point, PointState, QuestionAsked, QuestionState

MINUTE = 60_000
CELL, LEAD = CellId("c" * 32), IncidentId("1" * 32)


def a_cell() -> Cell:
    return Cell(
        id=CELL,
        number="A-C01",
        name="",
        level=3,
        state=CellState.ACTIVE,
        exercise=False,
        lead=LEAD,
        decider="",
        reason="",
        how="",
        typed_by="",
        activated_at=NOON,
        intent="",
        intent_by="",
        intent_at=None,
        cadence_min=30,
        stood_down_at=None,
        stood_down_by="",
        stand_down_reason="",
        criteria=(),
        remains=(),
    )


def a_function(*, holder: str = "", alarm_min: int = 0, code: str = "COM") -> Function:
    return Function(
        id=RecordId("f" * 32),
        cell=CELL,
        code=code,
        label="",
        holder=holder,
        deputy="",
        relief="",
        relief_at=None,
        phone="",
        since=None,
        vacant_since=None if holder else NOON,
        alarm_min=alarm_min,
    )


def a_question(*, asked_at: int, text: str = "Who calls the prefecture?") -> QuestionAsked:
    return QuestionAsked(
        RecordId("a" * 32), CELL, text, "S. Roy", asked_at, RecordId(""), QuestionState.WAITING, "", None
    )


def a_held_point(ended_at: int) -> Point:
    return Point(
        id=RecordId("b" * 32),
        cell=CELL,
        number="A-PS02",
        planned_at=ended_at,
        state=PointState.HELD,
        started_at=ended_at,
        ended_at=ended_at,
        led_by="",
        present="",
        next_at=None,
        reason="",
    )


def found(now_ms: int, **more: Any) -> list[tuple[AlarmKind, int]]:
    calls = {"functions": (), "waiting": (), "last_held": None} | more
    return [
        (alarm.kind, alarm.count)
        for alarm in alarms(AlarmFacts(cells=(CellCalls(a_cell(), "A-001", **calls),)), now_ms)
    ]


@pytest.mark.parametrize(("alarm_min", "minutes"), [(0, 10), (3, 3)])
def test_that_a_function_calls_once_it_was_vacant_for_as_long_as_it_may_be(alarm_min: int, minutes: int) -> None:
    vacant = (a_function(alarm_min=alarm_min),)

    assert found(NOON + minutes * MINUTE - 1, functions=vacant) == []
    assert found(NOON + minutes * MINUTE, functions=vacant) == [(AlarmKind.FUNCTION, 1)]


def test_that_a_function_that_somebody_holds_is_silent() -> None:
    assert found(NOON + 60 * MINUTE, functions=(a_function(holder="C. Aubry"),)) == []


def test_that_questions_wait_in_silence_until_a_point_left_them_over() -> None:
    waiting = (a_question(asked_at=NOON), a_question(asked_at=NOON + MINUTE), a_question(asked_at=NOON + 9 * MINUTE))
    held = a_held_point(NOON + 5 * MINUTE)

    assert found(NOON + 10 * MINUTE, waiting=waiting) == []
    assert found(NOON + 10 * MINUTE, waiting=waiting, last_held=held) == [(AlarmKind.QUESTION, 2)]
    assert found(NOON + 10 * MINUTE, waiting=waiting[2:], last_held=held) == []
