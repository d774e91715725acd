"""Alarms through the door: what calls, who takes it, what is silent, and that two stations agree."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.builders import NOON, a_room, an_action, an_incident
from tests.warroom.stations import another_station, meet
from warroom import phrases
from warroom.clock import FixedClock
from warroom.commands import (
    AcknowledgeAlarm,
    ActivateCell,
    ChangeStatus,
    Decide,
    HoldFunction,
    LeaveFunction,
    MuteAlarm,
    PlanPoint,
    ReadBack,
    RequestDecision,
    SetDue,
    TakeFunction,
)
from warroom.commands.alarm_words import alarm_name, alarm_said, answer_said
from warroom.domain.alarms import Alarm, AlarmKind, Gravity
from warroom.domain.decisions import How
from warroom.domain.dues import DueKind
from warroom.domain.incidents import Mode, Status
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


def clock(at: int) -> str:
    return phrases.time_of_day(at)


def later(room: Room, minutes: float) -> None:
    assert isinstance(room.clock, FixedClock)
    room.clock.advance(seconds=minutes * 60)


def asked(room: Room, incident: str, minutes: int = 30) -> str:
    command = RequestDecision(
        incident=incident, question="Switch", decide_before=room.clock.now_ms() + minutes * MINUTE
    )
    return room.do(command).result().id


def alarms(room: Room, mode: Mode = Mode.BOTH) -> list[Alarm]:
    return room.views.alarms(mode=mode)


def calling(room: Room) -> list[AlarmKind]:
    return [alarm.kind for alarm in alarms(room) if alarm.calls(room.clock.now_ms())]


def test_that_nothing_calls_while_there_is_time(room: Room, incident: str) -> None:
    asked(room, incident, 30)

    assert alarms(room) == []


def test_that_a_decision_calls_ten_minutes_before_it_is_due_and_anew_when_it_is_late(room: Room, incident: str) -> None:
    asked(room, incident, 30)
    later(room, 20)
    amber = alarms(room)[0]
    room.do(AcknowledgeAlarm(what=amber.key, incident=incident)).result()
    assert (amber.kind, amber.gravity, amber.since) == (AlarmKind.DECISION, Gravity.AMBER, NOON + 20 * MINUTE)
    assert calling(room) == []

    later(room, 11)

    late = alarms(room)[0]
    assert late.gravity is Gravity.LATE
    assert late.calls(room.clock.now_ms())
    assert alarm_said(late, room.clock.now_ms()) == f"To decide: Switch · late by 1 min · {clock(NOON + 30 * MINUTE)}"


def test_that_the_gravest_comes_first_and_an_exercise_after_everything_real(room: Room, incident: str) -> None:
    exercise = an_incident(room, exercise=True).id
    for place, kind in ((exercise, DueKind.DEADLINE), (incident, DueKind.DEADLINE), (incident, DueKind.UPDATE)):
        room.do(SetDue(incident=place, kind=kind, due_at=NOON + 5 * MINUTE, label="NIS2")).result()
    asked(room, incident, 5)
    asked(room, exercise, 5)
    later(room, 6)

    found = alarms(room)

    assert [(alarm.kind.value, alarm.exercise) for alarm in found] == [
        ("decision", False),
        ("update", False),
        ("deadline", False),
        ("decision", True),
        ("deadline", True),
    ]
    assert alarm_said(found[3], NOON).startswith("EXERCISE · ")
    assert {alarm.exercise for alarm in alarms(room, Mode.REAL)} == {False}


def test_that_an_update_calls_only_once_it_is_overdue(room: Room, incident: str) -> None:
    room.do(SetDue(incident=incident, kind=DueKind.UPDATE, due_at=NOON + 5 * MINUTE)).result()
    assert alarms(room) == []

    later(room, 6)

    assert calling(room) == [AlarmKind.UPDATE]


def test_that_a_late_action_is_counted_and_calls_nobody_from_their_work(room: Room, incident: str) -> None:
    an_action(room, incident, due_at=NOON + MINUTE)
    later(room, 10)

    assert alarms(room) == []


def test_that_whoever_acknowledges_is_named_and_a_second_one_changes_nothing(room: Room, incident: str) -> None:
    asked(room, incident, 5)
    key = alarms(room)[0].key
    room.do(AcknowledgeAlarm(what=key, incident=incident)).result()
    later(room, 1)
    room.sit_down("Marc Petit")
    room.do(AcknowledgeAlarm(what=key)).result()

    alarm = alarms(room)[0]

    assert answer_said(alarm, room.clock.now_ms()) == f"taken by Léa Martin, {clock(NOON)}"
    assert [entry.code for entry in room.views.entries(incident)].count("alarm-muted") == 0


def test_that_a_new_due_time_is_a_new_alarm(room: Room, incident: str) -> None:
    for minutes in (5, 8):
        room.do(SetDue(incident=incident, kind=DueKind.DEADLINE, due_at=NOON + minutes * MINUTE, label="NIS2")).result()
    first, second = (alarm.key for alarm in alarms(room))

    room.do(AcknowledgeAlarm(what=first)).result()

    assert first != second
    assert [alarm.key for alarm in alarms(room) if alarm.calls(NOON)] == [second]


def test_that_a_silent_alarm_says_who_and_why_in_the_log_and_comes_back_by_itself(room: Room, incident: str) -> None:
    asked(room, incident, 60)
    later(room, 55)
    now, alarm = room.clock.now_ms(), alarms(room)[0]
    mute = MuteAlarm(
        what=alarm.key, until=now + 4 * MINUTE, reason="The director decides at 13:00", label=alarm_name(alarm),
        incident=incident,
    )  # fmt: skip
    room.do(mute).result()

    assert calling(room) == []
    said = f"silent until {clock(NOON + 59 * MINUTE)}, by Léa Martin: The director decides at 13:00"
    assert answer_said(alarms(room)[0], room.clock.now_ms()) == said
    told = [entry.text for entry in room.views.entries(incident) if entry.code == "alarm-muted"]
    assert told == ["Alarm silent until 12:59: To decide: Switch. The director decides at 13:00"]

    later(room, 4)
    assert calling(room) == [AlarmKind.DECISION]


@pytest.mark.parametrize(
    ("minutes", "reason", "code"),
    [(241, "Lunch", "mute-too-long"), (0, "Lunch", "mute-in-past"), (5, " ", "reason-missing")],
)
def test_that_nothing_is_silent_for_long_for_no_time_or_without_a_reason(
    room: Room, incident: str, minutes: int, reason: str, code: str
) -> None:
    with pytest.raises(Refusal) as refusal:
        room.do(MuteAlarm(what="decision:x", until=NOON + minutes * MINUTE, reason=reason, incident=incident)).result()

    assert refusal.value.code == code


@pytest.mark.parametrize("what", ["", "   ", "x" * 201])
def test_that_a_key_that_is_none_is_refused(room: Room, what: str) -> None:
    with pytest.raises(Refusal):
        room.do(AcknowledgeAlarm(what=what)).result()


def test_that_a_decision_on_the_word_of_an_unverified_caller_calls_until_it_is_read_back(
    room: Room, incident: str
) -> None:
    taken = room.do(Decide(incident=incident, decided="Cut the link", decider="C. Aubry", how=How.PHONE)).result()
    later(room, 9)
    assert alarms(room) == []
    later(room, 1)
    said = "A-D001 rests on the word of C. Aubry, whom nobody verified: Cut the link"
    assert [alarm_said(alarm, room.clock.now_ms()) for alarm in alarms(room)] == [said]

    room.do(ReadBack(decision=taken.id)).result()

    assert alarms(room) == []


def test_that_what_is_taken_at_one_station_is_taken_at_all(
    room: Room, incident: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked(room, incident, 5)
    with another_station(room, tmp_path, monkeypatch) as other:
        assert [alarm.key for alarm in alarms(other)] == [alarm.key for alarm in alarms(room)]
        other.do(AcknowledgeAlarm(what=alarms(other)[0].key, incident=incident)).result()
        room.do(AcknowledgeAlarm(what=alarms(room)[0].key, incident=incident)).result()
        meet(room, other)

        assert not [alarm for alarm in alarms(other) if alarm.calls(NOON)]
        assert room.views.to_settle() == 0
        assert len(room.views.alarm_answers()) == 1


def test_that_an_incident_that_is_over_calls_nobody(room: Room, incident: str) -> None:
    asked(room, incident, 5)
    room.do(Decide(incident=incident, decided="Cut the link", how=How.PHONE)).result()
    later(room, 20)
    assert len(alarms(room)) == 2

    room.do(ChangeStatus(incident=incident, status=Status.FALSE_ALARM, reason="Test")).result()

    assert alarms(room) == []


def test_that_a_function_left_calls_until_somebody_takes_it(room: Room, incident: str) -> None:
    asked = ActivateCell(incidents=(incident,), level=1, decider="C. Aubry", reason="Outage")
    cell = room.do(asked).result().id
    for code in ("DIR", "COORD", "MC", "COM", "TECH"):
        room.do(HoldFunction(cell=cell, code=code, holder=f"Holder of {code}")).result()
    later(room, 30)
    assert AlarmKind.FUNCTION not in calling(room)

    room.do(LeaveFunction(cell=cell, code="COM")).result()
    later(room, 10)
    assert AlarmKind.FUNCTION in calling(room)

    room.do(TakeFunction(cell=cell, code="COM")).result()
    assert AlarmKind.FUNCTION not in calling(room)


def test_that_a_cell_calls_for_its_vacant_functions_and_its_overdue_point(room: Room, incident: str) -> None:
    asked = ActivateCell(incidents=(incident,), level=3, decider="C. Aubry", reason="Outage")
    cell = room.do(asked).result().id
    room.do(PlanPoint(cell=cell, at=NOON + 15 * MINUTE)).result()
    for code in ("DIR", "COORD", "MC", "TECH"):
        room.do(HoldFunction(cell=cell, code=code, holder="S. Roy" if code != "TECH" else "K. Benali")).result()
    later(room, 9)
    assert alarms(room) == []

    later(room, 1)
    assert [(alarm.kind, alarm.what) for alarm in alarms(room)] == [(AlarmKind.FUNCTION, "COM")]
    said = "Communication: nobody has held it for 10 min"
    assert alarm_said(alarms(room)[0], room.clock.now_ms()) == said
    room.do(HoldFunction(cell=cell, code="COM", holder="K. Benali")).result()
    assert alarms(room) == []

    later(room, 6)
    assert calling(room) == [AlarmKind.UPDATE, AlarmKind.POINT]  # the first message of this level, and the point
