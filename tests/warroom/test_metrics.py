"""Metrics of an incident as the room holds it: every figure by hand, with the records that it comes from."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pytest

from tests.builders import NOON, an_incident
from tests.warroom.measured import HOUR, IMPACT, MINUTE, a_measured_incident
from warroom.commands import ChangeStatus
from warroom.domain.incidents import Milestone, Mode, Status
from warroom.domain.metrics.values import Code, Metric, Since, Why
from warroom.room import Room

Measured = tuple[Room, str]


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Measured]:
    room, incident = a_measured_incident(tmp_path_factory.mktemp("measured"))
    yield room, incident
    room.close()


def metric(measured: Measured, code: Code, since: Since = Since.NOTHING, of: str = "") -> Metric:
    room, incident = measured
    (found,) = (
        each
        for each in room.views.metrics(incident)
        if (each.code, each.since) == (code, since) and (not of or each.of == of)
    )
    return found


def test_that_every_duration_is_measured_from_impact_and_from_detection(measured: Measured) -> None:
    found = {
        (code, since): metric(measured, code, since).value
        for code in (Code.IDENTIFY, Code.MITIGATE, Code.RESTORE, Code.FIRST_MESSAGE)
        for since in (Since.IMPACT, Since.DETECTED)
    }

    assert found == {
        (Code.IDENTIFY, Since.IMPACT): 90 * MINUTE,
        (Code.IDENTIFY, Since.DETECTED): 60 * MINUTE,
        (Code.MITIGATE, Since.IMPACT): 150 * MINUTE,
        (Code.MITIGATE, Since.DETECTED): 120 * MINUTE,
        (Code.RESTORE, Since.IMPACT): 210 * MINUTE,
        (Code.RESTORE, Since.DETECTED): 180 * MINUTE,
        (Code.FIRST_MESSAGE, Since.IMPACT): 50 * MINUTE,
        (Code.FIRST_MESSAGE, Since.DETECTED): 20 * MINUTE,
    }
    assert metric(measured, Code.DETECT, Since.IMPACT).value == 30 * MINUTE
    assert metric(measured, Code.ACKNOWLEDGE, Since.DETECTED).value == 10 * MINUTE
    assert metric(measured, Code.MOBILISE, Since.DETECTED).value == 20 * MINUTE


def test_that_every_known_figure_names_records_that_are_there(measured: Measured) -> None:
    room, incident = measured
    for each in room.views.metrics(incident):
        assert (each.value is None) == (each.why is not Why.KNOWN), each.key
        assert each.sources or each.value is None, each.key
    milestones = {
        source.part: (source.noun, source.at)
        for each in room.views.metrics(incident)
        for source in each.sources
        if source.part in list(Milestone)
    }
    assert milestones["impact_started"] == ("incident", IMPACT)
    assert milestones["detected"] == ("entry", NOON)
    assert milestones["resolved"] == ("entry", NOON + 3 * HOUR)


def test_that_harm_to_users_is_the_sum_of_what_was_said_of_them(measured: Measured) -> None:
    # 1200 users at 50 % for 90 min, 300 users at 100 % for 120 min (until it was mitigated)
    assert metric(measured, Code.IMPACT_MINUTES).value == Decimal("165.00")
    assert metric(measured, Code.USER_HOURS).value == Decimal("1500.00")


def test_that_a_service_is_held_against_its_objectives(measured: Measured) -> None:
    assert metric(measured, Code.DOWNTIME, of="API").value == 150 * MINUTE
    rto = metric(measured, Code.RTO, of="API")
    assert (rto.value, rto.worst, rto.target) == (0, 150 * MINUTE, 120 * MINUTE)
    assert metric(measured, Code.RTO, of="Portail").why is Why.NOTHING_RECORDED  # degraded is not down
    rpo = metric(measured, Code.RPO, of="API")
    assert (rpo.value, rpo.target) == (10 * MINUTE, 15 * MINUTE)
    # weighed: 90 min × 50 % of a month of 43 200 min
    assert metric(measured, Code.AVAILABILITY, of="API").value == Decimal("99.896")


def test_that_what_was_said_and_decided_is_timed(measured: Measured) -> None:
    assert metric(measured, Code.APPROVAL).n == 2
    assert metric(measured, Code.APPROVAL).worst == 10 * MINUTE
    accuracy = metric(measured, Code.ACCURACY)
    assert (accuracy.value, accuracy.part, accuracy.whole) == (Decimal("50.00"), 1, 2)
    assert metric(measured, Code.NOTIFICATION).value == 23 * HOUR
    assert metric(measured, Code.DECISION).value == 20 * MINUTE
    assert metric(measured, Code.VERIFICATION).value == 20 * MINUTE
    actions = metric(measured, Code.ACTIONS_IN_TIME)
    assert (actions.part, actions.whole) == (1, 2)


def test_that_a_key_event_that_was_verified_or_told_by_somebody_has_a_source(measured: Measured) -> None:
    found = metric(measured, Code.COMPLETENESS)

    assert found.part == found.whole
    assert found.whole is not None
    assert found.whole >= 2


def test_that_costs_stand_apart_by_kind_and_currency(measured: Measured) -> None:
    hours = {each.of: each.value for each in measured[0].views.metrics(measured[1]) if each.code is Code.STAFF_HOURS}
    assert hours == {"TECH": Decimal("7.00"), "COM": Decimal("2.00")}  # Karim until it was closed, and 3 h by hand
    assert metric(measured, Code.COST_STAFF, of="EUR").value == Decimal("820.00")
    direct = metric(measured, Code.COST_DIRECT, of="EUR")
    assert (direct.value, direct.low, direct.high) == (Decimal("7070.50"), Decimal("6070.50"), Decimal("9070.50"))
    assert metric(measured, Code.COST_DIRECT, of="CHF").value == Decimal("800.00")
    indirect = metric(measured, Code.COST_INDIRECT)
    assert (indirect.value, indirect.is_estimated) == (Decimal("20000.00"), True)
    assert metric(measured, Code.COST_RECOVERED).value == Decimal("3000.00")


def test_that_a_bare_incident_knows_nothing_and_says_what_is_missing(measured: Measured) -> None:
    room, _incident = measured
    bare = an_incident(room).id

    found = {(each.code, each.since): each for each in room.views.metrics(bare)}

    assert [each.code for each in found.values() if each.is_known] == [Code.COMPLETENESS]  # it was declared
    assert found[Code.RESTORE, Since.IMPACT].missing == ("impact_started", "resolved")
    assert found[Code.ACCURACY, Since.NOTHING].why is Why.NOTHING_RECORDED
    room.do(ChangeStatus(incident=bare, status=Status.FALSE_ALARM, reason="Erreur")).result()


def test_that_drills_never_enter_the_trends_of_real_incidents(measured: Measured) -> None:
    room, incident = measured
    _room, drill = a_measured_incident(room.path.parent, exercise=True, room=room)

    real, played = ({each.key: each for each in room.views.metric_trends(mode)} for mode in (Mode.REAL, Mode.EXERCISE))

    restore = real["restore:impact:"]
    assert [point.incident for point in restore.points] == [incident]
    assert (restore.spread is not None and restore.spread.median, restore.unknown) == (210 * MINUTE, 0)
    assert [point.incident for point in played["restore:impact:"].points] == [drill]
    assert real["cost_direct::EUR"].points[0].value == Decimal("7070.50")
    with pytest.raises(ValueError, match="in common"):
        room.views.metric_trends(Mode.BOTH)
    assert all(not each.points for each in room.views.metric_trends(Mode.REAL, NOON + HOUR))


def test_that_a_trend_of_one_incident_says_what_its_metric_says(measured: Measured) -> None:
    room, incident = measured
    alone = {each.key: each.value for each in room.views.metrics(incident)}

    together = {each.key: each for each in room.views.metric_trends(Mode.REAL)}

    for key, trend in together.items():
        assert [point.value for point in trend.points] == ([alone[key]] if alone[key] is not None else []), key
