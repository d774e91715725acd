"""What is due: the next update, the next deadline, set by hand until the clock engine comes."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from warroom.domain.ids import IncidentId, RecordId

AMBER_MS = 10 * 60_000  # a clock turns amber ten minutes before it is due


class DueKind(enum.StrEnum):
    """What sort of clock it is."""

    UPDATE = "update"
    DEADLINE = "deadline"


@dataclass(frozen=True, slots=True)
class Due:
    """One clock: what it is for, since when, until when (milliseconds UTC)."""

    id: RecordId
    incident: IncidentId
    kind: DueKind
    label: str
    due_at: int
    started_at: int | None
    done_at: int | None
    evidence: str = ""  # number of the entry that proves its start
    audiences: tuple[str, ...] = ()  # whom a message is due to by a cadence; empty for a clock set by hand


@dataclass(frozen=True, slots=True)
class Pending:
    """One line of everything that is due, whoever owns it; soonest first."""

    incident: IncidentId
    incident_number: str
    noun: str  # decision, review, action, update, deadline, or that of a clock of another kind
    id: RecordId
    number: str
    text: str
    owner: str
    since: int | None
    due_at: int | None
    exercise: bool
