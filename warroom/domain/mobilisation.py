"""Mobilisation: who is called out, who answered, and when they come (doctrine §2.3, §2.4)."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import Any

from warroom.domain.ids import IncidentId, PersonId, RecordId

ESCALATE_MIN = 5  # minutes without an answer until the deputy is called


class Shape(enum.StrEnum):
    LIST = "list"
    TREE = "tree"


class CalleeState(enum.StrEnum):
    """How far somebody is on their way (doctrine §2.4)."""

    TO_CALL = "to_call"
    ALERTED = "alerted"  # a message was left
    ACKNOWLEDGED = "acknowledged"
    ON_THE_WAY = "on_the_way"
    IN_FUNCTION = "in_function"
    REFUSED = "refused"
    UNREACHED = "unreached"
    STOOD_DOWN = "stood_down"  # no longer needed


class CallResult(enum.StrEnum):
    REACHED = "reached"
    NO_ANSWER = "no_answer"
    MESSAGE_LEFT = "message_left"
    REFUSED = "refused"
    WRONG_NUMBER = "wrong_number"


@dataclass(frozen=True, slots=True)
class Mobilisation:
    """One call-out. Times are milliseconds UTC."""

    id: RecordId
    incident: IncidentId
    number: str
    severity: int
    text: str
    muster: str
    backup: str
    ack_by: int | None
    escalate_min: int
    shape: Shape
    started_at: int | None
    started_by: str
    closed_at: int | None
    closed_by: str
    reason: str


@dataclass(frozen=True, slots=True)
class Callee:
    """Somebody who is called out."""

    id: RecordId
    mobilisation: RecordId
    person: PersonId
    code: str
    why: tuple[dict[str, Any], ...]
    rank: int
    caller: RecordId
    deputy: RecordId
    state: CalleeState
    eta_at: int | None
    called_at: int | None
    acknowledged_at: int | None
    arrived_at: int | None
    escalated_at: int | None
    escalated_from: RecordId
    remark: str


@dataclass(frozen=True, slots=True)
class Call:
    """One try to reach somebody."""

    id: RecordId
    callee: RecordId
    person: RecordId
    reach: RecordId
    by: str
    at: int
    result: CallResult
    eta_at: int | None
    takes_back: RecordId
    remark: str
