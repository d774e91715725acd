"""Messages: what is said to whom, who checks it, what was let out, and what came of it. Times are milliseconds UTC."""

from __future__ import annotations

import enum
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from warroom.domain.ids import EntryId, IncidentId, RecordId

REVIEW_MIN = 5  # minutes until a check that nobody answers goes to the deputy (doctrine §7.4)
MOST_REVIEWERS = 2  # before the approval (doctrine §7.4)
PARTS = ("title", "body", "brief", "sms")  # what a text is made of


class MessageState(enum.StrEnum):
    """Where a message stands (doctrine §7.4)."""

    DRAFT = "draft"
    IN_CHECK = "in_check"
    SENT_BACK = "sent_back"
    CHECKED = "checked"  # everything asked has passed; approval is awaited
    APPROVED = "approved"
    RELEASED = "released"
    CORRECTED = "corrected"
    WITHDRAWN = "withdrawn"


class ReviewKind(enum.StrEnum):
    TECHNICAL = "technical"
    LEGAL = "legal"
    TRANSLATION = "translation"
    APPROVAL = "approval"


class Verdict(enum.StrEnum):
    NONE = ""
    PASSED = "passed"
    SENT_BACK = "sent_back"


class Result(enum.StrEnum):
    """What came of one try to bring a message to somebody."""

    BEGUN = "begun"  # noted before a sender acts: with nothing after it, the message may have gone
    SENT = "sent"
    FAILED = "failed"
    READ_BACK = "read_back"  # the other side read it back, word for word
    GIVEN_UP = "given_up"
    UNCLEAR = "unclear"  # handed over, and no answer came: it may have gone
    SEEN = "seen"  # somebody saw that it went twice, and said what was done about it


@dataclass(frozen=True, slots=True)
class Message:
    """A message being prepared, or let out. Its texts, checks and releases stand beside it."""

    id: RecordId
    number: str
    incident: IncidentId
    template: str
    audiences: tuple[str, ...]
    channels: tuple[str, ...]
    languages: tuple[str, ...]
    status: str
    due_at: int | None
    next_at: int | None
    filled: dict[str, Any]
    reviews: tuple[str, ...]
    corrects: RecordId
    cap: dict[str, Any]
    by: str
    at: int | None
    withdrawn_at: int | None
    withdrawn_by: str
    withdrawn_because: str
    withdrawn_knew: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MessageText:
    """A message in one language."""

    id: RecordId
    message: RecordId
    language: str
    title: str
    body: str
    brief: str
    sms: str
    translated: bool
    by: str
    at: int | None
    as_filled: dict[str, Any] = field(default_factory=dict)  # {part: mark} of what its template said


@dataclass(frozen=True, slots=True)
class Review:
    """One check of a message, asked of one person."""

    id: RecordId
    message: RecordId
    kind: ReviewKind
    asked_of: str
    deputy: str
    asked_by: str
    asked_at: int | None
    due_at: int | None
    escalated_at: int | None
    digest: str
    verdict: Verdict
    by: str
    typed_by: str
    at: int | None
    remark: str
    exception: str


@dataclass(frozen=True, slots=True)
class Claim:
    """An entry that a message rests on, and what the message says by it."""

    id: RecordId
    message: RecordId
    entry: EntryId
    says: str
    by: str
    at: int | None
    kept_because: str
    kept_how: str
    kept_by: str


@dataclass(frozen=True, slots=True)
class Release:
    """What was let out, word for word: `texts` is {language: {"title", "body", "brief", "sms"}}."""

    id: RecordId
    message: RecordId
    incident: IncidentId
    number: str
    template: str
    audiences: tuple[str, ...]
    channels: tuple[str, ...]
    texts: dict[str, Any]
    status: str
    next_at: int | None
    digest: str
    approved_by: str
    exception: str
    corrects: RecordId
    again: RecordId
    knew: tuple[str, ...]
    claims: tuple[dict[str, Any], ...]
    reason: str
    exercise: bool
    by: str
    at: int

    def __post_init__(self) -> None:
        """What another station sent as texts may have any shape: only words of known parts are kept."""
        texts = {
            str(language): {part: said[part] for part in PARTS if isinstance(said.get(part), str)}
            for language, said in self.texts.items()
            if isinstance(said, dict)
        }
        object.__setattr__(self, "texts", texts)


@dataclass(frozen=True, slots=True)
class Double:
    """Why two releases that knew nothing of each other both stand."""

    id: RecordId
    incident: IncidentId
    one: RecordId
    other: RecordId
    reason: str
    by: str
    at: int | None


@dataclass(frozen=True, slots=True)
class Sending:
    """One line of the ledger: who brought it to whom, by what, when, with which proof."""

    id: RecordId
    release: RecordId
    message: RecordId
    incident: IncidentId
    channel: RecordId
    audience: str
    recipient: str
    result: Result
    at: int
    by: str
    proof: str
    proof_sha256: str
    language: str
    remark: str
    attempt: RecordId
    recipients: tuple[str, ...]
    confirms: RecordId
    answers: tuple[str, ...]
    station: str


def digest_of(texts: Iterable[MessageText]) -> str:
    """SHA-256 of what a message says, in all its languages: the same for the same words on every station."""
    return digest_of_texts({text.language: {part: getattr(text, part) for part in PARTS} for text in texts})


def digest_of_texts(texts: Mapping[str, Any]) -> str:
    """SHA-256 of texts by language, as canonical JSON."""
    said = json.dumps(texts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(said.encode()).hexdigest()
