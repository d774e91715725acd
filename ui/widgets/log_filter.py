"""The filter bar of the log: words, kind, author, time, verification, service, key events, and the order."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QHBoxLayout, QLineEdit, QToolButton, QWidget

from ui.desk import Desk
from ui.theme import set_property
from ui.widgets.spoken import Spoken
from warroom import phrases
from warroom.commands.said import kind_word, verification_word
from warroom.domain.entries import Kind, Verification
from warroom.domain.quick_entry import parse_time
from warroom.room import LogFilter, Order
from warroom.words import _, pgettext

SETTLE_MS = 150
MINUTE_MS = 60_000
CHARACTERS = 6  # of a choice, at least
STATES = (Verification.TO_VERIFY, Verification.VERIFYING, Verification.VERIFIED, Verification.REFUTED)


class LogFilterBar(Spoken, QWidget):
    """Says which entries are wanted, a moment after the last key."""

    wanted = Signal(object)  # a LogFilter
    ordered = Signal(object)  # an Order
    left = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._last = LogFilter()
        self._build()
        self._settling = QTimer(self)
        self._settling.setSingleShot(True)
        self._settling.setInterval(SETTLE_MS)
        self._settling.timeout.connect(self._tell)
        self._say()
        for line in (self._words, self._since, self._until):
            line.textChanged.connect(self._settling.start)
        for choice in (self._kind, self._state):
            choice.currentIndexChanged.connect(self._settling.start)
        for names in (self._author, self._service):
            names.editTextChanged.connect(self._settling.start)
        self._key_events.toggled.connect(self._settling.start)
        self._order.currentIndexChanged.connect(self._tell_order)
        self._clear.clicked.connect(self.clear)

    def _build(self) -> None:
        self._words, self._since, self._until = QLineEdit(self), QLineEdit(self), QLineEdit(self)
        self._words.setClearButtonEnabled(True)
        self._kind, self._state, self._order = QComboBox(self), QComboBox(self), QComboBox(self)
        self._author, self._service = self._names(), self._names()
        for choice in (self._kind, self._state, self._order, self._author, self._service):
            choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            choice.setMinimumContentsLength(CHARACTERS)
        self._key_events = QCheckBox(self)
        self._clear = QToolButton(self)
        self._clear.setProperty("quiet", True)
        for line in (self._since, self._until):
            line.setMinimumWidth(56)
        first, second = QHBoxLayout(), QHBoxLayout()
        for row in (first, second):
            row.setSpacing(8)
        first.addWidget(self._words, 3)
        first.addWidget(self._kind, 2)
        first.addWidget(self._state, 2)
        first.addWidget(self._key_events)
        second.addWidget(self._author, 2)
        second.addWidget(self._service, 2)
        second.addWidget(self._since, 1)
        second.addWidget(self._until, 1)
        second.addWidget(self._order, 2)
        second.addWidget(self._clear)
        whole = QGridLayout(self)
        whole.setContentsMargins(14, 0, 14, 10)
        whole.setVerticalSpacing(8)
        whole.addLayout(first, 0, 0)
        whole.addLayout(second, 1, 0)

    def _names(self) -> QComboBox:
        names = QComboBox(self)
        names.setEditable(True)
        names.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        return names

    # For the panel

    def set_names(self, *, people: Sequence[str], services: Sequence[str]) -> None:
        for choice, names in ((self._author, people), (self._service, services)):
            typed = choice.currentText()
            choice.blockSignals(True)
            choice.clear()
            choice.addItems(["", *names])
            choice.setEditText(typed)
            choice.blockSignals(False)

    def value(self) -> LogFilter:
        """What is asked now; a time that cannot be read asks nothing."""
        kind, state = self._kind.currentData(), self._state.currentData()
        since, until = self._time(self._since), self._time(self._until)
        return LogFilter(
            kinds=frozenset({Kind(kind)}) if kind else frozenset(),
            author=self._author.currentText().strip(),
            since=since,
            until=None if until is None else until + MINUTE_MS,
            verification=frozenset({Verification(state)}) if state else frozenset(),
            service=self._service.currentText().strip(),
            key_events=self._key_events.isChecked(),
            words=self._words.text().strip(),
        )

    def show_only(self, *, state: Verification | None = None, key_events: bool = False) -> None:
        """Ask one thing, from a count in the head of the panel."""
        self.clear()
        self._state.setCurrentIndex(max(0, self._state.findData(state)) if state else 0)
        self._key_events.setChecked(key_events)
        self._tell()

    def set_order(self, order: Order) -> None:
        self._order.setCurrentIndex(self._order.findData(order))

    def focus_words(self) -> None:
        self._words.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._words.selectAll()

    @Slot()
    def clear(self) -> None:
        """Ask nothing: the whole log."""
        for line in (self._words, self._since, self._until):
            line.clear()
        self._kind.setCurrentIndex(0)
        self._state.setCurrentIndex(0)
        for names in (self._author, self._service):
            names.setEditText("")
        self._key_events.setChecked(False)
        self._tell()

    @Slot()
    def _tell(self) -> None:
        self._settling.stop()
        wanted = self.value()
        if wanted != self._last:
            self._last = wanted
            self.wanted.emit(wanted)

    @Slot()
    def _tell_order(self) -> None:
        self.ordered.emit(self._order.currentData())

    def _time(self, line: QLineEdit) -> int | None:
        text = line.text().strip()
        at = parse_time(text, self._desk.room.clock.now_ms(), None) if text else None
        set_property(line, "wrong", bool(text) and at is None)
        line.setToolTip("" if at is None else f"{phrases.day(at)} {phrases.time_of_day(at)}")
        return at

    def _say(self) -> None:
        self._words.setPlaceholderText(_("Words in this log"))
        self._since.setPlaceholderText(pgettext("time", "From"))
        self._until.setPlaceholderText(pgettext("time", "Until"))
        self._key_events.setText(_("Key events"))
        self._clear.setText(_("Clear"))
        _fill(self._kind, _("All kinds"), list(Kind), kind_word)
        _fill(self._state, _("All states"), list(STATES), verification_word)
        _fill(self._order, "", list(Order), _order_word)
        for names, hint in ((self._author, _("Author")), (self._service, _("Service"))):
            line = names.lineEdit()
            if line is not None:
                line.setPlaceholderText(hint)
        for field, name in (
            (self._words, _("Words in this log")),
            (self._kind, _("Kind")),
            (self._state, _("Verification")),
            (self._author, _("Author")),
            (self._service, _("Service")),
            (self._order, _("Order")),
            (self._since, pgettext("time", "From")),
            (self._until, pgettext("time", "Until")),
        ):
            field.setAccessibleName(name)

    # What Qt asks

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return
        super().keyPressEvent(event)


def _order_word(order: Order) -> str:
    return pgettext("order", "As written") if order is Order.RECORDED else pgettext("order", "As it happened")


def _fill(choice: QComboBox, everything: str, values: Sequence[object], word: Callable[..., str]) -> None:
    """The choices in the language spoken now; what was chosen stays chosen."""
    chosen = choice.currentIndex()
    choice.blockSignals(True)
    choice.clear()
    if everything:
        choice.addItem(everything, None)
    for value in values:
        said = word(value)
        choice.addItem(said[:1].upper() + said[1:], value)  # a StrEnum comes back as its text
    choice.setCurrentIndex(max(0, chosen))
    choice.blockSignals(False)
