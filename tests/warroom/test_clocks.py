"""What is due, as one list: the clocks that every screen and paper reads."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.builders import NOON, a_room, an_action, an_entry, an_incident
from warroom.clock import FixedClock
from warroom.commands import Decide, FinishDue, RequestDecision, SetDue, SetService
from warroom.domain.clocks import Clock, ClockKind, ClockState, StepKind, consumed
from warroom.domain.decisions import Window
from warroom.domain.dues import DueKind
from warroom.domain.incidents import Mode
from warroom.domain.services import ServiceState
from warroom.room import Room

MINUTE, HOUR = 60_000, 3_600_000


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(NOON)


@pytest.fixture
def room(tmp_path: Path, clock: FixedClock) -> Iterator[Room]:
    with a_room(tmp_path, clock=clock) as room:
        yield room


@pytest.fixture
def incident(room: Room) -> str:
    return an_incident(room).id


def kinds(clocks: list[Clock]) -> list[str]:
    return [clock.kind.value for clock in clocks]


def continuity(room: Room, service: str, **minutes: int) -> None:
    """What `SetContinuity` writes, through the door."""
    from warroom.commands import SetContinuity

    room.do(SetContinuity(service=service, **minutes)).result()


def test_that_everything_due_is_one_list_soonest_first(room: Room, incident: str) -> None:
    proof = an_entry(room, incident)
    room.do(
        SetDue(incident=incident, kind=DueKind.DEADLINE, label="Plainte", due_at=NOON + 3 * HOUR, evidence=proof.id)
    ).result()
    room.do(SetDue(incident=incident, kind=DueKind.UPDATE, due_at=NOON + HOUR)).result()
    an_action(room, incident, due_at=NOON + 2 * HOUR)
    room.do(RequestDecision(incident=incident, question="Bascule ?", decide_before=NOON + 30 * MINUTE)).result()
    room.do(RequestDecision(incident=incident, question="Qui parle ?")).result()
    room.do(Decide(incident=incident, decided="Gel", review_at=NOON + 4 * HOUR)).result()

    found = room.views.clocks(mode=Mode.REAL)

    assert kinds(found) == ["decision", "update", "action", "deadline", "review", "decision"]
    assert found[3].start_entry == proof.number
    assert found[-1].due_at is None
    assert {clock.incident for clock in found} == {incident}


def test_that_a_clock_is_amber_ten_minutes_before_and_late_after_the_very_minute(room: Room, incident: str) -> None:
    room.do(SetDue(incident=incident, kind=DueKind.UPDATE, due_at=NOON + HOUR)).result()

    def state(at: int) -> ClockState:
        return room.views.clocks(incident, mode=Mode.BOTH, now_ms=at)[0].state

    assert state(NOON + 49 * MINUTE) is ClockState.RUNNING
    assert state(NOON + 50 * MINUTE) is ClockState.AMBER
    assert state(NOON + HOUR) is ClockState.AMBER
    assert state(NOON + HOUR + 1) is ClockState.LATE


def test_that_exercises_are_apart_and_what_is_done_is_gone(room: Room, incident: str) -> None:
    drill = an_incident(room, exercise=True).id
    room.do(SetDue(incident=drill, kind=DueKind.UPDATE, due_at=NOON + HOUR)).result()
    real = room.do(SetDue(incident=incident, kind=DueKind.UPDATE, due_at=NOON + HOUR)).result()

    assert [clock.incident for clock in room.views.clocks(mode=Mode.EXERCISE)] == [drill]
    assert [clock.incident for clock in room.views.clocks(mode=Mode.REAL)] == [incident]
    room.do(FinishDue(due=real)).result()
    assert not room.views.clocks(mode=Mode.REAL)


def test_that_the_recovery_time_runs_since_the_service_is_down_and_not_anew_when_it_gets_worse(
    room: Room, incident: str, clock: FixedClock
) -> None:
    continuity(room, "API", rto_min=240)
    room.do(
        SetService(incident=incident, name="API", state=ServiceState.PARTIAL_OUTAGE, since=NOON - 20 * MINUTE)
    ).result()
    clock.advance(seconds=1800)
    room.do(SetService(incident=incident, name="API", state=ServiceState.MAJOR_OUTAGE)).result()

    (rto,) = room.views.clocks(incident, mode=Mode.BOTH)

    assert rto.kind is ClockKind.RTO
    assert (rto.started_at, rto.due_at) == (NOON - 20 * MINUTE, NOON + 220 * MINUTE)
    assert [step.kind for step in rto.steps] == [StepKind.START, StepKind.PLUS, StepKind.RESULT]
    assert consumed(rto, NOON + 100 * MINUTE) == 50
    assert rto.state is ClockState.RUNNING
    assert room.views.clocks(incident, mode=Mode.BOTH, now_ms=NOON + 160 * MINUTE)[0].state is ClockState.AMBER

    room.do(SetService(incident=incident, name="API", state=ServiceState.DEGRADED)).result()
    assert not room.views.clocks(incident, mode=Mode.BOTH)
    room.do(SetService(incident=incident, name="API", state=ServiceState.MAJOR_OUTAGE)).result()
    assert room.views.clocks(incident, mode=Mode.BOTH)[0].started_at == NOON + 30 * MINUTE


def test_that_a_service_without_an_objective_has_no_recovery_clock(room: Room, incident: str) -> None:
    room.do(SetService(incident=incident, name="API", state=ServiceState.MAJOR_OUTAGE)).result()

    assert not room.views.clocks(incident, mode=Mode.BOTH)


def test_that_a_window_leaves_the_failover_and_a_margin_before_the_recovery_time_ends(
    room: Room, incident: str
) -> None:
    continuity(room, "API", rto_min=240, failover_min=45)
    continuity(room, "Paiement", rto_min=120)
    for name in ("API", "Paiement"):
        room.do(SetService(incident=incident, name=name, state=ServiceState.MAJOR_OUTAGE, since=NOON)).result()

    (proposed,) = room.views.windows(incident)

    assert proposed.service == "API"
    assert proposed.window == Window(NOON, rto_min=240, failover_min=45, margin_min=15, service="API")
    assert proposed.window.decide_before == NOON + 180 * MINUTE
