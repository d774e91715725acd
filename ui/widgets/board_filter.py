"""What the board shows: words, a severity, who leads; empty fields ask nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QPushButton, QWidget

from ui.widgets.spoken import Spoken
from warroom.commands.said import severity_word
from warroom.domain.incidents import Severity
from warroom.room import Card
from warroom.words import _


@dataclass(frozen=True, slots=True)
class BoardFilter:
    """The cards to show."""

    words: str = ""
    severity: Severity | None = None
    owner: str = ""

    @property
    def is_empty(self) -> bool:
        return self == BoardFilter()

    def keeps(self, card: Card) -> bool:
        """Every word must be somewhere in the number, the title, the services, the owner or the situation."""
        incident = card.incident
        if self.severity is not None and self.severity not in (incident.severity, incident.gravity):
            return False
        if self.owner and self.owner != incident.owner:
            return False
        if not self.words:
            return True
        about = (incident.number, incident.title, *card.services, incident.owner, card.situation)
        whole = " ".join(about).casefold()
        return all(word in whole for word in self.words.casefold().split())


class BoardFilterBar(Spoken, QWidget):
    """The fields of the filter, in one line."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words, self._severity, self._owner = QLineEdit(self), QComboBox(self), QComboBox(self)
        self._clear = QPushButton(self)
        self._words.setClearButtonEnabled(True)
        self._clear.setProperty("quiet", True)
        self._words.setMinimumWidth(240)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for field in (self._words, self._severity, self._owner, self._clear):
            row.addWidget(field)
        row.addStretch(1)
        for severity in (None, *Severity):
            self._severity.addItem("", severity)
        self._owner.addItem("", "")
        self._say()
        self._words.textChanged.connect(self.changed)
        self._severity.currentIndexChanged.connect(self.changed)
        self._owner.currentIndexChanged.connect(self.changed)
        self._clear.clicked.connect(self.clear)

    def wanted(self) -> BoardFilter:
        severity = self._severity.currentData()
        return BoardFilter(
            words=self._words.text().strip(),
            severity=None if severity is None else Severity(severity),
            owner=self._owner.currentData() or "",
        )

    def set_owners(self, owners: Sequence[str]) -> None:
        """Offer these names; the one chosen stays even when it vanished."""
        chosen = self._owner.currentData() or ""
        names = sorted({*owners, chosen} - {""}, key=str.casefold)
        if names == [self._owner.itemData(at) for at in range(1, self._owner.count())]:
            return
        with QSignalBlocker(self._owner):
            while self._owner.count() > 1:
                self._owner.removeItem(1)
            for name in names:
                self._owner.addItem(name, name)
            self._owner.setCurrentIndex(max(0, self._owner.findData(chosen)))

    def focus_words(self) -> None:
        self._words.setFocus()
        self._words.selectAll()

    def clear(self) -> None:
        self._words.clear()
        self._severity.setCurrentIndex(0)
        self._owner.setCurrentIndex(0)

    def _say(self) -> None:
        self._words.setPlaceholderText(_("Words of the title, a service, a number"))
        self._words.setAccessibleName(_("Words"))
        self._severity.setAccessibleName(_("Severity"))
        self._owner.setAccessibleName(_("Led by"))
        self._severity.setItemText(0, _("Any severity"))
        for at, severity in enumerate(Severity, start=1):
            self._severity.setItemText(at, severity_word(severity))
        self._owner.setItemText(0, _("Led by anyone"))
        self._clear.setText(_("Show all"))
