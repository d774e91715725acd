"""What can be done with a function: take it, hand it over, open it, read or change its card, print."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from ui.desk import Desk
from ui.dialogs.reason import ReasonDialog
from ui.leaflets import LeafletPrinter
from warroom.commands import TakeFunction
from warroom.commands.cell_words import seat_word
from warroom.domain.cells import Cell, Function
from warroom.domain.handovers import Handover
from warroom.errors import Refusal
from warroom.reports.cards import cards_leaflet
from warroom.reports.handover import handover_leaflet
from warroom.reports.seats import Chart, Layout, chart_leaflet
from warroom.words import _

WITH_REASON = frozenset({"function-held", "resolver-reason"})  # refused only for want of a reason


class SeatDeeds(QObject):
    """Opens the dialogs over the widget that owns it."""

    def __init__(self, desk: Desk, owner: QWidget) -> None:
        super().__init__(owner)
        self._desk, self._owner = desk, owner
        self.printer = LeafletPrinter(desk, owner)

    def take(self, cell: str, code: str, *, done: Callable[[Any], None] = lambda _made: None) -> None:
        """Whoever sits here takes it at once; a reason is asked for only where one is needed."""

        def failed(error: Exception) -> None:
            if isinstance(error, Refusal) and error.code in WITH_REASON:
                self._ask_why(cell, code, error)
            else:
                self._desk.notices.show(error, parent=self._owner)

        command = TakeFunction(cell=cell, code=code)
        self._desk.tasks.follow(self._desk.room.do(command), owner=self._owner, done=done, failed=failed)

    def hand_over(self, cell: Cell, function: Function) -> None:
        """The sheet, filled from the room, for whoever comes next."""
        from ui.dialogs.handover import HandoverDialog

        HandoverDialog(self._desk, cell, function, self._owner).open()

    def open_handover(self, record: str) -> None:
        """A sheet as it was frozen, to be read and signed."""
        from ui.dialogs.handover_sheet import HandoverSheetDialog

        handover = self._desk.room.views.handover(record)
        if handover is not None:
            HandoverSheetDialog(self._desk, handover, self._owner).open()

    def edit(self, cell: Cell, function: Function | None) -> None:
        """Who holds it; None for one that the cell does not have yet."""
        from ui.dialogs.cell_function import FunctionDialog
        from ui.models.cell import read_facts

        FunctionDialog(self._desk, read_facts(self._desk.room.views, cell), function, self._owner).open()

    def open_card(self, code: str, label: str = "") -> None:
        """The card of a function in the room's own words."""
        from ui.dialogs.role_card import RoleCardDialog

        RoleCardDialog(self._desk, code, label, self._owner).open()

    def print_chart(self, chart: Chart, layout: Layout) -> None:
        """The chart as it is drawn, on one page."""
        cell = chart.cell
        self.printer.print_(lambda made: chart_leaflet(made, chart, layout), incident=cell.lead, exercise=cell.exercise)

    def print_cards(self, cell: Cell, codes: tuple[str, ...] = ()) -> None:
        """The cards of a cell in one print, or of some functions."""
        self.printer.print_(lambda made: cards_leaflet(made, cell, codes), incident=cell.lead, exercise=cell.exercise)

    def print_handover(self, handover: Handover) -> None:
        """A sheet with its signatures; it was frozen, so that no copy of it goes out of date."""
        cell = self._desk.room.views.cell(handover.cell)
        self.printer.print_(lambda made: handover_leaflet(made, handover), exercise=cell is not None and cell.exercise)

    def _ask_why(self, cell: str, code: str, refusal: Refusal) -> None:
        function = next((item for item in self._desk.room.views.functions(cell) if item.code == code), None)
        name = seat_word(code, function.label if function is not None else "")
        ReasonDialog(
            self._desk,
            title=lambda: _("Take “{function}”: {why}").format(function=name, why=refusal.message),
            verb=lambda: _("I take it"),
            label=lambda: _("Why without a handover") if refusal.code == "function-held" else _("Why both"),
            build=lambda text: TakeFunction(cell=cell, code=code, reason=text),
            parent=self._owner,
        ).open()
