"""Letters: two laptops that chose the same one apart never give the same number once they know of each other."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.builders import NOON, a_room, an_entry, an_incident
from tests.warroom.stations import another_station, carry, meet
from warroom.clock import FixedClock


def test_that_of_two_stations_with_one_letter_the_later_goes_on_under_a_suffix(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = FixedClock(NOON)
    room = a_room(tmp_path, clock=clock)
    incident = an_incident(room).id
    b = another_station(room, tmp_path, monkeypatch, letter="B")
    clock.advance(seconds=60)
    other = another_station(room, tmp_path / "elsewhere", monkeypatch, letter="B")
    assert an_entry(b, incident).number.startswith("B-")
    printed = an_entry(other, incident).number
    assert printed.startswith("B-")

    carry(b, other)
    carry(other, b)

    assert an_entry(other, incident).number == "B2-0001"
    assert an_entry(other, incident).number == "B2-0002"
    assert an_entry(b, incident).number.startswith("B-")
    assert printed in {entry.number for entry in other.views.entries(incident)}, "printed numbers never change"
    meet(b, other)
    assert other.verify() == b.verify() == []
    for each in (room, b, other):
        each.close()


def test_that_a_letter_that_was_used_before_goes_on_under_a_suffix(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = a_room(tmp_path)
    incident = an_incident(room).id
    again = another_station(room, tmp_path, monkeypatch, letter="A")

    assert an_entry(again, incident).number == "A2-0001"
    again.close()
    room.close()
