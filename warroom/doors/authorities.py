"""Time stamp authorities: asked over HTTP, one question, one bounded answer, checked before it is believed."""

from __future__ import annotations

import base64
import http.client
import urllib.error
import urllib.request
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from warroom.errors import Refusal, Trouble
from warroom.identity.timestamps import (
    ANSWER_BYTES_MAX,
    BadStamp,
    Stamp,
    authorities_in,
    question,
    read_stamp,
)
from warroom.words import _

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

PATIENCE_S = 20.0
SCHEMES = ("http", "https")
PEM_BYTES_MAX = 1024 * 1024


def ask(url: str, content: bytes, *, digest: str, authorities: Sequence[Certificate]) -> tuple[str, Stamp]:
    """A stamp on this content: the whole answer in base64, and what it says. Raises Refusal or Trouble."""
    asked = question(content)
    answer = _post(url, asked.body)
    try:
        stamp = read_stamp(answer, digest=digest, nonce=asked.nonce, authorities=authorities)
    except BadStamp as error:
        raise Trouble(
            "stamp-wrong",
            _("The answer of {url} is no time stamp of this seal: {reason}.").format(url=url, reason=error),
            safe=_("Nothing was kept; the seal stands without a time stamp."),
            todo=_("Try again, or ask another authority."),
        ) from error
    return base64.b64encode(answer).decode("ascii"), stamp


def authorities_of(pem: Path | None) -> list[Certificate]:
    """The certificates of a PEM file, none without a file. Raises Refusal when it holds none."""
    if pem is None:
        return []
    try:
        with pem.open("rb") as opened:
            return authorities_in(opened.read(PEM_BYTES_MAX))
    except (OSError, ValueError) as error:
        raise Refusal(
            "authorities-unreadable",
            _("{file} holds no certificates that can be read.").format(file=pem),
            safe=_("Nothing was changed."),
            todo=_("Give the PEM file of the authority that you trust."),
        ) from error


class _SameKind(urllib.request.HTTPRedirectHandler):
    """Follows an authority elsewhere on the web, never to a file or another scheme."""

    max_redirections = 3

    def redirect_request(self, req: Any, fp: Any, code: int, msg: str, headers: Any, newurl: str) -> Any:
        if urlsplit(newurl).scheme not in SCHEMES:
            fp.close()
            raise urllib.error.URLError(_("it sends elsewhere than to the web"))
        # The question is sent again as it was: urllib would turn it into a GET.
        return urllib.request.Request(newurl, data=req.data, headers=dict(req.headers), method="POST")  # noqa: S310


def _post(url: str, body: bytes) -> bytes:
    if urlsplit(url).scheme not in SCHEMES or not urlsplit(url).hostname:
        raise Refusal(
            "authority-address",
            _("{url} is not an address of the web.").format(url=url),
            safe=_("Nothing was sent."),
            todo=_("Give an address that begins with https:// or http://."),
        )
    headers = {"Content-Type": "application/timestamp-query", "Accept": "application/timestamp-reply"}
    request = urllib.request.Request(url, data=body, headers=headers, method="POST")  # noqa: S310  (scheme checked)
    opener = urllib.request.build_opener(_SameKind)
    try:
        with opener.open(request, timeout=PATIENCE_S) as answered:
            answer: bytes = answered.read(ANSWER_BYTES_MAX + 1)
    except (OSError, http.client.HTTPException, ValueError) as error:
        if isinstance(error, urllib.error.HTTPError):
            error.close()
        reason = getattr(error, "reason", None) or error
        raise Trouble(
            "authority-unreachable",
            _("The time stamp authority {url} does not answer: {reason}.").format(url=url, reason=reason),
            safe=_("The seal is kept; it has no time stamp yet."),
            todo=_("Check the network, and stamp the seal again later: it can be done at any time."),
        ) from error
    return answer
