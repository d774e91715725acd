"""What a search is narrowed to: kind, verification, author, service, from and until."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QPushButton, QWidget

from ui.desk import Desk
from ui.theme import set_property
from ui.widgets.fields import NameField
from ui.widgets.spoken import Spoken
from warroom import phrases
from warroom.commands.said import kind_word, verification_word
from warroom.domain.entries import Kind, Verification
from warroom.domain.quick_entry import parse_time
from warroom.room import LogFilter
from warroom.words import _, pgettext

STATES = (Verification.TO_VERIFY, Verification.VERIFYING, Verification.VERIFIED, Verification.REFUTED)
MINUTE_MS = 60_000


class SearchFilter(Spoken, QWidget):
    """One line of fields; empty ones ask nothing."""

    changed = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._kind, self._state = QComboBox(self), QComboBox(self)
        self._author, self._service = NameField([], self), NameField([], self)
        self._since, self._until = QLineEdit(self), QLineEdit(self)
        self._clear = QPushButton(self)
        self._clear.setProperty("quiet", True)
        for value in ("", *Kind):
            self._kind.addItem("", value)
        for value in ("", *STATES):
            self._state.addItem("", value)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for field, share in (
            (self._kind, 2), (self._state, 2), (self._author, 2), (self._service, 2), (self._since, 1),
            (self._until, 1), (self._clear, 0),
        ):  # fmt: skip
            row.addWidget(field, share)
        self._say()
        for line in self._lines():
            line.textChanged.connect(self.changed)
        for choice in (self._kind, self._state):
            choice.currentIndexChanged.connect(self.changed)
        self._clear.clicked.connect(self.clear)

    def wanted(self) -> LogFilter:
        """What is asked; a time that cannot be read yet asks nothing."""
        kind, state = self._kind.currentData(), self._state.currentData()
        since, until = self._time(self._since), self._time(self._until)
        return LogFilter(
            kinds=frozenset({Kind(kind)}) if kind else frozenset(),
            author=self._author.text().strip(),
            since=since,
            until=None if until is None else until + MINUTE_MS,
            verification=frozenset({Verification(state)}) if state else frozenset(),
            service=self._service.text().strip(),
        )

    def take_names(self) -> None:
        """Complete from the people and services the room knows now."""
        people, services = self._desk.room.views.names()
        self._author.set_names(people)
        self._service.set_names(services)

    def clear(self) -> None:
        for line in self._lines():
            line.clear()
        self._kind.setCurrentIndex(0)
        self._state.setCurrentIndex(0)

    def _lines(self) -> tuple[QLineEdit, ...]:
        return self._author, self._service, self._since, self._until

    def _time(self, line: QLineEdit) -> int | None:
        text, now = line.text().strip(), self._desk.room.clock.now_ms()
        at = parse_time(text, now, phrases.local(now).tzinfo) if text else None
        set_property(line, "wrong", bool(text) and at is None)
        line.setToolTip("" if at is None else f"{phrases.day(at)} {phrases.time_of_day(at)}")
        return at

    def _say(self) -> None:
        self._kind.setItemText(0, _("All kinds"))
        for at in range(1, self._kind.count()):
            self._kind.setItemText(at, kind_word(Kind(self._kind.itemData(at))))
        self._state.setItemText(0, _("All states"))
        for at in range(1, self._state.count()):
            self._state.setItemText(at, verification_word(Verification(self._state.itemData(at))))
        for line, words in (
            (self._author, _("Author")),
            (self._service, _("Service")),
            (self._since, pgettext("time", "From")),
            (self._until, pgettext("time", "Until")),
        ):
            line.setPlaceholderText(words)
            line.setAccessibleName(words)
        self._kind.setAccessibleName(_("Kind"))
        self._state.setAccessibleName(_("Verification"))
        self._clear.setText(_("Clear"))
