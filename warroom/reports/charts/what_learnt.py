"""What the pictures of causes, figures and plans are made of: plain values, in words already, times in ms UTC."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import tzinfo

from warroom.domain.causes import CauseKind, CauseState


@dataclass(frozen=True, slots=True)
class CauseNote:
    """One cause as it is drawn; `evidence` is in words (“entry A-0042”)."""

    number: str
    text: str
    kind: CauseKind
    state: CauseState = CauseState.SUPPOSED
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FishBone:
    """One branch of the diagram with what was found on it."""

    name: str
    causes: tuple[CauseNote, ...] = ()


@dataclass(frozen=True, slots=True)
class Ishikawa:
    """Causes by branch, and the effect that they lead to."""

    effect: str
    bones: tuple[FishBone, ...]


@dataclass(frozen=True, slots=True)
class Why:
    """A cause in its place in the tree; 0 at the top, deeper with every “why?”. Parents stand before their children."""

    cause: CauseNote
    depth: int


@dataclass(frozen=True, slots=True)
class WhyTree:
    """The 5 whys, from the effect down."""

    effect: str
    whys: tuple[Why, ...]


@dataclass(frozen=True, slots=True)
class Suffered:
    """So many users of a service cut off for so long. A range where nobody knows better."""

    name: str
    users: float
    from_at: int
    until_at: int
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class CumulativeImpact:
    """User-hours lost, added up over time; `moments` are lines with a word (detected, mitigated)."""

    suffered: tuple[Suffered, ...]
    moments: tuple[tuple[int, str], ...] = ()
    zone: tzinfo | None = None


class Scaled(enum.StrEnum):
    """What the values of a trend are, and so how they are written."""

    DURATION = "duration"  # milliseconds
    COUNT = "count"
    PERCENT = "percent"


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """One incident of a trend, at its beginning."""

    at: int
    value: float
    number: str = ""
    drill: bool = False


@dataclass(frozen=True, slots=True)
class MetricTrend:
    """One metric across incidents. Median and p90 are of real incidents; `low` and `high` are the interval in which
    the median lies with 95 % confidence; `target` is what was aimed at."""

    title: str
    scaled: Scaled
    points: tuple[TrendPoint, ...]
    median: float | None = None
    p90: float | None = None
    low: float | None = None
    high: float | None = None
    target: float | None = None
    unknown: int = 0  # incidents without this figure
    zone: tzinfo | None = None


@dataclass(frozen=True, slots=True)
class ParetoOfCauses:
    """How often each came up, in any order."""

    title: str
    counts: tuple[tuple[str, int], ...]


class AgeState(enum.StrEnum):
    OPEN = "open"
    TO_VERIFY = "to_verify"
    CLOSED = "closed"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class AgeingAction:
    """A corrective action from its creation to its end or to now; `postponed` are the dates it was promised for
    before."""

    number: str
    text: str
    pilot: str
    state: AgeState
    created_at: int
    due_at: int | None
    ended_at: int | None
    postponed: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class ActionAgeing:
    actions: tuple[AgeingAction, ...]
    now_ms: int
    zone: tzinfo | None = None
