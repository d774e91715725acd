"""One scribe at one window, and what is asked of both again and again."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import QWidget

from tests.journeys.scribe import Scribe
from ui.app import Program
from ui.panels.log import LogPanel
from ui.window import MainWindow
from warroom.domain.entries import Entry
from warroom.room import Room, Views
from warroom.words import language


@dataclass(slots=True)
class Journey:
    """The room as the scribe sees it; `window` once there is one."""

    scribe: Scribe
    program: Program
    pictures: Path
    window: MainWindow | None = None

    @property
    def room(self) -> Room:
        return self.open_window.desk.room

    @property
    def views(self) -> Views:
        return self.room.views

    @property
    def open_window(self) -> MainWindow:
        assert self.window is not None
        return self.window

    @property
    def incident(self) -> str:
        assert self.open_window.incident is not None
        return self.open_window.incident

    @property
    def log(self) -> LogPanel:
        return self.open_window.pages.incident_room().log

    def entries(self) -> list[Entry]:
        """The newest first, as the log shows them."""
        return list(self.views.entries(self.incident))[::-1]

    def entry(self, text: str) -> Entry:
        """The newest entry that holds these words."""
        return next(entry for entry in self.entries() if text in entry.text)

    def take(self, name: str, widget: QWidget | None = None) -> None:
        self.scribe.settle()
        (widget or self.open_window).grab().save(str(self.pictures / f"alert-{name}-{language()}.png"))

    def write_line(self, text: str) -> None:
        """Type a line into quick entry, press Enter, and wait until it is on disk."""
        before = self.views.tally(self.incident)[0]
        self.scribe.write(text)
        self.scribe.press("Return")
        self.scribe.until(lambda: self.views.tally(self.incident)[0] > before)

    def choose(self, entry: Entry) -> None:
        """Esc leaves the field for the log; the arrows go on to the entry."""
        self.scribe.press("Esc", "Home")
        for _row in range(len(self.entries()) + 1):
            current = self.log._deeds.entry()
            if current is not None and current.id == entry.id:
                return
            self.scribe.press("Down")
        raise AssertionError(f"the arrows never reach {entry.number}")
