"""A relief plan that the room proposes from its functions, whoever could hold them, and the rules of rest."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from ui.desk import Desk
from ui.dialogs.form import Form
from ui.latest import Latest
from ui.tasks import Job
from ui.widgets.fields import TimeField
from ui.widgets.gantt import GanttView
from ui.widgets.number_box import NumberBox
from ui.widgets.tone import ToneLabel
from warroom.commands import PlanRelief
from warroom.commands.relief import ShiftSaid
from warroom.domain.duty import OVERLAP_MIN, SHIFT_MIN
from warroom.domain.duty_board import Board
from warroom.domain.relief import Proposed, Wish
from warroom.errors import Refusal
from warroom.reports.relief_chart import proposal_chart
from warroom.words import _, ngettext

QUARTER = 15 * 60_000
HOUR = 60 * 60_000
TALLEST = 300


class ProposeDialog(Form):
    """Length of the plan and of its shifts; the chart under them is what will be written."""

    def __init__(self, desk: Desk, board: Board, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent, width=820)
        self._board = board
        self.proposal: list[Proposed] = []
        self._latest: Latest[list[Proposed]] = Latest(desk, owner=self, read=self._read, show=self._show)
        self.start = TimeField(desk, ahead=True)
        now = desk.room.clock.now_ms()
        self.start.set_moment(-(-now // QUARTER) * QUARTER)
        self.hours, self.shift, self.overlap = (NumberBox(self) for _each in range(3))
        for box, least, most, value in (
            (self.hours, 4, 168, 24), (self.shift, 2, 12, SHIFT_MIN // 60), (self.overlap, 0, 120, OVERLAP_MIN),
        ):  # fmt: skip
            box.setRange(least, most)
            box.setValue(value)
            box.setFixedWidth(desk.look.px(120))
            box.valueChanged.connect(lambda _value: self._latest.ask())
        self.overlap.setSingleStep(15)
        self.start.line.editingFinished.connect(self._latest.ask)
        self.chart = GanttView(desk.look, self)
        self._said = ToneLabel(desk.look, wrap=True, parent=self)
        area = QScrollArea(self)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setMinimumHeight(desk.look.px(200))
        area.setMaximumHeight(desk.look.px(TALLEST))
        area.setWidget(self.chart)
        self.add(lambda: _("Starting at"), self.start)
        self.add(lambda: _("Hours to plan"), self.hours)
        self.add(lambda: _("Hours of a shift"), self.shift, hint=lambda: _("8 h is usual; never more than 12 h."))
        self.add(lambda: _("Minutes both are there"), self.overlap)
        self.add_wide(area)
        self.add_wide(self._said)
        self.hours.setFocus()
        self._latest.ask()

    def title(self) -> str:
        return _("Propose a relief plan for cell {number}").format(number=self._board.cell_number)

    def verb(self) -> str:
        return _("Plan it so")

    def command(self) -> PlanRelief:
        shifts = tuple(
            ShiftSaid(person=one.name, code=one.code, from_at=one.from_at, until_at=one.until_at)
            for one in self.proposal
            if one.person
        )
        if not shifts:
            raise Refusal(
                "plan-empty",
                _("There is nobody to plan."),
                safe=_("Nothing was changed."),
                todo=_("Let somebody hold a function, with a deputy and a relief, or note who was trained for it."),
            )
        return PlanRelief(cell=self._board.cell, shifts=shifts)

    def _wish(self) -> Wish:
        start = self._start() or self.desk.room.clock.now_ms()
        until = start + self.hours.value() * HOUR
        return Wish(start, until, self.shift.value() * 60, self.overlap.value())

    def _start(self) -> int | None:
        try:
            return self.start.moment()
        except Refusal:
            return None

    def _read(self, _job: Job) -> list[Proposed]:
        return self.desk.room.views.proposed_relief(self._board.cell, self._asked)

    @property
    def _asked(self) -> Wish:
        return self._wish()

    def _show(self, proposal: list[Proposed]) -> None:
        self.proposal = proposal
        self.chart.show_chart(proposal_chart(proposal, self._board.labels, now_ms=self.desk.room.clock.now_ms()))
        self._say_gaps()

    def _say_gaps(self) -> None:
        gaps = sum(not one.person for one in self.proposal)
        if not self.proposal:
            self._said.say(_("No function of this cell has anybody: let somebody hold one first."), "due")
        elif gaps:
            said = ngettext(
                "{n} shift has nobody rested: name a deputy or a relief, or plan it by hand.",
                "{n} shifts have nobody rested: name deputies or reliefs, or plan them by hand.",
                gaps,
            )
            self._said.say(said.format(n=gaps), "late")
        else:
            self._said.say(_("Everybody planned here keeps the rules of rest, as far as this room knows."), "good")

    def _say(self) -> None:
        super()._say()
        self.chart.setAccessibleName(_("Proposed plan"))
        self.chart.say()
        self._say_gaps()
