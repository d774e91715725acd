"""Teams sent out without a telephone, and when they were heard of last."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from warroom.domain.ids import IncidentId, RecordId

CONTACT_MIN = 30  # minutes without an incoming message until a team is looked for
CONTACT_CHOICES = tuple(range(10, 130, 10))
AMBER_MIN = 5  # minutes before


class FieldStatus(enum.StrEnum):
    AT_BASE = "at_base"
    IN_TRANSIT = "in_transit"
    WORKING = "working"
    WAITING = "waiting"
    AVAILABLE = "available"
    OFF_DUTY = "off_duty"


UNTIMED = (FieldStatus.AT_BASE, FieldStatus.OFF_DUTY)  # nobody waits for news of them


@dataclass(frozen=True, slots=True)
class FieldTeam:
    """A team that was sent out. Times are milliseconds UTC."""

    id: RecordId
    incident: IncidentId
    number: str
    name: str
    leader: str
    members: tuple[str, ...]
    mission: str
    place: str
    reached_by: str
    contact_min: int
    status: FieldStatus
    sent_at: int | None
    returned_at: int | None


@dataclass(frozen=True, slots=True)
class Contact:
    """One message from a team, or to it."""

    id: RecordId
    field_team: RecordId
    at: int
    incoming: bool
    text: str
    status: str
    entry: RecordId
    by: str
