"""Challenge and answer: which pair counts when (doctrine §2.1; who calls is verified before an order is taken)."""

from __future__ import annotations

from collections.abc import Iterable

from warroom.domain.handovers import Watchword


def current(words: Iterable[Watchword], at: int) -> Watchword | None:
    """The pair that counts at a moment (milliseconds UTC): of those in force, the one that began last."""
    held = [item for item in words if is_in_force(item, at)]
    return max(held, key=lambda item: (item.from_at, item.id), default=None)


def following(words: Iterable[Watchword], at: int) -> Watchword | None:
    """The next pair that begins after a moment, None where none is set."""
    ahead = [item for item in words if item.revoked_at is None and item.from_at > at]
    return min(ahead, key=lambda item: (item.from_at, item.id), default=None)


def is_in_force(item: Watchword, at: int) -> bool:
    """Begun, not over, not revoked."""
    if item.revoked_at is not None or item.from_at > at:
        return False
    return item.until_at is None or at < item.until_at
