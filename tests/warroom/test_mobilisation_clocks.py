"""When a call-out is late: who has not acknowledged, whose deputy is to be called."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.builders import NOON, a_room, an_incident
from tests.warroom.mobilised import a_mobilisation, line
from warroom.clock import FixedClock
from warroom.commands import Acknowledge, CloseMobilisation, Escalate, LogCall
from warroom.commands.alarm_words import alarm_said
from warroom.domain.alarms import AlarmKind
from warroom.domain.clocks import Clock, ClockKind, ClockState
from warroom.domain.incidents import Mode
from warroom.domain.mobilisation import CallResult
from warroom.room import Room

MINUTE = 60_000


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(NOON)


@pytest.fixture
def room(tmp_path: Path, clock: FixedClock) -> Iterator[Room]:
    with a_room(tmp_path, clock=clock) as room:
        yield room


@pytest.fixture
def started(room: Room) -> str:
    return a_mobilisation(room, an_incident(room).id).id


def clocks(room: Room, kind: ClockKind) -> list[Clock]:
    return [clock for clock in room.views.clocks(mode=Mode.REAL) if clock.kind is kind]


def alarms(room: Room) -> list[AlarmKind]:
    return [alarm.kind for alarm in room.views.alarms(mode=Mode.REAL)]


def log(room: Room, mobilisation: str, name: str, result: CallResult) -> None:
    room.do(LogCall(callee=line(room, mobilisation, name).callee.id, result=result)).result()


def test_a_clock_runs_until_everybody_acknowledged(room: Room, started: str) -> None:
    (found,) = clocks(room, ClockKind.ACK)
    assert (found.label, found.due_at) == ("2 people have not acknowledged", NOON + 15 * MINUTE)
    room.do(Acknowledge(callee=line(room, started, "Inès Roy").callee.id)).result()
    assert [item.label for item in clocks(room, ClockKind.ACK)] == ["1 person has not acknowledged"]
    log(room, started, "Marc Petit", CallResult.REFUSED)
    assert clocks(room, ClockKind.ACK) == []


def test_the_deputy_is_due_five_minutes_after_the_first_silence_and_then_it_is_an_alarm(
    room: Room, started: str, clock: FixedClock
) -> None:
    assert clocks(room, ClockKind.DEPUTY) == []
    log(room, started, "Marc Petit", CallResult.NO_ANSWER)
    (found,) = clocks(room, ClockKind.DEPUTY)
    assert (found.label, found.due_at) == ("Call the deputy of Marc Petit", NOON + 5 * MINUTE)
    assert alarms(room) == []
    clock.advance(seconds=301)
    assert alarms(room) == [AlarmKind.DEPUTY]
    (alarm,) = room.views.alarms(mode=Mode.REAL)
    assert alarm_said(alarm, clock.now_ms()).startswith("Call the deputy of Marc Petit · late by ")
    room.do(Escalate(callee=line(room, started, "Marc Petit").callee.id)).result()
    assert alarms(room) == []


def test_after_a_refusal_the_deputy_is_due_at_once(room: Room, started: str, clock: FixedClock) -> None:
    log(room, started, "Marc Petit", CallResult.REFUSED)
    clock.advance(seconds=1)
    (found,) = clocks(room, ClockKind.DEPUTY)
    assert (found.due_at, found.state) == (NOON, ClockState.LATE)


def test_a_mobilisation_that_ended_has_no_clock(room: Room, started: str) -> None:
    log(room, started, "Marc Petit", CallResult.NO_ANSWER)
    room.do(CloseMobilisation(mobilisation=started)).result()
    assert clocks(room, ClockKind.ACK) + clocks(room, ClockKind.DEPUTY) == []
