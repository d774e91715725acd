"""Rules of legal clocks that a hostile or careless member writes: no clock stops for them, and none takes for ever."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson
import pytest

from tests.builders import NOON, a_room, an_entry, an_incident
from warroom.commands import QualifyRegime, SetClockEvent
from warroom.domain.clock_times import plus_business_days, reaches, wall
from warroom.domain.clocks import ClockKind
from warroom.domain.incidents import Mode
from warroom.domain.regimes import RegimeState
from warroom.domain.rulebook import CHANGES_MOST
from warroom.room import Room
from warroom.storage.books import Books

ENDS_OF_TIME = (NOON, -(2**63) + 1, 2**63 - 1, 0, -62_135_596_800_001, 253_402_300_800_000)
SUNDAYS: dict[str, Any] = {"id": "SUN", "weekend": [0, 1, 2, 3, 4, 5]}
NEVER: dict[str, Any] = SUNDAYS | {"id": "NEVER", "nth": [[m, 6, w] for m in range(1, 13) for w in range(1, 6)]}


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    """A room with one clock running under NIS2."""
    with a_room(tmp_path) as room:
        incident = an_incident(room).id
        state = {"state": RegimeState.APPLICABLE, "reason": "R"}
        room.do(QualifyRegime(incident=incident, code="NIS2", **state)).result()  # type: ignore[arg-type]
        proof = an_entry(room, incident).id
        room.do(SetClockEvent(incident=incident, event="aware_at", at=NOON, entry=proof)).result()
        yield room


def change(room: Room, *changes: tuple[str, dict[str, Any]]) -> None:
    def work(books: Books) -> None:
        for rule, body in changes:
            books.make("clock_rule", {"rule": rule, "body": orjson.dumps(body).decode()})

    room._store.submit(work).result()


def legal(room: Room, now_ms: int = NOON) -> dict[str, int | None]:
    found = room.views.clocks(mode=Mode.BOTH, everything=True, now_ms=now_ms)
    return {clock.rule: clock.due_at for clock in found if clock.kind is ClockKind.LEGAL and clock.rule}


@pytest.mark.parametrize(
    ("calendar", "body"),
    [
        (SUNDAYS, {"business_days": 1000, "calendar": "SUN"}),
        (NEVER, {"business_days": 1, "calendar": "NEVER"}),
        (NEVER, {"hours": 24, "calendar": "NEVER", "readings": ["dora-noon", "reg-1182-71-days"]}),
    ],
)
def test_that_a_calendar_without_enough_days_leaves_the_rule_as_it_was(
    room: Room, calendar: dict[str, Any], body: dict[str, Any]
) -> None:
    strict = legal(room)["NIS2-EW"]

    change(room, (f"calendars:{calendar['id']}", calendar), ("NIS2-EW", body))

    assert legal(room)["NIS2-EW"] == strict
    assert "too few business days" in room.views.rulebook().faults[0]
    for now_ms in ENDS_OF_TIME:
        legal(room, now_ms)
        room.views.alarms(mode=Mode.BOTH, now_ms=now_ms)


def test_that_a_calendar_that_never_opens_ends_the_search(room: Room) -> None:
    change(room, ("calendars:NEVER", NEVER))
    never = room.views.rulebook().calendars["NEVER"]

    assert not reaches(1, never)
    assert plus_business_days(wall(NOON, None), 1, never) > wall(NOON, None)


def test_that_a_flood_of_rules_is_cut_and_the_rooms_own_changes_still_hold(room: Room) -> None:
    body = dict(room.views.rulebook().bodies["NIS2-EW"])
    flood = [(f"R{n}", body | {"id": f"R{n}"}) for n in range(CHANGES_MOST + 50)]
    change(room, *flood, ("NIS2-EW", {"hours": 12}))

    found = room.views.rulebook()

    assert "50 parts were left out" in found.faults[-1]
    assert len(found.rules) == len(set(found.rules) - {name for name, _body in flood}) + CHANGES_MOST
    assert legal(room)["NIS2-EW"] == NOON + 12 * 3_600_000
