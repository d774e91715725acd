"""Requests for means (ICS 213 RR): what is asked for, who approved it, when it comes and what it commits."""

from __future__ import annotations

import enum
from collections.abc import Iterable
from dataclasses import dataclass

from warroom.domain.ids import IncidentId, RecordId


class MeansState(enum.StrEnum):
    ASKED = "asked"
    APPROVED = "approved"
    REFUSED = "refused"
    COMING = "coming"
    ARRIVED = "arrived"
    WITHDRAWN = "withdrawn"

    @property
    def is_over(self) -> bool:
        return self in (MeansState.REFUSED, MeansState.ARRIVED, MeansState.WITHDRAWN)


COMMITTED = (MeansState.APPROVED, MeansState.COMING, MeansState.ARRIVED, MeansState.WITHDRAWN)  # what is left to pay
COST_MOST = 1_000_000_000  # euros
QUANTITY_MOST = 1_000_000


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
    allowed_by: str
    asked_at: int | None

    @property
    def is_over(self) -> bool:
        return self.state.is_over

    @property
    def missing(self) -> int:
        """How many have not arrived."""
        return max(0, self.quantity - self.arrived)

    @property
    def due_at(self) -> int | None:
        """When the next thing about it is to have happened, milliseconds UTC: it comes, or it is needed."""
        if self.is_over:
            return None
        return self.eta_at if self.state is MeansState.COMING and self.eta_at is not None else self.needed_by

    @property
    def is_too_late(self) -> bool:
        """It is announced for later than it is needed."""
        return (
            not self.is_over and self.eta_at is not None and self.needed_by is not None and self.eta_at > self.needed_by
        )


@dataclass(frozen=True, slots=True)
class Committed:
    """What one function, or one person without a function, committed for one incident, in euros."""

    code: str
    approver: str  # of the last approval
    total: int
    requests: int
    limit: int | None  # None: this room set no limit for anybody


@dataclass(frozen=True, slots=True)
class Authority:
    """What somebody may commit for one incident: by which function, what it committed so far, up to where (euros)."""

    code: str  # "" for no function
    total: int
    limit: int | None  # None: this room set no limit for anybody

    @property
    def left(self) -> int | None:
        return max(0, self.limit - self.total) if self.limit is not None else None


def committed(requests: Iterable[MeansRequest], limits: dict[str, int]) -> list[Committed]:
    """Totals per function, else per approver; `limits` are euros by function, as the room set them."""
    found: dict[tuple[str, str], list[MeansRequest]] = {}
    for request in requests:
        if (
            request.state in COMMITTED
            and request.approver
            and (request.cost or request.state is not MeansState.WITHDRAWN)
        ):
            key = (request.approver_code, "" if request.approver_code else request.approver)
            found.setdefault(key, []).append(request)
    return [
        Committed(
            code,
            max(group, key=lambda each: (each.approved_at or 0, each.id)).approver,
            sum(each.cost for each in group),
            len(group),
            limit_of(code, limits),
        )
        for (code, _), group in sorted(found.items())
    ]


def limit_of(code: str, limits: dict[str, int]) -> int | None:
    """Euros that whoever holds this function may commit alone for one incident.

    Where the room gave limits to some, those without one may commit nothing alone; None where it gave none at all.
    """
    return limits.get(code, 0) if limits else None
