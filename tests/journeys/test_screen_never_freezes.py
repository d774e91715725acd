"""The screen goes on while the room works: writing, importing, exporting, searching.

The promise is a frame (16 ms); other tests share this machine, so only a freeze that a person would call one fails.
`python -m benchmarks.freeze` holds the strict figures.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from benchmarks.freeze import Heartbeat, Stage
from tests.builders import a_room, an_incident
from tests.journeys.scribe import Scribe
from ui.app import Program
from warroom.clock import Clock
from warroom.domain.incidents import Mode

FREEZE_MS = 250.0

Say = Callable[[str, object], None]


@pytest.fixture
def stage(scribe: Scribe, program: Program, tmp_path: Path) -> Stage:
    room = a_room(tmp_path, clock=Clock())
    an_incident(room)
    window = program.show_room(room)
    scribe.back_in(window)
    scribe.settle(0.3)
    return Stage(window)


def listen(play: Callable[[], None], record_property: Say) -> float:
    """Play a scene; the longest silence in milliseconds."""
    heart = Heartbeat()
    with heart.listening():
        play()
    for name, figure in heart.figures().items():
        record_property(name, figure)
    return max(heart.gaps)


def test_that_writing_fifty_entries_never_freezes_the_screen(stage: Stage, record_property: Say) -> None:
    assert listen(stage.write, record_property) < FREEZE_MS


def test_that_an_import_never_freezes_the_screen(stage: Stage, field_data: Path, record_property: Say) -> None:
    history = field_data / "incidents" / "github_status" / "mrshu__github-statuses" / "incidents_before_2025.jsonl"

    assert listen(lambda: stage.bring_in(history), record_property) < FREEZE_MS
    assert len(stage.room.views.incidents(mode=Mode.BOTH)) == 399 + 1


def test_that_an_export_never_freezes_the_screen(stage: Stage, tmp_path: Path, record_property: Say) -> None:
    assert listen(lambda: stage.carry_away(tmp_path), record_property) < FREEZE_MS


def test_that_a_search_never_freezes_the_screen(stage: Stage, record_property: Say) -> None:
    stage.write(20)

    assert listen(stage.search, record_property) < FREEZE_MS
