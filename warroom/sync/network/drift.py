"""Drift: how far another laptop's clock is from ours, from a few questions that it answers at once."""

from __future__ import annotations

from warroom.domain.exchange import Drift

KEPT = 16  # measurements


class Measuring:
    """Bounds from round trips: no answer is written before its question came, none comes before it was written."""

    def __init__(self) -> None:
        self._found: list[Drift] = []

    def add(self, *, asked: int, came: int, answered: int, heard: int) -> None:
        """One round trip, milliseconds: `asked` and `heard` by our clock, `came` and `answered` by the other."""
        least, most = answered - heard, came - asked
        if least <= most:  # else one of the clocks was set meanwhile
            self._found = [*self._found[1 - KEPT :], Drift(least, most)]

    @property
    def drift(self) -> Drift | None:
        """The closest bounds found; None before the first."""
        return min(self._found, key=_width, default=None)


def _width(drift: Drift) -> int:
    return (drift.most or 0) - (drift.least or 0)
