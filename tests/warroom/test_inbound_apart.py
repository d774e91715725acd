"""Two stations that handle the same incoming message without seeing each other: nothing is lost, nothing is hidden."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest

from tests.warroom.apart import Apart, settle
from tests.warroom.stations import meet
from warroom.commands import (
    AnswerInbound,
    BreakPromise,
    CorrectAnswer,
    DecideInbound,
    KeepPromise,
    MakePromise,
    ReceiveInbound,
    SendBackInbound,
    TriageInbound,
)
from warroom.domain.alarms import AlarmKind
from warroom.domain.authority import Authority
from warroom.domain.inbound import Desk, InboundState, PromiseState
from warroom.domain.incidents import Mode
from warroom.errors import Refusal
from warroom.room import Room


@pytest.fixture
def apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    made = Apart(tmp_path, monkeypatch)
    yield made
    for room in made.rooms:
        room.close()


def received(apart: Apart) -> str:
    made = apart.a.do(
        ReceiveInbound(incident=apart.incident.id, text="Combien de clients ?", from_who="Presse")
    ).result()
    meet(apart.a, apart.b)
    return str(made.id)


def heads(room: Room, noun: str, name: str) -> list[Any]:
    return [
        [side.value for side in each.values] for each in room.conflicts() if (each.noun, each.field) == (noun, name)
    ]


def test_that_two_answers_given_apart_are_both_shown_until_one_corrects_them(apart: Apart) -> None:
    inbound = received(apart)
    apart.a.do(AnswerInbound(inbound=inbound, answer="Moins de cent", via="phone")).result()
    apart.wait()
    apart.b.do(AnswerInbound(inbound=inbound, answer="Plusieurs milliers", via="mail")).result()
    meet(apart.a, apart.b)
    for room in apart.rooms:
        ((shown, other),) = heads(room, "inbound", "answer")
        assert {shown, other} == {"Moins de cent", "Plusieurs milliers"}
        conflict = next(each for each in room.conflicts() if each.field == "answer")
        assert conflict.authority is Authority.COMMUNICATION
        with pytest.raises(Refusal) as refused:
            settle(room, conflict, take=conflict.values[0].place)
        assert refused.value.code == "both-went-out"

        (alarm,) = [each for each in room.views.alarms(mode=Mode.REAL) if each.kind is AlarmKind.ANSWERED]
        assert (alarm.record, alarm.calls(room.clock.now_ms())) == (inbound, True)
        assert room.views.inbound_lines(live=True)[0].is_answered_twice
    told = [entry.text for entry in apart.a.views.entries(apart.incident.id) if entry.code == "inbound-answered"]
    assert len(told) == 2
    corrected = CorrectAnswer(inbound=inbound, answer="Environ 2 400", reason="deux chiffres donnés")
    apart.b.do(corrected).result()
    meet(apart.a, apart.b)
    assert [each for each in apart.a.conflicts() if each.noun == "inbound"] == []
    assert [each for each in apart.a.views.alarms(mode=Mode.REAL) if each.kind is AlarmKind.ANSWERED] == []
    found = apart.a.views.inbound(inbound)
    assert found is not None
    assert found.answer == "Environ 2 400"


def test_that_one_who_answers_and_one_who_sends_back_leave_it_answered_and_both_told(apart: Apart) -> None:
    inbound = received(apart)
    apart.a.do(AnswerInbound(inbound=inbound, answer="Rappelé")).result()
    apart.b.do(SendBackInbound(inbound=inbound, reason="pas pour nous", to=Desk.TRIAGE)).result()
    meet(apart.a, apart.b)
    for room in apart.rooms:
        found = room.views.inbound(inbound)
        assert found is not None
        assert (found.state, found.sent_back) == (InboundState.ANSWERED, "pas pour nous")


def test_that_one_who_decides_and_one_who_sends_back_leave_it_sent_back(apart: Apart) -> None:
    inbound = received(apart)
    apart.a.do(DecideInbound(inbound=inbound, decision="Répondre à 15 h")).result()
    apart.b.do(SendBackInbound(inbound=inbound, reason="numéro faux")).result()
    meet(apart.a, apart.b)
    for room in apart.rooms:
        found = room.views.inbound(inbound)
        assert found is not None
        assert (found.state, found.decision) == (InboundState.SENT_BACK, "Répondre à 15 h")


def test_that_two_triages_are_settled_by_the_next(apart: Apart) -> None:
    inbound = received(apart)
    apart.a.do(TriageInbound(inbound=inbound, given_to="COM")).result()
    apart.b.do(TriageInbound(inbound=inbound, given_to="JUR")).result()
    meet(apart.a, apart.b)
    assert len(heads(apart.a, "inbound", "given_to")) == 1
    apart.a.do(TriageInbound(inbound=inbound, given_to="COM", triage="presse")).result()
    meet(apart.a, apart.b)
    assert apart.b.conflicts() == []
    found = apart.b.views.inbound(inbound)
    assert found is not None
    assert found.given_to == "COM"


def test_that_a_promise_kept_here_and_broken_there_is_a_question_to_people(apart: Apart) -> None:
    promise = apart.a.do(MakePromise(incident=apart.incident.id, to_whom="Clinique", text="Rappeler")).result()
    meet(apart.a, apart.b)
    apart.a.do(KeepPromise(promise=promise.id)).result()
    apart.b.do(BreakPromise(promise=promise.id, reason="ligne coupée")).result()
    meet(apart.a, apart.b)
    (found,) = heads(apart.a, "promise", "state")
    assert set(found) == {PromiseState.KEPT.value, PromiseState.BROKEN.value}


def test_that_a_message_taken_in_from_one_file_at_both_is_one(apart: Apart) -> None:
    for room in apart.rooms:
        room.do(ReceiveInbound(incident=apart.incident.id, text="Crue", source="CAP a@example.org,1,2026")).result()
    meet(apart.a, apart.b)
    assert len(apart.a.views.inbounds(apart.incident.id)) == 1


@pytest.mark.parametrize("seed", range(6))
def test_that_whatever_both_do_apart_both_read_the_same_and_no_answer_is_lost(apart: Apart, seed: int) -> None:
    chance = random.Random(seed)
    inbound = received(apart)
    given: list[str] = []

    def one_step(room: Room) -> None:
        word = f"mot {chance.randrange(10_000)}"
        step = chance.choice(
            [
                TriageInbound(inbound=inbound, given_to=word),
                SendBackInbound(inbound=inbound, reason=word, to=chance.choice(list(Desk))),
                DecideInbound(inbound=inbound, decision=word),
                AnswerInbound(inbound=inbound, answer=word),
            ]
        )
        try:
            room.do(step).result()
        except Refusal:  # answered as far as is known here, or something is to be settled first
            return
        if isinstance(step, AnswerInbound):
            given.append(word)

    for _round in range(3):
        for room in apart.rooms:
            for _step in range(chance.randrange(1, 3)):
                one_step(room)
            apart.wait()
        meet(apart.a, apart.b)

    seen = [room.views.inbound(inbound) for room in apart.rooms]
    assert seen[0] == seen[1]
    found = seen[0]
    assert found is not None
    standing = {word for values in heads(apart.a, "inbound", "answer") for word in values} | {found.answer}
    assert set(given) <= standing
    assert (found.state is InboundState.ANSWERED) == bool(given)
    told = " ".join(entry.text for entry in apart.b.views.entries(apart.incident.id))
    assert all(word in told for word in given)
