"""The functions of a cell as a chart: who holds what, by cell or by function; handovers, challenge and answer."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from ui.desk import Desk
from ui.latest import Latest
from ui.models.seats import FOLLOWED, SeatsFacts, read_seats
from ui.panels.seat_deeds import SeatDeeds
from ui.parts.seat_handovers import HandoversPart
from ui.parts.watchwords import WatchwordsPart
from ui.tasks import Job
from ui.widgets.choice import Choice, Way
from ui.widgets.panel import PanelFrame
from ui.widgets.seat_card import SeatCard
from ui.widgets.seat_chart import Branch, SeatChart
from ui.widgets.side_column import Flowing
from ui.widgets.spoken import Spoken
from ui.widgets.tone import ToneLabel
from warroom.commands.cell_words import level_said
from warroom.domain.cells import resolves_and_leads
from warroom.reports.leaflet import Made
from warroom.reports.seats import Chart, Layout, SeatOf, held_said, seat_lines, state_of
from warroom.room import Change
from warroom.words import _, ngettext

TICK_MS = 10_000
TWO_PARTS = 940  # of the drawings' pixels: narrower, one under the other
WIDEST = 720


class SeatsPanel(Spoken, QWidget):
    """The cell of the current incident, else the only one at work."""

    cell_asked = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._incident: str | None = None
        self.facts: SeatsFacts | None = None
        self.deeds = SeatDeeds(desk, self)
        self._latest = Latest(desk, owner=self, read=self._read, show=self._take)
        self.chart = SeatChart(desk.look, self)
        self.handovers, self.words = HandoversPart(desk), WatchwordsPart(desk)
        self.layout_choice = Choice(
            desk.look,
            (Way(Layout.CELLS, lambda: _("By cell")), Way(Layout.SPLIT, lambda: _("By function"))),
            self,
            in_a_row=True,
        )
        self.layout_choice.choose(Layout.CELLS)
        self._build()
        self.layout_choice.chosen.connect(self._draw)
        self.handovers.opened.connect(self.deeds.open_handover)
        desk.changes.changed.connect(self._follow)
        desk.look.changed.connect(self._arrange)
        self._ticks = QTimer(self, interval=TICK_MS)
        self._ticks.timeout.connect(self._tick)
        self._say()

    # What can be done here

    def show_incident(self, incident: str | None) -> None:
        """The page is about the cell of this incident."""
        self._incident = incident
        self._latest.ask()

    def print_(self) -> None:
        """The chart as it is drawn now (Ctrl+P)."""
        if self.facts is not None and self.facts.chart is not None:
            self.deeds.print_chart(self.facts.chart, self.layout_now)

    def print_cards(self) -> None:
        """All cards of the cell in one print."""
        if self.facts is not None and self.facts.chart is not None:
            self.deeds.print_cards(self.facts.chart.cell)

    @property
    def layout_now(self) -> Layout:
        return self.layout_choice.value() or Layout.CELLS

    # Building

    def _build(self) -> None:
        look = self._desk.look
        self._heading = QLabel(self)
        self._heading.setProperty("role", "page")
        self._exercise = ToneLabel(look, "exercise", bold=True, parent=self)
        self._level = ToneLabel(look, "muted", parent=self)
        self._vacant = ToneLabel(look, "late", bold=True, parent=self)
        self._cards, self._print, self._add = QPushButton(self), QPushButton(self), QPushButton(self)
        self._cards.clicked.connect(lambda _checked=False: self.print_cards())
        self._print.clicked.connect(lambda _checked=False: self.print_())
        self._add.clicked.connect(lambda _checked=False: self._add_function())
        head = QHBoxLayout()
        head.setSpacing(10)
        for label in (self._exercise, self._heading, self._level, self._vacant):
            head.addWidget(label)
        head.addStretch(1)
        tools = QHBoxLayout()
        tools.setSpacing(10)
        tools.addWidget(self.layout_choice)
        tools.addStretch(1)
        for button in (self._add, self._cards, self._print):
            tools.addWidget(button)
        self._both = ToneLabel(look, "late", bold=True, wrap=True, parent=self)
        self._none = self._build_none()
        self._area = QScrollArea(self)
        inside = Flowing()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(12)
        column.addWidget(self._both)
        column.addWidget(self.chart)
        self._parts = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._parts.setSpacing(12)
        self._parts.addWidget(self.handovers, 3, Qt.AlignmentFlag.AlignTop)
        self._parts.addWidget(self.words, 2, Qt.AlignmentFlag.AlignTop)
        column.addLayout(self._parts)
        column.addStretch(1)
        self._area.setWidget(inside)
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 16, 12, 12)
        whole.setSpacing(12)
        whole.addLayout(head)
        whole.addLayout(tools)
        whole.addWidget(self._none)
        whole.addWidget(self._area, 1)
        whole.addStretch(0)

    def _build_none(self) -> PanelFrame:
        frame = PanelFrame(self)
        self._none_text = ToneLabel(self._desk.look, wrap=True, parent=frame)
        self._none_text.setContentsMargins(14, 12, 14, 4)
        self._to_cell = QPushButton(frame)
        self._to_cell.setProperty("primary", True)
        self._to_cell.clicked.connect(lambda _checked=False: self.cell_asked.emit())
        row = QHBoxLayout()
        row.setContentsMargins(14, 6, 14, 12)
        row.addWidget(self._to_cell)
        row.addStretch(1)
        frame.body.addWidget(self._none_text)
        frame.body.addLayout(row)
        frame.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        frame.setMaximumWidth(self._desk.look.px(WIDEST))
        return frame

    @Slot()
    def _arrange(self) -> None:
        is_wide = self.width() >= self._desk.look.px(TWO_PARTS)
        direction = QBoxLayout.Direction.LeftToRight if is_wide else QBoxLayout.Direction.TopToBottom
        if self._parts.direction() != direction:
            self._parts.setDirection(direction)

    # Reading and showing

    def _read(self, _job: Job) -> SeatsFacts:
        room = self._desk.room
        return read_seats(room.views, self._incident, room.clock.now_ms())

    def _take(self, facts: SeatsFacts) -> None:
        self.facts = facts
        self._say()

    def _say(self) -> None:
        facts = self.facts
        chart = facts.chart if facts is not None else None
        self._say_head(chart)
        is_known, has_chart = facts is not None, chart is not None
        self._none.setVisible(is_known and not has_chart)
        self._area.setVisible(has_chart)
        self._say_none()
        self.layout_choice.say()
        if facts is None or chart is None:
            return
        both = resolves_and_leads([seat.function for seat in chart.seats])
        said = _("{name} coordinates and resolves: whoever runs the cell resolves nothing. Give one of them away.")
        self._both.say(said.format(name=both) if both else "")
        self._both.setVisible(bool(both))
        self._draw()
        self.handovers.show_handovers(facts.handovers)
        self.words.show_words(facts.word, facts.next_word)

    def _say_head(self, chart: Chart | None) -> None:
        can_write = not self._desk.room.read_only
        is_active = chart is not None and chart.cell.is_active
        self._heading.setText(
            _("Functions of {number}").format(number=chart.cell.number) if chart is not None else _("Functions")
        )
        self.setAccessibleName(self._heading.text())
        self._exercise.say(_("EXERCISE"))
        self._exercise.setVisible(chart is not None and chart.cell.exercise)
        self._level.say(level_said(chart.cell.level) if chart is not None else "")
        vacant = sum(not seat.function.holder for seat in chart.seats) if chart is not None and is_active else 0
        is_late = chart is not None and any(seat.is_alarming for seat in chart.seats)
        tone = "late" if is_late else "muted"
        self._vacant.say(ngettext("{n} vacant", "{n} vacant", vacant).format(n=vacant) if vacant else "", tone)
        self._add.setText(_("Add a function…"))
        self._cards.setText(_("Print all cards"))
        self._print.setText(_("Print the chart"))
        self._add.setVisible(is_active and can_write)
        for widget in (self._cards, self._print, self.layout_choice):
            widget.setVisible(chart is not None)

    def _say_none(self) -> None:
        self._none.set_title(_("No cell is at work"))
        self._none_text.say(_("Functions belong to a crisis cell: activate one, and name who holds which."))
        self._to_cell.setText(_("Go to the cell"))

    @Slot()
    def _draw(self) -> None:
        chart = self.facts.chart if self.facts is not None else None
        if chart is None:
            return
        layout = self.layout_now
        made = Made(self._desk.room.views, self._desk.room.member, self._desk.room.clock.now_ms())
        branches = [
            Branch(band.title, [self._card(seat, chart, made) for seat in band.seats])
            for band in chart.bands(layout)
            if band.seats
        ]
        self.chart.show_branches(branches, as_columns=layout is Layout.SPLIT)

    def _card(self, seat: SeatOf, chart: Chart, made: Made) -> SeatCard:
        card, cell, function = SeatCard(self._desk.look), chart.cell, seat.function
        warning = _("coordinates and resolves") if seat.is_both else ""
        lines = [line for line in seat_lines(seat, made) if line != warning]
        state = state_of(seat) if cell.is_active or function.holder else "vacant"
        card.say(seat.code, seat.name, held_said(seat, made.now_ms), lines, state=state, warning=warning)
        can_write = cell.is_active and not self._desk.room.read_only
        if can_write and not function.holder:
            card.add_button(_("I take it"), lambda: self.deeds.take(cell.id, function.code))
        elif can_write:
            card.add_button(_("Hand over…"), lambda: self.deeds.hand_over(cell, function))
        card.add_button(_("Card"), lambda: self.deeds.open_card(function.code, function.label))
        if can_write:
            card.opened.connect(lambda: self.deeds.edit(cell, function))
        return card

    def _add_function(self) -> None:
        if self.facts is not None and self.facts.chart is not None:
            self.deeds.edit(self.facts.chart.cell, None)

    @Slot(object)
    def _follow(self, change: Change) -> None:
        if self.isVisible() and change.touches(*FOLLOWED):
            self._latest.ask()

    @Slot()
    def _tick(self) -> None:
        if self.isVisible():
            self._latest.ask()

    # What Qt asks

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._ticks.start()
        self._latest.ask()
