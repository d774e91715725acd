"""Addresses: where a store or a hub is, taken apart strictly, and written again without what is secret in it."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit, urlunsplit

from warroom.errors import Refusal
from warroom.words import _

FOLDERS = ("file",)
WEB = ("webdav", "webdavs")
HUBS = ("postgresql", "postgres")
SCHEMES = (*FOLDERS, *WEB, "sftp", "s3", *HUBS)
LONGEST = 2000
SECRET = re.compile(r"pass|secret|token|credential", re.IGNORECASE)  # options that are never shown
PASSWORD_VARIABLE = "WARROOM_REMOTE_PASSWORD"  # noqa: S105  (a name, no secret)


@dataclass(frozen=True, slots=True)
class Address:
    """One place, by scheme, host, port, user, path and options; its password is shown nowhere."""

    scheme: str
    host: str
    port: int | None
    user: str
    path: str  # decoded; with s3 what follows the bucket, which is the host
    options: Mapping[str, str] = field(default_factory=dict)
    password: str = field(default="", repr=False)

    @property
    def where(self) -> str:
        """How a message names it: the host, or the folder."""
        if self.scheme in FOLDERS:
            return str(folder_of(self))
        return f"{self.host}:{self.port}" if self.port else self.host


def address_of(url: str) -> Address:
    """Take a URL apart; a plain absolute path is one of a folder. Raises Refusal for what is no place of ours."""
    text = as_url(url)
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        raise _refused(_("This is not an address: {url}.").format(url=without_password(text))) from None
    scheme = parts.scheme.lower()
    if scheme not in SCHEMES or len(text) > LONGEST or not text.isprintable():
        raise _refused(_("Nothing can be kept at this address: {url}.").format(url=without_password(text)))
    address = Address(
        scheme=scheme,
        host=(parts.hostname or "") if scheme not in FOLDERS else parts.netloc,
        port=port,
        user=unquote(parts.username or ""),
        path=unquote(parts.path),
        options=dict(parse_qsl(parts.query)),
        password=unquote(parts.password or "") or os.environ.get(PASSWORD_VARIABLE, ""),
    )
    _check(address, text)
    return address


def as_url(text: str) -> str:
    """The same as a URL: an absolute path of this system becomes one of a folder."""
    text = text.strip()
    if "://" not in text and text and Path(text).is_absolute():
        return Path(text).as_uri()
    return text


def is_hub(url: str) -> bool:
    """Whether this is the address of a hub, which tells others at once."""
    return url.split("://", 1)[0].lower() in HUBS


def folder_of(address: Address) -> Path:
    """The folder that a `file` address names."""
    if sys.platform == "win32":
        if address.host not in ("", "localhost"):
            return Path(f"//{address.host}{address.path}")
        return Path(address.path.lstrip("/"))
    return Path(address.path)


def without_password(url: str) -> str:
    """The URL as it may be shown. Of one that cannot be taken apart, or hides an @ elsewhere, only its scheme."""
    text = as_url(url)
    if "://" not in text:
        return "…" if ":" in text or "@" in text else text
    try:
        parts = urlsplit(text)
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return _scheme_alone(text)
    if "@" in parts.query or "@" in parts.fragment or (":" in parts.netloc and not (port or "@" in parts.netloc)):
        return _scheme_alone(text)
    netloc = parts.netloc
    if "@" in netloc:
        user, _at, host = netloc.rpartition("@")
        netloc = f"{user.split(':', 1)[0]}@{host}"
    shown = [(key, value) for key, value in parse_qsl(parts.query) if not SECRET.search(key)]
    return urlunsplit((parts.scheme, netloc, parts.path, urlencode(shown, safe="/:~"), ""))


def _scheme_alone(text: str) -> str:
    return text.split("://", 1)[0] + "://…"


def with_password(url: str, password: str) -> str:
    """The URL with this password in it, in place of the one it had. Raises Refusal when it names no user."""
    parts = urlsplit(as_url(url))
    user, at, host = parts.netloc.rpartition("@")
    if not at:
        raise _refused(_("A password needs a user in the address, as in sftp://user@host/folder."))
    netloc = f"{user.split(':', 1)[0]}:{quote(password, safe='')}@{host}"
    return urlunsplit((parts.scheme, netloc, parts.path, parts.query, parts.fragment))


def _check(address: Address, text: str) -> None:
    if address.scheme in FOLDERS:
        is_here = address.host in ("", "localhost") or sys.platform == "win32"
        if not is_here or not folder_of(address).is_absolute():
            raise _refused(_("This address names no folder of this laptop: {url}.").format(url=text))
    elif not address.host:
        raise _refused(_("This address names no host: {url}.").format(url=without_password(text)))
    if ".." in PurePosixPath(address.path).parts or "\x00" in address.path or "#" in text:
        raise _refused(_("This is not an address: {url}.").format(url=without_password(text)))


def _refused(message: str) -> Refusal:
    return Refusal(
        "url-unknown",
        message,
        safe=_("Nothing was changed."),
        todo=_("Write it as file:///folder, webdavs://, sftp://, s3:// or postgresql://."),
    )
