"""The lock of one window: the curtain is drawn, the keys rest, and a key of the room takes it away again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from ui.curtain import Curtain
from ui.tasks import Tasks
from warroom.domain.audit import Event
from warroom.words import _

if TYPE_CHECKING:
    from ui.panels.lock import LockPage
    from ui.window import MainWindow

STILL_WORK = ("lock", "quit", "language", "colors", "larger", "smaller", "usual-size")
EXEMPT = "stays-open"  # property of a window that never locks by idling, as the wall


class RoomLock(QObject):
    """What is written, copied and counted meanwhile goes on; only the screen and the keyboard are shut."""

    locked = Signal()
    unlocked = Signal()

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._curtain = Curtain(window)
        self._page: LockPage | None = None
        self._tasks: Tasks | None = None  # its own: unlocking never waits behind an export

    @property
    def is_locked(self) -> bool:
        return self._curtain.is_drawn

    @property
    def page(self) -> LockPage | None:
        """The page shown while it is locked."""
        return self._page

    @property
    def stays_open(self) -> bool:
        """Whether idling leaves this window open; a key and the system's lock lock it all the same."""
        return bool(self._window.property(EXEMPT)) or self._window.desk.room.lock.is_manned

    @property
    def title(self) -> str:
        """What the title bar and the task bar may say."""
        return " – ".join((_("locked"), "Warroom"))

    @Slot()
    def lock(self) -> None:
        """At once; a second time changes nothing."""
        if self.is_locked:
            return
        from ui.panels.lock import LockPage

        desk = self._window.desk
        if self._tasks is None:
            self._tasks = Tasks(desk.notices)
        self._page = LockPage(desk, self._tasks, self._window)
        self._page.opened.connect(self.unlock)
        self._curtain.draw(self._page)
        self._window.setWindowTitle(self.title)
        desk.verbs.shut(STILL_WORK)
        desk.room.circles.forget()
        desk.room.audit.note(Event.LOCKED)
        self._page.focus_key()  # in a window that is not in front this takes the keyboard from nobody
        self.locked.emit()

    @Slot()
    def unlock(self) -> None:
        """A key of the room was given: everything is as it was left."""
        page = self._curtain.open()
        if page is None:
            return
        page.deleteLater()
        self._page = None
        desk = self._window.desk
        desk.verbs.open()
        desk.tasks.run(lambda _job: desk.room.audit.unlocked(desk.room.lock.opened_by), owner=self, done=self._tell)
        self._window.say_title()
        self.unlocked.emit()

    def _tell(self, sentences: tuple[str, ...]) -> None:
        """Somebody else may have tried while it was locked."""
        if sentences:
            self._window.desk.notices.show(" ".join(sentences), parent=self._window)

    def close(self) -> None:
        """The window goes."""
        self._curtain.drop()
        if self._tasks is not None:
            self._tasks.close()
