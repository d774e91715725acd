"""One red line for what is late and may be out of sight; a click brings it into view."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.theme import Look
from ui.widgets.lines import PAD, Lead
from ui.widgets.tone import ToneLabel
from warroom.words import ngettext


class LateLine(Lead):
    """`1 decision late · 3 actions late`; hidden while nothing is."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(look, parent)
        self.is_last = True
        self._said = ToneLabel(look, "late", bold=True, wrap=True, parent=self)
        row = QHBoxLayout(self)
        row.setContentsMargins(PAD + 2, 6, PAD + 2, 6)
        row.addWidget(self._said)

    @property
    def text(self) -> str:
        """What it says now, "" when nothing is late."""
        return self._said.text()

    def say(self, *, decisions: int, actions: int, messages: int = 0) -> None:
        """How many of each are late."""
        counted = (
            (decisions, ngettext("{n} decision late", "{n} decisions late", decisions)),
            (actions, ngettext("{n} action late", "{n} actions late", actions)),
            (messages, ngettext("{n} message late", "{n} messages late", messages)),
        )
        self._said.say(" · ".join(words.format(n=count) for count, words in counted if count), "late")
        self.setAccessibleName(self._said.text())

    # What Qt asks

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.look.color("late_wash"))
        painter.drawRoundedRect(self.rect(), 8, 8)
        painter.end()
        super().paintEvent(event)
