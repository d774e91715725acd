"""A whole day of messages on two laptops, whose report is right to the second against a count that shares no code."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.builders import NOON, a_room, an_incident
from tests.warroom.by_the_second import count
from tests.warroom.clocks.test_cadence import LetOut
from tests.warroom.stations import another_station, meet
from warroom.clock import FixedClock
from warroom.commands import (
    ChangeSeverity,
    LongIncident,
    SetCadence,
    SnoozeCadence,
    StartCadence,
    StopCadence,
)
from warroom.domain.incidents import Severity
from warroom.room import Room

DAY = 24 * 3600
AUDIENCES = ("customers", "support", "partners")


class Day:
    """Two laptops, one clock, and a sheet of paper on which somebody notes what was done at which second."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.clock = FixedClock(NOON)
        self.a = a_room(folder, clock=self.clock)
        self.incident = an_incident(self.a, severity=Severity.MAJOR).id
        self.b = another_station(self.a, folder, monkeypatch)
        self.paper: dict[str, list[tuple[Any, ...]]] = {code: [] for code in AUDIENCES}

    @property
    def second(self) -> int:
        return (self.clock.now_ms() - NOON) // 1000

    def at(self, said: str) -> None:
        """Wait until this time of the day, hours, minutes and seconds after it began."""
        hours, minutes, seconds = map(int, said.split(":"))
        assert hours * 3600 + minutes * 60 + seconds > self.second
        self.clock.advance(seconds=hours * 3600 + minutes * 60 + seconds - self.second)

    def note(self, audiences: tuple[str, ...], *fact: Any) -> None:
        for code in audiences:
            self.paper[code].append((self.second, *fact))

    def tell(self, room: Room, *audiences: str, next_in: int | None = None, ends: bool = False) -> None:
        """A message, which may name the next hour (seconds from now), or be the last."""
        promised = self.clock.now_ms() + next_in * 1000 if next_in is not None else None
        status = "resolved" if ends else "investigating"
        room.do(LetOut(self.incident, audiences=audiences, status=status, next_at=promised)).result()
        self.note(audiences, "told", self.second + next_in if next_in is not None else None, ends)

    def put_off(self, room: Room, code: str, minutes: int) -> None:
        until = self.clock.now_ms() + minutes * 60_000
        room.do(SnoozeCadence(incident=self.incident, audiences=(code,), until=until, reason="Essai")).result()
        self.note((code,), "snooze", self.second + minutes * 60)


@pytest.fixture
def day(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    made = Day(tmp_path, monkeypatch)
    yield made
    made.a.close()
    made.b.close()


def live_through(day: Day) -> None:
    """SEV2, then SEV1 on one laptop while the other is out of reach; a long incident, a stop, an end."""
    a, b = day.a, day.b
    a.do(StartCadence(incident=day.incident, audiences=AUDIENCES)).result()
    for code, first in (("customers", 30), ("support", 30), ("partners", 60)):
        day.note((code,), "start", 120 if code == "partners" else 60, first * 60, False)
    day.at("0:29:59")
    day.tell(a, "customers", "support")  # one second early
    day.at("1:00:01")
    day.tell(a, "partners", next_in=7200)  # one second late
    meet(a, b)
    day.at("1:29:58")
    day.put_off(b, "customers", 10)  # in time, on the laptop nobody hears
    day.at("1:35:07")
    day.tell(a, "support", next_in=1800)  # late by 5 min 8 s
    day.at("1:38:44")
    day.tell(b, "customers")  # in time only because it was put off; the other laptop saw it late until they met
    day.at("1:40:00")
    meet(a, b)
    a.do(ChangeSeverity(incident=day.incident, severity=Severity.CRITICAL, reason="Paiements arrêtés")).result()
    after = day.second
    day.note(("customers",), "pace", 30, 5924 + 1800, False)  # half an hour after the last, which is after a quarter
    day.note(("support",), "pace", 30, None, False)  # promised for 2:05:07, which stays
    day.note(("partners",), "pace", 60, after + 3600, False)  # promised for 3:00:01, brought forward to 2:40
    day.at("2:08:45")
    day.tell(a, "customers", "support")  # late by 1 s, and by 3 min 38 s
    for hour in range(3, 6):  # partners are forgotten meanwhile
        day.at(f"{hour - 1}:38:44")
        day.tell(a if hour % 2 else b, "customers")
        day.at(f"{hour - 1}:59:59")
        day.tell(b, "support", next_in=3600)
        meet(a, b)
    a.do(LongIncident(incident=day.incident, reason="Pièce attendue", minutes=180)).result()
    day.note(("customers", "support", "partners"), "pace", 180, None, True)
    day.at("6:17:12")
    day.put_off(a, "partners", 25)  # late since hours: the clock is quiet, the sheet is not
    day.at("6:44:00")
    day.tell(a, "partners")
    day.at("8:00:00")
    day.tell(b, "customers", "support", next_in=4 * 3600)
    a.do(StopCadence(incident=day.incident, audiences=("partners",), reason="Rétablis")).result()
    day.note(("partners",), "stop", True)
    meet(a, b)
    day.at("12:00:00")
    day.tell(a, "customers", next_in=6 * 3600)  # to the second
    b.do(SetCadence(incident=day.incident, audiences=("support",), minutes=45, reason="Appels en hausse")).result()
    day.note(("support",), "pace", 45, None, True)
    day.at("12:50:00")
    meet(a, b)
    day.tell(b, "support")
    for quarter in range(1, 8):
        day.at(f"{12 + (50 + 44 * quarter) // 60}:{(50 + 44 * quarter) % 60:02}:{quarter:02}")
        day.tell(a if quarter % 3 else b, "support")
    day.at("18:00:01")
    day.tell(a, "customers", next_in=3 * 3600)
    day.at("22:10:30")
    day.tell(b, "customers", ends=True)
    day.at("24:00:00")
    meet(a, b)


def test_that_the_report_of_a_day_is_right_to_the_second_on_both_laptops(day: Day) -> None:
    live_through(day)

    for room in (day.a, day.b):
        report = {one.audience: one for one in room.views.cadence_report(day.incident)}
        for code in AUDIENCES:
            counted, found = count(day.paper[code], DAY), report[code]
            written = Counter(counted.sheet)
            assert found.late_ms == counted.late_seconds * 1000, code
            assert (found.kept, found.snoozed, found.late, found.missed, found.overdue) == (
                written["kept"], written["snoozed"], written["late"], written["missed"], written["overdue"],
            ), code  # fmt: skip
    assert report["customers"].snoozed == 1
    assert report["support"].overdue == 1
    assert report["partners"].late_ms == (1 + (6 * 3600 + 44 * 60) - (2 * 3600 + 40 * 60)) * 1000


def test_that_the_clock_shows_after_every_act_what_the_paper_says(day: Day) -> None:
    """Asked in between, not only at the end: both laptops say the next hour of each audience as a clerk would."""
    asked: list[tuple[int, dict[str, int | None]]] = []
    wait = day.at

    def and_look(said: str) -> None:
        wait(said)
        meet(day.a, day.b)
        asked.extend(
            (day.second, {one.audience: one.due_at for one in room.views.cadences(day.incident)})
            for room in (day.a, day.b)
        )

    day.at = and_look  # type: ignore[method-assign]
    live_through(day)

    assert len(asked) > 50
    for second, shown in asked:
        for code in AUDIENCES:
            facts = [fact for fact in day.paper[code] if fact[0] < second]
            ring = count(facts, second).ring
            assert shown[code] == (None if ring is None else NOON + ring * 1000), (second, code)
