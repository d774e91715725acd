"""Requests for means (ICS 213 RR): what is asked for, who approved it, when it comes and what it commits."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from warroom.domain.ids import IncidentId, RecordId


class MeansState(enum.StrEnum):
    ASKED = "asked"
    APPROVED = "approved"
    REFUSED = "refused"
    COMING = "coming"
    ARRIVED = "arrived"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class MeansRequest:
    """Times are milliseconds UTC, money is euros."""

    id: RecordId
    incident: IncidentId
    number: str
    what: str
    quantity: int
    unit: str
    reason: str
    asked_by: str
    place: str
    needed_by: int | None
    state: MeansState
    approver: str
    approver_code: str
    approved_at: int | None
    refusal: str
    supplier: str
    eta_at: int | None
    arrived: int
    arrived_at: int | None
    cost: int
    over_limit: str
    asked_at: int | None
