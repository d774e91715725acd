"""Exercises in a band of their own, dashed and in their colour: never among real incidents."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ui.models.incidents import actions_said, age_said, gravity_said
from ui.theme import Look
from ui.widgets.lines import clear
from ui.widgets.tone import ToneLabel
from warroom.commands.said import status_word
from warroom.room import Card
from warroom.words import _


class ExerciseBand(QFrame):
    """One line an exercise; a click opens it. Hidden when there is none."""

    chosen = Signal(str)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._lines = QVBoxLayout(self)
        self._lines.setContentsMargins(14, 6, 14, 6)
        self._lines.setSpacing(2)
        self.hide()
        look.changed.connect(self.update)

    def show_cards(self, cards: Sequence[Card], *, now_ms: int) -> None:
        clear(self._lines)
        for card in cards:
            self._lines.addWidget(self._line(card, now_ms))
        self.setVisible(bool(cards))

    def _line(self, card: Card, now_ms: int) -> QWidget:
        incident = card.incident
        line = QWidget(self)
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        mark = ToneLabel(self._look, "exercise", bold=True, parent=line)
        mark.say(_("EXERCISE"))
        name = QPushButton(f"{incident.number}  {incident.title}".replace("&", "&&"), line)
        name.setProperty("quiet", True)
        name.clicked.connect(lambda _checked=False: self.chosen.emit(incident.id))
        more = ToneLabel(self._look, "muted", parent=line)
        said = (gravity_said(incident)[0], status_word(incident.status), age_said(card, now_ms), actions_said(card))
        more.say(" · ".join(said))
        row.addWidget(mark)
        row.addWidget(name)
        row.addWidget(more)
        row.addStretch(1)
        return line

    # What Qt asks

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._look.color("exercise"), 1, Qt.PenStyle.DashLine))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
