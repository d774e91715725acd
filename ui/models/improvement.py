"""Continuous improvement as it is shown: how metrics move, what the last crises taught, which causes come back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject

from ui.models.table import Column, TableModel
from ui.theme import Look
from warroom import phrases
from warroom.commands.metric_words import amount_said, name_of
from warroom.domain.correctives import Corrective, CorrectiveState
from warroom.domain.incidents import Mode, Severity, Status
from warroom.domain.intervals import Moved, median_within, moved, share_within
from warroom.domain.memory import Remembered
from warroom.domain.metrics.trends import Trend
from warroom.domain.metrics.values import Code, Number, Unit
from warroom.reports.charts.from_learning import Telling, ageing_of, trend_of
from warroom.reports.charts.what_learnt import ActionAgeing, MetricTrend, ParetoOfCauses
from warroom.room import Room
from warroom.words import N_, _, ngettext, pgettext

LAST = 10  # crises looked back at
OVER = (Status.RESOLVED, Status.CLOSED)
MORE_IS_BETTER = frozenset({
    Code.CADENCE, Code.ACCURACY, Code.NOTIFICATION, Code.COMPLETENESS, Code.ACTIONS_IN_TIME,
    Code.CORRECTIVES_IN_TIME, Code.COST_RECOVERED,
})  # fmt: skip
FIRST = (Code.RESTORE, Code.MITIGATE, Code.DETECT)  # what is shown before anything is chosen


@dataclass(frozen=True, slots=True)
class Period:
    """What the page looks at. `since` in milliseconds UTC, None for everything."""

    since: int | None = None
    exercises: bool = False

    @property
    def mode(self) -> Mode:
        return Mode.EXERCISE if self.exercises else Mode.REAL


@dataclass(frozen=True, slots=True)
class Fact:
    """One share with how sure it is: `3 of 8`, `between 14 % and 69 %`."""

    key: str
    words: str
    value: str
    note: str


@dataclass(frozen=True, slots=True)
class TrendLine:
    """One metric across incidents, with the interval of its median and whether it moved."""

    trend: Trend
    within: tuple[float, float] | None
    moved: Moved

    @property
    def is_better(self) -> bool | None:
        """Whether it moved to the good; None where nothing can be said."""
        if self.moved not in (Moved.UP, Moved.DOWN):
            return None
        return (self.moved is Moved.UP) is (self.trend.code in MORE_IS_BETTER)


@dataclass(frozen=True, slots=True)
class Improvement:
    """Everything the page shows, read at once."""

    period: Period = Period()
    incidents: int = 0
    facts: tuple[Fact, ...] = ()
    trends: tuple[TrendLine, ...] = ()
    taught: tuple[Remembered, ...] = ()
    pareto: ParetoOfCauses | None = None
    ageing: ActionAgeing | None = None


def read_improvement(room: Room, period: Period) -> Improvement:
    """All of it. Reads every log: off the screen's thread."""
    views, mode, now = room.views, period.mode, room.clock.now_ms()
    library = [
        each
        for each in views.library(mode=mode)
        if each.incident.status is not Status.FALSE_ALARM
        and (period.since is None or each.incident.began_at >= period.since)
    ]
    within = {str(each.incident.id) for each in library}
    plan = [each for each in views.correctives(mode=mode) if each.incident in within]
    changed = {str(link.lesson) for link in views.lesson_links()}
    recurs = [each for each in views.recurring_causes(mode=mode, least=1) if within & set(each.incidents)]
    counts = tuple((each.family, len(within & set(each.incidents))) for each in recurs)
    return Improvement(
        period=period,
        incidents=len(library),
        facts=tuple(_facts(library, plan, changed, sum(each.soon for each in recurs), len(recurs), now)),
        trends=tuple(_lines(views.metric_trends(mode, period.since))),
        taught=tuple(_crises(library)),
        pareto=ParetoOfCauses(_("Root causes, by how often they were found"), counts) if counts else None,
        ageing=ageing_of(plan, views.postponements(), Telling(), now_ms=now),
    )


def drawn(line: TrendLine) -> MetricTrend:
    """A trend as the picture of it wants it."""
    return trend_of(line.trend)


def moved_said(line: TrendLine) -> str:
    """Whether it moved, in words."""
    if line.moved is Moved.TOO_FEW:
        return pgettext("trend", "too few to say")
    if line.moved is Moved.UNCLEAR:
        return pgettext("trend", "no clear change")
    return pgettext("trend", "getting better") if line.is_better else pgettext("trend", "getting worse")


def trend_columns() -> tuple[Column[TrendLine], ...]:
    return (
        Column("name", N_("Metric"), lambda row, _now: name_of(row.trend), bold=True),
        Column("n", N_("Incidents"), lambda row, _now: str(len(row.trend.points)), width=84),
        Column("median", N_("Median"), lambda row, _now: _spread(row, "median"), width=104),
        Column("within", N_("95 % sure"), lambda row, _now: _within(row), width=176, can_go=True),
        Column("ninth", N_("9 in 10 within"), lambda row, _now: _spread(row, "p90"), width=156, can_go=True),
        Column("moved", N_("Trend"), lambda row, _now: moved_said(row), tone=_tone, width=136),
    )  # fmt: skip


def trends_model(look: Look, now: Callable[[], int], parent: QObject) -> TableModel[TrendLine]:
    return TableModel(trend_columns(), ident=lambda row: row.trend.key, look=look, now=now, parent=parent)


def first_of(lines: Sequence[TrendLine]) -> TrendLine | None:
    """What is shown before anything is chosen: the time to restore where there is one."""
    known = {line.trend.code: line for line in reversed(lines)}
    return next((known[code] for code in FIRST if code in known), lines[0] if lines else None)


def _lines(trends: Iterable[Trend]) -> Iterable[TrendLine]:
    for trend in trends:
        if trend.points:
            values = [float(point.value) for point in trend.points]
            within = median_within(values) if trend.unit is not Unit.YES_NO else None
            yield TrendLine(trend, within, moved(values) if trend.unit is not Unit.YES_NO else Moved.TOO_FEW)


def _crises(library: Sequence[Remembered]) -> list[Remembered]:
    """The last ten grave ones that are over, or taught something already; of any gravity where none was grave."""
    over = [each for each in library if each.incident.status in OVER or each.lessons]
    grave = [each for each in over if each.incident.gravity in (Severity.CRITICAL, Severity.MAJOR)]
    return (grave or over)[:LAST]


def _facts(
    library: Sequence[Remembered],
    plan: Sequence[Corrective],
    changed: set[str],
    soon: int,
    causes: int,
    now: int,
) -> Iterable[Fact]:
    over = [each for each in library if each.incident.status in OVER]
    lessons = [lesson for each in library for lesson in each.lessons]
    due = [each for each in plan if each.due_at is not None and each.due_at <= now]
    due = [each for each in due if each.state is not CorrectiveState.DROPPED]
    kept = [each for each in due if each.done_at is not None and each.done_at <= (each.due_at or 0)]
    used = sum(each.id in changed for each in lessons)
    yield _share("reviewed", _("Incidents reviewed"), sum(bool(each.reviews) for each in over), len(over))
    yield _share("known", _("Root cause known"), sum(each.knows_its_root for each in over), len(over))
    yield _share("kept", _("Corrective actions done in time"), len(kept), len(due))
    yield _share("changed", _("Lessons that changed something"), used, len(lessons))
    yield _share("back", _("Root causes that came back within six months"), soon, causes)


def _share(key: str, words: str, part: int, whole: int) -> Fact:
    within = share_within(part, whole)
    if within is None:
        return Fact(key, words, "—", _("nothing to count yet"))
    value = _("{n} of {total}").format(n=part, total=whole)
    low, high = (_("{n} %").format(n=round(each * 100)) for each in within)
    return Fact(key, words, value, _("95 % sure: {low} to {high}").format(low=low, high=high))


def _said(line: TrendLine, value: Number) -> str:
    if line.trend.unit is Unit.MS:
        return phrases.duration(int(value))
    return amount_said(value, line.trend.unit, line.trend.of)


def _spread(line: TrendLine, name: str) -> str:
    return _said(line, getattr(line.trend.spread, name)) if line.trend.spread else "—"


def _within(line: TrendLine) -> str:
    if line.within is None:
        return pgettext("trend", "too few to say")
    low, high = (_said(line, int(each)) for each in line.within)
    return _("{low} to {high}").format(low=low, high=high)


def _tone(line: TrendLine, _now: int) -> str:
    return {True: "good", False: "late", None: "muted"}[line.is_better]


def taught_said(remembered: Remembered) -> tuple[str, str]:
    """One crisis in two lines: when and what; what it taught, or that nothing was written down."""
    incident = remembered.incident
    head = f"{incident.number} · {phrases.date(incident.began_at)} · {incident.title}"
    if remembered.lessons:
        said = " · ".join(lesson.text for lesson in remembered.lessons)
    elif remembered.families:
        said = phrases.labelled(_("Causes"), ", ".join(remembered.families))
    else:
        said = _("Nothing was written down.")
    return head, said


def incidents_said(view: Improvement) -> str:
    return ngettext("{n} incident", "{n} incidents", view.incidents).format(n=view.incidents)
