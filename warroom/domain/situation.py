"""The situation: sentences that say where they come from, and when they are to be confirmed."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass

from warroom.domain.entries import Entry, Verification
from warroom.domain.ids import IncidentId, RecordId


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of what is held true. Times are milliseconds UTC."""

    id: RecordId
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
        """When somebody last stood by it."""
        return max(self.stated_at or 0, self.confirmed_at or 0)


class Doubt(enum.StrEnum):
    """Why a sentence is to be confirmed."""

    NO_SOURCE = "no_source"
    UNVERIFIED = "unverified"
    REFUTED = "refuted"
    CORRECTED = "corrected"
    AWAITED = "awaited"  # an entry it cites has not come to this station yet


def doubts(sentence: Sentence, cited: Sequence[Entry]) -> tuple[Doubt, ...]:
    """What speaks against relying on a sentence, given the entries it cites that are here."""
    if not sentence.sources:
        return (Doubt.NO_SOURCE,)
    found: dict[Doubt, None] = {}
    if len(cited) < len(set(sentence.sources)):
        found[Doubt.AWAITED] = None
    for entry in cited:
        if entry.verification is Verification.REFUTED:
            found[Doubt.REFUTED] = None
        elif entry.verification is not Verification.VERIFIED:
            found[Doubt.UNVERIFIED] = None
        if entry.corrected_by:
            found[Doubt.CORRECTED] = None
    return tuple(found)


def is_stale(sentence: Sentence, *, next_point: int | None, now_ms: int) -> bool:
    """Whether a point has passed since somebody last stood by it: nobody looked when they should have."""
    return next_point is not None and sentence.last_said < next_point <= now_ms
