"""The outbox's door against real servers: every end is in the ledger; a killed program leaves doubt, not silence."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.builders import NOON, PASSPHRASE, a_room, an_incident, reopened
from tests.servers_of_messages import PASSWORD, USER, Authority, Mail, Web, mail_server, web_service
from tests.warroom.mobilised import texts
from tests.warroom.sent import a_channel, a_release, every_line, the_line
from warroom.clock import FixedClock
from warroom.commands import DeclareIncident, NoteSending, SetSender
from warroom.domain.channels import ChannelKind
from warroom.domain.incidents import Mode
from warroom.domain.messages import Result
from warroom.domain.outbox import LineState
from warroom.errors import Refusal, Trouble
from warroom.room import Room

CHECKOUT = Path(__file__).resolve().parents[2]
CHILD = """
import sys
from warroom.clock import FixedClock
from warroom.room import Room
with Room.open(sys.argv[1], passphrase=sys.argv[2], clock=FixedClock(int(sys.argv[3])), backups=False) as room:
    print("open", flush=True)
    room.outbox.send(sys.argv[4], secret=sys.argv[5])
"""


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return Authority(tmp_path)


@pytest.fixture
def mail(authority: Authority) -> Iterator[Mail]:
    with mail_server(authority.context()) as server:
        yield server


@pytest.fixture
def web(authority: Authority) -> Iterator[Web]:
    with web_service(authority.context()) as service:
        yield service


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    with a_room(tmp_path) as made:
        yield made


def by_mail(room: Room, port: int, authority: Authority, **more: Any) -> str:
    settings = {
        "host": "127.0.0.1",
        "port": port,
        "from": "cell@example.org",
        "to": ["desk@example.org"],
        "user": USER,
        "ca": authority.pem,
    }
    channel = a_channel(room, more.pop("name", "Relais"), settings={})
    room.do(SetSender(channel=channel, settings={**settings, **more})).result()
    return channel


def by_web(room: Room, web: Web, authority: Authority, **more: Any) -> str:
    channel = a_channel(room, "Portail", ChannelKind.WEBHOOK, settings={})
    room.do(SetSender(channel=channel, settings={"url": web.url(), "ca": authority.pem, **more})).result()
    return channel


def test_that_a_line_leaves_by_mail_and_the_ledger_has_the_answer_and_the_hash(
    room: Room, mail: Mail, authority: Authority
) -> None:
    incident = an_incident(room).id
    a_release(room, incident, (by_mail(room, mail.port, authority),))
    room.outbox.send(the_line(room).id, secret=PASSWORD)
    (line,) = every_line(room)
    sent = line.tries[-1]
    assert (line.state, sent.recipients, sent.proof) == (
        LineState.GONE,
        ("desk@example.org",),
        "250 2.0.0 OK queued as A7",
    )
    assert len(sent.proof_sha256) == 64
    assert len(mail.got) == 1
    assert any("A-MS01 sent by Relais, by Léa Martin" in text for text in texts(room, incident))


def test_that_a_line_leaves_by_a_web_service_under_the_same_key_from_every_try(
    room: Room, web: Web, authority: Authority
) -> None:
    a_release(room, an_incident(room).id, (by_web(room, web, authority),))
    web.answer = lambda _asked: (503, {}, b"")
    assert room.outbox.send(the_line(room).id).result is Result.FAILED
    assert the_line(room).state is LineState.FAILED
    web.answer = lambda _asked: (200, {}, b"")
    assert room.outbox.send(the_line(room).id).result is Result.SENT
    first, second = (asked.headers["Idempotency-Key"] for asked in web.asked)
    assert first == second
    room.outbox.send(every_line(room)[0].id, despite="they have lost it")
    assert web.asked[-1].headers["Idempotency-Key"] != first


def test_that_a_failure_is_noted_with_its_reason_and_the_line_waits(
    room: Room, mail: Mail, authority: Authority
) -> None:
    a_release(room, an_incident(room).id, (by_mail(room, mail.port, authority),))
    with pytest.raises(Trouble) as wrong:
        room.outbox.send(the_line(room).id, secret="not the password")
    line = the_line(room)
    assert (wrong.value.code, line.state, mail.got) == ("sender-login", LineState.FAILED, [])
    assert "refuses the user" in line.tries[-1].remark
    assert "not the password" not in str(line.tries)


def test_that_nothing_is_noted_where_nothing_could_begin(room: Room, mail: Mail, authority: Authority) -> None:
    channel = by_mail(room, mail.port, authority)
    a_release(room, an_incident(room).id, (channel,))
    with pytest.raises(Refusal) as missing:
        room.outbox.send(the_line(room).id)
    assert missing.value.code in ("sender-secret-missing", "keyring-unavailable")
    assert (the_line(room).state, the_line(room).tries) == (LineState.TO_SEND, ())


def test_that_a_program_killed_between_sent_and_noted_leaves_a_line_that_may_have_gone(
    tmp_path: Path, mail: Mail, authority: Authority
) -> None:
    clock = FixedClock(NOON)
    room = a_room(tmp_path, clock=clock)
    a_release(room, an_incident(room).id, (by_mail(room, mail.port, authority),))
    line = the_line(room).id
    room.close()
    child = subprocess.Popen(
        [sys.executable, "-c", CHILD, str(room.path), PASSPHRASE, str(NOON + 1_000), line, PASSWORD],
        cwd=CHECKOUT,
        stdout=subprocess.PIPE,
        env={**os.environ, "WARROOM_KEYRING": "off"},
    )

    def accept_and_kill() -> str:
        child.send_signal(signal.SIGKILL)
        child.wait()
        return "250 OK"

    mail.on_data = accept_and_kill
    assert child.wait(timeout=60) == -signal.SIGKILL
    assert child.stdout is not None
    child.stdout.close()
    with reopened(room) as again:
        assert len(mail.got) == 1
        assert the_line(again).state is LineState.SENDING
        clock.advance(seconds=180)
        assert the_line(again).state is LineState.MAY_HAVE_GONE
        with pytest.raises(Refusal) as asked:
            again.outbox.send(line, secret=PASSWORD)
        assert asked.value.code == "sending-not-now"
        assert len(mail.got) == 1
        begun = the_line(again).tries[-1]
        found = NoteSending(
            release=begun.release, channel=begun.channel, attempt=begun.attempt, remark="the desk has it"
        )
        again.do(found).result()
        assert every_line(again)[0].state is LineState.GONE


def test_that_several_current_lines_go_in_one_go_and_a_stale_one_stays(
    room: Room, web: Web, authority: Authority
) -> None:
    channel = by_web(room, web, authority)
    first = an_incident(room).id
    a_release(room, first, (channel,))
    a_release(room, an_incident(room, title="Autre").id, (channel,))
    a_release(room, an_incident(room, title="Vieux").id, (channel,), next_at=NOON)
    lines = room.views.outbox(mode=Mode.REAL)
    assert [line.is_current for line in lines].count(True) == 2
    went = room.outbox.send_all([line.id for line in lines])
    assert sorted(one.error.code if one.error else "" for one in went) == ["", "", "sending-stale"]
    assert len(web.asked) == 2


def test_that_an_exercise_never_leaves_by_a_real_service(room: Room, web: Web, authority: Authority) -> None:
    drill = room.do(DeclareIncident(title="Exercice", exercise=True)).result().id
    a_release(room, drill, (by_web(room, web, authority),), exercise=True)
    line = the_line(room, Mode.EXERCISE)
    with pytest.raises(Refusal) as stays:
        room.outbox.send(line.id, despite="I insist")
    assert (stays.value.code, web.asked) == ("exercise-stays-inside", [])


def test_that_a_password_stays_in_the_keyring_and_goes_nowhere_else(
    room: Room, mail: Mail, authority: Authority, private_keyring: None
) -> None:
    channel = by_mail(room, mail.port, authority)
    a_release(room, an_incident(room).id, (channel,))
    assert room.outbox.secret_of(channel).is_kept is False
    assert room.outbox.keep_secret(channel, PASSWORD) is True
    assert room.outbox.secret_of(channel).is_kept is True
    assert PASSWORD.encode() not in room.dump()
    with mail_server(None, login=False, starttls=False) as elsewhere:
        moved = {"host": "127.0.0.1", "port": elsewhere.port, "user": USER, "to": ["desk@example.org"]}
        room.do(SetSender(channel=channel, settings={**moved, "from": "cell@example.org"})).result()
        with pytest.raises(Refusal) as asked:
            room.outbox.send(the_line(room).id)
    assert asked.value.code == "sender-secret-elsewhere"
    by_mail_again = {"host": "127.0.0.1", "port": mail.port, "user": USER, "to": ["desk@example.org"]}
    back = {**by_mail_again, "from": "cell@example.org", "ca": authority.pem}
    room.do(SetSender(channel=channel, settings=back)).result()
    assert room.outbox.send(the_line(room).id).result is Result.SENT
    room.outbox.keep_secret(channel, "")
    assert room.outbox.secret_of(channel).is_kept is False


def test_that_a_portable_room_holds_a_password_for_this_opening_alone(
    tmp_path: Path, mail: Mail, authority: Authority, private_keyring: None
) -> None:
    with a_room(tmp_path, portable=True) as room:
        channel = by_mail(room, mail.port, authority)
        assert room.outbox.keep_secret(channel, PASSWORD) is False
        a_release(room, an_incident(room).id, (channel,))
        assert room.outbox.send(the_line(room).id).result is Result.SENT
        assert room.outbox.secret_of(channel).is_kept
        with reopened(room) as again:
            assert again.outbox.secret_of(channel).is_kept is False


def test_that_a_try_of_a_channel_says_exactly_what_is_wrong(
    room: Room, mail: Mail, web: Web, authority: Authority
) -> None:
    channel = by_mail(room, mail.port, authority)
    assert all(one.is_well for one in room.outbox.try_channel(channel, secret=PASSWORD))
    with pytest.raises(Trouble) as login:
        room.outbox.try_channel(channel, secret="wrong horse")
    assert login.value.code == "sender-login"
    service = by_web(room, web, authority)
    assert all(one.is_well for one in room.outbox.try_channel(service))
    assert (mail.got, [asked.body for asked in web.asked]) == ([], [b""])


def test_that_a_proof_file_is_in_the_log_and_its_hash_in_the_ledger(room: Room, tmp_path: Path) -> None:
    incident = an_incident(room).id
    phone = a_channel(room, "Affiche hall", ChannelKind.POSTER)
    release = a_release(room, incident, (phone,))
    photo = tmp_path / "photo.jpg"
    photo.write_bytes(b"\xff\xd8\xff the poster in the hall")
    room.outbox.note(NoteSending(release=release, channel=phone, recipient="Hall B"), photo)
    (line,) = room.views.ledger(mode=Mode.REAL)
    (kept,) = room.views.attachments(incident)
    assert (line.sending.proof, line.sending.proof_sha256) == ("photo.jpg", kept.sha256)


def test_that_settings_are_checked_whole_and_hold_no_password(room: Room) -> None:
    channel = a_channel(room, settings={})
    with pytest.raises(Refusal) as faulty:
        room.do(SetSender(channel=channel, settings={"host": "bad host", "port": 0, "to": ["nobody"]})).result()
    for word in ("Server", "Port", "From", "Recipients"):
        assert word in faulty.value.message
    good = {"host": "mail.example.org", "from": "cell@example.org", "to": ["a@example.org"], "password": "x"}
    room.do(SetSender(channel=channel, settings=good)).result()
    assert b"password" not in room.dump()


def test_that_a_laptop_that_slept_before_the_message_left_sends_nothing(
    room: Room, mail: Mail, authority: Authority
) -> None:
    clock = room.clock
    assert isinstance(clock, FixedClock)
    a_release(room, an_incident(room).id, (by_mail(room, mail.port, authority),))

    def sleep(done: int, _total: int) -> None:
        if done == 3:
            clock.advance(seconds=600)

    with pytest.raises(Trouble) as late:
        room.outbox.send(the_line(room).id, secret=PASSWORD, step=sleep)
    assert (late.value.code, mail.got, the_line(room).state) == ("sender-too-late", [], LineState.FAILED)


def test_that_a_channel_set_anew_while_it_is_reached_gets_nothing(room: Room, mail: Mail, authority: Authority) -> None:
    """A drill whose channel was marked for exercises only after its real settings had been read would be the worst."""
    channel = by_mail(room, mail.port, authority)
    a_release(room, an_incident(room).id, (channel,))

    moved_on: list[int] = []

    def set_anew(done: int, _total: int) -> None:
        if done == 3 and not moved_on:
            moved_on.append(done)
            now = room.views.audience_book().channel(channel)
            assert now is not None
            room.do(SetSender(channel=channel, settings={**now.settings, "from_name": "Cellule"})).result()

    with pytest.raises(Trouble) as moved:
        room.outbox.send(the_line(room).id, secret=PASSWORD, step=set_anew)
    assert (moved.value.code, mail.got, the_line(room).state) == ("sender-channel-moved", [], LineState.FAILED)
