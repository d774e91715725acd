"""Incidents that are over and that nobody has reviewed: a reminder, with the button that begins."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ui.theme import Look
from ui.widgets.elided import ElidedLabel
from ui.widgets.lines import clear
from ui.widgets.spoken import Spoken
from ui.widgets.tone import ToneLabel
from warroom.domain.incidents import Incident
from warroom.words import _, ngettext

SHOWN = 3


class OwedReviews(Spoken, QFrame):
    """Hidden while nothing is owed."""

    chosen = Signal(str)  # incident id

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._owed: tuple[Incident, ...] = ()
        self.setProperty("wash", "due")
        self._said = ToneLabel(look, "due", bold=True, wrap=True, parent=self)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(4)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(12, 8, 12, 8)
        whole.setSpacing(6)
        whole.addWidget(self._said)
        whole.addLayout(self._lines)
        self.hide()

    def show_owed(self, owed: Sequence[Incident]) -> None:
        """These incidents should be reviewed."""
        if tuple(owed) != self._owed:
            self._owed = tuple(owed)
            self._say()

    def buttons(self) -> list[QPushButton]:
        return self.findChildren(QPushButton)

    def _say(self) -> None:
        many = len(self._owed)
        self.setVisible(bool(many))
        self._said.say(
            ngettext(
                "{n} grave incident is over and was not reviewed.",
                "{n} grave incidents are over and were not reviewed.",
                many,
            ).format(n=many)
        )
        clear(self._lines)
        for incident in self._owed[:SHOWN]:
            self._lines.addWidget(self._line(incident))

    def _line(self, incident: Incident) -> QWidget:
        line, text, button = QWidget(self), ElidedLabel(parent=self), QPushButton(self)
        text.setText(f"{incident.number} · {incident.title}")
        button.setText(_("Review it…"))
        button.setAccessibleName(_("Review {number}").format(number=incident.number))
        button.clicked.connect(lambda _checked=False: self.chosen.emit(incident.id))
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(text, 1)
        row.addWidget(button)
        return line
