"""Services touched by an incident, by simple name and state."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from warroom.domain.ids import IncidentId, RecordId


class ServiceState(enum.StrEnum):
    """How a service stands (the words of public status pages, doctrine §7.3)."""

    OPERATIONAL = "operational"
    DEGRADED = "degraded"
    PARTIAL_OUTAGE = "partial_outage"
    MAJOR_OUTAGE = "major_outage"
    MAINTENANCE = "maintenance"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class AffectedService:
    """One service in one incident."""

    id: RecordId
    incident: IncidentId
    service: RecordId
    name: str
    state: ServiceState
    since: int | None
