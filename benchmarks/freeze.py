"""How long the screen stands still while the room works: writing, importing, searching, merging. Prints JSON.

    python -m benchmarks.freeze --file ../shared/data/incidents/github_status/…/incidents_before_2025.jsonl

For each scene the gaps between two turns of the event loop in milliseconds (p50, p99, max), and how many lasted longer
than a frame of 16 ms. Offscreen unless QT_QPA_PLATFORM says otherwise. A beat every 2 ms is the finest gap seen.
"""

from __future__ import annotations

import argparse
import json
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QCoreApplication, QElapsedTimer, QEvent, QEventLoop, QObject, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from ui.app import Program
from ui.dialogs.export_report import ExportDialog
from ui.dialogs.import_file import ImportDialog
from ui.panels.search import SearchPanel
from ui.settings import Settings
from ui.window import MainWindow
from warroom.commands import DeclareIncident, LogEntry
from warroom.commands.base import handle
from warroom.domain.sticks import Looked, Stick
from warroom.identity.keys import Argon2Parameters
from warroom.room import Room

BEAT_MS = 2
FRAME_MS = 16.0
ENTRIES = 50
PATIENCE_S = 120.0
WRITTEN_AT_ONCE = 500
QUICK = Argon2Parameters(memory_kib=8_192, iterations=1, lanes=1)
SEARCHED = "réseau de secours"


class Heartbeat(QObject):
    """Beats as often as the event loop lets it; the longest silence is the longest freeze."""

    def __init__(self) -> None:
        super().__init__()
        self.gaps: list[float] = []  # milliseconds
        self._since = QElapsedTimer()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(BEAT_MS)
        self._timer.timeout.connect(self._beat)

    def _beat(self) -> None:
        self.gaps.append(self._since.nsecsElapsed() / 1e6)
        self._since.start()

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Count from now to the end of the block; the silence before the end counts too."""
        self.gaps.clear()
        self._since.start()
        self._timer.start()
        try:
            yield
        finally:
            self._timer.stop()
            self._beat()

    def figures(self) -> dict[str, float]:
        """What was heard, in milliseconds."""
        gaps = sorted(self.gaps)
        return {
            "p50_ms": round(gaps[len(gaps) // 2], 2),
            "p99_ms": round(gaps[min(len(gaps) - 1, len(gaps) * 99 // 100)], 2),
            "max_ms": round(gaps[-1], 2),
            "longer_than_a_frame": sum(gap > FRAME_MS for gap in gaps),
            "beats": len(gaps),
        }


def until(is_so: Callable[[], bool]) -> None:
    """Run the event loop as the program does until it is so. Raises TimeoutError."""
    loop, watch, deadline = QEventLoop(), QTimer(), time.monotonic() + PATIENCE_S
    watch.setInterval(5)
    watch.timeout.connect(lambda: loop.quit() if is_so() or time.monotonic() > deadline else None)
    watch.start()
    if not is_so():
        loop.exec()
    watch.stop()
    if not is_so():
        raise TimeoutError("the room did not get there in time")


def pause(milliseconds: int) -> None:
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


class Stage:
    """A window on a room with one incident, and the four scenes played on it."""

    def __init__(self, window: MainWindow) -> None:
        self.window, self.room = window, window.desk.room
        assert window.incident is not None
        self.incident = window.incident

    def write(self, count: int = ENTRIES) -> None:
        """Entries typed one after the other, each as soon as the one before is on disk."""
        quick, views = self.window.pages.incident_room().log._quick, self.room.views
        before = views.tally(self.incident)[0]
        for number in range(count):
            quick._field.put(f"Équipe réseau : point n° {number}, liaison de secours en place")
            QTest.keyClick(quick._field, Qt.Key.Key_Return)
            until(lambda number=number: views.tally(self.incident)[0] == before + number + 1)

    def bring_in(self, file: Path) -> None:
        """A file through the dialog: looked at, then imported."""
        dialog = ImportDialog(self.window.desk, self.window, files=[str(file)])
        done: list[object] = []
        dialog.imported.connect(done.append)
        dialog.open()
        until(lambda: dialog._run == dialog.import_now)
        dialog.import_now()
        until(lambda: bool(done))
        dialog.accept()
        pause(200)

    def carry_away(self, folder: Path) -> None:
        """A report into a folder, as onto a stick."""
        incident = self.room.views.incident(self.incident)
        dialog = ExportDialog(self.window.desk, incident, self.window)
        dialog.open()
        dialog.use_folder(str(folder))
        dialog.export()
        until(lambda: dialog._is_done)
        dialog.accept()

    def search(self, words: str = SEARCHED) -> None:
        """Typed letter by letter, answered while typing."""
        self.window.pages.look_for()
        page = self.window.pages.page("search")
        assert isinstance(page, SearchPanel)
        for end in range(1, len(words) + 1):
            page._words.setText(words[:end])
            pause(60)
        until(lambda: page._model.rowCount() > 0 and page._answer.question.words == words)
        self.window.open_page("incident")

    def look_at(self, bundle: Path, waits: list[float]) -> None:
        """What a bundle brings, on the page of the merge; somebody goes on writing meanwhile."""
        panel = self.window.pages.stations()
        self.window.open_page("stations")
        stick = Stick(bundle.parent, "BANC", 0, 0, read_only=True)
        panel.show_merge(Looked(stick, (self.room.sticks.parcel_in(bundle),)))
        self._write_until(panel.merge.primary.isEnabled, waits)

    def merge(self, waits: list[float]) -> None:
        """Then merged, and what was missed shown."""
        panel = self.window.pages.stations()
        panel.merge.merge()
        self._write_until(lambda: panel.missed.missed is not None, waits)

    def _write_until(self, is_so: Callable[[], bool], waits: list[float]) -> None:
        """One entry after the other until it is so; how long each took to be on disk, in milliseconds."""
        while not is_so():
            began = time.monotonic()
            done = self.room.do(LogEntry(incident=self.incident, text="Point de situation"))
            until(done.done)
            waits.append((time.monotonic() - began) * 1000)
            pause(100)


def written_elsewhere(room: Room, incident: str, folder: Path, entries: int) -> Path:
    """A bundle of so many entries, of another laptop that came in by an invitation."""
    invitation = folder / "banc.warroom-invitation"
    code = room.invite(invitation, argon2=QUICK)
    home, elsewhere = os.environ.get("WARROOM_HOME"), folder / "elsewhere"
    elsewhere.mkdir()
    os.environ["WARROOM_HOME"] = str(elsewhere)
    other = Room.join(
        invitation, elsewhere / "room.warroom", code=code, passphrase="mesure mesure", argon2=QUICK, backups=False
    )
    os.environ.pop("WARROOM_HOME") if home is None else os.environ.update(WARROOM_HOME=home)
    for start in range(0, entries, WRITTEN_AT_ONCE):
        lines = [f"Liaison {start + n} rétablie" for n in range(min(WRITTEN_AT_ONCE, entries - start))]
        commands = [LogEntry(incident=incident, text=line) for line in lines]
        other._store.submit(lambda books, commands=commands: [handle(each, books) for each in commands]).result()
    other.write_bundle(elsewhere / "banc.warroom-bundle")
    other.close()
    return elsewhere / "banc.warroom-bundle"


def measure(folder: Path, file: Path | None, entries: int) -> dict[str, Any]:
    app = QApplication.instance() or QApplication(["warroom"])
    program = Program(settings=Settings(path=folder / "window.json"))
    program.dress()
    room = Room.create(folder / "freeze.warroom", name="Banc", station="A", passphrase="mesure mesure mesure")
    room.sit_down("Banc d’essai")
    room.do(DeclareIncident(title="Mesure")).result()
    window = program.show_room(room)
    window.activateWindow()
    pause(1_000)
    stage, heart = Stage(window), Heartbeat()
    scenes: dict[str, Callable[[], None]] = {
        "idle": lambda: pause(1_000),
        "write": stage.write,
        "export": lambda: stage.carry_away(folder),
    }
    if file is not None:
        scenes["import"] = lambda: stage.bring_in(file)
    scenes["search"] = stage.search
    waits: dict[str, list[float]] = {"preview": [], "merge": []}
    if entries:
        bundle = written_elsewhere(room, stage.incident, folder, entries)
        scenes["preview"] = lambda: stage.look_at(bundle, waits["preview"])
        scenes["merge"] = lambda: stage.merge(waits["merge"])
    said = {}
    for name, play in scenes.items():
        with heart.listening():
            play()
        said[name] = heart.figures()
        if waits.get(name):
            said[name]["longest_write_ms"] = round(max(waits[name]), 1)
            said[name]["writes_meanwhile"] = len(waits[name])
    program.close()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    app.processEvents()
    return said


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--file", type=Path, help="a file to import; without it that scene is left out")
    ask.add_argument("--entries", type=int, default=0, help="entries of a bundle that is previewed and merged; 0: none")
    given = ask.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        print(json.dumps(measure(Path(folder), given.file, given.entries), indent=1))


if __name__ == "__main__":
    main()
