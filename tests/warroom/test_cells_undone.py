"""Undo gives back what the last act of a cell changed, and tells it in the log."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.builders import a_room, an_incident
from tests.warroom.test_cells import MET, a_cell
from warroom.commands import (
    AllowException,
    ChangeLevel,
    CloseObjective,
    CoverIncident,
    DropFunction,
    FreezeChanges,
    HoldFunction,
    LeaveFunction,
    LiftFreeze,
    SetIntent,
    SetObjective,
    StandDown,
    UncoverIncident,
)
from warroom.domain.cells import ObjectiveState
from warroom.domain.incidents import Mode
from warroom.room import Room

UNDOABLE: dict[str, tuple[Callable[[dict[str, str]], Any], str]] = {
    "level": (
        lambda at: ChangeLevel(cell=at["cell"], level=4, reason="r", decider="d"),
        "level of A-C01 back to N3 · crisis",
    ),
    "intent": (lambda at: SetIntent(cell=at["cell"], intent="Autre."), "crisis cell A-C01 as it was"),
    "coverage": (lambda at: CoverIncident(cell=at["cell"], incident=at["other"]), "incident A-002 no longer covered"),
    "end of coverage": (
        lambda at: UncoverIncident(cell=at["cell"], incident=at["third"]),
        "incident A-003 covered again",
    ),
    "objective": (lambda at: SetObjective(cell=at["cell"], text="But 2"), "objective “But 2” taken away"),
    "end of objective": (
        lambda at: CloseObjective(objective=at["objective"], state=ObjectiveState.REACHED),
        "objective “But” as it was",
    ),
    "holder": (lambda at: HoldFunction(cell=at["cell"], code="COM", holder="Sara"), "Communication: back to Marc"),
    "new function": (
        lambda at: HoldFunction(cell=at["cell"], code="JUR", holder="Inès"),
        "function “Legal and compliance” taken away",
    ),
    "vacancy": (lambda at: LeaveFunction(cell=at["cell"], code="COM"), "Communication: back to Marc"),
    "dropped function": (lambda at: DropFunction(cell=at["cell"], code="RH"), "function “People and support” is back"),
    "freeze": (
        lambda at: FreezeChanges(cell=at["cell"], scope="Réseau", by="d", reason="r"),
        "freeze “Réseau” taken away",
    ),
    "exception": (
        lambda at: AllowException(freeze=at["freeze"], text="Correctif", approver="d", reason="r"),
        "exception “Correctif” taken away",
    ),
    "lifted freeze": (lambda at: LiftFreeze(freeze=at["freeze"], by="d"), "freeze “Tout” as it was"),
    "end": (lambda at: StandDown(cell=at["cell"], by="d", reason="r", criteria=MET), "crisis cell A-C01 as it was"),
}  # fmt: skip


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    with a_room(tmp_path) as room:
        yield room


def a_busy_cell(room: Room) -> dict[str, str]:
    incident, other, third = (an_incident(room).id for _n in range(3))
    cell = a_cell(room, incident, third).id
    room.do(SetIntent(cell=cell, intent="Tenir.")).result()
    room.do(HoldFunction(cell=cell, code="COM", holder="Marc")).result()
    room.do(HoldFunction(cell=cell, code="RH", holder="Ana")).result()
    return {
        "incident": incident,
        "other": other,
        "third": third,
        "cell": cell,
        "objective": room.do(SetObjective(cell=cell, text="But")).result(),
        "freeze": room.do(FreezeChanges(cell=cell, scope="Tout", by="Karim", reason="r")).result(),
    }


def state(room: Room, cell: str) -> Any:
    views = room.views
    freezes = views.freezes(cell)
    return (
        views.cell(cell),
        views.covered(cell),
        sorted(views.functions(cell), key=lambda item: item.id),
        views.objectives(cell),
        freezes,
        [views.exceptions(item.id) for item in freezes],
    )


@pytest.mark.parametrize("act", UNDOABLE)
def test_that_an_act_of_a_cell_is_undone_and_told(room: Room, act: str) -> None:
    at = a_busy_cell(room)
    before = state(room, at["cell"])
    command, said = UNDOABLE[act]
    room.do(command(at)).result()
    assert state(room, at["cell"]) != before

    told = room.undo().result()

    assert told == f"Undone: {said}."
    assert state(room, at["cell"]) == before
    assert [entry.text for entry in room.views.entries(at["incident"])].count(told) == 1


def test_that_an_activation_is_undone_as_a_whole(room: Room) -> None:
    incident = an_incident(room).id
    a_cell(room, incident)

    assert room.undo().result() == "Undone: crisis cell A-C01 taken away."
    assert room.views.cells(mode=Mode.BOTH) == []
    assert room.views.cell_of(incident) is None
    a_cell(room, incident)
    assert room.views.cell_of(incident).number == "A-C02"  # type: ignore[union-attr]
