"""Change freezes of a cell with their exceptions; then its next point, and what waits for it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ui.desk import Desk
from ui.models.cell import is_over
from ui.parts.cell_part import CellPart, NamedLine
from ui.widgets.lines import Block
from ui.widgets.tone import due_tone
from warroom import phrases
from warroom.commands.cell_words import criterion_said
from warroom.domain.cells import Freeze, FreezeException
from warroom.domain.points import PointState
from warroom.words import _, ngettext

LIFTED_MOST = 2
WAITING_MOST = 5


class FreezesPart(CellPart):
    """What may not be changed, since when and by whom; and what may all the same."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.add_hand(lambda: _("Freeze changes…"), self.freeze)
        self._say()

    def freeze(self) -> None:
        from ui.dialogs.cell_freeze import FreezeDialog

        if self.facts is not None:
            self.ask(FreezeDialog(self.desk, self.facts.cell, self))

    def allow(self, freeze: Freeze) -> None:
        from ui.dialogs.cell_freeze import ExceptionDialog

        self.ask(ExceptionDialog(self.desk, freeze, self))

    def lift(self, freeze: Freeze) -> None:
        from ui.dialogs.cell_freeze import LiftDialog

        self.ask(LiftDialog(self.desk, freeze, self))

    def refresh(self) -> None:
        facts = self.facts
        if facts is None:
            return
        lines: list[QWidget] = []
        for freeze, exceptions in facts.freezes:
            if freeze.ended_at is None:
                lines.append(self._holding(freeze))
                lines += [self._exception(item) for item in exceptions]
        lifted = [freeze for freeze, _exceptions in facts.freezes if freeze.ended_at is not None]
        lines += [self._lifted(freeze) for freeze in lifted[:LIFTED_MOST]]
        if not lines:
            lines.append(self.empty_line(_("Changes are free. Freeze them while the cause is unknown.")))
        self.fill(lines)
        holding = sum(freeze.ended_at is None for freeze, _exceptions in facts.freezes)
        self.set_note(_("in force") if holding else "", role="due" if holding else "muted")

    def _holding(self, freeze: Freeze) -> Block:
        block = Block(self.desk.look, self)
        since = phrases.since(freeze.started_at, self.now())
        when = _("frozen {since}, by {name}").format(since=since, name=freeze.by)
        block.say(when, "due", freeze.scope, freeze.reason)
        self.add_dispute(block, freeze.id)
        if self.can_change:
            block.add_button(_("Allow an exception…"), lambda: self.allow(freeze))
            block.add_button(_("Lift it…"), lambda: self.lift(freeze))
        return block

    def _exception(self, item: FreezeException) -> Block:
        now, block = self.now(), Block(self.desk.look, self)
        until = _("exception") if item.until_at is None else _("exception until {at}").format(
            at=phrases.moment(item.until_at, now)
        )  # fmt: skip
        when = _("exception, over since {at}").format(at=phrases.moment(item.until_at or 0, now))
        more = _("allowed by {name}: {reason}").format(name=item.approver, reason=item.reason)
        block.say(when if is_over(item, now) else until, "muted", item.text, more)
        return block

    def _lifted(self, freeze: Freeze) -> NamedLine:
        line = NamedLine(self.desk.look, share=92, parent=self)
        at = phrases.moment(freeze.ended_at or 0, self.now())
        line.say(at, freeze.scope, _("lifted by {name}").format(name=freeze.ended_by), "muted")
        return line

    def _say(self) -> None:
        self.set_title(_("Change freeze"))
        super()._say()


class PointPart(CellPart):
    """When the next point is, and how many questions wait for it."""

    point_asked = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._plan = self.add_hand(lambda: _("Fix its time…"), self.plan)
        self._say()

    def plan(self) -> None:
        """Ask for the time of the next point: the first of a cell, or another time for the one planned."""
        from ui.dialogs.plan_point import PlanPointDialog

        if self.facts is not None:
            self.ask(PlanPointDialog(self.desk, self.facts.cell, self.facts.point, self))

    def refresh(self) -> None:
        facts = self.facts
        if facts is None:
            return
        is_open = facts.point is not None and facts.point.state is PointState.OPEN
        self._plan.setVisible(self.can_change and not is_open)
        lines: list[QWidget] = [self._next()]
        for item in facts.waiting[:WAITING_MOST]:
            line = NamedLine(self.desk.look, share=92, parent=self)
            line.say(phrases.moment(item.asked_at, self.now()), item.text, item.asked_by, "muted")
            line.chosen.connect(self.point_asked)
            lines.append(line)
        self.fill(lines)
        n = len(facts.waiting)
        self.set_note(ngettext("{n} question waits", "{n} questions wait", n).format(n=n) if n else "")

    def _next(self) -> QWidget:
        facts = self.facts
        assert facts is not None
        now, point = self.now(), facts.point
        if point is None:
            return self.empty_line(_("No point is planned. Fix its time, and everybody sees how long is left."))
        block = Block(self.desk.look, self)
        if point.state is PointState.OPEN:
            block.say(_("under way"), "accent", _("Point {number} is under way.").format(number=point.number))
        else:
            at = point.planned_at or now
            block.say(phrases.due(at, now), due_tone(at, now), _("Situation point"))
        block.chosen.connect(self.point_asked)
        return block

    def _say(self) -> None:
        self.set_title(_("Next point"))
        super()._say()


class EndPart(CellPart):
    """How a cell stood down: why, what it was judged by, what remains and who owns it."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._say()

    def refresh(self) -> None:
        facts = self.facts
        if facts is None:
            return
        cell, block = facts.cell, Block(self.desk.look, self)
        at = phrases.moment(cell.stood_down_at, self.now()) if cell.stood_down_at is not None else ""
        when = _("stood down by {name}, {at}").format(name=cell.stood_down_by, at=at)
        block.say(when, "muted", cell.stand_down_reason)
        lines: list[QWidget] = [block]
        for item in cell.remains:
            line = NamedLine(self.desk.look, share=92, parent=self)
            line.say(_("remains"), str(item.get("text", "")), str(item.get("owner", "")), "accent")
            lines.append(line)
        for item in cell.criteria:
            line = NamedLine(self.desk.look, share=92, parent=self)
            met = bool(item.get("met"))
            said = " – ".join(str(part) for part in (criterion_said(item.get("text")), item.get("remark")) if part)
            line.say(_("criterion"), said, _("met") if met else _("not met"), "good" if met else "due")
            lines.append(line)
        self.fill(lines)
        n = len(cell.remains)
        self.set_note(ngettext("{n} thing remains", "{n} things remain", n).format(n=n) if n else _("nothing remains"))

    def _say(self) -> None:
        self.set_title(_("Stand-down"))
        super()._say()
