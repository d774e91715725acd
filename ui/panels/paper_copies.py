"""Printed copies: which are about, where they hang, and what they do not show any more."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QLabel, QWidget

from ui.desk import Desk
from ui.models.paper import CopyRow, copies_of, copy_about, copy_columns
from ui.models.table import Column
from ui.panels.people_list import PeopleList
from ui.tasks import Job
from warroom.commands import WithdrawPrintout
from warroom.words import _

FOLLOWED = (
    "printout", "entry", "entry_mark", "decision", "action", "due", "point", "sentence", "function", "objective",
    "incident", "impact", "regime", "clock_event", "submission", "crisis_cell", "coverage", "scenario", "freeze",
)  # fmt: skip


class CopiesList(PeopleList[CopyRow]):
    """Those that are about first, the newest before."""

    nouns = FOLLOWED
    hugs = 7

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._heading = QLabel(self)
        self._heading.setProperty("role", "title")
        self.head.insertWidget(0, self._heading)
        self.place = self.add_hand(lambda: _("Where it hangs…"), self.ask_place, can=lambda row: row is not None)
        self.withdraw = self.add_hand(lambda: _("Withdraw"), self._withdraw, can=_is_about)
        self._say()

    def ask_place(self) -> None:
        """Where the chosen copies hang, and how many there are."""
        from ui.dialogs.place import PlaceDialog

        if row := self.current():
            PlaceDialog(self.desk, row.copy, self.window()).open()

    def _withdraw(self) -> None:
        if row := self.current():
            self.do(WithdrawPrintout(printout=row.copy.id))

    # What it says

    def columns(self) -> Sequence[Column[CopyRow]]:
        return copy_columns()

    def ident(self, row: CopyRow) -> str:
        return row.copy.id

    def read(self, job: Job) -> list[CopyRow]:
        return copies_of(self.desk.room.views)

    def open_row(self, row: CopyRow) -> None:
        if self.can_write:
            self.ask_place()

    def about_row(self, row: CopyRow) -> str:
        return copy_about(row, self.desk.room.clock.now_ms())

    def title(self) -> str:
        return _("Printed copies")

    def empty_words(self) -> str:
        return _(
            "Nothing was printed yet. Whatever goes to a printer is listed here, with what it does not show any more."
        )

    def _say(self) -> None:
        self._heading.setText(self.title())
        super()._say()


def _is_about(row: CopyRow | None) -> bool:
    return row is not None and row.copy.is_about
