"""Reports of technical leads: the last of each with its age; what they need becomes a decision or an action."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ui.desk import Desk
from ui.parts.part import Part
from ui.widgets.lines import Block
from warroom import phrases
from warroom.commands import TakeUpNeeds
from warroom.commands.can import Into
from warroom.domain.can_reports import CanReport, is_stale, latest_of_each
from warroom.domain.points import last_due
from warroom.words import _, ngettext


class CanPart(Part):
    """Amber once a point has passed since the report."""

    nouns = ("entry", "entry_mark", "point", "coverage", "crisis_cell")
    opened = Signal(str)  # an entry to look at
    asked_again = Signal(object)  # a lead who reports again

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._say()

    def refresh(self) -> None:
        if self.incident is None:
            return
        views, now = self.desk.room.views, self.now()
        reports = latest_of_each(views.can_reports(self.incident.id))
        cell = views.cell_of(self.incident.id)
        passed = last_due(views.points(cell.id), now) if cell else None
        old = sum(1 for each in reports if is_stale(each, next_point=passed, now_ms=now))
        said = ngettext("{n} older than the last point", "{n} older than the last point", old).format(n=old)
        self.set_note(said if old else "", role="due" if old else "muted")
        lines: list[QWidget] = [
            self._block(each, is_old=is_stale(each, next_point=passed, now_ms=now)) for each in reports
        ]
        if not lines:
            words = _("No technical lead has reported yet: one form for conditions, actions and needs.")
            lines.append(self.empty_line(words))
        self.fill(lines)

    def _block(self, report: CanReport, *, is_old: bool) -> Block:
        now = self.now()
        block = Block(self.desk.look, self)
        age = phrases.ago(report.at, now)
        when = [report.lead or "—", report.workstream, age, _("before the last point") if is_old else "", report.number]
        parts = ((_("Conditions"), report.conditions), (_("Actions"), report.actions))
        what = "\n".join(phrases.labelled(word, text) for word, text in parts if text)
        needs = phrases.labelled(_("Needs"), report.needs) if report.needs else ""
        if needs and report.follow_up:
            needs = f"{needs} → {report.follow_up}"
        if report.restricted:
            what = phrases.restricted_entry(report.number, report.restricted)
        said = " · ".join(part for part in when if part)
        block.say(said, "due" if is_old else "", what or needs, needs if what else "")
        if not self.desk.room.read_only:
            if report.needs:
                block.add_button(_("Needs: to decide"), lambda: self._take_up(report, Into.DECISION))
                block.add_button(_("Needs: as an action"), lambda: self._take_up(report, Into.ACTION))
            block.add_button(_("Next report…"), lambda: self.asked_again.emit(report))
        block.chosen.connect(lambda: self.opened.emit(report.entry))
        return block

    def _take_up(self, report: CanReport, into: Into) -> None:
        self.do(TakeUpNeeds(report=report.entry, into=into))

    def _say(self) -> None:
        self.set_title(_("Technical leads: conditions, actions, needs"))
        super()._say()
