"""Requests for means: what is asked for, who may commit how much, what comes and what is too late."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.builders import NOON, a_room, an_incident
from tests.warroom.apart import Apart, settle
from tests.warroom.cells import a_cell
from tests.warroom.limits import a_limit
from tests.warroom.stations import meet
from warroom.clock import FixedClock
from warroom.commands import (
    AmendMeans,
    ApproveMeans,
    ArriveMeans,
    AskMeans,
    HoldFunction,
    OrderMeans,
    RefuseMeans,
    WithdrawMeans,
)
from warroom.commands.seen import MovedMeanwhile
from warroom.domain.alarms import AlarmKind
from warroom.domain.authority import Authority
from warroom.domain.clocks import ClockKind
from warroom.domain.incidents import Mode
from warroom.domain.means import MeansRequest, MeansState
from warroom.errors import Refusal
from warroom.room import Room

MINUTE = 60_000


@pytest.fixture
def room(tmp_path: Path) -> Any:
    made = a_room(tmp_path)
    yield made
    made.close()


@pytest.fixture
def incident(room: Room) -> str:
    """One whose cell has a coordinator, who may commit 10 000 €, and a director, who may commit 100 000 €."""
    made = an_incident(room).id
    cell = a_cell(room, made)
    for code, holder, limit in (("COORD", "Léa Martin", 10_000), ("DIR", "Anne Roche", 100_000)):
        room.do(HoldFunction(cell=cell, code=code, holder=holder)).result()
        a_limit(room, code, limit)
    return made


@pytest.fixture
def apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    made = Apart(tmp_path, monkeypatch)
    yield made
    for each in made.rooms:
        each.close()


def asked(room: Room, incident: str, **more: Any) -> str:
    return str(room.do(AskMeans(incident=incident, **{"what": "Groupe électrogène", **more})).result().id)


def request(room: Room, means: str) -> MeansRequest:
    found = room.views.means_request(means)
    assert found is not None
    return found


def test_that_a_request_goes_from_asked_to_arrived(room: Room, incident: str) -> None:
    means = asked(room, incident, quantity=3, unit="", needed_by=NOON + 60 * MINUTE, place="DC2")
    room.do(ApproveMeans(means=means, cost=6_000)).result()
    room.do(OrderMeans(means=means, supplier="Location Express", eta_at=NOON + 90 * MINUTE)).result()
    coming = request(room, means)
    assert (coming.state, coming.approver, coming.approver_code) == (MeansState.COMING, "Léa Martin", "COORD")
    assert coming.is_too_late

    room.do(ArriveMeans(means=means, n=2)).result()
    assert (request(room, means).state, request(room, means).missing) == (MeansState.COMING, 1)
    room.do(ArriveMeans(means=means)).result()
    assert (request(room, means).state, request(room, means).arrived) == (MeansState.ARRIVED, 3)
    told = [entry.text for entry in room.views.entries(incident) if entry.code.startswith("means-")]
    assert len(told) == 5


def test_that_a_cost_within_the_limit_of_the_function_needs_nobody_else(room: Room, incident: str) -> None:
    means = asked(room, incident)
    room.do(ApproveMeans(means=means, cost=10_000)).result()

    assert request(room, means).over_limit == ""
    assert room.views.authority(incident, "léa martin", mode=Mode.REAL).left == 0


def test_that_a_limit_is_for_all_requests_of_an_incident_together(room: Room, incident: str) -> None:
    first, second = asked(room, incident), asked(room, incident, what="Fioul")
    room.do(ApproveMeans(means=first, cost=7_000)).result()
    with pytest.raises(Refusal, match="limit here is €10,000"):
        room.do(ApproveMeans(means=second, cost=3_001)).result()

    assert request(room, second).state is MeansState.ASKED
    room.do(ApproveMeans(means=second, cost=3_000)).result()
    (total,) = room.views.committed(incident, mode=Mode.REAL)
    assert (total.code, total.total, total.limit, total.requests) == ("COORD", 10_000, 10_000, 2)


@pytest.mark.parametrize(
    ("why", "who"),
    [("", ""), ("la salle chauffe", ""), ("", "Anne Roche"), ("la salle chauffe", "LÉA  martin")],
)
def test_that_past_the_limit_a_reason_and_somebody_else_are_needed(
    room: Room, incident: str, why: str, who: str
) -> None:
    means = asked(room, incident)
    with pytest.raises(Refusal, match="limit"):
        room.do(ApproveMeans(means=means, cost=10_001, over_limit=why, allowed_by=who)).result()

    said = ApproveMeans(means=means, cost=10_001, over_limit="la salle chauffe", allowed_by="Anne Roche")
    room.do(said).result()
    approved = request(room, means)
    assert (approved.over_limit, approved.allowed_by) == ("la salle chauffe", "Anne Roche")
    told = next(entry for entry in room.views.entries(incident) if entry.code == "means-approved")
    assert "Anne Roche" in told.text
    assert told.key_event


def test_that_the_approver_may_be_another_than_who_types(room: Room, incident: str) -> None:
    means = asked(room, incident)
    room.do(ApproveMeans(means=means, cost=50_000, approver="Anne Roche")).result()

    assert (request(room, means).approver_code, request(room, means).over_limit) == ("DIR", "")


def test_that_whoever_has_no_function_commits_nothing_alone_where_limits_were_set(room: Room, incident: str) -> None:
    means = asked(room, incident)
    with pytest.raises(Refusal, match="limit"):
        room.do(ApproveMeans(means=means, cost=1, approver="Paul Passant")).result()
    room.do(ApproveMeans(means=means, cost=0, approver="Paul Passant")).result()
    assert request(room, means).state is MeansState.APPROVED


def test_that_a_room_without_limits_stops_nobody(room: Room) -> None:
    incident = an_incident(room).id
    means = asked(room, incident)
    room.do(ApproveMeans(means=means, cost=900_000)).result()

    assert room.views.authority(incident, "Léa Martin", mode=Mode.REAL).limit is None


def test_that_approving_again_for_another_cost_counts_once(room: Room, incident: str) -> None:
    means = asked(room, incident)
    room.do(ApproveMeans(means=means, cost=9_000)).result()
    room.do(ApproveMeans(means=means, cost=10_000)).result()

    assert [item.total for item in room.views.committed(incident, mode=Mode.REAL)] == [10_000]


def test_that_what_is_refused_or_withdrawn_commits_nothing_but_what_is_paid_all_the_same(
    room: Room, incident: str
) -> None:
    first, second, third = (asked(room, incident, what=what) for what in ("Tente", "Fioul", "Câble"))
    for means in (first, second, third):
        room.do(ApproveMeans(means=means, cost=1_000)).result()
    with pytest.raises(Refusal, match="why"):
        room.do(RefuseMeans(means=first, reason=" ")).result()
    room.do(RefuseMeans(means=first, reason="pas de budget")).result()
    room.do(WithdrawMeans(means=second, reason="courant revenu")).result()
    room.do(WithdrawMeans(means=third, reason="courant revenu", cost=300)).result()

    assert [item.total for item in room.views.committed(incident, mode=Mode.REAL)] == [300]


def test_that_nothing_is_ordered_before_it_is_approved_nor_changed_once_it_is_over(room: Room, incident: str) -> None:
    means = asked(room, incident)
    with pytest.raises(Refusal, match="approved"):
        room.do(OrderMeans(means=means, supplier="Location Express")).result()
    room.do(WithdrawMeans(means=means, reason="courant revenu")).result()
    for late in (ApproveMeans(means=means), ArriveMeans(means=means), AmendMeans(means=means, quantity=2)):
        with pytest.raises(Refusal, match="withdrawn"):
            room.do(late).result()


def test_that_more_than_was_approved_is_approved_again(room: Room, incident: str) -> None:
    means = asked(room, incident, quantity=1)
    room.do(ApproveMeans(means=means, cost=1_000)).result()
    room.do(AmendMeans(means=means, place="DC3")).result()
    assert request(room, means).state is MeansState.APPROVED
    room.do(AmendMeans(means=means, quantity=4)).result()

    assert request(room, means).state is MeansState.ASKED


@pytest.mark.parametrize("bad", [{"quantity": 0}, {"quantity": -3}, {"quantity": 10**9}, {"what": "  "}])
def test_that_a_request_says_what_and_how_many(room: Room, incident: str, bad: dict[str, Any]) -> None:
    with pytest.raises(Refusal):
        asked(room, incident, **bad)


@pytest.mark.parametrize("cost", [-1, 10**12])
def test_that_a_cost_is_a_sum_somebody_could_pay(room: Room, incident: str, cost: int) -> None:
    means = asked(room, incident)
    with pytest.raises(Refusal, match="euros"):
        room.do(ApproveMeans(means=means, cost=cost)).result()


def test_that_what_does_not_come_in_time_is_a_clock_and_an_alarm(room: Room, incident: str) -> None:
    means = asked(room, incident, needed_by=NOON + 60 * MINUTE)
    room.do(ApproveMeans(means=means)).result()
    room.do(OrderMeans(means=means, eta_at=NOON + 30 * MINUTE)).result()
    (clock,) = [each for each in room.views.clocks(mode=Mode.REAL) if each.kind is ClockKind.MEANS]
    assert (clock.due_at, clock.record) == (NOON + 30 * MINUTE, means)

    assert isinstance(room.clock, FixedClock)
    room.clock.advance(seconds=31 * 60)
    assert [each.record for each in room.views.alarms(mode=Mode.REAL) if each.kind is AlarmKind.MEANS] == [means]
    room.do(ArriveMeans(means=means)).result()
    assert [each for each in room.views.clocks(mode=Mode.REAL) if each.kind is ClockKind.MEANS] == []


def test_that_ctrl_z_takes_an_approval_back(room: Room, incident: str) -> None:
    means = asked(room, incident)
    room.do(ApproveMeans(means=means, cost=5_000)).result()
    assert "back to “asked”" in room.undo().result()

    assert request(room, means).state is MeansState.ASKED
    assert room.views.committed(incident, mode=Mode.REAL) == []


def test_that_a_form_never_overwrites_what_somebody_changed_meanwhile(room: Room, incident: str) -> None:
    means = asked(room, incident, quantity=1)
    seen = room.views.sources("means_request", means)
    room.do(AmendMeans(means=means, quantity=2)).result()
    with pytest.raises(MovedMeanwhile):
        room.do(AmendMeans(means=means, quantity=3, seen=seen)).result()


def test_that_an_exercise_commits_nothing_of_the_real(room: Room, incident: str) -> None:
    exercise = an_incident(room, title="Exercice", exercise=True).id
    means = asked(room, exercise)
    room.do(ApproveMeans(means=means, code="COORD", cost=9_000)).result()

    assert room.views.authority(incident, "Léa Martin", mode=Mode.REAL).total == 0
    assert room.views.means_asked(mode=Mode.REAL) == []
    assert [each.id for each in room.views.means_asked(mode=Mode.EXERCISE)] == [means]


def test_that_what_both_stations_approved_is_committed_once(apart: Apart) -> None:
    means = asked(apart.a, apart.incident.id)
    meet(apart.a, apart.b)
    for room in apart.rooms:
        room.do(ApproveMeans(means=means, cost=4_000, approver="Anne Roche", code="DIR")).result()
        apart.wait()
    meet(apart.a, apart.b)

    for room in apart.rooms:
        assert [item.total for item in room.views.committed(apart.incident.id, mode=Mode.REAL)] == [4_000]
        assert room.conflicts() == []


def test_that_two_costs_approved_apart_are_the_directors_to_settle(apart: Apart) -> None:
    means = asked(apart.a, apart.incident.id)
    meet(apart.a, apart.b)
    apart.a.do(ApproveMeans(means=means, cost=4_000, approver="Anne Roche", code="DIR")).result()
    apart.b.do(ApproveMeans(means=means, cost=6_000, approver="Karim Haddad", code="FIN")).result()
    meet(apart.a, apart.b)

    found = {each.field: each for each in apart.a.conflicts()}
    assert "cost" in found
    assert found["cost"].authority is Authority.DIRECTOR
    settle(apart.a, found["cost"], value=4_000)
    meet(apart.a, apart.b)
    assert request(apart.b, means).cost == 4_000


def test_that_approved_here_and_refused_there_is_asked_about(apart: Apart) -> None:
    means = asked(apart.a, apart.incident.id)
    meet(apart.a, apart.b)
    apart.a.do(ApproveMeans(means=means, cost=4_000)).result()
    apart.b.do(RefuseMeans(means=means, reason="pas de budget")).result()
    meet(apart.a, apart.b)

    assert "state" in {each.field for each in apart.b.conflicts()}
