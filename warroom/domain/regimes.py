"""Legal regimes of an incident: whether each applies, what started its clocks, what was submitted (doctrine §3.5)."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import Any

from warroom.domain.ids import IncidentId, RecordId


class RegimeState(enum.StrEnum):
    TO_QUALIFY = "to_qualify"
    APPLICABLE = "applicable"
    NOT_APPLICABLE = "not_applicable"  # with author and reason


@dataclass(frozen=True, slots=True)
class Regime:
    """What was decided of one regime for one incident."""

    id: RecordId
    incident: IncidentId
    code: str  # NIS2, DORA, GDPR, …
    state: RegimeState
    reason: str
    answers: dict[str, Any]
    by: str
    at: int | None


@dataclass(frozen=True, slots=True)
class ClockEvent:
    """A moment that starts clocks: set once, proved by an entry, corrected only by another (milliseconds UTC)."""

    id: RecordId
    incident: IncidentId
    event: str  # aware_at, classified_major_at, …
    at: int
    entry: RecordId
    corrects: RecordId
    reason: str
    by: str
    set_at: int


@dataclass(frozen=True, slots=True)
class Submission:
    """A notification that went out, with its receipt."""

    id: RecordId
    incident: IncidentId
    rule: str
    at: int
    recipient: str
    receipt: str
    copy_sha256: str
    late_reason: str
    entry: RecordId
    corrects: RecordId
    reason: str  # of the correction
    by: str
    set_at: int


@dataclass(frozen=True, slots=True)
class NoticeSection:
    """A section of a notification's draft."""

    id: RecordId
    incident: IncidentId
    rule: str
    section: str
    text: str


@dataclass(frozen=True, slots=True)
class ChangedRule:
    """What this room changed of a rule that came with the program."""

    id: RecordId
    rule: str
    body: dict[str, Any]
    reason: str
    by: str
    at: int | None
