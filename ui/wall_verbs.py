"""The verb of the wall, and what happens to walls when the room opens, locks and closes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication

from ui.guard import Guard
from ui.window import MainWindow
from warroom.words import _

if TYPE_CHECKING:
    from ui.wall.walls import Walls


def add_wall_verbs(window: MainWindow, guard: Guard) -> None:
    """Register the verb, and open again the walls of the last time; the window keeps the object alive."""
    WallVerbs(window, guard)


class WallVerbs:
    """The walls of one window, made when the first is wanted: most laptops never have one."""

    def __init__(self, window: MainWindow, guard: Guard) -> None:
        self._window, self._guard = window, guard
        self._walls: Walls | None = None
        window.desk.verbs.add(
            "wall", lambda: _("Open the wall…"), self.ask, shortcut="Ctrl+Shift+W", group="view",
        )  # fmt: skip
        guard.locked.connect(self._cover)
        window.lock.unlocked.connect(self._uncover)
        window.leaving.connect(self._close)
        if window.desk.room.views.local("walls") not in ("", "[]"):
            self.walls().reopen()

    def walls(self) -> Walls:
        """The walls of this window."""
        from ui.wall.walls import Walls

        if self._walls is None:
            self._walls = Walls(self._window.desk, self._window)
        return self._walls

    def ask(self) -> None:
        """On which screens; with a single one and no wall yet, a window at once."""
        from ui.dialogs.open_wall import OpenWallDialog
        from ui.wall.walls import IN_A_WINDOW

        walls = self.walls()
        if len(QGuiApplication.screens()) == 1 and not walls.open_walls:
            walls.choose((IN_A_WINDOW,))
            return
        dialog = OpenWallDialog(self._window.desk, set(walls.open_walls), self._window)
        dialog.chosen.connect(walls.choose)
        dialog.open()

    def _cover(self) -> None:
        if self._walls is not None:
            self._walls.cover(is_covered=True)

    def _uncover(self) -> None:
        if self._walls is not None:
            self._walls.cover(is_covered=False)

    def _close(self) -> None:
        self._guard.locked.disconnect(self._cover)
        if self._walls is not None:
            self._walls.close()
            self._walls = None
