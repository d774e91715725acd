"""The window's part of `warroom selftest`: built on a real room, shown offscreen, and looked at."""

from __future__ import annotations

import sys
import tempfile
from importlib import import_module
from pathlib import Path

from PySide6.QtCore import qVersion

from ui.offscreen import is_painted, picture_of, settle, shown
from ui.window import MainWindow
from warroom.errors import Trouble
from warroom.room import Room
from warroom.words import _, language


def show_once(room: Room, incident: str) -> str:
    """Show the board and the incident room; what was seen, in a few words. Closes the room. Raises Trouble."""
    with (
        tempfile.TemporaryDirectory(prefix="warroom-window-") as folder,
        shown(room, Path(folder), language=language()) as (_program, window),
    ):
        _must_hear_the_system()
        window.open_page("board")
        _look_at(window)
        window.open_incident(incident)
        _look_at(window)
        window.open_page("messages")
        _look_at(window)
        return f"Qt {qVersion()}, {window.width()} × {window.height()}"


def _must_hear_the_system() -> None:
    """The rooms lock with the desktop: a package that lost Qt's D-Bus would never hear of it, and say nothing."""
    if sys.platform == "linux":
        import_module("PySide6.QtDBus")


def _look_at(window: MainWindow) -> None:
    settle(0.5)
    if not is_painted(picture_of(window)):
        raise Trouble("window-empty", _("The window opens but shows nothing."))
