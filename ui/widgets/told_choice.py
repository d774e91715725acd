"""Lists to choose one value from by typing its first letters: a channel, an audience, a message."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QComboBox, QWidget

Offered = Sequence[tuple[str, str]]  # value and words


class ToldChoice(QComboBox):
    """What can be chosen is asked anew for every language; the first is usually “nothing said”."""

    def __init__(self, offered: Callable[[], Offered], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._offered = offered
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(10)
        self.say()

    def say(self) -> None:
        """The words anew; the choice stays."""
        kept = self.value()
        with QSignalBlocker(self):
            self.clear()
            for value, words in self._offered():
                self.addItem(words, value)
            self.choose(kept)

    def value(self) -> str:
        """What is chosen, "" for nothing."""
        return str(self.currentData() or "")

    def choose(self, value: str) -> None:
        """Choose this; what is not offered chooses the first."""
        self.setCurrentIndex(max(0, self.findData(value)))
