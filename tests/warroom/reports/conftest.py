"""Rooms for report tests, closed again afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.builders import a_room, an_incident
from tests.warroom.reports.crisis import a_crisis
from warroom.room import Room


@pytest.fixture
def crisis(tmp_path: Path) -> Iterator[tuple[Room, str]]:
    room, reference = a_crisis(tmp_path)
    with room:
        yield room, reference


@pytest.fixture
def calm(tmp_path: Path) -> Iterator[tuple[Room, str]]:
    """A room with one incident and nothing else."""
    with a_room(tmp_path) as room:
        yield room, an_incident(room).ref
