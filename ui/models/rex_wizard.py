"""What the page of one review shows, read in one go off the screen's thread: its words, where it stands, what is left."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass

from warroom.domain.conflicts import Place
from warroom.domain.incidents import Incident
from warroom.domain.rex import OWN, Rex, RexComment, RexSection, Step
from warroom.domain.rex_state import RexBlocker, RexBlocking, RexFacts, RexStanding, RexState, blockers, standing
from warroom.domain.rex_timeline import RexTimeline
from warroom.reports.rex.registry import sections_of
from warroom.reports.rex.section import ReviewSection
from warroom.room import Room

Seen = Mapping[str, Place]
STEP_OF = {  # where what stands in the way is answered
    RexBlocking.RULES: Step.SCOPE,
    RexBlocking.CONTRADICTION: Step.TIMELINE,
    RexBlocking.FIGURE_SOURCE: Step.IMPACT,
    RexBlocking.NO_ROOT: Step.CAUSES,
    RexBlocking.HUMAN_ERROR: Step.CAUSES,
    RexBlocking.CAUSE_EVIDENCE: Step.CAUSES,
    RexBlocking.NO_ACTION: Step.PLAN,
    RexBlocking.ACTION_PILOT: Step.PLAN,
    RexBlocking.ACTION_DATE: Step.PLAN,
    RexBlocking.AWARENESS: Step.PLAN,
    RexBlocking.OWN_WORK: Step.APPROVAL,
}


class Mark(enum.StrEnum):
    """How far a step is."""

    NONE = ""
    BEGUN = "begun"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Shown:
    """One section on screen: what the registry knows of it, and what people wrote."""

    code: str
    title: str
    hint: str
    step: Step
    written: RexSection | None
    seen: Seen
    is_own: bool = False

    @property
    def is_closed(self) -> bool:
        return self.written is not None and (self.written.done or self.written.nothing)


@dataclass(frozen=True, slots=True)
class RexView:
    """One review as its page shows it."""

    facts: RexFacts
    incident: Incident | None
    standing: RexStanding
    blockers: tuple[RexBlocker, ...]
    shown: tuple[Shown, ...]
    seen: Seen
    comments: tuple[RexComment, ...]

    @property
    def rex(self) -> Rex:
        return self.facts.rex

    @property
    def timeline(self) -> RexTimeline:
        return self.facts.timeline or RexTimeline()

    def of_step(self, step: Step) -> tuple[Shown, ...]:
        return tuple(one for one in self.shown if one.step is step)

    def blocking(self, step: Step) -> tuple[RexBlocker, ...]:
        """What stands in the way and is answered in this step."""
        return tuple(one for one in self.blockers if self.step_of(one) is step)

    def step_of(self, blocker: RexBlocker) -> Step:
        """Where this is answered."""
        if blocker.kind in (RexBlocking.SECTION, RexBlocking.DISPUTED):
            found = next((one for one in self.shown if one.code in blocker.names), None)
            return found.step if found is not None else Step.SCOPE
        return STEP_OF[blocker.kind]

    def mark(self, step: Step) -> Mark:
        """How far this step is."""
        if step is Step.APPROVAL:
            return {RexState.DRAFT: Mark.NONE, RexState.IN_REVIEW: Mark.BEGUN, RexState.SENT_BACK: Mark.BEGUN}.get(
                self.standing.state, Mark.DONE
            )
        if step is Step.PUBLICATION:
            return Mark.DONE if self.facts.publications else Mark.NONE
        of_step = self.of_step(step)
        if of_step and all(one.is_closed for one in of_step) and not self.blocking(step):
            return Mark.DONE
        return Mark.BEGUN if any(one.written is not None for one in of_step) else Mark.NONE
