"""Decisions from afar: how the caller was known, the mark when nobody verified, and until when to decide."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.builders import NOON, a_room, an_incident
from tests.warroom.stations import another_station, meet
from warroom.commands import AmendDecision, Decide, RequestDecision, VerifyCaller
from warroom.commands.said_ahead import window_said
from warroom.domain.decisions import CallerCheck, Decision, How, Window
from warroom.domain.entries import Entry
from warroom.errors import Refusal
from warroom.room import Room

HOUR, MINUTE = 3_600_000, 60_000
WINDOW = Window(down_since=NOON, rto_min=240, failover_min=20, margin_min=5, tested_at=NOON - 42 * 24 * HOUR)


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    with a_room(tmp_path) as room:
        yield room


@pytest.fixture
def incident(room: Room) -> str:
    return an_incident(room).id


def taken(room: Room, incident: str, **more: object) -> Decision:
    done = room.do(Decide(incident=incident, decided="On coupe", decider="Préfet", **more)).result()  # type: ignore[arg-type]
    return shown(room, done.id)


def shown(room: Room, record: str) -> Decision:
    found = room.views.decision(record)
    assert found is not None
    return found


def last(room: Room, incident: str) -> Entry:
    return list(room.views.entries(incident))[-1]


@pytest.mark.parametrize(
    ("how", "check", "is_unverified"),
    [
        (How.PHONE, CallerCheck.NONE, True),
        (How.PHONE, None, True),
        (How.WRITTEN, CallerCheck.NONE, True),
        (How.PHONE, CallerCheck.CODE_WORD, False),
        (How.PHONE, CallerCheck.CALL_BACK, False),
        (How.IN_PERSON, CallerCheck.NONE, False),
        ("", None, False),
    ],
)
def test_that_what_comes_from_afar_unverified_is_recorded_and_marked(
    room: Room, incident: str, how: str, check: CallerCheck | None, is_unverified: bool
) -> None:
    decision = taken(room, incident, how=how, caller_check=check, caller_reason="Urgence vitale")

    assert decision.is_unverified is is_unverified
    assert ("Urgence vitale" in last(room, incident).text) is is_unverified
    assert decision.decided == "On coupe", "the mark stands beside the decision, never in it"


def test_that_a_later_verification_clears_the_mark_and_is_told(room: Room, incident: str) -> None:
    decision = taken(room, incident, how="phone", caller_check=CallerCheck.NONE, caller_reason="Urgence")
    for check in (CallerCheck.NONE, CallerCheck.UNSAID):
        with pytest.raises(Refusal, match="code word"):
            room.do(VerifyCaller(decision=decision.id, check=check)).result()
    room.do(VerifyCaller(decision=decision.number, check=CallerCheck.CALL_BACK)).result()
    room.do(VerifyCaller(decision=decision.number, check=CallerCheck.CALL_BACK)).result()

    assert not shown(room, decision.id).is_unverified
    assert shown(room, decision.id).caller_reason == "Urgence", "why it was taken so stays"
    assert [entry.code for entry in room.views.entries(incident)].count("caller-verified") == 1


def test_that_a_question_by_phone_carries_its_caller_into_the_decision(room: Room, incident: str) -> None:
    def asked(check: CallerCheck) -> str:
        command = RequestDecision(incident=incident, question="On coupe ?", how="phone", caller_check=check)
        return room.do(command).result().id

    known, unknown = asked(CallerCheck.CODE_WORD), asked(CallerCheck.UNSAID)
    assert (shown(room, known).is_unverified, shown(room, unknown).is_unverified) == (False, True)
    room.do(Decide(decision=known, decided="Oui", how="phone")).result()
    room.do(Decide(decision=unknown, decided="Oui", how="phone")).result()
    assert (shown(room, known).is_unverified, shown(room, unknown).is_unverified) == (False, True)


def test_that_who_was_known_in_person_says_nothing_of_who_decides_by_phone(room: Room, incident: str) -> None:
    asked = RequestDecision(incident=incident, question="?", how="in_person", caller_check=CallerCheck.IN_PERSON)
    record = room.do(asked).result().id
    room.do(Decide(decision=record, decided="Oui", how="phone")).result()

    assert shown(room, record).is_unverified


def test_that_a_window_says_until_when_and_is_dropped_by_another_time(room: Room, incident: str) -> None:
    record = room.do(RequestDecision(incident=incident, question="On bascule ?", window=WINDOW)).result().id
    decision = shown(room, record)

    assert decision.window == WINDOW
    assert decision.decide_before == NOON + 4 * HOUR - 25 * MINUTE
    room.do(AmendDecision(decision=record, decide_before=NOON + HOUR)).result()
    assert (shown(room, record).window, shown(room, record).decide_before) == (None, NOON + HOUR)
    room.do(AmendDecision(decision=record, window=WINDOW)).result()
    assert shown(room, record) == decision


def test_that_a_computation_is_said_in_words_with_its_result(room: Room) -> None:
    said = window_said(WINDOW, NOON)

    for part in ("20 min", "5 min", "RTO", "="):
        assert part in said


def test_that_lengths_that_nothing_has_are_refused(room: Room, incident: str) -> None:
    for window in (Window(NOON, -1, 0, 0), Window(NOON, 60, 10**9, 0)):
        with pytest.raises(Refusal) as refused:
            room.do(RequestDecision(incident=incident, question="?", window=window)).result()
        assert refused.value.code == "window-unfit"


def test_that_a_restricted_decision_seals_why_its_caller_was_believed(room: Room, incident: str) -> None:
    room.circles.make("Direction", (room.member,))
    decision = taken(room, incident, how="phone", caller_reason="Voix reconnue", circle="Direction")

    assert decision.caller_reason == "Voix reconnue"
    assert b"Voix reconnue" not in room.dump()


def test_that_a_caller_verified_at_another_station_is_verified_here(
    room: Room, incident: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    decision = taken(room, incident, how="phone", caller_check=CallerCheck.NONE)
    with another_station(room, tmp_path, monkeypatch) as other:
        other.do(VerifyCaller(decision=decision.id, check=CallerCheck.CODE_WORD)).result()
        meet(room, other)

        assert not shown(room, decision.id).is_unverified
