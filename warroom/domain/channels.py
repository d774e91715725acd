"""Audiences and channels: who is to hear, by what, and what each channel needs to work."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import Any

from warroom.domain.ids import RecordId


class ChannelKind(enum.StrEnum):
    """By what a message leaves. Those of `OFFLINE` work with no network at all."""

    READ_OUT = "read_out"  # a script that is read aloud, and read back
    POSTER = "poster"
    QR = "qr"
    SMS = "sms"
    PHONE = "phone"
    MAIL = "mail"
    MAIL_MERGE = "mail_merge"  # a folder of .eml on a stick
    STATUS_PAGE = "status_page"
    WEB = "web"  # HTML or Markdown for a site that others keep
    SOCIAL = "social"
    CAP = "cap"
    SMTP = "smtp"
    WEBHOOK = "webhook"
    PORTAL = "portal"  # of an authority, by hand
    COURIER = "courier"


OFFLINE = frozenset({ChannelKind.READ_OUT, ChannelKind.POSTER, ChannelKind.QR, ChannelKind.COURIER})


@dataclass(frozen=True, slots=True)
class Audience:
    """Who is to hear. Minutes by severity ("1" to "4"); 0 is never. `rank` 1 hears first."""

    id: RecordId
    code: str
    names: dict[str, Any]
    rank: int
    inside: bool
    minutes: dict[str, Any]
    first_min: dict[str, Any]
    channels: tuple[str, ...]
    languages: tuple[str, ...]
    owner: str
    retired: bool


@dataclass(frozen=True, slots=True)
class Channel:
    """By what a message leaves, and what that needs. `settings` never hold a password."""

    id: RecordId
    name: str
    kind: ChannelKind
    needs: tuple[str, ...]
    audiences: tuple[str, ...]
    owner: str
    instead: RecordId
    settings: dict[str, Any]
    remark: str
    checked_at: int | None
    checked_by: str
    works: bool
    retired: bool


@dataclass(frozen=True, slots=True)
class Stakeholder:
    """Whom this room must not forget: a key account, a partner, an authority, a journalist. Weights are 1 to 3."""

    id: RecordId
    name: str
    audience: str
    key_account: bool
    contact: str
    phone: str
    mail: str
    language: str
    owner: str
    influence: int | None
    concern: int | None
    expects: str
    remark: str


class AnswerKind(enum.StrEnum):
    LINE = "line"  # the press line
    QUESTION = "question"
    BRIDGE = "bridge"  # how to come back to the line
    RED_LINE = "red_line"  # what is never said


@dataclass(frozen=True, slots=True)
class PressAnswer:
    """One sentence of the press line or one answer of the spokesperson."""

    id: RecordId
    incident: RecordId
    kind: AnswerKind
    place: int | None
    language: str
    question: str
    answer: str
    sources: tuple[str, ...]
    by: str
    at: int | None
    approved_by: str
    approved_at: int | None
    approved_words: str
