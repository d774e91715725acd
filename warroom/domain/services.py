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


DOWN = frozenset({ServiceState.MAJOR_OUTAGE, ServiceState.PARTIAL_OUTAGE})  # what a recovery time objective ends


@dataclass(frozen=True, slots=True)
class Continuity:
    """What a business impact analysis says of a service (ISO 22301; doctrine §6.1), in minutes; None: nothing is said.

    RTO (objectif de délai de reprise, DIMA) is when it is to be up again, MTPD (DMTP, DMIA) when impacts become
    unacceptable, RPO (PDMA) how much data may be lost. The failover time is measured, at a test of that date.
    """

    service: RecordId
    name: str
    rto_min: int | None = None
    mtpd_min: int | None = None
    rpo_min: int | None = None
    failover_min: int | None = None
    failover_tested: int | None = None  # milliseconds UTC


@dataclass(frozen=True, slots=True)
class AffectedService:
    """One service in one incident."""

    id: RecordId
    incident: IncidentId
    service: RecordId
    name: str
    state: ServiceState
    since: int | None
    down_since: int | None = None  # without a break; None while it is not down
