"""Paper: which copies exist and where they hang, and the numbered blank sheets that come back filled in."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from warroom.domain.ids import IncidentId, RecordId

SHEETS = 20  # blank sheets in one set of papers


class PrintKind(enum.StrEnum):
    PAPER = "paper"  # everything needed to go on without laptops
    POINT = "point"
    SITUATION = "situation"
    LOG = "log"
    ROSTER = "roster"


@dataclass(frozen=True, slots=True)
class Printout:
    """Copies of one document on paper. Times are milliseconds UTC."""

    id: RecordId
    number: str
    kind: str
    incident: IncidentId
    record: RecordId
    printed_at: int
    by: str
    place: str
    copies: int
    fingerprint: str
    sheets_from: str
    sheets_to: str
    withdrawn_at: int | None
    withdrawn_by: str


class SheetState(enum.StrEnum):
    BLANK = "blank"
    TRANSCRIBED = "transcribed"
    VOID = "void"  # came back empty, or is known to be lost, with the reason


@dataclass(frozen=True, slots=True)
class Sheet:
    """One pre-numbered blank sheet."""

    id: RecordId
    number: str
    printout: RecordId
    incident: IncidentId
    state: SheetState
    transcribed_by: str
    transcribed_at: int | None
    reason: str
