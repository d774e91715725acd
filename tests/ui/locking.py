"""A window to lock and to open again: the program on a room in the middle of a crisis."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.builders import PASSPHRASE
from tests.ui.crisis import Crisis, a_crisis
from ui.app import Program
from ui.panels.lock import LockPage
from ui.window import MainWindow
from warroom.room import Room

CTRL = Qt.KeyboardModifier.ControlModifier


class Scene:
    """The program with one window on a room in the middle of a crisis."""

    def __init__(self, program: Program, room: Room) -> None:
        self.program, self.room = program, room
        self.crisis: Crisis = a_crisis(room)
        self.window: MainWindow = program.show_room(room)
        self.window.activateWindow()

    @property
    def page(self) -> LockPage:
        page = self.window.lock.page
        assert page is not None, "it is not locked"
        return page

    def press_lock(self) -> None:
        QTest.keyClick(QApplication.focusWidget() or self.window, Qt.Key.Key_L, CTRL)


def unlock(qtbot: QtBot, scene: Scene, passphrase: str = PASSPHRASE) -> None:
    QTest.keyClicks(scene.page.field, passphrase)
    QTest.keyClick(scene.page.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not scene.window.lock.is_locked, timeout=10_000)
