"""The roster as it is listed and looked through: one line a person, found by any words of theirs."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from warroom.domain.ids import PersonId
from warroom.domain.roster import ReachKind

ACCENTS = re.compile("[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+")
NO_DIGITS = re.compile("[^0-9]+")
DIGITS_LEAST = 3  # fewer digits than that are looked for as words


@dataclass(frozen=True, slots=True)
class Way:
    """A way to reach somebody, as a line needs it."""

    kind: ReachKind
    value: str
    needs: tuple[str, ...]
    works: bool


@dataclass(frozen=True, slots=True)
class RosterLine:
    """A person of the roster, or of the room alone (`has_card` False). Times are milliseconds UTC."""

    id: PersonId
    name: str
    initials: str
    has_card: bool
    job: str
    employer: str
    supplier: bool
    site: str
    ways: tuple[Way, ...]  # the first to try first
    checked_at: int | None  # the card, or else the newest check of a way to reach them
    away_until: int | None
    fold: str  # the name, folded
    words: str  # what is looked through, folded
    digits: str  # of every number, with blanks between

    @property
    def about(self) -> str:
        """What tells somebody apart from another of the same name."""
        return " · ".join(dict.fromkeys(said for said in (self.job, self.employer, self.site) if said))


def folded(text: str) -> str:
    """Without accents, case and doubled blanks: `Hélène  DUPRÉ` is `helene dupre`."""
    plain = text if text.isascii() else ACCENTS.sub("", unicodedata.normalize("NFKD", text))
    return " ".join(plain.casefold().split())


def digits_of(text: str) -> str:
    return NO_DIGITS.sub("", text)


def looked_through(lines: Iterable[RosterLine], said: str) -> list[RosterLine]:
    """The lines that hold every word, or the number, in their order; those whose name begins so come first.

    A number is found however it is written: `06 39 98`, `+33 6 39 98`.
    """
    number = digits_of(said)
    if len(number) >= DIGITS_LEAST and not any(letter.isalpha() for letter in said):
        number = number.removeprefix("00") if said.strip().startswith("00") else number
        return [line for line in lines if number in line.digits]
    words = folded(said).split()
    if not words:
        return list(lines)
    found = list(lines)
    for word in words:
        found = [line for line in found if word in line.words]
    return sorted(found, key=lambda line: _rank(line, words))


def _rank(line: RosterLine, words: Sequence[str]) -> int:
    """0 where each word begins a part of the name, 1 where each stands in it, 2 elsewhere."""
    name = line.fold
    parts = name.replace("-", " ").replace("(", " ").split()
    if all(any(part.startswith(word) for part in parts) for word in words):
        return 0
    return 1 if all(word in name for word in words) else 2
