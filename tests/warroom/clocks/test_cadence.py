"""The cadence of messages to the outside while a cell is at work."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.builders import NOON, a_room, an_incident
from warroom.clock import FixedClock
from warroom.commands import FinishDue, SetDue
from warroom.commands.base import Command, handles
from warroom.commands.cadence import first_message
from warroom.domain.cells import CellState
from warroom.domain.dues import Due, DueKind
from warroom.room import Room
from warroom.storage.books import Books

MINUTE = 60_000


class Write(Command[str]):
    """Writes what a test needs to stand in the room."""

    def __init__(self, write: Any) -> None:
        self.write = write


@handles(Write)
def write(command: Write, books: Books) -> Any:
    return command.write(books)


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


def a_cell(room: Room, incident: str, *, level: int, state: CellState = CellState.ACTIVE, cadence: int = 0) -> None:
    def make(books: Books) -> None:
        cell = books.make(
            "crisis_cell", {"level": level, "state": state.value, "lead": incident, "cadence_min": cadence}
        )
        books.make(
            "coverage", {"cell": cell, "incident": incident}, record=books.named("coverage", f"{cell} {incident}")
        )

    room.do(Write(make)).result()


def ask_first(room: Room, incident: str, level: int, since: int = NOON) -> None:
    room.do(Write(lambda b: first_message(b, b.get("incident", incident), level=level, since=since))).result()


def updates(room: Room, incident: str) -> list[Due]:
    return [due for due in room.views.dues(incident) if due.kind is DueKind.UPDATE]


def update(room: Room, incident: str, minutes: int) -> str:
    return room.do(SetDue(incident=incident, kind=DueKind.UPDATE, due_at=NOON + minutes * MINUTE)).result()


def test_that_the_first_message_is_due_after_activation_as_its_level_asks(room: Room, incident: str) -> None:
    ask_first(room, incident, 1)
    assert not updates(room, incident)

    ask_first(room, incident, 2)
    assert [due.due_at for due in updates(room, incident)] == [NOON + 30 * MINUTE]
    ask_first(room, incident, 3)
    assert [due.due_at for due in updates(room, incident)] == [NOON + 15 * MINUTE]
    ask_first(room, incident, 2)
    assert [due.due_at for due in updates(room, incident)] == [NOON + 15 * MINUTE]


def test_that_no_first_message_is_asked_once_one_went_out(room: Room, incident: str, clock: FixedClock) -> None:
    sent = update(room, incident, 10)
    clock.advance(seconds=300)
    room.do(FinishDue(due=sent)).result()

    ask_first(room, incident, 3)

    assert not updates(room, incident)


def test_that_an_update_that_went_out_sets_the_next_by_the_cadence_of_the_level(
    room: Room, incident: str, clock: FixedClock
) -> None:
    a_cell(room, incident, level=3)
    sent = update(room, incident, 15)
    clock.advance(seconds=12 * 60)

    room.do(FinishDue(due=sent)).result()

    assert [(due.started_at, due.due_at) for due in updates(room, incident)] == [
        (NOON + 12 * MINUTE, NOON + 42 * MINUTE)
    ]


def test_that_the_cell_s_own_cadence_wins_and_a_deadline_sets_nothing(room: Room, incident: str) -> None:
    a_cell(room, incident, level=2, cadence=20)
    room.do(FinishDue(due=update(room, incident, 15))).result()
    assert [due.due_at for due in updates(room, incident)] == [NOON + 20 * MINUTE]

    other = an_incident(room).id
    a_cell(room, other, level=2)
    deadline = SetDue(incident=other, kind=DueKind.DEADLINE, label="Plainte", due_at=NOON + MINUTE)
    room.do(FinishDue(due=room.do(deadline).result())).result()
    assert not updates(room, other)


def test_that_without_a_cell_at_work_nothing_follows(room: Room, incident: str) -> None:
    a_cell(room, incident, level=3, state=CellState.STOOD_DOWN)
    room.do(FinishDue(due=update(room, incident, 15))).result()

    assert not updates(room, incident)
