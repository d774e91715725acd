"""What the page of one review shows, read in one go: its words, where it stands, what stands in the way."""

from __future__ import annotations

import enum
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from warroom.domain.conflicts import Place
from warroom.domain.ids import RecordId
from warroom.domain.incidents import Incident, Mode
from warroom.domain.rex import NEEDED, OWN, Rex, RexComment, RexSection, Step
from warroom.domain.rex_state import RexBlocker, RexBlocking, RexFacts, RexStanding, RexState, blockers, standing
from warroom.domain.rex_timeline import RexTimeline
from warroom.errors import Refusal
from warroom.reports.rex.registry import section_of, sections_for
from warroom.reports.rex.section import Blocks, ReviewSection
from warroom.reports.subject import Asked, Subject, gather
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

    section: ReviewSection
    step: Step
    written: RexSection | None
    seen: Seen
    is_needed: bool  # no review does without it
    is_disputed: bool = False  # two stations wrote different words

    @property
    def code(self) -> str:
        return self.section.code

    @property
    def title(self) -> str:
        return self.section.title()

    @property
    def hint(self) -> str:
        """What belongs here, and what it is to answer."""
        return " ".join((self.section.hint(), *self.section.asks())).strip()

    @property
    def is_own(self) -> bool:
        """Whether this review added it for itself."""
        return self.code.startswith(OWN)

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
            if self.standing.state is RexState.PUBLISHED and not self.standing.approved_by:
                return Mark.BEGUN  # it says something else by now
            return {RexState.DRAFT: Mark.NONE, RexState.IN_REVIEW: Mark.BEGUN, RexState.SENT_BACK: Mark.BEGUN}.get(
                self.standing.state, Mark.DONE
            )
        if step is Step.PUBLICATION:
            return Mark.DONE if self.facts.publications else Mark.NONE
        of_step = self.of_step(step)
        is_begun = self._holds(step) or any(one.written is not None for one in of_step)
        to_close = [one for one in of_step if one.is_needed or one.written is not None]
        if is_begun and all(one.is_closed for one in to_close) and not self.blocking(step):
            return Mark.DONE
        return Mark.BEGUN if is_begun else Mark.NONE

    def _holds(self, step: Step) -> bool:
        """Whether something was noted in a step, besides its texts."""
        facts = self.facts
        return {
            Step.IMPACT: bool(facts.figures or facts.affected),
            Step.CAUSES: bool(facts.causes or facts.barriers),
            Step.GOOD_BAD_LUCK: any(one.section == "good_bad_luck" for one in facts.notes),
            Step.PLAN: bool(facts.correctives),
            Step.LESSONS: bool(facts.lessons),
        }.get(step, False)


def read_view(room: Room, rex: str) -> RexView | None:
    """One review as it is now, None for one that is not here. Reads whole logs: off the screen's thread."""
    views = room.views
    facts = views.rex_facts(rex)
    if facts is None:
        return None
    return RexView(
        facts=facts,
        incident=_incident(views, facts.rex.incident),
        standing=standing(facts),
        blockers=blockers(facts),
        shown=tuple(_shown(room, facts)),
        seen=views.sources("rex", rex),
        comments=tuple(views.rex_comments(rex)),
        others=tuple(one.number for other in facts.rex.others if (one := _incident(views, other)) is not None),
    )


def rex_of(views: Views, noun: str, record: str) -> tuple[str, str]:
    """The review that a record is or belongs to, and the code of its section; two empty texts for none."""
    if noun == "rex":
        return (record, "") if views.rex(record) is not None else ("", "")
    for rex in views.rexes(mode=Mode.BOTH):
        codes = {one.id: one.code for one in views.rex_sections(rex.id)}
        codes |= {one.id: one.section for one in views.rex_notes(rex.id)}
        codes |= {one.id: one.section for one in views.rex_comments(rex.id)}
        codes |= {one.id: "" for one in views.rex_approvals(rex.id)}
        codes |= {one.id: "" for one in views.rex_publications(rex.id)}
        if record in codes:
            return rex.id, codes[RecordId(record)]
    return "", ""


def _incident(views: Views, incident: str) -> Incident | None:
    try:
        return views.incident(incident)
    except Refusal:  # it has not reached this station
        return None


def blocks_of(room: Room, rex: str, code: str) -> Blocks:
    """What the room itself has to say in a section, as the report shows it. Reads the room: off the screen's thread."""
    facts = room.views.rex_facts(rex)
    subject = _subject(room, facts) if facts is not None else None
    section = section_of(code, facts)
    return section.blocks(subject, facts) if section is not None and subject is not None else ()


def _shown(room: Room, facts: RexFacts) -> Iterator[Shown]:
    """Sections that are needed, that the room has something for, or in which somebody wrote."""
    written = {one.code: one for one in facts.sections}
    subject = _subject(room, facts)
    for section in sections_for(facts):
        kept = written.get(section.code)
        is_needed = section.code in NEEDED[facts.rex.heat]
        if section.step is None or not (kept or is_needed or (subject is not None and section.holds(subject))):
            continue
        seen = room.views.sources("rex_section", kept.id) if kept is not None else {}
        is_disputed = kept is not None and kept.id in facts.disputed
        yield Shown(section, section.step, kept, seen, is_needed=is_needed, is_disputed=is_disputed)


def _subject(room: Room, facts: RexFacts) -> Subject | None:
    asked = Asked(room.member, room.station, room.clock.now_ms(), None, "")
    try:
        return gather(room.views, facts.rex.incident, asked)
    except Refusal:  # the incident has not reached this station
        return None
