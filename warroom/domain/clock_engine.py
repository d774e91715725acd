"""The clock engine: from rules, events and submissions to deadlines with their computation (doctrine §3.5).

The strict elapsed deadline is the one shown; other readings only stand beside it. Of two stations that set the same
event apart, the earlier counts. An aid to operations, not legal advice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import tzinfo
from typing import TypeVar

from warroom.domain.clock_rules import Cap, Offset, Rule, RuleStatus, Unit
from warroom.domain.clock_times import (
    READINGS,
    Calendar,
    first_instant,
    is_odd,
    plus_business_days,
    plus_days,
    plus_hours,
    plus_months,
    wall,
)
from warroom.domain.clocks import ClockState, Step, StepKind, quarter_of, state_at
from warroom.domain.regimes import ClockEvent, Regime, RegimeState, Submission

LATEST_MS = 7_258_118_400_000  # the end of the year 2199: what lies beyond comes from a broken clock
PLAIN_CALENDAR = Calendar("plain")

Record = TypeVar("Record", ClockEvent, Submission)


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of one incident."""

    events: tuple[ClockEvent, ...] = ()
    submissions: tuple[Submission, ...] = ()
    regimes: Mapping[str, Regime] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Bench:
    """What a computation needs besides: every rule by id, calendars, and the zone behind a name ("" is the room's)."""

    rules: Mapping[str, Rule]
    calendars: Mapping[str, Calendar]
    zone: Callable[[str], tzinfo | None]


@dataclass(frozen=True, slots=True)
class Reckoned:
    """One rule's clock. Times are milliseconds UTC."""

    rule: Rule
    state: ClockState
    started_at: int | None = None
    start: ClockEvent | None = None  # what it was counted from, unless that was a submission
    due_at: int | None = None  # while it waits for its start: the cap, which runs already
    done: Submission | None = None
    steps: tuple[Step, ...] = ()


def standing(records: Iterable[Record], kind: str) -> list[Record]:
    """Records of one event or rule that no other of it corrects, the earliest first."""
    same = [item for item in records if _kind(item) == kind]
    corrected = {item.corrects for item in same if item.corrects}
    left = [item for item in same if item.id not in corrected] or same
    return sorted(left, key=lambda item: (item.at, item.id))


def counted(facts: Facts, event: str) -> ClockEvent | None:
    """The moment that counts for an event: the earliest that stands."""
    return next(iter(standing(facts.events, event)), None)


def sent(facts: Facts, bench: Bench, rule: str) -> list[Submission]:
    """What went out under a rule, or under one that counts as it, the earliest first."""
    names = [rule, *(item.id for item in bench.rules.values() if item.counts_as == rule)]
    return sorted(
        (item for name in names for item in standing(facts.submissions, name)), key=lambda item: (item.at, item.id)
    )


def reckon(rule: Rule, facts: Facts, bench: Bench, now_ms: int) -> Reckoned | None:
    """A rule's clock for an incident whose regime applies; None where it is not asked for."""
    if not _is_asked(rule, facts):
        return None
    own = facts.regimes.get(rule.id)
    if own is not None and own.state is RegimeState.NOT_APPLICABLE:
        return Reckoned(rule, ClockState.NOT_APPLICABLE)
    done = next(iter(standing(facts.submissions, rule.id)), None)
    if rule.stands_in and done is None:
        return None
    started_at, start = _start_of(rule, facts, bench, done)
    if rule.after:
        known = sent(facts, bench, rule.after)
        if started_at is None or not any(item.at < started_at for item in known):
            return None
        done = next((item for item in known if item.at >= started_at), None)
    if started_at is None:
        return _waiting(rule, facts, bench, done, now_ms)
    due_at, steps = _deadline(rule, facts, bench, started_at)
    found = Reckoned(rule, ClockState.RUNNING, started_at, start, due_at, done, steps)
    return _judged(_after_progress(found, facts, bench), now_ms)


def _is_asked(rule: Rule, facts: Facts) -> bool:
    regime = facts.regimes.get(rule.regime)
    answers = regime.answers if regime is not None else {}
    if not rule.enabled or rule.status is not RuleStatus.IN_FORCE:
        return False
    return not (rule.when and answers.get(rule.when) is not True) and not (
        rule.unless and answers.get(rule.unless) is True
    )


def _start_of(rule: Rule, facts: Facts, bench: Bench, done: Submission | None) -> tuple[int | None, ClockEvent | None]:
    """When a rule's clock starts and by which event; what is sent after its own end no longer moves it."""
    if rule.chained_to is None:
        event = counted(facts, rule.start)
        return (_sane(event.at), event) if event is not None else (None, None)
    name, is_last = rule.chained_to
    known = [item for item in sent(facts, bench, name) if done is None or item.at <= done.at]
    if not known:
        return None, None
    return _sane(known[-1 if is_last else 0].at), None


def _waiting(rule: Rule, facts: Facts, bench: Bench, done: Submission | None, now_ms: int) -> Reckoned | None:
    """Not started: done all the same if something was submitted, else waiting, with the cap that runs already."""
    if done is not None:
        return Reckoned(rule, ClockState.DONE, done=done)
    if rule.on_demand:
        return None
    cap_at, steps = _cap_at(rule, facts, bench)
    if cap_at is None or now_ms > cap_at:
        return Reckoned(rule, ClockState.WAITING)
    return Reckoned(rule, ClockState.WAITING, due_at=cap_at, steps=steps)


def _deadline(rule: Rule, facts: Facts, bench: Bench, started_at: int) -> tuple[int, tuple[Step, ...]]:
    """The strict deadline with its computation, and how far other readings would go."""
    due_at, added = _add(rule, bench, rule.offset, started_at)
    steps = [Step(StepKind.START, started_at, ref=rule.start), *added]
    cap_at, capped = _cap_at(rule, facts, bench)
    if rule.cap is not None and cap_at is not None:
        if rule.cap.unless_started_after and started_at > cap_at:
            steps.append(Step(StepKind.UNCAPPED, cap_at, rule.cap.offset.n, rule.cap.offset.unit, rule.cap.event))
        else:
            steps += capped
            due_at = min(due_at, cap_at)
    steps.append(Step(StepKind.RESULT, due_at))
    zone, kept = bench.zone(rule.zone), _calendar(rule, bench)
    for name in rule.readings:
        longer = READINGS[name](due_at, zone, kept)
        if longer is not None and longer > due_at:
            steps.append(Step(StepKind.EXTENDED, longer, ref=name))
    return due_at, tuple(steps)


def _after_progress(found: Reckoned, facts: Facts, bench: Bench) -> Reckoned:
    """A final report's clock; once a progress report took its place it counts from the end of the incident."""
    rule, due_at = found.rule, found.due_at
    if rule.ongoing is None or due_at is None or not standing(facts.submissions, rule.ongoing.progress):
        return found
    end = counted(facts, rule.ongoing.event)
    if end is None:
        return Reckoned(rule, ClockState.WAITING, done=found.done)
    ended_at = _sane(end.at)
    if ended_at <= due_at:
        return found  # it was over when the final report was due: the first deadline stands
    later, added = _add(rule, bench, rule.offset, ended_at)
    steps = (Step(StepKind.START, ended_at, ref=rule.ongoing.event), *added, Step(StepKind.RESULT, later))
    return Reckoned(rule, ClockState.RUNNING, ended_at, end, later, found.done, steps)


def _cap_at(rule: Rule, facts: Facts, bench: Bench) -> tuple[int | None, tuple[Step, ...]]:
    cap: Cap | None = rule.cap
    event = counted(facts, cap.event) if cap is not None else None
    if cap is None or event is None:
        return None, ()
    at, _steps = _add(rule, bench, cap.offset, _sane(event.at))
    return at, (Step(StepKind.CAP, at, cap.offset.n, cap.offset.unit, cap.event),)


def _add(rule: Rule, bench: Bench, offset: Offset, start_ms: int) -> tuple[int, list[Step]]:
    """A length added to an instant, with what was remarkable about it."""
    if offset.unit in (Unit.HOURS, Unit.NONE):
        at = plus_hours(start_ms, offset.n)
        kind = StepKind.TARGET if offset.unit is Unit.NONE else StepKind.PLUS
        return at, [Step(kind, at, offset.n, Unit.HOURS)]
    zone = bench.zone(rule.zone)
    shown = wall(start_ms, zone)
    if offset.unit is Unit.MONTHS:
        end = plus_months(shown, offset.n)
    elif offset.unit is Unit.DAYS:
        end = plus_days(shown, offset.n)
    else:
        end = plus_business_days(shown, offset.n, _calendar(rule, bench))
    at = first_instant(end, zone)
    steps = [Step(StepKind.PLUS, at, offset.n, offset.unit, rule.calendar if offset.unit is Unit.BUSINESS_DAYS else "")]
    if offset.unit is Unit.MONTHS and end.day != shown.day:
        steps.append(Step(StepKind.CLAMPED, at))
    if is_odd(end, zone):
        steps.append(Step(StepKind.SHIFTED, at))
    return at, steps


def _judged(found: Reckoned, now_ms: int) -> Reckoned:
    """How the clock stands now."""
    done, due = found.done, found.due_at
    if done is not None:
        state = ClockState.DONE_LATE if due is not None and done.at > due else ClockState.DONE
    elif due is None:
        state = ClockState.WAITING
    else:
        state = state_at(due, now_ms, amber_ms=quarter_of(found.started_at, due))
    return Reckoned(found.rule, state, found.started_at, found.start, due, done, found.steps)


def _calendar(rule: Rule, bench: Bench) -> Calendar:
    return bench.calendars.get(rule.calendar, PLAIN_CALENDAR)


def _kind(record: ClockEvent | Submission) -> str:
    return record.event if isinstance(record, ClockEvent) else record.rule


def _sane(at: int) -> int:
    return min(max(at, 0), LATEST_MS)
