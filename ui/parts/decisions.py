"""Decisions of an incident: those awaited, with how long they have waited; then the last ones taken."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ui.desk import Desk
from ui.models.decisions import state_tone, waiting_said
from ui.models.people import by_delegation, marked
from ui.parts.part import Part
from ui.widgets.lines import Block
from warroom import phrases
from warroom.commands.said_ahead import unverified_said, window_said
from warroom.domain.decisions import Decision, DecisionState
from warroom.domain.entries import Entry
from warroom.words import _, ngettext

RECENT = 3
RECENT_BESIDE_AWAITED = 1  # what is decided gives way to what is late below


class DecisionsPart(Part):
    """Red once the time to decide has passed; the first one carries the primary button."""

    nouns = ("decision", "delegation")
    opened = Signal(str)  # a decision to look at

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._delegated: set[str] = set()
        self.late = 0  # awaited, and the time to decide has passed
        self.add_head_button(lambda: _("Ask"), self.request, tip=lambda: _("Put a question to whoever decides"))
        self._say()

    def request(self, about: Entry | None = None) -> None:
        """Put a question to whoever decides, about an entry or about anything."""
        from ui.dialogs.decision_request import RequestDialog

        if self.incident is not None:
            text = about.text if about and not about.circle else ""  # the question would be open to all
            open_about = about if about and not about.circle else None
            self.ask(RequestDialog(self.desk, self.incident, self, question=text, about=open_about))

    def decide(self, decision: Decision | None = None) -> None:
        """Decide this question, or the one that has waited longest, or at once when none waits."""
        from ui.dialogs.decide import DecideDialog

        if self.incident is not None:
            self.ask(DecideDialog(self.desk, self.incident, decision or self._oldest(), self))

    def refresh(self) -> None:
        if self.incident is None:
            return
        found = self.desk.room.views.decisions(self.incident.id)
        awaited = [decision for decision in found if decision.is_open]
        now = self.now()
        self.late = sum(1 for decision in awaited if state_tone(decision, now) == "late")
        most = RECENT_BESIDE_AWAITED if awaited else RECENT
        taken = [decision for decision in found if decision.state is DecisionState.DECIDED][:most]
        self._delegated = by_delegation(self.desk.room.views, (decision.id for decision in (*awaited, *taken)))
        lines: list[QWidget] = [self._awaited(decision, is_first=at == 0) for at, decision in enumerate(awaited)]
        lines += [self._taken(decision) for decision in taken]
        if not lines:
            lines.append(self.empty_line(_("No decision is awaited.")))
        self.fill(lines)
        self.set_note(ngettext("{n} awaited", "{n} awaited", len(awaited)).format(n=len(awaited)) if awaited else "")

    def _awaited(self, decision: Decision, *, is_first: bool) -> Block:
        now = self.now()
        block = Block(self.desk.look, self)
        block.say(
            waiting_said(decision, now),
            state_tone(decision, now),
            decision.question,
            self._marked(_known(decision), decision),
        )
        block.add_button(_("Decide"), lambda: self.decide(decision), primary=is_first)
        if decision.options:
            block.add_button(_("Options"), lambda: self.opened.emit(decision.id))
        self.add_dispute(block, decision.id)
        block.chosen.connect(lambda: self.opened.emit(decision.id))
        return block

    def _taken(self, decision: Decision) -> Block:
        now = self.now()
        block = Block(self.desk.look, self)
        at = phrases.moment(decision.decided_at, now) if decision.decided_at is not None else ""
        who = _("decided by {name}").format(name=decision.decider) if decision.decider else _("decided")
        tone = "due" if decision.is_unverified else "muted"
        block.say(f"{at} {who}".strip(), tone, decision.decided, self._marked(_review(decision, now), decision))
        self.add_dispute(block, decision.id)
        block.chosen.connect(lambda: self.opened.emit(decision.id))
        return block

    def _marked(self, more: str, decision: Decision) -> str:
        window = window_said(decision.window, self.now()) if decision.is_open and decision.window else ""
        mark = unverified_said(decision.caller_reason) if decision.is_unverified else ""
        said = " · ".join(part for part in (mark, more, window) if part)
        return marked(said, decision.id in self._delegated)

    def _oldest(self) -> Decision | None:
        if self.incident is None:
            return None
        awaited = self.desk.room.views.decisions(self.incident.id, open_only=True)
        return awaited[0] if awaited else None

    def _say(self) -> None:
        self.set_title(_("Decisions"))
        super()._say()


def _known(decision: Decision) -> str:
    """Who decides, and what is known."""
    decider = _("for {name}").format(name=decision.decider) if decision.decider else ""
    return " · ".join(part for part in (decider, decision.context.replace("\n", " ")) if part)


def _review(decision: Decision, now_ms: int) -> str:
    if decision.review_at is None or decision.reviewed_at is not None:
        return ""
    return _("review {when}").format(when=phrases.due(decision.review_at, now_ms))
