"""Decisions through the door: asked, taken, read back, reviewed, withdrawn."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.builders import NOON, a_room, an_incident
from warroom.commands import AmendDecision, Decide, ReadBack, RequestDecision, ReviewDecision, WithdrawDecision
from warroom.domain.decisions import Decision, DecisionState, Option
from warroom.domain.entries import Kind
from warroom.domain.incidents import Mode
from warroom.errors import Refusal
from warroom.room import Room

HOUR = 3_600_000
OPTIONS = (Option(title="Couper", advantages="sûr", risks="visible"), Option(title="Attendre", reversible="oui"))


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    with a_room(tmp_path) as room:
        yield room


@pytest.fixture
def incident(room: Room) -> str:
    return an_incident(room).id


def ask(room: Room, incident: str, **more: object) -> str:
    return room.do(RequestDecision(incident=incident, question="Coupe-t-on l'accès ?", **more)).result().number  # type: ignore[arg-type]


def shown(room: Room, incident: str, number: str) -> Decision:
    return next(item for item in room.views.decisions(incident) if item.number == number)


def refused(room: Room, command: object) -> str:
    with pytest.raises(Refusal) as refusal:
        room.do(command).result()  # type: ignore[arg-type]
    return refusal.value.code


def test_that_a_question_waits_with_its_options_and_is_logged(room: Room, incident: str) -> None:
    number = ask(room, incident, options=OPTIONS, decider="Préfet", decide_before=NOON + HOUR, context="deux sites")
    decision = shown(room, incident, number)

    assert (number, decision.state, decision.is_open) == ("A-D001", DecisionState.REQUESTED, True)
    assert decision.options == OPTIONS
    assert (decision.decider, decision.decide_before, decision.context) == ("Préfet", NOON + HOUR, "deux sites")
    entry = list(room.views.entries(incident))[-1]
    assert (entry.kind, entry.params["decision"]) == (Kind.REQUEST, number)
    assert [item.number for item in room.views.pending(mode=Mode.REAL)] == [number]


def test_that_a_taken_decision_keeps_who_decided_who_typed_and_how(room: Room, incident: str) -> None:
    number = ask(room, incident, options=OPTIONS)
    taken = Decide(
        decision=number, decided="On coupe", rationale="risque vital", decider="Préfet", how="phone",
        executor="Réseau", review_at=NOON + HOUR, facts=("A-0001",), delegation="astreinte",
    )  # fmt: skip
    room.do(taken).result()
    decision = shown(room, incident, number)

    assert (decision.state, decision.decided, decision.rationale) == (DecisionState.DECIDED, "On coupe", "risque vital")
    assert (decision.decider, decision.typed_by, decision.how) == ("Préfet", "Léa Martin", "phone")
    assert (decision.decided_at, decision.review_at, decision.facts) == (NOON, NOON + HOUR, ("A-0001",))
    assert decision.options == OPTIONS
    entry = list(room.views.entries(incident))[-1]
    assert (entry.kind, entry.key_event, entry.reason, entry.from_who) == (
        Kind.DECISION,
        True,
        "risque vital",
        "Préfet",
    )
    assert [(item.noun, item.due_at) for item in room.views.pending(mode=Mode.REAL)] == [("review", NOON + HOUR)]


def test_that_a_decision_can_be_taken_at_once(room: Room, incident: str) -> None:
    number = room.do(Decide(incident=incident, decided="On coupe")).result().number
    decision = shown(room, incident, number)

    assert (decision.question, decision.decided, decision.is_open) == ("On coupe", "On coupe", False)


def test_that_a_decision_taken_or_withdrawn_is_not_taken_again(room: Room, incident: str) -> None:
    taken, dropped = ask(room, incident), ask(room, incident)
    room.do(Decide(decision=taken, decided="Oui")).result()
    room.do(WithdrawDecision(decision=dropped, reason="sans objet")).result()

    for number in (taken, dropped):
        assert refused(room, Decide(decision=number, decided="Non")) == "decision-closed"
        assert refused(room, AmendDecision(decision=number, question="Autre ?")) == "decision-closed"
        assert refused(room, WithdrawDecision(decision=number, reason="r")) == "decision-closed"
    assert shown(room, incident, taken).decided == "Oui"
    assert shown(room, incident, dropped).state is DecisionState.WITHDRAWN


def test_that_empty_words_are_refused(room: Room, incident: str) -> None:
    number = ask(room, incident)

    assert refused(room, RequestDecision(incident=incident, question=" ")) == "question-missing"
    assert refused(room, Decide(decision=number, decided=" ")) == "decision-missing"
    assert refused(room, AmendDecision(decision=number, question=" ")) == "question-missing"
    assert refused(room, WithdrawDecision(decision=number, reason=" ")) == "reason-missing"
    assert refused(room, Decide(decided="Oui")) == "unknown-reference"


def test_that_a_waiting_question_can_be_made_better(room: Room, incident: str) -> None:
    number = ask(room, incident)
    room.do(
        AmendDecision(decision=number, question="Coupe-t-on tout ?", options=OPTIONS, decide_before=NOON + 1)
    ).result()
    decision = shown(room, incident, number)

    assert (decision.question, decision.options, decision.decide_before) == ("Coupe-t-on tout ?", OPTIONS, NOON + 1)


def test_that_only_a_taken_decision_is_read_back_or_reviewed_and_read_back_once(room: Room, incident: str) -> None:
    number = ask(room, incident)
    assert refused(room, ReadBack(decision=number)) == "decision-not-taken"
    assert refused(room, ReviewDecision(decision=number, finding="tient")) == "decision-not-taken"
    room.do(Decide(decision=number, decided="Oui", decider="Préfet")).result()

    room.do(ReadBack(decision=number)).result()
    room.clock.advance(seconds=60)  # type: ignore[attr-defined]
    room.do(ReadBack(decision=number)).result()

    assert shown(room, incident, number).read_back_at == NOON
    assert [entry.code for entry in room.views.entries(incident)].count("read-back") == 1


def test_that_a_review_may_ask_for_another_even_after_the_last(room: Room, incident: str) -> None:
    number = room.do(Decide(incident=incident, decided="Oui", review_at=NOON + HOUR)).result().number

    def waiting() -> list[int | None]:
        return [item.due_at for item in room.views.pending(mode=Mode.REAL)]

    room.do(ReviewDecision(decision=number, finding="tient", next_review_at=NOON + 2 * HOUR)).result()
    assert waiting() == [NOON + 2 * HOUR]
    room.do(ReviewDecision(decision=number, finding="tient toujours")).result()
    assert waiting() == []
    room.do(ReviewDecision(decision=number, finding="doute", next_review_at=NOON + 3 * HOUR)).result()
    assert waiting() == [NOON + 3 * HOUR]
    assert refused(room, ReviewDecision(decision=number, finding=" ")) == "finding-missing"


def test_that_open_questions_come_first_and_late_ones_are_counted(room: Room, incident: str) -> None:
    later, sooner = ask(room, incident, decide_before=NOON + HOUR), ask(room, incident, decide_before=NOON + 1)
    taken = room.do(Decide(incident=incident, decided="Oui")).result().number
    room.clock.advance(seconds=60)  # type: ignore[attr-defined]

    assert [item.number for item in room.views.decisions(incident)] == [sooner, later, taken]
    assert [item.number for item in room.views.decisions(incident, open_only=True)] == [sooner, later]
    assert room.views.counts(incident)["decisions"] == (2, 1)
