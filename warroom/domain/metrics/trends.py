"""Metrics across incidents: each incident a point, with the median and p90 of all; never a drill among real ones."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from warroom.domain.incidents import Incident, Severity, Status
from warroom.domain.metrics.values import Code, Metric, Number, Since, Spread, Unit, spread

MAINTENANCE = "maintenance"  # flag of an imported incident that was planned
# What a service or a function is measured by is no measure of the incident: it has no trend of its own.
OF_ONE_INCIDENT = frozenset(Code) - {Code.RTO, Code.RPO, Code.DOWNTIME, Code.AVAILABILITY, Code.STAFF_HOURS}


@dataclass(frozen=True, slots=True)
class Point:
    """One incident in a trend; `at` is when it began (milliseconds UTC)."""

    incident: str
    number: str
    title: str
    severity: Severity
    at: int
    value: Number


@dataclass(frozen=True, slots=True)
class Trend:
    """One metric across incidents, the oldest first; `unknown` is how many incidents have no such figure."""

    code: Code
    since: Since
    of: str
    unit: Unit
    points: tuple[Point, ...]
    spread: Spread | None
    unknown: int

    @property
    def key(self) -> str:
        return ":".join((self.code.value, self.since.value, self.of))


def trends(found: Iterable[tuple[Incident, Iterable[Metric]]]) -> list[Trend]:
    """One trend for each metric that an incident could have; false alarms and planned maintenance do not count."""
    points: dict[tuple[Code, Since, str, Unit], list[Point]] = {}
    counted = 0
    for incident, metrics in found:
        if incident.status is Status.FALSE_ALARM or MAINTENANCE in incident.flags:
            continue
        counted += 1
        for metric in metrics:
            if metric.code not in OF_ONE_INCIDENT:
                continue
            of = points.setdefault((metric.code, metric.since, metric.of, metric.unit), [])
            if metric.value is not None:
                of.append(
                    Point(
                        incident.id, incident.number, incident.title, incident.gravity, incident.began_at, metric.value
                    )
                )
    order = {code: place for place, code in enumerate(Code)}
    return [
        Trend(
            code, since, of, unit, tuple(sorted(said, key=lambda point: (point.at, point.incident))),
            spread(point.value for point in said), counted - len(said),
        )
        for (code, since, of, unit), said in sorted(points.items(), key=lambda item: (order[item[0][0]], item[0][1:]))
    ]  # fmt: skip
