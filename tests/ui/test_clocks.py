"""The clocks of the strip: figures with direction, amber before, red when late, and always a way to what is behind."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.builders import NOON, an_incident
from ui.clocks import State, facts_of, readings
from ui.desk import Desk
from ui.widgets.clock_strip import ClockStrip
from warroom.clock import FixedClock
from warroom.commands import ChangeStatus, RequestDecision, SetDue
from warroom.domain.dues import DueKind
from warroom.domain.incidents import Status
from warroom.room import Room

MINUTE = 60_000


def clock_of(room: Room) -> FixedClock:
    assert isinstance(room.clock, FixedClock)
    return room.clock


@pytest.mark.parametrize(
    ("minutes", "state", "figure"),
    [
        (11, State.PLAIN, "in 11 min"),
        (10, State.DUE, "in 10 min"),
        (6, State.DUE, "in 6 min"),
        (0, State.DUE, "in 0 s"),
        (-18, State.LATE, "late by 18 min"),
    ],
)
def test_that_a_due_clock_turns_amber_ten_minutes_before_and_red_when_late(
    room: Room, minutes: int, state: State, figure: str
) -> None:
    incident = an_incident(room)
    due_at = NOON + 60 * MINUTE
    room.do(SetDue(incident=incident.id, kind=DueKind.UPDATE, due_at=due_at, label="message clients")).result()
    now = due_at - minutes * MINUTE

    update = readings(facts_of(room.views, incident.id, now_ms=now), now)[2]

    assert (update.state, update.figure) == (state, figure)
    assert update.caption.endswith(" · message clients")
    assert update.noun == "clock"


def test_that_elapsed_time_starts_with_the_impact_and_stands_still_once_resolved(room: Room) -> None:
    incident = an_incident(room, impact_started=NOON - 167 * MINUTE)

    assert readings(facts_of(room.views, incident.id, now_ms=NOON), NOON)[1].figure == "for 2 h 47"

    for status in (Status.INVESTIGATING, Status.IDENTIFIED, Status.MONITORING, Status.RESOLVED):
        room.do(ChangeStatus(incident=incident.id, status=status, reason="Rétabli")).result()
    later = NOON + 500 * MINUTE
    assert readings(facts_of(room.views, incident.id, now_ms=later), later)[1].figure == "lasted 2 h 47"


def test_that_the_decision_that_waits_longest_is_shown_until_another_is_pressing(room: Room) -> None:
    incident = an_incident(room)
    room.do(RequestDecision(incident=incident.id, question="Ouvrir la cellule")).result()
    clock_of(room).advance(seconds=1_080)
    now = room.clock.now_ms()
    room.do(RequestDecision(incident=incident.id, question="Basculer", decide_before=now + 30 * MINUTE)).result()

    oldest = readings(facts_of(room.views, incident.id, now_ms=now), now)[4]
    later = now + 25 * MINUTE
    pressing = readings(facts_of(room.views, incident.id, now_ms=later), later)[4]

    assert (oldest.figure, oldest.state) == ("for 18 min", State.PLAIN)
    assert "Ouvrir la cellule" in oldest.caption
    assert (pressing.figure, pressing.state) == ("in 5 min", State.DUE)
    assert "Basculer" in pressing.caption


def test_that_no_figure_is_coloured_without_a_target(room: Room) -> None:
    incident = an_incident(room)

    said = readings(facts_of(room.views, incident.id, now_ms=NOON), NOON)

    assert [reading.state for reading in said] == [State.PLAIN] * 5


def test_that_the_strip_follows_the_room_and_the_clock(qtbot: QtBot, desk: Desk) -> None:
    incident = an_incident(desk.room)
    strip = ClockStrip(desk)
    qtbot.addWidget(strip)
    strip.show_incident(incident.id)
    strip.show()

    desk.room.do(SetDue(incident=incident.id, kind=DueKind.UPDATE, due_at=NOON + 12 * MINUTE, label="point")).result()
    qtbot.waitUntil(lambda: strip.readings[2].figure == "in 12 min")
    clock_of(desk.room).advance(seconds=13 * 60)
    qtbot.waitUntil(lambda: strip.readings[2].figure == "late by 1 min", timeout=3_000)

    assert strip.readings[2].state is State.LATE


def test_that_telling_the_time_reads_nothing_from_the_room(qtbot: QtBot, desk: Desk) -> None:
    incident = an_incident(desk.room)
    strip = ClockStrip(desk)
    qtbot.addWidget(strip)
    strip.show_incident(incident.id)
    desk.room.close()

    clock_of(desk.room).advance(seconds=60)
    strip.refresh()

    assert strip.readings[1].figure == "for 1 min"


def test_that_a_click_on_a_clock_says_what_is_behind_it(qtbot: QtBot, desk: Desk) -> None:
    incident = an_incident(desk.room)
    asked = desk.room.do(RequestDecision(incident=incident.id, question="Basculer")).result()
    strip = ClockStrip(desk)
    qtbot.addWidget(strip)
    strip.show_incident(incident.id)
    strip.resize(1440, 52)
    strip.show()
    heard: list[tuple[str, str]] = []
    strip.clock_chosen.connect(lambda noun, record: heard.append((noun, record)))

    for face in strip.faces[2:]:
        qtbot.mouseClick(face, Qt.MouseButton.LeftButton)

    assert heard == [("set-due", "update"), ("set-due", "deadline"), ("decision", asked.id)]
