"""The board of duty: who is there, who rests, how tired they are, and what is planned."""

from __future__ import annotations

from dataclasses import dataclass

from warroom.domain.duty import Presence, Shift
from warroom.domain.fatigue import Finding, Tiredness
from warroom.domain.ids import PersonId


@dataclass(frozen=True, slots=True)
class OnDuty:
    """Somebody of the cell. `stay` is where they are there now, or were last for this incident."""

    person: PersonId
    name: str
    holds: tuple[str, ...]  # codes of the functions they hold now
    stay: Presence | None
    tiredness: Tiredness
    next_shift: Shift | None  # that goes on or comes


@dataclass(frozen=True, slots=True)
class PlannedShift:
    """A shift with its names, and the rules of rest that it would pass."""

    shift: Shift
    name: str
    label: str  # what this room calls the function, "" where the doctrine names it
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Board:
    """Duty of one incident, as at one time (milliseconds UTC); `cell` is "" where none is at work."""

    incident: str
    cell: str
    cell_number: str
    exercise: bool
    now_ms: int
    people: tuple[OnDuty, ...]  # whoever is there first, the longest there before
    plan: tuple[PlannedShift, ...]  # by function in their order, then by time
    stays: tuple[Presence, ...]  # of this incident, by arrival
    names: dict[str, str]  # of everybody above, by id
    codes: tuple[str, ...]  # functions of the cell in their order
    labels: dict[str, str]  # what this room calls them
