"""Attendance: who arrived and left, at one station and at two that do not see each other."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.builders import NOON, a_room, an_incident
from tests.warroom.apart import Apart
from tests.warroom.cells import a_cell
from tests.warroom.stations import meet
from warroom.clock import FixedClock
from warroom.commands import CheckIn, CheckOut, CorrectPresence, DropPresence, ErasePerson, HoldFunction
from warroom.domain.duty import Presence
from warroom.errors import Refusal
from warroom.room import Room

MINUTE = 60_000
HOUR = 60 * MINUTE
NAME = "Odile Brun"


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    with a_room(tmp_path) as made:
        yield made


@pytest.fixture
def incident(room: Room) -> str:
    return an_incident(room).id


@pytest.fixture
def apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    made = Apart(tmp_path, monkeypatch)
    yield made
    for each in made.rooms:
        each.close()


def arrive(room: Room, incident: str, name: str = NAME, **more: Any) -> str:
    return room.do(CheckIn(person=name, incident=incident, **more)).result()


def stays(room: Room) -> list[tuple[int, int | None]]:
    return [(each.arrived_at - NOON, each.left_at and each.left_at - NOON) for each in there(room)]


def there(room: Room) -> list[Presence]:
    return room.views.presences(0)


def told(room: Room, incident: str) -> list[str]:
    return [entry.text for entry in room.views.entries(incident) if entry.kind == "automatic"]


def test_that_an_arrival_and_a_departure_are_told_with_function_place_and_length(room: Room, incident: str) -> None:
    arrive(room, incident, code="com", place="Salle 2")
    room.clock.advance(seconds=8 * 3600)  # type: ignore[attr-defined]
    room.do(CheckOut(person=NAME)).result()
    assert stays(room) == [(0, 8 * HOUR)]
    assert f"Arrived: {NAME} (Communication, Salle 2)." in told(room, incident)
    assert f"Left: {NAME}, after 8 h." in told(room, incident)


def test_that_a_function_of_the_cells_own_is_told_by_its_name(room: Room, incident: str) -> None:
    cell = a_cell(room, incident)
    room.do(HoldFunction(cell=cell, code="REC", holder="", label="Reconciliation")).result()
    arrive(room, incident, code="REC")
    assert f"Arrived: {NAME} (Reconciliation)." in told(room, incident)


def test_that_whoever_arrives_is_known_to_the_room_without_a_seat_at_the_keyboard(room: Room, incident: str) -> None:
    arrive(room, incident)
    (presence,) = there(room)
    card = room.views.roster_card(presence.person)
    assert card is not None
    assert card.name == NAME
    assert not card.initials
    assert NAME not in [person.name for person in room.views.people()]


def test_that_arriving_twice_is_one_stay_and_keeps_what_was_said_later(room: Room, incident: str) -> None:
    first = arrive(room, incident)
    room.clock.advance(seconds=3600)  # type: ignore[attr-defined]
    assert arrive(room, incident, code="COM", place="Salle 2") == first
    (presence,) = there(room)
    assert (presence.code, presence.place, presence.arrived_at) == ("COM", "Salle 2", NOON)


def test_that_coming_back_a_minute_later_is_another_stay(room: Room, incident: str) -> None:
    arrive(room, incident)
    room.clock.advance(seconds=60)  # type: ignore[attr-defined]
    room.do(CheckOut(person=NAME, incident=incident)).result()
    room.clock.advance(seconds=60)  # type: ignore[attr-defined]
    arrive(room, incident)
    assert stays(room) == [(0, MINUTE), (2 * MINUTE, None)]


@pytest.mark.parametrize(
    ("said", "code"),
    [
        (CheckOut(person=NAME), "not-present"),
        (CheckIn(person="  ", incident=""), "unknown-reference"),
        (CheckIn(person="0" * 32, incident="A-001"), "unknown-reference"),
        (CheckIn(person=" ", incident="A-001"), "name-missing"),
        (CheckIn(person=NAME, incident="A-001", at=NOON + HOUR), "event-in-future"),
    ],
)
def test_that_what_cannot_be_is_refused(room: Room, incident: str, said: Any, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        room.do(said).result()
    assert refused.value.code == code
    assert stays(room) == []


def test_that_a_departure_before_the_arrival_is_refused(room: Room, incident: str) -> None:
    presence = arrive(room, incident)
    with pytest.raises(Refusal, match="before the arrival"):
        room.do(CheckOut(person=NAME, at=NOON - 1)).result()
    turned = {"arrived_at": NOON, "left_at": NOON - 1, "code": "", "place": "", "reason": "R"}
    with pytest.raises(Refusal, match="before the arrival"):
        room.do(CorrectPresence(presence=presence, **turned)).result()


def test_that_an_arrival_within_a_stay_that_is_over_is_refused(room: Room, incident: str) -> None:
    arrive(room, incident, at=NOON - 4 * HOUR)
    room.do(CheckOut(person=NAME, at=NOON - HOUR)).result()
    with pytest.raises(Refusal, match="as being there then"):
        arrive(room, incident, at=NOON - 2 * HOUR)


def test_that_a_correction_keeps_in_the_log_what_stood_there(room: Room, incident: str) -> None:
    presence = arrive(room, incident)
    right = {"arrived_at": NOON - 15 * MINUTE, "left_at": None, "code": "COM", "place": ""}
    room.do(CorrectPresence(presence=presence, reason="Vue à l'accueil", **right)).result()
    assert stays(room) == [(-15 * MINUTE, None)]
    said = f"Presence of {NAME} corrected: 12:00 – still there → 11:45 – still there. Vue à l'accueil"
    assert said in told(room, incident)
    room.do(DropPresence(presence=presence, reason="Homonyme")).result()
    assert stays(room) == []
    assert f"{NAME} was not there: 11:45 – still there taken out. Homonyme" in told(room, incident)


def test_that_times_before_the_clocks_went_back_are_told_as_they_were_then(tmp_path: Path) -> None:
    night = 1_792_890_000_000  # Sunday 25 October 2026, 01:00 UTC: 03:00 becomes 02:00 in Paris
    with a_room(tmp_path, clock=FixedClock(night + 2 * HOUR)) as room:
        incident = an_incident(room).id
        presence = arrive(room, incident, at=night - 3 * HOUR)
        right = {"arrived_at": night - 4 * HOUR, "left_at": None, "code": "", "place": "", "reason": "R"}
        room.do(CorrectPresence(presence=presence, **right)).result()
        assert any("Sun 25 Oct 00:00" in text or " 00:00 –" in text for text in told(room, incident))
        assert any("23:00" in text for text in told(room, incident))


def test_that_the_same_arrival_noted_at_two_stations_is_one(apart: Apart) -> None:
    arrive(apart.a, apart.incident.id, code="COM")
    apart.wait()
    arrive(apart.b, apart.incident.id, place="Salle 2")
    apart.wait()
    apart.b.do(CheckOut(person=NAME)).result()
    meet(apart.a, apart.b)
    for room in apart.rooms:
        (presence,) = there(room)
        assert (presence.code, presence.place) == ("COM", "Salle 2")
        assert presence.left_at == NOON + 2 * MINUTE
    assert apart.a.conflicts() == []


def test_that_arrivals_noted_an_hour_apart_are_one_stay_and_one_departure_ends_it(apart: Apart) -> None:
    arrive(apart.a, apart.incident.id, at=NOON - HOUR)
    arrive(apart.b, apart.incident.id)
    apart.wait()
    apart.a.do(CheckOut(person=NAME)).result()
    meet(apart.a, apart.b)
    assert stays(apart.a) == stays(apart.b) == [(-HOUR, MINUTE)]
    (stay,) = there(apart.b)
    right = {"arrived_at": NOON, "left_at": NOON + MINUTE, "code": "", "place": "", "reason": "R"}
    apart.b.do(CorrectPresence(presence=stay.id, **right)).result()
    assert stays(apart.b) == [(0, MINUTE)]


def test_that_erasing_somebody_takes_their_name_out_of_what_attendance_told(room: Room, incident: str) -> None:
    arrive(room, incident)
    room.do(CheckOut(person=NAME)).result()
    room.do(ErasePerson(person=NAME, reason="Art. 17 RGPD")).result()
    assert not any(NAME in text for text in told(room, incident))
