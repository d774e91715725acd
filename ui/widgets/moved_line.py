"""A quiet line for two who write at once: somebody changed this text; what is typed here is kept until they compare."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from ui.theme import Look
from ui.widgets.spoken import Spoken
from ui.widgets.tone import ToneLabel
from warroom.words import _


class MovedLine(Spoken, QFrame):
    """Hidden until `show_moved`; it never takes the keyboard by itself."""

    compare_asked = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("wash", "due")
        self._said, self._compare = ToneLabel(look, "due", bold=True, wrap=True, parent=self), QPushButton(self)
        self._compare.clicked.connect(lambda _checked=False: self.compare_asked.emit())
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 12, 6)
        row.addWidget(self._said, 1)
        row.addWidget(self._compare)
        self.hide()
        self._say()

    def _say(self) -> None:
        self._said.say(_("Somebody changed this text while you were typing. Yours is kept until you have compared."))
        self._compare.setText(_("Compare…"))
