"""Values of the team that nobody writes: every list, clock, alarm and chart still reads."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.builders import NOON, a_room, an_incident
from tests.warroom.test_cell_attacks import write
from tests.warroom.test_team_attacks_exercise import everything
from warroom.commands import AddRotation
from warroom.domain.incidents import Mode
from warroom.domain.noun import Type
from warroom.domain.nouns import NOUNS
from warroom.reports.capability import capability
from warroom.reports.handover import handover_sheet
from warroom.reports.seats import read_chart
from warroom.room import Room

FARTHEST = 2**63 - 1
DAY = 86_400_000
OURS = (
    "reach", "skill", "mastery", "team", "membership", "training", "breakage", "rotation", "override", "duty",
    "role_card", "handover", "watchword", "shift", "presence", "mobilisation", "callee", "field_team",
    "contact", "means_request", "person",
)  # fmt: skip
STRANGE: dict[Type, tuple[Any, ...]] = {
    Type.INT: (FARTHEST, -FARTHEST, 0),
    Type.TIME: (FARTHEST, -FARTHEST, 253_402_300_800_000),
    Type.JSON: ("5", "null", '[null, 1, [], {"a": {}}]'),
    Type.TEXT: ("", "x" * 5000, "\x00\u202e{}%s{0}"),
}


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    with a_room(tmp_path) as room:
        yield room


def read_all(room: Room, incident: str, cell: str, mobilisation: str) -> None:
    views, now = room.views, room.clock.now_ms()
    for mode in Mode:
        for asked in (
            views.clocks,
            views.alarms,
            views.broken,
            views.teams_out,
            views.means_asked,
            views.mobilisations,
        ):
            asked(mode=mode)
    views.roster()
    views.roster_lines()
    views.reaches()
    views.duplicates()
    views.watchwords()
    views.shifts(cell)
    views.handovers(cell)
    views.callee_lines(mobilisation)
    views.committed(incident, mode=Mode.REAL)
    views.on_call(now)
    views.on_call_between(now - DAY, now + DAY)
    views.on_call_gaps(now - DAY, now + DAY)
    views.presences(0)
    views.changed_cards()
    capability(views, now)
    handover_sheet(views, cell, now_ms=now)
    found = views.cell(cell)
    assert found is not None
    read_chart(views, found, now_ms=now)


@pytest.mark.parametrize("noun", OURS)
def test_that_values_nobody_writes_stop_no_list_clock_alarm_or_sheet(room: Room, noun: str) -> None:
    incident = an_incident(room).id
    told = everything(room, incident, "Inès Roy")
    room.do(AddRotation(name="Réseau", members=("Inès Roy", "Bo Lin"), starts_at=NOON - DAY)).result()
    row = next(iter(room._store.reader().execute(f'SELECT id FROM "{noun}" LIMIT 1')), None)
    troubles: list[tuple[str, str, str]] = []
    for field in NOUNS[noun].fields:
        for value in STRANGE.get(field.type, ()):
            record = write(room, noun, row[0].hex() if row else "", **{field.name: value})
            row = row or (bytes.fromhex(record),)
            try:
                read_all(room, incident, told["cell"], told["mobilisation"])
            except Exception as error:  # every field is tried before the test fails
                troubles.append((field.name, str(value)[:30], repr(error)[:120]))
    assert troubles == []
    assert room.verify() == []
