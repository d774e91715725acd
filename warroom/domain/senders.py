"""How the two channels that this program brings by itself are set: a mail server, a web service.

Settings lie in the room and reach every station; passwords never do: they stay in the keyring of the laptop that sends,
each bound to the destination it was given for (`destination`). Everything here may come from a hostile station.
"""

from __future__ import annotations

import enum
import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from warroom.domain.channels import Channel, ChannelKind

TO_MOST = 500
CA_MOST = 20_000  # characters of the certificates that a channel brings along
ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[^\s@<>(),;:\"\\\[\]]{1,253}")
LABEL = re.compile(r"(?!-)[A-Za-z0-9_-]{1,63}(?<!-)")
HEADER = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,39}")
PEM = re.compile(r"(?:-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----\s*)+")
# Headers that say how the request itself is to be read: a secret has no place in them.
TAKEN = frozenset({"host", "content-length", "content-type", "transfer-encoding", "connection", "cookie", "expect"})


class Security(enum.StrEnum):
    """How a line is kept from others."""

    STARTTLS = "starttls"
    TLS = "tls"
    NONE = "none"  # only where a channel says so, and never with a password


class WebhookAuth(enum.StrEnum):
    """How a web service knows that it is us."""

    NONE = "none"
    BEARER = "bearer"
    HEADER = "header"  # a key in a header of its own
    HMAC = "hmac"  # a signature: the secret itself is never sent
    PATH = "path"  # the end of the address is the secret


class Setting(enum.StrEnum):
    """A field of the settings, as it is kept."""

    HOST = "host"
    PORT = "port"
    SECURITY = "security"
    FROM = "from"
    FROM_NAME = "from_name"
    REPLY_TO = "reply_to"
    TO = "to"
    STAKEHOLDERS = "stakeholders"
    USER = "user"
    CA = "ca"
    EXERCISE = "exercise"
    URL = "url"
    AUTH = "auth"
    HEADER = "header"


@dataclass(frozen=True, slots=True)
class SettingFault:
    """One setting that cannot be used."""

    setting: Setting
    why: str  # a code: missing, bad, too_many, plain_secret, userinfo
    value: str = ""


@dataclass(frozen=True, slots=True)
class Smtp:
    """A mail server. `to` are fixed recipients; `stakeholders` adds those of the audiences of a message."""

    host: str
    port: int
    security: Security
    sender: str
    sender_name: str
    reply_to: str
    to: tuple[str, ...]
    stakeholders: bool
    user: str
    ca: str
    exercise: bool

    @property
    def place(self) -> str:
        return f"{self.host}:{self.port}"

    @property
    def needs_secret(self) -> bool:
        return bool(self.user)


@dataclass(frozen=True, slots=True)
class Webhook:
    """A web service that takes a message as JSON."""

    url: str
    auth: WebhookAuth
    header: str
    ca: str
    exercise: bool

    @property
    def place(self) -> str:
        return urlsplit(self.url).netloc

    @property
    def is_plain(self) -> bool:
        return urlsplit(self.url).scheme == "http"

    @property
    def needs_secret(self) -> bool:
        return self.auth is not WebhookAuth.NONE


def settings_of(kind: ChannelKind, said: Mapping[str, Any]) -> Smtp | Webhook | tuple[SettingFault, ...]:
    """Settings as a value, or everything that is wrong with them."""
    faults: list[SettingFault] = []
    made = _smtp(said, faults) if kind is ChannelKind.SMTP else _webhook(said, faults)
    return tuple(faults) or made


def destination(channel: Channel) -> str:
    """What a password was given for, as a digest: where it would go, as whom, and trusting which certificates.

    A channel whose address somebody changed, here or at another station, never gets the old password.
    """
    mail = (Setting.HOST, Setting.PORT, Setting.SECURITY, Setting.USER, Setting.CA)
    kept = (*mail, Setting.URL, Setting.AUTH, Setting.HEADER)
    said = {"kind": channel.kind.value} | {one.value: channel.settings.get(one.value) for one in kept}
    return hashlib.sha256(json.dumps(said, sort_keys=True, default=str).encode()).hexdigest()


def address_or_none(text: str) -> str | None:
    """A mail address as it goes over the line, its domain in ASCII; None for what is none."""
    text = text.strip()
    if not ADDRESS.fullmatch(text):
        return None
    name, _at, domain = text.rpartition("@")
    host = _host_or_none(domain)
    return f"{name}@{host}" if host and not name.startswith(".") and ".." not in name else None


def _smtp(said: Mapping[str, Any], faults: list[SettingFault]) -> Smtp:
    host = _host(said, faults)
    security = _one_of(Security, Setting.SECURITY, said, faults, otherwise=Security.STARTTLS)
    usual = {Security.STARTTLS: 587, Security.TLS: 465, Security.NONE: 25}[security]
    user = _line(Setting.USER, said, faults)
    if user and security is Security.NONE:
        faults.append(SettingFault(Setting.SECURITY, "plain_secret"))
    return Smtp(
        host=host,
        port=_port(said, faults, usual),
        security=security,
        sender=_address(Setting.FROM, said, faults, is_needed=True),
        sender_name=_line(Setting.FROM_NAME, said, faults),
        reply_to=_address(Setting.REPLY_TO, said, faults),
        to=_to(said, faults),
        stakeholders=said.get(Setting.STAKEHOLDERS) is True,
        user=user,
        ca=_ca(said, faults),
        exercise=said.get(Setting.EXERCISE) is True,
    )


def _webhook(said: Mapping[str, Any], faults: list[SettingFault]) -> Webhook:
    auth = _one_of(WebhookAuth, Setting.AUTH, said, faults, otherwise=WebhookAuth.NONE)
    header = _line(Setting.HEADER, said, faults)
    if auth is WebhookAuth.HEADER and (not HEADER.fullmatch(header) or header.lower() in TAKEN):
        faults.append(SettingFault(Setting.HEADER, "bad" if header else "missing", header))
    security = _one_of(Security, Setting.SECURITY, said, faults, otherwise=Security.TLS)
    url = _url(said, faults, may_be_plain=security is Security.NONE)
    if url.lower().startswith("http:") and auth not in (WebhookAuth.NONE, WebhookAuth.HMAC):
        faults.append(SettingFault(Setting.AUTH, "plain_secret"))
    return Webhook(url, auth, header, _ca(said, faults), said.get(Setting.EXERCISE) is True)


def _url(said: Mapping[str, Any], faults: list[SettingFault], *, may_be_plain: bool) -> str:
    url = _line(Setting.URL, said, faults)
    try:
        parts = urlsplit(url)
        _port_of = parts.port
        host = _host_or_none(parts.hostname or "")
    except ValueError:
        parts, host = urlsplit(""), None
    if not url:
        faults.append(SettingFault(Setting.URL, "missing"))
    elif parts.username or parts.password:
        faults.append(SettingFault(Setting.URL, "userinfo"))
    elif host is None or parts.fragment or not url.isascii() or " " in url:
        faults.append(SettingFault(Setting.URL, "bad", url))
    elif parts.scheme.lower() != "https" and not (may_be_plain and parts.scheme.lower() == "http"):
        faults.append(SettingFault(Setting.URL, "plain", url))
    return url


def _line(setting: Setting, said: Mapping[str, Any], faults: list[SettingFault]) -> str:
    value = said.get(setting.value, "")
    if isinstance(value, str) and len(value) <= 500 and (value.isprintable() or not value):
        return value.strip()
    faults.append(SettingFault(setting, "bad"))
    return ""


def _host(said: Mapping[str, Any], faults: list[SettingFault]) -> str:
    typed = _line(Setting.HOST, said, faults)
    host = _host_or_none(typed)
    if host is None:
        faults.append(SettingFault(Setting.HOST, "bad" if typed else "missing", typed))
    return host or ""


def _host_or_none(typed: str) -> str | None:
    """A host name in ASCII, or an address; None for what is neither."""
    if re.fullmatch(r"\[?[0-9A-Fa-f:.]+\]?", typed) and ":" in typed:
        return typed.strip("[]")
    try:
        host = typed if typed.isascii() else typed.encode("idna").decode("ascii")
    except UnicodeError:
        return None
    labels = host.rstrip(".").split(".")
    return host if len(host) <= 253 and all(LABEL.fullmatch(label) for label in labels) else None


def _port(said: Mapping[str, Any], faults: list[SettingFault], usual: int) -> int:
    value = said.get(Setting.PORT.value)
    if value is None or value == "":
        return usual
    if type(value) is int and 1 <= value <= 65_535:
        return value
    faults.append(SettingFault(Setting.PORT, "bad", str(value)[:20]))
    return usual


def _one_of(
    kind: Any, setting: Setting, said: Mapping[str, Any], faults: list[SettingFault], *, otherwise: enum.StrEnum
) -> Any:
    value = said.get(setting.value) or otherwise.value
    if value in list(kind):
        return kind(value)
    faults.append(SettingFault(setting, "bad", str(value)[:40]))
    return otherwise


def _address(setting: Setting, said: Mapping[str, Any], faults: list[SettingFault], *, is_needed: bool = False) -> str:
    typed = _line(setting, said, faults)
    if not typed:
        if is_needed:
            faults.append(SettingFault(setting, "missing"))
        return ""
    address = address_or_none(typed)
    if address is None:
        faults.append(SettingFault(setting, "bad", typed))
    return address or ""


def _to(said: Mapping[str, Any], faults: list[SettingFault]) -> tuple[str, ...]:
    value = said.get(Setting.TO.value)
    typed = [value] if isinstance(value, str) and value else value
    if typed in (None, "", []):
        if said.get(Setting.STAKEHOLDERS) is not True:
            faults.append(SettingFault(Setting.TO, "missing"))
        return ()
    if not isinstance(typed, list) or not all(isinstance(one, str) for one in typed):
        faults.append(SettingFault(Setting.TO, "bad"))
        return ()
    if len(typed) > TO_MOST:
        faults.append(SettingFault(Setting.TO, "too_many", str(TO_MOST)))
    found = [(one, address_or_none(one)) for one in typed[:TO_MOST]]
    faults += [SettingFault(Setting.TO, "bad", one[:80]) for one, address in found if address is None]
    return tuple(dict.fromkeys(address for _one, address in found if address))


def _ca(said: Mapping[str, Any], faults: list[SettingFault]) -> str:
    value = said.get(Setting.CA.value) or ""
    if not isinstance(value, str) or len(value) > CA_MOST or (value and not PEM.fullmatch(value.strip() + "\n")):
        faults.append(SettingFault(Setting.CA, "bad"))
        return ""
    return value.strip()
