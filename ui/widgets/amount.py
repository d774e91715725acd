"""A whole number typed as people write it: `12 500`, `12,500`, `3`."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from ui.theme import Look
from ui.widgets.tone import ToneLabel
from warroom.errors import Refusal
from warroom.words import _

SPACES = " \u00a0\u202f\u2009'’.,_€"  # what sets thousands apart, here and there
LONGEST = 15  # digits


class AmountField(QWidget):
    """A line for a number, and its unit beside it."""

    changed = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.line = QLineEdit(self)
        self.line.setFixedWidth(look.px(136))
        self.unit = ToneLabel(look, "muted", parent=self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.line)
        row.addWidget(self.unit, 1)
        self.setFocusProxy(self.line)
        self.line.textChanged.connect(lambda _text: self.changed.emit())

    def setAccessibleName(self, name: str) -> None:
        """The line is what a screen reader stands on."""
        super().setAccessibleName(name)
        self.line.setAccessibleName(name)

    def set_amount(self, n: int) -> None:
        self.line.setText(str(n) if n else "")

    def known(self) -> int:
        """What is typed, 0 while it cannot be read."""
        try:
            return self.amount()
        except Refusal:
            return 0

    def amount(self) -> int:
        """What is typed, 0 for nothing. Raises Refusal for what is no whole number."""
        text = "".join(letter for letter in self.line.text() if letter not in SPACES)
        if not text:
            return 0
        if not (text.isascii() and text.isdigit() and len(text) <= LONGEST):
            raise Refusal(
                "amount-unread",
                _("“{text}” is not a whole number.").format(text=self.line.text()),
                safe=_("Nothing was changed."),
                todo=_("Type it in digits, without cents: 12500."),
            )
        return int(text)
