"""The walls of one room window: on which screens, what becomes of them when one goes, and which come back next time."""

from __future__ import annotations

import json
from collections.abc import Iterable

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QGuiApplication, QScreen

from ui.desk import Desk
from ui.wall.window import WallWindow
from warroom.words import _

REMEMBERED = "walls"
IN_A_WINDOW = "window"
KEPT_MOST = 16


def key_of(screen: QScreen) -> str:
    """What a screen is known by the next time: who made it, and where it is plugged in."""
    return "|".join((screen.manufacturer(), screen.model(), screen.serialNumber(), screen.name()))


def screen_said(screen: QScreen) -> str:
    """`HDMI-1 · Epson EB-1781W · 1920 × 1080`."""
    size = screen.geometry().size() * screen.devicePixelRatio()
    made = " ".join(part for part in (screen.manufacturer(), screen.model()) if part)
    return " · ".join(part for part in (screen.name(), made, f"{size.width()} × {size.height()}") if part)


class Walls(QObject):
    """Opens, moves and closes them; remembered for this room on this laptop."""

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._open: dict[str, WallWindow] = {}
        self._wanted: set[str] = set(remembered(desk))
        app = QGuiApplication.instance()
        assert isinstance(app, QGuiApplication)
        app.screenRemoved.connect(self._lose)
        app.screenAdded.connect(self._find)

    @property
    def open_walls(self) -> dict[str, WallWindow]:
        """The walls there are, by the key of their screen."""
        return dict(self._open)

    def choose(self, wanted: Iterable[str]) -> None:
        """Have a wall on these screens and on no other; `IN_A_WINDOW` is one in a window."""
        self._wanted = set(wanted)
        for key in set(self._open) - self._wanted:
            self._open.pop(key).leave()
        self._show_wanted()
        self._remember()

    def reopen(self) -> None:
        """Those of the last time, where their screens are there."""
        self._show_wanted()

    def cover(self, *, is_covered: bool) -> None:
        """Somebody locked the room, or opened it again."""
        for wall in self._open.values():
            wall.cover(is_covered=is_covered)

    def close(self) -> None:
        """The room closes; which walls were open stays remembered."""
        app = QGuiApplication.instance()
        assert isinstance(app, QGuiApplication)
        app.screenRemoved.disconnect(self._lose)
        app.screenAdded.disconnect(self._find)
        for wall in self._open.values():
            wall.leave()
        self._open.clear()

    def _show_wanted(self) -> None:
        screens = {key_of(screen): screen for screen in QGuiApplication.screens()}
        for key in sorted(self._wanted - set(self._open)):
            if key == IN_A_WINDOW or key in screens:
                self._show(key, screens.get(key))

    def _show(self, key: str, screen: QScreen | None) -> None:
        wall = WallWindow(self._desk)
        wall.left.connect(lambda: self._forget(key))
        self._open[key] = wall
        if screen is None:
            wall.show_plain()
        else:
            wall.fill(screen)

    def _forget(self, key: str) -> None:
        """Somebody closed it: it does not come back by itself."""
        wall = self._open.pop(key, None)
        if wall is not None:
            wall.deleteLater()
        self._wanted.discard(key)
        self._remember()

    @Slot(QScreen)
    def _lose(self, screen: QScreen) -> None:
        """A screen was unplugged: its wall closes, rather than cover the screen where somebody writes."""
        wall = self._open.pop(key_of(screen), None)
        if wall is not None:
            wall.leave()
            said = _("The screen {name} is gone: its wall is closed, and comes back with the screen.")
            self._desk.notices.show(said.format(name=screen.name()))

    @Slot(QScreen)
    def _find(self, screen: QScreen) -> None:
        key = key_of(screen)
        if key in self._wanted and key not in self._open:
            self._show(key, screen)

    def _remember(self) -> None:
        room = self._desk.room
        if not room.read_only and not room.is_closed:
            kept = json.dumps(sorted(self._wanted)[:KEPT_MOST])
            self._desk.tasks.run(lambda _job: room.keep_local(REMEMBERED, kept), owner=self)


def remembered(desk: Desk) -> list[str]:
    """The screens that had a wall the last time this room was open here."""
    try:
        kept = json.loads(desk.room.views.local(REMEMBERED) or "[]")
    except ValueError:
        return []
    return [key for key in kept if isinstance(key, str)][:KEPT_MOST] if isinstance(kept, list) else []
