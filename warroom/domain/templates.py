"""Templates of messages: those that ship, as this room changed them, and its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from warroom.domain.ids import RecordId


@dataclass(frozen=True, slots=True)
class ChangedTemplate:
    """What this room says about a template, shipped or its own."""

    id: RecordId
    code: str
    names: dict[str, Any]
    purposes: dict[str, Any]
    audiences: tuple[str, ...]
    channels: tuple[str, ...]
    reviews: tuple[str, ...]
    approvers: tuple[str, ...]
    status: str
    retired: bool


@dataclass(frozen=True, slots=True)
class ChangedWording:
    """The text of a template in one language, as this room changed it."""

    id: RecordId
    template: RecordId
    code: str
    language: str
    title: str
    body: str
    brief: str
    sms: str


@dataclass(frozen=True, slots=True)
class WordingVersion:
    """One version of a wording; 1 is what shipped."""

    id: RecordId
    wording: RecordId
    number: int
    title: str
    body: str
    brief: str
    sms: str
    reason: str
    by: str
    at: int | None
