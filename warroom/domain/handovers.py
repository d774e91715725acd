"""Handing a function over: the sheet, the two who sign it, the words by which they know each other, and role cards."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from warroom.domain.ids import CellId, RecordId


@dataclass(frozen=True, slots=True)
class Handover:
    """One handover of a function. Times are milliseconds UTC; unsigned while None."""

    id: RecordId
    cell: CellId
    number: str
    code: str
    leaving: str
    arriving: str
    at: int | None
    sheet: tuple[dict[str, Any], ...]
    watch: str
    left_at: int | None
    taken_at: int | None
    typed_by: str


@dataclass(frozen=True, slots=True)
class Watchword:
    """Challenge and answer of a period: whoever calls gives the answer."""

    id: RecordId
    challenge: str
    answer: str
    from_at: int
    until_at: int | None
    by: str
    revoked_at: int | None


@dataclass(frozen=True, slots=True)
class ChangedCard:
    """What this room changed of a function's role card; what is empty is as it came with the program."""

    id: RecordId
    code: str
    mission: str
    first: tuple[str, ...]
    deliverable: str
    authority: str
    spend_limit: int
