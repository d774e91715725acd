"""What two laptops wrote apart is kept, shown with everything that helps to judge, and settled by people alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.warroom.apart import MINUTE, Apart, settle
from tests.warroom.stations import carry, meet
from warroom.commands import (
    AmendAction,
    ChangeStatus,
    DescribeIncident,
)
from warroom.domain.authority import Authority
from warroom.domain.conflicts import Conflict
from warroom.domain.incidents import Severity, Status
from warroom.errors import Refusal


@pytest.fixture
def apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    made = Apart(tmp_path, monkeypatch)
    yield made
    for room in made.rooms:
        room.close()


def said(conflict: Conflict) -> set[tuple[Any, str, str, str]]:
    return {(side.value, side.station, side.author, side.reason) for side in conflict.values}


def test_that_both_values_are_shown_with_author_station_time_and_reason(apart: Apart) -> None:
    found = apart.disagree()

    assert said(found) == {
        (1, "A", "Léa Martin", "fonction critique arrêtée"),
        (2, "B", "Marc Petit", "contournement pour 40 %"),
    }
    assert (found.number, found.title) == (apart.incident.ref, "Panne mondiale de l'API")
    assert found.authority is Authority.COMMAND
    assert [side.is_ours for side in found.values if side.station == "A"] == [True]
    assert apart.b.conflicts()[0].id == found.id
    assert {side.station: side.is_ours for side in apart.b.conflicts()[0].values} == {"A": False, "B": True}


def test_that_settling_at_one_station_closes_it_at_every_station_and_is_in_the_log(apart: Apart) -> None:
    found = apart.disagree()

    apart.a.resolve(found.id, "theirs", reason="vu avec la direction")
    meet(apart.a, apart.b)

    for room in (apart.a, apart.b):
        assert room.conflicts() == []
        assert apart.severity(room) is Severity.MAJOR
    last = list(apart.b.views.entries(apart.incident.id))[-1]
    assert last.code == "settled"
    assert last.key_event
    assert last.params["now"] == 2
    assert "SEV2" in last.text
    assert "SEV1" in last.text
    assert "vu avec la direction" in last.text


@pytest.mark.parametrize(
    ("take", "severity"),
    [("mine", 1), ("theirs", 2), ("SEV2", 2), (Severity.MINOR, 4), ("B", 2), ("3", 3), (1, 1)],
)
def test_that_a_value_is_taken_by_whose_it_is_by_itself_or_by_the_letter_of_its_station(
    apart: Apart, take: Any, severity: int
) -> None:
    apart.a.resolve(apart.disagree().id, take)

    assert apart.severity(apart.a) == severity
    assert apart.a.conflicts() == []


@pytest.mark.parametrize("value", ["SEV9", "worst", "", True])
def test_that_a_value_that_does_not_fit_the_field_is_refused(apart: Apart, value: Any) -> None:
    found = apart.disagree()

    with pytest.raises(Refusal):
        apart.a.resolve(found.id, "no such" if value is True else value)

    assert apart.a.conflicts() == [found]


def test_that_stations_that_settle_one_point_differently_at_once_disagree_anew_and_converge(apart: Apart) -> None:
    found = apart.disagree()

    apart.a.resolve(found.id, "mine")
    apart.b.resolve(found.id, "mine")
    meet(apart.a, apart.b)

    assert [sorted(side.value for side in item.values) for item in apart.a.conflicts()] == [[1, 2]]
    apart.b.resolve(found.id, 1)
    meet(apart.a, apart.b)
    assert apart.a.conflicts() == apart.b.conflicts() == []


def test_that_stations_that_settle_one_point_alike_at_once_agree(apart: Apart) -> None:
    found = apart.disagree()

    apart.a.resolve(found.id, "mine")
    apart.b.resolve(found.id, "theirs")
    meet(apart.a, apart.b)

    assert apart.a.conflicts() == apart.b.conflicts() == []
    apart.judge(apart.a, Severity.MINOR, "equal values are no conflict")


def test_that_a_settlement_that_did_not_see_a_third_value_leaves_that_one_open(apart: Apart) -> None:
    third = apart.third()
    apart.judge(third, Severity.MINOR, "vu de Strasbourg")
    found = apart.disagree()

    apart.a.resolve(found.id, "mine")
    carry(third, apart.b)
    carry(apart.a, apart.b)

    (left,) = apart.b.conflicts()
    assert {side.value for side in left.values} == {1, 4}


def test_that_a_settlement_is_refused_when_another_value_arrived_since_it_was_looked_at(apart: Apart) -> None:
    third = apart.third()
    apart.judge(third, Severity.MINOR, "vu de Strasbourg")
    found = apart.disagree()
    carry(third, apart.a)

    with pytest.raises(Refusal) as refused:
        settle(apart.a, found, take=found.seen[0])

    assert refused.value.code == "conflict-changed"
    assert len(apart.a.conflicts()[0].values) == 3
    with pytest.raises(Refusal, match="letter"):
        apart.a.resolve(found.id, "theirs")


def test_that_a_settlement_is_refused_when_another_station_settled_it_since(apart: Apart) -> None:
    found = apart.disagree()
    apart.b.resolve(found.id, "mine")
    meet(apart.a, apart.b)

    with pytest.raises(Refusal) as refused:
        settle(apart.a, found, take=next(side.place for side in found.values if side.is_ours))

    assert refused.value.code == "conflict-changed"
    assert apart.severity(apart.a) is Severity.MAJOR


def test_that_a_point_is_settled_once(apart: Apart) -> None:
    found = apart.disagree()
    apart.a.resolve(found.id, "mine")

    with pytest.raises(Refusal) as refused:
        apart.a.resolve(found.id, "mine")

    assert refused.value.code == "unknown-conflict"


def test_that_no_ordinary_command_writes_what_is_to_be_settled(apart: Apart) -> None:
    apart.a.do(ChangeStatus(incident=apart.incident.id, status=Status.INVESTIGATING, reason="vu")).result()
    apart.b.do(ChangeStatus(incident=apart.incident.id, status=Status.FALSE_ALARM, reason="rien")).result()
    apart.a.do(DescribeIncident(incident=apart.incident.id, owner="Léa")).result()
    apart.b.do(DescribeIncident(incident=apart.incident.id, owner="Marc")).result()
    apart.a.do(AmendAction(action=apart.action.id, owner="Léa")).result()
    apart.b.do(AmendAction(action=apart.action.id, owner="Marc")).result()
    meet(apart.a, apart.b)

    for command in (
        ChangeStatus(incident=apart.incident.id, status=Status.CLOSED, reason="fini"),
        DescribeIncident(incident=apart.incident.id, owner="Ana"),
        AmendAction(action=apart.action.id, owner="Ana"),
    ):
        with pytest.raises(Refusal) as refused:
            apart.a.do(command).result()
        assert refused.value.code == "open-conflict"
    assert {item.field for item in apart.a.conflicts()} == {"status", "owner"}


def test_that_what_follows_by_itself_leaves_an_open_field_alone(apart: Apart) -> None:
    """A change of status stamps a milestone; one that is to be settled stays so, and the change is made."""
    from warroom.commands import SetMilestone
    from warroom.domain.incidents import Milestone

    now = apart.a.clock.now_ms()
    for room, minutes in ((apart.a, 1), (apart.b, 2)):
        at = now - minutes * MINUTE
        change = SetMilestone(incident=apart.incident.id, milestone=Milestone.RESOLVED, at=at, reason="heure relevée")
        room.do(change).result()
    meet(apart.a, apart.b)

    apart.a.do(ChangeStatus(incident=apart.incident.id, status=Status.RESOLVED, reason="rétabli")).result()
    apart.a.do(ChangeStatus(incident=apart.incident.id, status=Status.IDENTIFIED, reason="rechute")).result()

    assert apart.a.views.incident(apart.incident.id).status is Status.IDENTIFIED
    assert [item.field for item in apart.a.conflicts()] == ["resolved"]


def test_that_undo_neither_reopens_nor_overturns_what_was_settled(apart: Apart) -> None:
    found = apart.disagree()
    apart.a.resolve(found.id, "mine")

    while apart.a.can_undo:
        apart.a.undo().result()

    assert apart.severity(apart.a) is Severity.CRITICAL
    assert apart.a.conflicts() == []


def test_that_undo_does_not_overturn_what_another_station_settled_in_our_favour(apart: Apart) -> None:
    found = apart.disagree()
    apart.b.resolve(found.id, "theirs")
    meet(apart.a, apart.b)

    with pytest.raises(Refusal):
        apart.a.undo().result()

    assert apart.severity(apart.a) is Severity.CRITICAL


def test_that_undo_never_writes_a_field_that_is_to_be_settled(apart: Apart) -> None:
    apart.disagree()

    with pytest.raises(Refusal):
        apart.a.undo().result()

    assert len(apart.a.conflicts()) == 1
