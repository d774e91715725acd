"""Add a person: a name and initials; whoever sits down later is already known."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QWidget

from ui.desk import Desk
from ui.dialogs.form import Form
from warroom.commands import AddPerson
from warroom.domain.people import initials_of
from warroom.words import _


class AddPersonDialog(Form):
    """The initials follow the name until somebody types their own."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent, width=460)
        self._name, self._initials = QLineEdit(self), QLineEdit(self)
        self.add(lambda: _("First name and name"), self._name)
        self.add(lambda: _("Initials"), self._initials)
        self._own = False
        self._name.textChanged.connect(self._follow)
        self._initials.textEdited.connect(self._keep)
        self._name.setFocus()

    def title(self) -> str:
        return _("Add a person")

    def verb(self) -> str:
        return _("Add")

    def command(self) -> AddPerson:
        return AddPerson(name=self._name.text(), initials=self._initials.text())

    def _follow(self, name: str) -> None:
        if not self._own:
            self._initials.setText(initials_of(name))

    def _keep(self, typed: str) -> None:
        self._own = bool(typed)
