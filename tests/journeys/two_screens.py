"""A program of its own on a laptop with a projector: `python -m tests.journeys.two_screens FOLDER`; says what it sees.

The platform of Qt is chosen once a process, so that two screens need another one.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from tests.builders import PASSPHRASE, a_room, an_incident
from ui.app import Program
from ui.dialogs.open_wall import OpenWallDialog
from ui.settings import Settings
from ui.wall.walls import key_of, remembered
from ui.wall.window import WallWindow
from ui.window import MainWindow
from warroom.clock import Clock
from warroom.room import Room

PATIENCE_S = 10.0


def walls() -> list[WallWindow]:
    return [top for top in QApplication.topLevelWidgets() if isinstance(top, WallWindow) and top.isVisible()]


def settle(seconds: float = 0.3) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        QApplication.processEvents()
        time.sleep(0.005)


def where() -> list[str]:
    return sorted(wall.screen().name() for wall in walls() if wall.isFullScreen())


def choose_projector(window: MainWindow) -> list[str]:
    """Ask where, change nothing of what is proposed, show it; the lines of the dialog that were marked."""
    window.desk.verbs.use("wall")
    settle()
    dialog = window.findChild(OpenWallDialog)
    assert dialog is not None
    marked = [box.text() for box in dialog.boxes.values() if box.isChecked()]
    dialog.primary.click()
    settle()
    return marked


def main(folder: Path) -> dict[str, object]:
    """Two screens: a wall on the second, gone with its cable, back with it, and back at the next start."""
    app = QApplication(["warroom"])
    told: dict[str, object] = {"screens": sorted(screen.name() for screen in app.screens())}
    program = Program(settings=Settings(path=folder / "window.json"))
    program.dress()
    room = a_room(folder, clock=Clock())
    an_incident(room, title="Outage")
    window = program.show_room(room)
    window.setScreen(next(screen for screen in app.screens() if screen.name() == "built-in"))
    told["proposed"] = choose_projector(window)
    told["walls"] = where()
    until = time.monotonic() + PATIENCE_S
    while "Outage" not in walls()[0].canvas.accessibleName() and time.monotonic() < until:
        settle(0.05)
    told["shows"] = "Outage" in walls()[0].canvas.accessibleName()
    projector = next(screen for screen in app.screens() if screen.name() == "projector")
    told["remembered"] = remembered(window.desk) == [key_of(projector)]
    QGuiApplication.instance().screenRemoved.emit(projector)  # type: ignore[union-attr]  # as when the cable is pulled
    told["unplugged"], told["said"] = where(), window.messages.text
    QGuiApplication.instance().screenAdded.emit(projector)  # type: ignore[union-attr]
    told["plugged in"] = where()
    window.close()
    told["closed"] = where()
    program.show_room(Room.open(room.path, passphrase=PASSPHRASE, backups=False))
    settle()
    told["next time"] = where()
    program.close()
    return told


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]))))
