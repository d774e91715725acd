"""The crisis cell: at which level it sits, who holds which function, what it wants, and when it ends (doctrine §2)."""

from __future__ import annotations

import enum
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from warroom.domain.ids import CellId, IncidentId, RecordId

OBJECTIVES_MOST = 3  # of one period
SMALL_MOST = 2  # the gravest level at which somebody may coordinate and resolve, with the reason said (decision 0105)
VACANT_MIN = 10  # minutes a function may stand vacant before it is an alarm


class Level(enum.IntEnum):
    """How grave the crisis is held to be (doctrine §2.2)."""

    N1 = 1  # incident
    N2 = 2  # major incident
    N3 = 3  # crisis
    N4 = 4  # major crisis


CADENCE_MIN = {Level.N1: 120, Level.N2: 60, Level.N3: 30, Level.N4: 30}  # minutes from one point to the next
DEFAULT_CADENCE_MIN = 60
CADENCE_MOST_MIN = 24 * 60
FIRST_MESSAGE_MIN = {Level.N2: 30, Level.N3: 15, Level.N4: 15}  # minutes from activation to the first external message
LIFE = ("cell-activated", "cell-level", "cell-stood-down")  # codes of the entries that tell a cell's level


def cadence_of(cadence_min: int | None, level: int | None) -> int:
    """Minutes from one point to the next: as the cell set them, else as its level has them; never more than a day."""
    known = {int(step): minutes for step, minutes in CADENCE_MIN.items()}
    own = cadence_min if cadence_min and 0 < cadence_min <= CADENCE_MOST_MIN else None
    return own or known.get(level or 0, DEFAULT_CADENCE_MIN)


class CellState(enum.StrEnum):
    ACTIVE = "active"
    STOOD_DOWN = "stood_down"


class Seat(enum.StrEnum):
    """The functions there are (doctrine §2.1); codes as the field writes them."""

    DIR = "DIR"
    COORD = "COORD"
    ADJ = "ADJ"
    MC = "MC"
    SIT = "SIT"
    ANT = "ANT"
    TECH = "TECH"
    SME = "SME"
    SSI = "SSI"
    COM = "COM"
    LCLI = "LCLI"
    LINT = "LINT"
    JUR = "JUR"
    MET = "MET"
    LOG = "LOG"
    RH = "RH"
    FOU = "FOU"
    FIN = "FIN"
    PP = "PP"
    CDS = "CDS"


CORE = (Seat.DIR, Seat.COORD, Seat.MC, Seat.TECH, Seat.COM)  # armed first in every cell


RESOLVERS = (Seat.TECH, Seat.SME)


class Criterion(enum.StrEnum):
    """What is looked at before a cell stands down (doctrine §8, P14)."""

    STABLE = "stable"
    BACKLOG = "backlog"
    DATA = "data"
    SECURITY = "security"
    ACCESSES = "accesses"
    COMMUNICATION = "communication"
    CLOCKS = "clocks"
    REVIEW = "review"


@dataclass(frozen=True, slots=True)
class Judged:
    """A criterion of a stand-down, and whether it is met; one that is not says why the cell goes all the same.

    `text` is that of a Criterion, or words of the room's own.
    """

    text: str
    met: bool
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Remaining:
    """What a cell leaves behind, and who owns it from then on; `record` where it is one of the room's."""

    text: str
    owner: str
    noun: str = ""
    record: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """One crisis cell as it stands. Times are milliseconds UTC; None means not reached."""

    id: CellId
    number: str
    name: str
    level: int
    state: CellState
    exercise: bool
    lead: IncidentId  # the incident whose log tells what the cell does
    decider: str
    reason: str
    how: str
    typed_by: str
    activated_at: int
    intent: str
    intent_by: str
    intent_at: int | None
    cadence_min: int
    stood_down_at: int | None
    stood_down_by: str
    stand_down_reason: str
    criteria: tuple[dict[str, Any], ...]
    remains: tuple[dict[str, Any], ...]

    @property
    def is_active(self) -> bool:
        return self.state is CellState.ACTIVE


class ObjectiveState(enum.StrEnum):
    OPEN = "open"
    REACHED = "reached"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Objective:
    """What is to be reached in one period."""

    id: RecordId
    cell: CellId
    text: str
    period_from: int | None
    period_until: int | None
    state: ObjectiveState
    set_by: str
    set_at: int | None
    closed_at: int | None
    remark: str


@dataclass(frozen=True, slots=True)
class Function:
    """One function of a cell and who holds it; nobody since `vacant_since`."""

    id: RecordId
    cell: CellId
    code: str
    label: str
    holder: str
    deputy: str
    relief: str
    relief_at: int | None
    phone: str
    since: int | None
    vacant_since: int | None
    alarm_min: int

    def is_alarming(self, now_ms: int) -> bool:
        """Vacant for longer than it may be."""
        if self.holder or self.vacant_since is None:
            return False
        return now_ms - self.vacant_since >= (self.alarm_min or VACANT_MIN) * 60_000


@dataclass(frozen=True, slots=True)
class Freeze:
    """Nothing is changed within its scope until it is lifted."""

    id: RecordId
    cell: CellId
    scope: str
    by: str
    reason: str
    started_at: int
    ended_at: int | None
    ended_by: str


@dataclass(frozen=True, slots=True)
class FreezeException:
    """What may be changed all the same, who allowed it, and for how long."""

    id: RecordId
    freeze: RecordId
    text: str
    approver: str
    reason: str
    from_at: int | None
    until_at: int | None
    at: int | None


def same_person(one: str, other: str) -> bool:
    """Whether two names say one person, however they are spaced, cased and composed; nobody is nobody."""
    return bool(one.strip()) and _folded(one) == _folded(other)


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", " ".join(name.split())).casefold()


def resolves_and_leads(functions: Iterable[Function]) -> str:
    """Whoever coordinates and resolves at the same time, "" if nobody does (doctrine §2.1: never both)."""
    holders = {item.code: item.holder for item in functions if item.holder}
    coordinator = holders.get(Seat.COORD, "")
    return coordinator if any(same_person(coordinator, holders.get(seat, "")) for seat in RESOLVERS) else ""


def other_side(code: str) -> tuple[Seat, ...]:
    """The functions that whoever holds this one may not hold beside it."""
    if code == Seat.COORD:
        return RESOLVERS
    return (Seat.COORD,) if code in RESOLVERS else ()


class CellKind(enum.StrEnum):
    """Which of the two cells a function sits in (doctrine §2.2: operational, and from N3 decision too)."""

    DECISION = "decision"
    OPERATIONAL = "operational"


DECIDING = (Seat.DIR, Seat.PP, Seat.JUR, Seat.FIN, Seat.RH)


def kind_of(code: str) -> CellKind:
    """The cell in which a function sits; one that the room made up sits in the operational one."""
    return CellKind.DECISION if code in DECIDING else CellKind.OPERATIONAL


class Split(enum.StrEnum):
    """The French functional split of a cell (doctrine §2.1), and the command above it."""

    COMMAND = "command"
    SITUATION = "situation"
    ANTICIPATION = "anticipation"
    LOGISTICS = "logistics"
    ACTION = "action"
    COMMUNICATION = "communication"


OF_SPLIT = {
    Split.COMMAND: (Seat.DIR, Seat.COORD, Seat.ADJ, Seat.MC, Seat.CDS),
    Split.SITUATION: (Seat.SIT, Seat.MET),
    Split.ANTICIPATION: (Seat.ANT, Seat.JUR),
    Split.LOGISTICS: (Seat.LOG, Seat.RH, Seat.FIN, Seat.FOU),
    Split.ACTION: (Seat.TECH, Seat.SME, Seat.SSI),
    Split.COMMUNICATION: (Seat.COM, Seat.PP, Seat.LCLI, Seat.LINT),
}


def split_of(code: str) -> Split:
    """The part of the French functional split that a function belongs to; what the room made up acts."""
    return next((split for split, seats in OF_SPLIT.items() if code in seats), Split.ACTION)
