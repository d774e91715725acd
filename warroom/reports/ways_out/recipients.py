"""Whom a mail merge is for: names and addresses from other hands, each usable as it is, or refused with the reason."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from warroom.domain.recipients import Given
from warroom.words import LANGUAGES, _

NAME_MOST = 120
MAIL_MOST = 254  # RFC 5321 §4.5.3.1.3
RECIPIENTS_MOST = 20_000
LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~][A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{0,63}\Z")
LABEL = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\Z")


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody to whom a mail can be made; `language` is the one to put first."""

    name: str
    mail: str
    language: str
    audience: str = ""


@dataclass(frozen=True, slots=True)
class Unfit:
    """Somebody left out, and why."""

    name: str
    mail: str
    why: str


def sorted_out(given: Iterable[Given], *, language: str) -> tuple[list[Recipient], list[Unfit]]:
    """Who can be written to, each address once, and who is left out; `language` where nobody said which."""
    kept: dict[str, Recipient] = {}
    unfit: list[Unfit] = []
    for who in given:
        name, mail = one_line(who.name)[:NAME_MOST], who.mail.strip()
        why = "" if len(kept) < RECIPIENTS_MOST else _("beyond what one folder holds")
        why = why or fault_of(mail)
        if why:
            unfit.append(Unfit(name, one_line(mail)[:MAIL_MOST], why))
            continue
        spoken = who.language.strip().lower()[:2]
        address = _plain_address(mail)
        kept.setdefault(
            address.casefold(),
            Recipient(name, address, spoken if spoken in LANGUAGES else language, one_line(who.audience)[:40]),
        )
    return list(kept.values()), unfit


def fault_of(mail: str) -> str:
    """Why an address cannot be written to; "" when it can. One address, and nothing that a header would take apart."""
    if not mail:
        return _("no address")
    if any(char.isspace() or unicodedata.category(char).startswith("C") for char in mail):
        return _("the address holds a space or a line end")
    local, at, domain = mail.rpartition("@")
    if not at or len(mail) > MAIL_MOST:
        return _("this is no mail address")
    if not LOCAL.match(local) or ".." in local or local.endswith("."):
        return _("what stands before the @ is no mailbox")
    if not _ascii_domain(domain):
        return _("what stands after the @ is no domain")
    return ""


def one_line(text: str) -> str:
    """Text as a header or a cell may hold it: one line, nothing hidden, nothing that turns it around."""
    return " ".join("".join(" " if _hides(char) else char for char in text).split())


def _hides(char: str) -> bool:
    return unicodedata.category(char) in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")


def _plain_address(mail: str) -> str:
    local, _at, domain = mail.rpartition("@")
    return f"{local}@{_ascii_domain(domain)}"


def _ascii_domain(domain: str) -> str:
    """A domain as mail carries it, `xn--` where it has accents; "" for what is none."""
    try:
        plain = domain if domain.isascii() else domain.encode("idna").decode("ascii")
    except UnicodeError:
        return ""
    labels = plain.split(".")
    return plain if len(labels) > 1 and len(plain) <= 253 and all(map(LABEL.match, labels)) else ""
