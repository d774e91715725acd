"""A web service as a sender, against a real one over TLS: it goes where it was set to go, and says what came of it."""

from __future__ import annotations

import gzip
import json
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.builders import NOON
from tests.servers_of_messages import Asked, Authority, Web, web_service
from tests.warroom.senders.test_smtp import PARCEL
from warroom.domain.messages import Result
from warroom.domain.senders import Webhook, WebhookAuth
from warroom.senders import NotSent, Outcome, Stopped, Unclear, Watch
from warroom.senders.webhook import post, signature, try_post


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return Authority(tmp_path)


@pytest.fixture
def web(authority: Authority) -> Iterator[Web]:
    with web_service(authority.context()) as service:
        yield service


def settings(web: Web, authority: Authority | None, **more: object) -> Webhook:
    usual = Webhook(web.url(), WebhookAuth.NONE, "", authority.pem if authority else "", exercise=False)
    return replace(usual, **more)  # type: ignore[arg-type]


def send(there: Webhook, secret: str = "", **more: object) -> Outcome:
    return post(PARCEL, there, secret, Watch(), at=NOON, **more)  # type: ignore[arg-type]


def refused(there: Webhook, secret: str = "") -> str:
    with pytest.raises(NotSent) as caught:
        send(there, secret)
    return caught.value.code


def test_that_a_message_leaves_as_json_with_a_key_by_which_it_is_known_again(web: Web, authority: Authority) -> None:
    web.answer = lambda _asked: (201, {"Content-Type": "application/json"}, b'{"id": 7}')
    handed: list[int] = []
    outcome = send(settings(web, authority), handed=lambda: handed.append(len(web.asked)))
    (asked,) = web.asked
    said = json.loads(asked.body)
    assert (outcome.result, outcome.proof, handed) == (Result.SENT, 'HTTP 201 · {"id": 7}', [0])
    assert asked.headers["Idempotency-Key"] == said["id"] == PARCEL.key
    assert (said["number"], said["status"], said["exercise"]) == ("A-MS01", "investigating", False)
    assert said["texts"]["fr"]["body"].startswith("Nous constatons")
    assert said["released_at"] == "2026-11-23T11:00:00Z"


def test_that_an_exercise_says_so_in_a_field_and_in_every_text(web: Web, authority: Authority) -> None:
    post(replace(PARCEL, exercise=True), settings(web, authority), "", Watch(), at=NOON)
    said = json.loads(web.asked[0].body)
    assert said["exercise"] is True
    assert said["texts"]["fr"]["title"].startswith("EXERCICE – EXERCICE – EXERCICE")


@pytest.mark.parametrize(
    ("auth", "header", "name", "value"),
    [
        (WebhookAuth.BEARER, "", "Authorization", "Bearer s3cret-key"),
        (WebhookAuth.HEADER, "X-Api-Key", "X-Api-Key", "s3cret-key"),
    ],
)
def test_that_a_key_goes_in_its_header(
    web: Web, authority: Authority, auth: WebhookAuth, header: str, name: str, value: str
) -> None:
    send(settings(web, authority, auth=auth, header=header), "s3cret-key")
    assert web.asked[0].headers[name] == value


def test_that_a_signature_covers_the_body_and_the_secret_is_never_sent(web: Web, authority: Authority) -> None:
    send(settings(web, authority, auth=WebhookAuth.HMAC), "s3cret-key")
    (asked,) = web.asked
    assert asked.headers["X-Warroom-Signature"] == signature("s3cret-key", asked.body, NOON // 1000)
    assert "s3cret-key" not in str(asked.headers)
    assert signature("s3cret-key", asked.body + b" ", NOON // 1000) != asked.headers["X-Warroom-Signature"]


def test_that_the_secret_end_of_an_address_leads_nowhere_else(web: Web, authority: Authority) -> None:
    there = settings(web, authority, auth=WebhookAuth.PATH, url=web.url("/hook/"))
    send(there, "T0/B1/xyz")
    assert web.asked[0].path == "/hook/T0/B1/xyz"
    bare = replace(there, url=web.url(""))
    assert refused(bare, "0.example.org/") == "sender-key"
    assert refused(there, "with space and é") == "sender-key"


def test_that_a_key_that_no_header_holds_is_told(web: Web, authority: Authority) -> None:
    there = settings(web, authority, auth=WebhookAuth.BEARER)
    assert refused(there, "clé") == refused(there, "key\r\nX-More: 1") == "sender-key"
    assert web.asked == []


def test_that_a_certificate_nobody_vouches_for_or_of_another_name_is_refused(authority: Authority, web: Web) -> None:
    assert refused(settings(web, None)) == "sender-certificate"
    with web_service(authority.context("status.example.org")) as other:
        assert refused(settings(other, authority)) == "sender-certificate"
        assert other.asked == []
    assert web.asked == []


def test_that_a_redirect_within_the_service_is_followed_and_one_elsewhere_is_not(
    web: Web, authority: Authority
) -> None:
    def moved(asked: Asked) -> tuple[int, dict[str, str], bytes]:
        return (307, {"Location": "/v2/messages"}, b"") if asked.path == "/messages" else (200, {}, b"")

    web.answer = moved
    assert send(settings(web, authority)).result is Result.SENT
    assert [asked.path for asked in web.asked] == ["/messages", "/v2/messages"]
    with web_service(authority.context()) as other:
        for status, place in ((307, other.url()), (302, "/v2/messages"), (308, web.url().replace("https", "http"))):
            web.answer = lambda _asked, to=place, code=status: (code, {"Location": to}, b"")  # type: ignore[misc]
            assert refused(settings(web, authority)) == "sender-led-elsewhere"
        assert other.asked == []
    web.answer = lambda _asked: (307, {"Location": "/messages"}, b"")
    assert refused(settings(web, authority)) == "sender-led-around"


@pytest.mark.parametrize(("status", "said"), [(401, "refuses the key"), (404, "nothing at this address"), (500, "500")])
def test_that_a_refusal_is_a_failure_with_its_reason(web: Web, authority: Authority, status: int, said: str) -> None:
    web.answer = lambda _asked: (status, {"Content-Type": "text/plain"}, b"no \x1b[31m")
    outcome = send(settings(web, authority))
    assert outcome.result is Result.FAILED
    assert said in outcome.why
    assert "\x1b" not in outcome.why


def test_that_no_answer_and_a_gateway_that_knows_nothing_leave_it_in_doubt(web: Web, authority: Authority) -> None:
    web.answer = lambda _asked: None
    with pytest.raises(Unclear):
        send(settings(web, authority))
    web.answer = lambda _asked: (504, {}, b"")
    with pytest.raises(Unclear):
        send(settings(web, authority))
    assert len(web.asked) == 2


def test_that_a_service_that_takes_too_long_leaves_it_in_doubt_and_cancel_shortens_the_wait(
    web: Web, authority: Authority
) -> None:
    go_on, told = threading.Event(), threading.Event()

    def slow(_asked: Asked) -> tuple[int, dict[str, str], bytes]:
        told.set()
        go_on.wait(30)
        return 200, {}, b""

    def step(_done: int, _total: int) -> None:
        if told.is_set():
            raise KeyError("cancelled")

    web.answer = slow
    try:
        with pytest.raises(Unclear):
            post(PARCEL, settings(web, authority), "", Watch(step), at=NOON)
    finally:
        go_on.set()


def test_that_cancel_stops_a_place_that_does_not_answer(authority: Authority) -> None:
    def step(_done: int, _total: int) -> None:
        if time.monotonic() > begun + 0.3:
            raise KeyError("cancelled")

    begun = time.monotonic()
    with socket.create_server(("127.0.0.1", 0)) as silent:
        web = Web(port=silent.getsockname()[1])
        with pytest.raises(Stopped):
            post(PARCEL, settings(web, authority), "", Watch(step), at=NOON)


def test_that_nothing_there_and_no_such_name_are_told(authority: Authority) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        web = Web(port=taken.getsockname()[1])
    assert refused(settings(web, authority)) == "sender-refused-connection"
    assert refused(settings(web, authority, url="https://no-such-host.invalid/x")) == "sender-no-such-host"


def test_that_an_answer_without_end_is_not_read_to_its_end(web: Web, authority: Authority) -> None:
    bomb = gzip.compress(b"0" * 50_000_000)
    web.answer = lambda _asked: (200, {"Content-Encoding": "gzip", "Content-Type": "text/plain"}, bomb)
    outcome = send(settings(web, authority))
    assert (outcome.result, len(outcome.proof) <= 200) == (Result.SENT, True)


def test_that_a_message_stopped_at_the_last_moment_is_not_taken(web: Web, authority: Authority) -> None:
    def late() -> None:
        raise NotSent("sender-too-late", "too late")

    with pytest.raises(NotSent, match="too late"):
        send(settings(web, authority), handed=late)
    assert [asked.body for asked in web.asked if asked.body] == []


def test_that_an_unencrypted_service_is_used_only_where_the_channel_says_so() -> None:
    with web_service(None) as web:
        there = Webhook(web.url(scheme="http"), WebhookAuth.NONE, "", "", exercise=False)
        assert send(there).result is Result.SENT
        assert [one.is_well for one in try_post(there, "", Watch(), at=NOON)] == [False, True]


def test_that_a_try_sends_no_message_and_says_what_is_wrong(web: Web, authority: Authority) -> None:
    there = settings(web, authority, auth=WebhookAuth.BEARER)
    web.answer = lambda _asked: (405, {}, b"")
    assert [one.is_well for one in try_post(there, "key1", Watch(), at=NOON)] == [True, True]
    for status in (401, 404, 503):
        web.answer = lambda _asked, code=status: (code, {}, b"")  # type: ignore[misc]
        assert [one.is_well for one in try_post(there, "key1", Watch(), at=NOON)] == [True, False]
    assert {(asked.method, asked.body) for asked in web.asked} == {("HEAD", b"")}
