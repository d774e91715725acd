"""One heading of a situation point: what the log fills in, what is said beside it, and what can be done on the spot."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from ui.desk import Desk
from ui.widgets.fields import TextBox
from ui.widgets.lines import Lead, clear
from ui.widgets.panel import PanelFrame
from ui.widgets.side_column import Flowing
from ui.widgets.spoken import Spoken
from ui.widgets.tone import ToneLabel
from warroom.commands.said import heading_word
from warroom.domain.points import Heading
from warroom.reports.agenda import Item
from warroom.words import _

DRAFT_MS = 300


class ItemLine(Lead):
    """One line that the log fills in; a click leads to what is behind it."""

    def __init__(self, desk: Desk, item: Item, parent: QWidget | None = None) -> None:
        super().__init__(desk.look, parent)
        label = ToneLabel(desk.look, "late" if item.is_late else "", wrap=True, parent=self)
        label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        row = QVBoxLayout(self)
        row.setContentsMargins(14, 5, 14, 6)
        row.addWidget(label)
        label.say(f"▲ {item.text}" if item.is_late else item.text)
        self.setAccessibleName(_("{text}, late").format(text=item.text) if item.is_late else item.text)


class HeadingCard(Spoken, PanelFrame):
    """The heading gone through now. Enter in the box, or PgDn, goes on to the next."""

    next_asked = Signal()
    item_chosen = Signal(object)  # Item
    note_typed = Signal(str)  # after a moment without typing

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.heading = Heading.PRESENT
        self._is_held = False
        inside = Flowing()
        self._lines = QVBoxLayout()
        self._lines.setSpacing(0)
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(self._lines)
        column.addStretch(1)
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inside)
        self.note = TextBox(lines=4, parent=self)
        self._note_label = ToneLabel(desk.look, "muted", parent=self)
        self.extra = QVBoxLayout()
        self._deeds_place = QVBoxLayout()
        under = QVBoxLayout()
        under.setContentsMargins(14, 8, 14, 12)
        under.setSpacing(6)
        under.addLayout(self.extra)
        under.addWidget(self._note_label)
        under.addWidget(self.note)
        under.addLayout(self._deeds_place)
        self.body.addWidget(area, 1)
        self.body.addLayout(under)
        self._keeping = QTimer(self, interval=DRAFT_MS, singleShot=True)
        self._keeping.timeout.connect(self._tell_note)
        self.note.sent.connect(self.next_asked)
        self.note.textChanged.connect(self._keeping.start)
        self._say()

    def show_heading(self, heading: Heading, items: Sequence[Item], *, note: str, is_held: bool) -> None:
        """Show this heading; `note` is what was noted, or the draft of it."""
        is_other, self.heading, self._is_held = heading is not self.heading, heading, is_held
        clear(self._lines)
        for item in items:
            line = ItemLine(self._desk, item, self)
            line.chosen.connect(lambda item=item: self.item_chosen.emit(item))
            self._lines.addWidget(line)
        if not items:
            label = ToneLabel(self._desk.look, "muted", wrap=True, parent=self)
            label.setContentsMargins(14, 10, 14, 8)
            label.say(_empty_said(heading))
            self._lines.addWidget(label)
        if is_other or not self.note.hasFocus():
            self.put_note(note)
        self.note.setReadOnly(is_held)
        self._say()

    def put_note(self, note: str) -> None:
        """Put this into the box without taking it for typed."""
        if note != self.note.toPlainText():
            self.note.setPlainText(note)
        self._keeping.stop()

    def show_deeds(self, deeds: Sequence[tuple[str, Callable[[], object]]]) -> None:
        """What can be done on the spot under this heading."""
        clear(self._deeds_place)
        bar = QWidget(self)
        row = QHBoxLayout(bar)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for words, run in deeds:
            button = QPushButton(words, bar)
            button.clicked.connect(lambda _checked=False, run=run: run())
            row.addWidget(button)
        row.addStretch(1)
        bar.setVisible(bool(deeds))
        self._deeds_place.addWidget(bar)

    def settle(self) -> None:
        """Keep what is typed, now."""
        if self._keeping.isActive():
            self._keeping.stop()
            self._tell_note()

    def _tell_note(self) -> None:
        if not self._is_held:
            self.note_typed.emit(self.note.toPlainText())

    def _say(self) -> None:
        self.set_title(heading_word(self.heading))
        self._note_label.say(_("What was said besides"), "muted")
        self.note.setAccessibleName(f"{heading_word(self.heading)}, {_('What was said besides')}")
        self.note.setPlaceholderText(_("Enter: the next heading. Shift+Enter: a new line."))


def _empty_said(heading: Heading) -> str:
    return {
        Heading.PRESENT: _("No function is armed: say who is present."),
        Heading.FACTS: _("Nothing was verified since the last point."),
        Heading.IMPACTS: _("No service is touched."),
        Heading.ACTIONS: _("No action is open, and none was done since the last point."),
        Heading.ANTICIPATION: _("No case was written: say what may come next."),
        Heading.DECISIONS: _("No decision is awaited."),
        Heading.COMMUNICATION: _("No message and no deadline is due."),
        Heading.NEXT: _("Say when the next point is, and close this one."),
    }[heading]
