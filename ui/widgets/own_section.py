"""One line that adds a section of this review's own: its title, and Enter."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from ui.desk import Desk
from ui.widgets.spoken import Spoken
from ui.widgets.tone import ToneLabel
from warroom.commands import AddSection
from warroom.domain.rex import Rex
from warroom.words import _


class OwnSection(Spoken, QWidget):
    """The same title makes the same section at every station."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._rex: Rex | None = None
        self._said, self.line = ToneLabel(desk.look, "muted", parent=self), QLineEdit(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._said)
        row.addWidget(self.line, 1)
        self.setFocusProxy(self.line)
        self.line.returnPressed.connect(self._add)
        self._say()

    def show_rex(self, rex: Rex) -> None:
        self._rex = rex

    @Slot()
    def _add(self) -> None:
        title = self.line.text().strip()
        if title and self._rex is not None:
            made = self._desk.room.do(AddSection(rex=self._rex.id, title=title))
            self._desk.tasks.follow(made, owner=self, done=lambda _code: self.line.clear())

    def _say(self) -> None:
        self._said.say(_("A section of this review’s own"))
        self.line.setPlaceholderText(_("its title, and Enter"))
        self.line.setAccessibleName(_("A section of this review’s own"))
        self.line.setEnabled(not self._desk.room.read_only)
