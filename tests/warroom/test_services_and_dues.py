"""Services and clocks through the door."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.builders import NOON, a_room, an_entry, an_incident
from warroom.commands import (
    ActivateCell,
    DropDue,
    FinishDue,
    PlanPoint,
    QualifyRegime,
    SetClockEvent,
    SetContinuity,
    SetDue,
    SetService,
)
from warroom.domain.dues import DueKind
from warroom.domain.incidents import Mode
from warroom.domain.regimes import RegimeState
from warroom.domain.services import ServiceState
from warroom.errors import Refusal
from warroom.room import Room

MINUTE, HOUR = 60_000, 3_600_000


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    with a_room(tmp_path) as room:
        yield room


@pytest.fixture
def incident(room: Room) -> str:
    return an_incident(room).id


def set_service(room: Room, incident: str, name: str, state: ServiceState) -> None:
    room.do(SetService(incident=incident, name=name, state=state)).result()


def set_due(room: Room, incident: str, kind: DueKind = DueKind.UPDATE, **more: object) -> str:
    asked: dict[str, object] = {"due_at": NOON + HOUR} | more
    return room.do(SetDue(incident=incident, kind=kind, **asked)).result()  # type: ignore[arg-type]


def refused(room: Room, command: object) -> str:
    with pytest.raises(Refusal) as refusal:
        room.do(command).result()  # type: ignore[arg-type]
    return refusal.value.code


def texts(room: Room, incident: str) -> list[str]:
    return [entry.text for entry in room.views.entries(incident)][1:]


def test_that_a_service_is_one_whatever_its_case_and_spaces_and_composition(room: Room, incident: str) -> None:
    for name in ("Téléphonie", " téléphonie ", "TE\u0301LE\u0301PHONIE"):
        set_service(room, incident, name, ServiceState.DEGRADED)

    assert [item.name for item in room.views.services(incident)] == ["Téléphonie"]
    assert texts(room, incident) == ["Téléphonie: Degraded"]


def test_that_each_new_state_of_a_service_is_logged_once(room: Room, incident: str) -> None:
    set_service(room, incident, "API", ServiceState.MAJOR_OUTAGE)
    room.clock.advance(seconds=60)  # type: ignore[attr-defined]
    set_service(room, incident, "API", ServiceState.OPERATIONAL)
    set_service(room, incident, "API", ServiceState.OPERATIONAL)

    (service,) = room.views.services(incident)
    assert (service.state, service.since) == (ServiceState.OPERATIONAL, NOON + 60_000)
    assert texts(room, incident) == ["API: Major outage", "API: Operational"]
    assert refused(room, SetService(incident=incident, name=" ", state=ServiceState.UNKNOWN)) == "service-missing"


def test_that_services_are_shown_worst_first(room: Room, incident: str) -> None:
    for name, state in (
        ("A", ServiceState.OPERATIONAL),
        ("B", ServiceState.MAJOR_OUTAGE),
        ("C", ServiceState.DEGRADED),
    ):
        set_service(room, incident, name, state)

    assert [item.name for item in room.views.services(incident)] == ["B", "C", "A"]


def test_that_a_service_taken_back_can_be_touched_again(room: Room, incident: str) -> None:
    set_service(room, incident, "API", ServiceState.DEGRADED)
    room.undo().result()
    assert room.views.services(incident) == []
    set_service(room, incident, "API", ServiceState.PARTIAL_OUTAGE)

    assert [item.state for item in room.views.services(incident)] == [ServiceState.PARTIAL_OUTAGE]
    assert room.verify() == []
    room.undo().result()
    assert room.views.services(incident) == []


def test_that_a_new_next_update_replaces_the_running_one_and_deadlines_stay(room: Room, incident: str) -> None:
    deadline = set_due(room, incident, DueKind.DEADLINE, label="CNIL", due_at=NOON + 72 * HOUR)
    set_due(room, incident)
    second = set_due(room, incident, due_at=NOON + 2 * HOUR)

    assert [due.id for due in room.views.dues(incident)] == [second, deadline]
    assert [item.noun for item in room.views.pending(mode=Mode.REAL)] == ["update", "deadline"]


def test_that_a_clock_set_wrong_is_refused(room: Room, incident: str) -> None:
    assert refused(room, SetDue(incident=incident, kind=DueKind.UPDATE, due_at=NOON)) == "due-in-past"
    assert refused(room, SetDue(incident=incident, kind=DueKind.DEADLINE, due_at=NOON + 1)) == "label-missing"
    wrong = SetDue(incident=incident, kind=DueKind.UPDATE, due_at=NOON + 1, evidence="A-0404")
    assert refused(room, wrong) == "unknown-reference"
    assert refused(room, FinishDue(due="0" * 32)) == "unknown-reference"
    assert refused(room, FinishDue(due="pas-un-id")) == "unknown-reference"


def test_that_a_clock_keeps_the_entry_that_proves_its_start(room: Room, incident: str) -> None:
    number = an_entry(room, incident).number
    set_due(room, incident, DueKind.DEADLINE, label="NIS 2", evidence=number)

    assert [due.evidence for due in room.views.dues(incident)] == [number]


@pytest.mark.parametrize(("seconds", "said"), [(60, "done in time"), (7200, "done late")])
def test_that_finishing_says_whether_it_was_in_time_and_only_once(
    room: Room, incident: str, seconds: int, said: str
) -> None:
    due = set_due(room, incident)
    room.clock.advance(seconds=seconds)  # type: ignore[attr-defined]
    room.do(FinishDue(due=due)).result()
    room.do(FinishDue(due=due)).result()

    assert texts(room, incident) == [f"Update sent: {said}"]
    assert room.views.dues(incident) == []


def test_that_dropping_a_clock_needs_a_reason_and_hides_it(room: Room, incident: str) -> None:
    due = set_due(room, incident, DueKind.DEADLINE, label="DORA")
    assert refused(room, DropDue(due=due, reason=" ")) == "reason-missing"
    room.do(DropDue(due=due, reason="hors champ")).result()

    assert room.views.dues() == []
    assert texts(room, incident) == ["Clock removed: DORA. hors champ"]


def test_that_a_service_named_in_an_entry_is_touched_and_nobody_has_judged_it_yet(room: Room, incident: str) -> None:
    an_entry(room, incident, text="Plus rien ne répond", services="API, Chat")

    touched = [(item.name, item.state) for item in room.views.services(incident)]
    assert touched == [("API", ServiceState.UNKNOWN), ("Chat", ServiceState.UNKNOWN)]
    assert texts(room, incident) == ["Plus rien ne répond"]


def test_that_naming_a_service_again_leaves_the_state_that_somebody_gave_it(room: Room, incident: str) -> None:
    set_service(room, incident, "API", ServiceState.MAJOR_OUTAGE)

    an_entry(room, incident, services="api")

    assert [(item.name, item.state) for item in room.views.services(incident)] == [("API", ServiceState.MAJOR_OUTAGE)]


def test_that_a_service_touched_by_mistake_is_taken_away_by_undo_and_the_entry_stays(room: Room, incident: str) -> None:
    an_entry(room, incident, text="Rien à voir", services="Cantine")

    assert room.undo().result() == "Undone: service Cantine taken away."

    assert room.views.services(incident) == []
    assert texts(room, incident)[0] == "Rien à voir"


def test_that_everything_that_is_due_holds_points_recovery_times_and_limits_of_law_too(room: Room) -> None:
    incident = an_incident(room).id
    cell = room.do(ActivateCell(incidents=(incident,), level=3, decider="C. Aubry", reason="RTO menacé")).result().id
    room.do(PlanPoint(cell=cell, at=NOON + 30 * MINUTE)).result()
    room.do(SetService(incident=incident, name="API", state=ServiceState.MAJOR_OUTAGE)).result()
    room.do(SetContinuity(service="API", rto_min=120)).result()
    proof = an_entry(room, incident).id
    room.do(QualifyRegime(incident=incident, code="NIS2", state=RegimeState.APPLICABLE, reason="Important")).result()
    room.do(SetClockEvent(incident=incident, event="aware_at", at=NOON, entry=proof)).result()

    found = [(item.noun, item.due_at) for item in room.views.pending(mode=Mode.REAL)]
    assert found[:3] == [
        ("cadence", NOON + 15 * MINUTE), ("point", NOON + 30 * MINUTE), ("impact", NOON + 120 * MINUTE),
    ]  # fmt: skip
    assert ("legal", NOON + 24 * 60 * MINUTE) in found
    assert [item.noun for item in room.views.pending(mode=Mode.REAL, limit=2)] == ["cadence", "point"]
