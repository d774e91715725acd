"""Change what is said of an incident: its title, who leads it, which users are touched."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QWidget

from ui.desk import Desk
from ui.dialogs.form import Form
from ui.loaded import as_loaded
from ui.widgets.person_choice import PersonChoice
from warroom.commands import DescribeIncident
from warroom.domain.incidents import Incident
from warroom.words import _


class DescribeDialog(Form):
    """Title, leader, users."""

    def __init__(self, desk: Desk, incident: Incident, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        views = desk.room.views
        incident, self._seen = as_loaded(views, "incident", incident.id, views.incident)
        self._incident = incident
        self._title = QLineEdit(incident.title, self)
        self._owner = PersonChoice(desk, self)
        self._owner.setText(incident.owner)
        self._users = QLineEdit(incident.users, self)
        self.add(lambda: _("Title"), self._title)
        self.add(lambda: _("Led by"), self._owner)
        self.add(lambda: _("Users touched"), self._users)
        self._title.setFocus()

    def title(self) -> str:
        return _("What is said of {number}").format(number=self._incident.number)

    def verb(self) -> str:
        return _("Save")

    def command(self) -> DescribeIncident:
        return DescribeIncident(
            incident=self._incident.id,
            title=self._title.text(),
            owner=self._owner.text(),
            users=self._users.text(),
            seen=self._seen,
        )
