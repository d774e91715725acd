"""What a check of the evidence found: problems of the room, past states that match a fingerprint, a pack compared."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is not as the journal says it must be; a note is expected and mends itself."""

    what: str
    where: str
    is_note: bool = False
    paper: str = ""  # what print calls it: `log entry A-0042, written 3 Mar 2026 14:02:10`


@dataclass(frozen=True, slots=True)
class Named:
    """A record whose text names somebody: its number, and the line to recognise it by."""

    number: str
    text: str


@dataclass(frozen=True, slots=True)
class Match:
    """One time when the room had the fingerprint."""

    how: str  # "now", "seal", "export" or "state"
    at_ms: int | None  # milliseconds UTC; of a state, when its last op was written
    digest: str
    what: str  # the seal's number, the exported folder, or what was written last


@dataclass(frozen=True, slots=True)
class Matches:
    """What was found, and what was looked at: an answer "not found" is worth what it looked at."""

    asked: str
    found: tuple[Match, ...]
    seals: int
    exports: int
    states: int
    is_complete: bool  # every state that can be computed was


@dataclass(frozen=True, slots=True)
class PackMatch:
    """How a folder compares with this room; it is sound when there is no problem."""

    fingerprint: str
    digest: str
    signer: str  # the letter of the station that signed it, "" when this room knows none with its key
    problems: tuple[Problem, ...]

    @property
    def is_sound(self) -> bool:
        return not self.problems
