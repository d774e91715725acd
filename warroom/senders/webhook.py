"""A web service as a sender: one POST of JSON over TLS, signed or with a key, that goes where it was set to go."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urljoin, urlsplit

from warroom.domain.message_words import wrapped
from warroom.domain.messages import Result
from warroom.domain.senders import Webhook, WebhookAuth
from warroom.phrases import local
from warroom.senders import (
    ANSWER_WAIT,
    CONNECT_WAIT,
    GLANCE,
    Found,
    NotSent,
    Outcome,
    Parcel,
    Stopped,
    Unclear,
    Watch,
    not_sent,
    plain,
)
from warroom.senders.trust import broken_off, of_connection, too_slow, trusting
from warroom.words import _

if TYPE_CHECKING:
    import httpx

ANSWER_MOST = 64 * 1024  # bytes of an answer that are looked at
REDIRECTS_MOST = 2
KEEPS_METHOD = (307, 308)
ELSEWHERE = (301, 302, 303)
BETWEEN = (502, 504)  # said by somebody on the way, who does not know what the service did
FORMAT = "warroom-message-1"
Said = TypeVar("Said")


def body_of(parcel: Parcel) -> bytes:
    """The message as JSON; times are ISO 8601 in UTC. An exercise says so in a field and in every text."""
    said = {
        "format": FORMAT,
        "id": parcel.key,
        "number": parcel.number,
        "incident": parcel.incident,
        "exercise": parcel.exercise,
        "status": parcel.status,
        "audiences": list(parcel.audiences),
        "corrects": parcel.corrects or None,
        "released_at": _iso(parcel.released_at),
        "next_update_at": _iso(parcel.next_at) if parcel.next_at is not None else None,
        "sha256": parcel.digest,
        "texts": {language: _texts(said, language, parcel.exercise) for language, said in parcel.texts.items()},
    }
    return json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()


def post(
    parcel: Parcel,
    settings: Webhook,
    secret: str,
    watch: Watch,
    *,
    at: int,
    handed: Callable[[], None] = lambda: None,
) -> Outcome:
    """Send one message. `at` is milliseconds UTC. Raises NotSent, Unclear, or Stopped while nothing has left."""
    body = body_of(parcel)
    headers = _headers(settings, secret, body, at) | {"Idempotency-Key": parcel.key}
    call = _Call(settings, secret, watch, handed)
    code, said = call.run("POST", headers, body)
    digest = hashlib.sha256(body).hexdigest()
    if code // 100 == 2:
        return Outcome(Result.SENT, proof=said, sha256=digest)
    if code in BETWEEN:
        raise call.unclear()
    why = {401: _("it refuses the key"), 403: _("it refuses the key"), 404: _("there is nothing at this address")}
    reason = f"{why[code]} ({said})" if code in why else said
    return Outcome(
        Result.FAILED,
        sha256=digest,
        proof=said,
        why=_("{place} did not take the message: {reason}").format(place=settings.place, reason=reason),
    )


def try_post(settings: Webhook, secret: str, watch: Watch, *, at: int) -> list[Found]:
    """Ask the address whether it is there, without a message: whatever it takes there might be published."""
    call = _Call(settings, secret, watch, lambda: None)
    code, said = call.run("HEAD", _headers(settings, secret, b"", at), b"")
    if settings.is_plain:
        told = _("{place} answers. The line is not encrypted: anybody between can read and change what leaves.")
        found = [Found(False, told.format(place=settings.place))]
    else:
        told = _("{place} answers, encrypted, with a certificate that we trust.")
        found = [Found(True, told.format(place=settings.place))]
    if code in (401, 403):
        found.append(Found(False, _("It refuses the key: {reason}").format(reason=said)))
    elif code in (404, 410):
        found.append(Found(False, _("There is nothing at this address: {reason}").format(reason=said)))
    elif code >= 500:
        found.append(Found(False, _("It is out of order: {reason}").format(reason=said)))
    else:
        told = _("Something is there ({reason}). Only a message shows whether it is taken: none was sent.")
        found.append(Found(True, told.format(reason=said)))
    return found


class _Call:
    """One conversation with a web service: watched, bounded, and never led elsewhere."""

    def __init__(self, settings: Webhook, secret: str, watch: Watch, handed: Callable[[], None]) -> None:
        self._settings, self._watch, self._tell_handed = settings, watch, handed
        self._url = settings.url + secret if settings.auth is WebhookAuth.PATH else settings.url
        if _origin(self._url) != _origin(settings.url) or not self._url.isascii() or not self._url.isprintable():
            raise not_sent(
                "sender-key",
                _("The secret end of the address of {place} is no end of an address.").format(place=settings.place),
                _("Let the address end with “/”, and give what comes after it again."),
            )
        self._is_handed = False
        self._lines: list[Any] = []

    def run(self, method: str, headers: Mapping[str, str], body: bytes) -> tuple[int, str]:
        """The status of the answer, and what it says in one line. Raises NotSent, Unclear, Stopped."""
        try:
            return asyncio.run(self._follow(method, headers, body))
        except (NotSent, Unclear, Stopped):
            raise
        except Exception as error:
            raise self._translated(error) from error

    async def _follow(self, method: str, headers: Mapping[str, str], body: bytes) -> tuple[int, str]:
        import httpx

        place = self._settings.place
        verify = True if self._settings.is_plain else trusting(self._settings.ca, place)
        wait = httpx.Timeout(ANSWER_WAIT, connect=CONNECT_WAIT, read=self._watch.left())
        async with httpx.AsyncClient(timeout=wait, verify=verify, follow_redirects=False) as client:
            url = self._url
            for _nth in range(REDIRECTS_MOST + 1):
                code, said, location = await self._watched(self._ask(client, method, url, headers, body))
                if code not in (*KEEPS_METHOD, *ELSEWHERE):
                    return code, said
                url = self._led_to(url, code, location)
                self._is_handed = False  # it was not taken there
            raise not_sent(
                "sender-led-around",
                _("{place} leads from one address to the next without end.").format(place=place),
                _("Tell whoever looks after that service."),
            )

    async def _ask(
        self, client: httpx.AsyncClient, method: str, url: str, headers: Mapping[str, str], body: bytes
    ) -> tuple[int, str, str]:
        async def trace(event: str, info: Mapping[str, Any]) -> None:
            asked = info.get("request")
            # A proxy is asked first to lead us there; that is not the message yet.
            if event.endswith("send_request_body.started") and getattr(asked, "method", b"") == b"POST":
                self._hand()
            if event.endswith("connect_tcp.complete"):
                self._lines.append(info["return_value"])

        request = client.build_request(method, url, content=body, headers=dict(headers), extensions={"trace": trace})
        answer = await client.send(request, stream=True)
        try:
            said = await _bounded(answer)
        finally:
            await answer.aclose()
        return answer.status_code, _said(answer, said), answer.headers.get("Location", "")

    def _hand(self) -> None:
        if not self._is_handed:
            self._tell_handed()  # may still raise
            self._is_handed = True
            self._watch.handed()

    async def _watched(self, work: Awaitable[Said]) -> Said:
        """Wait for it, and look now and then whether somebody pressed Cancel or all time is over."""
        task = asyncio.ensure_future(work)
        try:
            while not (await asyncio.wait({task}, timeout=GLANCE))[0]:
                self._watch.look()
            self._watch.onward()
            return task.result()
        except BaseException:
            for line in self._lines:  # httpcore 1.0 leaves it open when it is cancelled while TLS begins
                await line.aclose()
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
            raise

    def _led_to(self, url: str, code: int, location: str) -> str:
        """Where a redirect leads. Raises NotSent for any other place: a message goes where people set it to go."""
        there = urljoin(url, location)
        if code in KEEPS_METHOD and location and _origin(there) == _origin(url):
            return there
        shown = plain(urlsplit(there).netloc or there) if location else "—"
        raise not_sent(
            "sender-led-elsewhere",
            _("{place} sends us on to {elsewhere}: we do not follow.").format(
                place=self._settings.place, elsewhere=shown
            ),
            _("If that is where it lives now, change the address of the channel."),
        )

    def unclear(self) -> Unclear:
        return Unclear(
            "sender-unclear",
            _("The message was handed to {place}, and no answer came: it may have gone.").format(
                place=self._settings.place
            ),
            safe=_("The ledger says so, and it is not sent again by itself."),
            todo=_("Ask a recipient whether it came, then say so in the outbox."),
        )

    def _translated(self, error: Exception) -> Exception:
        import httpx

        if self._is_handed:
            return self.unclear()
        place = self._settings.place
        if isinstance(error, httpx.TimeoutException | TimeoutError):
            return too_slow(place)
        if isinstance(error, httpx.ConnectError | OSError):
            return of_connection(error, place)
        return broken_off(place) if isinstance(error, httpx.HTTPError | httpx.InvalidURL) else error


def _headers(settings: Webhook, secret: str, body: bytes, at: int) -> dict[str, str]:
    """What is said beside the message. Raises NotSent for a key that no header can hold."""
    said = {"Content-Type": "application/json; charset=utf-8", "Accept-Encoding": "identity", "User-Agent": "Warroom"}
    if settings.auth in (WebhookAuth.BEARER, WebhookAuth.HEADER) and not (secret.isascii() and secret.isprintable()):
        raise not_sent(
            "sender-key",
            _("The key for {place} holds letters that no header can carry.").format(place=settings.place),
            _("Give the key again, without spaces or line ends around it."),
        )
    if settings.auth is WebhookAuth.BEARER:
        said["Authorization"] = f"Bearer {secret}"
    elif settings.auth is WebhookAuth.HEADER:
        said[settings.header] = secret
    elif settings.auth is WebhookAuth.HMAC:
        said["X-Warroom-Signature"] = signature(secret, body, at // 1000)
    return said


def signature(secret: str, body: bytes, at: int) -> str:
    """`t=…,sha256=…`: HMAC-SHA-256 of the second it was made, a point, and the body. An old one can so be refused."""
    made = hmac.new(secret.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={at},sha256={made}"


async def _bounded(answer: httpx.Response) -> bytes:
    found = bytearray()
    async for piece in answer.aiter_raw():
        found += piece
        if len(found) > ANSWER_MOST:
            break
    return bytes(found[:ANSWER_MOST])


def _said(answer: httpx.Response, body: bytes) -> str:
    """`HTTP 201 · {"id": 7}`: what can be shown to whoever asks for a proof."""
    parts = [f"HTTP {answer.status_code}"]
    if location := answer.headers.get("Location", ""):
        parts.append(location)
    kind = answer.headers.get("Content-Type", "")
    if body and ("json" in kind or kind.startswith("text/plain")):
        parts.append(body.decode("utf-8", "replace"))
    return plain(" · ".join(parts))


def _origin(url: str) -> tuple[str, str, int | None]:
    try:
        parts = urlsplit(url)
        return parts.scheme.lower(), (parts.hostname or "").lower(), parts.port or {"https": 443}.get(parts.scheme, 80)
    except ValueError:
        return "", "", None


def _texts(said: Mapping[str, str], language: str, exercise: bool) -> dict[str, str]:
    return {part: wrapped(text, exercise=True, language=language) if exercise else text for part, text in said.items()}


def _iso(ms: int) -> str:
    from datetime import UTC

    return local(ms, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
