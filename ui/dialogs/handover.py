"""Hand a function over: the sheet filled from the room, what whoever leaves adds, and the first signature."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from ui.desk import Desk
from ui.dialogs.form import Form
from ui.tasks import Job
from ui.widgets.fields import TextBox
from ui.widgets.person_choice import PersonChoice
from ui.widgets.sheet_view import SheetView
from warroom.clock import named_zone
from warroom.commands import OpenHandover
from warroom.commands.cell_words import seat_word
from warroom.commands.handovers import Opened
from warroom.domain.cells import Cell, Function
from warroom.domain.handovers import Side, sheet_parts
from warroom.errors import Refusal
from warroom.reports.handover import handover_sheet
from warroom.words import _

WIDTH = 760


class HandoverDialog(Form):
    """Sending freezes the sheet as it is read here, and signs it for whoever leaves; then whoever arrives reads it."""

    def __init__(self, desk: Desk, cell: Cell, function: Function, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent, width=WIDTH)
        self._cell, self._function = cell, function
        self._page: dict[str, Any] | None = None
        self._owner = parent
        self.arriving = PersonChoice(desk, self)
        self.arriving.setText(function.relief or function.deputy)
        self.sheet = SheetView(desk.look, self)
        self.promised, self.watch = TextBox(lines=2, parent=self), TextBox(lines=2, parent=self)
        self.both = TextBox(lines=2, parent=self)
        self.add(lambda: _("Who arrives"), self.arriving)
        self.add_wide(self.sheet)
        self.fields.setRowStretch(self.fields.rowCount() - 1, 1)
        self.add(lambda: _("What I promised, to whom, for when"), self.promised)
        self.add(lambda: _("What I would watch"), self.watch)
        self.add(lambda: _("Why one person does both"), self.both)
        self.show_line(self.both, False)
        self.succeeded.connect(self._go_on)
        self._set_sending(True)  # until there is something to sign
        desk.tasks.run(self._read, owner=self, done=self._take, failed=self._stay)
        self.arriving.setFocus()

    def title(self) -> str:
        name = seat_word(self._function.code, self._function.label)
        if not self._function.holder:
            return _("Take “{function}” over: nobody holds it").format(function=name)
        return _("{holder} hands “{function}” over").format(holder=self._function.holder, function=name)

    def verb(self) -> str:
        if not self._function.holder:
            return _("Freeze the sheet and take it over")
        return _("{name} signs the sheet").format(name=self._function.holder)

    def command(self) -> OpenHandover:
        return OpenHandover(
            cell=self._cell.id,
            code=self._function.code,
            arriving=self.arriving.text(),
            page=self._page or {},
            promised=self.promised.toPlainText(),
            watch=self.watch.toPlainText(),
            signs=Side.LEAVING if self._function.holder else Side.ARRIVING,
            both_reason=self.both.toPlainText(),
        )

    def _read(self, _job: Job) -> dict[str, Any]:
        moment = self.desk.room.clock.moment()
        return handover_sheet(self.desk.room.views, self._cell.id, now_ms=moment.utc_ms, zone=named_zone(moment))

    def _take(self, page: dict[str, Any]) -> None:
        self._page = page
        self.sheet.show_parts(sheet_parts(page))
        self._set_sending(False)

    def _go_on(self, made: Opened) -> None:
        """The one who arrives reads the same sheet, and signs it."""
        from ui.dialogs.handover_sheet import HandoverSheetDialog

        handover = self.desk.room.views.handover(made.id)
        if handover is not None and not handover.is_signed:
            HandoverSheetDialog(self.desk, handover, self._owner).open()

    def _stay(self, error: Exception) -> None:
        super()._stay(error)
        if isinstance(error, Refusal) and error.code == "resolver-reason":
            self.show_line(self.both, True)
            self.both.setFocus()
            self._grow()

    def _say(self) -> None:
        super()._say()
        self.sheet.say()
