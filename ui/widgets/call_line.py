"""What calls for somebody, in red, with the buttons that answer it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QPushButton, QWidget

from ui.theme import Look
from ui.widgets.tone import ToneLabel

NARROW = 760  # pixels, below which the buttons stand under the words: beside them the words would be cut


class CallLine(QFrame):
    """`answers` are the words of each button and what it does."""

    def __init__(
        self, look: Look, said: str, answers: Sequence[tuple[str, Callable[[], object]]], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._look = look
        self.setProperty("wash", "late")
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(12, 5, 12, 5)
        self._row.setSpacing(4)
        words = ToneLabel(look, "late", bold=True, wrap=True, parent=self)
        words.say(said)
        self._row.addWidget(words, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(12)
        self._row.addLayout(buttons)
        for name, run in answers:
            button = QPushButton(name, self)
            button.clicked.connect(lambda _checked=False, run=run: run())
            buttons.addWidget(button)
        buttons.addStretch(1)

    # What Qt asks

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_narrow = self.width() < self._look.px(NARROW)
        way = QBoxLayout.Direction.TopToBottom if is_narrow else QBoxLayout.Direction.LeftToRight
        if self._row.direction() != way:
            self._row.setDirection(way)
