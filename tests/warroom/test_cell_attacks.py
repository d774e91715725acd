"""A cell at work in hostile or hurried hands: what is restricted, what an undo would take, values nobody writes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.builders import NOON, a_room, an_incident
from tests.warroom.apart import Apart
from tests.warroom.stations import meet
from warroom.commands import (
    ActivateCell,
    AskQuestion,
    BackHypothesis,
    ClosePoint,
    HoldFunction,
    LogEntry,
    MarkEntry,
    MuteAlarm,
    OpenHypothesis,
    OpenPoint,
    PlanPoint,
    RequestDecision,
    SkipPoint,
    StateSituation,
)
from warroom.commands.alarm_words import alarm_name
from warroom.domain.cells import Level, cadence_of
from warroom.domain.entries import Verification
from warroom.domain.hypotheses import Weight
from warroom.domain.incidents import Mode
from warroom.domain.points import PointState
from warroom.errors import Refusal
from warroom.reports.agenda import agenda
from warroom.room import Room

MINUTE = 60_000
CANARY = "canari-sous-cercle"
FARTHEST = 2**63 - 1


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    with a_room(tmp_path) as room:
        yield room


@pytest.fixture
def incident(room: Room) -> str:
    return an_incident(room).id


@pytest.fixture
def apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Apart]:
    made = Apart(tmp_path, monkeypatch)
    yield made
    for each in made.rooms:
        each.close()


def activated(room: Room, incident: str) -> str:
    return room.do(ActivateCell(incidents=(incident,), level=Level.N3, decider="Dir", reason="R")).result().id


def write(room: Room, noun: str, record: str = "", **fields: Any) -> str:
    """What no command of ours would write."""

    def work(books: Any) -> str:
        if record:
            books.write(noun, record, fields)
        return record or str(books.make(noun, fields))

    return room._store.submit(work).result()  # type: ignore[arg-type]


def everything(room: Room) -> str:
    conn = room._store.reader()
    tables = [row[0] for row in conn.execute("SELECT name FROM sqlite_master WHERE type='table'")]
    return "\n".join(str(row) for table in tables for row in conn.execute(f'SELECT * FROM "{table}"'))


# What is restricted


def test_that_a_point_is_filled_in_with_nothing_restricted_whoever_closes_it(room: Room, incident: str) -> None:
    cell = activated(room, incident)
    logged = room.do(LogEntry(incident=incident, text=f"{CANARY} 1", circle="legal")).result()
    room.do(MarkEntry(entry=logged.id, verification=Verification.VERIFIED)).result()
    asked = RequestDecision(incident=incident, question=f"{CANARY} 2", circle="legal", decide_before=NOON + 30 * MINUTE)
    number = room.do(asked).result().number

    found = agenda(room.views, cell, now_ms=NOON)
    assert found is not None
    point = room.do(OpenPoint(cell=cell)).result()
    room.do(ClosePoint(point=point.id, next_at=NOON + 30 * MINUTE, notes=found.notes())).result()

    assert number in str(found.notes())
    assert CANARY not in str(found)
    assert CANARY not in everything(room)


def test_that_silence_over_a_restricted_decision_names_only_its_number_in_the_log(room: Room, incident: str) -> None:
    asked = RequestDecision(incident=incident, question=CANARY, circle="legal", decide_before=NOON + 1)
    number = room.do(asked).result().number
    (alarm,) = room.views.alarms(mode=Mode.BOTH)
    assert CANARY in alarm_name(alarm)

    silence = {"reason": "en cours", "label": alarm_name(alarm), "incident": incident}
    room.do(MuteAlarm(what=alarm.key, until=NOON + 10 * MINUTE, **silence)).result()  # type: ignore[arg-type]

    told = [entry.text for entry in room.views.entries(incident) if entry.code == "alarm-muted"]
    assert number in told[0]
    assert CANARY not in everything(room)


# What an undo would take from others


def test_that_a_cell_in_which_others_work_is_not_undone_under_them(apart: Apart) -> None:
    cell = activated(apart.a, apart.incident.id)
    meet(apart.a, apart.b)
    apart.b.do(AskQuestion(cell=cell, text="Qui prévient l'ARS ?")).result()
    point = apart.b.do(OpenPoint(cell=cell)).result()
    apart.b.do(ClosePoint(point=point.id, next_at=NOON + 30 * MINUTE)).result()
    meet(apart.a, apart.b)

    with pytest.raises(Refusal) as refusal:
        apart.a.undo().result()

    assert refusal.value.code == "changed-since"
    assert apart.a.views.cell(cell) is not None
    assert [each.state for each in apart.a.views.points(cell)] == [PointState.PLANNED, PointState.HELD]


def test_that_a_function_armed_since_keeps_its_cell(apart: Apart) -> None:
    cell = activated(apart.a, apart.incident.id)
    meet(apart.a, apart.b)
    apart.b.do(HoldFunction(cell=cell, code="JUR", holder="Inès")).result()
    meet(apart.a, apart.b)

    with pytest.raises(Refusal):
        apart.a.undo().result()


def test_that_evidence_of_others_keeps_its_hypothesis(apart: Apart) -> None:
    opened = apart.a.do(OpenHypothesis(incident=apart.incident.id, text="Carte réseau")).result()
    meet(apart.a, apart.b)
    logged = apart.b.do(LogEntry(incident=apart.incident.id, text="Paquets perdus")).result()
    apart.b.do(BackHypothesis(hypothesis=opened.id, entry=logged.id, weight=Weight.FOR)).result()
    meet(apart.a, apart.b)

    with pytest.raises(Refusal):
        apart.a.undo().result()

    assert apart.a.views.backings(opened.id)


def test_that_a_cell_nobody_worked_in_yet_is_still_undone(room: Room, incident: str) -> None:
    cell = activated(room, incident)
    room.undo().result()
    assert room.views.cell(cell) is None


# Values nobody writes


@pytest.mark.parametrize("name", ["options", "facts", "window"])
@pytest.mark.parametrize("value", ["5", '"x"', "null", "{}", "[1, null, [], {}]", '[{"title": {"a": 1}}]', "true"])
def test_that_a_decision_of_any_shape_stops_no_clock_and_no_alarm(
    room: Room, incident: str, name: str, value: str
) -> None:
    asked = room.do(RequestDecision(incident=incident, question="Basculer ?", decide_before=NOON + 1)).result()
    write(room, "decision", asked.id, **{name: value})

    assert [clock.record for clock in room.views.clocks(mode=Mode.BOTH)] == [asked.id]
    assert room.views.alarms(mode=Mode.BOTH)
    assert room.views.decisions(incident)
    assert room.verify() == []


@pytest.mark.parametrize("value", ["5", '"x"', "{}", '[{"a": 1}]', "true"])
def test_that_entries_and_incidents_of_any_shape_are_read(room: Room, incident: str, value: str) -> None:
    write(room, "incident", incident, flags=value, original_times=value)
    write(room, "entry", incident=incident, kind="information", text="t", flags=value, params=value, recorded_at=NOON)

    assert len(list(room.views.entries(incident))) == 2
    assert room.views.incident(incident).id == incident


@pytest.mark.parametrize("fields", [{"sources": "5"}, {"sources": '[{"a": 1}, 7, "zz"]'}, {"place": FARTHEST}])
def test_that_a_strange_sentence_stops_nobody_from_stating_the_situation(
    room: Room, incident: str, fields: dict[str, Any]
) -> None:
    write(room, "sentence", **({"incident": incident, "place": 1, "text": "Étrange", "sources": "[]"} | fields))
    lines = tuple(each.line for each in room.views.situation(incident))

    room.do(StateSituation(incident=incident, lines=(*lines, "Paris répond."))).result()

    assert {each.sentence.text for each in room.views.situation(incident)} == {"Étrange", "Paris répond."}


@pytest.mark.parametrize("planned", [FARTHEST, -FARTHEST])
@pytest.mark.parametrize("cadence", [FARTHEST, -FARTHEST, -1, 0])
def test_that_a_point_at_the_end_of_time_is_left_out_and_the_rhythm_goes_on(
    room: Room, incident: str, planned: int, cadence: int
) -> None:
    cell = activated(room, incident)
    slot = room.do(PlanPoint(cell=cell, at=NOON + MINUTE)).result().id
    write(room, "point", slot, planned_at=planned)
    write(room, "crisis_cell", cell, cadence_min=cadence)

    made = room.do(SkipPoint(point=slot, reason="R")).result()

    assert made.next_at is not None
    assert NOON < made.next_at <= NOON + 9 * 24 * 60 * MINUTE
    found = agenda(room.views, cell, now_ms=NOON)
    assert found is not None
    assert NOON < found.next_at <= NOON + 24 * 60 * MINUTE


def test_that_a_rhythm_out_of_range_is_that_of_the_level() -> None:
    assert [cadence_of(given, Level.N2) for given in (-5, 0, None, FARTHEST, 45)] == [60, 60, 60, 60, 45]
