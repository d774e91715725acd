"""Tallies: what a delivery brings, station by station, counted while it is decoded."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from warroom.domain.exchange import Aside, FromStation, Trust
from warroom.domain.nouns import NOUNS
from warroom.storage.wire import Arrival


@dataclass(slots=True)
class _Of:
    """Of one station."""

    ops: int = 0
    deletes: int = 0
    first_at: int | None = None
    last_at: int | None = None
    entries: int = 0
    records: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def counts(self) -> dict[str, int]:
        found = Counter({noun: len(records) for noun, records in self.records.items()})
        found["entry"] += self.entries
        return {noun: count for noun, count in sorted(found.items()) if count}


class Tally:
    """Counts arrivals."""

    def __init__(self) -> None:
        self._of: dict[str, _Of] = defaultdict(_Of)

    def add(self, station: str, arrivals: Iterable[Arrival]) -> None:
        """These ops of this station are new here."""
        said = self._of[station]
        for arrival in arrivals:
            said.ops += 1
            op = arrival.op
            if op is None:
                continue
            said.first_at = op.wall_ms if said.first_at is None else min(op.wall_ms, said.first_at)
            said.last_at = op.wall_ms if said.last_at is None else max(op.wall_ms, said.last_at)
            if op.noun == "entry":
                said.entries += 1
            elif op.noun in NOUNS:
                said.records[op.noun].add(op.record)
            said.deletes += op.patch.get("_del") is True

    def told(self, named: Mapping[str, tuple[str, str]], revoked: set[str]) -> list[FromStation]:
        """Station by station, by letter."""
        found = [
            FromStation(
                station=station,
                letter=named.get(station, ("?", ""))[0],
                name=named.get(station, ("", ""))[1],
                trust=Trust.REVOKED if station in revoked else Trust.VERIFIED,
                ops=said.ops,
                counts=said.counts(),
                first_at=said.first_at,
                last_at=said.last_at,
                drift=None,
                deletes=said.deletes,
            )
            for station, said in self._of.items()
            if said.ops
        ]
        return sorted(found, key=lambda item: (item.letter, item.station))

    @staticmethod
    def unknown(asides: Iterable[Aside]) -> list[FromStation]:
        """Those nobody admitted, one line a station."""
        ops: Counter[tuple[str, str]] = Counter()
        for aside in asides:
            ops[aside.station, aside.letter] += aside.seq_to - aside.seq_from + 1
        return [
            FromStation(station, letter or "?", "", Trust.UNKNOWN, count, {}, None, None, None)
            for (station, letter), count in sorted(ops.items())
        ]

    def summary(self) -> dict[str, int]:
        """Noun → records written, over all stations."""
        total: Counter[str] = Counter()
        for said in self._of.values():
            total.update(said.counts())
        return dict(sorted(total.items()))
