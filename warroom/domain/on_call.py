"""On call: rotations, who stands in, and what calendars said (astreinte, C. trav. L3121-9)."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import Any

from warroom.domain.ids import PersonId, RecordId


class TurnUnit(enum.StrEnum):
    HOUR = "hour"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"


class OverrideKind(enum.StrEnum):
    OVERRIDE = "override"
    SWAP = "swap"
    TAKEN = "taken"


@dataclass(frozen=True, slots=True)
class Rotation:
    """Who takes turns. Times are milliseconds UTC; `hands_over` is HH:MM in `zone` (days of 23 or 25 hours exist)."""

    id: RecordId
    name: str
    team: RecordId
    rank: int
    unit: TurnUnit
    every: int
    zone: str
    starts_at: int | None
    ends_at: int | None
    hands_over: str
    members: tuple[str, ...]
    hours: tuple[list[Any], ...]
    services: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Override:
    """Somebody on call in place of another, for a while."""

    id: RecordId
    rotation: RecordId
    person: PersonId
    instead: RecordId
    instead_name: str  # where only a calendar knows who
    from_at: int
    until_at: int
    kind: OverrideKind
    swap: RecordId
    reason: str
    by: str
    at: int | None


@dataclass(frozen=True, slots=True)
class Duty:
    """On call as a calendar said."""

    id: RecordId
    rotation: RecordId
    person: RecordId
    name: str
    from_at: int
    until_at: int
    uid: str
    source: str
    flags: tuple[str, ...]
