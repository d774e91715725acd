"""The situation: sentences that say where they come from, and when they are to be confirmed."""

from __future__ import annotations

import enum
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from warroom.domain.entries import Entry, Verification
from warroom.domain.ids import IncidentId, RecordId

CITATION = re.compile(r"\s*\[(?P<numbers>[^\[\]]*)\]\s*$")
CITED = re.compile(r"(?:[A-Z][A-Z]?\d*-\d+|#[0-9a-f]{8})\Z", re.IGNORECASE)
SEPARATORS = re.compile(r"[\s,;]+")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of what is held true. Times are milliseconds UTC."""

    id: RecordId  # "" for a line of the free text of old
    incident: IncidentId
    place: int
    text: str
    sources: tuple[str, ...]  # ids of the entries it cites
    stated_by: str
    stated_at: int | None
    confirmed_by: str
    confirmed_at: int | None

    @property
    def last_said(self) -> int:
        """When somebody last stood by it; 0 where nobody knows."""
        return max(self.stated_at or 0, self.confirmed_at or 0)

    @property
    def last_said_by(self) -> str:
        return self.confirmed_by if (self.confirmed_at or 0) > (self.stated_at or 0) else self.stated_by


class Doubt(enum.StrEnum):
    """Why a sentence is to be confirmed."""

    NO_SOURCE = "no_source"
    UNVERIFIED = "unverified"
    REFUTED = "refuted"
    CORRECTED = "corrected"
    AWAITED = "awaited"  # an entry it cites has not come to this station yet


@dataclass(frozen=True, slots=True)
class Stated:
    """A sentence with the entries it cites, what speaks against it, and whether nobody stood by it lately."""

    sentence: Sentence
    cited: tuple[Entry, ...]  # those that are here, in the order of citing
    doubts: tuple[Doubt, ...]
    is_stale: bool = False

    @property
    def is_sure(self) -> bool:
        return not self.doubts

    @property
    def numbers(self) -> tuple[str, ...]:
        """What it cites, as it is typed."""
        return numbers_of(self.sentence.sources, {entry.id: entry.number for entry in self.cited})

    @property
    def line(self) -> str:
        """The sentence as one line of the editor: its text, and what it cites in brackets."""
        return line_of(self.sentence.text, self.numbers)

    def numbers_behind(self, doubt: Doubt) -> tuple[str, ...]:
        """The cited entries that raise this doubt."""
        return tuple(entry.number for entry in self.cited if doubt in _doubts_of(entry))


def doubts(sentence: Sentence, cited: Sequence[Entry]) -> tuple[Doubt, ...]:
    """What speaks against relying on a sentence, given the entries it cites that are here."""
    if not sentence.sources:
        return (Doubt.NO_SOURCE,)
    found: dict[Doubt, None] = {}
    if len(cited) < len(set(sentence.sources)):
        found[Doubt.AWAITED] = None
    for entry in cited:
        found |= dict.fromkeys(_doubts_of(entry))
    return tuple(found)


def _doubts_of(entry: Entry) -> tuple[Doubt, ...]:
    raised = []
    if entry.verification is Verification.REFUTED:
        raised.append(Doubt.REFUTED)
    elif entry.verification is not Verification.VERIFIED:
        raised.append(Doubt.UNVERIFIED)
    if entry.corrected_by:
        raised.append(Doubt.CORRECTED)
    return tuple(raised)


def is_stale(sentence: Sentence, *, next_point: int | None, now_ms: int) -> bool:
    """Whether a point has passed since somebody last stood by it: nobody looked when they should have."""
    return next_point is not None and sentence.last_said < next_point <= now_ms


# Sentences as lines of one box: `Europe answers again [A-0042 B-0007]`


def split_line(line: str) -> tuple[str, tuple[str, ...]]:
    """A line as its text and what it cites; brackets that hold anything else than numbers belong to the text."""
    found = CITATION.search(line)
    if found is None:
        return line.strip(), ()
    cited = tuple(part for part in SEPARATORS.split(found["numbers"]) if part)
    if not cited or not all(CITED.match(part) for part in cited):
        return line.strip(), ()
    return line[: found.start()].strip(), tuple(dict.fromkeys(part.upper() if "-" in part else part for part in cited))


def line_of(text: str, numbers: Sequence[str]) -> str:
    """A sentence as one line."""
    one_line = " ".join(text.split())
    return f"{one_line} [{' '.join(numbers)}]" if numbers else one_line


def numbers_of(sources: Sequence[str], known: Mapping[str, str]) -> tuple[str, ...]:
    """What a sentence cites, as it is typed: numbers, and `#` with the end of its id for an entry that is not here."""
    return tuple(known.get(source) or f"#{source[-8:]}" for source in sources)


def lines_of(text: str) -> tuple[str, ...]:
    """The free text of old as sentences: one a line."""
    return tuple(" ".join(line.split()) for line in text.splitlines() if line.strip())
