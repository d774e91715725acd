"""Every metric of one incident, in the order of a review."""

from __future__ import annotations

from warroom.domain.metrics.durations import durations
from warroom.domain.metrics.facts import Facts
from warroom.domain.metrics.harm import harm
from warroom.domain.metrics.money import money
from warroom.domain.metrics.talk import talk
from warroom.domain.metrics.values import Code, Metric
from warroom.domain.metrics.work import work

_ORDER = {code: place for place, code in enumerate(Code)}


def metrics_of(facts: Facts) -> tuple[Metric, ...]:
    """All of them, those that are not known too: what is missing is part of what a review shows."""
    found = [*durations(facts), *harm(facts), *talk(facts), *work(facts), *money(facts)]
    return tuple(sorted(found, key=lambda metric: _ORDER[metric.code]))
