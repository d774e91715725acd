"""The clock of a laptop goes back, or the hour is there twice: nobody is lost, nothing stops."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.builders import a_room, an_incident
from tests.warroom.test_team_attacks_exercise import everything, seen
from warroom.clock import FixedClock
from warroom.commands import AddRotation, CheckOut, NoteContact
from warroom.domain.incidents import Mode
from warroom.domain.on_call import TurnUnit
from warroom.room import Room

HOUR = 3_600_000
DAY = 24 * HOUR


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    with a_room(tmp_path) as room:
        yield room


def back(room: Room, hours: float) -> None:
    assert isinstance(room.clock, FixedClock)
    room.clock.advance(seconds=-hours * 3600)


def test_that_a_clock_that_goes_back_a_day_in_the_middle_stops_nothing(room: Room) -> None:
    incident = an_incident(room).id
    everything(room, incident, "Inès Roy")
    (team,) = room.views.field_teams(incident)
    back(room, 26)
    room.do(NoteContact(field_team=team.id, text="ici", incoming=True)).result()
    assert seen(room, Mode.REAL)
    room.do(CheckOut(person="Inès Roy", incident=incident)).result()
    assert [stay.left_at == stay.arrived_at for stay in room.views.presences(0)] == [True]
    assert room.verify() == []


@pytest.mark.parametrize("start", [1_792_800_000_000, 1_774_700_000_000, 1_806_000_000_000])
def test_that_hours_there_twice_or_never_leave_no_gap_and_no_two_on_call(room: Room, start: int) -> None:
    asked = AddRotation(
        name="Nuit", members=("Inès Roy", "Bo Lin"), unit=TurnUnit.DAY, hands_over="02:30", zone="Europe/Paris",
        starts_at=start - 9 * DAY,
    )  # fmt: skip
    room.do(asked).result()
    held = sorted(room.views.on_call_between(start - 5 * DAY, start + 9 * DAY), key=lambda each: each.from_at)
    assert room.views.on_call_gaps(start - 5 * DAY, start + 9 * DAY) == []
    assert all(one.until_at == other.from_at for one, other in itertools.pairwise(held))
    assert all(one.person != other.person for one, other in itertools.pairwise(held))
