"""Corrective actions: what is put right after a crisis, followed until somebody else proved it (doctrine §10.3)."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from warroom.domain.ids import IncidentId, RecordId


class CorrectiveKind(enum.StrEnum):
    PREVENT = "prevent"
    DETECT = "detect"
    REDUCE = "reduce"
    RESPOND = "respond"
    RECOVER = "recover"


class CorrectiveState(enum.StrEnum):
    OPEN = "open"
    UNDER_WAY = "under_way"
    DONE = "done"  # its pilot says so, with a proof
    VERIFIED = "verified"  # somebody else saw the proof
    DROPPED = "dropped"

    @property
    def is_over(self) -> bool:
        return self in (CorrectiveState.VERIFIED, CorrectiveState.DROPPED)


@dataclass(frozen=True, slots=True)
class Corrective:
    """One corrective action as it stands. Times are milliseconds UTC; None means not reached or not set."""

    id: RecordId
    number: str
    incident: IncidentId
    rex: RecordId
    finding: str
    cause: RecordId
    text: str
    kind: CorrectiveKind
    priority: int
    pilot: str
    contributors: tuple[str, ...]
    due_at: int | None
    effort: str
    cost: str
    indicator: str
    ticket: str
    state: CorrectiveState
    proof: str
    proof_evidence: tuple[str, ...]
    done_at: int | None
    done_by: str
    verifier: str
    verified_at: int | None
    verified_by: str
    verdict_remark: str
    dropped_because: str
    closed_at: int | None
    created_at: int
    created_by: str

    def is_late(self, now_ms: int) -> bool:
        return not self.state.is_over and self.due_at is not None and self.due_at < now_ms


@dataclass(frozen=True, slots=True)
class Postponement:
    id: RecordId
    corrective: RecordId
    incident: IncidentId
    from_at: int | None
    to_at: int | None
    reason: str
    by: str
    at: int
