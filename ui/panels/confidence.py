"""Confidence: who calls, who was called back, what was promised and kept; every figure opens what is behind it."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QFocusEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from ui.desk import Desk
from ui.incoming_words import audience_name, mode_incident
from ui.latest import Latest
from ui.models.confidence import Behind, ConfidenceShown, behind_columns, read_confidence
from ui.models.table import TableModel
from ui.panels.register import TICK_MS
from ui.tasks import Job
from ui.widgets.hour_bars import HourBars
from ui.widgets.lines import FactLine
from ui.widgets.no_incident import NoIncident
from ui.widgets.panel import PanelFrame
from ui.widgets.spoken import Spoken
from ui.widgets.table import Table
from ui.widgets.tone import ToneLabel
from warroom.commands.confidence_words import Figure, figures, hour_said
from warroom.domain.confidence import HourOfContacts
from warroom.domain.incidents import Incident
from warroom.room import Change
from warroom.words import _

NOUNS = ("inbound", "promise", "release", "sending", "stakeholder", "audience", "incident")
LEAST_TABLE = 200
NARROW = 860  # pixels of the page, below which the bars stand under the figures


class ConfidencePanel(Spoken, QScrollArea):
    """Figures on the left, contacts by the hour on the right, and under them the records behind what is chosen."""

    record_chosen = Signal(str, str, str)  # incident, noun, id

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._incident: Incident | None = None
        self._shown: ConfidenceShown | None = None
        self._chosen = "contacts"  # the key of the figure whose records are shown
        self._hour: HourOfContacts | None = None
        self._names: dict[str, str] = {}
        self._latest: Latest[ConfidenceShown | None] = Latest(desk, owner=self, read=self._read, show=self._show)
        self._build()
        self._say()
        desk.changes.changed.connect(self._follow)
        ticks = QTimer(self, interval=TICK_MS)  # a promise becomes late without anybody writing
        ticks.timeout.connect(self._tick)
        ticks.start()

    def show_incident(self, incident: str | None) -> None:
        """Whose figures are shown."""
        self._incident = mode_incident(self._desk, incident)
        self._hour = None
        self._say()
        self._latest.ask()

    @property
    def rows(self) -> list[Behind]:
        """What is listed under the figures now."""
        return self._model.rows()

    def choose(self, key: str) -> None:
        """Show the records behind this figure."""
        self._chosen, self._hour = key, None
        self._show_behind()

    # Building

    def _build(self) -> None:
        look = self._desk.look
        self._title, self._empty = QLabel(self), ToneLabel(look, "muted", wrap=True, parent=self)
        self._nothing = NoIncident(self._desk, self)
        self._title.setProperty("role", "page")
        self._left, self._right, self._under = PanelFrame(self), PanelFrame(self), PanelFrame(self)
        self.lines: dict[str, FactLine] = {}
        self.bars = HourBars(look, lambda code: self._names.get(code, code), self)
        self.bars.chosen.connect(self._show_hour)
        bars = QVBoxLayout()
        bars.setContentsMargins(14, 8, 14, 8)
        bars.addWidget(self.bars)
        self._right.body.addLayout(bars)
        self._right.body.addStretch(1)
        self._model: TableModel[Behind] = TableModel(
            behind_columns(), ident=lambda row: row.id, look=look, now=self._desk.room.clock.now_ms, parent=self
        )
        self.table = Table(self._model, look, parent=self)
        self.table.setFrameShape(QFrame.Shape.NoFrame)
        self.table.chosen.connect(self._open)
        self._under.body.addWidget(self.table)
        self._top = QHBoxLayout()
        self._top.setSpacing(12)
        self._top.addWidget(self._left, 2)
        self._top.addWidget(self._right, 3)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.table.setMinimumHeight(look.px(LEAST_TABLE))
        page = QWidget(self)
        self.setWidget(page)
        whole = QVBoxLayout(page)
        whole.setContentsMargins(20, 12, 20, 12)
        whole.setSpacing(12)
        whole.addWidget(self._title)
        whole.addWidget(self._empty)
        whole.addWidget(self._nothing, 1)
        whole.addLayout(self._top)
        whole.addWidget(self._under, 1)

    # Reading and showing

    def _read(self, _job: Job) -> ConfidenceShown | None:
        if self._incident is None:
            return None
        return read_confidence(self._desk.room.views, self._incident.id, self._desk.room.clock.now_ms())

    def _show(self, shown: ConfidenceShown | None) -> None:
        self._shown = shown
        if shown is not None:
            self._names = {code: audience_name(self._desk, code) for code in shown.found.audiences}
            self.bars.show_hours(shown.found.hours, shown.found.audiences)
        self._say_figures(shown.figures if shown is not None else ())
        self._say()
        self._show_behind()
        self._keep_height()

    def _say_figures(self, said: tuple[Figure, ...]) -> None:
        for figure in said:
            line = self.lines.get(figure.id)
            if line is None:
                line = self.lines[figure.id] = FactLine(self._desk.look, parent=self._left)
                line.chosen.connect(lambda key=figure.id: self.choose(key))
                self._left.body.addWidget(line)
            note_tone = "late" if figure.is_bad else "muted"
            line.say(
                figure.name, figure.value, tone="late" if figure.is_bad else "", note=figure.note, note_tone=note_tone
            )

    def _show_behind(self) -> None:
        shown, now = self._shown, self._desk.room.clock.now_ms()
        figure = next((each for each in shown.figures if each.id == self._chosen), None) if shown else None
        if shown is None or figure is None:
            self._model.replace([])
            return
        if self._hour is not None:
            records = [record for _audience, ids in self._hour.by_audience for record in ids]
            self._model.replace(shown.lines("inbound", records, now))
            self._under.set_title(hour_said(self._hour, lambda code: self._names.get(code, code)))
        else:
            self._model.replace(shown.behind(figure, now))
            self._under.set_title(figure.name)
        self.table.setAccessibleName(self._under.accessibleName())
        self.table.say_empty(_("Nothing behind this figure yet."))

    @Slot(object)
    def _show_hour(self, hour: HourOfContacts) -> None:
        self._chosen, self._hour = "contacts", hour
        self._show_behind()

    @Slot(object)
    def _open(self, row: Behind) -> None:
        self.record_chosen.emit(row.incident, row.noun, row.id)

    @Slot(object)
    def _follow(self, change: Change) -> None:
        if change.touches(*NOUNS):
            self._latest.ask()

    def _tick(self) -> None:
        if self.isVisible():
            self._latest.ask()

    def _say(self) -> None:
        incident = self._incident
        self._title.setText(
            _("Confidence · {number}").format(number=incident.number) if incident is not None else _("Confidence")
        )
        self._left.set_title(_("Figures"))
        self._right.set_title(_("Contacts by hour"))
        is_bare = self._shown is None or self._shown.found.is_empty
        self._nothing.say()
        self._nothing.setVisible(incident is None)
        self._empty.setText(
            _("Nothing came in and nothing was promised yet. Messages taken in on the page “Incoming” count here.")
        )
        self._empty.setVisible(incident is not None and is_bare)
        for part in (self._left, self._right, self._under):
            part.setVisible(incident is not None and self._shown is not None)
        if self._shown is not None:
            self._say_figures(tuple(figures(self._shown.found, self._desk.room.clock.now_ms())))
        self.bars.say()
        self.setAccessibleName(self._title.text())
        self._model.retranslate()
        self._show_behind()

    # What Qt asks

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_narrow = self.width() < self._desk.look.px(NARROW)
        way = QBoxLayout.Direction.TopToBottom if is_narrow else QBoxLayout.Direction.LeftToRight
        if self._top.direction() != way:
            self._top.setDirection(way)
        self._keep_height()

    def _keep_height(self) -> None:
        """A page turned or filled while it was hidden keeps its former height: lines would lie on each other."""
        page = self.widget()
        if page is not None and (layout := page.layout()) is not None:
            layout.invalidate()
            page.setMinimumHeight(layout.minimumSize().height())

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        first = self._nothing if self._incident is None else next(iter(self.lines.values()), self.table)
        first.setFocus(Qt.FocusReason.OtherFocusReason)
