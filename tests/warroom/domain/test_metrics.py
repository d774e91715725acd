"""The formulas of metrics: spreads, spells of a service, what lies the wrong way round, what nobody recorded."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from warroom.domain.causes import Cause, CauseKind, CauseState
from warroom.domain.ids import IncidentId, RecordId
from warroom.domain.impact_figures import Affected, Figure, FigureKind, Rate, decimal_of
from warroom.domain.incidents import Incident, Milestone, Severity, Status
from warroom.domain.metrics.facts import Deadline, Facts, Same, Work
from warroom.domain.metrics.formulas import metrics_of
from warroom.domain.metrics.proofs import Told, proofs
from warroom.domain.metrics.spells import Change, Spell, down_ms, longest_down, spells
from warroom.domain.metrics.trends import trends
from warroom.domain.metrics.values import Code, Metric, Since, Unit, Why, spread
from warroom.domain.metrics.work import months_before
from warroom.domain.services import ServiceState

T, MIN, HOUR = 1_795_431_600_000, 60_000, 3_600_000
DOWN, PARTIAL, UP = ServiceState.MAJOR_OUTAGE, ServiceState.PARTIAL_OUTAGE, ServiceState.OPERATIONAL


def an_incident(number: str = "A-001", **more: object) -> Incident:
    known = Incident(
        id=IncidentId(number), number=number, title="Panne", severity=Severity.MAJOR, vital=False,
        status=Status.RESOLVED, exercise=False, situation="", users="", owner="", declared_at=T, milestones={},
    )  # fmt: skip
    return replace(known, **more)  # type: ignore[arg-type]


def facts(**more: object) -> Facts:
    return replace(Facts(an_incident(), T + 100 * HOUR), **more)  # type: ignore[arg-type]


def a_figure(kind: FigureKind, amount: str, unit: str = "EUR", label: str = "", **more: object) -> Figure:
    made = Figure(
        id=RecordId(f"{kind}{amount}"), rex=RecordId(""), incident=IncidentId("A-001"), kind=kind, label=label,
        amount=amount, low="", high="", unit=unit, estimated=False, source="", evidence=(), service=RecordId(""),
        by="", at=T,
    )  # fmt: skip
    return replace(made, **more)  # type: ignore[arg-type]


def of(found: tuple[Metric, ...], code: Code, name: str = "", since: Since = Since.NOTHING) -> Metric:
    return next(each for each in found if each.code is code and each.since is since and (not name or each.of == name))


@given(st.lists(st.integers(min_value=0, max_value=10**9), min_size=1, max_size=60))
def test_that_the_median_and_the_ninth_in_ten_are_those_of_numpy(values: list[int]) -> None:
    found = spread(values)
    assert found is not None
    assert found.median == int(np.floor(np.median(values)))
    assert found.p90 == int(np.percentile(values, 90, method="inverted_cdf"))
    assert (found.least, found.worst, found.n) == (min(values), max(values), len(values))


def test_that_no_values_have_no_spread_and_decimals_stay_exact() -> None:
    assert spread([]) is None
    found = spread([Decimal("1.5"), Decimal("2.5"), Decimal("9")])
    assert found is not None
    assert (found.median, found.p90) == (Decimal("2.5"), Decimal("9"))


def test_that_spells_follow_every_change_and_a_correction_reaches_back() -> None:
    told = [Change(T, DOWN, T), Change(T + HOUR, PARTIAL, T + HOUR), Change(T + 2 * HOUR, UP, T + 2 * HOUR)]
    assert spells(told) == (
        Spell(DOWN, T, T + HOUR),
        Spell(PARTIAL, T + HOUR, T + 2 * HOUR),
        Spell(UP, T + 2 * HOUR, None),
    )
    corrected = [*told, Change(T + 3 * HOUR, None, T + 90 * MIN)]  # it was up half an hour before
    assert down_ms(spells(corrected), None) == 90 * MIN
    assert longest_down(spells(corrected), None) == (T, T + 90 * MIN)
    again = [*told, Change(T + 3 * HOUR, DOWN, T + 3 * HOUR)]
    assert down_ms(spells(again), None) is None  # nothing ended it
    assert down_ms(spells(again), T + 4 * HOUR) == 3 * HOUR
    assert longest_down(spells(again), None) == (T + 3 * HOUR, None)
    assert longest_down(spells([Change(T, UP, T)]), None) is None


def test_that_the_same_state_said_again_changes_nothing() -> None:
    told = [Change(T, DOWN, T), Change(T + MIN, DOWN, None), Change(T + HOUR, UP, None)]
    assert spells(told) == (Spell(DOWN, T, T + HOUR), Spell(UP, T + HOUR, None))


def test_that_what_lies_the_wrong_way_round_is_no_figure_and_names_both() -> None:
    milestones = {Milestone.IMPACT_STARTED: T, Milestone.DETECTED: T - HOUR, Milestone.RESOLVED: T + HOUR}
    found = metrics_of(facts(incident=an_incident(milestones=milestones)))

    detect = of(found, Code.DETECT, since=Since.IMPACT)
    assert (detect.value, detect.why, detect.missing) == (None, Why.REVERSED, ("detected", "impact_started"))
    assert of(found, Code.RESTORE, since=Since.IMPACT).value == HOUR
    assert of(found, Code.MITIGATE, since=Since.IMPACT).missing == ("mitigated",)


def test_that_hours_without_a_rate_are_named_and_never_counted_as_free() -> None:
    work = (Work("presence", "1", "p", "tech", T, T + 2 * HOUR), Work("shift", "2", "q", "COM", T, T + HOUR))
    rate = Rate(RecordId("r"), "TECH", "", "100", "EUR")

    partly = metrics_of(facts(work=work, rates=(rate,)))
    assert (of(partly, Code.COST_STAFF).value, of(partly, Code.COST_STAFF).missing) == (Decimal("200.00"), ("COM",))
    assert of(partly, Code.COST_DIRECT).missing == ("COM",)
    assert of(partly, Code.STAFF_HOURS, "COM").is_estimated
    nothing = metrics_of(facts(work=work))
    assert (of(nothing, Code.COST_STAFF).why, of(nothing, Code.COST_DIRECT).why) == (Why.NO_RATE, Why.NO_RATE)


@pytest.mark.parametrize("amount", ["1E+999999", "-5", "NaN", "Infinity", "x", "9" * 60, ""])
def test_that_an_amount_from_elsewhere_that_is_none_counts_for_nothing(amount: str) -> None:
    assert decimal_of(amount) is None
    found = metrics_of(facts(figures=(a_figure(FigureKind.SPEND, amount), a_figure(FigureKind.SPEND, "7"))))
    assert of(found, Code.COST_DIRECT).value == Decimal("7.00")


def test_that_users_still_affected_are_counted_once_the_impact_ended() -> None:
    affected = Affected(
        RecordId("1"), RecordId(""), IncidentId("A-001"), RecordId(""), T, None, 100, 50, "", (), "", T
    )  # fmt: skip
    still = metrics_of(facts(affected=(affected,)))
    assert of(still, Code.USER_HOURS).why is Why.STILL_ON
    over = an_incident(milestones={Milestone.MITIGATED: T + 3 * HOUR})
    found = metrics_of(facts(affected=(affected,), incident=over))
    assert of(found, Code.USER_HOURS).value == Decimal("150.00")
    assert of(found, Code.IMPACT_MINUTES).value == Decimal("90.00")


def test_that_of_margins_the_worst_is_the_least() -> None:
    deadlines = tuple(Deadline(str(n), "NIS2", T + n * HOUR, T) for n in (24, 72, -1))
    found = of(metrics_of(facts(deadlines=deadlines)), Code.NOTIFICATION)

    assert (found.value, found.worst, found.p90, found.n) == (24 * HOUR, -HOUR, -HOUR, 3)


def test_that_a_root_cause_recurs_within_six_months_and_not_after() -> None:
    cause = Cause(
        RecordId("c"), "A-CA01", IncidentId("A-001"), RecordId(""), CauseKind.ROOT, "", CauseState.CONFIRMED, "",
        RecordId(""), "", 0, (), "", RecordId(""), "", RecordId(""), "Certificats", "", "", T,
    )  # fmt: skip
    edge = months_before(T, 6)
    same = tuple(
        Same("certificats", "x", "", name, name, at)
        for name, at in (("near", T - HOUR), ("edge", edge), ("old", edge - 1), ("later", T + 1))
    )
    found = of(metrics_of(facts(causes=(cause,), same=same)), Code.RECURRENCE)

    assert found.value == 2
    assert [source.number for source in found.sources[1:]] == ["edge", "near"]
    assert of(metrics_of(facts()), Code.RECURRENCE).why is Why.NOTHING_RECORDED


def test_that_half_a_year_before_a_long_month_is_its_last_day() -> None:
    august_31 = 1_788_134_400_000  # 31 August 2026, 00:00 UTC
    assert months_before(august_31, 6) == 1_772_236_800_000  # 28 February 2026


def test_that_the_last_entry_that_set_a_milestone_proves_it() -> None:
    incident = an_incident(milestones={Milestone.RESOLVED: T, Milestone.DETECTED: T - HOUR}, source="status")
    told = [
        Told("1", "A-0001", "status", {"now": "resolved"}, T),
        Told("2", "A-0002", "milestone", {"milestone": "resolved", "now": T}, T + HOUR),
        Told("3", "A-0003", "milestone", {"milestone": "resolved", "now": T - 5}, T + HOUR),
    ]
    found = proofs(incident, told)

    assert (found[Milestone.RESOLVED].noun, found[Milestone.RESOLVED].number) == ("entry", "A-0002")
    assert (found[Milestone.DETECTED].noun, found[Milestone.DETECTED].said) == ("incident", "status")


def test_that_false_alarms_and_planned_work_have_no_part_in_trends() -> None:
    metric = Metric(Code.RESTORE, Unit.MS, HOUR, since=Since.IMPACT)
    incidents = [
        an_incident("A-001"), an_incident("A-002", status=Status.FALSE_ALARM),
        an_incident("A-003", flags=("maintenance",)), an_incident("A-004", declared_at=T - HOUR),
    ]  # fmt: skip
    (trend,) = trends((each, [metric]) for each in incidents)

    assert [point.number for point in trend.points] == ["A-004", "A-001"]  # the oldest first
    assert (trend.spread is not None and trend.spread.n, trend.unknown) == (2, 0)
