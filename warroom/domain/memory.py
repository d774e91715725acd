"""What a room remembers: its incidents with what was learnt of each, and the causes that come back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from warroom.domain.causes import Cause, CauseKind, CauseState
from warroom.domain.incidents import Incident
from warroom.domain.lessons import Lesson
from warroom.domain.likeness import Alike
from warroom.domain.likeness_words import folded
from warroom.domain.rex import Rex

RECURS_WITHIN_MS = 182 * 86_400_000  # six months: the same root cause again (doctrine §10.4, NIS2, DORA)


@dataclass(frozen=True, slots=True)
class Remembered:
    """One incident in the library, with what was learnt of it."""

    incident: Incident
    services: tuple[str, ...]
    reviews: tuple[Rex, ...]
    causes: tuple[Cause, ...]
    lessons: tuple[Lesson, ...]

    @property
    def families(self) -> tuple[str, ...]:
        """What the causes behind it are called, each once."""
        return tuple(dict.fromkeys(family_of(cause) for cause in self.causes if is_root(cause)))

    @property
    def knows_its_root(self) -> bool:
        """Whether a root cause is confirmed: one that is only supposed, or contributed, explains nothing yet."""
        return any(each.kind is CauseKind.ROOT and each.state is CauseState.CONFIRMED for each in self.causes)


@dataclass(frozen=True, slots=True)
class SeenBefore:
    """A past incident that is like the one being declared, and what it taught."""

    alike: Alike
    remembered: Remembered


@dataclass(frozen=True, slots=True)
class Recurring:
    """A cause by the name it has each time: the incidents it was found in, oldest first."""

    family: str
    incidents: tuple[str, ...]  # ids
    last_at: int
    soon: bool  # twice within six months


def is_root(cause: Cause) -> bool:
    """Whether a cause counts as a reason why: a root, latent or contributing one that nobody refuted."""
    return cause.state is not CauseState.REFUTED and cause.kind not in (CauseKind.TRIGGER, CauseKind.PROXIMATE)


def family_of(cause: Cause) -> str:
    """What the same cause is called each time: its family, or its own words where it has none."""
    return " ".join((cause.family or cause.text).split())


def recurring(causes: Iterable[Cause], began: Mapping[str, int], *, least: int = 2) -> list[Recurring]:
    """Root causes of at least so many incidents, those of most incidents first.

    `began` gives when each incident began, milliseconds UTC; a cause of an incident that is not in it is left out.
    """
    names: dict[str, str] = {}
    where: dict[str, dict[str, int]] = {}
    for cause in causes:
        if not is_root(cause) or cause.incident not in began:
            continue
        name = family_of(cause)
        if not name:
            continue
        names.setdefault(folded(name), name)
        where.setdefault(folded(name), {})[cause.incident] = began[cause.incident]
    found = []
    for key, incidents in where.items():
        ordered = sorted(incidents, key=lambda one: (incidents[one], one))
        if len(ordered) >= least:
            times = [incidents[one] for one in ordered]
            found.append(Recurring(names[key], tuple(ordered), times[-1], _soon(times)))
    return sorted(found, key=lambda one: (-len(one.incidents), -one.last_at, folded(one.family)))


def _soon(times: Sequence[int]) -> bool:
    return any(later - earlier <= RECURS_WITHIN_MS for earlier, later in pairwise(times))
