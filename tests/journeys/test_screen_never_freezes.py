"""The screen goes on while the room works: writing, importing, exporting, searching, merging.

The promise is a frame (16 ms), and `benchmarks.freeze` measures it. Other tests share this machine, so what fails here
is work on the screen's own thread, counted in the time it computed, or a wait that no busy machine explains.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from benchmarks.freeze import Heartbeat, Stage, written_elsewhere
from tests.builders import a_room, an_incident
from tests.journeys.scribe import Scribe
from ui.app import Program
from warroom.clock import Clock
from warroom.domain.incidents import Mode

FREEZE_MS = 250.0  # computed by the screen's own thread
STANDSTILL_MS = 5_000.0  # whatever it waited for

Say = Callable[[str, object], None]


@pytest.fixture
def stage(scribe: Scribe, program: Program, tmp_path: Path) -> Stage:
    room = a_room(tmp_path, clock=Clock())
    an_incident(room)
    window = program.show_room(room)
    scribe.back_in(window)
    scribe.settle(0.3)
    return Stage(window)


class FairHeartbeat(Heartbeat):
    """Tells a freeze of ours from a machine that is busy with others, by what the screen's own thread computed."""

    def __init__(self) -> None:
        super().__init__()
        self.freezes: list[float] = []  # milliseconds
        self._own = 0.0

    def _beat(self) -> None:
        super()._beat()
        gap, own = self.gaps[-1], time.thread_time()
        self.freezes.append(gap if gap > STANDSTILL_MS else min(gap, (own - self._own) * 1000))
        self._own = own

    @contextmanager
    def listening(self) -> Iterator[None]:
        self._own = time.thread_time()
        with super().listening():
            yield


def listen(play: Callable[[], None], record_property: Say) -> float:
    """Play a scene; the longest freeze in milliseconds."""
    heart = FairHeartbeat()
    with heart.listening():
        play()
    for name, figure in heart.figures().items():
        record_property(name, figure)
    return max(heart.freezes)


def test_that_a_screen_that_stands_still_is_heard(qtbot: QtBot) -> None:
    heart = FairHeartbeat()
    with heart.listening():
        qtbot.wait(20)
        until = time.process_time() + 0.3
        while time.process_time() < until:
            pass
        qtbot.wait(20)

    assert max(heart.freezes) >= FREEZE_MS


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


def test_that_looking_at_a_bundle_and_merging_it_never_freezes_the_screen_nor_holds_what_is_typed(
    stage: Stage, tmp_path: Path, record_property: Say
) -> None:
    bundle = written_elsewhere(stage.room, stage.incident, tmp_path, 3_000)
    stage.window.open_page("stations")
    looked: list[float] = []
    merged: list[float] = []

    assert listen(lambda: stage.look_at(bundle, looked), record_property) < FREEZE_MS
    assert listen(lambda: stage.merge(merged), record_property) < FREEZE_MS
    assert looked, "nothing could be written while it was looked at"
    assert stage.room.views.tally(stage.incident)[0] >= 3_000 + len(looked) + len(merged)
