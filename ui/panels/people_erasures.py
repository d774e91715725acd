"""Erasures: what was erased on request, and which copies still hold it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from ui.desk import Desk
from ui.models.people import erasure_columns
from ui.models.table import Column
from ui.panels.people_list import PeopleList
from ui.tasks import Job
from warroom.doors.erasures import Erasure
from warroom.words import _


class ErasuresList(PeopleList[Erasure]):
    """Enter shows what is not reached; trying again reaches what can be reached by now."""

    nouns = ("erasure", "station")

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._again = self.add_hand(lambda: _("Try the copies again"), self.reach, can=_has_left)
        self._show_left = self.add_hand(lambda: _("What is still there…"), self.show_left, can=_has_left, writes=False)
        self._say()

    def reach(self) -> None:
        erasure = self.desk.room.erasure
        self.desk.tasks.run(lambda _job: erasure.reach(), owner=self, done=self.show_rows)

    def show_left(self) -> None:
        if row := self.current():
            self.open_row(row)

    def open_row(self, row: Erasure) -> None:
        from ui.dialogs.erase import LeftDialog

        dialog = LeftDialog(self.desk, row.said, row.copies_not_reached, self.window())
        dialog.led_to.connect(self.record_chosen)
        dialog.open()

    # What it says

    def columns(self) -> Sequence[Column[Erasure]]:
        return erasure_columns()

    def ident(self, row: Erasure) -> str:
        return row.id

    def read(self, job: Job) -> list[Erasure]:
        return self.desk.room.erasure.erasures()

    def title(self) -> str:
        return _("Erasures")

    def empty_words(self) -> str:
        return _("Nothing was erased. A person is erased from their line among the members, a file from its menu.")


def _has_left(row: Erasure | None) -> bool:
    return row is not None and bool(row.copies_not_reached)
