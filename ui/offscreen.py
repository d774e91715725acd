"""Offscreen: the real window where nobody looks, for pictures and for the self-test."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QEventLoop, QSize
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QApplication, QWidget

from ui.app import Program
from ui.settings import Settings
from ui.window import MainWindow
from warroom.room import Room

SIZE = QSize(1440, 900)
SLICE_MS = 20


@contextmanager
def shown(room: Room, folder: Path, *, language: str) -> Iterator[tuple[Program, MainWindow]]:
    """A program with one window on this room, its settings kept in `folder`; the room is closed with it."""
    app = QApplication.instance() or QApplication(["warroom"])
    program = Program(settings=Settings(language=language, dark=False, path=folder / "window.json"))
    program.dress()
    window = program.show_room(room)
    window.resize(SIZE)
    settle(1.0)
    try:
        yield program, window
    finally:
        program.close()
        app.processEvents()


def settle(seconds: float) -> None:
    """Let timers, tasks and paints come and go for so long."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, SLICE_MS)
        time.sleep(SLICE_MS / 1000)


def picture_of(widget: QWidget) -> QPixmap:
    """The widget as it would be on a screen."""
    return widget.grab()


def is_painted(picture: QPixmap) -> bool:
    """Whether there is more in it than one colour: an empty window is no window."""
    image = picture.toImage()
    steps = range(0, image.width(), 7), range(0, image.height(), 7)
    return len({image.pixel(x, y) for x in steps[0] for y in steps[1]}) > 8
