"""What the steps of impact and of metrics show: figures, users affected, what an hour costs, and every metric."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from ui.models.table import Column
from warroom import phrases
from warroom.commands.cell_words import seat_word
from warroom.commands.figure_words import figure_word
from warroom.commands.metric_words import (
    amount_said,
    figure_amount,
    formula_of,
    money_said,
    name_of,
    number_said,
    sources_of,
    spread_said,
    value_of,
)
from warroom.domain.impact_figures import Affected, Figure, Rate, decimal_of
from warroom.domain.incidents import Mode
from warroom.domain.metrics.money import ANYBODY
from warroom.domain.metrics.trends import Trend
from warroom.domain.metrics.values import Code, Metric, Unit
from warroom.domain.rex import Rex
from warroom.errors import Refusal
from warroom.room import Views
from warroom.words import N_, _, ngettext

FOLLOWED = (
    "figure", "affected", "rate", "presence", "shift", "incident", "impact", "service", "entry", "entry_mark",
    "decision", "action", "hypothesis", "message", "review", "release", "cadence_step", "submission", "clock_event",
    "regime", "corrective", "cause", "mobilisation", "callee", "crisis_cell", "coverage", "inbound",
)  # fmt: skip
SUMMED = (  # what the step of impact sums up
    Code.IMPACT_MINUTES, Code.USER_HOURS, Code.DOWNTIME, Code.AVAILABILITY, Code.RTO, Code.RPO, Code.COST_STAFF,
    Code.COST_DIRECT, Code.COST_INDIRECT, Code.COST_RECOVERED,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class FigureRow:
    """A figure with the name of its service."""

    figure: Figure
    service: str


@dataclass(frozen=True, slots=True)
class AffectedRow:
    affected: Affected
    service: str


@dataclass(frozen=True, slots=True)
class WorkRow:
    """The hours of one function, and what they cost."""

    code: str
    hours: Decimal
    rate: Rate | None
    is_estimated: bool

    @property
    def cost(self) -> Decimal | None:
        per_hour = decimal_of(self.rate.per_hour) if self.rate is not None else None
        return None if per_hour is None else self.hours * per_hour


@dataclass(frozen=True, slots=True)
class MetricRow:
    """A metric of one of the incidents of a review, beside what all incidents have in common."""

    incident: str
    number: str  # of the incident, "" where the review is about one
    metric: Metric
    trend: Trend | None = None

    @property
    def ident(self) -> str:
        return f"{self.incident}:{self.metric.key}"


@dataclass(frozen=True, slots=True)
class FiguresView:
    """Everything that both steps show of one review, read in one go."""

    rex: Rex
    figures: tuple[FigureRow, ...] = ()
    affected: tuple[AffectedRow, ...] = ()
    work: tuple[WorkRow, ...] = ()
    metrics: tuple[MetricRow, ...] = ()
    services: Mapping[str, str] = field(default_factory=dict)  # id → name
    numbers: Mapping[str, str] = field(default_factory=dict)  # incident → number


def read_figures(views: Views, rex: Rex) -> FiguresView:
    """Read off the screen's thread."""
    incidents = {record: number for record in (rex.incident, *rex.others) if (number := _number(views, record))}
    services: dict[str, str] = {one.service: one.name for record in incidents for one in views.services(record)}
    services |= {one.service: one.name for one in views.continuity() if one.service not in services}
    metrics = [
        MetricRow(record, number if len(incidents) > 1 else "", metric)
        for record, number in incidents.items()
        for metric in views.metrics(record)
    ]
    return FiguresView(
        rex=rex,
        figures=tuple(FigureRow(one, services.get(one.service, "")) for one in views.figures(*incidents)),
        affected=tuple(AffectedRow(one, services.get(one.service, "")) for one in views.affected(*incidents)),
        work=tuple(_work(metrics, views.rates())),
        metrics=tuple(metrics),
        services=services,
        numbers=incidents,
    )


def read_trends(views: Views, rex: Rex) -> dict[str, Trend]:
    """What every incident of the same mode has in common, by the key of the metric. Reads every log."""
    mode = Mode.EXERCISE if views.incident(rex.incident).exercise else Mode.REAL
    return {trend.key: trend for trend in views.metric_trends(mode)}


def _number(views: Views, incident: str) -> str:
    try:
        return views.incident(incident).number
    except Refusal:  # an incident that is not here yet
        return ""


def _work(metrics: Iterable[MetricRow], rates: Iterable[Rate]) -> list[WorkRow]:
    known = {rate.code.upper(): rate for rate in rates}
    hours: dict[str, tuple[Decimal, bool]] = {}
    for row in metrics:
        if row.metric.code is Code.STAFF_HOURS and row.metric.value is not None:
            so_far, guess = hours.get(row.metric.of, (Decimal(0), False))
            hours[row.metric.of] = (so_far + Decimal(row.metric.value), guess or row.metric.is_estimated)
    found = [
        WorkRow(code, worked, known.get(code) or known.get(ANYBODY), guess) for code, (worked, guess) in hours.items()
    ]
    idle = [WorkRow(code, Decimal(0), rate, False) for code, rate in known.items() if code not in hours]
    return sorted(found, key=lambda row: (-row.hours, row.code)) + sorted(idle, key=lambda row: row.code)


# Columns


def figure_columns() -> tuple[Column[FigureRow], ...]:
    return (
        Column("kind", N_("Figure"), lambda row, _now: _figure_name(row), bold=True, width=280),
        Column(
            "amount", N_("Amount"), lambda row, _now: _figure_amount(row.figure),
            order=lambda row: row.figure.value or Decimal(0), width=200, whole=True,
        ),
        Column("source", N_("Where it comes from"), lambda row, _now: _source(row.figure), tone=_figure_tone),
    )  # fmt: skip


def affected_columns() -> tuple[Column[AffectedRow], ...]:
    return (
        Column(
            "from", N_("From"), lambda row, now: phrases.moment(row.affected.from_at, now),
            order=lambda row: row.affected.from_at, width=136, whole=True,
        ),
        Column("until", N_("Until"), lambda row, now: _until(row.affected, now), width=136, whole=True),
        Column(
            "users", N_("Users"), lambda row, _now: number_said(row.affected.users),
            order=lambda row: row.affected.users, bold=True, width=96, whole=True,
        ),
        Column(
            "percent", N_("Could not work"), lambda row, _now: _("{n} %").format(n=row.affected.percent),
            order=lambda row: row.affected.percent, width=128,
        ),
        Column("service", N_("Service"), lambda row, _now: row.service or "—", width=128, can_go=True),
        Column("source", N_("Where it comes from"), lambda row, _now: _source(row.affected), tone=_affected_tone),
    )  # fmt: skip


def work_columns() -> tuple[Column[WorkRow], ...]:
    return (
        Column("function", N_("Function"), lambda row, _now: function_said(row.code), bold=True),
        Column(
            "hours", N_("Hours"), lambda row, _now: _hours(row), order=lambda row: row.hours, width=152, whole=True
        ),
        Column(
            "rate", N_("Cost of an hour"), lambda row, _now: _rate(row), tone=_rate_tone, width=152, whole=True
        ),
        Column(
            "cost", N_("Cost"), lambda row, _now: _cost(row), order=lambda row: row.cost or Decimal(0), width=136,
            whole=True,
        ),
    )  # fmt: skip


def metric_columns(*, is_short: bool = False) -> tuple[Column[MetricRow], ...]:
    """`is_short` leaves the formula to the detail under the table."""
    formula: Column[MetricRow] = Column(
        "formula", N_("Formula"), lambda row, _now: formula_of(row.metric), width=340, can_go=True
    )
    return (
        Column("metric", N_("Metric"), lambda row, _now: metric_said(row), bold=True, width=312, whole=True),
        Column(
            "value", N_("Figure"), lambda row, _now: value_of(row.metric), tone=_metric_tone,
            width=360 if is_short else 264,
        ),
        *(() if is_short else (formula,)),
        Column(
            "source", N_("Where it comes from"), lambda row, _now: sources_of(row.metric),
            tone=lambda _row, _now: "muted", can_go=True,
        ),
    )  # fmt: skip


def metric_said(row: MetricRow) -> str:
    name = name_of(row.metric)
    return _("{number} · {name}").format(number=row.number, name=name) if row.number else name


def function_said(code: str) -> str:
    """A function by its code and name; `*` is anybody else."""
    if code == ANYBODY:
        return _("anybody else")
    return f"{code}  {name}" if (name := seat_word(code, "")) != code else code or _("no function said")


def trend_said(trend: Trend | None) -> str:
    """What all incidents have in common, beside this one."""
    if trend is None or trend.spread is None or trend.unit in (Unit.YES_NO,):
        return ""
    return _("All incidents: {spread}").format(spread=spread_said(trend))


def worked_said(row: WorkRow) -> str:
    return amount_said(row.hours, Unit.HOURS)


def _figure_name(row: FigureRow) -> str:
    return " · ".join(part for part in (figure_word(row.figure.kind), row.figure.label, row.service) if part)


def _figure_amount(figure: Figure) -> str:
    said = figure_amount(figure)
    has_range = bool(figure.low and figure.high)
    return _("{amount}, estimated").format(amount=said) if figure.estimated and not has_range else said


def _source(row: Figure | Affected) -> str:
    many = len(row.evidence)
    rests = ngettext("{n} piece of evidence", "{n} pieces of evidence", many).format(n=many) if many else ""
    return " · ".join(part for part in (row.source, rests) if part) or _("no source: say where it comes from")


def _has_source(row: Figure | Affected) -> bool:
    return bool(row.source or row.evidence)


def _figure_tone(row: FigureRow, _now: int) -> str:
    return "muted" if _has_source(row.figure) else "late"


def _affected_tone(row: AffectedRow, _now: int) -> str:
    return "muted" if _has_source(row.affected) else "late"


def _metric_tone(row: MetricRow, _now: int) -> str:
    return "" if row.metric.is_known else "muted"


def _until(affected: Affected, now: int) -> str:
    return phrases.moment(affected.until_at, now) if affected.until_at is not None else _("end of the impact")


def _hours(row: WorkRow) -> str:
    said = worked_said(row)
    return _("{hours}, partly planned").format(hours=said) if row.is_estimated else said


def _rate(row: WorkRow) -> str:
    if row.rate is None:
        return _("not said")
    said = money_said(decimal_of(row.rate.per_hour) or Decimal(0), row.rate.currency)
    is_others = row.rate.code == ANYBODY and row.code != ANYBODY
    return _("{rate} (anybody’s)").format(rate=said) if is_others else said


def _rate_tone(row: WorkRow, _now: int) -> str:
    return "late" if row.rate is None and row.hours else ""


def _cost(row: WorkRow) -> str:
    if row.cost is None or row.rate is None or not row.hours:
        return "—"
    return money_said(row.cost, row.rate.currency)
