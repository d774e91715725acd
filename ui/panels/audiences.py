"""Audiences and channels: who hears first, how often and by what; what the outage breaks is greyed out."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from ui.desk import Desk
from ui.latest import Latest
from ui.models.audiences import Around, Heard, audience_columns, broken_line, order_line, read_around
from ui.models.table import TableModel
from ui.tasks import Job
from ui.widgets.card_grid import place_cards
from ui.widgets.channel_card import ChannelCard
from ui.widgets.framed import framed
from ui.widgets.spoken import Spoken
from ui.widgets.table import Table
from ui.widgets.tone import ToneLabel
from warroom.commands import CheckChannel
from warroom.domain.incidents import Incident
from warroom.room import Change
from warroom.words import _

TICK_MS = 30_000
SIDE, CARD, WIDEST = 16, 330, 1400
ROWS_MOST = 14
NOUNS = frozenset({"audience", "channel", "breakage", "service", "impact", "incident"})


class AudiencesPanel(Spoken, QScrollArea):
    """One column; everything is read in a task and shown at once."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._incident: Incident | None = None
        self.around: Around | None = None
        self.cards: list[ChannelCard] = []
        self._latest: Latest[Around] = Latest(desk, owner=self, read=self._read, show=self._show)
        self._build()
        self._say()
        desk.changes.changed.connect(self._follow)
        desk.look.changed.connect(self._size)
        self._ticks = QTimer(self, interval=TICK_MS)
        self._ticks.timeout.connect(self._look_again)

    # What can be done here

    def show_incident(self, incident: str | None) -> None:
        """What is broken is that of exercises while an exercise is the current incident."""
        self._incident = self._desk.room.views.incident(incident) if incident else None
        self._broken_button.setVisible(self._incident is not None and not self._desk.room.read_only)
        self._look_again()

    def mark_broken(self) -> None:
        """Say what the current incident breaks."""
        from ui.dialogs.needs import BrokenDialog

        if self._incident is not None:
            BrokenDialog(self._desk, self._incident, self).open()

    def add_channel(self) -> None:
        from ui.dialogs.channel import ChannelDialog

        ChannelDialog(self._desk, None, self).open()

    def add_audience(self) -> None:
        from ui.dialogs.audience import AudienceDialog

        AudienceDialog(self._desk, None, self).open()

    def write_page(self) -> None:
        """The public status page, for a web server."""
        from ui.dialogs.status_page import StatusPageDialog

        is_exercise = self._incident is not None and self._incident.exercise
        StatusPageDialog(self._desk, self, exercise=is_exercise).open()

    def amend_channel(self, record: str) -> None:
        from ui.dialogs.channel import ChannelDialog

        found = self._desk.room.views.audience_book().channel(record)
        if found is not None:
            ChannelDialog(self._desk, found, self).open()

    def amend_audience(self, row: Heard | None = None) -> None:
        """The audience of this line, or of the chosen one."""
        from ui.dialogs.audience import AudienceDialog

        row = row or self.table.current()
        if row is not None and not self._desk.room.read_only:
            AudienceDialog(self._desk, row.audience, self).open()

    def check(self, record: str, works: bool) -> None:
        """Somebody tried it just now."""
        self._desk.tasks.follow(self._desk.room.do(CheckChannel(channel=record, works=works)), owner=self)

    # Building

    def _build(self) -> None:
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._page = QWidget(self)
        self._column = QVBoxLayout(self._page)
        self._column.setSpacing(12)
        self._heading, self._about = (
            QLabel(self._page),
            ToneLabel(self._desk.look, "muted", wrap=True, parent=self._page),
        )
        self._heading.setProperty("role", "page")
        self._broken = ToneLabel(self._desk.look, "muted", wrap=True, parent=self._page)
        self._order = ToneLabel(self._desk.look, "due", wrap=True, parent=self._page)
        self._broken_button = self._button(self.mark_broken)
        self._broken_button.hide()
        broken = QHBoxLayout()
        broken.addWidget(self._broken, 1)
        broken.addWidget(self._broken_button)
        self._who, self._by = QLabel(self._page), QLabel(self._page)
        for label in (self._who, self._by):
            label.setProperty("role", "title")
        self.amend, self.add, self.more = (
            self._button(self.amend_audience), self._button(self.add_audience), self._button(self.add_channel)
        )  # fmt: skip
        self.public_page = self._button(self.write_page)
        self.model: TableModel[Heard] = TableModel(
            audience_columns(), ident=lambda row: row.audience.code, look=self._desk.look,
            now=self._desk.room.clock.now_ms, parent=self,
        )  # fmt: skip
        self.table = Table(self.model, self._desk.look, sortable=False, hugs=ROWS_MOST, parent=self._page)
        self.table.chosen.connect(self.amend_audience)
        self.table.selected.connect(self._allow)
        self._cards = QGridLayout()
        self._cards.setSpacing(10)
        self._column.addWidget(self._heading)
        self._column.addWidget(self._about)
        self._column.addLayout(broken)
        self._column.addLayout(_head(self._who, self.amend, self.add))
        self._column.addWidget(framed(self.table, self._page))
        self._column.addWidget(self._order)
        self._column.addLayout(_head(self._by, self.public_page, self.more))
        self._column.addLayout(self._cards)
        self._column.addStretch(1)
        self.setWidget(self._page)
        self._size()

    def _button(self, act: Callable[[], None]) -> QPushButton:
        made = QPushButton(self._page)
        made.clicked.connect(lambda _checked=False: act())
        return made

    # Showing

    def _read(self, _job: Job) -> Around:
        return read_around(self._desk.room, exercise=self._incident is not None and self._incident.exercise)

    def _show(self, around: Around) -> None:
        self.around = around
        self.model.replace(list(around.heard))
        while len(self.cards) < len(around.cards):
            card = ChannelCard(self._desk.look, self._page)
            card.checked.connect(self.check)
            card.amended.connect(self.amend_channel)
            self.cards.append(card)
        can_write = not self._desk.room.read_only
        for place, card in enumerate(self.cards):
            card.setVisible(place < len(around.cards))
            if place < len(around.cards):
                card.show_card(around.cards[place], around.book, now_ms=around.now, can_write=can_write)
        self._place_cards()
        self._say()

    def _place_cards(self) -> None:
        margins = self._column.contentsMargins()
        wide = self.viewport().width() - margins.left() - margins.right()
        place_cards(self._cards, self.cards, wide=wide, card=self._desk.look.px(CARD))

    @Slot()
    def _allow(self) -> None:
        can_write = not self._desk.room.read_only
        self.amend.setEnabled(can_write and self.table.current() is not None)
        for button in (self.add, self.more):
            button.setEnabled(can_write)

    def _say(self) -> None:
        self._heading.setText(_("Audiences and channels"))
        self.setAccessibleName(self._heading.text())
        self._about.say(
            _("Inside hears before outside. Paces are for SEV1 · SEV2 · SEV3; a dash is never by itself."),
            "muted",
        )
        self._who.setText(_("Who hears, in this order"))
        self._by.setText(_("By what"))
        self.amend.setText(_("Change…"))
        self.amend.setAccessibleName(_("Change the chosen audience"))
        self.add.setText(_("Add an audience…"))
        self.more.setText(_("Add a channel…"))
        self.public_page.setText(_("Public status page…"))
        self._broken_button.setText(_("What is broken…"))
        self.table.setAccessibleName(self._who.text())
        self.model.retranslate()
        self._allow()
        if self.around is None:
            return
        said, tone = broken_line(self.around)
        self._broken.say(said, tone)
        order = order_line(self.around.book)
        self._order.say(order, "due")
        self._order.setVisible(bool(order))

    @Slot(object)
    def _follow(self, change: Change) -> None:
        if change.touches(*NOUNS):
            self._look_again()

    def _look_again(self) -> None:
        if self.isVisible():
            self._latest.ask()

    @Slot()
    def _size(self) -> None:
        side = max(self._desk.look.px(SIDE), (self.viewport().width() - self._desk.look.px(WIDEST)) // 2)
        self._column.setContentsMargins(side, self._desk.look.px(SIDE), side, self._desk.look.px(SIDE))
        self._place_cards()

    # What Qt asks

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._size()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._ticks.start()
        self._latest.ask()


def _head(label: QLabel, *buttons: QPushButton) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(8)
    row.addWidget(label)
    row.addStretch(1)
    for button in buttons:
        row.addWidget(button)
    return row
