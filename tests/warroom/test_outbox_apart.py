"""Two laptops that send the same messages without seeing each other: what both did is shown, never merged away."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.warroom.apart import Apart
from tests.warroom.mobilised import texts
from tests.warroom.sent import a_channel, a_message, a_release, every_line
from tests.warroom.stations import meet
from warroom.commands import AnswerOdd, BeginSending, EndSending, GiveUp, NoteSending, SetSender
from warroom.domain.channels import ChannelKind
from warroom.domain.incidents import Mode
from warroom.domain.messages import Result
from warroom.domain.outbox import LineState, Odd, OddKind
from warroom.errors import Refusal
from warroom.room import Room


@pytest.fixture
def apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    made = Apart(tmp_path, monkeypatch)
    yield made
    for room in made.rooms:
        room.close()


def both_know(apart: Apart, kind: ChannelKind = ChannelKind.SMTP) -> tuple[str, str]:
    channel = a_channel(apart.a, "Relais", kind)
    release = a_release(apart.a, apart.incident.id, (channel,))
    meet(apart.a, apart.b)
    return release, channel


def send(room: Room, release: str, channel: str, *recipients: str, despite: str = "") -> None:
    begun = room.do(BeginSending(release=release, channel=channel, recipients=recipients, despite=despite)).result()
    room.do(EndSending(attempt=begun.attempt, result=Result.SENT, reached=recipients)).result()


def odd(room: Room) -> list[Odd]:
    return room.views.odd_sendings(mode=Mode.REAL)


def test_that_what_both_sent_is_shown_by_both_until_somebody_answers(apart: Apart) -> None:
    release, channel = both_know(apart)
    for room in apart.rooms:
        send(room, release, channel, "desk@example.org")
        apart.wait()
    assert odd(apart.a) == odd(apart.b) == []
    meet(apart.a, apart.b)
    for room in apart.rooms:
        (found,) = odd(room)
        assert (found.kind, found.recipient, found.answer) == (OddKind.TWICE, "desk@example.org", None)
        assert [one.station for one in found.sendings] == ["A", "B"]
    apart.b.do(AnswerOdd(sendings=tuple(one.id for one in odd(apart.b)[0].sendings), done="desk told")).result()
    meet(apart.a, apart.b)
    (answered,) = odd(apart.a)
    assert answered.answer is not None
    assert answered.answer.remark == "desk told"
    assert any("desk told" in text for text in texts(apart.a, apart.incident.id))
    assert apart.a.conflicts() == []


def test_that_a_third_sending_opens_an_answered_line_again(apart: Apart) -> None:
    release, channel = both_know(apart)
    for room in apart.rooms:
        send(room, release, channel, "desk@example.org")
    meet(apart.a, apart.b)
    third = apart.third()
    apart.a.do(AnswerOdd(sendings=tuple(one.id for one in odd(apart.a)[0].sendings), done="seen")).result()
    apart.wait()
    send(third, release, channel, "desk@example.org", despite="the desk has lost it")
    assert odd(third)[0].answer is not None  # who sends again knowing of both says so by it
    send(apart.b, release, channel, "desk@example.org", despite="the desk has lost it")
    meet(third, apart.b)
    assert odd(third)[0].answer is None


def test_that_two_recipients_of_one_channel_are_no_double(apart: Apart) -> None:
    release, channel = both_know(apart, ChannelKind.PHONE)
    apart.a.do(NoteSending(release=release, channel=channel, recipient="Banque Alpha")).result()
    apart.b.do(NoteSending(release=release, channel=channel, recipient="Banque Bêta")).result()
    meet(apart.a, apart.b)
    assert odd(apart.a) == []
    apart.wait()
    apart.a.do(NoteSending(release=release, channel=channel, recipient="banque  bêta")).result()
    (found,) = odd(apart.a)
    assert found.recipient == "Banque Bêta"


def test_that_what_was_given_up_here_and_sent_there_is_shown(apart: Apart) -> None:
    release, channel = both_know(apart)
    apart.a.do(GiveUp(release=release, channel=channel, reason="overtaken")).result()
    apart.wait()
    send(apart.b, release, channel, "desk@example.org")
    meet(apart.a, apart.b)
    for room in apart.rooms:
        (found,) = odd(room)
        assert found.kind is OddKind.GIVEN_UP_AND_SENT
        assert every_line(room)[0].state is LineState.GONE


def test_that_an_attempt_at_another_station_is_seen_and_not_sent_over(apart: Apart) -> None:
    release, channel = both_know(apart)
    apart.b.do(BeginSending(release=release, channel=channel)).result()  # and its power fails
    meet(apart.a, apart.b)
    assert every_line(apart.a)[0].state is LineState.SENDING
    for _minute in range(3):
        apart.wait()
    assert every_line(apart.a)[0].state is LineState.MAY_HAVE_GONE
    with pytest.raises(Refusal):
        apart.a.do(BeginSending(release=release, channel=channel)).result()


def test_that_nothing_leaves_by_a_channel_that_two_stations_set_differently(apart: Apart) -> None:
    release, channel = both_know(apart)
    for room, host in ((apart.a, "mail.example.org"), (apart.b, "elsewhere.example.org")):
        said = {"host": host, "from": "cell@example.org", "to": ["desk@example.org"]}
        room.do(SetSender(channel=channel, settings=said)).result()
    meet(apart.a, apart.b)
    with pytest.raises(Refusal) as disputed:
        apart.a.do(BeginSending(release=release, channel=channel)).result()
    assert disputed.value.code == "channel-disputed"


def test_that_one_message_let_out_by_both_and_sent_by_both_went_twice(apart: Apart) -> None:
    channel = a_channel(apart.a)
    message = a_message(apart.a, apart.incident.id)
    meet(apart.a, apart.b)
    for room in apart.rooms:
        release = a_release(room, apart.incident.id, (channel,), message=message)
        send(room, release, channel, "desk@example.org")
        apart.wait()
    meet(apart.a, apart.b)
    (found,) = odd(apart.a)
    assert (found.kind, found.message, len(found.sendings)) == (OddKind.TWICE, message, 2)


def test_that_a_message_let_out_again_on_purpose_is_no_double(apart: Apart) -> None:
    channel = a_channel(apart.a)
    message = a_message(apart.a, apart.incident.id)
    first = a_release(apart.a, apart.incident.id, (channel,), message=message)
    send(apart.a, first, channel, "desk@example.org")
    again = a_release(apart.a, apart.incident.id, (channel,), message=message, again=first)
    send(apart.a, again, channel, "desk@example.org", despite="asked for again")
    assert odd(apart.a) == []
