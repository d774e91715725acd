"""Messages that come in: four times, each signed for; sent back with a reason; answered once, or seen to be twice."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.builders import NOON, a_room, an_entry, an_incident
from warroom.clock import FixedClock
from warroom.commands import (
    AmendInbound,
    AnswerInbound,
    CorrectAnswer,
    DecideInbound,
    ReceiveInbound,
    SendBackInbound,
    TriageInbound,
)
from warroom.domain.alarms import AlarmKind
from warroom.domain.clocks import ClockKind
from warroom.domain.entries import Kind, Verification
from warroom.domain.inbound import Desk, Inbound, InboundState, visa
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


def received(room: Room, incident: str, **more: Any) -> str:
    said = {"from_who": "Sophie Garnier, Le Quotidien", "channel": "phone", "text": "Combien de clients touchés ?"}
    return str(room.do(ReceiveInbound(incident=incident, **{**said, **more})).result().id)


def of(room: Room, inbound: str) -> Inbound:
    found = room.views.inbound(inbound)
    assert found is not None
    return found


def wait(room: Room, minutes: int) -> None:
    assert isinstance(room.clock, FixedClock)
    room.clock.advance(seconds=60 * minutes)


def test_that_a_message_goes_through_its_four_times_each_with_who_signs(room: Room, incident: str) -> None:
    inbound = received(room, incident)
    wait(room, 2)
    room.do(TriageInbound(inbound=inbound, given_to="COM", triage="presse", by="Marc Petit")).result()
    assert of(room, inbound).state is InboundState.TRIAGED
    wait(room, 3)
    room.do(DecideInbound(inbound=inbound, decision="Lui lire l’élément de langage", by="Ana Costa")).result()
    assert of(room, inbound).state is InboundState.DECIDED
    wait(room, 5)
    room.do(AnswerInbound(inbound=inbound, answer="Élément de langage lu", via="phone")).result()

    found = of(room, inbound)
    assert found.state is InboundState.ANSWERED
    assert [(at and (at - NOON) // MINUTE, visa(name)) for at, name in found.visas] == [
        (0, "LM"),
        (2, "MP"),
        (5, "AC"),
        (10, "LM"),
    ]


def test_that_it_is_an_entry_of_the_log_in_its_own_words_to_be_verified(room: Room, incident: str) -> None:
    inbound = received(room, incident)
    entry = room.views.entry(of(room, inbound).entry)
    assert entry is not None
    assert (entry.text, entry.from_who, entry.kind) == (
        "Combien de clients touchés ?",
        "Sophie Garnier, Le Quotidien",
        Kind.REQUEST,
    )
    assert entry.verification is Verification.TO_VERIFY


def test_that_a_message_is_made_of_an_entry_without_writing_it_twice(room: Room, incident: str) -> None:
    entry = an_entry(room, incident, text="Le préfet demande un point", from_who="Préfecture", channel="phone")
    inbound = of(room, received(room, incident, entry=entry.number, text="", from_who="", channel=""))
    assert (inbound.text, inbound.from_who, inbound.channel) == ("Le préfet demande un point", "Préfecture", "phone")
    assert inbound.entry == entry.id
    assert [each.text for each in room.views.entries(incident)].count("Le préfet demande un point") == 1


def test_that_what_came_from_a_file_is_taken_in_once(room: Room, incident: str) -> None:
    one = room.do(ReceiveInbound(incident=incident, text="Crue", source="CAP a@example.org,1,2026")).result()
    again = room.do(ReceiveInbound(incident=incident, text="Crue", source="CAP a@example.org,1,2026")).result()
    assert (one.is_new, again.is_new, again.id) == (True, False, one.id)
    assert len(room.views.inbounds(incident)) == 1


def test_that_sending_back_takes_a_reason_of_its_own_kind(room: Room, incident: str) -> None:
    inbound = received(room, incident)
    with pytest.raises(Refusal, match="what is wrong"):
        room.do(SendBackInbound(inbound=inbound, reason=" ")).result()
    with pytest.raises(Refusal, match="why it is not yours"):
        room.do(SendBackInbound(inbound=inbound, reason="", to=Desk.TRIAGE)).result()

    room.do(SendBackInbound(inbound=inbound, reason="Numéro de rappel illisible")).result()
    assert of(room, inbound).state is InboundState.SENT_BACK
    room.do(AmendInbound(inbound=inbound, contact="01 99 00 12 34")).result()
    assert of(room, inbound).state is InboundState.RECEIVED

    room.do(TriageInbound(inbound=inbound, given_to="TECH")).result()
    room.do(SendBackInbound(inbound=inbound, reason="Question de presse", to=Desk.TRIAGE)).result()
    assert (of(room, inbound).state, of(room, inbound).sent_back) == (InboundState.SENT_BACK, "Question de presse")
    room.do(TriageInbound(inbound=inbound, given_to="COM")).result()
    assert (of(room, inbound).state, of(room, inbound).given_to) == (InboundState.TRIAGED, "COM")
    told = [entry.text for entry in room.views.entries(incident) if entry.code == "inbound-sent-back"]
    assert len(told) == 2


def test_that_who_answers_at_once_has_triaged_and_decided_by_it(room: Room, incident: str) -> None:
    inbound = received(room, incident)
    wait(room, 4)
    room.do(AnswerInbound(inbound=inbound, answer="Rappelé : pas de chiffre avant 14 h", via="phone")).result()
    assert [(at or 0) - NOON for at, _name in of(room, inbound).visas] == [0, 4 * MINUTE, 4 * MINUTE, 4 * MINUTE]


def test_that_what_wants_no_answer_is_closed_by_the_decision(room: Room, incident: str) -> None:
    inbound = received(room, incident, wants=False)
    room.do(DecideInbound(inbound=inbound, decision="Pour information")).result()
    assert of(room, inbound).state is InboundState.CLOSED


def test_that_nothing_is_done_before_the_message_came(room: Room, incident: str) -> None:
    inbound = received(room, incident)
    with pytest.raises(Refusal, match="before"):
        room.do(TriageInbound(inbound=inbound, at=NOON - 1)).result()


def test_that_an_answer_given_is_corrected_and_never_replaced_unseen(room: Room, incident: str) -> None:
    inbound = received(room, incident)
    room.do(AnswerInbound(inbound=inbound, answer="Tout est rétabli")).result()
    with pytest.raises(Refusal, match="answered"):
        room.do(AnswerInbound(inbound=inbound, answer="Rien n’est rétabli")).result()
    with pytest.raises(Refusal, match="reason"):
        room.do(CorrectAnswer(inbound=inbound, answer="Rien n’est rétabli", reason="")).result()
    room.do(CorrectAnswer(inbound=inbound, answer="Rien n’est rétabli", reason="confondu avec DC2")).result()
    assert of(room, inbound).answer == "Rien n’est rétabli"
    told = [entry.text for entry in room.views.entries(incident) if entry.code.startswith("inbound-answer")]
    assert len(told) == 2


def test_that_an_answer_due_is_a_clock_and_calls_once_it_is_late(room: Room, incident: str) -> None:
    inbound = received(room, incident, answer_by=NOON + 30 * MINUTE)
    (clock,) = [each for each in room.views.clocks(mode=Mode.REAL) if each.kind is ClockKind.ANSWER]
    assert clock.record == inbound
    assert [each for each in room.views.alarms(mode=Mode.REAL) if each.kind is AlarmKind.ANSWER] == []
    wait(room, 31)
    assert [each.record for each in room.views.alarms(mode=Mode.REAL) if each.kind is AlarmKind.ANSWER] == [inbound]
    room.do(AnswerInbound(inbound=inbound, answer="Rappelée")).result()
    assert [each for each in room.views.clocks(mode=Mode.REAL) if each.kind is ClockKind.ANSWER] == []


def test_that_it_is_found_by_its_words_and_taken_away_by_an_undo(room: Room, incident: str) -> None:
    inbound = received(room, incident)
    assert inbound in [found.id for found in room.views.search("quotidien", mode=Mode.REAL).records]
    assert "A-ME01" in room.undo().result()
    assert room.views.inbounds(incident) == []


def test_that_a_restricted_entry_makes_no_message_for_all_to_read(room: Room, incident: str) -> None:
    from warroom.commands import MakeCircle

    circle = room.do(MakeCircle(name="Juridique", members=("Léa Martin",))).result()
    entry = an_entry(room, incident, text="Plainte annoncée", circle=str(circle))
    with pytest.raises(Refusal, match="restricted"):
        received(room, incident, entry=entry.number, text="")


@pytest.mark.parametrize(
    ("name", "initials"), [("Léa Martin", "LM"), ("jean-paul durand", "JPD"), ("ab", "AB"), ("", ""), ("Ø", "Ø")]
)
def test_that_a_visa_is_the_initials_of_a_name(name: str, initials: str) -> None:
    assert visa(name) == initials
