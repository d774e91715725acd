"""What comes in: messages taken in with four times, what is said outside, and what was promised. Milliseconds UTC."""

from __future__ import annotations

import enum
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from warroom.domain.ids import EntryId, IncidentId, RecordId
from warroom.domain.people import initials_of


class InboundState(enum.StrEnum):
    """Where an incoming message stands: each of its four times moves it on."""

    RECEIVED = "received"
    SENT_BACK = "sent_back"
    TRIAGED = "triaged"
    DECIDED = "decided"
    ANSWERED = "answered"
    CLOSED = "closed"  # it wanted no answer


VISA_MOST = 3  # letters
NEVER = 1 << 62  # a time after all others
REACH_MOST = 3  # the whole country
PROMISE_SOURCES = ("inbound", "message", "entry", "call")  # where a promise may have been made


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
    sent_back_to: str
    sent_back_at: int | None
    sent_back_by: str
    decided_at: int | None
    decided_by: str
    decision: str
    answered_at: int | None
    answered_by: str
    answer: str
    answered_via: str
    message: RecordId
    entry: EntryId
    source: str
    raw: dict[str, Any]

    @property
    def state(self) -> InboundState:
        if self.answered_at is not None:
            return InboundState.ANSWERED
        if self.sent_back:
            return InboundState.SENT_BACK
        if self.decided_at is not None:
            return InboundState.DECIDED if self.wants else InboundState.CLOSED
        return InboundState.RECEIVED if self.triaged_at is None else InboundState.TRIAGED

    @property
    def is_over(self) -> bool:
        """Nobody waits for anything any more."""
        return self.state in (InboundState.ANSWERED, InboundState.CLOSED)

    @property
    def visas(self) -> tuple[tuple[int | None, str], ...]:
        """Received, triaged, decided, answered: when, and by whom."""
        return (
            (self.received_at, self.received_by),
            (self.triaged_at, self.triaged_by),
            (self.decided_at, self.decided_by),
            (self.answered_at, self.answered_by),
        )


@dataclass(frozen=True, slots=True)
class InboundLine:
    """A message that came in as a list shows it; `answers` are several where stations answered it apart."""

    inbound: Inbound
    answers: tuple[str, ...] = ()

    @property
    def is_answered_twice(self) -> bool:
        return len(self.answers) > 1

    @property
    def is_open(self) -> bool:
        """Somebody still has something to do about it."""
        return self.is_answered_twice or not self.inbound.is_over


@dataclass(frozen=True, slots=True)
class AnsweredTwice:
    """A message that two stations answered apart, with the number of its incident and whether that is an exercise."""

    inbound: Inbound
    incident_number: str
    exercise: bool


def in_order(lines: Iterable[InboundLine]) -> list[InboundLine]:
    """What was answered twice first, then what waits, soonest due and oldest first; what is over last, newest first."""
    return sorted(lines, key=_rank)


def _rank(line: InboundLine) -> tuple[int, int, int, str]:
    inbound = line.inbound
    if not line.is_open:
        return 2, -(inbound.answered_at or inbound.decided_at or 0), 0, inbound.id
    due = inbound.answer_by if inbound.answer_by is not None else NEVER
    return (0 if line.is_answered_twice else 1), due, inbound.received_at, inbound.id


class Desk(enum.StrEnum):
    """Where an incoming message is sent back to, each with a reason of its own kind (features §2.6)."""

    ENTRY = "entry"  # what is wrong in it: whoever took it in asks again
    TRIAGE = "triage"  # why it is not ours


def visa(name: str) -> str:
    """The initials that stand for a name beside a time; what is short already is taken for initials."""
    short = name.strip()
    return short.upper() if " " not in short and len(short) <= VISA_MOST else initials_of(name)


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
    number: str
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
    number: str
    incident: IncidentId
    to_whom: str
    audience: str
    text: str
    owner: str
    made_at: int
    made_by: str
    due_at: int | None
    source: RecordId
    source_noun: str
    state: PromiseState
    closed_at: int | None
    closed_by: str
    remark: str
