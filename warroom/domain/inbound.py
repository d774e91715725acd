"""What comes in: messages taken in with four times, what is said outside, and what was promised. Milliseconds UTC."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import Any

from warroom.domain.ids import EntryId, IncidentId, RecordId


class InboundState(enum.StrEnum):
    """Where an incoming message stands: each of its four times moves it on."""

    RECEIVED = "received"
    SENT_BACK = "sent_back"
    TRIAGED = "triaged"
    DECIDED = "decided"
    ANSWERED = "answered"
    CLOSED = "closed"  # it wanted no answer


@dataclass(frozen=True, slots=True)
class Inbound:
    """A message that came in: received, triaged, decided, answered, each with its time and initials."""

    id: RecordId
    number: str
    incident: IncidentId
    audience: str
    from_who: str
    contact: str
    channel: str
    stakeholder: RecordId
    text: str
    wants: bool
    answer_by: int | None
    received_at: int
    received_by: str
    triaged_at: int | None
    triaged_by: str
    triage: str
    given_to: str
    sent_back: str
    decided_at: int | None
    decided_by: str
    decision: str
    answered_at: int | None
    answered_by: str
    answer: str
    entry: EntryId
    source: str
    raw: dict[str, Any]

    @property
    def state(self) -> InboundState:
        if self.answered_at is not None:
            return InboundState.ANSWERED
        if self.decided_at is not None:
            return InboundState.DECIDED if self.wants else InboundState.CLOSED
        if self.sent_back:
            return InboundState.SENT_BACK
        return InboundState.RECEIVED if self.triaged_at is None else InboundState.TRIAGED


class RumourKind(enum.StrEnum):
    MEDIA = "media"
    SOCIAL = "social"
    RUMOUR = "rumour"
    CALLS = "calls"


class RumourState(enum.StrEnum):
    TO_CHECK = "to_check"
    TRUE = "true"
    FALSE = "false"
    ANSWERED = "answered"
    LEFT = "left"  # seen, and left alone


@dataclass(frozen=True, slots=True)
class Rumour:
    """Something said outside: by whom, how far it goes (1 few, 2 many, 3 national), and what became of it."""

    id: RecordId
    incident: IncidentId
    kind: RumourKind
    text: str
    source: str
    heard_at: int
    heard_by: str
    reach: int | None
    state: RumourState
    finding: str
    entry: EntryId
    message: RecordId
    by: str
    at: int | None


class PromiseState(enum.StrEnum):
    OPEN = "open"
    KEPT = "kept"
    BROKEN = "broken"
    RELEASED = "released"  # whoever it was made to no longer holds us to it


@dataclass(frozen=True, slots=True)
class Promise:
    """What somebody was promised, by whom, until when."""

    id: RecordId
    incident: IncidentId
    to_whom: str
    audience: str
    text: str
    owner: str
    made_at: int
    made_by: str
    due_at: int | None
    source: RecordId
    state: PromiseState
    closed_at: int | None
    closed_by: str
    remark: str
