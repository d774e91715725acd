"""Sticks that come: noticed within two seconds, looked at in a task, offered in a quiet bar."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from ui.desk import Desk
from ui.latest import Latest
from ui.tasks import Job
from warroom.domain.sticks import Looked, Stick
from warroom.errors import WarroomError

LOOK_MS = 2_000
Seen = tuple[list[Stick], list[Looked]]


class StickWatch(QWidget):
    """Says which stick came, with what lies on it, and which went. What was plugged in before is offered once, too."""

    came = Signal(object)  # a Looked
    went = Signal(object)  # the Path it was at

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.hide()
        self._desk = desk
        self._there: dict[Path, Stick] = {}
        self._latest: Latest[Seen] = Latest(desk, owner=self, read=self._read, show=self._show)
        self._timer = QTimer(self, interval=LOOK_MS)
        self._timer.timeout.connect(self.look)
        if not desk.room.read_only:
            self._timer.start()

    def look(self) -> None:
        """Look now."""
        self._latest.ask()

    def _read(self, _job: Job) -> Seen:
        """Off the screen's thread: which are there, and what lies on those that were not there a moment ago."""
        sticks, looked = self._desk.room.sticks, list[Looked]()
        plugged = sticks.plugged()
        for stick in plugged:
            if stick.path not in self._there:
                try:
                    looked.append(sticks.look(stick))
                except WarroomError:  # pulled out again, or not readable yet: looked at again in two seconds
                    continue
        return plugged, looked

    def _show(self, seen: Seen) -> None:
        plugged, looked = seen
        here = {stick.path for stick in plugged}
        for gone in [path for path in self._there if path not in here]:
            del self._there[gone]
            self.went.emit(gone)
        for each in looked:
            self._there[each.stick.path] = each.stick
            self.came.emit(each)
