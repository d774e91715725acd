"""Covering: which ranges of a writer a listing holds, and which of its runs to fetch for what is lacking."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from itertools import chain
from typing import Protocol

from warroom.storage.exchange import Vector
from warroom.sync.depots import RunName


class Range(Protocol):
    """A run, by name or by header."""

    @property
    def writer(self) -> bytes: ...
    @property
    def seq_from(self) -> int: ...
    @property
    def seq_to(self) -> int: ...


class Coverage:
    """What of each writer is held, as ranges joined where they touch."""

    def __init__(self, runs: Iterable[Range], known: Mapping[bytes, int] | None = None) -> None:
        held: dict[bytes, list[tuple[int, int]]] = defaultdict(list)
        for run in runs:
            held[run.writer].append((run.seq_from, run.seq_to))
        for writer, seq in (known or {}).items():
            held[writer].append((1, seq))
        self._held = {writer: _joined(ranges) for writer, ranges in held.items()}

    def covers(self, run: Range) -> bool:
        """Whether every op of this run is held."""
        return any(first <= run.seq_from and run.seq_to <= last for first, last in self._held.get(run.writer, ()))

    def add(self, run: Range) -> None:
        """It is held too, now."""
        self._held[run.writer] = _joined([*self._held.get(run.writer, ()), (run.seq_from, run.seq_to)])

    def heads(self) -> Vector:
        """How far each writer is held without a gap from its first op on."""
        return {writer: ranges[0][1] for writer, ranges in self._held.items() if ranges and ranges[0][0] == 1}

    def upto(self, writer: bytes, known: Mapping[bytes, int]) -> int:
        """How far a writer is known with what is held, when it was known so far."""
        reached = known.get(writer, 0)
        for first, last in self._held.get(writer, ()):
            if first <= reached + 1:
                reached = max(reached, last)
        return reached


def chains(
    names: Iterable[RunName],
    known: Mapping[bytes, int],
    *,
    preferred: str,
    opened: Collection[RunName],
    failed: Collection[RunName],
) -> list[RunName]:
    """The runs that lead on from what is known, one for each range, writer by writer, up to the first gap.

    Those opened already come first, then those sealed to the preferred members; those that failed are out.
    """
    starting: dict[bytes, dict[int, list[RunName]]] = defaultdict(lambda: defaultdict(list))
    for name in names:
        if name not in failed and name.seq_to > known.get(name.writer, 0):
            starting[name.writer][name.seq_from].append(name)
    found = []
    for writer in sorted(starting):
        starts, place = starting[writer], known.get(writer, 0) + 1
        while candidates := _at(starts, place):
            best = max(candidates, key=lambda n: (n in opened, n.members8 == preferred, n.seq_to, n.head8, n.key))
            found.append(best)
            place = best.seq_to + 1
    return found


def _at(starts: Mapping[int, list[RunName]], place: int) -> list[RunName]:
    """Those that hold the op at this place; most often they begin with it."""
    exact = starts.get(place)
    if exact:
        return exact
    return [name for name in chain.from_iterable(starts.values()) if name.seq_from < place <= name.seq_to]


def _joined(ranges: list[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for first, last in sorted(ranges):
        if joined and first <= joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], max(joined[-1][1], last))
        else:
            joined.append((first, last))
    return joined
