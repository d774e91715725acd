"""Promises made to anyone: a clock, an alarm, an owner; kept, broken or released, and told in the log."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.builders import NOON, a_room, an_entry, an_incident
from warroom.clock import FixedClock
from warroom.commands import (
    AddPerson,
    AmendPromise,
    AnswerInbound,
    BreakPromise,
    ErasePerson,
    KeepPromise,
    MakePromise,
    ReceiveInbound,
    ReleasePromise,
)
from warroom.commands.promises import Promised
from warroom.commands.seen import MovedMeanwhile
from warroom.domain.alarms import AlarmKind, Gravity
from warroom.domain.clocks import ClockKind
from warroom.domain.inbound import Promise, PromiseState
from warroom.domain.incidents import Mode
from warroom.errors import Refusal
from warroom.room import Room

MINUTE = 60_000


@pytest.fixture
def room(tmp_path: Path) -> Any:
    made = a_room(tmp_path)
    yield made
    made.close()


@pytest.fixture
def incident(room: Room) -> str:
    return an_incident(room).id


def promised(room: Room, incident: str, **more: Any) -> Promised:
    said = {"to_whom": "Clinique des Pins", "text": "Les rappeler avec un horaire", "owner": "Ana Costa"}
    said |= {"due_at": NOON + 60 * MINUTE}
    return room.do(MakePromise(incident=incident, **{**said, **more})).result()


def of(room: Room, promise: Promised) -> Promise:
    found = room.views.promise(promise.id)
    assert found is not None
    return found


def told(room: Room, incident: str) -> list[str]:
    return [entry.code for entry in room.views.entries(incident) if entry.code.startswith("promise-")]


def test_that_a_promise_has_an_owner_a_clock_and_an_alarm(room: Room, incident: str) -> None:
    promise = promised(room, incident)
    (clock,) = [each for each in room.views.clocks(mode=Mode.REAL) if each.kind is ClockKind.PROMISE]
    assert (clock.record, clock.owner, clock.number) == (promise.id, "Ana Costa", "A-PR01")
    assert isinstance(room.clock, FixedClock)
    room.clock.advance(seconds=61 * 60)
    (alarm,) = [each for each in room.views.alarms(mode=Mode.REAL) if each.kind is AlarmKind.PROMISE]
    assert (alarm.gravity, alarm.record) == (Gravity.LATE, promise.id)

    room.do(KeepPromise(promise=promise.number, remark="Dr Morel rappelé")).result()
    assert of(room, promise).state is PromiseState.KEPT
    assert [each for each in room.views.clocks(mode=Mode.REAL) if each.kind is ClockKind.PROMISE] == []
    assert "late" in next(e.text for e in room.views.entries(incident) if e.code == "promise-kept")


def test_that_it_stands_among_everything_that_is_due(room: Room, incident: str) -> None:
    promise = promised(room, incident)
    assert promise.id in [line.id for line in room.views.pending(mode=Mode.REAL)]


@pytest.mark.parametrize("closing", [BreakPromise, ReleasePromise])
def test_that_it_is_not_closed_otherwise_without_a_reason(room: Room, incident: str, closing: Any) -> None:
    promise = promised(room, incident)
    with pytest.raises(Refusal) as refused:
        room.do(closing(promise=promise.id, reason=" ")).result()
    assert refused.value.code == "reason-missing"
    room.do(closing(promise=promise.id, reason="Dr Morel n’attend plus d’appel")).result()
    assert of(room, promise).state in (PromiseState.BROKEN, PromiseState.RELEASED)
    with pytest.raises(Refusal, match="A-PR01"):
        room.do(KeepPromise(promise=promise.id)).result()


def test_that_another_hour_takes_a_reason_and_is_told(room: Room, incident: str) -> None:
    promise = promised(room, incident)
    with pytest.raises(Refusal, match="hour"):
        room.do(AmendPromise(promise=promise.id, due_at=NOON + 90 * MINUTE)).result()
    room.do(AmendPromise(promise=promise.id, due_at=NOON + 90 * MINUTE, reason="prévenus")).result()
    assert of(room, promise).due_at == NOON + 90 * MINUTE
    assert told(room, incident) == ["promise-made", "promise-changed"]


def test_that_a_promise_knows_where_it_was_made(room: Room, incident: str) -> None:
    inbound = room.do(ReceiveInbound(incident=incident, text="Rappelez-nous", from_who="Clinique")).result()
    entry = an_entry(room, incident, text="Promis de rappeler")
    of_inbound, of_entry = (promised(room, incident, source=one.number) for one in (inbound, entry))
    assert (of(room, of_inbound).source_noun, of(room, of_inbound).source) == ("inbound", inbound.id)
    assert (of(room, of_entry).source_noun, of(room, of_entry).source) == ("entry", entry.id)
    with pytest.raises(Refusal, match="A-9999"):
        promised(room, incident, source="A-9999")


def test_that_a_promise_to_nobody_or_of_nothing_is_none(room: Room, incident: str) -> None:
    for more in ({"to_whom": " "}, {"text": " "}, {"due_at": NOON - 1}):
        with pytest.raises(Refusal):
            promised(room, incident, **more)


def test_that_a_form_does_not_overwrite_what_somebody_moved(room: Room, incident: str) -> None:
    from warroom.commands.seen import Seen

    promise = promised(room, incident)
    seen: Seen = room.views.sources("promise", promise.id)
    room.do(AmendPromise(promise=promise.id, text="Les rappeler toutes les heures")).result()
    with pytest.raises(MovedMeanwhile):
        room.do(AmendPromise(promise=promise.id, text="Leur écrire", seen=seen)).result()


def test_that_it_is_taken_back_and_reopened_by_an_undo(room: Room, incident: str) -> None:
    promise = promised(room, incident)
    room.do(KeepPromise(promise=promise.id)).result()
    assert "A-PR01" in room.undo().result()
    assert of(room, promise).state is PromiseState.OPEN
    assert of(room, promise).closed_at is None


def test_that_an_erasure_takes_a_name_from_promises_messages_and_what_the_log_tells_of_them(
    room: Room, incident: str
) -> None:
    who = "Inès Roy"
    promised(room, incident, to_whom=who, owner=who, text="Rappeler")
    taken = room.do(ReceiveInbound(incident=incident, text="Rappelez-moi", from_who=who, received_by=who)).result()
    room.do(AnswerInbound(inbound=taken.id, answer="Fait", by=who)).result()
    person = room.do(AddPerson(name=who)).result()
    room.do(ErasePerson(person=str(person), reason="demande")).result()
    told = " ".join(
        [entry.text for entry in room.views.entries(incident)]
        + [str(each) for each in room.views.promises(incident)]
        + [str(each) for each in room.views.inbounds(incident)]
    )
    assert who not in told
    assert who not in str(room.dump())
