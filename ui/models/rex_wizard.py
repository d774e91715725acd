"""What the page of one review shows, read in one go: its words, where it stands, what stands in the way."""

from __future__ import annotations

import enum
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from warroom.commands.rex_words import section_word
from warroom.domain.conflicts import Place
from warroom.domain.incidents import Incident, Mode
from warroom.domain.rex import Rex, RexComment, RexSection, Step
from warroom.domain.rex_state import RexBlocker, RexBlocking, RexFacts, RexStanding, RexState, blockers, standing
from warroom.domain.rex_timeline import RexTimeline
from warroom.errors import Refusal
from warroom.room import Room, Views

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


NOUNS = (
    "rex", "rex_section", "rex_note", "rex_approval", "rex_publication", "rex_comment", "cause", "barrier", "figure",
    "affected", "corrective", "postponement", "lesson", "incident", "entry", "entry_mark",
)  # fmt: skip


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
    others: tuple[str, ...] = ()  # numbers of the incidents reviewed with it

    @property
    def rex(self) -> Rex:
        return self.facts.rex

    @property
    def timeline(self) -> RexTimeline:
        return self.facts.timeline or RexTimeline()

    def of_step(self, step: Step) -> tuple[Shown, ...]:
        return tuple(one for one in self.shown if one.step is step)

    def blocking(self, step: Step) -> tuple[RexBlocker, ...]:
        """What stands in the way and is answered in this step; of open sections, those that are written here."""
        found = []
        for one in self.blockers:
            if one.kind is RexBlocking.SECTION:
                here = tuple(code for code in one.names if self.step_of_section(code) is step)
                found += [RexBlocker(one.kind, here)] if here else []
            elif self.step_of(one) is step:
                found.append(one)
        return tuple(found)

    def step_of(self, blocker: RexBlocker) -> Step:
        """Where something other than an open section is answered."""
        if blocker.kind is RexBlocking.DISPUTED:
            found = next((one for one in self.shown if one.written and one.written.id in blocker.records), None)
            return found.step if found is not None else Step.SCOPE
        return STEP_OF[blocker.kind]

    def step_of_section(self, code: str) -> Step:
        """Where this section is written."""
        return next((one.step for one in self.shown if one.code == code), Step.SCOPE)

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


def read_view(room: Room, rex: str) -> RexView | None:
    """One review as it is now, None for one that is not here. Reads whole logs: off the screen's thread."""
    views = room.views
    facts = views.rex_facts(rex)
    if facts is None:
        return None
    written = {one.code: one for one in facts.sections}
    return RexView(
        facts=facts,
        incident=_incident(views, facts.rex.incident),
        standing=standing(facts),
        blockers=blockers(facts),
        shown=tuple(_shown(views, facts, written)),
        seen=views.sources("rex", rex),
        comments=tuple(views.rex_comments(rex)),
        others=tuple(one.number for other in facts.rex.others if (one := _incident(views, other)) is not None),
    )


def rex_of(views: Views, noun: str, record: str) -> tuple[str, str]:
    """The review that a record is or belongs to, and the code of its section; two empty texts for none."""
    if noun == "rex":
        return (record, "") if views.rex(record) is not None else ("", "")
    for rex in views.rexes(mode=Mode.BOTH):
        for one in (*views.rex_sections(rex.id), *views.rex_notes(rex.id), *views.rex_comments(rex.id)):
            if one.id == record:
                return rex.id, one.code if isinstance(one, RexSection) else one.section
        if any(one.id == record for one in (*views.rex_approvals(rex.id), *views.rex_publications(rex.id))):
            return rex.id, ""
    return "", ""


def _incident(views: Views, incident: str) -> Incident | None:
    try:
        return views.incident(incident)
    except Refusal:  # it has not reached this station
        return None


WRITTEN_IN = {  # section → the step in which it is written
    "scope": Step.SCOPE,
    "summary": Step.SCOPE,
    "context": Step.TIMELINE,
    "timeline": Step.TIMELINE,
    "impact": Step.IMPACT,
    "detection": Step.METRICS,
    "response": Step.METRICS,
    "recovery": Step.METRICS,
    "causes": Step.CAUSES,
    "barriers": Step.CAUSES,
    "good_bad_luck": Step.GOOD_BAD_LUCK,
    "communication": Step.COMMUNICATION,
    "plan": Step.PLAN,
    "lessons": Step.LESSONS,
}


def _shown(views: Views, facts: RexFacts, written: Mapping[str, RexSection]) -> Iterator[Shown]:
    for code, step in WRITTEN_IN.items():
        one = written.get(code)
        yield Shown(code, section_word(code), "", step, one, views.sources("rex_section", one.id) if one else {})
