"""How the cell worked: decisions, what was verified, what the log can prove, actions in time (doctrine §10.4)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from warroom.domain.causes import CauseKind, CauseState
from warroom.domain.correctives import CorrectiveState
from warroom.domain.decisions import DecisionState
from warroom.domain.metrics.facts import Facts, Verified
from warroom.domain.metrics.values import Code, Metric, Source, Unit, Why, share, unknown, waits

RECURS_WITHIN_MONTHS = 6  # the same root cause (doctrine §10.4; DORA, NIS2 IR 2024/2690)


def work(facts: Facts) -> Iterator[Metric]:
    yield decision_latency(facts)
    yield completeness(facts)
    yield waits(Code.VERIFICATION, [_verified(each) for each in facts.verified if each.verified_at >= each.received_at])
    yield actions_in_time(facts)
    yield correctives_in_time(facts)
    yield recurrence(facts)


def decision_latency(facts: Facts) -> Metric:
    """Decided − asked, of decisions that were asked for before they were taken."""
    found = [
        (each.decided_at - each.requested_at, Source("decision", each.id, each.number, "decided", each.decided_at))
        for each in facts.decisions
        if each.state is DecisionState.DECIDED and each.decided_at is not None and each.decided_at > each.requested_at
    ]
    return waits(Code.DECISION, found)


def completeness(facts: Facts) -> Metric:
    """Key events of the log that say where they come from, of all key events."""
    sources = [Source("entry", each.entry, each.number, "" if each.has_source else "bare") for each in facts.key_points]
    return share(Code.COMPLETENESS, sum(each.has_source for each in facts.key_points), len(facts.key_points), sources)


def actions_in_time(facts: Facts) -> Metric:
    """Actions finished by their due time, of those finished that had one."""
    dated = [
        (each, each.finished_at <= each.due_at)
        for each in facts.actions
        if each.due_at is not None and each.finished_at is not None
    ]
    sources = [Source("action", each.id, each.number, "" if good else "late", each.finished_at) for each, good in dated]
    return share(Code.ACTIONS_IN_TIME, sum(good for _each, good in dated), len(dated), sources)


def correctives_in_time(facts: Facts) -> Metric:
    """Corrective actions done by their date, of those done and of those that are late; dropped ones do not count."""
    dated = []
    for each in facts.correctives:
        if each.due_at is None or each.state is CorrectiveState.DROPPED:
            continue
        is_done = each.state in (CorrectiveState.DONE, CorrectiveState.VERIFIED) and each.done_at is not None
        if is_done or each.due_at < facts.now_ms:
            dated.append((each, is_done and (each.done_at or 0) <= each.due_at))
    sources = [Source("corrective", each.id, each.number, "" if good else "late", each.due_at) for each, good in dated]
    return share(Code.CORRECTIVES_IN_TIME, sum(good for _each, good in dated), len(dated), sources)


def recurrence(facts: Facts) -> Metric:
    """Other incidents of the six months before this one began whose root cause is of the same family."""
    roots = [
        each
        for each in facts.causes
        if each.kind is CauseKind.ROOT and each.state is not CauseState.REFUTED and each.family.strip()
    ]
    own = tuple(Source("cause", each.id, each.number) for each in roots)
    if not roots:
        return unknown(Code.RECURRENCE, Unit.COUNT, Why.NOTHING_RECORDED)
    began = facts.incident.began_at
    since = months_before(began, RECURS_WITHIN_MONTHS)
    found = {each.incident: each for each in facts.same if since <= each.began_at <= began}
    others = tuple(
        Source("incident", each.incident, each.incident_number, each.family, each.began_at)
        for each in sorted(found.values(), key=lambda one: (one.began_at, one.incident))
    )
    return Metric(Code.RECURRENCE, Unit.COUNT, len(found), sources=(*own, *others), n=len(found))


def _verified(each: Verified) -> tuple[int, Source]:
    return each.verified_at - each.received_at, Source("entry", each.entry, each.number, "verified", each.verified_at)


def months_before(ms: int, months: int) -> int:
    """The same day so many months before, in UTC; the last day of that month where it has no such day."""
    at = datetime.fromtimestamp(ms / 1000, UTC)
    years, month = divmod(at.year * 12 + at.month - 1 - months, 12)
    for day in range(at.day, at.day - 4, -1):
        try:
            return int(at.replace(year=years, month=month + 1, day=day).timestamp() * 1000)
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")
