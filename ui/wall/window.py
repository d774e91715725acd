"""One wall: a window of its own on a screen, without a mouse; F11 fills the screen, Esc leaves."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QCloseEvent, QKeyEvent, QScreen
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.desk import Desk
from ui.latest import Latest
from ui.lock import EXEMPT
from ui.tasks import Job
from ui.wall.canvas import WallCanvas
from ui.wall.facts import WallFacts, read_facts
from ui.wall.says import Page, page_of
from ui.widgets.spoken import Spoken, is_left
from warroom import phrases
from warroom.room import Change
from warroom.words import _

TICK_MS = 1_000
PLAIN_SIZE = QSize(1280, 720)
NOUNS = (
    "room", "incident", "entry", "entry_mark", "decision", "due", "alarm", "crisis_cell", "coverage", "function",
    "point", "question", "impact", "service", "regime", "clock_event", "submission", "clock_rule", "station", "writer",
    "cut", "field_team", "contact", "means_request",
)  # fmt: skip


class WallWindow(Spoken, QWidget):
    """Belongs to no window, so that the lock of one leaves it: only who asks for the lock covers the wall as well."""

    left = Signal()  # somebody closed it

    def __init__(self, desk: Desk) -> None:
        super().__init__(None, Qt.WindowType.Window)
        self.setProperty(EXEMPT, True)
        self._desk = desk
        self._facts: WallFacts | None = None
        self._is_covered = self._is_gone = False
        self.canvas = WallCanvas(self)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.canvas)
        self.resize(PLAIN_SIZE)
        self.setMinimumSize(480, 270)
        self._latest = Latest(desk, owner=self, read=self._read, show=self._take)
        self._ticks = QTimer(self, interval=TICK_MS)
        self._ticks.timeout.connect(self.tick)
        self._ticks.start()
        desk.changes.changed.connect(self._follow)
        self._say()

    def fill(self, screen: QScreen) -> None:
        """Take the whole of this screen."""
        self.setScreen(screen)
        self.setGeometry(screen.geometry())
        self.showFullScreen()
        self.setCursor(Qt.CursorShape.BlankCursor)

    def show_plain(self) -> None:
        """A window like any other."""
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self.showNormal()

    @Slot()
    def tick(self) -> None:
        """Say what is so now; nothing is read from the room."""
        now = self._desk.room.clock.now_ms()
        if self._is_covered:
            self.canvas.show_page(Page(time=phrases.time_of_day(now), title="", empty=_("Locked")))
        elif self._facts is not None:
            self.canvas.show_page(page_of(self._facts, now))
        else:
            self.canvas.show_page(Page(time=phrases.time_of_day(now), title=""))

    def cover(self, *, is_covered: bool) -> None:
        """Show the time and nothing of the room, or the room again."""
        self._is_covered = is_covered
        self._say_title()
        self.tick()

    def leave(self) -> None:
        """Away with it, without a word to whoever remembers which walls were open."""
        self._is_gone = True
        self._ticks.stop()
        self.close()
        self.deleteLater()

    def _read(self, _job: Job) -> WallFacts:
        return read_facts(self._desk.room)

    def _take(self, facts: WallFacts) -> None:
        self._facts = facts
        self._say_title()
        self.tick()

    @Slot(object)
    def _follow(self, change: Change) -> None:
        if not self._is_gone and change.touches(*NOUNS):
            self._latest.ask()

    def _say_title(self) -> None:
        name = "" if self._is_covered or self._facts is None else self._facts.room
        self.setWindowTitle(" – ".join(part for part in (_("Wall"), name, "Warroom") if part))

    def _say(self) -> None:
        self._say_title()
        self.tick()
        self._latest.ask()

    # What Qt asks

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        elif event.key() == Qt.Key.Key_F11:
            self.show_plain() if self.isFullScreen() else self.fill(self.screen())
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        if not self._is_gone and not is_left(self):
            self._is_gone = True
            self._ticks.stop()
            self.left.emit()
