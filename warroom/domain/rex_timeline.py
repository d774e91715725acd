"""The timeline of a review, made of the log: what happened when, where nothing was written, and what cannot be true.

Key events stand first in what is read; gaps and contradictions are pointed out for somebody to explain, never mended.
Times are milliseconds UTC.
"""

from __future__ import annotations

import enum
import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from warroom.domain.entries import Entry, Kind, Verification
from warroom.domain.ids import IncidentId
from warroom.domain.incidents import STAMPED_BY, Milestone, Severity, Status

MINUTE = 60_000
# Twice the time between two situation points (doctrine §2.3: every 30 minutes, then every 60): a log that is silent
# for longer has a hole. Minor incidents are followed more slowly.
GAP_MIN = {
    Severity.UNDETERMINED: 60,
    Severity.CRITICAL: 60,
    Severity.MAJOR: 120,
    Severity.SIGNIFICANT: 240,
    Severity.MINOR: 480,
}
AHEAD_MS = MINUTE  # clocks of two laptops differ by so much without anybody being wrong
# What nobody does about an impact that has not begun; facts, hypotheses and evidence may well lie before it.
RESPONDS = frozenset(
    {Kind.DECISION, Kind.ORDER, Kind.REQUEST, Kind.COMMUNICATION, Kind.NOTIFICATION, Kind.HANDOVER, Kind.REPORT}
)
# Which milestone cannot lie before which.
NOT_BEFORE = (
    (Milestone.DETECTED, Milestone.IMPACT_STARTED),
    (Milestone.ACKNOWLEDGED, Milestone.DETECTED),
    (Milestone.MITIGATED, Milestone.IMPACT_STARTED),
    (Milestone.RESOLVED, Milestone.IMPACT_STARTED),
    (Milestone.RESOLVED, Milestone.MITIGATED),
    (Milestone.CLOSED, Milestone.RESOLVED),
)


# Automatic entries that tell what became of the review itself: they are no part of what it reviews.
AFTERWARDS = ("rex-", "corrective-", "cause-", "lesson-")


class ContradictionKind(enum.StrEnum):
    BEFORE_IMPACT = "before_impact"  # somebody answered an impact that had not begun
    ORDER = "order"  # a milestone before the one that it follows
    TWO_HOURS = "two_hours"  # one milestone was given different times
    AHEAD = "ahead"  # written before it happened
    REFUTED = "refuted"  # a key event, or what a decision rests on, that was refuted
    LATE = "late"  # a key event written long after it happened

    @property
    def needs_answer(self) -> bool:
        """Whether the review has to explain it; a late entry is only shown with both its times."""
        return self is not ContradictionKind.LATE


@dataclass(frozen=True, slots=True)
class Moment:
    """One point of the timeline: an entry, or a milestone that no entry tells (an import, a declaration)."""

    id: str  # of the entry; "" for a milestone
    incident: IncidentId
    number: str
    kind: Kind
    text: str
    event_at: int
    recorded_at: int
    author: str = ""
    key_event: bool = False
    is_late: bool = False
    is_refuted: bool = False
    to_verify: bool = False
    corrected_by: tuple[str, ...] = ()
    source: str = ""  # of an import
    has_hour: bool = True  # of its own: without one it stands where it was imported, or at the start of its day
    is_restricted: bool = False
    milestone: Milestone | None = None  # the one it set
    milestone_at: int | None = None  # to which time
    milestone_was: int | None = None  # which time it knew of before
    reason: str = ""

    @property
    def delay_ms(self) -> int:
        """Between the event and its writing."""
        return self.recorded_at - self.event_at


@dataclass(frozen=True, slots=True)
class Gap:
    """A stretch of the incident in which nothing was written."""

    key: str = field(repr=False)
    after: Moment
    before: Moment
    minutes: int


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Something that cannot be true as it stands; `times` are what is said, in the order of `numbers`."""

    key: str = field(repr=False)
    kind: ContradictionKind
    numbers: tuple[str, ...]
    times: tuple[int, ...]
    entries: tuple[str, ...] = ()  # their ids
    milestone: Milestone | None = None
    other: Milestone | None = None
    given: str = ""  # the reason that the log itself gives

    @property
    def needs_answer(self) -> bool:
        """Whether somebody has to explain it: not where the log says why."""
        return self.kind.needs_answer and not self.given


@dataclass(frozen=True, slots=True)
class Course:
    """What is known of one incident besides its log."""

    incident: IncidentId
    number: str
    severity: Severity
    milestones: Mapping[Milestone, int]
    cited: frozenset[str] = frozenset()  # numbers of entries that decisions rest on
    is_imported: bool = False  # it came from elsewhere: what the room writes of it afterwards is no part of it


@dataclass(frozen=True, slots=True)
class RexTimeline:
    """Moments in the order of the events, with what is to be explained."""

    moments: tuple[Moment, ...] = ()
    gaps: tuple[Gap, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()

    @property
    def key_events(self) -> tuple[Moment, ...]:
        return tuple(one for one in self.moments if one.key_event or one.milestone is not None)

    @property
    def without_hour(self) -> tuple[Moment, ...]:
        """Lines of imports that gave no hour: nothing can be measured between them and others."""
        return tuple(one for one in self.moments if not one.has_hour)

    @property
    def lead_up(self) -> tuple[Moment, ...]:
        """What happened before the first impact began: facts, not answers to it."""
        starts = [one.milestone_at for one in self.moments if one.milestone is Milestone.IMPACT_STARTED]
        began = min((at for at in starts if at is not None), default=None)
        if began is None:
            return ()
        return tuple(one for one in self.moments if one.event_at < began and one.kind not in RESPONDS)


def timeline_of(moments: Iterable[Moment], courses: Iterable[Course]) -> RexTimeline:
    """The timeline of one incident or of several reviewed together."""
    known = {one.incident: one for one in courses}
    said = [one for one in moments if one.incident in known]
    told = sorted([*said, *_untold(said, known)], key=_order)
    gaps: list[Gap] = []
    contradictions: list[Contradiction] = []
    for incident, course in known.items():
        own = [one for one in told if one.incident == incident]
        gaps += _gaps(own, course)
        contradictions += _contradictions(own, course)
    gaps.sort(key=lambda one: (one.after.event_at, one.key))
    contradictions.sort(key=lambda one: (min(one.times, default=0), one.key))
    return RexTimeline(tuple(told), tuple(gaps), tuple(contradictions))


def moments_of(entries: Iterable[Entry], courses: Iterable[Course]) -> list[Moment]:
    """Entries as points of a timeline, each with the milestone it set; a restricted text is what its reader may see."""
    listed = [entry for entry in entries if not entry.code.startswith(AFTERWARDS)]
    valid = {(one.incident, name, at) for one in courses for name, at in one.milestones.items()}
    for entry in listed:
        if (given := _given(entry)) is not None and _is_time(was := entry.params.get("was")):
            valid.add((entry.incident, given[0], was))  # type: ignore[arg-type]  # a time: it was looked at
    return [_moment(entry, valid) for entry in listed]


def _moment(entry: Entry, valid: set[tuple[IncidentId, Milestone, int]]) -> Moment:
    set_ = _given(entry)
    if set_ is None and (stamped := _stamped(entry)) is not None and (entry.incident, *stamped) in valid:
        set_ = stamped
    return Moment(
        id=entry.id,
        incident=entry.incident,
        number=entry.number,
        kind=entry.kind,
        text=entry.text,
        event_at=entry.event_at,
        recorded_at=entry.recorded_at,
        author=entry.author,
        key_event=entry.key_event,
        is_late=entry.is_late,
        is_refuted=entry.verification is Verification.REFUTED,
        to_verify=entry.verification in (Verification.TO_VERIFY, Verification.VERIFYING),
        corrected_by=entry.corrected_by,
        source=entry.source,
        has_hour=entry.has_hour,
        is_restricted=bool(entry.circle),
        milestone=set_[0] if set_ else None,
        milestone_at=set_[1] if set_ else None,
        milestone_was=was if set_ and _is_time(was := entry.params.get("was")) else None,  # type: ignore[arg-type]
        reason=entry.reason,
    )


def _given(entry: Entry) -> tuple[Milestone, int] | None:
    """The milestone that an automatic entry says was given a time, and the time."""
    if entry.code not in ("milestone", "settled"):
        return None
    name = entry.params.get("milestone" if entry.code == "milestone" else "field")
    at = entry.params.get("now")
    return (Milestone(str(name)), int(str(at))) if name in list(Milestone) and _is_time(at) else None


def _stamped(entry: Entry) -> tuple[Milestone, int] | None:
    """The milestone that a change of status stamps where it was empty."""
    if entry.code == "declared":
        return Milestone.DETECTED, entry.recorded_at
    is_settled = entry.code == "settled" and entry.params.get("field") == "status"
    now = entry.params.get("now")
    if (entry.code == "status" or is_settled) and now in list(Status):
        stamped = STAMPED_BY.get(Status(str(now)))
        return (stamped, entry.recorded_at) if stamped else None
    return None


def _is_time(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _untold(told: list[Moment], courses: Mapping[IncidentId, Course]) -> Iterator[Moment]:
    """Milestones whose time no entry gave: they came with an import, or with the declaration."""
    given = {(one.incident, one.milestone, one.milestone_at) for one in told if one.milestone is not None}
    for course in courses.values():
        for milestone, at in course.milestones.items():
            if (course.incident, milestone, at) not in given:
                yield Moment(
                    id="", incident=course.incident, number=course.number, kind=Kind.AUTOMATIC, text="",
                    event_at=at, recorded_at=at, key_event=True, milestone=milestone, milestone_at=at,
                )  # fmt: skip


def _order(one: Moment) -> tuple[int, int, str, str, str]:
    return one.event_at, one.recorded_at, one.number, one.milestone.value if one.milestone else "", one.id


def _gaps(told: list[Moment], course: Course) -> Iterator[Gap]:
    """Between the start of the incident and its recovery, from one hour that somebody gave to the next; before and
    after, silence means nothing. An imported history without an end ends with its last line."""
    least = GAP_MIN[course.severity] * MINUTE
    at = course.milestones
    begins = [at[name] for name in (Milestone.IMPACT_STARTED, Milestone.DETECTED) if name in at]
    start = min(begins, default=None)
    end = at.get(Milestone.RESOLVED, at.get(Milestone.CLOSED))
    if course.is_imported and Milestone.RESOLVED not in at:
        end = max((one.event_at for one in told if one.source and one.has_hour), default=end)
    inside = [
        one for one in told
        if one.has_hour and (start is None or one.event_at >= start) and (end is None or one.event_at <= end)
    ]  # fmt: skip
    for earlier, later in itertools.pairwise(inside):
        if later.event_at - earlier.event_at > least:
            name = earlier.id or (earlier.milestone.value if earlier.milestone else "")
            key = f"gap:{course.incident}:{name}"
            yield Gap(key, after=earlier, before=later, minutes=(later.event_at - earlier.event_at) // MINUTE)


def _contradictions(told: list[Moment], course: Course) -> Iterator[Contradiction]:
    yield from _out_of_order(course)
    yield from _two_hours(told, course)
    began = course.milestones.get(Milestone.IMPACT_STARTED)
    for one in told:
        if not one.id:
            continue
        if began is not None and one.kind in RESPONDS and one.event_at < began:
            yield _of(one, ContradictionKind.BEFORE_IMPACT, one.event_at, began)
        if one.delay_ms < -AHEAD_MS:
            yield _of(one, ContradictionKind.AHEAD, one.event_at, one.recorded_at)
        if one.is_refuted and not one.corrected_by and (one.key_event or one.number in course.cited):
            yield _of(one, ContradictionKind.REFUTED, one.event_at)
        if one.is_late and one.key_event:
            yield _of(one, ContradictionKind.LATE, one.event_at, one.recorded_at)


def _of(one: Moment, kind: ContradictionKind, *times: int) -> Contradiction:
    return Contradiction(f"{kind.value}:{one.id}", kind, (one.number,), times, (one.id,))


def _out_of_order(course: Course) -> Iterator[Contradiction]:
    at = course.milestones
    for later, sooner in NOT_BEFORE:
        if later in at and sooner in at and at[later] < at[sooner]:
            yield Contradiction(
                key=f"order:{course.incident}:{later.value}:{at[later]}:{sooner.value}:{at[sooner]}",
                kind=ContradictionKind.ORDER,
                numbers=(course.number,),
                times=(at[later], at[sooner]),
                milestone=later,
                other=sooner,
            )


def _two_hours(told: list[Moment], course: Course) -> Iterator[Contradiction]:
    """A milestone that entries give different times; the one in force is the incident's."""
    said: dict[Milestone, dict[int, Moment]] = defaultdict(dict)
    for one in told:
        if one.id and one.milestone is not None and one.milestone_at is not None:
            said[one.milestone].setdefault(one.milestone_at, one)
    for milestone, times in sorted(said.items()):
        if len(times) < 2:
            continue
        ordered = sorted(times.items(), key=lambda item: (item[1].recorded_at, item[1].id))
        yield Contradiction(
            key=":".join(["two_hours", course.incident, milestone.value, *map(str, sorted(times))]),
            kind=ContradictionKind.TWO_HOURS,
            numbers=tuple(one.number for _, one in ordered),
            times=tuple(at for at, _ in ordered),
            entries=tuple(one.id for _, one in ordered),
            milestone=milestone,
            given=ordered[-1][1].reason if _saw_all(ordered) else "",
        )


def _saw_all(ordered: list[tuple[int, Moment]]) -> bool:
    """Whether each time but the last was corrected by somebody who knew of it: then the log says why."""
    known = {one.milestone_was for _, one in ordered}
    return all(at in known for at, _ in ordered[:-1])
