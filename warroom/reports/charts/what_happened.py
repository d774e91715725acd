"""What the pictures of one incident are made of: plain values, in words already, times in milliseconds UTC."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import tzinfo
from typing import Generic, TypeVar

from warroom.domain.incidents import Severity, Status
from warroom.domain.services import ServiceState

State = TypeVar("State", Severity, Status, ServiceState)


class MarkKind(enum.StrEnum):
    """What an event of the timeline is; each has a sign of its own."""

    MILESTONE = "milestone"
    FACT = "fact"
    DECISION = "decision"
    ACTION = "action"
    MESSAGE = "message"
    DOUBT = "doubt"  # sources contradict one another


@dataclass(frozen=True, slots=True)
class TimelineMark:
    """One event: when it happened, its words, its printed number ("" for none)."""

    at: int
    text: str
    kind: MarkKind = MarkKind.FACT
    number: str = ""
    about: bool = False  # its source itself says “about”
    day_only: bool = False  # nobody gave the hour


@dataclass(frozen=True, slots=True)
class Phase:
    """A stretch of the incident between two milestones."""

    name: str
    from_at: int
    until_at: int


@dataclass(frozen=True, slots=True)
class IncidentTimeline:
    """The annotated timeline. `entries` are the times of everything written in the log; what lies outside `window`
    stands at its edge with its date (None: the window is as long as it takes)."""

    marks: tuple[TimelineMark, ...]
    phases: tuple[Phase, ...] = ()
    entries: tuple[int, ...] = ()
    zone: tzinfo | None = None
    window: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Stretch(Generic[State]):
    """How something stood, from one time to another."""

    state: State
    from_at: int
    until_at: int


@dataclass(frozen=True, slots=True)
class ServiceHistory:
    name: str
    stretches: tuple[Stretch[ServiceState], ...]


@dataclass(frozen=True, slots=True)
class StatesOverTime:
    """Severity, status and the state of each service over time."""

    severity: tuple[Stretch[Severity], ...]
    status: tuple[Stretch[Status], ...]
    services: tuple[ServiceHistory, ...]
    zone: tzinfo | None = None


@dataclass(frozen=True, slots=True)
class Deed:
    """Something somebody did: an action from its start to its end, or a moment (`until_at` None)."""

    kind: MarkKind
    number: str
    text: str
    from_at: int
    until_at: int | None = None
    goes_on: bool = False


@dataclass(frozen=True, slots=True)
class DoerRow:
    """One person or function and what they did."""

    name: str
    deeds: tuple[Deed, ...]


@dataclass(frozen=True, slots=True)
class WhoDidWhat:
    rows: tuple[DoerRow, ...]
    zone: tzinfo | None = None


@dataclass(frozen=True, slots=True)
class DecisionRun:
    """A decision from its question to what was decided; `decided_at` None while it is awaited."""

    number: str
    text: str
    asked_at: int
    decided_at: int | None
    withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class MessageRun:
    """A message from its draft to its going out. `late` is past the time it was owed at."""

    number: str
    text: str
    drafted_at: int
    approved_at: int | None
    released_at: int | None
    late: bool = False
    public: bool = False


@dataclass(frozen=True, slots=True)
class DecisionsAndMessages:
    """Two ribbons, one under the other; `promised` are the times at which news was owed."""

    decisions: tuple[DecisionRun, ...]
    messages: tuple[MessageRun, ...]
    promised: tuple[int, ...] = ()
    zone: tzinfo | None = None
