"""Paper: which copies exist and where they hang, and the numbered blank sheets that come back filled in."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import Any

from warroom.domain.entries import Kind, Verification
from warroom.domain.ids import IncidentId, RecordId

SHEETS = 20  # blank sheets in one set of papers
SHEETS_MOST = 200
OF_PAPER = ("paper-printed", "sheet-transcribed", "sheet-void")  # codes of what the room itself writes about paper


class PrintKind(enum.StrEnum):
    PAPER = "paper"  # everything needed to go on without laptops
    POINT = "point"
    SITUATION = "situation"
    LOG = "log"
    ROSTER = "roster"
    SEATS = "seats"  # functions and their cards
    POSTER = "poster"  # a message that was let out
    MESSAGES = "messages"  # blank sheets to take messages in


@dataclass(frozen=True, slots=True)
class Printout:
    """Copies of one document on paper. Times are milliseconds UTC."""

    id: RecordId
    number: str
    kind: str
    incident: IncidentId
    others: tuple[str, ...]  # ids of the other incidents it shows
    record: RecordId
    printed_at: int
    by: str
    place: str
    copies: int
    fingerprint: str
    heads: dict[str, Any]  # how far of each writer it shows
    sheets_from: str
    sheets_to: str
    withdrawn_at: int | None
    withdrawn_by: str

    @property
    def is_about(self) -> bool:
        """Whether somebody may still read it."""
        return self.withdrawn_at is None


@dataclass(frozen=True, slots=True)
class Overtaken:
    """What the room knows that a printed copy does not show."""

    since: int | None = None  # when the first of it was written, milliseconds UTC
    entries: int = 0
    decisions: int = 0
    actions: int = 0
    clocks: int = 0
    other: int = 0  # sentences of the situation, functions, objectives, the cell, the incident itself

    @property
    def is_current(self) -> bool:
        return self.since is None


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
    voided_by: str
    voided_at: int | None
    reason: str


@dataclass(frozen=True, slots=True)
class CameBack:
    """Who brought a sheet into the log, from which station, when, and in how many entries."""

    by: str
    station: str
    at: int  # milliseconds UTC
    entries: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetLine:
    """One line of a sheet as it is brought into the log. Times are milliseconds UTC.

    An order also becomes an action, a decision also a decision, as if it had been typed in time.
    """

    event_at: int
    text: str
    kind: Kind = Kind.INFORMATION
    from_who: str = ""
    to_who: str = ""
    channel: str = ""
    verification: Verification = Verification.NONE
    key_event: bool = False
    services: str = ""
    owner: str = ""
    due_at: int | None = None
