"""Teams out and means where people are told: at the situation point and in a handover sheet."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.builders import NOON, a_room, an_incident
from tests.journeys.screens_of_field import in_the_field
from tests.warroom.cells import a_cell
from warroom.commands import HoldFunction
from warroom.domain.points import Heading
from warroom.reports.agenda import agenda
from warroom.reports.handover import handover_sheet
from warroom.room import Room


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    made = a_room(tmp_path)
    yield made
    made.close()


@pytest.fixture
def cell(room: Room) -> str:
    incident = an_incident(room).id
    made = a_cell(room, incident)
    room.do(HoldFunction(cell=made, code="COORD", holder="Léa Martin")).result()
    in_the_field(room, incident)
    return made


def test_that_a_silent_team_is_the_first_thing_under_actions_at_the_point(room: Room, cell: str) -> None:
    found = agenda(room.views, cell, now_ms=NOON)
    assert found is not None
    items = found.items[Heading.ACTIONS]

    assert items[0].text.startswith("A-E01 Équipe de remise sous tension du DC2: SILENT, word was due 10:54")
    assert items[0].is_late
    assert {item.noun for item in items} == {"field_team", "means_request"}
    assert [item.is_late for item in items if "A-B03" in item.text] == [True]


def test_that_a_handover_sheet_knows_who_is_out_and_what_others_wait_for(room: Room, cell: str) -> None:
    said = str(handover_sheet(room.views, cell, now_ms=NOON))

    assert "A-E02 Équipe fibre" in said
    assert "A-B02 Fioul × 4,000 litres" in said
