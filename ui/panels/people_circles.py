"""Need to know: circles, who is in them, which stations hold their keys and which still wait."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from ui.desk import Desk
from ui.models.people import Round, circle_about, circle_columns
from ui.models.table import Column
from ui.panels.people_list import PeopleList
from ui.tasks import Job
from warroom.words import _, ngettext


class CirclesList(PeopleList[Round]):
    """One line a circle; the built-in ones are listed before they are used."""

    nouns = ("circle", "circle_key", "key_share", "person", "erasure")

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._share = self.add_hand(
            lambda: _("Share the key"), self.share,
            can=lambda row: row is not None and row.circle.has_key,
            is_offered=lambda row: row is not None and bool(row.circle.awaiting),
        )  # fmt: skip
        self._remove = self.add_hand(
            lambda: _("Take somebody out…"), self.remove, can=lambda row: row is not None and bool(row.members)
        )
        self._add = self.add_hand(lambda: _("Add somebody…"), self.add, can=lambda row: row is not None)
        self._make = self.add_hand(lambda: _("Make a circle…"), self.make, primary=True)
        self._say()

    def make(self) -> None:
        from ui.dialogs.circle import MakeCircleDialog

        dialog = MakeCircleDialog(self.desk, self.window())
        dialog.succeeded.connect(self.choose)
        dialog.open()

    def add(self) -> None:
        from ui.dialogs.circle import AddToCircleDialog

        if row := self.current():
            AddToCircleDialog(self.desk, row.circle, self.window()).open()

    def remove(self) -> None:
        from ui.dialogs.circle import RemoveFromCircleDialog

        if row := self.current():
            RemoveFromCircleDialog(self.desk, row, self.window()).open()

    def share(self) -> None:
        """Give the key to every station where a member sits and that lacks it."""
        row = self.current()
        if row is None:
            return
        circles, circle = self.desk.room.circles, row.circle

        def give(_job: Job) -> int:
            return sum(1 for letter in circle.awaiting if circles.share(circle.id, letter))

        self.desk.tasks.run(give, owner=self, done=self._say_shared)

    def _say_shared(self, given: int) -> None:
        said = ngettext("The key is shared with {n} station.", "The key is shared with {n} stations.", given)
        self.desk.notices.say(said.format(n=given))
        self.refresh()

    # What it says

    def columns(self) -> Sequence[Column[Round]]:
        return circle_columns()

    def ident(self, row: Round) -> str:
        return row.circle.id

    def read(self, job: Job) -> list[Round]:
        named = {person.id: person.name for person in self.desk.room.views.people()}
        return [
            Round(circle, tuple(sorted((named.get(who, "") for who in circle.members), key=str.casefold)))
            for circle in self.desk.room.circles.all()
        ]

    def about_row(self, row: Round) -> str:
        return circle_about(row)

    def title(self) -> str:
        return _("Need to know")

    def empty_words(self) -> str:
        return _("No circle yet. What is restricted to a circle can be read by its members alone.")
