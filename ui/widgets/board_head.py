"""The head of the board: what is counted, how it is shown, and the one primary button."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLabel, QPushButton, QWidget

from ui.theme import Look
from ui.widgets.spoken import Spoken
from ui.widgets.tone import ToneLabel
from warroom.words import _, ngettext


class BoardHead(Spoken, QWidget):
    """Cards or list, by severity or by status, filter, declare."""

    cards_wanted = Signal(bool)
    severity_wanted = Signal(bool)
    filter_wanted = Signal(bool)
    over_wanted = Signal(bool)
    declare_asked = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._live = self._over = 0
        self._title, self._count = QLabel(self), ToneLabel(look, "muted", parent=self)
        self._title.setProperty("role", "page")
        self.over, self.cards, self.list, self.by_severity, self.filter, self.declare = (
            QPushButton(self) for _at in range(6)
        )
        self.over.setProperty("quiet", True)
        self.declare.setProperty("primary", True)
        for button in (self.over, self.cards, self.list, self.by_severity, self.filter):
            button.setCheckable(True)
        together = QButtonGroup(self)
        together.addButton(self.cards)
        together.addButton(self.list)
        self.cards.setChecked(True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._title)
        row.addWidget(self._count)
        row.addWidget(self.over)
        row.addStretch(1)
        for button in (self.cards, self.list, self.by_severity, self.filter, self.declare):
            row.addWidget(button)
        self.cards.toggled.connect(self.cards_wanted)
        self.by_severity.toggled.connect(self.severity_wanted)
        self.filter.toggled.connect(self.filter_wanted)
        self.over.toggled.connect(self.over_wanted)
        self.declare.clicked.connect(lambda _checked=False: self.declare_asked.emit())
        self._say()

    def set_empty(self, is_empty: bool) -> None:
        """With nothing to show, the guide below has the only button."""
        for button in (self.cards, self.list, self.by_severity, self.filter, self.declare):
            button.setVisible(not is_empty)

    def count(self, *, live: int, over: int) -> None:
        self._live, self._over = live, over
        self._say()

    def _say(self) -> None:
        self._title.setText(_("Open incidents"))
        self._count.say(ngettext("{n} open", "{n} open", self._live).format(n=self._live))
        self.over.setText(ngettext("{n} past", "{n} past", self._over).format(n=self._over))
        self.over.setToolTip(_("List also what is closed, was a false alarm, or was imported when resolved"))
        self.over.setVisible(self._over > 0)
        self.cards.setText(_("Cards"))
        self.list.setText(_("List"))
        self.by_severity.setText(_("By severity"))
        self.filter.setText(_("Filter"))
        self.declare.setText(_("Declare an incident"))
        self.declare.setToolTip("Ctrl+N")
