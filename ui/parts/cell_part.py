"""A part of the page of a cell: a panel told what there is to show of it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from ui.desk import Desk
from ui.models.cell import CellFacts
from ui.parts.part import Part
from ui.theme import Look
from ui.widgets.elided import ElidedLabel
from ui.widgets.lines import LINE, PAD, Lead
from ui.widgets.tone import ToneLabel
from warroom import phrases


class CellPart(Part):
    """Its buttons are there only while the cell is at work and the room can be written."""

    record_chosen = Signal(str, str, str)  # incident, noun, id

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.facts: CellFacts | None = None
        self._hands: list[QPushButton] = []

    def show_facts(self, facts: CellFacts) -> None:
        """Show this cell from now on."""
        self.facts = facts
        for button in self._hands:
            button.setVisible(self.can_change)
        self.refresh()
        has_hands = any(not button.isHidden() for button in self._hands)
        self.head.setContentsMargins(14, 4 if has_hands else 9, 6 if has_hands else 14, 4 if has_hands else 9)

    @property
    def can_change(self) -> bool:
        return self.facts is not None and self.facts.cell.is_active and not self.desk.room.read_only

    def add_hand(self, words: Callable[[], str], run: Callable[[], object]) -> QPushButton:
        """A button of the head that changes something."""
        button = self.add_head_button(words, run)
        self._hands.append(button)
        return button

    def _redraw(self) -> None:
        if self.facts is not None:
            self.refresh()


class NamedLine(Lead):
    """A short name in front, a text that is cut where there is no room, and a word at the end."""

    def __init__(self, look: Look, *, share: int = 64, parent: QWidget | None = None) -> None:
        super().__init__(look, parent)
        self._name, self._word = ToneLabel(look, "muted", parent=self), ToneLabel(look, parent=self)
        self._text = ElidedLabel(parent=self)
        self._name.setMinimumWidth(look.px(share))
        row = QHBoxLayout(self)
        row.setContentsMargins(PAD + 2, 0, PAD + 2, 0)
        row.setSpacing(8)
        row.addWidget(self._name)
        row.addWidget(self._text, 1)
        row.addWidget(self._word)
        self.setFixedHeight(look.px(LINE))

    def say(self, name: str, text: str, word: str = "", tone: str = "") -> None:
        self._name.say(name)
        self._text.setText(text)
        self._word.say(word, tone)
        self._word.setVisible(bool(word))
        self.setAccessibleName(phrases.labelled(name, f"{text} {word}".strip()))
