"""The cadence of messages: what was laid down for each audience, and when the next one is due. Milliseconds UTC."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from warroom.domain.ids import IncidentId, RecordId


class StepKind(enum.StrEnum):
    START = "start"
    EVERY = "every"  # another interval, with its reason
    LONG = "long"  # a long incident: fewer, weightier messages, by explicit decision (doctrine §7.1)
    SNOOZE = "snooze"
    STOP = "stop"


@dataclass(frozen=True, slots=True)
class CadenceStep:
    """One thing laid down about the cadence of an audience. `minutes` is from one message to the next."""

    id: RecordId
    incident: IncidentId
    audience: str
    kind: StepKind
    minutes: int | None
    first_at: int | None
    until_at: int | None
    reason: str
    by: str
    at: int
