"""Say when the next situation point of a cell is: the first is planned by somebody, each one held fixes the next."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from ui.desk import Desk
from ui.dialogs.form import Form
from ui.widgets.fields import TimeField
from warroom.commands import PlanPoint
from warroom.domain.cells import Cell, cadence_of
from warroom.domain.points import Point, next_point_at
from warroom.errors import Refusal
from warroom.words import _, pgettext


class PlanPointDialog(Form):
    """The time proposed is the one planned already, else the next by the rhythm of the cell's level."""

    def __init__(self, desk: Desk, cell: Cell, point: Point | None, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._cell = cell
        self.at = TimeField(desk, ahead=True)
        self.add(lambda: pgettext("point", "At"), self.at)
        rhythm = next_point_at(desk.room.clock.now_ms(), cadence_of(cell.cadence_min, cell.level))
        self.at.set_moment(point.planned_at if point is not None and point.planned_at else rhythm)
        self.at.line.selectAll()
        self.at.setFocus()

    def title(self) -> str:
        return _("When is the next point?")

    def verb(self) -> str:
        return pgettext("point", "Plan it")

    def command(self) -> PlanPoint:
        at = self.at.moment()
        if at is None:
            raise Refusal("time-missing", _("When is the next point?"), safe=_("Nothing was changed."))
        return PlanPoint(cell=self._cell.id, at=at)
