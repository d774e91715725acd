"""Forks: a machine that was set back and wrote on before anybody could tell it what it had said already."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.builders import an_entry, an_incident
from tests.warroom.sync.cells import Cell
from warroom.domain.exchange import Why


@pytest.fixture
def cell(tmp_path: Path) -> Iterator[Cell]:
    """The first laptop said three things, was set back, and said another; the second heard the three."""
    made = Cell(tmp_path, 2)
    one, two = made.laptops
    incident = an_incident(one.room)
    one.take_snapshot()
    for number in range(3):
        an_entry(one.room, incident.ref, text=f"dit {number}")
    two.room.read_bundle(made.write(one))
    one.revert()
    an_entry(one.room, incident.ref, text="dit après")
    yield made
    made.close()


def texts(cell: Cell, who: int) -> set[str]:
    return {row[0] for row in cell.laptops[who].rows("SELECT text FROM entry")}


def test_that_a_fork_is_told_on_both_sides_and_the_machine_goes_on_as_a_new_writer(cell: Cell) -> None:
    one, two = cell.laptops
    theirs = two.room.read_bundle(cell.write(one, everything=True))
    ours = one.room.read_bundle(cell.write(two, everything=True))

    assert [aside.why for aside in theirs.set_aside] == [Why.FORK]
    assert {aside.why for aside in ours.set_aside} == {Why.FORK}
    assert ours.began_writer
    assert one.room.exchange.asides()[0].is_kept
    for laptop in cell.laptops:
        assert [problem for problem in laptop.room.verify() if not problem.is_note] == []


def test_that_what_both_write_after_a_fork_reaches_the_other(cell: Cell) -> None:
    one, two = cell.laptops
    two.room.read_bundle(cell.write(one, everything=True))
    one.room.read_bundle(cell.write(two, everything=True))
    incident = one.rows("SELECT id FROM incident")[0][0].hex()
    an_entry(two.room, incident, text="du second")
    an_entry(one.room, incident, text="du premier")
    two.room.read_bundle(cell.write(one, everything=True))
    one.room.read_bundle(cell.write(two, everything=True))

    assert "du premier" in texts(cell, 1)
    assert "du second" in texts(cell, 0)
    for laptop in cell.laptops:
        assert laptop.rows("SELECT 1 FROM inbox") == []
        assert [problem for problem in laptop.room.verify() if not problem.is_note] == []
        dumped = laptop.room.dump()
        laptop.room.rebuild()
        assert laptop.room.dump() == dumped


def test_that_what_waited_for_the_other_branch_joins_with_the_delivery_that_tells_of_the_fork(cell: Cell) -> None:
    """All of it in one stick: the other branch, and what was written with it in view."""
    one, two = cell.laptops
    an_entry(two.room, two.rows("SELECT id FROM incident")[0][0].hex(), text="du second")
    outcome = one.room.read_bundle(cell.write(two, everything=True))

    assert outcome.waiting == 0
    assert "du second" in texts(cell, 0)
    assert "dit après" in texts(cell, 0)


def test_that_laptops_on_either_branch_of_a_fork_hear_everybody(tmp_path: Path) -> None:
    """The second heard what was said before the machine was set back, the third what it said after."""
    cell = Cell(tmp_path, 3)
    one, two, three = cell.laptops
    incident = an_incident(one.room)
    for laptop in (two, three):
        laptop.room.read_bundle(cell.write(one))
    one.take_snapshot()
    an_entry(one.room, incident.ref, text="avant")
    two.room.read_bundle(cell.write(one))
    one.revert()
    an_entry(one.room, incident.ref, text="après")
    three.room.read_bundle(cell.write(one))
    for turn in range(2):
        for laptop in cell.laptops:
            an_entry(laptop.room, incident.ref, text=f"de {laptop.letter} {turn}")
        sticks = [cell.write(laptop, everything=True) for laptop in cell.laptops]
        for laptop in cell.laptops:
            for stick in sticks:
                laptop.room.read_bundle(stick)

    for number, laptop in enumerate(cell.laptops):
        assert {"de B 0", "de C 0", "de A 1", "de B 1", "de C 1"} <= texts(cell, number)
        assert laptop.rows("SELECT 1 FROM inbox") == []
        assert [problem for problem in laptop.room.verify() if not problem.is_note] == []
    assert any(aside.why is Why.FORK and aside.is_kept for aside in two.room.exchange.asides())  # "après", "de A 0"
    cell.close()
