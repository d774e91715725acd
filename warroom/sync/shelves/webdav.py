"""A WebDAV server as a shelf: Nextcloud, a NAS, any web server that keeps files."""

from __future__ import annotations

import random
import secrets
import ssl
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote, urlsplit
from xml.etree import ElementTree as ET

from warroom.errors import Trouble
from warroom.sync.addresses import Address
from warroom.sync.shelves import (
    ANSWER_WAIT,
    CONNECT_WAIT,
    TEMPORARY,
    Entry,
    failed,
    no_room_left,
    no_such_place,
    not_written,
    parents,
    refused_us,
    unreachable,
)
from warroom.words import _

if TYPE_CHECKING:
    import httpx

LISTING_MOST = 64 * 1024 * 1024  # bytes of one answer to PROPFIND
ANSWER_MOST = 64 * 1024  # bytes of an answer nobody reads
DONE = (200, 201, 204)
STUMBLED = (404, 409, 423, 500, 502, 503, 504)
TRIES, PAUSE = 4, 0.1  # seconds, growing
ASKED = b'<?xml version="1.0"?><propfind xmlns="DAV:"><prop><resourcetype/><getcontentlength/></prop></propfind>'
DAV = "{DAV:}"


class WebdavShelf:
    """Files are sent under a temporary name and moved to their own when they are whole. See `Shelf`."""

    lanes = 6

    def __init__(self, address: Address) -> None:
        self._address = address
        self.where = address.where
        self._root = "/" + address.path.strip("/")
        self._http: httpx.Client | None = None
        self._made: set[str] = set()

    def open(self, *, may_make: bool) -> None:
        import httpx

        address = self._address
        scheme = "https" if address.scheme == "webdavs" else "http"
        host = f"[{address.host}]" if ":" in address.host else address.host
        port = f":{address.port}" if address.port else ""
        self._http = httpx.Client(
            base_url=f"{scheme}://{host}{port}",
            timeout=httpx.Timeout(ANSWER_WAIT, connect=CONNECT_WAIT),
            verify=_trusted(address) if scheme == "https" else False,
            follow_redirects=False,
            limits=httpx.Limits(max_connections=self.lanes, max_keepalive_connections=self.lanes),
        )
        status, challenge = self._first_look()
        if address.user:  # said only now: the server chooses whether the password itself is sent
            self._http.auth = _login(address, challenge)
            status, _challenge = self._first_look()
        if status == httpx.codes.NOT_FOUND:
            if not may_make or self._say("MKCOL", "") not in (*DONE, 405):
                raise no_such_place(f"{self.where}{self._root}")
        elif status != httpx.codes.MULTI_STATUS:
            raise self._trouble(status, writing=False)

    def names(self, folder: str) -> list[Entry]:
        status, body = self._propfind(folder)
        if status == 404:
            return []
        if status != 207:
            raise self._trouble(status, writing=False)
        return list(self._entries(body, self._path(folder).rstrip("/")))

    def read(self, path: str, most: int) -> bytes | None:
        with self._answer("GET", self._path(path)) as answer:
            if answer.status_code == 404:
                return None
            if answer.status_code != 200:
                raise self._trouble(answer.status_code, writing=False)
            return _bounded(answer, most)

    def put(self, path: str, body: bytes) -> None:
        for folder in parents(path):
            if folder not in self._made:
                self._until_done(self._make, folder)
                self._made.add(folder)
        self._until_done(self._send, path, body)

    def _until_done(self, step: Callable[..., int], *what: object) -> None:
        """Do it again where a server stumbles over two who write the same name at the same moment."""
        for nth in range(TRIES):
            status = step(*what)
            if status in DONE:
                return
            if status not in STUMBLED:
                break
            time.sleep(PAUSE * (nth + random.random()))
        raise self._trouble(status, writing=True)

    def _make(self, folder: str) -> int:
        status = self._say("MKCOL", folder + "/")
        return 200 if status == 405 else status  # it is there

    def _send(self, path: str, body: bytes) -> int:
        """Send it under a temporary name and move it to its own; what the server said last."""
        folder, _slash, _name = path.rpartition("/")
        temporary = f"{folder}/{TEMPORARY}{secrets.token_hex(8)}"
        status = self._say("PUT", temporary, body=body)
        if status in DONE:
            target = f"{self._http.base_url if self._http else ''}".rstrip("/") + self._path(path)
            status = self._say("MOVE", temporary, headers={"Destination": target, "Overwrite": "T"})
        return status

    def settle(self) -> None:
        return  # the server answers for its disk

    def close(self) -> None:
        http, self._http = self._http, None
        if http is not None:
            http.close()

    def _first_look(self) -> tuple[int, str]:
        """What it answers about our folder, and how it wants to be logged in to."""
        with self._answer(
            "PROPFIND",
            self._path("").rstrip("/") + "/",
            body=ASKED,
            headers={"Depth": "0", "Content-Type": "application/xml"},
        ) as answer:
            _bounded(answer, ANSWER_MOST)
            return answer.status_code, answer.headers.get("WWW-Authenticate", "")

    def _path(self, path: str) -> str:
        return quote(f"{self._root.rstrip('/')}/{path}", safe="/~")

    def _propfind(self, folder: str) -> tuple[int, bytes]:
        headers = {"Depth": "1", "Content-Type": "application/xml"}
        path = self._path(folder).rstrip("/") + "/"
        with self._answer("PROPFIND", path, body=ASKED, headers=headers) as answer:
            body = _bounded(answer, LISTING_MOST)
            if body is None:
                raise failed(self.where, _("its listing is too long"))
            return answer.status_code, body

    def _say(self, method: str, path: str, *, body: bytes = b"", headers: dict[str, str] | None = None) -> int:
        with self._answer(method, self._path(path), body=body, headers=headers or {}) as answer:
            _bounded(answer, ANSWER_MOST)
            return answer.status_code

    @contextmanager
    def _answer(
        self, method: str, path: str, *, body: bytes = b"", headers: dict[str, str] | None = None
    ) -> Iterator[httpx.Response]:
        import httpx

        if self._http is None:
            raise unreachable(self.where)
        try:
            with self._http.stream(method, path, content=body, headers=headers) as answer:
                yield answer
        except httpx.ConnectError as error:
            raise self._not_connected(error) from error
        except (httpx.TransportError, httpx.DecodingError, httpx.InvalidURL) as error:
            raise unreachable(self.where) from error

    def _not_connected(self, error: Exception) -> Trouble:
        cause: BaseException | None = error
        while cause is not None and not isinstance(cause, ssl.SSLCertVerificationError):
            cause = cause.__cause__ or cause.__context__
        if cause is None:
            return unreachable(self.where)
        return Trouble(
            "store-certificate",
            _("The certificate of {where} is not to be trusted: {reason}.").format(
                where=self.where, reason=cause.verify_message.rstrip(".")
            ),
            safe=_("Nothing was sent to it, not even the password."),
            todo=_("If it has a certificate of its own, name the file: {example}").format(
                example="webdavs://…/folder?ca=/path/to/certificate.pem"
            ),
        )

    def _trouble(self, status: int, *, writing: bool) -> Trouble:
        if status == 401:
            return refused_us(self.where)
        if status in (403, 405, 423):
            return not_written(self.where) if writing else refused_us(self.where)
        if status in (404, 409):
            return no_such_place(f"{self.where}{self._root}")
        if status == 507:
            return no_room_left(self.where)
        if status in (502, 503, 504):
            return unreachable(self.where, str(status))
        return failed(self.where, str(status))

    def _entries(self, body: bytes, asked: str) -> Iterator[Entry]:
        """What a listing names right below the folder asked; anything else in it is passed over."""
        try:
            tree = ET.fromstring(body)  # noqa: S314  (expat of our Pythons bounds entities; the size is bounded)
        except ET.ParseError as error:
            raise failed(self.where, _("its listing cannot be read")) from error
        for answer in tree.iter(f"{DAV}response"):
            path = unquote(urlsplit(answer.findtext(f"{DAV}href") or "").path).rstrip("/")
            above, _slash, name = path.rpartition("/")
            if name and above == unquote(asked):
                size = answer.findtext(f".//{DAV}getcontentlength") or ""
                is_folder = answer.find(f".//{DAV}resourcetype/{DAV}collection") is not None
                yield Entry(name, is_folder, int(size) if size.isdecimal() and len(size) < 18 else None)


def _bounded(answer: httpx.Response, most: int) -> bytes | None:
    found = bytearray()
    for piece in answer.iter_bytes():
        found += piece
        if len(found) > most:
            return None
    return bytes(found)


def _login(address: Address, challenge: str) -> httpx.Auth:
    """As the server asks: by a digest where it wants nothing else, else as most do."""
    import httpx

    schemes = challenge.lower()
    if "digest" in schemes and "basic" not in schemes:
        return httpx.DigestAuth(address.user, address.password)
    return httpx.BasicAuth(address.user, address.password)


def _trusted(address: Address) -> ssl.SSLContext:
    """The system's authorities, and the certificate file the address names. Raises Trouble for one that is none."""
    context = ssl.create_default_context()
    if "ca" in address.options:
        try:
            context.load_verify_locations(address.options["ca"])
        except (OSError, ssl.SSLError) as error:
            raise failed(address.where, _("the certificate file cannot be read")) from error
    return context
