"""The guard: one for the program; locks its rooms when nobody is there, when the system locks, and when asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QKeyCombination, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication, QKeyEvent, QWindow

from ui.idle import Idle
from ui.settings import Settings
from warroom.words import _

if TYPE_CHECKING:
    from ui.system_lock import SystemLock
    from ui.window import MainWindow

MINUTE_S = 60
LISTEN_MS = 1_500  # after the first window: the system's bus is a library to load
LOCK_KEY = QKeyCombination(Qt.KeyboardModifier.ControlModifier, Qt.Key.Key_L)


class Guard(QObject):
    """Idling counts in the whole program; a key given for one window opens every window of that room."""

    locked = Signal()  # somebody asked for it, or the system locked: not because nobody was there

    def __init__(self, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self._windows: list[MainWindow] = []
        self._system: SystemLock | None = None
        self.idle = Idle(parent=self)
        self.idle.warned.connect(self._warn)
        self.idle.resumed.connect(self._take_back)
        self.idle.ended.connect(self._lock_idle)
        app = QGuiApplication.instance()
        assert isinstance(app, QGuiApplication)
        app.focusWindowChanged.connect(self._listen)
        self.follow_settings()

    @Slot()
    def follow_settings(self) -> None:
        """Idle for as long as the settings of this laptop say."""
        self.idle.set_limit(self._settings.lock_minutes * MINUTE_S)

    def add(self, window: MainWindow) -> None:
        """Guard this window from now on."""
        self._windows.append(window)
        window.lock.unlocked.connect(lambda: self._open_others(window))
        self.idle.watch(window.windowHandle())
        if self._system is None:
            QTimer.singleShot(LISTEN_MS, self, self.listen_to_system)

    def remove(self, window: MainWindow) -> None:
        if window in self._windows:
            self._windows.remove(window)

    @Slot()
    def lock(self) -> None:
        """Lock every room that is open on this laptop."""
        self._take_back()
        for window in tuple(self._windows):
            window.lock.lock()
        self.locked.emit()

    @Slot()
    def listen_to_system(self) -> None:
        """Lock with the system from now on; a desktop that tells nothing is no trouble."""
        if self._system is None:
            from ui.system_lock import SystemLock

            self._system = SystemLock(self)
            self._system.locked.connect(self.lock)
            for window in self._windows:
                self._system.watch(window)

    def _open_others(self, window: MainWindow) -> None:
        for other in tuple(self._windows):
            if other is not window and other.desk.room is window.desk.room:
                other.lock.unlock()

    def _idling(self) -> list[MainWindow]:
        return [window for window in self._windows if not window.lock.is_locked and not window.lock.stays_open]

    @Slot(int)
    def _warn(self, seconds: int) -> None:
        said = _("Locks in {n} s: any key keeps it open.").format(n=seconds)
        for window in self._idling():
            window.messages.say_for_now(said)

    @Slot()
    def _take_back(self) -> None:
        for window in self._windows:
            window.messages.take_back()

    @Slot()
    def _lock_idle(self) -> None:
        self._take_back()
        for window in self._idling():
            window.lock.lock()

    # Dialogs stand over the window and keep its shortcuts from it: their Ctrl+L is heard here

    @Slot(object)
    def _listen(self, window: QWindow | None) -> None:
        if window is not None:
            window.removeEventFilter(self)
            window.installEventFilter(self)

    # What Qt asks

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() is not QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        if not self._windows or event.keyCombination() != LOCK_KEY:
            return False
        self.lock()
        return True
