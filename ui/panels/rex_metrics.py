"""The metrics of a review: each with its formula, from impact and from detection, and the records it comes from."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from ui.desk import Desk
from ui.latest import Latest
from ui.models.rex_figures import (
    FOLLOWED,
    FiguresView,
    MetricRow,
    metric_columns,
    metric_said,
    read_figures,
    read_trends,
    trend_said,
)
from ui.models.table import TableModel
from ui.tasks import Job
from ui.widgets.lines import Block, clear
from ui.widgets.panel import PanelFrame
from ui.widgets.spoken import Spoken
from ui.widgets.table import Table
from ui.widgets.tone import ToneLabel
from warroom import phrases
from warroom.commands.metric_words import formula_of, source_said, value_of
from warroom.domain.metrics.trends import Trend
from warroom.domain.metrics.values import Source
from warroom.domain.rex import Rex
from warroom.room import Change
from warroom.words import _, ngettext

ROWS, SOURCES = 12, 12  # lines before the table scrolls; records under it before the rest is counted
LATER_MS = 600  # trends read every log: not for every keystroke somewhere


class MetricsPart(Spoken, QWidget):
    """A table, and under it the formula and the sources of the line that is marked; Enter on one leads there."""

    record_chosen = Signal(str, str, str)  # incident, noun, id

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._rex: Rex | None = None
        self.view: FiguresView | None = None
        self._trends: dict[str, Trend] = {}
        self._latest: Latest[FiguresView | None] = Latest(desk, owner=self, read=self._read, show=self._take)
        self._beside: Latest[dict[str, Trend]] = Latest(
            desk, owner=self, read=self._read_trends, show=self._take_trends, after_ms=LATER_MS
        )
        self.only_known = QCheckBox(self)
        self.only_known.setChecked(False)
        self._count = ToneLabel(desk.look, "muted", wrap=True, parent=self)
        now = desk.room.clock.now_ms
        self.model = TableModel(metric_columns(), ident=lambda row: row.ident, look=desk.look, now=now, parent=self)
        self.frame = PanelFrame(self)
        self.table = Table(self.model, desk.look, sortable=False, hugs=ROWS, parent=self.frame)
        self.frame.body.addWidget(self.table)
        self.detail = MetricDetail(desk, self)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self.only_known)
        head.addWidget(self._count, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addLayout(head)
        column.addWidget(self.frame)
        column.addWidget(self.detail)
        column.addStretch(1)
        self.only_known.toggled.connect(lambda _on: self._fill())
        self.table.selected.connect(self._show_detail)
        self.table.chosen.connect(lambda _row: self.detail.enter())
        self.detail.chosen.connect(self._lead)
        desk.changes.changed.connect(self._follow)
        self.setFocusProxy(self.table)
        self._say()

    def show_rex(self, rex: Rex | None) -> None:
        """The metrics of this review, read anew."""
        if rex is None or self._rex is None or rex.id != self._rex.id:
            self.view, self._trends = None, {}
        self._rex = rex
        self._latest.ask()
        self._beside.ask()

    # Reading

    def _read(self, _job: Job) -> FiguresView | None:
        return read_figures(self._desk.room.views, self._rex) if self._rex is not None else None

    def _read_trends(self, _job: Job) -> dict[str, Trend]:
        return read_trends(self._desk.room.views, self._rex) if self._rex is not None else {}

    def _take(self, view: FiguresView | None) -> None:
        if view is not None and (self._rex is None or view.rex.id != self._rex.id):
            return
        self.view = view
        self._fill()

    def _take_trends(self, found: dict[str, Trend]) -> None:
        self._trends = found
        self._show_detail()

    def _fill(self) -> None:
        rows = list(self.view.metrics) if self.view is not None else []
        shown = [row for row in rows if row.metric.is_known or not self.only_known.isChecked()]
        self.model.replace(shown)
        if shown and self.table.current() is None:
            self.table.selectRow(0)
        self._say_count()
        self._show_detail()

    @Slot()
    def _show_detail(self) -> None:
        row = self.table.current()
        self.detail.show_row(row, self._trends.get(row.metric.key) if row is not None else None)

    @Slot(object)
    def _lead(self, source: Source) -> None:
        row = self.table.current()
        if row is not None:
            self.record_chosen.emit(row.incident, source.noun, source.record)

    @Slot(object)
    def _follow(self, change: Change) -> None:
        if self.isVisible() and change.touches(*FOLLOWED):
            self._latest.ask()
            self._beside.ask()

    # Saying

    def _say(self) -> None:
        self.setAccessibleName(_("Metrics"))
        self.only_known.setText(_("Only those that are known"))
        self.frame.set_title(_("Metrics, from the start of the impact and from detection"))
        self.table.setAccessibleName(_("Metrics"))
        self.table.say_empty(_("No metric is known yet: fill in the milestones of the incident."))
        self.model.retranslate()
        self._say_count()
        self._show_detail()

    def _say_count(self) -> None:
        rows = self.view.metrics if self.view is not None else ()
        lacking = sum(not row.metric.is_known for row in rows)
        said = ngettext(
            "{n} is not known, and says what it lacks", "{n} are not known, and say what they lack", lacking
        )
        self._count.say(said.format(n=lacking) if lacking else "", "muted")


class MetricDetail(PanelFrame):
    """The metric that is marked: in full, with its sources."""

    chosen = Signal(object)  # Source

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._shown: tuple[object, ...] = ()
        self._about = ToneLabel(desk.look, wrap=True, parent=self)
        self._about.setContentsMargins(14, 10, 14, 10)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(0)
        self.body.addWidget(self._about)
        self.body.addLayout(self._lines)

    def show_row(self, row: MetricRow | None, trend: Trend | None) -> None:
        self.setVisible(row is not None)
        if row is None:
            return
        self.set_title(metric_said(row))
        said = [f"{formula_of(row.metric)} = {value_of(row.metric)}", trend_said(trend)]
        self._about.say("\n".join(part for part in said if part))
        sources = list({(one.ref, one.part): one for one in row.metric.sources}.values())
        self.set_note(ngettext("{n} record", "{n} records", len(sources)).format(n=len(sources)) if sources else "")
        if self._shown == tuple(sources):
            return
        self._shown = tuple(sources)
        clear(self._lines)
        for source in sources[:SOURCES]:
            block = Block(self._desk.look, self)
            block.say("", "", _source(source, self._desk.room.clock.now_ms()), "")
            block.chosen.connect(lambda shown=source: self.chosen.emit(shown))
            self._lines.addWidget(block)
        if len(sources) > SOURCES:
            more = ToneLabel(self._desk.look, "muted", parent=self)
            more.setContentsMargins(14, 6, 14, 10)
            n = len(sources) - SOURCES
            more.say(ngettext("… and {n} more", "… and {n} more", n).format(n=n), "muted")
            self._lines.addWidget(more)

    def enter(self) -> None:
        """The keyboard comes to the first record."""
        item = self._lines.itemAt(0)
        widget = item.widget() if item is not None else None
        if widget is not None:
            widget.setFocus()


def _source(source: Source, now_ms: int) -> str:
    said = source_said(source)
    return f"{said} · {phrases.moment(source.at, now_ms)}" if source.at is not None else said
