"""Judge an incident anew: if in doubt, take the higher; a vital service overrides the numbers."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox, QWidget

from ui.desk import Desk
from ui.dialogs.choices import severity_ways
from ui.dialogs.form import Form
from ui.loaded import as_loaded
from ui.widgets.choice import Choice
from ui.widgets.fields import TextBox
from warroom.commands import ChangeSeverity
from warroom.domain.incidents import Incident
from warroom.words import _


class SeverityDialog(Form):
    """The severity, the override for vital services, and why."""

    def __init__(self, desk: Desk, incident: Incident, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent, width=640)
        views = desk.room.views
        incident, self._seen = as_loaded(views, "incident", incident.id, views.incident)
        self._incident = incident
        self._severity = Choice(desk.look, severity_ways(), self)
        self._severity.choose(incident.severity)
        self._vital = QCheckBox(self)
        self._vital.setChecked(incident.vital)
        self._reason = TextBox(lines=2, parent=self)
        self.add(lambda: _("Severity"), self._severity, hint=lambda: _("If in doubt, take the higher."))
        self.add_wide(self._vital)
        self.add(lambda: _("Reason"), self._reason, hint=lambda: _("It goes into the log with the change."))
        self.spoken(self._vital.setText, lambda: _("A vital service is touched: it counts as SEV1"))
        self._severity.setFocus()

    def title(self) -> str:
        return _("How grave is {number}?").format(number=self._incident.number)

    def verb(self) -> str:
        return _("Change severity")

    def command(self) -> ChangeSeverity:
        chosen = self._severity.value()
        return ChangeSeverity(
            incident=self._incident.id,
            severity=self._incident.severity if chosen is None else chosen,
            vital=self._vital.isChecked(),
            reason=self._reason.toPlainText(),
            seen=self._seen,
        )

    def _say(self) -> None:
        super()._say()
        self._severity.say()
