"""Points of the situation through the door: planned, opened, noted, closed; and the questions that wait for them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.builders import NOON, a_room, an_incident
from tests.warroom.cells import a_cell
from tests.warroom.stations import another_station, carry, meet
from warroom.commands import (
    AnswerQuestion,
    AskQuestion,
    ClosePoint,
    NotePoint,
    OpenPoint,
    PlanPoint,
    SkipPoint,
    WithdrawQuestion,
)
from warroom.commands.seen import MovedMeanwhile
from warroom.domain.entries import Entry, Kind
from warroom.domain.points import Heading, Point, PointState, QuestionState, next_point_at
from warroom.errors import Refusal
from warroom.room import Room

MINUTE = 60_000


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    with a_room(tmp_path) as room:
        yield room


@pytest.fixture
def incident(room: Room) -> str:
    return an_incident(room).id


@pytest.fixture
def cell(room: Room, incident: str) -> str:
    return a_cell(room, incident)


def refused(room: Room, command: object) -> str:
    with pytest.raises(Refusal) as refusal:
        room.do(command).result()  # type: ignore[arg-type]
    return refusal.value.code


def later(room: Room, minutes: int) -> int:
    room.clock.advance(seconds=60 * minutes)  # type: ignore[attr-defined]
    return room.clock.now_ms()


def held(room: Room, cell: str, *, next_in: int = 30, **more: object) -> Point:
    """A point held from beginning to end."""
    opened = room.do(OpenPoint(cell=cell)).result()
    room.do(ClosePoint(point=opened.id, next_at=room.clock.now_ms() + next_in * MINUTE, **more)).result()  # type: ignore[arg-type]
    found = room.views.point(opened.id)
    assert found is not None
    return found


def told(room: Room, incident: str, code: str) -> list[Entry]:
    return [entry for entry in room.views.entries(incident) if entry.code == code]


def test_that_the_next_point_is_planned_moved_and_told_once(room: Room, incident: str, cell: str) -> None:
    first = room.do(PlanPoint(cell=cell, at=NOON + 30 * MINUTE)).result()
    moved = room.do(PlanPoint(cell=cell, at=NOON + 45 * MINUTE)).result()
    room.do(PlanPoint(cell=cell, at=NOON + 45 * MINUTE)).result()

    assert first.id == moved.id
    assert [(item.planned_at, item.state) for item in room.views.points(cell)] == [
        (NOON + 45 * MINUTE, PointState.PLANNED)
    ]
    assert [entry.text for entry in told(room, incident, "point-planned")] == [
        "Next situation point: 12:30",
        "Next situation point: 12:45",
    ]


def test_that_a_point_can_be_planned_only_ahead(room: Room, cell: str) -> None:
    assert refused(room, PlanPoint(cell=cell, at=NOON)) == "next-not-ahead"
    assert refused(room, PlanPoint(cell=cell, at=NOON + 8 * 86_400_000)) == "next-not-ahead"


def test_that_opening_takes_the_planned_point_and_numbers_it(room: Room, incident: str, cell: str) -> None:
    planned = room.do(PlanPoint(cell=cell, at=NOON + 30 * MINUTE)).result()
    later(room, 29)
    opened = room.do(OpenPoint(cell=cell)).result()
    again = room.do(OpenPoint(cell=cell)).result()

    assert (opened.id, opened.number) == (planned.id, "A-PS01") == (again.id, again.number)
    found = room.views.next_point(cell)
    assert found is not None
    assert (found.state, found.led_by, found.ends_by()) == (PointState.OPEN, "Léa Martin", NOON + 44 * MINUTE)
    assert [entry.text for entry in told(room, incident, "point-opened")] == ["Situation point A-PS01 opened"]


def test_that_closing_tells_the_log_what_was_said_and_plans_the_next(room: Room, incident: str, cell: str) -> None:
    opened = room.do(OpenPoint(cell=cell)).result()
    room.do(NotePoint(point=opened.id, heading=Heading.FACTS, text="62 % des nœuds répondent")).result()
    later(room, 12)
    closed = room.do(
        ClosePoint(
            point=opened.id,
            next_at=NOON + 45 * MINUTE,
            present="Léa, Marc",
            notes={"anticipation": "Pire cas : +4 h"},
        )
    ).result()

    (entry,) = told(room, incident, "point")
    assert entry.kind is Kind.REPORT
    assert entry.text == (
        "Situation point A-PS01, 12:00 to 12:12\nLed by: Léa Martin\nPresent: Léa, Marc\n"
        "New verified facts: 62 % des nœuds répondent\nAnticipation: Pire cas : +4 h\nNext point: 12:45"
    )
    assert closed.next_at == NOON + 45 * MINUTE
    coming, over = room.views.points(cell)
    assert (coming.state, coming.planned_at, coming.number) == (PointState.PLANNED, NOON + 45 * MINUTE, "")
    assert (over.state, over.ended_at, over.next_at) == (PointState.HELD, NOON + 12 * MINUTE, NOON + 45 * MINUTE)
    assert over.notes == {Heading.FACTS: "62 % des nœuds répondent", Heading.ANTICIPATION: "Pire cas : +4 h"}


def test_that_a_point_cannot_be_closed_without_a_next_one_ahead(room: Room, cell: str) -> None:
    opened = room.do(OpenPoint(cell=cell)).result()

    assert refused(room, ClosePoint(point=opened.id, next_at=NOON)) == "next-not-ahead"
    found = room.views.point(opened.id)
    assert found is not None
    assert found.state is PointState.OPEN


def test_that_a_planned_point_is_held_as_it_stands_without_being_opened_first(room: Room, cell: str) -> None:
    planned = room.do(PlanPoint(cell=cell, at=NOON + 30 * MINUTE)).result()
    later(room, 30)
    closed = room.do(ClosePoint(point=planned.id, next_at=NOON + 60 * MINUTE, notes={"facts": "R.A.S."})).result()

    found = room.views.point(planned.id)
    assert found is not None
    assert (closed.number, found.state, found.started_at) == ("A-PS01", PointState.HELD, NOON + 30 * MINUTE)


def test_that_what_is_over_takes_no_notes_any_more(room: Room, cell: str) -> None:
    point = held(room, cell)

    assert refused(room, NotePoint(point=point.id, heading=Heading.FACTS, text="x")) == "point-over"
    assert refused(room, ClosePoint(point=point.id, next_at=NOON + 99 * MINUTE)) == "point-over"
    assert refused(room, SkipPoint(point=point.id, reason="x")) == "point-over"
    assert refused(room, OpenPoint(cell=cell, point=point.id)) == "point-over"


def test_that_a_point_is_left_out_with_a_reason_and_the_rhythm_goes_on(room: Room, incident: str, cell: str) -> None:
    planned = room.do(PlanPoint(cell=cell, at=NOON + 30 * MINUTE)).result()
    assert refused(room, SkipPoint(point=planned.id, reason=" ")) == "reason-missing"
    skipped = room.do(SkipPoint(point=planned.id, reason="Bascule en cours.")).result()

    found = room.views.next_point(cell)
    assert found is not None
    assert (found.id, found.planned_at) == (skipped.id, NOON + 60 * MINUTE)
    (entry,) = told(room, incident, "point-skipped")
    assert entry.text == "Situation point of 12:30 left out: Bascule en cours. The next: 13:00"


def test_that_a_note_that_moved_meanwhile_is_shown_and_not_overwritten(room: Room, cell: str) -> None:
    opened = room.do(OpenPoint(cell=cell)).result()
    seen = room.views.sources("point", opened.id)
    room.do(NotePoint(point=opened.id, heading=Heading.FACTS, text="dit par A")).result()

    with pytest.raises(MovedMeanwhile) as moved:
        room.do(NotePoint(point=opened.id, heading=Heading.FACTS, text="dit par B", seen=seen)).result()
    assert [(item.now, item.typed) for item in moved.value.fields] == [("dit par A", "dit par B")]
    room.do(NotePoint(point=opened.id, heading=Heading.IMPACTS, text="ailleurs", seen=seen)).result()


def test_that_a_cell_that_stood_down_has_no_rhythm(room: Room, incident: str) -> None:
    cell = a_cell(room, incident, state="stood_down")

    assert refused(room, PlanPoint(cell=cell, at=NOON + MINUTE)) == "cell-stood-down"
    assert refused(room, AskQuestion(cell=cell, text="?")) == "cell-stood-down"


def test_that_a_question_waits_for_the_next_point_and_is_answered_there(room: Room, incident: str, cell: str) -> None:
    question = room.do(AskQuestion(cell=cell, text="Qui prévient le ministère ?", asked_by="Préfecture")).result()
    opened = room.do(OpenPoint(cell=cell)).result()
    later(room, 5)
    room.do(AnswerQuestion(question=question, answer="La communication, à 13 h", point=opened.id)).result()

    (found,) = room.views.questions_asked(cell)
    assert (found.state, found.answer, found.point, found.answered_at) == (
        QuestionState.ANSWERED, "La communication, à 13 h", opened.id, NOON + 5 * MINUTE,
    )  # fmt: skip
    assert [entry.text for entry in told(room, incident, "question-asked")] == [
        "Question for the next point, from Préfecture: Qui prévient le ministère ?"
    ]
    assert len(told(room, incident, "question-answered")) == 1
    assert refused(room, AnswerQuestion(question=question, answer="encore")) == "question-over"


def test_that_a_question_is_taken_back_with_a_reason(room: Room, cell: str) -> None:
    question = room.do(AskQuestion(cell=cell, text="Et le site B ?")).result()
    room.do(AskQuestion(cell=cell, text="Et le site C ?")).result()
    assert refused(room, WithdrawQuestion(question=question, reason="")) == "reason-missing"
    room.do(WithdrawQuestion(question=question, reason="Réponse au journal")).result()

    assert [(item.text, item.state) for item in room.views.questions_asked(cell)] == [
        ("Et le site C ?", QuestionState.WAITING),
        ("Et le site B ?", QuestionState.WITHDRAWN),
    ]
    assert [item.text for item in room.views.questions_asked(cell, waiting_only=True)] == ["Et le site C ?"]


@pytest.mark.parametrize(
    ("now", "cadence", "minute"),
    [(NOON, 30, 30), (NOON + 2 * MINUTE, 30, 30), (NOON + 3 * MINUTE, 30, 35), (NOON, 1, 5), (NOON + 4 * MINUTE, 2, 5)],
)
def test_that_the_rhythm_falls_on_the_five_minutes_and_always_ahead(now: int, cadence: int, minute: int) -> None:
    assert next_point_at(now, cadence) == NOON + minute * MINUTE


# Two stations


def test_that_two_stations_apart_mean_the_same_next_point(
    room: Room, cell: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with another_station(room, tmp_path, monkeypatch) as other:
        ours, theirs = held(room, cell, next_in=30), held(other, cell, next_in=30)
        meet(room, other)

        assert ours.id == theirs.id
        for station in (room, other):
            coming, over = station.views.points(cell)
            assert (coming.state, coming.planned_at) == (PointState.PLANNED, NOON + 30 * MINUTE)
            assert (over.id, over.state) == (ours.id, PointState.HELD)
            assert station.views.to_settle() <= 1  # who led it is said twice
        assert len(told(room, room.views.covered(cell)[0].id, "point")) == 2


def test_that_a_point_held_at_one_station_is_not_open_again_because_another_opened_it(
    room: Room, cell: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with another_station(room, tmp_path, monkeypatch) as other:
        ours = held(room, cell)
        later(room, 3)
        other.do(OpenPoint(cell=cell)).result()  # it has not heard
        other.do(NotePoint(point=ours.id, heading=Heading.IMPACTS, text="vu de B")).result()
        meet(room, other)

        found = room.views.point(ours.id)
        assert found is not None
        assert (found.state, found.notes) == (PointState.HELD, {Heading.IMPACTS: "vu de B"})
        assert refused(other, NotePoint(point=ours.id, heading=Heading.FACTS, text="trop tard")) == "point-over"


def test_that_a_point_left_out_here_and_held_there_was_held(
    room: Room, cell: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    planned = room.do(PlanPoint(cell=cell, at=NOON + 30 * MINUTE)).result()
    with another_station(room, tmp_path, monkeypatch) as other:
        held(other, cell, next_in=40)
        later(room, 1)
        room.do(SkipPoint(point=planned.id, reason="bascule")).result()
        meet(room, other)

        states = [(item.id == planned.id, item.state) for item in other.views.points(cell)]
        assert states == [(False, PointState.PLANNED), (True, PointState.HELD)]


def test_that_two_times_for_the_next_point_are_settled_by_planning_it_anew(
    room: Room, cell: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with another_station(room, tmp_path, monkeypatch) as other:
        room.do(PlanPoint(cell=cell, at=NOON + 30 * MINUTE)).result()
        other.do(PlanPoint(cell=cell, at=NOON + 45 * MINUTE)).result()
        meet(room, other)
        assert room.views.to_settle() == other.views.to_settle() == 1

        room.do(PlanPoint(cell=cell, at=NOON + 40 * MINUTE)).result()
        carry(room, other)

        assert room.views.to_settle() == other.views.to_settle() == 0
        found = other.views.next_point(cell)
        assert found is not None
        assert found.planned_at == NOON + 40 * MINUTE


def test_that_notes_under_different_headings_never_clash(
    room: Room, cell: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = room.do(OpenPoint(cell=cell)).result()
    with another_station(room, tmp_path, monkeypatch) as other:
        room.do(NotePoint(point=opened.id, heading=Heading.FACTS, text="de A")).result()
        other.do(NotePoint(point=opened.id, heading=Heading.ACTIONS, text="de B")).result()
        meet(room, other)

        found = room.views.point(opened.id)
        assert found is not None
        assert found.notes == {Heading.FACTS: "de A", Heading.ACTIONS: "de B"}
        assert room.views.to_settle() == 0


def test_that_closing_says_aloud_what_two_stations_noted_differently_and_leaves_it_to_be_settled(
    room: Room, incident: str, cell: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = room.do(OpenPoint(cell=cell)).result()
    with another_station(room, tmp_path, monkeypatch) as other:
        room.do(NotePoint(point=opened.id, heading=Heading.FACTS, text="de A")).result()
        other.do(NotePoint(point=opened.id, heading=Heading.FACTS, text="de B")).result()
        meet(room, other)
        room.do(ClosePoint(point=opened.id, next_at=NOON + 30 * MINUTE, notes={"facts": "les deux"})).result()

        assert "les deux" in told(room, incident, "point")[0].text
        assert room.views.to_settle() == 1
