"""What the outage breaks, through the door."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.builders import a_room, an_incident
from warroom.commands import ChangeStatus, MarkNeed, SetCarries, SetService
from warroom.domain.entries import Entry
from warroom.domain.incidents import Mode, Status
from warroom.domain.needs import Need, NeedState, unmet
from warroom.domain.services import ServiceState
from warroom.errors import Refusal
from warroom.room import Room


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    with a_room(tmp_path) as room:
        yield room


@pytest.fixture
def incident(room: Room) -> str:
    return an_incident(room).id


def mark(room: Room, incident: str, need: str, state: NeedState = NeedState.DOWN, reason: str = "Constaté") -> None:
    room.do(MarkNeed(incident=incident, need=need, state=state, reason=reason)).result()


def serve(room: Room, incident: str, name: str, state: ServiceState) -> None:
    room.do(SetService(incident=incident, name=name, state=state)).result()


def last(room: Room, incident: str) -> Entry:
    return list(room.views.entries(incident))[-1]


def broken(room: Room, mode: Mode = Mode.REAL) -> list[tuple[str, NeedState, str]]:
    return [(item.need, item.state, item.because) for item in room.views.broken(mode=mode)]


def test_what_a_person_says_is_broken_is_greyed_out_with_the_reason_and_told(room: Room, incident: str) -> None:
    mark(room, incident, "vpn", reason="Concentrateur injoignable")
    assert broken(room) == [("vpn", NeedState.DOWN, "Concentrateur injoignable")]
    assert [item.need for item in unmet(["mobile", "vpn"], room.views.broken())] == ["vpn"]
    assert last(room, incident).text == "VPN: down. Concentrateur injoignable"


def test_what_works_again_is_no_longer_greyed_out(room: Room, incident: str) -> None:
    mark(room, incident, "vpn")
    mark(room, incident, "vpn", NeedState.WORKS, "")
    assert broken(room) == []
    assert last(room, incident).text == "VPN: works"


def test_a_service_that_is_down_breaks_what_it_carries(room: Room, incident: str) -> None:
    room.do(SetCarries(service="Cœur mobile", needs=("mobile", "internet"))).result()
    serve(room, incident, "Cœur mobile", ServiceState.DEGRADED)
    assert {state for _, state, _ in broken(room)} == {NeedState.DEGRADED}
    assert unmet(["mobile"], room.views.broken()) == ()
    serve(room, incident, "Cœur mobile", ServiceState.MAJOR_OUTAGE)
    assert {(need, state) for need, state, _ in broken(room)} == {
        ("mobile", NeedState.DOWN),
        ("internet", NeedState.DOWN),
    }


def test_the_word_of_a_person_wins_over_what_follows_from_a_service(room: Room, incident: str) -> None:
    room.do(SetCarries(service="Cœur mobile", needs=("mobile",))).result()
    serve(room, incident, "Cœur mobile", ServiceState.MAJOR_OUTAGE)
    mark(room, incident, "mobile", NeedState.WORKS, "Un autre opérateur passe")
    assert broken(room) == []


def test_what_a_closed_incident_broke_is_not_broken_now(room: Room, incident: str) -> None:
    mark(room, incident, "dns")
    room.do(ChangeStatus(incident=incident, status=Status.FALSE_ALARM, reason="Test de sirène")).result()
    assert broken(room) == []


def test_an_exercise_breaks_nothing_real(room: Room, incident: str) -> None:
    exercise = an_incident(room, title="Exercice Boréal", exercise=True)
    mark(room, exercise.id, "mail")
    assert broken(room) == []
    assert broken(room, Mode.EXERCISE) == [("mail", NeedState.DOWN, "Constaté")]


def test_a_need_broken_twice_is_named_once_and_as_bad_as_it_is(room: Room, incident: str) -> None:
    other = an_incident(room, title="Coupure fibre").id
    mark(room, incident, "voip", NeedState.DEGRADED, "Échos")
    mark(room, other, "voip", NeedState.DOWN, "Plus de tonalité")
    assert broken(room) == [("voip", NeedState.DOWN, "Plus de tonalité")]
    assert [item.because for item in room.views.broken(incident)] == ["Échos"]


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (MarkNeed(incident="A-001", need="fax", state=NeedState.DOWN, reason="x"), "need-unknown"),
        (MarkNeed(incident="A-001", need="vpn", state=NeedState.DOWN), "reason-missing"),
        (SetCarries(service=" ", needs=("vpn",)), "service-missing"),
        (SetCarries(service="DNS", needs=("fax",)), "need-unknown"),
    ],
)
def test_what_cannot_be_broken_is_refused(room: Room, incident: str, command: object, code: str) -> None:
    with pytest.raises(Refusal) as refusal:
        room.do(command).result()  # type: ignore[arg-type]
    assert refusal.value.code == code


def test_what_a_service_carries_is_kept_in_one_order_and_can_be_taken_back(room: Room) -> None:
    room.do(SetCarries(service="Annuaire", needs=("vpn", "sso", "vpn"))).result()
    assert room.views.carries() == {"Annuaire": (Need.VPN, Need.SSO)}
    room.do(SetCarries(service="annuaire", needs=())).result()
    assert room.views.carries() == {}


def test_a_need_marked_by_mistake_is_undone(room: Room, incident: str) -> None:
    mark(room, incident, "badge")
    assert room.undo().result() == "Undone: “Badges and doors” no longer marked."
    assert broken(room) == []
