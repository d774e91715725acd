"""Which typed line is which sentence that was there: kept, changed, moved, dropped, or new."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from warroom.domain.conflicts import Place

ALIKE = 0.5  # how much of two lines must agree for the one to be the other, changed


@dataclass(frozen=True, slots=True)
class Held:
    """A sentence as a form showed it; without an id it is a line of the old free text."""

    id: str
    line: str
    place: int
    written: Place | None  # the op of its text


@dataclass(frozen=True, slots=True)
class Pair:
    """A typed line, and the sentence that it is."""

    line: str
    held: Held | None  # None: a new one


def matched(held: Sequence[Held], typed: Sequence[str]) -> tuple[list[Pair], list[Held]]:
    """Each typed line with its sentence, in the order of typing; and the sentences that were dropped."""
    found: dict[int, int] = {}  # typed → held
    shown = [item.line for item in held]
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, shown, list(typed), autojunk=False).get_opcodes():
        if tag == "equal":
            found |= {j: i for i, j in zip(range(i1, i2), range(j1, j2), strict=True)}
        elif tag == "replace":
            found |= _changed(shown, typed, range(i1, i2), range(j1, j2))
    for j, line in enumerate(typed):  # taken from here and put there
        if j not in found:
            left = (i for i, was in enumerate(shown) if was == line and i not in found.values())
            if (i := next(left, None)) is not None:
                found[j] = i
    pairs = [Pair(line, held[found[j]] if j in found else None) for j, line in enumerate(typed)]
    taken = set(found.values())
    return pairs, [item for i, item in enumerate(held) if i not in taken]


def _changed(shown: Sequence[str], typed: Sequence[str], old: range, new: range) -> dict[int, int]:
    """In a block that was written anew: as many lines as before are the same sentences; else the ones most alike."""
    if len(old) == len(new):
        return dict(zip(new, old, strict=True))
    found: dict[int, int] = {}
    alike = [(SequenceMatcher(None, shown[i], typed[j], autojunk=False).ratio(), -j, -i) for i in old for j in new]
    for ratio, j, i in sorted(alike, reverse=True):
        if ratio >= ALIKE and -j not in found and -i not in found.values():
            found[-j] = -i
    return found
