"""Duty and rest: shifts as planned, presence as it was, and the limits to warn of (doctrine §2.4)."""

from __future__ import annotations

from dataclasses import dataclass

from warroom.domain.ids import IncidentId, PersonId, RecordId

SHIFT_MIN = 8 * 60  # minutes of a shift where nothing else is said
OVERLAP_MIN = 30  # minutes in which both are there


@dataclass(frozen=True, slots=True)
class Shift:
    """As planned; times in milliseconds UTC."""

    id: RecordId
    cell: RecordId
    person: PersonId
    code: str
    from_at: int
    until_at: int
    remark: str


@dataclass(frozen=True, slots=True)
class Presence:
    """As it was: arrival and departure; still there while `left_at` is None."""

    id: RecordId
    incident: IncidentId
    person: PersonId
    code: str
    place: str
    arrived_at: int
    left_at: int | None
    by: str
    remark: str
