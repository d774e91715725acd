"""The hand of a scribe: keys, words with accents, a dropped file, and the patience to wait for what must appear."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QCoreApplication, QEvent, QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QInputMethodEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

PATIENCE = 10_000  # milliseconds; the machine may be busy with other tests
Kind = TypeVar("Kind", bound=QWidget)


class Scribe:
    """Works the program as a person without a mouse does."""

    def __init__(self, qtbot: QtBot) -> None:
        self._bot = qtbot

    @property
    def hand(self) -> QWidget:
        """What has the keyboard."""
        widget = QApplication.focusWidget() or QApplication.activeWindow()
        assert widget is not None, "nothing has the keyboard"
        return widget

    def press(self, *keys: str) -> None:
        """Press keys one after the other, as they are written: `Ctrl+N`, `Tab`, `F3`, `Return`."""
        for key in keys:
            pressed = QKeySequence(key)[0]
            QTest.keyClick(self.hand, pressed.key(), pressed.keyboardModifiers())
            QCoreApplication.processEvents()

    def write(self, text: str) -> None:
        """Type as an input method does, since keys with accents abort the test process; secrets go key by key."""
        if isinstance(self.hand, QLineEdit) and self.hand.echoMode() is not QLineEdit.EchoMode.Normal:
            QTest.keyClicks(self.hand, text)  # Qt keeps input methods out of passphrases
            return
        event = QInputMethodEvent()
        event.setCommitString(text)
        QCoreApplication.sendEvent(self.hand, event)

    def fill(self, text: str, field: QWidget) -> None:
        """Go on with Tab until the field has the keyboard, then type."""
        self.tab_to(field)
        self.write(text)

    def tab_to(self, field: QWidget, *, most: int = 40) -> None:
        """Press Tab until this field, or what stands for it, has the keyboard."""
        for _turn in range(most):
            if field is self.hand or field.isAncestorOf(self.hand) or field.focusProxy() is self.hand:
                return
            self.press("Tab")
        raise AssertionError(f"Tab never reaches {field}; it stands on {self.hand}")

    def until(self, is_so: Callable[[], bool]) -> None:
        self._bot.waitUntil(is_so, timeout=PATIENCE)

    def dialog(self, kind: type[Kind]) -> Kind:
        """The open dialog of this kind, as soon as it is there and has the keyboard."""

        def found() -> list[Kind]:
            return [widget for widget in QApplication.allWidgets() if isinstance(widget, kind) and widget.isVisible()]

        self.until(lambda: bool(found()))
        dialog = found()[0]
        dialog.activateWindow()
        self.until(lambda: QApplication.activeWindow() is dialog)
        return dialog

    def leave(self, dialog: QDialog) -> None:
        """Press Enter and wait until the dialog has done its work and gone."""
        gone: list[int] = []
        dialog.finished.connect(gone.append)
        self.press("Return")
        self.until(lambda: bool(gone))

    def back_in(self, window: QWidget) -> None:
        """The window has the keyboard again."""
        window.activateWindow()
        self.until(lambda: QApplication.activeWindow() is window)

    def drop(self, file: Path, onto: QWidget) -> None:
        """Let go of a file over a widget."""
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(file))])
        at, left = QPointF(onto.rect().center()), Qt.MouseButton.LeftButton
        copy, plain = Qt.DropAction.CopyAction, Qt.KeyboardModifier.NoModifier
        enter = QDragEnterEvent(at.toPoint(), copy, data, left, plain)
        QCoreApplication.sendEvent(onto, enter)
        assert enter.isAccepted(), "the file is not welcome"
        QCoreApplication.sendEvent(onto, QDropEvent(at, copy, data, left, plain))

    def settle(self, seconds: float = 0.1) -> None:
        """Let tasks and paints come and go."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            QCoreApplication.processEvents()
            time.sleep(0.005)
        for _depth in range(5):  # what was said last is laid out as well, from the inside outwards
            QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
