"""What somebody missed: what came in from other laptops since they last read it, the weightiest in words."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field


class Weight(enum.IntEnum):
    """Why a line is told in words and not only counted; the first comes first."""

    DECISION = 1
    STATE = 2  # severity, status, a new incident
    KEY_EVENT = 3
    ACTION = 4


@dataclass(frozen=True, slots=True)
class MissedLine:
    """One thing that must be read; it leads to its entry in the log."""

    weight: Weight
    incident: str  # id
    incident_number: str
    entry: str  # id
    number: str
    at: int  # when it happened, milliseconds UTC
    text: str
    author: str
    exercise: bool


@dataclass(frozen=True, slots=True)
class MissedFrom:
    """What came from one station."""

    station: str  # id
    letter: str
    name: str
    lines: tuple[MissedLine, ...]  # in order of time
    entries: int  # log entries, those in words among them
    counts: Mapping[str, int] = field(default_factory=dict)  # other nouns → records touched
    left_out: int = 0  # lines beyond those that one page holds


@dataclass(frozen=True, slots=True)
class Missed:
    """One page: station by station."""

    since: int | None  # when it was last read, milliseconds UTC; None: never
    stations: tuple[MissedFrom, ...] = ()

    @property
    def entries(self) -> int:
        return sum(each.entries for each in self.stations)


@dataclass(frozen=True, slots=True)
class News:
    """How many entries of one station nobody here has read about yet."""

    station: str
    letter: str
    entries: int
