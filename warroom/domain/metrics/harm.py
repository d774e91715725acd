"""What it did to users and services: impact minutes, user-hours, availability, RTO, RPO (doctrine §6.2, §10.4)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from warroom.domain.impact_figures import Affected, Figure, FigureKind
from warroom.domain.metrics.facts import HOUR_MS, Facts, ServiceFacts
from warroom.domain.metrics.spells import down_ms, longest_down
from warroom.domain.metrics.values import Code, Metric, Number, Source, Unit, Why, rounded, unknown

MINUTE_MS = 60_000
MONTH_MS = 30 * 24 * HOUR_MS  # the 30-day month that availability is said of (doctrine §6.2)
HUNDREDTH = Decimal("0.01")
MINUTES_OF = {
    "min": Decimal(1), "mn": Decimal(1), "m": Decimal(1), "minute": Decimal(1), "minutes": Decimal(1),
    "h": Decimal(60), "hour": Decimal(60), "hours": Decimal(60), "heure": Decimal(60), "heures": Decimal(60),
    "s": Decimal(1) / 60, "sec": Decimal(1) / 60, "d": Decimal(1440), "j": Decimal(1440), "day": Decimal(1440),
    "days": Decimal(1440), "jour": Decimal(1440), "jours": Decimal(1440),
}  # fmt: skip


def harm(facts: Facts) -> Iterator[Metric]:
    yield impact_minutes(facts)
    yield user_hours(facts)
    for service in facts.services:
        if any(spell.is_down for spell in service.spells):
            yield downtime(facts, service)
            yield availability(facts, service)
        if service.rto_min:
            yield rto(facts, service)
    yield from _rpos(facts)


def impact_minutes(facts: Facts) -> Metric:
    """Σ(minutes × % of users), over what was said of users affected."""
    return _weighed(facts, Code.IMPACT_MINUTES, Unit.MINUTES)


def user_hours(facts: Facts) -> Metric:
    """Σ(users who could not work × hours)."""
    return _weighed(facts, Code.USER_HOURS, Unit.USER_HOURS)


def _weighed(facts: Facts, code: Code, unit: Unit) -> Metric:
    if not facts.affected:
        return unknown(code, unit, Why.NOTHING_RECORDED)
    sources = tuple(_source(each) for each in facts.affected)
    total = Decimal(0)
    for each in facts.affected:
        length = _length(each, facts)
        if length is None:
            return unknown(code, unit, Why.STILL_ON, sources=sources)
        weight = Decimal(each.percent) / 100
        total += (
            Decimal(length) / MINUTE_MS * weight
            if code is Code.IMPACT_MINUTES
            else Decimal(length) / HOUR_MS * weight * each.users
        )
    return Metric(code, unit, rounded(total, HUNDREDTH), sources=sources, n=len(sources))


def _length(affected: Affected, facts: Facts) -> int | None:
    end = affected.until_at if affected.until_at is not None else facts.ended_at
    return None if end is None else max(0, end - affected.from_at)


def _source(affected: Affected) -> Source:
    return Source("affected", affected.id, at=affected.from_at, said=affected.source)


def downtime(facts: Facts, service: ServiceFacts) -> Metric:
    """How long a service was down altogether; what nobody said was up again ended with the impact."""
    found = down_ms(service.spells, facts.ended_at)
    if found is None:
        return unknown(Code.DOWNTIME, Unit.MS, Why.STILL_ON, of=service.name, sources=(service.source,))
    return Metric(
        Code.DOWNTIME, Unit.MS, found, of=service.name, sources=(service.source,), is_estimated=_is_cut(service)
    )


def availability(facts: Facts, service: ServiceFacts) -> Metric:
    """(30 days − downtime) ÷ 30 days; downtime weighed by the users affected where somebody said how many."""
    said = [each for each in facts.affected if each.service == service.id]
    lengths = [(each, _length(each, facts)) for each in said]
    sources = (service.source, *(_source(each) for each in said))
    if said and all(length is not None for _each, length in lengths):
        down: Number | None = sum(
            (Decimal(length or 0) * each.percent / 100 for each, length in lengths), start=Decimal(0)
        )
    else:
        down = down_ms(service.spells, facts.ended_at)
    if down is None:
        return unknown(Code.AVAILABILITY, Unit.PERCENT, Why.STILL_ON, of=service.name, sources=sources)
    value = rounded(max(Decimal(0), (MONTH_MS - Decimal(down)) * 100 / MONTH_MS), Decimal("0.001"))
    return Metric(
        Code.AVAILABILITY,
        Unit.PERCENT,
        value,
        of=service.name,
        sources=sources,
        is_estimated=_is_cut(service) or not said,
    )


def rto(facts: Facts, service: ServiceFacts) -> Metric:
    """Whether the longest time it was down without a break is within its RTO; 1 or 0."""
    run = longest_down(service.spells, facts.ended_at)
    target = (service.rto_min or 0) * MINUTE_MS
    sources = (service.source, Source("service", service.id, service.name, "rto"))
    if run is None:
        return unknown(Code.RTO, Unit.YES_NO, Why.NOTHING_RECORDED, of=service.name, sources=sources)
    began, until = run
    if until is None and facts.now_ms - began <= target:
        return unknown(Code.RTO, Unit.YES_NO, Why.STILL_ON, of=service.name, sources=sources)
    took = (facts.now_ms if until is None else until) - began
    return Metric(
        Code.RTO, Unit.YES_NO, int(took <= target), of=service.name, sources=sources, worst=took, target=target,
        is_estimated=_is_cut(service),
    )  # fmt: skip


def _is_cut(service: ServiceFacts) -> bool:
    """Nobody said that it was up again: the end of the impact stands for it."""
    return bool(service.spells) and service.spells[-1].is_down


def _rpos(facts: Facts) -> Iterator[Metric]:
    """RPO actual = failure − last consistent data: data lost, said in minutes, hours or days."""
    names = {service.id: service for service in facts.services}
    for figure in facts.figures:
        if figure.kind is not FigureKind.DATA:
            continue
        lost = minutes_of(figure)
        if lost is None:
            continue  # so many records, or bytes: no time
        service = names.get(figure.service)
        source = Source("figure", figure.id, figure.label, at=figure.at, said=figure.source)
        target = service.rpo_min * MINUTE_MS if service is not None and service.rpo_min else None
        sources = (source, Source("service", service.id, service.name, "rpo")) if service and target else (source,)
        yield Metric(
            Code.RPO, Unit.MS, int(lost * MINUTE_MS), of=service.name if service else figure.label, sources=sources,
            target=target, is_estimated=figure.estimated,
        )  # fmt: skip


def minutes_of(figure: Figure) -> Decimal | None:
    """A figure as minutes; None where its unit is no length of time."""
    factor = MINUTES_OF.get(figure.unit.strip().casefold())
    return None if factor is None or figure.value is None else figure.value * factor
