"""The 5 whys as a tree, the same on every laptop whatever two of them did to it at once (doctrine §10.2).

Each station may hang one cause under another, so that after a merge causes may go round in a circle, or hang under one
that was taken away. The tree of a set of causes depends on that set alone: a circle is cut above the cause that was
noted first in it, and what was cut is told.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from warroom.domain.causes import Cause, CauseKind, CauseState
from warroom.domain.ids import RecordId

NOWHERE = RecordId("")


class CutReason(enum.StrEnum):
    CIRCLE = "circle"  # it was the why of a cause that is a why of it
    GONE = "gone"  # its parent was taken away, or is not here


@dataclass(frozen=True, slots=True)
class Cut:
    """A link that the tree does not show; `parent` is the cause that it names, which may be nowhere."""

    cause: Cause
    parent: RecordId
    reason: CutReason


@dataclass(frozen=True, slots=True)
class Placed:
    """One cause in its place: `parent` as the tree shows it, `path` as it is read out (“1.2.1”), depth 0 at the top."""

    cause: Cause
    parent: RecordId
    depth: int
    path: str
    leaf: bool


@dataclass(frozen=True, slots=True)
class CauseTree:
    """Causes from the top down: each stands before its whys, and above everything that follows it deeper."""

    placed: tuple[Placed, ...] = ()
    cuts: tuple[Cut, ...] = ()

    def find(self, cause: str) -> Placed | None:
        return next((each for each in self.placed if each.cause.id == cause), None)

    def children(self, cause: str) -> tuple[Placed, ...]:
        """The whys of a cause in order; of "" those that stand at the top."""
        return tuple(each for each in self.placed if each.parent == cause)

    def under(self, cause: str) -> tuple[Placed, ...]:
        """Everything below a cause, in the order of the tree."""
        at = next((n for n, each in enumerate(self.placed) if each.cause.id == cause), None)
        if at is None:
            return ()
        depth, end = self.placed[at].depth, at + 1
        while end < len(self.placed) and self.placed[end].depth > depth:
            end += 1
        return self.placed[at + 1 : end]

    def chain(self, cause: str) -> tuple[Placed, ...]:
        """From the top down to a cause: what was asked why, and answered, to come to it."""
        by_id = {each.cause.id: each for each in self.placed}
        found: list[Placed] = []
        at = by_id.get(RecordId(cause))
        while at is not None:
            found.append(at)
            at = by_id.get(at.parent)
        return tuple(reversed(found))

    def chains(self) -> list[tuple[Placed, ...]]:
        """Every chain of whys, each down to where nobody asked why again; those refuted on the way are left out."""
        standing = self.standing()
        parents = {each.parent for each in standing}
        return [self.chain(each.cause.id) for each in standing if each.cause.id not in parents]

    def standing(self) -> tuple[Placed, ...]:
        """The causes that nobody refuted, nor what they are a why of."""
        kept: list[Placed] = []
        refuted: int | None = None
        for each in self.placed:
            if refuted is not None and each.depth > refuted:
                continue
            refuted = each.depth if each.cause.state is CauseState.REFUTED else None
            if refuted is None:
                kept.append(each)
        return tuple(kept)

    def of_kind(self, kind: CauseKind) -> tuple[Cause, ...]:
        return tuple(each.cause for each in self.standing() if each.cause.kind is kind)


def tree_of(causes: Iterable[Cause]) -> CauseTree:
    """The tree of these causes; depends on nothing but the set of them."""
    by_id = {each.id: each for each in sorted(causes, key=_order)}
    parents, cuts = _parents(by_id)
    children: dict[RecordId, list[Cause]] = {}
    for cause in by_id.values():
        children.setdefault(parents[cause.id], []).append(cause)
    placed: list[Placed] = []
    waiting = _numbered(children.get(NOWHERE, ()), NOWHERE, 0, "")
    while waiting:
        parent, depth, path, cause = waiting.pop()
        below = children.get(cause.id, [])
        placed.append(Placed(cause, parent, depth, path, not below))
        waiting += _numbered(below, cause.id, depth + 1, path)
    return CauseTree(tuple(placed), tuple(cuts))


def goes_round(causes: Iterable[Cause], cause: str, parent: str) -> bool:
    """Whether a cause that were hung under this parent would be a why of itself."""
    above = {each.id: each.parent for each in causes}
    seen: set[str] = set()
    at = parent
    while at and at not in seen:
        if at == cause:
            return True
        seen.add(at)
        at = above.get(RecordId(at), NOWHERE)
    return False


def _parents(by_id: Mapping[RecordId, Cause]) -> tuple[dict[RecordId, RecordId], list[Cut]]:
    """The parent that each cause gets, and the links that were cut for it."""
    parents = {each.id: each.parent if each.parent in by_id else NOWHERE for each in by_id.values()}
    cuts = [Cut(each, each.parent, CutReason.GONE) for each in by_id.values() if each.parent and not parents[each.id]]
    settled: set[RecordId] = {NOWHERE}
    for start in by_id:
        path: list[RecordId] = []
        at = start
        while at not in settled:
            settled.add(at)
            path.append(at)
            at = parents[at]
        if at in path:
            circle = [by_id[record] for record in path[path.index(at) :]]
            first = min(circle, key=_noted)
            cuts.append(Cut(first, first.parent, CutReason.CIRCLE))
            parents[first.id] = NOWHERE
    return parents, sorted(cuts, key=lambda cut: _order(cut.cause))


def _numbered(
    causes: Iterable[Cause], parent: RecordId, depth: int, path: str
) -> list[tuple[RecordId, int, str, Cause]]:
    """Siblings with their place, the last first: they wait on a pile."""
    numbered = [(parent, depth, f"{path}.{n}" if path else str(n), each) for n, each in enumerate(causes, 1)]
    return numbered[::-1]


def _order(cause: Cause) -> tuple[int, int, str]:
    """Among siblings: as people ordered them, else as they were noted."""
    return cause.order, *_noted(cause)


def _noted(cause: Cause) -> tuple[int, str]:
    return cause.at or 0, cause.id
