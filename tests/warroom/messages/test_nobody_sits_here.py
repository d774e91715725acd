"""What takes a person: nobody at the keyboard gives no verdict over somebody's, approves nothing, is no answer."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.builders import a_room, an_incident
from tests.warroom.messages.said import a_message, approved, released, sitting
from tests.warroom.sent import SMTP, a_channel, a_release, the_line
from warroom.clock import FixedClock
from warroom.commands import (
    AddStakeholder,
    AmendMessage,
    AnswerInbound,
    ApprovePress,
    AskReview,
    DeclareIncident,
    DraftMessage,
    GiveVerdict,
    MakePromise,
    ReceiveInbound,
    ReleaseMessage,
    WritePress,
)
from warroom.domain.channels import AnswerKind
from warroom.domain.messages import ReviewKind, Verdict
from warroom.errors import Refusal
from warroom.room import Room

HOUR = 3_600_000
BEFORE_WINTER = 1_792_875_600_000  # Saturday 24 October 2026, 23:00 in Paris: clocks go back at three


@pytest.fixture
def room(tmp_path: Path) -> Any:
    made = a_room(tmp_path)
    yield made
    made.close()


@pytest.fixture
def incident(room: Room) -> str:
    return an_incident(room).id


@contextmanager
def nobody(room: Room) -> Iterator[None]:
    former = room._store.author
    room._store.sit_down(person="", name="")
    try:
        yield
    finally:
        room._store.sit_down(person=former.person, name=former.name)


def refused(room: Room, command: Any) -> str:
    with pytest.raises(Refusal) as caught:
        room.do(command).result()
    return caught.value.code


def test_that_nobody_at_the_keyboard_takes_no_verdict_back(room: Room, incident: str) -> None:
    message = a_message(room, incident).id
    kind = ReviewKind.TECHNICAL
    check = room.do(AskReview(message=message, kind=kind, asked_of="Marc Petit")).result()
    with sitting(room, "Marc Petit"):
        room.do(GiveVerdict(review=check, kind=kind, verdict=Verdict.SENT_BACK, remark="faux")).result()

    with nobody(room):
        assert refused(room, GiveVerdict(review=check, kind=kind, verdict=Verdict.PASSED)) == "review-answered"
    (found,) = room.views.message_reviews(message)
    assert (found.verdict, found.by) == (Verdict.SENT_BACK, "Marc Petit")


def test_that_nobody_at_the_keyboard_approves_no_words_for_the_press(room: Room, incident: str) -> None:
    line = WritePress(incident=incident, kind=AnswerKind.LINE, language="fr", answer="Nous rétablissons le service.")
    record = room.do(line).result()
    with nobody(room):
        assert refused(room, ApprovePress(answer=record)) == "approver-missing"


def test_that_a_message_that_never_went_out_is_not_said_to_have_been_let_out(room: Room, incident: str) -> None:
    message = a_message(room, incident).id
    approved(room, message)
    again = ReleaseMessage(message=message, again="0" * 32, reason="encore")
    with pytest.raises(Refusal) as caught:
        room.do(again).result()
    assert caught.value.code == "unknown-reference"


def test_that_a_draft_answers_nobody(room: Room, incident: str) -> None:
    inbound = room.do(ReceiveInbound(incident=incident, text="Quand ?", from_who="Le Quotidien")).result().id
    draft = a_message(room, incident)
    assert refused(room, AnswerInbound(inbound=inbound, message=draft.number)) == "answer-not-out"

    out = released(room, incident)
    room.do(AnswerInbound(inbound=inbound, message=out.number)).result()
    assert room.views.inbound(inbound).message == out.message


def test_that_a_message_is_for_people_whom_this_room_knows(room: Room, incident: str) -> None:
    assert refused(room, DraftMessage(incident=incident, audiences=("custmers",))) == "unknown-reference"
    message = a_message(room, incident).id
    assert refused(room, AmendMessage(message=message, audiences=("staff", "custmers"))) == "unknown-reference"
    assert room.views.message(message).audiences == ("customers",)


def test_that_a_message_of_an_exercise_answers_nobody_real(room: Room, incident: str) -> None:
    drill = room.do(DeclareIncident(title="Panne jouée", exercise=True)).result().id
    out = released(room, drill)
    inbound = room.do(ReceiveInbound(incident=incident, text="Quand ?", from_who="Le Quotidien")).result().id
    assert refused(room, AnswerInbound(inbound=inbound, message=out.number)) == "modes-mixed"


def test_that_whoever_no_mail_reaches_is_named_before_it_is_sent(room: Room, incident: str) -> None:
    relay = a_channel(room, settings={**SMTP, "stakeholders": True})
    for name, mail in (("Nordis", "it@nordis.example"), ("Sudis", "it(at)sudis"), ("Estis", "")):
        room.do(AddStakeholder(name=name, audience="customers", mail=mail)).result()
    room.do(AddStakeholder(name="Préfecture", audience="authorities", mail="")).result()
    a_release(room, incident, (relay,))

    line = the_line(room)
    assert "it@nordis.example" in room.outbox.recipients_of(line)
    assert room.outbox.without_mail(line) == ("Estis", "Sudis")


def test_that_an_hour_after_the_clocks_change_is_said_as_it_will_be(tmp_path: Path) -> None:
    with a_room(tmp_path / "winter", clock=FixedClock(BEFORE_WINTER)) as room:
        incident = an_incident(room).id
        due = BEFORE_WINTER + 9 * HOUR  # seven on the wall: the night has an hour more
        room.do(MakePromise(incident=incident, to_whom="Le Quotidien", text="Un chiffre", due_at=due)).result()
        (told,) = [each for each in room.views.entries(incident) if each.code == "promise-made"]
        assert "07:00" in told.text
