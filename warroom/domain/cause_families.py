"""Families of causes: what came back from one crisis to another under one name (doctrine §10.4, “Recurrence”)."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from warroom.domain.causes import Cause, CauseKind, CauseState
from warroom.domain.ids import IncidentId

WITHIN_MS = 183 * 86_400_000  # "same root cause within 6 months": half of 366 days, so that no half-year is cut short


@dataclass(frozen=True, slots=True)
class Family:
    """What the same cause is called each time; incidents by when they began, the first first. Times in ms UTC."""

    key: str = field(repr=False)
    name: str  # as it is spelt most often
    causes: tuple[Cause, ...]
    incidents: tuple[IncidentId, ...]
    last_at: int | None
    recurs: bool  # it was at the root of two crises within six months

    @property
    def times(self) -> int:
        return len(self.incidents)


def folded(name: str) -> str:
    """A family's name without case, accents, quotes and runs of blanks: how two spellings meet."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    kept = "".join(letter if letter.isalnum() else " " for letter in plain if not unicodedata.combining(letter))
    return " ".join(kept.split())


def families_of(causes: Iterable[Cause], began: Mapping[str, int | None]) -> tuple[Family, ...]:
    """The families of causes that nobody refuted, what comes back most first; `began` says when incidents began."""
    found: dict[str, list[Cause]] = {}
    for cause in causes:
        key = folded(cause.family)
        if key and cause.state is not CauseState.REFUTED:
            found.setdefault(key, []).append(cause)
    families = [_family(key, group, began) for key, group in found.items()]
    return tuple(sorted(families, key=lambda each: (-each.times, -(each.last_at or 0), each.key)))


def names_of(families: Iterable[Family]) -> list[str]:
    """The names to choose from where a cause gets its family, the most used first."""
    return [each.name for each in families]


def _family(key: str, causes: list[Cause], began: Mapping[str, int | None]) -> Family:
    spelt = Counter(" ".join(each.family.split()) for each in causes)
    name = min(spelt, key=lambda said: (-spelt[said], said))
    incidents = sorted({each.incident for each in causes}, key=lambda each: (began.get(each) or 0, each))
    known = [at for each in incidents if (at := began.get(each)) is not None]
    ordered = tuple(sorted(causes, key=lambda each: (began.get(each.incident) or 0, each.at or 0, each.id)))
    return Family(key, name, ordered, tuple(incidents), max(known, default=None), _recurs(ordered, began))


def _recurs(causes: Iterable[Cause], began: Mapping[str, int | None]) -> bool:
    """Whether two crises of which it was the root began within six months of one another."""
    rooted = {each.incident for each in causes if each.kind is CauseKind.ROOT}
    times = sorted(at for each in rooted if (at := began.get(each)) is not None)
    return any(later - sooner <= WITHIN_MS for sooner, later in pairwise(times))
