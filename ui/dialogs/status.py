"""Move an incident on: the likely next status first, and always a reason."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from ui.desk import Desk
from ui.dialogs.choices import NEXT, status_ways
from ui.dialogs.form import Form
from ui.loaded import as_loaded
from ui.widgets.choice import Choice
from ui.widgets.fields import TextBox
from warroom.commands import ChangeStatus
from warroom.commands.said import status_word
from warroom.domain.incidents import Incident, Status
from warroom.words import _


class StatusDialog(Form):
    """The new status and why."""

    def __init__(
        self,
        desk: Desk,
        incident: Incident,
        parent: QWidget | None = None,
        *,
        proposed: Status | None = None,
        reason: str = "",
    ) -> None:
        super().__init__(desk, parent, width=680)
        views = desk.room.views
        incident, self._seen = as_loaded(views, "incident", incident.id, views.incident)
        self._incident = incident
        self._next = proposed or NEXT[incident.status]
        self._status = Choice(desk.look, status_ways(incident.status), self)
        self._status.choose(self._next)
        self._reason = TextBox(lines=2, parent=self)
        self._reason.setPlainText(reason)
        self.add(lambda: _("New status"), self._status)
        self.add(lambda: _("Reason"), self._reason, hint=lambda: _("It goes into the log with the change."))
        self._reason.setFocus()

    def title(self) -> str:
        return _("{number}: {status}, and now?").format(
            number=self._incident.number, status=status_word(self._incident.status)
        )

    def verb(self) -> str:
        return _("Change status")

    def command(self) -> ChangeStatus:
        return ChangeStatus(
            incident=self._incident.id,
            status=self._status.value() or self._next,
            reason=self._reason.toPlainText(),
            seen=self._seen,
        )

    def _say(self) -> None:
        super()._say()
        self._status.say()
