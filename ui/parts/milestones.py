"""The milestones that metrics are measured from, each with its delay after the impact began."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from ui.desk import Desk
from ui.parts.part import Part
from ui.widgets.lines import FactLine
from warroom import phrases
from warroom.commands.said import milestone_word
from warroom.domain.incidents import Incident, Milestone
from warroom.words import _


class MilestonesPart(Part):
    """All six; stamped by changes of status, corrected with a reason by a click."""

    nouns = ("incident",)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.lines: dict[Milestone, FactLine] = {}
        for milestone in Milestone:
            line = FactLine(desk.look, share=108, parent=self)
            line.chosen.connect(lambda milestone=milestone: self.edit(milestone))
            self.lines[milestone] = line
            self.body.addWidget(line)
        self.lines[Milestone.CLOSED].is_last = True
        self._say()

    def edit(self, milestone: Milestone) -> None:
        """Correct one milestone, with the reason."""
        from ui.dialogs.milestone import MilestoneDialog

        if self.incident is not None:
            self.ask(MilestoneDialog(self.desk, self.incident, milestone, parent=self))

    def refresh(self) -> None:
        if self.incident is None:
            return
        now = self.now()
        today = phrases.local(now).date()
        for milestone, line in self.lines.items():
            at = self.incident.milestones.get(milestone)
            value = phrases.moment(at, now) if at is not None else "—"
            line.say(
                milestone_word(milestone),
                value,
                note=delay_said(self.incident, milestone),
                below=at is not None and phrases.local(at).date() != today,
            )

    def _say(self) -> None:
        self.set_title(_("Milestones"))
        super()._say()


def delay_said(incident: Incident, milestone: Milestone) -> str:
    """`+11 min` after the impact began, `−11 min` when the source says before; "" without both times."""
    began, at = incident.milestones.get(Milestone.IMPACT_STARTED), incident.milestones.get(milestone)
    if began is None or at is None or milestone is Milestone.IMPACT_STARTED:
        return ""
    return f"{'+' if at >= began else '−'}{phrases.duration(at - began)}"
