"""The card of the drawings: a title, a note on its right, a line, and a body."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ui.theme import restyle
from ui.widgets.elided import ElidedLabel


class PanelFrame(QFrame):
    """A panel with a head; put widgets into `body`, buttons of the head into `head`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("panel", True)
        self._title = QLabel(self)
        self._title.setProperty("role", "title")
        self._title.setTextFormat(Qt.TextFormat.PlainText)
        self._note = ElidedLabel(parent=self)
        self._note.setProperty("role", "muted")
        self._note.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        line = QFrame(self)
        line.setProperty("line", True)
        line.setFixedHeight(1)
        self.head = QHBoxLayout()
        self.head.setContentsMargins(14, 8, 14, 8)
        self.head.setSpacing(8)
        self.head.addWidget(self._title)
        self.head.addWidget(self._note, 1)
        self.body = QVBoxLayout()
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(0)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(1, 1, 1, 1)
        whole.setSpacing(0)
        whole.addLayout(self.head)
        whole.addWidget(line)
        whole.addLayout(self.body, 1)

    def set_title(self, text: str) -> None:
        self._title.setText(text)
        self.setAccessibleName(text)

    def set_note(self, text: str, *, role: str = "muted") -> None:
        """The note on the right of the title; `late` only when it counts what is late."""
        self._note.setText(text)
        if self._note.property("role") != role:
            self._note.setProperty("role", role)
            restyle(self._note)
