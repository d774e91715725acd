"""How what was said went: the first message, the cadence, approval, accuracy, legal deadlines (doctrine §7, §10.4)."""

from __future__ import annotations

from collections.abc import Iterator

from warroom.domain.incidents import Milestone
from warroom.domain.message_cadence import Period, all_kept, kept
from warroom.domain.messages import Release
from warroom.domain.metrics.durations import between
from warroom.domain.metrics.facts import Approved, Facts
from warroom.domain.metrics.values import Code, Metric, Since, Source, Timed, share, waits


def talk(facts: Facts) -> Iterator[Metric]:
    yield from first_message(facts)
    yield cadence_kept(facts)
    yield waits(Code.APPROVAL, [_approved(each) for each in facts.approved if each.approved_at >= each.drafted_at])
    yield accuracy(facts)
    yield margin(facts)


def first_message(facts: Facts) -> Iterator[Metric]:
    """From the start of the impact and from detection to the first message that left the house."""
    went = [each for each in facts.releases if set(each.audiences) & facts.outside]
    first = min(went, key=lambda each: (each.at, each.id), default=None)
    end = Timed(first.at, _released(first)) if first is not None else None
    for since, start in ((Since.IMPACT, Milestone.IMPACT_STARTED), (Since.DETECTED, Milestone.DETECTED)):
        yield between(Code.FIRST_MESSAGE, since, facts.milestone(start), end, "first_message")


def cadence_kept(facts: Facts) -> Metric:
    """Messages in time without being put off, of all that were due until it was closed."""
    until = min(facts.now_ms, facts.incident.milestones.get(Milestone.CLOSED) or facts.now_ms)
    found = all_kept([kept(one, until) for one in facts.cadences])
    periods = [(one.audience, period) for one in facts.cadences for period in (*one.periods, one.open) if period]
    return share(Code.CADENCE, found.kept, found.judged, [_owed(*each) for each in periods if _counts(each[1], until)])


def accuracy(facts: Facts) -> Metric:
    """Messages nobody had to correct, of all that were let out; one let out again is one message."""
    corrected = {each.corrects for each in facts.releases if each.corrects}
    of_message: dict[str, list[Release]] = {}
    for each in facts.releases:
        of_message.setdefault(each.message, []).append(each)
    right = [
        record for record, released in of_message.items() if not corrected & {record, *(each.id for each in released)}
    ]
    sources = [_released(released[0]) for released in of_message.values()]
    return share(Code.ACCURACY, len(right), len(of_message), sources)


def margin(facts: Facts) -> Metric:
    """Deadline − submitted; what is below zero came late, and the worst is the least."""
    found = [
        (each.due_at - each.done_at, Source("legal", each.record, each.label, at=each.done_at))
        for each in facts.deadlines
    ]
    return waits(Code.NOTIFICATION, found, worst_is_least=True)


def _approved(each: Approved) -> tuple[int, Source]:
    return each.approved_at - each.drafted_at, Source("message", each.message, each.number, at=each.approved_at)


def _released(release: Release) -> Source:
    return Source("message", release.message, release.number, "released", release.at)


def _owed(audience: str, period: Period) -> Source:
    return Source("release", period.answer, audience, period.outcome.value, period.due_at)


def _counts(period: Period, until_ms: int) -> bool:
    return period.outcome.is_judged or (period.ended_at is None and until_ms > period.due_at)
