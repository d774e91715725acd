"""A short list to choose one from, with the keys: arrows, or the number in front."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QRadioButton, QWidget

from ui.theme import Look
from ui.widgets.tone import ToneLabel

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Way(Generic[Value]):
    """One thing to choose: its value, its words, and what it means."""

    value: Value
    words: Callable[[], str]
    meaning: Callable[[], str] = lambda: ""
    key: str = ""  # the digit that chooses it


class Choice(QWidget, Generic[Value]):
    """Radio buttons, one a line with its meaning beside it, or all in a row."""

    chosen = Signal()

    def __init__(
        self, look: Look, ways: Sequence[Way[Value]], parent: QWidget | None = None, *, in_a_row: bool = False
    ) -> None:
        super().__init__(parent)
        self._ways = list(ways)
        self._group = QButtonGroup(self)
        self._meanings: list[ToneLabel] = []
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(len(self._ways) if in_a_row else 1, 1)
        for at, _way in enumerate(self._ways):
            button, meaning = QRadioButton(self), ToneLabel(look, "muted", wrap=True, parent=self)
            self._group.addButton(button, at)
            self._meanings.append(meaning)
            grid.addWidget(button, 0 if in_a_row else at, at if in_a_row else 0)
            if in_a_row:
                meaning.hide()
            else:
                grid.addWidget(meaning, at, 1)
        self._group.idToggled.connect(self._tell)
        self.say()

    def say(self) -> None:
        """All words anew, after a change of language."""
        for at, way in enumerate(self._ways):
            button = self._group.button(at)
            button.setText(way.words())
            button.setAccessibleDescription(way.meaning())
            self._meanings[at].setText(way.meaning())

    def value(self) -> Value | None:
        """What is chosen, None before anything is."""
        at = self._group.checkedId()
        return self._ways[at].value if at >= 0 else None

    def choose(self, value: Value) -> None:
        """Choose without telling anyone; a value that is not here changes nothing."""
        at = next((at for at, way in enumerate(self._ways) if way.value == value), -1)
        if at >= 0:
            with QSignalBlocker(self._group):
                self._group.button(at).setChecked(True)
            self._stop_at(at)

    def _stop_at(self, at: int) -> None:
        """Tab comes to the choice made; Qt itself moves it there only when a person chooses."""
        chosen, tab = self._group.button(at), Qt.FocusPolicy.TabFocus.value
        for button in self._group.buttons():
            kept = button.focusPolicy().value
            button.setFocusPolicy(Qt.FocusPolicy(kept | tab if button is chosen else kept & ~tab))
        self.setFocusProxy(chosen)

    def _tell(self, at: int, checked: bool) -> None:
        if checked:
            self._stop_at(at)
            self.chosen.emit()

    # What Qt asks

    def keyPressEvent(self, event: QKeyEvent) -> None:
        at = next((at for at, way in enumerate(self._ways) if way.key and way.key == event.text()), -1)
        if at < 0:
            super().keyPressEvent(event)
            return
        self._group.button(at).setChecked(True)
        self._group.button(at).setFocus()
