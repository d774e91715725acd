"""The impact in figures: what it cost, whom it touched, what an hour costs, and what all of it comes to."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from ui.desk import Desk
from ui.dialogs.form import Form
from ui.latest import Latest
from ui.models.rex_figures import (
    FOLLOWED,
    SUMMED,
    FiguresView,
    affected_columns,
    figure_columns,
    metric_columns,
    read_figures,
    work_columns,
)
from ui.models.table import Column, TableModel
from ui.tasks import Job
from ui.widgets.panel import PanelFrame
from ui.widgets.spoken import Spoken
from ui.widgets.table import Table
from warroom.domain.incidents import Milestone
from warroom.domain.metrics.money import ANYBODY
from warroom.domain.rex import Rex
from warroom.room import Change
from warroom.words import _

ROWS, SUMS = 10, 24  # lines of a table before it scrolls


class Lines(PanelFrame):
    """A table with its verbs in the head; Enter on a line opens it."""

    def __init__(
        self, desk: Desk, columns: tuple[Column[Any], ...], ident: Callable[[Any], str],
        parent: QWidget | None = None, *, rows: int = ROWS,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.model = TableModel(columns, ident=ident, look=desk.look, now=desk.room.clock.now_ms, parent=self)
        self.table = Table(self.model, desk.look, hugs=rows, parent=self)
        self.body.addWidget(self.table)

    def add_verb(self, run: Callable[[], None], *, quiet: bool = False) -> QPushButton:
        button = QPushButton(self)
        button.setAutoDefault(False)
        button.setProperty("quiet", quiet)
        button.clicked.connect(lambda _checked=False: run())
        self.head.addWidget(button)
        return button

    def say(self, title: str, empty: str) -> None:
        self.set_title(title)
        self.table.setAccessibleName(title)
        self.table.say_empty(empty)
        self.model.retranslate()


class ImpactPart(Spoken, QWidget):
    """The part of the step of impact; every line is added, changed and taken away by its dialog."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._rex: Rex | None = None
        self.view: FiguresView | None = None
        self._latest: Latest[FiguresView | None] = Latest(desk, owner=self, read=self._read, show=self._take)
        self.figures = Lines(desk, figure_columns(), lambda row: row.figure.id, self)
        self.affected = Lines(desk, affected_columns(), lambda row: row.affected.id, self)
        self.work = Lines(desk, work_columns(), lambda row: row.code, self)
        self.sums = Lines(desk, metric_columns(is_short=True), lambda row: row.ident, self, rows=SUMS)
        self._add_figure = self.figures.add_verb(self.add_figure)
        self._add_affected = self.affected.add_verb(self.add_affected)
        self._set_rate = self.work.add_verb(self.set_rate)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        for part in (self.figures, self.affected, self.work, self.sums):
            column.addWidget(part)
        column.addStretch(1)
        self.figures.table.chosen.connect(self._open_figure)
        self.affected.table.chosen.connect(self._open_affected)
        self.work.table.chosen.connect(lambda _row: self.set_rate())
        desk.changes.changed.connect(self._follow)
        self.setFocusProxy(self.figures.table)
        self._say()

    # What can be done here

    def show_rex(self, rex: Rex | None) -> None:
        """The figures of this review, read anew."""
        if rex is None or self._rex is None or rex.id != self._rex.id:
            self.view = None
        self._rex = rex
        self._latest.ask()

    def add_figure(self) -> None:
        from ui.dialogs.figure import FigureDialog

        self._ask(lambda view: FigureDialog(self._desk, view, None, self))

    def add_affected(self) -> None:
        from ui.dialogs.figure import AffectedDialog

        self._ask(lambda view: AffectedDialog(self._desk, view, None, self, from_at=self._began(view)))

    def set_rate(self) -> None:
        """Of the function that is marked, else of anybody."""
        from ui.dialogs.figure import RateDialog

        row = self.work.table.current()
        code = row.code if row is not None else ANYBODY
        self._ask(lambda view: RateDialog(self._desk, view.work, code, self))

    @Slot(object)
    def _open_figure(self, row: object) -> None:
        from ui.dialogs.figure import FigureDialog

        self._ask(lambda view: FigureDialog(self._desk, view, row, self))  # type: ignore[arg-type]

    @Slot(object)
    def _open_affected(self, row: object) -> None:
        from ui.dialogs.figure import AffectedDialog

        self._ask(lambda view: AffectedDialog(self._desk, view, row, self))  # type: ignore[arg-type]

    def _ask(self, make: Callable[[FiguresView], Form]) -> None:
        if self.view is not None and not self._desk.room.read_only:
            make(self.view).open()

    def _began(self, view: FiguresView) -> int | None:
        milestones = self._desk.room.views.incident(view.rex.incident).milestones
        return milestones.get(Milestone.IMPACT_STARTED) or milestones.get(Milestone.DETECTED)

    # Reading

    def _read(self, _job: Job) -> FiguresView | None:
        return read_figures(self._desk.room.views, self._rex) if self._rex is not None else None

    def _take(self, view: FiguresView | None) -> None:
        if view is not None and (self._rex is None or view.rex.id != self._rex.id):
            return
        self.view = view
        self.figures.model.replace(view.figures if view else ())
        self.affected.model.replace(view.affected if view else ())
        self.work.model.replace(view.work if view else ())
        summed = [row for row in view.metrics if row.metric.code in SUMMED and row.metric.is_known] if view else []
        self.sums.model.replace(summed)
        self._enable()

    @Slot(object)
    def _follow(self, change: Change) -> None:
        if self.isVisible() and change.touches(*FOLLOWED):
            self._latest.ask()

    # Saying

    def _say(self) -> None:
        self.setAccessibleName(_("Impact in figures"))
        self.figures.say(_("Figures"), _("No figure yet: add costs, losses and harm, each with its source."))
        self.affected.say(_("Users affected"), _("Nobody said yet how many users, from when to when: add them."))
        self.work.say(
            _("Work, and what it costs"),
            _("No hours yet: they come from arrivals and shifts, or from a figure."),
        )
        self.sums.say(_("What it comes to"), _("Nothing to sum up yet."))
        self._add_figure.setText(_("Add a figure…"))
        self._add_affected.setText(_("Add users affected…"))
        self._set_rate.setText(_("Cost of an hour…"))
        self._enable()

    def _enable(self) -> None:
        may_write = self.view is not None and not self._desk.room.read_only
        for button in (self._add_figure, self._add_affected, self._set_rate):
            button.setEnabled(may_write)
