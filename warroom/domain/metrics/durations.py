"""How long it took: to detect, acknowledge, mobilise, identify, mitigate, restore (doctrine §10.4)."""

from __future__ import annotations

from collections.abc import Iterator

from warroom.domain.incidents import Milestone
from warroom.domain.metrics.facts import Facts
from warroom.domain.metrics.values import Code, Metric, Since, Timed, Unit, Why, unknown

FROM = {Since.IMPACT: Milestone.IMPACT_STARTED, Since.DETECTED: Milestone.DETECTED}


def durations(facts: Facts) -> Iterator[Metric]:
    """Each from the start of the impact and from detection, where both mean something."""
    began, seen = facts.milestone(Milestone.IMPACT_STARTED), facts.milestone(Milestone.DETECTED)
    yield between(Code.DETECT, Since.IMPACT, began, seen, Milestone.DETECTED)
    yield from_alert(facts, Code.ACKNOWLEDGE, facts.milestone(Milestone.ACKNOWLEDGED), Milestone.ACKNOWLEDGED)
    yield from_alert(facts, Code.MOBILISE, facts.operational, "operational")
    ends: tuple[tuple[Code, Timed | None, str], ...] = (
        (Code.IDENTIFY, facts.identified, "identified"),
        (Code.MITIGATE, facts.milestone(Milestone.MITIGATED), Milestone.MITIGATED),
        (Code.RESTORE, facts.milestone(Milestone.RESOLVED), Milestone.RESOLVED),
    )
    for code, end, name in ends:
        yield between(code, Since.IMPACT, began, end, name)
        yield between(code, Since.DETECTED, seen, end, name)


def from_alert(facts: Facts, code: Code, end: Timed | None, name: str) -> Metric:
    """From the alert: the first that came in about it, else the moment it was detected."""
    start = facts.alerted or facts.milestone(Milestone.DETECTED)
    since = Since.ALERT if facts.alerted is not None else Since.DETECTED
    return between(code, since, start, end, name)


def between(code: Code, since: Since, start: Timed | None, end: Timed | None, name: str) -> Metric:
    """The length from one moment to the other; `name` is that of the end, for whoever has to fill it in."""
    begins = {Since.ALERT: "alert"}.get(since) or FROM[since].value
    missing = [said for said, moment in ((begins, start), (name, end)) if moment is None]
    if start is None or end is None:
        return unknown(code, Unit.MS, Why.NO_TIME, *missing, since=since)
    sources = (end.source, start.source)
    if end.at < start.at:
        return unknown(code, Unit.MS, Why.REVERSED, name, begins, since=since, sources=sources)
    return Metric(code, Unit.MS, end.at - start.at, since=since, sources=sources)
