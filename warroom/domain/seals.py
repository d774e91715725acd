"""Seals: a point of the journal that two people fixed, and what time stamp authorities said of it."""

from __future__ import annotations

from dataclasses import dataclass, field

from warroom.domain.heads import Heads, fingerprint_of
from warroom.domain.ids import IncidentId, RecordId


@dataclass(frozen=True, slots=True)
class Timestamp:
    """An authority's signed answer (RFC 3161): this digest existed at that time."""

    id: RecordId
    token: str  # the whole answer, base64
    authority: str
    stamped_at: int  # milliseconds UTC


@dataclass(frozen=True, slots=True)
class Seal:
    """Who sealed, when and why, where every chain stood, and the station's signature."""

    id: RecordId
    incident: IncidentId
    number: str
    sealed_at: int  # milliseconds UTC
    by: str
    witness: str  # "" when one person sealed alone
    heads: Heads
    digest: str
    station: str  # station id, "" when nobody signed
    signature: str  # hexadecimal, "" when nobody signed
    reason: str
    timestamps: tuple[Timestamp, ...] = field(default=())

    @property
    def fingerprint(self) -> str:
        return fingerprint_of(self.digest)
