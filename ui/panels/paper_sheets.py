"""Numbered sheets: those that are out, those that came back, those that never will."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QWidget

from ui.desk import Desk
from ui.models.paper import SheetRow, sheet_about, sheet_columns, sheets_of
from ui.models.table import Column
from ui.panels.people_list import PeopleList
from ui.tasks import Job
from warroom.commands import VoidSheet
from warroom.words import _


class SheetsList(PeopleList[SheetRow]):
    """Enter on a sheet that is out begins to type it."""

    nouns = ("sheet", "printout", "entry")
    hugs = 6
    sheet_chosen = Signal(str)  # its number
    shown = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._heading = QLabel(self)
        self._heading.setProperty("role", "title")
        self.head.insertWidget(0, self._heading)
        self.void = self.add_hand(lambda: _("Make it void…"), self.ask_void, can=_is_out)
        self.transcribe = self.add_hand(lambda: _("Transcribe"), self._transcribe, can=_is_out)
        self._say()

    @property
    def out(self) -> list[SheetRow]:
        """Sheets that are out."""
        return [row for row in self._rows if row.is_out]

    def ask_void(self) -> None:
        """Why the chosen sheet will never come back."""
        from ui.dialogs.reason import ReasonDialog

        row = self.current()
        if row is None:
            return
        number = row.sheet.number
        ReasonDialog(
            self.desk,
            title=lambda: _("Make sheet {number} void?").format(number=number),
            verb=lambda: _("Make it void"),
            build=lambda reason: VoidSheet(sheet=row.sheet.id, reason=reason),
            label=lambda: _("Why it will not come back"),
            parent=self.window(),
        ).open()

    def _transcribe(self) -> None:
        if row := self.current():
            self.sheet_chosen.emit(row.sheet.number)

    # What it says

    def columns(self) -> Sequence[Column[SheetRow]]:
        return sheet_columns()

    def ident(self, row: SheetRow) -> str:
        return row.sheet.id

    def read(self, job: Job) -> list[SheetRow]:
        return sheets_of(self.desk.room.views)

    def take(self, rows: list[SheetRow]) -> None:
        super().take(rows)
        self.shown.emit()

    def open_row(self, row: SheetRow) -> None:
        if row.is_out and self.can_write:
            self.sheet_chosen.emit(row.sheet.number)

    def about_row(self, row: SheetRow) -> str:
        return sheet_about(row)

    @property
    def count(self) -> int:
        return len(self.out)

    def title(self) -> str:
        return _("Numbered sheets")

    def empty_words(self) -> str:
        return _("No sheet is out. A set of papers takes twenty numbers; none is ever given twice.")

    def _say(self) -> None:
        self._heading.setText(self.title())
        super()._say()


def _is_out(row: SheetRow | None) -> bool:
    return row is not None and row.is_out
