"""The board: every open incident at a glance, exercises apart, and one list of everything that is due."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QPushButton, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from ui.desk import Desk
from ui.latest import Latest
from ui.models.incidents import hotness, incident_columns, is_past
from ui.models.pending import pending_columns
from ui.models.table import TableModel
from ui.tasks import Job
from ui.widgets.board_filter import BoardFilterBar
from ui.widgets.board_head import BoardHead
from ui.widgets.exercise_band import ExerciseBand
from ui.widgets.framed import framed
from ui.widgets.incident_columns import Grouping, IncidentColumns
from ui.widgets.keyboard import check
from ui.widgets.panel import PanelFrame
from ui.widgets.side_column import Flowing
from ui.widgets.spoken import Spoken
from ui.widgets.table import Table
from ui.widgets.tone import ToneLabel
from warroom.domain.clocks import CLOCK_NOUNS
from warroom.domain.dues import Pending
from warroom.domain.incidents import Mode
from warroom.room import Card, Change
from warroom.words import _, ngettext

TICK_MS = 10_000


@dataclass(frozen=True, slots=True)
class Picture:
    """What one reading of the board gave."""

    live: tuple[Card, ...]
    over: tuple[Card, ...]
    pending: tuple[Pending, ...]


class BoardPanel(Spoken, QWidget):
    """Open incidents as cards or as a list; past ones only in the list."""

    incident_chosen = Signal(str)
    pending_chosen = Signal(str, str, str)  # incident, noun, id
    declare_asked = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._picture: Picture | None = None
        self._over: tuple[Card, ...] | None = None
        self._latest = Latest(desk, owner=self, read=self._read, show=self._show_picture)
        self._build()
        self._say()
        self._head.cards_wanted.connect(self._show)
        self._head.severity_wanted.connect(self._show)
        self._head.over_wanted.connect(self._show_over)
        self._head.filter_wanted.connect(self._show_filter)
        self._head.declare_asked.connect(self.declare_asked)
        self._first.clicked.connect(lambda _checked=False: self.declare_asked.emit())
        self._filter.changed.connect(self._show)
        for source in (self._by_status, self._by_severity, self._exercises):
            source.chosen.connect(self.incident_chosen)
        for columns in (self._by_status, self._by_severity):
            columns.more_asked.connect(self.show_list)
        self._list.chosen.connect(lambda card: self.incident_chosen.emit(card.incident.id))
        self._due.chosen.connect(self._open_pending)
        desk.changes.changed.connect(self._follow)
        self._ticks = QTimer(self)
        self._ticks.setInterval(TICK_MS)
        self._ticks.timeout.connect(self._tick)
        self._latest.ask()

    # Public verbs

    def show_list(self) -> None:
        check(self._head.list)

    def show_cards(self) -> None:
        check(self._head.cards)

    def find_here(self) -> None:
        """Ctrl+F: type words that the incidents must hold."""
        self._head.filter.setChecked(True)
        self._filter.focus_words()

    # Building

    def _build(self) -> None:
        look, now = self._desk.look, self._desk.room.clock.now_ms
        self._head = BoardHead(look, self)
        self._filter = BoardFilterBar(self)
        self._filter.hide()
        self._by_status = IncidentColumns(look, Grouping.STATUS, self)
        self._by_severity = IncidentColumns(look, Grouping.SEVERITY, self)
        both = Flowing(self)
        stack = QVBoxLayout(both)
        stack.setContentsMargins(0, 0, 0, 0)
        stack.addWidget(self._by_status)
        stack.addWidget(self._by_severity)
        stack.addStretch(1)
        self._cards = HuggingScroll(both, self)
        self._incidents = TableModel(incident_columns(), ident=_incident_of, look=look, now=now, parent=self)
        self._list = Table(self._incidents, look, parent=self)
        self._list_panel = framed(self._list, self)
        self._exercises = ExerciseBand(look, self)
        self._build_due()
        self._build_empty()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 16, 20, 16)
        whole.setSpacing(12)
        for widget in (self._head, self._filter, self._empty):
            whole.addWidget(widget)
        whole.addWidget(self._cards)
        whole.addWidget(self._list_panel, 100)
        whole.addWidget(self._exercises)
        whole.addWidget(self._due_panel)
        whole.addStretch(1)
        for widget in (self._cards, self._list_panel, self._due_panel):
            widget.hide()  # until the first reading

    def _build_due(self) -> None:
        look = self._desk.look
        self._pending = TableModel(
            pending_columns(), ident=_pending_of, look=look, now=self._desk.room.clock.now_ms, parent=self
        )
        self._due = Table(self._pending, look, sortable=False, hugs=12, headed=False, parent=self)
        self._due_panel = PanelFrame(self)
        self._due_panel.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._due_panel.body.addWidget(self._due)
        self._due_panel.body.setContentsMargins(0, 0, 0, 4)

    def _build_empty(self) -> None:
        self._empty = QWidget(self)
        self._guide = ToneLabel(self._desk.look, "muted", px=15, wrap=True, parent=self._empty)
        self._guide.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._first = QPushButton(self._empty)
        self._first.setAutoDefault(True)  # Enter presses it, as in a dialog
        box = QVBoxLayout(self._empty)
        box.setContentsMargins(0, 64, 0, 24)
        box.setSpacing(16)
        box.addWidget(self._guide)
        box.addWidget(self._first, 0, Qt.AlignmentFlag.AlignHCenter)
        self._empty.hide()

    # Reading and showing

    def _read(self, _job: Job) -> Picture:
        """Off the screen's thread. Past incidents are read again only when an incident changed."""
        views = self._desk.room.views
        over = self._over
        if over is None:
            everything = views.cards(mode=Mode.BOTH)
            live = [card for card in everything if not is_past(card)]
            over = self._over = tuple(card for card in everything if is_past(card))
        else:
            live = [card for card in views.cards(mode=Mode.BOTH, live_only=True) if not is_past(card)]
        return Picture(live=tuple(live), over=over, pending=tuple(views.pending(mode=Mode.BOTH)))

    @Slot(object)
    def _follow(self, change: Change) -> None:
        if change.touches("incident"):
            self._over = None
        if change.touches(*CLOCK_NOUNS):
            self._latest.ask()

    @Slot()
    def _tick(self) -> None:
        """Time went on: ages and clocks are said anew."""
        if self.isVisible():
            self._show()

    def _show_picture(self, picture: Picture) -> None:
        self._picture = picture
        self._filter.set_owners([card.incident.owner for card in (*picture.live, *picture.over)])
        self._show()

    def _show(self) -> None:
        if self._picture is None:
            return
        picture, now = self._picture, self._desk.room.clock.now_ms()
        real = [card for card in picture.live if not card.incident.exercise]
        over = [card for card in picture.over if not card.incident.exercise]
        exercises = [card for card in picture.live if card.incident.exercise]
        is_empty = not (picture.live or picture.over)
        self._head.count(live=len(real), over=len(over))
        self._head.set_empty(is_empty)
        as_cards = self._head.cards.isChecked()
        is_calm = as_cards and not picture.live  # nothing to conduct, though there is a past
        begins_empty = is_empty and self._empty.isHidden()
        self._empty.setVisible(is_empty or is_calm)
        self._first.setVisible(is_empty)
        if begins_empty:
            self._first.setFocus()  # Enter is enough
        self._guide.say(_("No incident has been declared in this room.") if is_empty else _("No incident is open."))
        self._cards.setVisible(as_cards and not is_empty and not is_calm)
        self._list_panel.setVisible(not as_cards and not is_empty)
        self._due_panel.setVisible(not is_empty)
        keeps = self._filter.wanted().keeps
        if as_cards:
            by_severity = self._head.by_severity.isChecked()
            shown = self._by_severity if by_severity else self._by_status
            self._by_severity.setVisible(by_severity)
            self._by_status.setVisible(not by_severity)
            shown.show_cards([card for card in real if keeps(card)], now_ms=now)
        else:
            listed = sorted(real, key=hotness) + (self._newest_first(over) if self._head.over.isChecked() else [])
            self._incidents.replace([card for card in listed if keeps(card)])
        self._exercises.show_cards([card for card in exercises if keeps(card)], now_ms=now)
        self._pending.replace(picture.pending)
        late = sum(1 for item in picture.pending if item.due_at is not None and item.due_at < now)
        if late:
            said = ngettext("{n} late · sorted by due time", "{n} late · sorted by due time", late).format(n=late)
            self._due_panel.set_note(said, role="late")
        else:
            self._due_panel.set_note(_("sorted by due time"))

    @staticmethod
    def _newest_first(over: Sequence[Card]) -> list[Card]:
        return sorted(over, key=lambda card: -card.incident.began_at)

    def _show_over(self, wanted: bool) -> None:
        if wanted:
            self.show_list()
        self._show()

    def _show_filter(self, wanted: bool) -> None:
        self._filter.setVisible(wanted)
        if wanted:
            self._filter.focus_words()
        else:
            self._filter.clear()

    def _open_pending(self, item: Pending) -> None:
        self.incident_chosen.emit(item.incident)
        self.pending_chosen.emit(item.incident, item.noun, item.id)

    def _say(self) -> None:
        self._due_panel.set_title(_("To do now"))
        self._due.setAccessibleName(_("To do now"))
        self._list.setAccessibleName(_("Board"))
        self._due.say_empty(_("Nothing is due: no decision awaited, no dated action, no clock."))
        self._list.say_empty(_("No incident fits this filter."))
        self._first.setText(_("Declare the first incident"))
        self._first.setProperty("primary", True)
        self._incidents.retranslate()
        self._pending.retranslate()
        self._show()

    # What Qt asks

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._cards.updateGeometry()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._ticks.start()
        self._show()


class HuggingScroll(QScrollArea):
    """A scroll area as tall as what it holds, as long as there is room; never less than half of it."""

    def __init__(self, inside: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # its cards have the keyboard
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.setWidget(inside)
        layout = inside.layout()
        assert layout is not None
        self._inside = layout
        inside.installEventFilter(self)

    # What Qt asks

    def eventFilter(self, watched: object, event: object) -> bool:
        if event.type() == event.Type.LayoutRequest:  # type: ignore[attr-defined]  # QObject and QEvent, untyped here
            QTimer.singleShot(0, self, self.updateGeometry)
        return False

    def minimumSizeHint(self) -> QSize:
        room = self.parentWidget()
        least = room.height() // 2 if room is not None else 0
        return QSize(320, max(120, min(self.sizeHint().height(), least)))

    def sizeHint(self) -> QSize:
        layout = self._inside
        width = self.viewport().width()
        height = layout.totalHeightForWidth(width) if layout.hasHeightForWidth() else layout.totalSizeHint().height()
        return QSize(640, height + 2)


def _incident_of(card: Card) -> str:
    return card.incident.id


def _pending_of(item: Pending) -> str:
    return f"{item.noun} {item.id}"
