"""CAN: one form for what a technical lead reports; conditions, actions, needs."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QWidget

from ui.desk import Desk
from ui.dialogs.form import Form
from ui.widgets.fields import TextBox
from ui.widgets.person_choice import PersonChoice
from warroom.commands import ReportCan
from warroom.domain.can_reports import CanReport
from warroom.domain.incidents import Incident
from warroom.words import _


class CanDialog(Form):
    """A new report, or the next one of a lead (`after`)."""

    def __init__(
        self, desk: Desk, incident: Incident, parent: QWidget | None = None, *, after: CanReport | None = None
    ) -> None:
        super().__init__(desk, parent, width=640)
        self._incident = incident
        self._lead, self._stream = PersonChoice(desk, self), QLineEdit(self)
        self._conditions, self._actions, self._needs = (TextBox(lines=2, parent=self) for _at in range(3))
        self.add(lambda: _("Reported by"), self._lead)
        self.add(lambda: _("Workstream"), self._stream)
        self.add(lambda: _("Conditions"), self._conditions, hint=lambda: _("How it stands, with figures."))
        self.add(lambda: _("Actions"), self._actions, hint=lambda: _("What is being done, and until when."))
        self.add(lambda: _("Needs"), self._needs, hint=lambda: _("What is lacking, to be decided or done."))
        if after is not None:
            self._lead.setText(after.lead)
            self._stream.setText(after.workstream)
        (self._conditions if after else self._lead).setFocus()

    def title(self) -> str:
        return _("Report of a technical lead on {number}").format(number=self._incident.number)

    def verb(self) -> str:
        return _("Write it down")

    def command(self) -> ReportCan:
        return ReportCan(
            incident=self._incident.id,
            lead=self._lead.text(),
            conditions=self._conditions.toPlainText(),
            actions=self._actions.toPlainText(),
            needs=self._needs.toPlainText(),
            workstream=self._stream.text(),
        )
