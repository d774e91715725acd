"""An exercise in which everything of the team happens leaves the real lists, counts, alarms and clocks alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.builders import NOON, a_room, an_incident
from tests.warroom.mobilised import a_mobilisation, a_reach, line
from warroom.clock import FixedClock
from warroom.commands import (
    ActivateCell,
    ApproveMeans,
    AskMeans,
    CheckIn,
    HoldFunction,
    LogCall,
    MarkNeed,
    OrderMeans,
    PlanShift,
    SendTeam,
)
from warroom.commands.mobilisation import Wanted
from warroom.domain.cells import Level
from warroom.domain.incidents import Mode
from warroom.domain.mobilisation import CallResult
from warroom.domain.needs import NeedState
from warroom.room import Room

MINUTE = 60_000
HOUR = 60 * MINUTE


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    with a_room(tmp_path) as room:
        yield room


def everything(room: Room, incident: str, name: str) -> dict[str, Any]:
    """All that can be late: a call-out, a team, means, a shift, somebody there for hours."""
    asked = ActivateCell(incidents=(incident,), level=Level.N3, decider="Dir", reason="R")
    cell = room.do(asked).result().id
    reach = a_reach(room, name, "+33639980000")
    room.do(HoldFunction(cell=cell, code="COM", holder=name)).result()
    people = (Wanted(person=name, code="TECH"),)
    started = a_mobilisation(room, incident, *people, ack_by=NOON + 5 * MINUTE)
    room.do(SendTeam(incident=incident, name=f"Équipe {name}", mission="Voir")).result()
    means = room.do(AskMeans(incident=incident, what="Groupe", needed_by=NOON + HOUR)).result()
    room.do(ApproveMeans(means=means.id, cost=500, code="COM")).result()
    room.do(OrderMeans(means=means.id, eta_at=NOON + HOUR)).result()
    room.do(PlanShift(cell=cell, code="COM", person=name, from_at=NOON - HOUR, until_at=NOON + HOUR)).result()
    room.do(CheckIn(person=name, incident=incident)).result()
    room.do(MarkNeed(incident=incident, need="mobile", state=NeedState.DOWN, reason="R")).result()
    return {"cell": cell, "mobilisation": started.id, "reach": reach}


def seen(room: Room, mode: Mode) -> dict[str, Any]:
    views = room.views
    return {
        "clocks": views.clocks(mode=mode),
        "alarms": views.alarms(mode=mode),
        "mobilisations": views.mobilisations(mode=mode),
        "field": views.field_teams(mode=mode),
        "means": views.means_requests(mode=mode),
        "broken": views.broken(mode=mode),
    }


def later(room: Room, hours: int) -> None:
    assert isinstance(room.clock, FixedClock)
    room.clock.advance(seconds=hours * 3600)


@pytest.mark.parametrize("is_exercise", [True, False])
def test_that_all_of_a_crisis_stays_in_its_mode(room: Room, is_exercise: bool) -> None:
    own, other = (Mode.EXERCISE, Mode.REAL) if is_exercise else (Mode.REAL, Mode.EXERCISE)
    incident = an_incident(room, exercise=is_exercise)
    before = seen(room, other)
    everything(room, incident.id, "Inès Roy")
    later(room, 12)
    assert seen(room, other) == before
    found = seen(room, own)
    assert [name for name in found if not found[name]] == []
    titles = str(seen(room, other))
    assert "Inès" not in titles
    assert "Groupe" not in titles


def test_that_a_number_that_fails_in_an_exercise_still_works_in_the_roster(room: Room) -> None:
    exercise = an_incident(room, exercise=True)
    told = everything(room, exercise.id, "Inès Roy")
    callee = line(room, told["mobilisation"], "Inès Roy", mode=Mode.EXERCISE).callee.id
    room.do(LogCall(callee=callee, reach=told["reach"], result=CallResult.WRONG_NUMBER)).result()
    person = room.views.person_named("Inès Roy")
    assert person is not None
    (reach,) = room.views.reaches(person.id)
    assert reach.works


def test_that_means_of_an_exercise_commit_no_real_money(room: Room) -> None:
    real, exercise = an_incident(room), an_incident(room, exercise=True)
    everything(room, exercise.id, "Inès Roy")
    assert room.views.means_requests(real.id) == []
    assert room.views.means_requests(mode=Mode.REAL) == []
