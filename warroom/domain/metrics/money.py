"""What it cost: hours of work by function, direct and indirect costs, recoveries, each currency apart (doctrine §10.4).

Direct is hours × rate, emergency spend, penalties and credits; indirect is lost margin and the rest. DORA wants gross
direct and indirect costs, and recoveries, apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from warroom.domain.impact_figures import DIRECT, INDIRECT, Figure, FigureKind, decimal_of
from warroom.domain.metrics.facts import Facts
from warroom.domain.metrics.harm import minutes_of
from warroom.domain.metrics.values import Code, Metric, Source, Unit, Why, rounded, unknown

ANYBODY = "*"  # the code of the rate of whoever has none of their own
CENT = Decimal("0.01")


@dataclass(slots=True)
class Sum:
    """An amount with what it lies between, and where it comes from."""

    amount: Decimal = Decimal(0)
    low: Decimal = Decimal(0)
    high: Decimal = Decimal(0)
    sources: list[Source] = field(default_factory=list)
    is_estimated: bool = False
    has_range: bool = False

    def add(self, figure: Figure) -> None:
        value = figure.value or Decimal(0)
        low, high = decimal_of(figure.low), decimal_of(figure.high)
        self.amount += value
        self.low += value if low is None else low
        self.high += value if high is None else high
        self.has_range |= low is not None or high is not None
        self.is_estimated |= figure.estimated
        self.sources.append(figure_source(figure))

    def plus(self, other: Sum) -> None:
        self.amount, self.low, self.high = self.amount + other.amount, self.low + other.low, self.high + other.high
        self.sources += other.sources
        self.is_estimated |= other.is_estimated
        self.has_range |= other.has_range

    def metric(self, code: Code, currency: str, missing: tuple[str, ...] = ()) -> Metric:
        return Metric(
            code, Unit.MONEY, rounded(self.amount, CENT), of=currency, sources=tuple(self.sources), n=len(self.sources),
            low=rounded(self.low, CENT) if self.has_range else None,
            high=rounded(self.high, CENT) if self.has_range else None,
            is_estimated=self.is_estimated, missing=missing,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Hours:
    """The hours of one function, with where they come from; planned ones where nobody noted who was there."""

    code: str
    hours: Decimal
    sources: tuple[Source, ...]
    is_estimated: bool


def money(facts: Facts) -> Iterator[Metric]:
    worked = hours_by_function(facts)
    for each in worked:
        yield Metric(
            Code.STAFF_HOURS, Unit.HOURS, rounded(each.hours, CENT), of=each.code, sources=each.sources,
            n=len(each.sources), is_estimated=each.is_estimated,
        )  # fmt: skip
    staff, unpaid = staff_cost(facts, worked)
    for currency, total in sorted(staff.items()):
        yield total.metric(Code.COST_STAFF, currency, unpaid)
    if unpaid and not staff:
        yield unknown(Code.COST_STAFF, Unit.MONEY, Why.NO_RATE, *unpaid)
    yield from _costs(Code.COST_DIRECT, facts.figures, DIRECT, staff, unpaid)
    yield from _costs(Code.COST_INDIRECT, facts.figures, INDIRECT)
    yield from _costs(Code.COST_RECOVERED, facts.figures, {FigureKind.RECOVERY})


def hours_by_function(facts: Facts) -> list[Hours]:
    """Time on duty, and hours of work said as a figure whose label is a function, by function."""
    found: dict[str, list[tuple[Decimal, Source, bool]]] = {}
    for each in facts.work:
        source = Source(each.noun, each.record, each.code, at=each.from_at)
        found.setdefault(each.code.upper(), []).append((each.hours, source, each.noun == "shift"))
    for figure in facts.figures:
        minutes = minutes_of(figure) if figure.kind is FigureKind.STAFF_HOURS else None
        if minutes is not None:
            said = (minutes / 60, figure_source(figure), figure.estimated)
            found.setdefault(figure.label.strip().upper(), []).append(said)
    return [
        Hours(
            code,
            sum((hours for hours, _source, _guess in parts), start=Decimal(0)),
            tuple(source for _hours, source, _guess in parts),
            any(guess for _hours, _source, guess in parts),
        )
        for code, parts in sorted(found.items())
    ]


def staff_cost(facts: Facts, worked: Iterable[Hours]) -> tuple[dict[str, Sum], tuple[str, ...]]:
    """Hours × rate by currency, and the functions whose hours nobody gave a rate."""
    rates = {rate.code.upper(): rate for rate in facts.rates if decimal_of(rate.per_hour) is not None}
    totals: dict[str, Sum] = {}
    unpaid = []
    for each in worked:
        rate = rates.get(each.code) or rates.get(ANYBODY)
        if rate is None:
            unpaid.append(each.code)
            continue
        cost = each.hours * (decimal_of(rate.per_hour) or Decimal(0))
        total = totals.setdefault(rate.currency or "EUR", Sum())
        total.plus(Sum(cost, cost, cost, [*each.sources, rate_source(rate.id, rate.code)], each.is_estimated))
    return totals, tuple(unpaid)


def _costs(
    code: Code,
    figures: Iterable[Figure],
    kinds: Iterable[FigureKind],
    more: dict[str, Sum] | None = None,
    missing: tuple[str, ...] = (),
) -> Iterator[Metric]:
    totals: dict[str, Sum] = {}
    for currency, total in (more or {}).items():
        totals.setdefault(currency, Sum()).plus(total)
    for figure in figures:
        if figure.kind in kinds and figure.kind.is_money and figure.value is not None:
            totals.setdefault(figure.unit or "EUR", Sum()).add(figure)
    if not totals:
        yield unknown(code, Unit.MONEY, Why.NO_RATE if missing else Why.NOTHING_RECORDED, *missing)
    for currency, total in sorted(totals.items()):
        yield total.metric(code, currency, missing)


def figure_source(figure: Figure) -> Source:
    return Source("figure", figure.id, figure.label, figure.kind.value, figure.at, figure.source)


def rate_source(rate: str, code: str) -> Source:
    return Source("rate", rate, code)
