"""Members: everyone of the room, their roles and PINs, and erasing one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QLineEdit, QWidget

from ui.desk import Desk
from ui.models.people import member_columns, roles_said
from ui.models.table import Column
from ui.panels.people_list import PeopleList
from ui.tasks import Job
from warroom.domain.members import Member
from warroom.domain.rights import Right, rights_of
from warroom.words import _


class MembersList(PeopleList[Member]):
    """Filtered as one types: a name, initials, a number or a role."""

    nouns = ("person", "grant", "pin", "erasure")

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._everyone: list[Member] = []
        self.filter = QLineEdit(self)
        self.filter.setClearButtonEnabled(True)
        self.filter.setMaximumWidth(desk.look.px(260))
        self.head.insertWidget(0, self.filter, 1)
        self._erase = self.add_hand(lambda: _("Erase…"), self.erase, can=_is_somebody)
        self._pin = self.add_hand(lambda: _("PIN…"), self.set_pin, can=_is_somebody)
        self._settle = self.add_hand(
            lambda: _("Settle…"), self.give_roles, is_offered=lambda row: row is not None and row.is_disputed
        )
        self._roles = self.add_hand(lambda: _("Roles…"), self.give_roles, can=_is_somebody)
        self._add = self.add_hand(lambda: _("Add a person…"), self.add_person, primary=True)
        self._say()
        self.filter.textChanged.connect(lambda _text: self._show())

    # Verbs

    def add_person(self) -> None:
        from ui.dialogs.add_person import AddPersonDialog

        dialog = AddPersonDialog(self.desk, self.window())
        dialog.succeeded.connect(self.choose)
        dialog.open()

    def give_roles(self) -> None:
        """Say a person's roles anew; where two stations gave different ones, this settles it."""
        from ui.dialogs.roles import RolesDialog

        if member := self.current():
            others = any(_administers(each) for each in self._everyone if each.id != member.id)
            RolesDialog(self.desk, member, has_other_administrator=others, parent=self.window()).open()

    def set_pin(self) -> None:
        from ui.dialogs.pin import PinDialog

        if member := self.current():
            PinDialog(self.desk, self.window(), member=member).open()

    def erase(self) -> None:
        from ui.dialogs.erase import ErasePersonDialog

        if member := self.current():
            dialog = ErasePersonDialog(self.desk, member, self.window())
            dialog.led_to.connect(self.record_chosen)
            dialog.open()

    # What it says

    def columns(self) -> Sequence[Column[Member]]:
        return member_columns()

    def ident(self, row: Member) -> str:
        return row.id

    def read(self, job: Job) -> list[Member]:
        return [member for member in self.desk.room.rights.members() if member.name]  # who was erased has none

    def take(self, rows: list[Member]) -> None:
        self._everyone = rows
        self._show()

    def _show(self) -> None:
        typed = self.filter.text().strip().casefold()
        self.show_rows([row for row in self._everyone if not typed or _holds(row, typed)])

    def open_row(self, row: Member) -> None:
        if self.can_write:
            self.give_roles()

    @property
    def count(self) -> int:
        return len(self._everyone)

    def about_row(self, row: Member) -> str:
        if not row.is_disputed:
            return ""
        return _("Two stations gave {name} different roles: until this is settled, the lesser counts.").format(
            name=row.name
        )

    def title(self) -> str:
        return _("Members")

    def empty_words(self) -> str:
        if self._everyone:
            return _("Nobody fits these letters.")
        return _("Nobody is in this room yet. Whoever sits down is added.")

    def _say(self) -> None:
        self.filter.setPlaceholderText(_("Name, number or role"))
        self.filter.setAccessibleName(self.filter.placeholderText())
        super()._say()


def _holds(row: Member, typed: str) -> bool:
    said = (row.name.casefold(), row.initials.casefold(), row.number.casefold())
    return any(typed in each for each in said) or (bool(row.roles) and typed in roles_said(row).casefold())


def _administers(member: Member) -> bool:
    return Right.ADMINISTER in rights_of(member.roles)


def _is_somebody(row: Member | None) -> bool:
    return row is not None
