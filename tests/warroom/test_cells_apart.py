"""A crisis cell written at two stations that do not see each other: what is one, what is to be settled, what leads."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.warroom.apart import Apart, settle
from tests.warroom.stations import meet
from tests.warroom.test_cells import a_cell
from warroom.commands import (
    ChangeLevel,
    CoverIncident,
    DropFunction,
    HoldFunction,
    LeaveFunction,
    SetIntent,
    SetObjective,
    StandDown,
)
from warroom.domain.authority import Authority
from warroom.domain.cells import CellState, Level
from warroom.domain.incidents import Mode
from warroom.room import Room


@pytest.fixture
def apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    made = Apart(tmp_path, monkeypatch)
    yield made
    for room in made.rooms:
        room.close()


@pytest.fixture
def cell(apart: Apart) -> str:
    made = a_cell(apart.a, apart.incident.id).id
    meet(apart.a, apart.b)
    return made


def function(room: Room, cell: str, code: str) -> Any:
    (found,) = [item for item in room.views.functions(cell) if item.code == code]
    return found


def test_that_a_function_armed_apart_is_one_function(apart: Apart, cell: str) -> None:
    for room in apart.rooms:
        room.do(HoldFunction(cell=cell, code="JUR", holder="")).result()
        apart.wait()
    meet(apart.a, apart.b)

    assert apart.a.conflicts() == []
    assert function(apart.b, cell, "JUR").id == function(apart.a, cell, "JUR").id


def test_that_two_holders_are_one_question_to_incident_command(apart: Apart, cell: str) -> None:
    apart.a.do(HoldFunction(cell=cell, code="COM", holder="Marc Diallo", deputy="Inès")).result()
    apart.wait()
    apart.b.do(HoldFunction(cell=cell, code="COM", holder="Sara Roy")).result()
    meet(apart.a, apart.b)

    (question,) = apart.a.views.questions()
    assert (question.lead.noun, question.lead.field, question.lead.authority) == (
        "function", "holder", Authority.COMMAND,
    )  # fmt: skip
    assert (question.lead.incident, question.lead.title) == (apart.incident.id, "COM")
    marc = next(side.place for side in question.lead.values if side.is_ours)
    settle(apart.a, question.lead, take=marc)
    meet(apart.a, apart.b)

    assert function(apart.b, cell, "COM").holder == "Marc Diallo"
    assert apart.b.conflicts() == []
    told = [entry.text for entry in apart.b.views.entries(apart.incident.id)][-1]
    assert told == "Settled, Holder of Communication: Marc Diallo, against Sara Roy."


def test_that_whoever_leaves_while_another_takes_over_is_asked_about(apart: Apart, cell: str) -> None:
    apart.a.do(HoldFunction(cell=cell, code="COM", holder="Marc Diallo")).result()
    meet(apart.a, apart.b)
    apart.a.do(LeaveFunction(cell=cell, code="COM")).result()
    apart.b.do(HoldFunction(cell=cell, code="COM", holder="Sara Roy")).result()
    meet(apart.a, apart.b)

    (conflict,) = apart.b.conflicts()
    settle(apart.b, conflict, value="Sara Roy", reason="elle est là")
    meet(apart.a, apart.b)

    com = function(apart.a, cell, "COM")
    assert (com.holder, com.vacant_since) == ("Sara Roy", None)


def test_that_a_function_dropped_here_and_held_there_stays(apart: Apart, cell: str) -> None:
    apart.a.do(HoldFunction(cell=cell, code="JUR", holder="")).result()
    meet(apart.a, apart.b)
    apart.a.do(DropFunction(cell=cell, code="JUR")).result()
    apart.b.do(HoldFunction(cell=cell, code="JUR", holder="Inès")).result()
    meet(apart.a, apart.b)

    assert function(apart.a, cell, "JUR").holder == "Inès"


def test_that_levels_and_intents_that_differ_are_the_directors_to_settle(apart: Apart, cell: str) -> None:
    apart.a.do(ChangeLevel(cell=cell, level=4, reason="deux pays", decider="DG")).result()
    apart.a.do(SetIntent(cell=cell, intent="Couper d’abord.")).result()
    apart.b.do(ChangeLevel(cell=cell, level=2, reason="contournement", decider="Karim")).result()
    apart.b.do(SetIntent(cell=cell, intent="Tenir le service.")).result()
    meet(apart.a, apart.b)

    found = {question.lead.field: question.lead for question in apart.a.views.questions()}
    assert set(found) >= {"level", "intent"}
    assert {conflict.authority for conflict in found.values()} == {Authority.DIRECTOR}
    settle(apart.a, found["level"], value="N4", reason="au plus haut")
    settle(apart.a, found["intent"], value="Couper, puis tenir.")
    meet(apart.a, apart.b)

    held = apart.b.views.cell(cell)
    assert held is not None
    assert (held.level, held.intent) == (Level.N4, "Couper, puis tenir.")
    texts = [entry.text for entry in apart.b.views.entries(apart.incident.id)]
    assert any("N4 · major crisis, against N2 · major incident" in text for text in texts)


def test_that_of_two_cells_activated_apart_both_stay_and_the_higher_then_the_first_leads(apart: Apart) -> None:
    first = a_cell(apart.a, apart.incident.id, level=2)
    apart.wait()
    second = a_cell(apart.b, apart.incident.id, level=2)
    meet(apart.a, apart.b)

    for room in apart.rooms:
        assert [cell.id for cell in room.views.cells_of(apart.incident.id)] == [first.id, second.id]
    apart.b.do(ChangeLevel(cell=second.id, level=3, reason="aggravation", decider="DG")).result()
    meet(apart.a, apart.b)
    for room in apart.rooms:
        assert room.views.cell_of(apart.incident.id).id == second.id  # type: ignore[union-attr]

    apart.a.do(StandDown(cell=first.id, by="DG", reason="Une seule cellule.")).result()
    meet(apart.a, apart.b)
    states = {cell.number: cell.state for cell in apart.b.views.cells(mode=Mode.REAL)}
    assert states == {"A-C01": CellState.STOOD_DOWN, "B-C01": CellState.ACTIVE}
    told = [entry.text for entry in apart.b.views.entries(apart.incident.id)][-1]
    assert told == "Crisis cell A-C01 stood down by DG. Une seule cellule. Cell B-C01 goes on."


def test_that_an_incident_covered_apart_is_covered_once(apart: Apart, cell: str) -> None:
    from tests.builders import an_incident

    other = an_incident(apart.a, title="Portail").id
    meet(apart.a, apart.b)
    for room in apart.rooms:
        room.do(CoverIncident(cell=cell, incident=other)).result()
    meet(apart.a, apart.b)

    assert [item.id for item in apart.a.views.covered(cell)] == [apart.incident.id, other]
    assert apart.a.conflicts() == []


def test_that_objectives_set_apart_may_be_more_than_three_and_are_all_shown(apart: Apart, cell: str) -> None:
    for room in apart.rooms:
        for n in (1, 2):
            room.do(SetObjective(cell=cell, text=f"But {n}")).result()
    meet(apart.a, apart.b)

    assert len(apart.b.views.objectives(cell)) == 4
