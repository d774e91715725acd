"""Continuous improvement: are we getting better, what did the last crises teach, what comes back, is the plan kept?"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QCheckBox, QFrame, QGridLayout, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from ui.desk import Desk
from ui.latest import Latest
from ui.models.improvement import (
    Fact,
    Improvement,
    Period,
    TrendLine,
    drawn,
    first_of,
    incidents_said,
    read_improvement,
    taught_said,
    trends_model,
)
from ui.models.table import TableModel
from ui.tasks import Job
from ui.widgets.framed import framed
from ui.widgets.lines import Block, clear
from ui.widgets.panel import PanelFrame
from ui.widgets.picture_card import PictureCard
from ui.widgets.side_column import Flowing
from ui.widgets.spoken import Spoken
from ui.widgets.table import Table
from ui.widgets.told_choice import ToldChoice
from ui.widgets.tone import ToneLabel
from warroom.room import Change
from warroom.words import _, pgettext

DAY_MS = 86_400_000
SPANS = {"year": 365, "three": 1096}
FACT, SIDE, WIDEST = 200, 16, 1240
ROWS_MOST = 9
NOUNS = (
    "incident",
    "rex",
    "rex_publication",
    "cause",
    "lesson",
    "lesson_link",
    "corrective",
    "postponement",
    "message",
)


@dataclass(frozen=True, slots=True)
class Pictures:
    """What was drawn, as PNG and in words; None where there is nothing to draw."""

    of: str
    trend: tuple[bytes, str] | None
    pareto: tuple[bytes, str] | None
    ageing: tuple[bytes, str] | None


class ImprovementPanel(Spoken, QScrollArea):
    """One column: facts, trends with the picture of the chosen one, the last crises, causes, the plan."""

    record_chosen = Signal(str, str, str)  # incident, noun, id

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.view = Improvement()
        self.cards: list[ToneLabel] = []
        self._line: TrendLine | None = None
        self._latest: Latest[Improvement] = Latest(desk, owner=self, read=self._read, show=self._show)
        self._drawing: Latest[Pictures] = Latest(desk, owner=self, read=self._draw, show=self._show_pictures)
        self._build()
        self._say()
        self.span.currentIndexChanged.connect(lambda _at: self._latest.ask())
        self.exercises.toggled.connect(lambda _on: self._latest.ask())
        self.table.selected.connect(self._choose)
        desk.changes.changed.connect(self._follow)
        desk.look.changed.connect(self._size)

    # Building

    def _build(self) -> None:
        look = self._desk.look
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._page = Flowing()
        self._title, self._count = QLabel(self._page), ToneLabel(look, "muted", parent=self._page)
        self._title.setProperty("role", "page")
        self._about = ToneLabel(look, "muted", wrap=True, parent=self._page)
        self.span = ToldChoice(self._spans, self._page)
        self.exercises = QCheckBox(self._page)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._title)
        head.addWidget(self._count, 1)
        head.addWidget(self.exercises)
        head.addWidget(self.span)
        self._nothing = ToneLabel(look, "muted", px=15, wrap=True, parent=self._page)
        self._facts = QGridLayout()
        self._facts.setSpacing(10)
        self._facts_of: list[FactCard] = []
        self.model: TableModel[TrendLine] = trends_model(look, self._desk.room.clock.now_ms, self)
        self.table = Table(self.model, look, sortable=False, hugs=ROWS_MOST, parent=self._page)
        self._framed = framed(self.table, self._page)
        self._trends = QLabel(self._page)
        self._trends.setProperty("role", "title")
        self.trend, self.pareto, self.ageing = (PictureCard(look, self._page) for _n in range(3))
        self.taught = PanelFrame(self._page)
        self._column = QVBoxLayout(self._page)
        self._column.setSpacing(12)
        self._column.addLayout(head)
        self._column.addWidget(self._about)
        self._column.addWidget(self._nothing)
        self._column.addLayout(self._facts)
        for widget in (self.taught, self._trends, self._framed, self.trend, self.pareto, self.ageing):
            self._column.addWidget(widget)
        self._column.addStretch(1)
        for card in (self.trend, self.pareto, self.ageing):
            card.hide()
        self.setWidget(self._page)
        self._size()

    def _spans(self) -> list[tuple[str, str]]:
        return [("year", _("The last twelve months")), ("three", _("The last three years")), ("", _("Everything"))]

    # Reading and drawing

    def _read(self, _job: Job) -> Improvement:
        days = SPANS.get(self.span.value())
        since = self._desk.room.clock.now_ms() - days * DAY_MS if days else None
        return read_improvement(self._desk.room, Period(since, self.exercises.isChecked()))

    def _draw(self, _job: Job) -> Pictures:
        from warroom.reports.charts import Data, picture

        def png(data: Data | None) -> tuple[bytes, str] | None:
            made = picture(data) if data is not None else None
            return (made.png(), made.alt) if made is not None and made.png is not None else None

        view, line = self.view, self._line
        return Pictures(
            line.trend.key if line else "", png(drawn(line) if line else None), png(view.pareto), png(view.ageing)
        )

    def _show(self, view: Improvement) -> None:
        self.view = view
        self.model.replace(list(view.trends))
        if self.table.current() is None and (first := first_of(view.trends)) is not None:
            self.table.select(first.trend.key)
        self._line = self.table.current()
        self._show_facts()
        self._show_taught()
        self._say_state()
        self._drawing.ask()

    def _show_pictures(self, made: Pictures) -> None:
        for card, shown in ((self.trend, made.trend), (self.pareto, made.pareto), (self.ageing, made.ageing)):
            card.setVisible(shown is not None)
            if shown is not None:
                card.show_png(*shown)

    @Slot()
    def _choose(self) -> None:
        line = self.table.current()
        if line is not None and line != self._line:
            self._line = line
            self._drawing.ask()

    def _show_facts(self) -> None:
        while len(self._facts_of) < len(self.view.facts):
            self._facts_of.append(FactCard(self._desk, self._page))
        for card, fact in zip(self._facts_of, self.view.facts, strict=False):
            card.show_fact(fact)
        self._size()

    def _show_taught(self) -> None:
        clear(self.taught.body)
        for remembered in self.view.taught:
            head, said = taught_said(remembered)
            block = Block(self._desk.look, self.taught)
            block.say(head, "" if remembered.lessons else "muted", said)
            incident = remembered.incident.id
            block.chosen.connect(partial(self.record_chosen.emit, incident, "memory", incident))
            self.taught.body.addWidget(block)

    @Slot(object)
    def _follow(self, change: Change) -> None:
        if self.isVisible() and change.touches(*NOUNS):
            self._latest.ask()

    # Saying

    def _say(self) -> None:
        self._title.setText(pgettext("page", "Improvement"))
        self.setAccessibleName(pgettext("page", "Improvement"))
        self._about.say(
            _("Of few incidents little is sure: each figure says how many it comes from, and between what it lies.")
        )
        self.exercises.setText(_("Exercises instead"))
        self.span.setAccessibleName(_("Since when"))
        self.span.say()
        self.table.setAccessibleName(_("Metrics across incidents"))
        self._trends.setText(_("Metrics across incidents"))
        self.taught.set_title(_("What the last ten crises taught"))
        self.trend.set_title(_("The chosen metric"))
        self.pareto.set_title(_("Causes that come up most"))
        self.ageing.set_title(_("The action plan as it ages"))
        self.table.say_empty(_("No metric yet: incidents need their milestones."))
        self.model.retranslate()
        if self.view.incidents:
            self._latest.ask()  # its words are made when it is read
        self._say_state()

    def _say_state(self) -> None:
        has = bool(self.view.incidents)
        self._count.say(incidents_said(self.view))
        self._nothing.setVisible(not has)
        self._nothing.say(_("No incident in this time: take a longer one, or import your history with Ctrl+I."))
        for widget in (self.taught, self._trends, self._framed):
            widget.setVisible(has)
        for card in self._facts_of:
            card.setVisible(has)

    @Slot()
    def _size(self) -> None:
        px = self._desk.look.px
        spare = self.viewport().width() - px(WIDEST) - SIDE
        self._column.setContentsMargins(SIDE, 14, max(SIDE, spare), SIDE)
        wide = self.viewport().width() - SIDE - max(SIDE, spare)
        columns = max(1, min(len(self._facts_of) or 1, wide // px(FACT)))
        for at, card in enumerate(self._facts_of):
            self._facts.addWidget(card, at // columns, at % columns)
        for column in range(self._facts.columnCount()):
            self._facts.setColumnStretch(column, 1 if column < columns else 0)

    # What Qt asks

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._size()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._latest.ask()


class FactCard(QFrame):
    """One share, with how sure it is."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("panel", True)
        look = desk.look
        self.value = ToneLabel(look, px=18, bold=True, parent=self)
        self.words = ToneLabel(look, wrap=True, parent=self)
        self.note = ToneLabel(look, "muted", wrap=True, parent=self)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 14, 10)
        column.setSpacing(2)
        for widget in (self.value, self.words, self.note):
            column.addWidget(widget)
        column.addStretch(1)

    def show_fact(self, fact: Fact) -> None:
        self.value.say(fact.value)
        self.words.say(fact.words)
        self.note.say(fact.note)
        self.setAccessibleName(f"{fact.words}: {fact.value}")
