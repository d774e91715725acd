"""Correct a milestone, with the reason; an empty time clears it."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from ui.desk import Desk
from ui.dialogs.form import Form
from ui.loaded import as_loaded
from ui.widgets.fields import TextBox, TimeField
from warroom.commands import SetMilestone
from warroom.commands.said import milestone_word
from warroom.domain.incidents import Incident, Milestone
from warroom.words import _


class MilestoneDialog(Form):
    """One milestone: when, and why it changes."""

    def __init__(self, desk: Desk, incident: Incident, milestone: Milestone, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        views = desk.room.views
        incident, self._seen = as_loaded(views, "incident", incident.id, views.incident)
        self._incident, self._milestone = incident, milestone
        self._at = TimeField(desk)
        self._at.set_moment(incident.milestones.get(milestone))
        self._reason = TextBox(lines=2, parent=self)
        self.add(lambda: _("Time"), self._at, hint=lambda: _("Leave it empty when it is not reached."))
        self.add(lambda: _("Reason"), self._reason, hint=lambda: _("It goes into the log with the change."))
        self._at.line.selectAll()
        self._at.setFocus()

    def title(self) -> str:
        return _("{number}: {milestone}").format(
            number=self._incident.number, milestone=milestone_word(self._milestone)
        )

    def verb(self) -> str:
        return _("Save")

    def command(self) -> SetMilestone:
        return SetMilestone(
            incident=self._incident.id,
            milestone=self._milestone,
            at=self._at.moment(),
            reason=self._reason.toPlainText(),
            seen=self._seen,
        )
