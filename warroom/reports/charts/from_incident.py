"""What the pictures of one incident show, read from a report's subject: nothing sealed or left out gets into them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from warroom.commands.cadence_words import audiences_said
from warroom.commands.said import milestone_word
from warroom.domain.decisions import DecisionState
from warroom.domain.entries import DAY_ONLY, Entry, Kind
from warroom.domain.incidents import Milestone, Mode, Status
from warroom.domain.messages import Release, Verdict
from warroom.reports.charts.from_log import StateStory
from warroom.reports.charts.what_happened import (
    DecisionRun,
    DecisionsAndMessages,
    Deed,
    DoerRow,
    IncidentTimeline,
    MarkKind,
    MessageRun,
    Phase,
    StatesOverTime,
    TimelineMark,
    WhoDidWhat,
)
from warroom.reports.subject import Subject
from warroom.storage.views import LogFilter
from warroom.words import _, pgettext

KINDS = {
    Kind.DECISION: MarkKind.DECISION,
    Kind.ORDER: MarkKind.ACTION,
    Kind.COMMUNICATION: MarkKind.MESSAGE,
    Kind.NOTIFICATION: MarkKind.MESSAGE,
}
EVENTS_READ, CHANGES_READ = 2_000, 5_000
ENDS = (Milestone.RESOLVED, Milestone.MITIGATED, Milestone.CLOSED)
TOLD_OUTSIDE = frozenset({
    Milestone.IMPACT_STARTED, Milestone.DETECTED, Milestone.MITIGATED, Milestone.RESOLVED,
})  # fmt: skip
RUNNING = frozenset(Status) - {Status.RESOLVED, Status.CLOSED, Status.FALSE_ALARM}
FEW = 3  # key events
PUBLIC = frozenset({"public", "customers", "press"})


def timeline_of(subject: Subject, doubts: Collection[str] = ()) -> IncidentTimeline | None:
    """The annotated timeline; None where no event would stand on it. `doubts` are the numbers of entries whose time
    something contradicts."""
    milestones = subject.incident.milestones
    marks = [
        TimelineMark(at, milestone_word(one), MarkKind.MILESTONE)
        for one, at in milestones.items()
        if one is not Milestone.CLOSED
    ]
    marks += [
        TimelineMark(
            one.event_at,
            one.text,
            MarkKind.DOUBT if one.number in doubts else KINDS.get(one.kind, MarkKind.FACT),
            one.number,
            about=one.original_time.startswith("~"),
            day_only=DAY_ONLY in one.flags,
        )
        for one in _key_events(subject)
    ]
    marks += [
        TimelineMark(one.decided_at, one.decided or one.question, MarkKind.DECISION, one.number)
        for one in subject.decisions
        if one.state is DecisionState.DECIDED and one.decided_at is not None
    ]
    marks += [TimelineMark(one.at, _to_whom(subject, one), MarkKind.MESSAGE, one.number) for one in _releases(subject)]
    if not marks:
        return None
    window = _window(marks)
    first, last = window or (min(one.at for one in marks), max(one.at for one in marks))
    entries = tuple(at for at in subject.views.entry_times(subject.incident.id) if first <= at <= last)
    return IncidentTimeline(tuple(marks), tuple(phases_of(milestones)), entries, subject.asked.zone, window)


def milestones_of(subject: Subject) -> IncidentTimeline | None:
    """When it began, was seen and ended, and nothing else: for whoever reads no log. None of fewer than two hours."""
    known = {one: at for one, at in subject.incident.milestones.items() if one in TOLD_OUTSIDE}
    if len(set(known.values())) < 2:
        return None
    marks = tuple(TimelineMark(at, milestone_word(one), MarkKind.MILESTONE) for one, at in known.items())
    return IncidentTimeline(marks, tuple(phases_of(known)), (), subject.asked.zone, None)


def _window(marks: Sequence[TimelineMark]) -> tuple[int, int] | None:
    """From the first milestone to the last and as much again on both sides, where something lies far outside."""
    core = [one.at for one in marks if one.kind is MarkKind.MILESTONE]
    if len(core) < 2 or max(core) == min(core):
        return None
    span = max(core) - min(core)
    near = [one.at for one in marks if min(core) - span <= one.at <= max(core) + span and not one.day_only]
    return None if len(near) == len(marks) else (min(near), max(near))


def states_of(subject: Subject) -> StatesOverTime | None:
    """Severity, status and services over time, until the incident was resolved; None where no time went by."""
    story = StateStory(subject)
    changes = LogFilter(kinds=frozenset({Kind.AUTOMATIC}))
    for entry in subject.newest(changes, count=CHANGES_READ):
        if not entry.restricted:
            story.hear(entry)
    milestones = subject.incident.milestones
    last = subject.tally[3] if subject.tally[3] is not None else subject.incident.declared_at
    ends = [milestones[one] for one in ENDS if one in milestones]
    return story.told(until=ends[0] if ends and subject.incident.status not in RUNNING else last)


def _key_events(subject: Subject) -> list[Entry]:
    """What people marked, or all they wrote where they marked next to nothing (an imported history); not what a
    correction replaced, nor a decision, which has its own mark."""
    marked = _told_by_people(subject, subject.newest(LogFilter(key_events=True), count=EVENTS_READ))
    if len(marked) >= FEW:
        return marked
    return _told_by_people(subject, subject.newest(LogFilter(), count=EVENTS_READ))


def _has_no_time(entry: Entry) -> bool:
    """A line of an imported history that gave no time: it stands at the moment of its import."""
    return bool(entry.source) and not entry.original_time


def _told_by_people(subject: Subject, entries: Sequence[Entry]) -> list[Entry]:
    decided = {one.decided_at for one in subject.decisions}
    return [
        one
        for one in entries
        if not (one.restricted or one.corrected_by or one.kind is Kind.AUTOMATIC or _has_no_time(one))
        and not (one.kind is Kind.DECISION and one.event_at in decided)
    ]


def phases_of(milestones: dict[Milestone, int]) -> Iterator[Phase]:
    """Until it was seen, until the impact was mitigated, until it was resolved."""
    began, seen = milestones.get(Milestone.IMPACT_STARTED), milestones.get(Milestone.DETECTED)
    mitigated, resolved = milestones.get(Milestone.MITIGATED), milestones.get(Milestone.RESOLVED)
    start = max((at for at in (began, seen) if at is not None), default=None)
    steps = (
        (_("Not seen"), began, seen),
        (pgettext("phase", "Impact"), start, mitigated or resolved),
        (pgettext("phase", "Recovery"), mitigated, resolved),
    )
    for name, since, until in steps:
        if since is not None and until is not None and until > since:
            yield Phase(name, since, until)


# Who did what


def doers_of(subject: Subject) -> WhoDidWhat | None:
    """Who did what: actions, decisions, key events, messages; who did most comes first. None where nobody did."""
    rows: dict[str, list[Deed]] = {}
    for action in subject.actions:
        end = action.finished_at
        until = subject.asked.now_ms if end is None and not subject.incident.status.is_over else end
        start = action.created_at
        deed = Deed(
            MarkKind.ACTION, action.number, action.text, start, until, goes_on=end is None and until is not None
        )
        rows.setdefault(action.owner, []).append(deed)
    for decision in subject.decisions:
        if decision.decided_at is not None:
            text = decision.decided or decision.question
            deed = Deed(MarkKind.DECISION, decision.number, text, decision.decided_at)
            rows.setdefault(decision.decider, []).append(deed)
    for entry in _key_events(subject):
        if entry.source and not entry.from_who:
            continue  # whoever imported a history did not do what it tells
        kind = KINDS.get(entry.kind, MarkKind.FACT)
        rows.setdefault(entry.from_who or entry.author, []).append(Deed(kind, entry.number, entry.text, entry.event_at))
    for release in _releases(subject):
        name = subject.redactor.person(release.by) if subject.redactor else release.by
        rows.setdefault(name, []).append(Deed(MarkKind.MESSAGE, release.number, _to_whom(subject, release), release.at))
    if not rows:
        return None
    named = {name or _("nobody named"): deeds for name, deeds in rows.items()}
    in_order = sorted(named.items(), key=lambda row: (-len(row[1]), min(one.from_at for one in row[1]), row[0]))
    return WhoDidWhat(tuple(DoerRow(name, tuple(deeds)) for name, deeds in in_order), subject.asked.zone)


# Decisions and messages


def ribbons_of(subject: Subject) -> DecisionsAndMessages | None:
    """Decisions and messages over time, with when news was owed; None where there were none."""
    releases = _releases(subject)
    decisions = tuple(
        DecisionRun(one.number, one.question or one.decided, one.requested_at, one.decided_at)
        for one in subject.decisions
        if one.state is not DecisionState.WITHDRAWN
    )
    periods = [period for one in subject.views.cadences(subject.incident.id, mode=Mode.BOTH) for period in one.periods]
    late = {period.answer for period in periods if period.late_ms(subject.asked.now_ms)}
    drafted = {one.id: one for one in subject.views.messages(subject.incident.id, mode=Mode.BOTH)}
    out = {one.message for one in releases}
    messages = []
    for release in releases:
        draft = drafted.get(release.message)
        begun = draft.at if draft is not None and draft.at is not None else release.at
        approved = _approved(subject, release)
        messages.append(
            MessageRun(
                release.number,
                _to_whom(subject, release),
                min(begun, release.at),
                approved if approved is not None and begun <= approved <= release.at else None,
                release.at,
                late=release.id in late,
                public=not PUBLIC.isdisjoint(release.audiences),
            )
        )
    waiting = [one for one in drafted.values() if one.id not in out and one.withdrawn_at is None and one.at is not None]
    messages += [
        MessageRun(one.number, audiences_said(subject.views.audience_book(), one.audiences), one.at, None, None)
        for one in waiting
        if one.at is not None
    ]
    if not decisions and not messages:
        return None
    promised = tuple(sorted({period.due_at for period in periods}))
    return DecisionsAndMessages(decisions, tuple(messages), promised, subject.asked.zone)


def _approved(subject: Subject, release: Release) -> int | None:
    """When the last check passed before it was let out."""
    given = [
        one.at
        for one in subject.views.message_reviews(release.message)
        if one.verdict is Verdict.PASSED and one.at is not None and one.at <= release.at
    ]
    return max(given, default=None)


def _releases(subject: Subject) -> list[Release]:
    return sorted(subject.views.releases(subject.incident.id, mode=Mode.BOTH), key=lambda one: (one.at, one.number))


def _to_whom(subject: Subject, release: Release) -> str:
    """To whom a message went: its own words may name people, and stand in the register of messages."""
    return audiences_said(subject.views.audience_book(), release.audiences)
