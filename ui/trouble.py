"""Trouble: what went wrong, what is safe and what to do, said in a bar and never in the way of writing."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QMessageBox, QWidget
from shiboken6 import isValid

from warroom.errors import WarroomError
from warroom.words import _


@dataclass(frozen=True, slots=True)
class Notice:
    """Three sentences in the user's language; the last two may be empty."""

    what: str
    safe: str = ""
    todo: str = ""


class Bar(Protocol):
    """Something that can show a notice; a widget."""

    def show_notice(self, notice: Notice) -> None: ...

    def window(self) -> QWidget: ...


class Notices(QObject):
    """Brings errors and short confirmations to where the eye is: a dialog's own bar, else the window's."""

    said = Signal(str)
    shown = Signal(object)  # a Notice

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bars: list[Bar] = []

    def attach(self, bar: Bar) -> None:
        """Let this bar show what concerns its window; the first one attached shows everything else."""
        self._bars.append(bar)

    def show(self, error: Exception | str, *, parent: QWidget | None = None) -> None:
        """Show an error near `parent`. Anything but a Refusal or Trouble is a bug of ours: a crash report."""
        if isinstance(error, Exception) and not isinstance(error, WarroomError):
            sys.excepthook(type(error), error, error.__traceback__)
            return
        notice = notice_of(error)
        self.shown.emit(notice)
        self._bars = [bar for bar in self._bars if isValid(bar)]
        if not self._bars:
            return
        near = [bar for bar in self._bars if parent is not None and bar.window() is parent.window()]
        (near or self._bars)[0].show_notice(notice)

    def say(self, text: str) -> None:
        """A short confirmation in the foot; it goes by itself."""
        self.said.emit(text)


def notice_of(error: Exception | str) -> Notice:
    """An error as three sentences."""
    if isinstance(error, WarroomError):
        return Notice(error.message, error.safe, error.todo)
    return Notice(str(error))


def show_crash(report: Path | None, parent: QWidget | None) -> QMessageBox:
    """The one message box: a bug of ours, said once, without stopping what goes on."""
    box = QMessageBox(parent)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setWindowModality(Qt.WindowModality.NonModal)
    box.setIcon(QMessageBox.Icon.NoIcon)
    box.setWindowTitle(_("A fault in Warroom"))
    box.setText(_("Something in Warroom itself failed. What was saved is safe, and what you were typing is kept."))
    written = _("A report without any content of the room is in {path}.").format(path=report) if report else ""
    box.setInformativeText(
        " ".join(part for part in (_("You can go on. If it happens again, start anew."), written) if part)
    )
    box.setStandardButtons(QMessageBox.StandardButton.Ok)
    box.show()
    return box
