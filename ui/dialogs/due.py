"""Set a clock by hand: the next update, or a deadline with its name."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QWidget

from ui.desk import Desk
from ui.dialogs.form import Form
from ui.widgets.fields import TimeField
from warroom.commands import SetDue
from warroom.domain.dues import DueKind
from warroom.domain.incidents import Incident
from warroom.errors import Refusal
from warroom.words import _


class DueDialog(Form):
    """When, and what for; a new next update replaces the running one."""

    def __init__(
        self, desk: Desk, incident: Incident, kind: DueKind, parent: QWidget | None = None, *, evidence: str = ""
    ) -> None:
        super().__init__(desk, parent)
        self._incident, self._kind = incident, kind
        self._at = TimeField(desk, ahead=True)
        self._label, self._evidence = QLineEdit(self), QLineEdit(evidence, self)
        self.add(lambda: _("Due"), self._at)
        self.add(self._what, self._label)
        self.add(lambda: _("Start proved by entry"), self._evidence)
        self._evidence.setPlaceholderText("A-0042")
        self._at.setFocus()

    def title(self) -> str:
        if self._kind is DueKind.UPDATE:
            return _("When is the next update of {number}?").format(number=self._incident.number)
        return _("A deadline for {number}").format(number=self._incident.number)

    def verb(self) -> str:
        return _("Start the clock")

    def command(self) -> SetDue:
        at = self._at.moment()
        if at is None:
            raise Refusal("due-missing", _("When is it due?"), safe=_("Nothing was changed."))
        return SetDue(
            incident=self._incident.id,
            kind=self._kind,
            due_at=at,
            label=self._label.text(),
            evidence=self._evidence.text().strip(),
        )

    def _what(self) -> str:
        return _("Update for") if self._kind is DueKind.UPDATE else _("Deadline of")
