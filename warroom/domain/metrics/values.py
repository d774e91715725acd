"""What a metric is: a figure, the formula that made it, the records it comes from; or why it is not known.

A metric nobody recorded enough for is not known, never guessed. Durations are milliseconds, unless the unit says else.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Context, Decimal
from statistics import median

Number = int | Decimal
_WIDE = Context(prec=400)


class Code(enum.StrEnum):
    """The metrics there are, in the order in which a review shows them (doctrine §10.4)."""

    DETECT = "detect"  # TTD
    ACKNOWLEDGE = "acknowledge"  # TTA
    MOBILISE = "mobilise"  # TTM(obilise)
    IDENTIFY = "identify"  # TTI
    MITIGATE = "mitigate"  # TTMitigate
    RESTORE = "restore"  # TTR
    IMPACT_MINUTES = "impact_minutes"
    USER_HOURS = "user_hours"
    DOWNTIME = "downtime"
    AVAILABILITY = "availability"
    RTO = "rto"
    RPO = "rpo"
    FIRST_MESSAGE = "first_message"
    CADENCE = "cadence"
    APPROVAL = "approval"
    ACCURACY = "accuracy"
    NOTIFICATION = "notification"
    DECISION = "decision"
    COMPLETENESS = "completeness"
    VERIFICATION = "verification"
    ACTIONS_IN_TIME = "actions_in_time"
    CORRECTIVES_IN_TIME = "correctives_in_time"
    STAFF_HOURS = "staff_hours"
    COST_STAFF = "cost_staff"
    COST_DIRECT = "cost_direct"
    COST_INDIRECT = "cost_indirect"
    COST_RECOVERED = "cost_recovered"
    RECURRENCE = "recurrence"


class Since(enum.StrEnum):
    """What a duration counts from. Both of impact and detection are always shown, so that neither flatters."""

    NOTHING = ""
    IMPACT = "impact"
    DETECTED = "detected"
    ALERT = "alert"


class Unit(enum.StrEnum):
    MS = "ms"
    PERCENT = "percent"
    MINUTES = "minutes"  # of impact, weighed by the users
    USER_HOURS = "user_hours"
    HOURS = "hours"
    MONEY = "money"
    YES_NO = "yes_no"  # 1 or 0
    COUNT = "count"


class Why(enum.StrEnum):
    """Why a metric is not known."""

    KNOWN = ""
    NO_TIME = "no_time"  # a milestone has no time: `missing`
    REVERSED = "reversed"  # the end lies before the start: `missing` names both
    NOTHING_RECORDED = "nothing_recorded"
    STILL_ON = "still_on"  # no end yet
    NO_TARGET = "no_target"  # the service has no RTO or RPO
    NO_RATE = "no_rate"  # nobody said what an hour costs
    CANNOT_COUNT = "cannot_count"  # the amount or its unit is none we can count with


@dataclass(frozen=True, slots=True)
class Source:
    """One record that a metric comes from: `noun` and `record` for a click, `number` as printed.

    `part` says which moment or side of it (a milestone, `done`, `due`…), `at` when that was; `said` is what was written
    there originally, of an imported history.
    """

    noun: str
    record: str
    number: str = ""
    part: str = ""
    at: int | None = None
    said: str = ""

    @property
    def ref(self) -> str:
        """The record as evidence names it: "noun id"."""
        return f"{self.noun} {self.record}"


@dataclass(frozen=True, slots=True)
class Timed:
    """A moment and the record that says so."""

    at: int
    source: Source


@dataclass(frozen=True, slots=True)
class Metric:
    """One figure. Of several values (`n` of them) `value` is the median, `p90` what nine in ten do not exceed.

    A share says `part` of `whole`. `of` tells apart several metrics of one code: a service, a currency, a function.
    """

    code: Code
    unit: Unit
    value: Number | None
    since: Since = Since.NOTHING
    of: str = ""
    sources: tuple[Source, ...] = ()
    why: Why = Why.KNOWN
    missing: tuple[str, ...] = ()
    n: int = 1
    p90: Number | None = None
    worst: Number | None = None
    part: int | None = None
    whole: int | None = None
    target: Number | None = None  # what it is held against, in the same unit
    low: Number | None = None
    high: Number | None = None
    is_estimated: bool = False

    @property
    def is_known(self) -> bool:
        return self.value is not None

    @property
    def key(self) -> str:
        """What names this metric among those of one incident, the same on every station."""
        return ":".join((self.code.value, self.since.value, self.of))


@dataclass(frozen=True, slots=True)
class Spread:
    """What several values have in common: Σ/n, the median, p90 (nearest rank), the least and the worst."""

    n: int
    mean: Number
    median: Number
    p90: Number
    least: Number
    worst: Number


def spread(values: Iterable[Number]) -> Spread | None:
    """None of no values. A mean or a median of whole numbers is whole, rounded down."""
    found = sorted(values)
    if not found:
        return None
    return Spread(
        n=len(found),
        mean=_like(found, Decimal(sum(found)) / len(found)),
        median=_like(found, Decimal(median(map(Decimal, found)))),
        p90=ranked(found, 90),
        least=found[0],
        worst=found[-1],
    )


def ranked(values: Sequence[Number], percent: int) -> Number:
    """The smallest of these sorted values that at least so many per cent do not exceed (nearest rank)."""
    return values[max(0, -(-len(values) * percent // 100) - 1)]


def _like(values: Sequence[Number], found: Decimal) -> Number:
    return int(found // 1) if all(isinstance(each, int) for each in values) else found


def rounded(value: Decimal, step: Decimal) -> Decimal:
    """To a step (0.01), however large: what people type has more digits than a Decimal counts with by default."""
    return value.quantize(step, context=_WIDE)


def unknown(
    code: Code, unit: Unit, why: Why, *missing: str, since: Since = Since.NOTHING, of: str = "",
    sources: tuple[Source, ...] = (),
) -> Metric:  # fmt: skip
    """A metric that is not known, and why."""
    return Metric(code, unit, None, since=since, of=of, why=why, missing=missing, sources=sources, n=0)


def share(code: Code, part: int, whole: int, sources: Sequence[Source]) -> Metric:
    """A share in per cent, to a hundredth."""
    if not whole:
        return unknown(code, Unit.PERCENT, Why.NOTHING_RECORDED)
    value = rounded(Decimal(part) * 100 / Decimal(whole), Decimal("0.01"))
    return Metric(code, Unit.PERCENT, value, sources=tuple(sources), part=part, whole=whole, n=whole)


def waits(code: Code, found: Sequence[tuple[int, Source]], *, worst_is_least: bool = False) -> Metric:
    """Several durations of one incident: median, p90 and worst. `worst_is_least` where less is worse: a margin."""
    known = spread(length for length, _source in found)
    if known is None:
        return unknown(code, Unit.MS, Why.NOTHING_RECORDED)
    if worst_is_least:
        tenth: Number = -ranked(sorted(-length for length, _source in found), 90)
        p90, worst = tenth, known.least
    else:
        p90, worst = known.p90, known.worst
    return Metric(
        code, Unit.MS, known.median, sources=tuple(source for _length, source in found), n=known.n, p90=p90, worst=worst
    )
