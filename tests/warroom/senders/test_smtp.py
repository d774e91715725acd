"""A mail server as a sender, against a real one: encrypted, logged in, every failure said, nothing taken for sent."""

from __future__ import annotations

import datetime as dt
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

import pytest

from tests.builders import NOON
from tests.servers_of_messages import PASSWORD, USER, Authority, Mail, mail_server
from warroom.domain.messages import Result
from warroom.domain.senders import Security, Smtp
from warroom.senders import NotSent, Parcel, Stopped, Unclear, Watch
from warroom.senders.smtp import send_mail, try_mail

PARCEL = Parcel(
    key="0123456789abcdef",
    number="A-MS01",
    incident="A-001",
    texts={
        "fr": {
            "title": "Analyse en cours",
            "body": "Nous constatons des difficultés d’accès.\n.\nProchain point à 14:30.",
        },
        "en": {"title": "Investigating", "body": "Some users cannot sign in."},
    },
    status="investigating",
    audiences=("customers",),
    released_at=NOON,
    next_at=None,
    digest="d" * 64,
    exercise=False,
    recipients=("desk@example.org", "press@example.org"),
)


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return Authority(tmp_path)


@pytest.fixture
def mail(authority: Authority) -> Iterator[Mail]:
    with mail_server(authority.context()) as server:
        yield server


def settings(port: int, authority: Authority | None = None, **more: object) -> Smtp:
    usual = Smtp(
        host="127.0.0.1",
        port=port,
        security=Security.STARTTLS,
        sender="cell@example.org",
        sender_name="Cellule de crise",
        reply_to="",
        to=PARCEL.recipients,
        stakeholders=False,
        user=USER,
        ca=authority.pem if authority else "",
        exercise=False,
    )
    return replace(usual, **more)  # type: ignore[arg-type]


def refused(port: int, authority: Authority | None = None, *, password: str = PASSWORD, **more: object) -> str:
    with pytest.raises(NotSent) as caught:
        send_mail(PARCEL, settings(port, authority, **more), password, Watch(), at=NOON)
    return caught.value.code


@contextmanager
def a_script(*lines: bytes, after: float = 0.0) -> Iterator[int]:
    """A server that says these lines, one for each line it is told, and then closes."""
    listening = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        try:
            line, _address = listening.accept()
        except OSError:
            return
        with suppress(OSError), line, line.makefile("rb") as told:
            for said in lines:
                line.sendall(said)
                if said.startswith(b"354"):
                    while told.readline() not in (b".\r\n", b""):
                        pass
                elif not told.readline():
                    return
            if after:
                line.settimeout(after)
                told.read()

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        yield listening.getsockname()[1]
    finally:
        with socket.socket() as knock:
            knock.connect_ex(("127.0.0.1", listening.getsockname()[1]))
        thread.join()
        listening.close()


def test_that_a_mail_leaves_encrypted_and_logged_in_in_both_languages(mail: Mail, authority: Authority) -> None:
    handed: list[int] = []
    outcome = send_mail(
        PARCEL, settings(mail.port, authority), PASSWORD, Watch(), at=NOON, handed=lambda: handed.append(len(mail.got))
    )
    (got,) = mail.got
    body = got.get_content()
    assert (outcome.result, outcome.reached, outcome.proof) == (
        Result.SENT,
        PARCEL.recipients,
        "250 2.0.0 OK queued as A7",
    )
    assert got["Subject"] == "Analyse en cours / Investigating"
    assert got["Message-ID"] == "<0123456789abcdef@example.org>"
    assert got["From"] == "Cellule de crise <cell@example.org>"
    assert "difficultés d’accès.\n.\nProchain point" in body.replace("\r\n", "\n")
    assert body.index("Analyse") < body.index("Investigating")
    assert "desk@example.org" not in str(got)  # nobody reads who else was told
    assert mail.envelopes == [("cell@example.org", list(PARCEL.recipients))]
    assert handed == [0]


def test_that_one_recipient_is_named_and_a_wrong_one_is_told(mail: Mail, authority: Authority) -> None:
    mail.refuses = {"press@example.org"}
    outcome = send_mail(PARCEL, settings(mail.port, authority), PASSWORD, Watch(), at=NOON)
    assert (outcome.result, outcome.reached) == (Result.SENT, ("desk@example.org",))
    assert outcome.refused == {"press@example.org": "550 5.1.1 no such mailbox"}
    send_mail(
        replace(PARCEL, recipients=("desk@example.org",)), settings(mail.port, authority), PASSWORD, Watch(), at=NOON
    )
    assert mail.got[-1]["To"] == "desk@example.org"


def test_that_nobody_reached_is_a_failure_and_no_message_is_handed_over(mail: Mail, authority: Authority) -> None:
    mail.refuses = set(PARCEL.recipients)
    outcome = send_mail(PARCEL, settings(mail.port, authority), PASSWORD, Watch(), at=NOON)
    assert (outcome.result, set(outcome.refused), mail.got) == (Result.FAILED, mail.refuses, [])


def test_that_an_exercise_says_so_in_subject_and_text_in_the_language_of_the_mail(
    mail: Mail, authority: Authority
) -> None:
    send_mail(replace(PARCEL, exercise=True), settings(mail.port, authority), PASSWORD, Watch(), at=NOON)
    (got,) = mail.got
    assert got["Subject"].startswith("EXERCICE – ")  # French stands first, and this laptop speaks English
    assert got.get_content().count("EXERCICE – EXERCICE – EXERCICE") == 2
    assert got.get_content().count("EXERCISE – EXERCISE – EXERCISE") == 2


def test_that_tls_from_the_start_works_too(authority: Authority) -> None:
    with mail_server(authority.context(), implicit=True, login=False) as mail:
        there = settings(mail.port, authority, security=Security.TLS, user="")
        outcome = send_mail(PARCEL, there, "", Watch(), at=NOON)
    assert (outcome.result, len(mail.got)) == (Result.SENT, 1)


def test_that_a_server_without_encryption_gets_nothing_unless_the_channel_says_so() -> None:
    with mail_server(None, login=False, starttls=False) as mail:
        assert refused(mail.port, user="") == "sender-no-starttls"
        assert mail.got == []
        plain = settings(mail.port, user="", security=Security.NONE)
        assert send_mail(PARCEL, plain, "", Watch(), at=NOON).result is Result.SENT


def test_that_a_certificate_nobody_vouches_for_is_refused(mail: Mail, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    assert refused(mail.port) == "sender-certificate"
    assert refused(mail.port, Authority(tmp_path / "other")) == "sender-certificate"
    assert mail.got == []


@pytest.mark.parametrize(
    ("name", "days", "said"), [("mail.example.org", 1, "another name"), ("127.0.0.1", -1, "expired")]
)
def test_that_a_certificate_of_another_name_or_of_the_past_is_refused(
    authority: Authority, name: str, days: int, said: str
) -> None:
    context = authority.context(name, valid_for=dt.timedelta(days=days))
    with mail_server(context) as mail, pytest.raises(NotSent, match=said) as caught:
        send_mail(PARCEL, settings(mail.port, authority), PASSWORD, Watch(), at=NOON)
    assert (caught.value.code, mail.got) == ("sender-certificate", [])


def test_that_a_wrong_password_is_told_and_never_shown(mail: Mail, authority: Authority) -> None:
    with pytest.raises(NotSent) as caught:
        send_mail(PARCEL, settings(mail.port, authority), "wrong horse", Watch(), at=NOON)
    assert (caught.value.code, "wrong horse" in str(caught.value)) == ("sender-login", False)
    assert mail.got == []


def test_that_a_server_that_is_not_there_and_a_name_that_does_not_exist_are_told(authority: Authority) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    assert refused(port, authority) == "sender-refused-connection"
    assert refused(25, authority, host="no-such-host.invalid") == "sender-no-such-host"


def test_that_a_server_that_says_nothing_is_left_in_time(authority: Authority) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        there = settings(silent.getsockname()[1], authority)
        with pytest.raises(NotSent) as caught:
            send_mail(PARCEL, there, PASSWORD, Watch(whole=1.0), at=NOON)
    assert caught.value.code == "sender-timeout"


def test_that_cancel_stops_a_server_that_says_nothing(authority: Authority) -> None:
    asked = threading.Event()

    def step(_done: int, _total: int) -> None:
        if asked.is_set():
            raise KeyError("cancelled")
        asked.set()

    with socket.create_server(("127.0.0.1", 0)) as silent, pytest.raises(Stopped) as caught:
        send_mail(PARCEL, settings(silent.getsockname()[1], authority), PASSWORD, Watch(step), at=NOON)
    assert isinstance(caught.value.cause, KeyError)


ONE = replace(PARCEL, recipients=("desk@example.org",))
PLAIN = (b"220 here\r\n", b"250 here\r\n", b"250 ok\r\n", b"250 ok\r\n")


def test_that_a_line_that_breaks_after_the_message_leaves_it_in_doubt() -> None:
    with a_script(*PLAIN, b"354 go on\r\n") as port, pytest.raises(Unclear):
        send_mail(ONE, settings(port, user="", security=Security.NONE), "", Watch(), at=NOON)


def test_that_a_line_that_breaks_before_the_message_leaves_no_doubt() -> None:
    with a_script(*PLAIN) as port, pytest.raises(NotSent) as caught:
        send_mail(ONE, settings(port, user="", security=Security.NONE), "", Watch(), at=NOON)
    assert caught.value.code == "sender-broken-off"


def test_that_a_message_that_is_refused_after_all_has_not_gone() -> None:
    with a_script(*PLAIN, b"354 go on\r\n", b"554 5.7.1 spam\r\n") as port:
        outcome = send_mail(ONE, settings(port, user="", security=Security.NONE), "", Watch(), at=NOON)
    assert (outcome.result, outcome.refused) == (Result.FAILED, {"desk@example.org": "554 5.7.1 spam"})


def test_that_cancel_after_the_message_left_only_shortens_the_wait() -> None:
    handed: list[bool] = []

    def step(_done: int, _total: int) -> None:
        if handed:
            raise KeyError("cancelled")

    with a_script(*PLAIN, b"354 go on\r\n", after=30) as port:
        plain = settings(port, user="", security=Security.NONE)
        with pytest.raises(Unclear):
            send_mail(ONE, plain, "", Watch(step), at=NOON, handed=lambda: handed.append(True))


@pytest.mark.parametrize(
    "said",
    [
        b"nonsense\r\n",
        b"220-" + b"x" * 20_000 + b"\r\n",
        b"220-on and on\r\n" * 1_000,
        b"\xff\xfe\x00\r\n",
    ],
)
def test_that_a_hostile_greeting_is_no_answer(said: bytes, authority: Authority) -> None:
    with a_script(said) as port:
        assert refused(port, authority) in ("sender-broken-off", "sender-said-no")


def test_that_what_is_slipped_in_before_encryption_is_noticed(authority: Authority) -> None:
    offers = b"250-here\r\n250 STARTTLS\r\n"
    with a_script(b"220 here\r\n", offers, b"220 go\r\n250 slipped in\r\n") as port:
        assert refused(port, authority) == "sender-no-starttls"


def test_that_the_handed_over_moment_may_still_say_no(mail: Mail, authority: Authority) -> None:
    def late() -> None:
        raise NotSent("sender-too-late", "too late")

    with pytest.raises(NotSent, match="too late"):
        send_mail(PARCEL, settings(mail.port, authority), PASSWORD, Watch(), at=NOON, handed=late)
    assert mail.got == []


def test_that_a_try_says_what_works_and_sends_nothing(mail: Mail, authority: Authority) -> None:
    mail.refuses = {"press@example.org"}
    found = try_mail(settings(mail.port, authority), PASSWORD, Watch(), PARCEL.recipients)
    assert [one.is_well for one in found] == [True, True, True, False]
    assert "press@example.org" in found[-1].said
    assert mail.got == []
