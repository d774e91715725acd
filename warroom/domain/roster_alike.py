"""Cards that may be one person: the same way to reach them, or the same name in another order or with an initial."""

from __future__ import annotations

import enum
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations

from warroom.domain.ids import PersonId
from warroom.domain.roster_lines import RosterLine, folded

NO_WORD = re.compile(r"[\W_]+")
MANY = 6  # more people than that at one number share a switchboard, or a line of the shift: they are not one person


class Because(enum.StrEnum):
    """Why two cards look alike, the surest first."""

    REACH = "reach"  # the same way to reach them, and names that may be one
    NAME = "name"  # the same words of a name
    INITIAL = "initial"  # `J. Martin` and `Jean Martin`
    NUMBER = "number"  # only the same way to reach them


@dataclass(frozen=True, slots=True)
class Alike:
    """Two cards that may be one person; `said` is what they share."""

    one: RosterLine
    other: RosterLine
    because: Because
    said: str


def parts_of(name: str) -> tuple[str, ...]:
    """The words of a name in one order, without what tells it apart in brackets: `MARTIN Jean` is `jean martin`."""
    bare = name.split("(")[0]
    return tuple(sorted(NO_WORD.sub(" ", folded(bare)).split()))


def may_be_one(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two names are the same words, some of them perhaps an initial: `j martin`, `jean martin`."""
    if not one or len(one) != len(other):
        return False
    left = list(other)
    for word in sorted(one, key=len, reverse=True):
        match = next((each for each in left if each == word), None)
        if match is None:
            match = next((each for each in left if min(len(each), len(word)) == 1 and each[0] == word[0]), None)
        if match is None:
            return False
        left.remove(match)
    return any(len(word) > 1 and word in other for word in one)


def alike_of(
    lines: Iterable[RosterLine], reaches: Mapping[str, Iterable[str]], apart: Mapping[str, Iterable[str]]
) -> list[Alike]:
    """Pairs that may be one; `reaches` says who shares which normalised way, `apart` who was told apart from whom.

    Names are compared within the same words or the same longest word only, so that ten thousand take no time.
    """
    cards = {line.id: line for line in lines if line.has_card}
    parts: dict[str, tuple[str, ...]] = {record: parts_of(line.name) for record, line in cards.items()}
    found: dict[tuple[str, str], Alike] = {}

    def note(one: str, other: str, because: Because, said: str) -> None:
        pair = (min(one, other), max(one, other))
        if other in set(apart.get(one, ())) or one in set(apart.get(other, ())) or pair in found:
            return
        first, second = sorted(
            (cards[PersonId(pair[0])], cards[PersonId(pair[1])]), key=lambda line: (line.fold, line.id)
        )
        found[pair] = Alike(first, second, because, said)

    shared = {said: [who for who in people if who in cards] for said, people in reaches.items()}
    shared = {said: people for said, people in shared.items() if 1 < len(people) <= MANY}
    for said, people in sorted(shared.items()):
        for one, other in combinations(people, 2):
            if may_be_one(parts[one], parts[other]):
                note(one, other, Because.REACH, said)
    _note_names(cards, parts, note)
    for said, people in sorted(shared.items()):
        for one, other in combinations(people, 2):
            note(one, other, Because.NUMBER, said)
    order = list(Because)
    return sorted(found.values(), key=lambda pair: (order.index(pair.because), pair.one.fold, pair.one.id))


def _note_names(
    cards: Mapping[PersonId, RosterLine],
    parts: Mapping[str, tuple[str, ...]],
    note: Callable[[str, str, Because, str], None],
) -> None:
    """Names alike; what stands in brackets was put there to tell two people apart."""
    same: dict[tuple[tuple[str, ...], str], list[str]] = defaultdict(list)
    by_word: dict[str, list[str]] = defaultdict(list)
    for record, line in cards.items():
        same[parts[record], _bracket(line.name)].append(record)
        if not any(len(word) == 1 for word in parts[record]):
            for word in parts[record]:
                by_word[word].append(record)
    for (words, _told), people in same.items():
        if len(words) > 1 and len(people) <= MANY:
            for one, other in combinations(people, 2):
                note(one, other, Because.NAME, "")
    for record, line in cards.items():
        words = parts[record]
        whole = max(words, key=len, default="")
        if len(whole) > 1 and any(len(word) == 1 for word in words) and not _bracket(line.name):
            for other in by_word.get(whole, ()):
                if may_be_one(words, parts[other]):
                    note(record, other, Because.INITIAL, "")


def _bracket(name: str) -> str:
    return folded(name.partition("(")[2].rstrip(")"))
