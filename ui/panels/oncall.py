"""On call: who is now, until when and who is next; the week as a grid; gaps in words; take, replace, swap."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from ui.desk import Desk
from ui.latest import Latest
from ui.models.oncall import Week, clash_said, days_of, gap_said, item_said, read_week, week_said
from ui.panels.oncall_deeds import OnCallDeeds
from ui.tasks import Job
from ui.widgets.card_grid import place_cards
from ui.widgets.elided import ElidedLabel
from ui.widgets.on_call_card import OnCallCard
from ui.widgets.spoken import Spoken
from ui.widgets.tone import ToneLabel
from ui.widgets.week_grid import Item, WeekGrid
from warroom.domain.turns import Stretch
from warroom.room import Change
from warroom.words import _, ngettext

TICK_MS = 30_000
SIDE, CARD, WIDEST, NARROW = 16, 290, 1400, 720
NOUNS = frozenset({"rotation", "override", "duty", "person"})
MOST_WARNINGS = 6
KINDS = ("ics", "csv", "pdf", "html")


class OnCallPanel(Spoken, QScrollArea):
    """One column; everything is read in a task and shown at once."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.week: Week | None = None
        self._at = desk.room.clock.now_ms()
        self.deeds = OnCallDeeds(desk, self)
        self._latest: Latest[Week] = Latest(desk, owner=self, read=self._read, show=self._show)
        self.cards: list[OnCallCard] = []
        self._build()
        self._say()
        desk.changes.changed.connect(self._follow)
        desk.look.changed.connect(self._size)
        self._ticks = QTimer(self, interval=TICK_MS)
        self._ticks.timeout.connect(self._look_again)

    # What can be done here

    def go(self, weeks: int) -> None:
        """The week before, or after; 0 is this one."""
        now = self._desk.room.clock.now_ms()
        days = days_of(self._at)
        self._at = now if weeks == 0 else days[0] - 1 if weeks < 0 else days[-1]
        self._look_again()

    def print_(self) -> None:
        """The week on one page (Ctrl+P): to the printer of this laptop, else into a file."""
        self.deeds.print_week(self._at)

    def _look_again(self) -> None:
        if self.isVisible():
            self._latest.ask()

    def _read(self, _job: Job) -> Week:
        return read_week(self._desk.room, self._at)

    @Slot(object)
    def _follow(self, change: Change) -> None:
        if change.touches(*NOUNS):
            self._look_again()

    # Building

    def _build(self) -> None:
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._page = QWidget(self)
        self._column = QVBoxLayout(self._page)
        self._column.setSpacing(12)
        self._build_head()
        self._build_empty()
        self._cards = QGridLayout()
        self._cards.setSpacing(10)
        self._column.addLayout(self._cards)
        self._build_week()
        self._warnings = QVBoxLayout()
        self._warnings.setSpacing(4)
        self._column.addLayout(self._warnings)
        self._column.addStretch(1)
        self.setWidget(self._page)
        self._size()

    def _button(self, act: Callable[[], None]) -> QPushButton:
        made = QPushButton(self._page)
        made.clicked.connect(lambda _checked=False: act())
        return made

    def _build_head(self) -> None:
        self._heading = QLabel(self._page)
        self._heading.setProperty("role", "page")
        self._export, self._import = QPushButton(self._page), self._button(lambda: self.deeds.import_calendar())
        self._menu = QMenu(self._export)
        self._exports = [self._menu.addAction("") for _kind in KINDS]
        for action, kind in zip(self._exports, KINDS, strict=True):
            action.triggered.connect(lambda _checked=False, kind=kind: self.deeds.export_week(self._at, kind))
        self._export.setMenu(self._menu)
        self._new = self._button(lambda: self.deeds.add_rotation())
        self._head = _row(self._heading, self._export, self._import, self._new)
        self._column.addLayout(self._head)

    def _build_empty(self) -> None:
        self._nothing = ToneLabel(self._desk.look, "muted", px=15, wrap=True, parent=self._page)
        self._column.addWidget(self._nothing)

    def _build_week(self) -> None:
        self._bar = QFrame(self._page)
        self._before = self._button(lambda: self.go(-1))
        self._today = self._button(lambda: self.go(0))
        self._after = self._button(lambda: self.go(1))
        self._week_said = ToneLabel(self._desk.look, px=15, bold=True, parent=self._bar)
        self._bar_row = _row(self._week_said, self._before, self._today, self._after)
        self._bar.setLayout(self._bar_row)
        self.grid = WeekGrid(self._desk.look, self._page)
        self.grid.chosen.connect(lambda _item: self._show_chosen())
        self.grid.opened.connect(self._open)
        self._chosen = QFrame(self._page)
        self._chosen.setProperty("panel", True)
        self._chosen_said = ElidedLabel(parent=self._chosen)
        self.take = self._button(lambda: self._with_chosen(self.deeds.take))
        self.replace = self._button(lambda: self._with_chosen(self.deeds.replace))
        self.swap = self._button(lambda: self._with_chosen(self.deeds.swap))
        self.back = self._button(lambda: self._with_chosen(self.deeds.take_back))
        self._chosen_row = _row(self._chosen_said, self.take, self.replace, self.swap, self.back, stretches=True)
        self._chosen_row.setContentsMargins(12, 8, 12, 8)
        self._chosen.setLayout(self._chosen_row)
        for widget in (self._bar, self.grid, self._chosen):
            self._column.addWidget(widget)

    # Showing

    def _show(self, week: Week) -> None:
        self.week = week
        is_empty = week.is_empty
        self._nothing.setVisible(is_empty)
        self._bar.setVisible(not is_empty)
        self.grid.setVisible(not is_empty)
        self._new.setProperty("primary", is_empty)
        self._new.style().polish(self._new)
        self.grid.show_week(week)
        self._show_cards(week)
        self._show_chosen()
        self._show_warnings(week)
        self._say()

    def _show_cards(self, week: Week) -> None:
        can_write = not self._desk.room.read_only
        while len(self.cards) < len(week.now_on):
            card = OnCallCard(self._desk.look, self._page)
            card.taken.connect(self.deeds.take_now)
            card.replaced.connect(self.deeds.replace_now)
            card.amended.connect(lambda on: self.deeds.amend_rotation(on.rotation))
            self.cards.append(card)
        for place, card in enumerate(self.cards):
            card.setVisible(place < len(week.now_on))
            if place < len(week.now_on):
                card.show_on_call(week.now_on[place], now_ms=week.now, can_write=can_write)
        self._place_cards()

    def _place_cards(self) -> None:
        margins = self._column.contentsMargins()
        wide = self.viewport().width() - margins.left() - margins.right()
        place_cards(self._cards, self.cards, wide=wide, card=self._desk.look.px(CARD))

    def _show_chosen(self) -> None:
        item, week = self.grid.current, self.week
        self._chosen.setVisible(item is not None)
        if item is None or week is None:
            return
        self._chosen_said.setText(item_said(week, item))
        can_write = not self._desk.room.read_only
        is_over = item.until_at <= week.now
        is_change = isinstance(item, Stretch) and item.record in week.changes
        for button in (self.take, self.replace):
            button.setEnabled(can_write)
        self.swap.setVisible(isinstance(item, Stretch) and bool(item.person) and not is_over)
        self.swap.setEnabled(can_write)
        self.back.setVisible(is_change)
        self.back.setEnabled(can_write)

    def _show_warnings(self, week: Week) -> None:
        while (taken := self._warnings.takeAt(0)) is not None:
            if (widget := taken.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        to_come = [gap for gap in week.gaps if gap.until_at > week.now]
        for gap in to_come[:MOST_WARNINGS]:
            self._warn(gap_said(week, gap), "late", _("Take"), lambda gap=gap: self.deeds.take(gap))  # type: ignore[misc]
        if len(to_come) > MOST_WARNINGS:
            more = len(to_come) - MOST_WARNINGS
            self._warn(ngettext("{n} more gap this week", "{n} more gaps this week", more).format(n=more), "late")
        for clash in week.clashes[:MOST_WARNINGS]:
            self._warn(clash_said(week, clash), "due")
        if week.unmatched:
            many = len(week.unmatched)
            said = ngettext(
                "{n} name of a calendar is nobody of the roster: {names}",
                "{n} names of calendars are nobody of the roster: {names}",
                many,
            ).format(n=many, names=", ".join(name for name, _count in week.unmatched[:5]))
            self._warn(said, "due", _("Match…"), lambda: self.deeds.match(week.unmatched))

    def _warn(self, text: str, wash: str, verb: str = "", act: Callable[[], None] | None = None) -> None:
        line = QFrame(self._page)
        line.setProperty("wash", wash)
        row = QHBoxLayout(line)
        row.setContentsMargins(12, 6, 12, 6)
        label = ToneLabel(self._desk.look, wash, wrap=True, parent=line)
        label.say(text)
        row.addWidget(label, 1)
        if act is not None:
            button = QPushButton(verb, line)
            button.setAccessibleName(f"{verb} {text}")
            button.setEnabled(not self._desk.room.read_only)
            button.clicked.connect(lambda _checked=False: act())
            row.addWidget(button)
        self._warnings.addWidget(line)

    @Slot(object)
    def _open(self, item: Item) -> None:
        self.deeds.replace(item)

    def _with_chosen(self, act: Callable[[Item], None]) -> None:
        if self.grid.current is not None:
            act(self.grid.current)

    @Slot()
    def _size(self) -> None:
        spare = self.viewport().width() - self._desk.look.px(WIDEST) - SIDE
        self._column.setContentsMargins(SIDE, 14, max(SIDE, spare), SIDE)
        is_narrow = self.viewport().width() < self._desk.look.px(NARROW)
        for row in (self._head, self._bar_row, self._chosen_row):
            row.setDirection(QBoxLayout.Direction.TopToBottom if is_narrow else QBoxLayout.Direction.LeftToRight)
        self._place_cards()

    def _say(self) -> None:
        self._heading.setText(_("On call"))
        self.setAccessibleName(self._heading.text())
        self._nothing.setText(
            _("Nobody is on call in this room yet: make a rotation, or import a calendar from another program.")
        )
        self._export.setText(_("Export the week"))
        self._import.setText(_("Import a calendar…"))
        self._new.setText(_("New rotation…"))
        self._before.setText(_("Week before"))
        self._today.setText(_("This week"))
        self._after.setText(_("Week after"))
        self.take.setText(_("Take"))
        self.replace.setText(_("Replace…"))
        self.swap.setText(_("Swap…"))
        self.back.setText(_("Take back"))
        for action, words in zip(
            self._exports, (_("iCalendar…"), _("CSV…"), _("One page (PDF)…"), _("One page (HTML)…")), strict=True
        ):
            action.setText(words)
        if self.week is not None:
            self._week_said.say(week_said(self.week.days))

    # What Qt asks

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._size()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._ticks.start()
        self._latest.ask()


def _row(said: QWidget, *buttons: QWidget, stretches: bool = False) -> QBoxLayout:
    """Words, and what can be done about them at the right; one above the other where there is no room."""
    row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(8)
    row.addWidget(said, 1 if stretches else 0)
    if not stretches:
        row.addStretch(1)
    hands = QHBoxLayout()
    hands.setSpacing(8)
    for button in buttons:
        hands.addWidget(button)
    row.addLayout(hands)
    return row
