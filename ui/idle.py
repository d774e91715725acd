"""Idleness: how long nobody has touched key or mouse anywhere in the program, with a warning before it is over."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPointF, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication, QMouseEvent, QWindow

WARNING_S = 20.0
KEYS = (QEvent.Type.KeyPress, QEvent.Type.KeyRelease, QEvent.Type.InputMethod)
HANDS = (
    QEvent.Type.MouseButtonPress,
    QEvent.Type.MouseButtonRelease,
    QEvent.Type.Wheel,
    QEvent.Type.TouchBegin,
    QEvent.Type.TabletPress,
)


class Idle(QObject):
    """`warned` some seconds before, `resumed` when somebody came back in time, `ended` when nobody did.

    It listens to the system's windows, where each key and each move of the mouse passes once; work of the program
    itself is no activity.
    """

    warned = Signal(int)  # seconds left
    resumed = Signal()
    ended = Signal()

    def __init__(self, *, now: Callable[[], float] = time.monotonic, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._now = now
        self._limit, self._warning = 0.0, WARNING_S
        self._last = now()
        self._is_warned = False
        self._mouse = QPointF()
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._look)
        app = QGuiApplication.instance()
        assert isinstance(app, QGuiApplication)
        app.focusWindowChanged.connect(self._listen)

    def set_limit(self, seconds: float, *, warning: float = WARNING_S) -> None:
        """End after so many seconds of nothing, 0 for never."""
        self._limit, self._warning = seconds, min(warning, seconds / 2)
        self.touch()
        self._plan()

    @Slot()
    def touch(self) -> None:
        """Somebody is there."""
        self._last = self._now()
        if self._is_warned:
            self._is_warned = False
            self.resumed.emit()
            self._plan()

    def watch(self, window: QWindow | None) -> None:
        """Also hear what comes to this window of the system."""
        self._listen(window)

    @Slot(object)
    def _listen(self, window: QWindow | None) -> None:
        if window is not None:
            window.removeEventFilter(self)
            window.installEventFilter(self)

    def _plan(self) -> None:
        if not self._limit:
            self._timer.stop()
            return
        before = 0.0 if self._is_warned else self._warning
        left = self._last + self._limit - before - self._now()
        self._timer.start(max(1, round(left * 1000)))

    @Slot()
    def _look(self) -> None:
        left = self._last + self._limit - self._now()
        if left > self._warning:
            self._plan()
        elif left > 0:
            if not self._is_warned:
                self._is_warned = True
                self.warned.emit(max(1, round(left)))
            self._plan()
        else:
            self._is_warned = False
            self._last = self._now()
            self.ended.emit()
            self._plan()

    # What Qt asks

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind in KEYS or kind in HANDS:
            self.touch()
        elif kind is QEvent.Type.MouseMove and isinstance(event, QMouseEvent):
            at = event.globalPosition()
            if at != self._mouse:  # a window that comes under a mouse at rest is nobody's hand
                self._mouse = at
                self.touch()
        return False
