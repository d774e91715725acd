"""Two laptops that call the same people without seeing each other."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.warroom.apart import Apart
from tests.warroom.cells import a_cell
from tests.warroom.mobilised import a_mobilisation, line
from tests.warroom.stations import meet
from warroom.commands import AddCallee, Arrive, Escalate, LogCall, MarkNeed, StandDownCallee
from warroom.domain.mobilisation import CalleeState, CallResult
from warroom.domain.needs import NeedState


@pytest.fixture
def apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    made = Apart(tmp_path, monkeypatch)
    yield made
    for room in made.rooms:
        room.close()


@pytest.fixture
def started(apart: Apart) -> str:
    made = a_mobilisation(apart.a, apart.incident.id).id
    meet(apart.a, apart.b)
    return made


def test_that_tries_of_both_are_kept_and_an_answer_wins_over_a_silence(apart: Apart, started: str) -> None:
    callee = line(apart.a, started, "Inès Roy").callee.id
    apart.a.do(LogCall(callee=callee, result=CallResult.REACHED)).result()
    apart.wait()
    apart.b.do(LogCall(callee=callee, result=CallResult.NO_ANSWER)).result()
    meet(apart.a, apart.b)
    for room in apart.rooms:
        found = line(room, started, "Inès Roy")
        assert (found.callee.state, len(found.tries)) == (CalleeState.ACKNOWLEDGED, 2)
    assert apart.a.conflicts() == []


def test_that_a_deputy_whom_both_call_and_somebody_whom_both_add_are_called_out_once(
    apart: Apart, started: str
) -> None:
    for room in apart.rooms:
        room.do(Escalate(callee=line(room, started, "Marc Petit").callee.id)).result()
        room.do(AddCallee(mobilisation=started, person="Bo Lin", code="MC")).result()
        apart.wait()
    meet(apart.a, apart.b)
    names = [item.name for item in apart.b.views.callee_lines(started)]
    assert sorted(names) == ["Ana Costa", "Bo Lin", "Inès Roy", "Marc Petit"]
    assert apart.a.conflicts() == []


def test_that_an_arrival_noted_by_both_is_one_and_the_function_is_held_once(apart: Apart, started: str) -> None:
    cell = a_cell(apart.a, apart.incident.id)
    meet(apart.a, apart.b)
    callee = line(apart.a, started, "Inès Roy").callee.id
    for room in apart.rooms:
        room.do(Arrive(callee=callee)).result()
        apart.wait()
    meet(apart.a, apart.b)
    assert [item.holder for item in apart.b.views.functions(cell)] == ["Inès Roy"]
    assert apart.b.conflicts() == []


def test_that_somebody_there_and_no_longer_needed_at_once_is_a_question_to_people(apart: Apart, started: str) -> None:
    callee = line(apart.a, started, "Inès Roy").callee.id
    apart.a.do(Arrive(callee=callee)).result()
    apart.b.do(StandDownCallee(callee=callee)).result()
    meet(apart.a, apart.b)
    (conflict,) = apart.a.conflicts()
    assert (conflict.noun, conflict.field) == ("callee", "state")


def test_that_what_both_say_is_broken_differently_is_a_question_to_people(apart: Apart) -> None:
    for room, state in zip(apart.rooms, (NeedState.DOWN, NeedState.DEGRADED), strict=True):
        room.do(MarkNeed(incident=apart.incident.id, need="mobile", state=state, reason="Essai")).result()
    meet(apart.a, apart.b)
    (conflict,) = apart.a.conflicts()
    assert (conflict.noun, conflict.field) == ("breakage", "state")
