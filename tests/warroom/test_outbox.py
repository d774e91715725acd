"""The outbox: what waits is seen, what went is in the ledger, and nothing is sent twice without somebody saying so."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.builders import NOON, a_room, an_entry, an_incident
from tests.warroom.messages import said
from tests.warroom.mobilised import texts
from tests.warroom.sent import a_channel, a_message, a_release, every_line, the_line
from warroom.clock import FixedClock
from warroom.commands import (
    AnswerOdd,
    BeginSending,
    ChangeSeverity,
    ChangeStatus,
    CiteEntry,
    DeclareIncident,
    EndSending,
    GiveUp,
    GrantRoles,
    MarkEntry,
    MarkNeed,
    NoteSending,
    ReleaseMessage,
)
from warroom.commands.sendings import Begun
from warroom.domain.alarms import AlarmKind
from warroom.domain.channels import ChannelKind
from warroom.domain.entries import Verification
from warroom.domain.incidents import Mode, Severity, Status
from warroom.domain.messages import Result
from warroom.domain.needs import NeedState
from warroom.domain.outbox import LineState
from warroom.domain.rights import Role
from warroom.domain.stale import Advice, Doubt
from warroom.errors import Refusal
from warroom.room import Room

MINUTE = 60_000


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    with a_room(tmp_path) as made:
        yield made


@pytest.fixture
def incident(room: Room) -> str:
    return an_incident(room).id


def begin(room: Room, release: str, channel: str, **more: Any) -> Begun:
    return room.do(BeginSending(release=release, channel=channel, **more)).result()


def end(room: Room, begun: Begun, result: Result = Result.SENT, **more: Any) -> str:
    return room.do(EndSending(attempt=begun.attempt, result=result, **more)).result()


def wait(room: Room, minutes: int) -> None:
    assert isinstance(room.clock, FixedClock)
    room.clock.advance(seconds=60 * minutes)


def doubts(room: Room) -> list[Doubt]:
    return [reason.doubt for reason in the_line(room).judgement.reasons]


def test_that_what_was_let_out_waits_channel_by_channel_in_the_order_of_deadlines(room: Room, incident: str) -> None:
    mail, phone = a_channel(room), a_channel(room, "Cascade", ChannelKind.PHONE)
    late = a_message(room, incident, due_at=NOON + 30 * MINUTE)
    soon = a_message(room, incident, due_at=NOON + 10 * MINUTE)
    a_release(room, incident, (mail,), message=late)
    wait(room, 1)
    a_release(room, incident, (mail, phone), message=soon)
    lines = room.views.outbox(mode=Mode.REAL)
    assert [line.message for line in lines] == [soon, soon, late]
    assert {line.state for line in lines} == {LineState.TO_SEND}
    assert [line.by_program for line in lines if line.channel_id == phone] == [False]


def test_that_a_sending_noted_by_hand_is_in_the_ledger_and_in_the_log(room: Room, incident: str) -> None:
    phone = a_channel(room, "Cascade", ChannelKind.PHONE)
    release = a_release(room, incident, (phone,))
    note = NoteSending(release=release, channel=phone, recipient="Banque Alpha", proof="note A-12", language="fr")
    made = room.do(note).result()
    room.do(NoteSending(release=release, channel=phone, result=Result.READ_BACK, confirms=made)).result()
    (line,) = every_line(room)
    assert (line.state, room.views.outbox(mode=Mode.REAL)) == (LineState.READ_BACK, [])
    read_back, sent = room.views.ledger(mode=Mode.REAL)
    assert (sent.sending.recipient, sent.sending.by, sent.channel_name) == ("Banque Alpha", "Léa Martin", "Cascade")
    assert read_back.sending.confirms == sent.sending.id
    assert any("A-MS01 sent by Cascade" in text and "Banque Alpha" in text for text in texts(room, incident))


def test_that_the_intent_is_noted_before_and_the_outcome_after(room: Room, incident: str) -> None:
    mail = a_channel(room)
    release = a_release(room, incident, (mail,))
    begun = begin(room, release, mail, recipients=("desk@example.org",))
    assert the_line(room).state is LineState.SENDING
    end(room, begun, reached=("desk@example.org",), proof="250 queued as 7")
    (line,) = every_line(room)
    assert (line.state, line.tries[-1].proof) == (LineState.GONE, "250 queued as 7")


def test_that_an_attempt_nobody_ended_may_have_gone_and_is_not_sent_again_in_silence(room: Room, incident: str) -> None:
    mail = a_channel(room)
    release = a_release(room, incident, (mail,))
    begin(room, release, mail)
    with pytest.raises(Refusal) as at_work:
        begin(room, release, mail)
    wait(room, 3)
    assert the_line(room).state is LineState.MAY_HAVE_GONE
    assert not the_line(room).is_current
    with pytest.raises(Refusal) as unknown:
        begin(room, release, mail)
    assert (at_work.value.code, unknown.value.code) == ("sending-not-now", "sending-not-now")
    end(room, begin(room, release, mail, despite="the desk says that nothing came"))
    assert every_line(room)[0].state is LineState.GONE


def test_that_somebody_who_found_out_ends_an_attempt_that_may_have_gone(room: Room, incident: str) -> None:
    mail = a_channel(room)
    release = a_release(room, incident, (mail,))
    begun = begin(room, release, mail)
    end(room, begun, Result.UNCLEAR, remark="no answer")
    assert the_line(room).state is LineState.MAY_HAVE_GONE
    found = NoteSending(release=release, channel=mail, result=Result.FAILED, attempt=begun.attempt)
    room.do(found).result()
    assert the_line(room).state is LineState.FAILED
    with pytest.raises(Refusal):
        room.do(found).result()


def test_that_recipients_who_were_refused_are_tried_again_alone(room: Room, incident: str) -> None:
    mail = a_channel(room)
    release = a_release(room, incident, (mail,))
    end(room, begin(room, release, mail), reached=("a@example.org",), refused=("b@example.org",))
    line = the_line(room)
    assert (line.state, line.refused) == (LineState.PARTLY, ("b@example.org",))
    end(room, begin(room, release, mail, recipients=line.refused), reached=("b@example.org",))
    assert every_line(room)[0].state is LineState.GONE
    assert room.views.odd_sendings(mode=Mode.REAL) == []


def test_that_a_try_that_came_meanwhile_is_seen_before_sending(room: Room, incident: str) -> None:
    mail = a_channel(room)
    release = a_release(room, incident, (mail,))
    end(room, begin(room, release, mail), Result.FAILED, remark="no route")
    with pytest.raises(Refusal) as moved:
        begin(room, release, mail, knows=())
    assert moved.value.code == "sending-moved"
    begin(room, release, mail, knows=tuple(one.id for one in the_line(room).tries))


def test_that_what_is_given_up_says_why_and_waits_no_more(room: Room, incident: str) -> None:
    mail = a_channel(room)
    release = a_release(room, incident, (mail,))
    with pytest.raises(Refusal):
        room.do(GiveUp(release=release, channel=mail, reason=" ")).result()
    room.do(GiveUp(release=release, channel=mail, reason="the page said it")).result()
    assert room.views.outbox(mode=Mode.REAL) == []
    assert any("the page said it" in text for text in texts(room, incident))
    with pytest.raises(Refusal):
        room.do(GiveUp(release=release, channel=mail, reason="again")).result()


def test_that_an_exercise_never_leaves_by_a_real_channel_nor_reality_by_one_of_exercises(room: Room) -> None:
    drill = room.do(DeclareIncident(title="Exercice", exercise=True)).result().id
    real = an_incident(room).id
    mail = a_channel(room)
    training = a_channel(room, "Relais d’exercice", settings={"exercise": True})
    with pytest.raises(Refusal) as stays:
        begin(room, a_release(room, drill, (mail,), exercise=True), mail)
    with pytest.raises(Refusal) as only:
        begin(room, a_release(room, real, (training,)), training)
    assert (stays.value.code, only.value.code) == ("exercise-stays-inside", "channel-for-exercises")
    begin(room, a_release(room, drill, (training,), exercise=True), training)
    # A release that came from elsewhere and denies it: the incident says what it is.
    with pytest.raises(Refusal):
        begin(room, a_release(room, drill, (mail,), exercise=False), mail)


def test_that_real_and_exercise_lines_stand_in_lists_of_their_own(room: Room, incident: str) -> None:
    drill = room.do(DeclareIncident(title="Exercice", exercise=True)).result().id
    mail = a_channel(room)
    a_release(room, incident, (mail,))
    a_release(room, drill, (mail,), exercise=True)
    assert [line.incident for line in room.views.outbox(mode=Mode.REAL)] == [incident]
    assert [line.incident for line in room.views.outbox(mode=Mode.EXERCISE)] == [drill]
    assert len(room.views.outbox(mode=Mode.BOTH)) == 2


def test_that_a_message_overtaken_by_a_newer_one_is_stopped_until_somebody_says_why(room: Room, incident: str) -> None:
    mail = a_channel(room)
    release = a_release(room, incident, (mail,))
    wait(room, 5)
    newer = a_release(room, incident, (mail,))
    line = next(each for each in room.views.outbox(mode=Mode.REAL) if each.release and each.release.id == release)
    assert (line.judgement.advice, line.judgement.reasons[0].doubt) == (Advice.STOP, Doubt.NEWER)
    with pytest.raises(Refusal) as stale:
        begin(room, release, mail)
    assert stale.value.code == "sending-stale"
    begin(room, newer, mail)


def test_that_a_change_of_severity_asks_and_the_end_of_the_incident_stops(room: Room, incident: str) -> None:
    mail = a_channel(room)
    release = a_release(room, incident, (mail,), next_at=NOON + 60 * MINUTE)
    assert the_line(room).is_current
    wait(room, 5)
    room.do(ChangeSeverity(incident=incident, severity=Severity.CRITICAL, reason="tout est touché")).result()
    assert doubts(room) == [Doubt.SEVERITY]
    with pytest.raises(Refusal) as unchecked:
        begin(room, release, mail)
    assert unchecked.value.code == "sending-unchecked"
    room.do(ChangeStatus(incident=incident, status=Status.RESOLVED, reason="rétabli")).result()
    assert doubts(room) == [Doubt.RESOLVED, Doubt.SEVERITY]
    end(room, begin(room, release, mail, despite="the register must have it"))


def test_that_a_promised_hour_that_has_passed_stops_and_one_that_comes_asks(room: Room, incident: str) -> None:
    a_release(room, incident, (a_channel(room),), next_at=NOON + 30 * MINUTE)
    wait(room, 27)
    assert (the_line(room).judgement.advice, doubts(room)) == (Advice.ASK, [Doubt.UPDATE_SOON])
    wait(room, 4)
    assert (the_line(room).judgement.advice, doubts(room)) == (Advice.STOP, [Doubt.UPDATE_PASSED])


def test_that_sending_in_spite_of_the_check_takes_the_right_to_let_out(room: Room, incident: str) -> None:
    mail = a_channel(room)
    release = a_release(room, incident, (mail,), next_at=NOON + MINUTE)
    wait(room, 2)
    room.do(GrantRoles(person="Léa Martin", roles=frozenset({Role.ADMINISTRATOR}))).result()
    with pytest.raises(Refusal) as gate:
        begin(room, release, mail, despite="all the same")
    assert gate.value.code == "right-missing"


def test_that_a_line_says_what_its_channel_lacks_and_when_that_came_back(room: Room, incident: str) -> None:
    a_release(room, incident, (a_channel(room, needs=["internet", "mail"]),))
    room.do(MarkNeed(incident=incident, need="internet", state=NeedState.DOWN, reason="coupure")).result()
    line = the_line(room)
    assert ([one.need for one in line.unmet], line.is_current, line.returned_at) == (["internet"], False, None)
    wait(room, 10)
    room.do(MarkNeed(incident=incident, need="internet", state=NeedState.WORKS)).result()
    line = the_line(room)
    assert (line.unmet, line.is_current, line.returned_at) == ((), True, NOON + 10 * MINUTE)


def test_that_only_a_sender_begins_and_only_people_note_by_hand(room: Room, incident: str) -> None:
    phone = a_channel(room, "Cascade", ChannelKind.PHONE)
    release = a_release(room, incident, (phone,))
    with pytest.raises(Refusal) as by_hand:
        begin(room, release, phone)
    with pytest.raises(Refusal) as forged:
        room.do(NoteSending(release=release, channel=phone, result=Result.BEGUN)).result()
    assert (by_hand.value.code, forged.value.code) == ("channel-by-hand", "sending-result")


def test_that_what_is_approved_waits_to_be_let_out(room: Room, incident: str) -> None:
    mail = a_channel(room)
    message = said.a_message(room, incident, channels=(mail,)).id
    said.approved(room, message)
    line = the_line(room)
    assert (line.message, line.state, line.release, line.channels) == (message, LineState.APPROVED, None, (mail,))
    room.do(ReleaseMessage(message=message)).result()
    line = the_line(room)
    assert (line.state, line.channel_id, line.title) == (LineState.TO_SEND, mail, "Investigating")


def test_that_a_message_whose_ground_was_refuted_is_stopped(room: Room, incident: str) -> None:
    entry = an_entry(room, incident)
    message = said.a_message(room, incident, channels=(a_channel(room),)).id
    room.do(CiteEntry(message=message, entry=entry.id)).result()
    said.approved(room, message)
    room.do(ReleaseMessage(message=message)).result()
    assert the_line(room).judgement.advice is Advice.GO
    room.do(MarkEntry(entry=entry.id, verification=Verification.REFUTED, reason="mesure fausse")).result()
    assert doubts(room) == [Doubt.REFUTED]
    assert the_line(room).judgement.reasons[0].number == entry.number


def test_that_what_may_have_gone_and_what_went_twice_calls_until_it_is_answered(room: Room, incident: str) -> None:
    mail, phone = a_channel(room), a_channel(room, "Cascade", ChannelKind.PHONE)
    release = a_release(room, incident, (mail, phone))
    begun = begin(room, release, mail)
    assert calling(room) == []
    wait(room, 3)
    assert calling(room) == [AlarmKind.UNCLEAR]
    room.do(NoteSending(release=release, channel=mail, attempt=begun.attempt)).result()
    assert calling(room) == []
    pair = [room.do(NoteSending(release=release, channel=phone, recipient="Accueil")).result() for _at in range(2)]
    assert calling(room) == [AlarmKind.SENT_TWICE]
    room.do(AnswerOdd(sendings=tuple(pair), done="Accueil prévenu")).result()
    assert calling(room) == []


def calling(room: Room) -> list[AlarmKind]:
    wanted = (AlarmKind.UNCLEAR, AlarmKind.SENT_TWICE)
    return [alarm.kind for alarm in room.views.alarms(mode=Mode.REAL) if alarm.kind in wanted]
