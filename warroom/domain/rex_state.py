"""Where a review stands, and what keeps it from being approved: computed from what people wrote, never kept.

Two stations may approve, send back and publish the same review apart: what its state follows from only grows.
"""

from __future__ import annotations

import enum
import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from warroom.domain.cause_hints import is_human_error, rests_on_something
from warroom.domain.causes import Barrier, Cause, CauseKind, CauseState
from warroom.domain.corrective_quality import Blocker, weaknesses
from warroom.domain.correctives import Corrective, CorrectiveState, Postponement
from warroom.domain.impact_figures import Affected, Figure
from warroom.domain.lessons import Lesson
from warroom.domain.rex import (
    NEEDED,
    Heat,
    NoteKind,
    ReviewVerdict,
    Rex,
    RexApproval,
    RexNote,
    RexPublication,
    RexSection,
)
from warroom.domain.rex_timeline import RexTimeline


class RexState(enum.StrEnum):
    DRAFT = "draft"
    IN_REVIEW = "in_review"  # asked for, not approved by everybody yet
    SENT_BACK = "sent_back"  # with a remark; to be asked again
    APPROVED = "approved"
    PUBLISHED = "published"
    DROPPED = "dropped"

    @property
    def is_over(self) -> bool:
        return self in (RexState.PUBLISHED, RexState.DROPPED)


class RexBlocking(enum.StrEnum):
    """What keeps a review from being approved, in the order in which it is best answered (doctrine §10.1, §10.3)."""

    DISPUTED = "disputed"  # two stations wrote different words, and nobody has chosen
    RULES = "rules"  # nobody read out that no fault of anyone is looked for
    SECTION = "section"  # not done, and nobody said that there is nothing to say
    CONTRADICTION = "contradiction"  # of the timeline, that nobody explained
    FIGURE_SOURCE = "figure_source"  # a number that does not say where it comes from
    NO_ROOT = "no_root"  # no root cause
    HUMAN_ERROR = "human_error"  # the only root cause is that somebody erred
    CAUSE_EVIDENCE = "cause_evidence"  # a confirmed cause that rests on nothing
    NO_ACTION = "no_action"
    ACTION_PILOT = "action_pilot"
    ACTION_DATE = "action_date"
    AWARENESS = "awareness"  # nothing but awareness is done about a cause
    OWN_WORK = "own_work"  # whoever would approve it conducts it


KIND_OF, USERS_OF = "kind:", "users:"  # before what a figure without a label is called by, to be said in words

# What of the plan keeps a review from being approved (doctrine §10.3); what else is weak in it is a hint.
OF_PLAN = {
    Blocker.NO_PILOT: RexBlocking.ACTION_PILOT,
    Blocker.NO_DATE: RexBlocking.ACTION_DATE,
    Blocker.AWARENESS_ONLY: RexBlocking.AWARENESS,
}


@dataclass(frozen=True, slots=True)
class RexBlocker:
    """One reason; `names` are numbers, labels or codes of sections, `records` the ids behind them."""

    kind: RexBlocking
    names: tuple[str, ...] = ()
    records: tuple[str, ...] = ()

    @property
    def is_passable(self) -> bool:
        """Whether an approval that says why may pass it; words that nobody chose between are never approved."""
        return self.kind is not RexBlocking.DISPUTED


@dataclass(frozen=True, slots=True)
class RexFacts:
    """Everything that the state of a review follows from."""

    rex: Rex
    sections: tuple[RexSection, ...] = ()
    notes: tuple[RexNote, ...] = ()
    approvals: tuple[RexApproval, ...] = ()
    publications: tuple[RexPublication, ...] = ()
    causes: tuple[Cause, ...] = ()
    barriers: tuple[Barrier, ...] = ()
    figures: tuple[Figure, ...] = ()
    affected: tuple[Affected, ...] = ()
    correctives: tuple[Corrective, ...] = ()
    postponements: tuple[Postponement, ...] = ()
    lessons: tuple[Lesson, ...] = ()
    hours: tuple[tuple[str, str, int | None], ...] = ()  # incident, milestone, when: what every version says first
    disputed: tuple[str, ...] = ()  # ids of records with several values
    timeline: RexTimeline | None = field(default=None, compare=False)  # None where nobody asked for it
    kept: str = ""  # the digest of what is kept, where the name of somebody erased is shown by its alias

    @property
    def digest(self) -> str:
        return self.kept or digest_of(self)


@dataclass(frozen=True, slots=True)
class RexStanding:
    """Where a review stands now."""

    state: RexState
    digest: str
    waiting_for: tuple[str, ...] = ()  # who was asked and has not approved these very words
    approved_by: tuple[str, ...] = ()  # of these very words
    sent_back: RexApproval | None = None
    published: RexPublication | None = None  # the newest
    moved: bool = False  # it says something else than when it was asked for, approved or published


def digest_of(facts: RexFacts) -> str:
    """SHA-256 of what an approval is about: the words, the figures, the causes, what is promised and until when.

    What only follows the plan (progress, proofs, another date after the first) leaves an approval as it was.
    """
    said = {
        "rex": _rex_said(facts.rex),
        "hours": sorted(map(list, facts.hours)),
        "sections": sorted([one.code, one.title, one.text, one.nothing] for one in facts.sections),
        "notes": _ordered(
            [one.section, one.kind.value, one.text, one.about, list(one.evidence)] for one in facts.notes
        ),
        "causes": _ordered(_cause_said(one) for one in facts.causes),
        "barriers": _ordered(
            [one.text, one.kind.value, one.state.value, one.cause, list(one.evidence), one.remark]
            for one in facts.barriers
        ),
        "figures": _ordered(
            [one.kind.value, one.label, one.amount, one.low, one.high, one.unit, one.estimated, one.source, one.service]
            for one in facts.figures
        ),
        "affected": _ordered(
            [one.service, one.from_at, one.until_at, one.users, one.percent, one.source] for one in facts.affected
        ),
        "correctives": _ordered(_promised(one, facts.postponements) for one in facts.correctives),
        "lessons": _ordered([one.text, one.applies_when] for one in facts.lessons if not one.retired),
    }
    plain = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(plain.encode("utf-8", "surrogatepass")).hexdigest()


def standing(facts: RexFacts) -> RexStanding:
    """Where it stands, from approvals and publications; an approval holds only for what the review says today."""
    rex, digest = facts.rex, facts.digest
    published = max(facts.publications, key=lambda one: (one.at, one.version, one.id), default=None)
    latest = _latest_verdicts(facts.approvals)
    refused = [
        one for one in latest.values()
        if one.verdict is ReviewVerdict.SENT_BACK
        # By the words rather than the clocks where it can be: those of two laptops differ.
        and (rex.asked_at is None or one.digest == rex.asked_digest or one.at >= rex.asked_at)
    ]  # fmt: skip
    holding = [one for one in latest.values() if one.verdict is ReviewVerdict.APPROVED and one.digest == digest]
    by = {one.by.casefold() for one in holding}
    waiting = tuple(name for name in rex.asked_of if name.casefold() not in by)
    sent_back = max(refused, key=lambda one: (one.at, one.id), default=None)
    was = published.digest if published else rex.asked_digest if rex.asked_at is not None else digest
    holds = bool(holding) and not waiting and not facts.disputed  # what nobody chose between is not approved
    return RexStanding(
        state=_state(facts, is_published=published is not None, is_sent_back=sent_back is not None, holds=holds),
        digest=digest,
        waiting_for=waiting if rex.asked_at is not None else (),
        approved_by=tuple(sorted(one.by for one in holding)),
        sent_back=sent_back,
        published=published,
        moved=was != digest,
    )  # fmt: skip


def _state(facts: RexFacts, *, is_published: bool, is_sent_back: bool, holds: bool) -> RexState:
    if facts.rex.dropped_at is not None:
        return RexState.DROPPED
    if is_published:
        return RexState.PUBLISHED
    if is_sent_back:
        return RexState.SENT_BACK
    if holds:
        return RexState.APPROVED
    return RexState.IN_REVIEW if facts.rex.asked_at is not None else RexState.DRAFT


def _latest_verdicts(approvals: Iterable[RexApproval]) -> dict[str, RexApproval]:
    """The last word of each person."""
    found: dict[str, RexApproval] = {}
    for one in sorted(approvals, key=lambda one: (one.at, one.id)):
        found[one.by.casefold()] = one
    return found


def blockers(facts: RexFacts, *, approver: str = "") -> tuple[RexBlocker, ...]:
    """Why it cannot be approved as it is, by whom (a name) or by anybody; nothing where it can."""
    found = [
        _one(RexBlocking.DISPUTED, [(record, record) for record in facts.disputed]),
        RexBlocker(RexBlocking.RULES) if facts.rex.rules_at is None else None,
        _one(RexBlocking.SECTION, [(code, "") for code in open_sections(facts)]),
        _contradictions(facts),
        _one(RexBlocking.FIGURE_SOURCE, _unsourced(facts)),
        *(_of_causes(facts) if facts.rex.heat is Heat.COLD else ()),
        *_of_plan(facts),
        RexBlocker(RexBlocking.OWN_WORK, (facts.rex.lead,)) if _is_own(facts.rex, approver) else None,
    ]
    return tuple(one for one in found if one is not None)


def open_sections(facts: RexFacts) -> tuple[str, ...]:
    """Codes of sections still to be written: those that no review does without, those given to somebody or begun."""
    known = {one.code: one for one in facts.sections}
    needed = NEEDED[facts.rex.heat]
    begun = sorted(code for code, one in known.items() if code not in needed and (one.given_to or one.text.strip()))
    return tuple(
        code for code in (*needed, *begun) if code not in known or not (known[code].done or known[code].nothing)
    )


def answered(notes: Iterable[RexNote]) -> frozenset[str]:
    """Keys of the gaps and contradictions that somebody explained."""
    return frozenset(one.about for one in notes if one.kind is NoteKind.EXPLAINED and one.about and one.text.strip())


def _contradictions(facts: RexFacts) -> RexBlocker | None:
    if facts.timeline is None:
        return None
    said = answered(facts.notes)
    left = [one for one in facts.timeline.contradictions if one.needs_answer and one.key not in said]
    return _one(RexBlocking.CONTRADICTION, [(", ".join(one.numbers), one.key) for one in left])


def _unsourced(facts: RexFacts) -> Sequence[tuple[str, str]]:
    """Figures by their label, else by the code of what they count; users affected by how many they are."""
    figures = [
        (one.label or f"{KIND_OF}{one.kind.value}", one.id)
        for one in facts.figures
        if not (one.source.strip() or one.evidence)
    ]
    users = [(f"{USERS_OF}{one.users}", one.id) for one in facts.affected if not (one.source.strip() or one.evidence)]
    return figures + users


def _of_causes(facts: RexFacts) -> Iterable[RexBlocker | None]:
    standing_causes = [one for one in facts.causes if one.state is not CauseState.REFUTED]
    roots = [one for one in standing_causes if one.kind is CauseKind.ROOT]
    excused = [one for one in roots if is_human_error(one.text)]
    bare = [
        (one.number, one.id)
        for one in standing_causes
        if one.state is CauseState.CONFIRMED and not rests_on_something(one)
    ]
    yield RexBlocker(RexBlocking.NO_ROOT) if not roots else None
    if roots and len(excused) == len(roots):
        yield _one(RexBlocking.HUMAN_ERROR, [(one.number, one.id) for one in excused])
    yield _one(RexBlocking.CAUSE_EVIDENCE, bare)


def _of_plan(facts: RexFacts) -> Iterable[RexBlocker | None]:
    plan = [one for one in facts.correctives if one.state is not CorrectiveState.DROPPED]
    says_none = any(one.code == "plan" and one.nothing for one in facts.sections)
    if not plan and facts.rex.heat is Heat.COLD and not says_none:
        yield RexBlocker(RexBlocking.NO_ACTION)
    found = weaknesses(facts.correctives)
    for weak, kind in OF_PLAN.items():
        yield _one(kind, [(one.number, one.corrective) for one in found if one.blocker is weak])


def _one(kind: RexBlocking, found: Sequence[tuple[str, str]]) -> RexBlocker | None:
    if not found:
        return None
    return RexBlocker(kind, tuple(name for name, _ in found), tuple(record for _, record in found if record))


def _is_own(rex: Rex, approver: str) -> bool:
    return bool(approver.strip()) and approver.strip().casefold() == rex.lead.strip().casefold()


def _rex_said(rex: Rex) -> list[Any]:
    """Without the names of people: an approval outlives the erasure of one of them."""
    return [rex.title, rex.scope, rex.heat.value, rex.incident, rex.privileged, sorted(rex.others)]


def _cause_said(cause: Cause) -> list[Any]:
    place = [cause.kind.value, cause.text, cause.state.value, cause.branch, cause.parent, cause.impact, cause.order]
    return [*place, list(cause.evidence), cause.evidence_text, cause.change, cause.family, cause.service]


def _promised(action: Corrective, postponements: Iterable[Postponement]) -> list[Any]:
    """What the plan promised when it was approved: the date is the first one, however often it was put off since."""
    moved = sorted((one.at, one.id, one.from_at) for one in postponements if one.corrective == action.id)
    due = moved[0][2] if moved else action.due_at
    return [
        action.number,
        action.finding,
        action.text,
        action.kind.value,
        action.priority,
        action.cause,
        due,
        action.indicator,
    ]


def _ordered(items: Iterable[list[Any]]) -> list[list[Any]]:
    """In an order that is the same everywhere, whatever values are missing."""
    return sorted(items, key=lambda item: json.dumps(item, ensure_ascii=False))
