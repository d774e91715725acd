"""Handing a function over: the sheet, the two who sign it, the words by which they know each other, and role cards."""

from __future__ import annotations

import enum
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from warroom.domain.ids import CellId, RecordId

WORD_MOST = 40  # characters of a challenge or an answer: it is said aloud
LINES_MOST = 400  # of a whole sheet
LINE_MOST = 600  # characters
TEXT_MOST = 4_000  # characters of what whoever leaves adds
FIRST_MOST = 5  # first actions on a role card (doctrine §2.1)
SPEND_MOST = 1_000_000_000  # euros


class Side(enum.StrEnum):
    """Who signs a handover."""

    LEAVING = "leaving"
    ARRIVING = "arriving"


class Part(enum.StrEnum):
    """The parts of a handover sheet, in the order in which they are read (doctrine §2.3, ICS 201)."""

    SITUATION = "situation"
    OBJECTIVES = "objectives"
    LATE = "late"
    OPEN = "open"
    DECISIONS = "decisions"
    CLOCKS = "clocks"
    PROMISES = "promises"
    DUTY = "duty"
    RISKS = "risks"
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class SheetPart:
    """What one part of a sheet says, a line each."""

    part: Part
    lines: tuple[str, ...]


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
    page: dict[str, Any]
    promised: str
    watch: str
    left_at: int | None
    left_by: str
    taken_at: int | None
    taken_by: str
    typed_by: str

    @property
    def parts(self) -> tuple[SheetPart, ...]:
        """The sheet as it was frozen; what nobody here knows is left out."""
        return sheet_parts(self.page)

    @property
    def is_signed(self) -> bool:
        """Nothing waits any more: both signed, or nobody left."""
        return self.taken_at is not None and (self.left_at is not None or not self.leaving)

    def awaits(self) -> tuple[Side, ...]:
        """Who has not signed yet."""
        waits = [Side.LEAVING] if self.leaving and self.left_at is None else []
        return (*waits, Side.ARRIVING) if self.taken_at is None else tuple(waits)


def sheet_parts(page: Any) -> tuple[SheetPart, ...]:
    """The parts in a frozen page; a page of another program, or a damaged one, loses only what it does not say."""
    found = page.get("parts") if isinstance(page, dict) else None
    known: dict[Part, SheetPart] = {}
    left = LINES_MOST
    for item in found if isinstance(found, list) else ():
        part = _part(item)
        if part is not None and part not in known:
            lines = tuple(line[:LINE_MOST] for line in item["lines"][:left] if isinstance(line, str))
            known[part] = SheetPart(part, lines)
            left -= len(lines)
    return tuple(known.values())


def _part(item: Any) -> Part | None:
    if not (isinstance(item, dict) and isinstance(item.get("lines"), list) and isinstance(item.get("part"), str)):
        return None
    return Part(item["part"]) if item["part"] in set(Part) else None


def as_page(parts: Iterable[SheetPart], names: Iterable[str]) -> dict[str, Any]:
    """A page as it is kept. `names` are the people in it: whoever is erased takes it along."""
    said = [{"part": item.part.value, "lines": list(item.lines)} for item in parts]
    return {"parts": said, "names": sorted({name for name in names if name})}


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
    spend_limit: int | None  # euros; None where the room has not said
