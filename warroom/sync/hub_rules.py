"""What a hub lets in: each writer's runs follow each other without a gap, and no number is written twice differently.

A hub is blind, so it judges places and hashes only; whoever receives a run checks what is in it.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from warroom.errors import Refusal
from warroom.storage.ops import FIRST_HASH
from warroom.sync.depots import RunName
from warroom.words import _


class HubRefusal(Refusal):
    """A run that the hub does not take; the others of the same push were kept."""

    def __init__(self, code: str, message: str, *, todo: str) -> None:
        super().__init__(code, message, safe=_("Everything is still on this laptop, and the rest was sent."), todo=todo)
        self.stored = 0  # runs of the same push that were kept
        self.names: list[RunName] = []  # those that were not


class Gap(HubRefusal):
    """What comes before this run has not reached the hub."""

    def __init__(self) -> None:
        super().__init__(
            "hub-gap",
            _("The exchange server lacks entries that come before these."),
            todo=_("They are sent again from the beginning at the next exchange."),
        )


class Fork(HubRefusal):
    """The hub holds something else under the same numbers of the same writer."""

    def __init__(self) -> None:
        super().__init__(
            "hub-fork",
            _("The exchange server holds other entries under the same numbers: a cloned laptop or a restored copy."),
            todo=_("Exchange with another laptop by stick or network: what differs is then shown on both."),
        )


@dataclass(frozen=True, slots=True)
class Place:
    """Where a run stands among those of its writer, and for whom it is sealed."""

    seq_from: int
    seq_to: int
    prev_hash: bytes
    head_hash: bytes
    members: str

    def contradicts(self, other: Place) -> bool:
        """Whether two runs of one writer cannot both be true, as far as their ends show."""
        return (
            (self.seq_from == other.seq_from and self.prev_hash != other.prev_hash)
            or (self.seq_to == other.seq_to and self.head_hash != other.head_hash)
            or (self.seq_to + 1 == other.seq_from and self.head_hash != other.prev_hash)
            or (other.seq_to + 1 == self.seq_from and other.head_hash != self.prev_hash)
        )


@dataclass(slots=True)
class Track:
    """One writer's runs on the hub: how far they reach, and those next to what is being pushed."""

    seq: int = 0
    hash: bytes = FIRST_HASH
    known: set[Place] = field(default_factory=set)
    has_moved: bool = False

    def take(self, new: Place) -> bool:
        """Whether this run is to be kept; False for one that is there. Raises Gap or Fork, with nothing changed.

        The same run sealed for other members is kept beside the first. A run that overlaps what is known is kept when
        it begins where a known one does or after one, and no end of it contradicts; what lies between the ends only
        those who receive it can judge.
        """
        if new in self.known:
            return False
        if new.seq_from > self.seq + 1:
            raise Gap
        if new.seq_from == self.seq + 1 and new.prev_hash != self.hash:
            raise Fork
        if new.seq_to == self.seq and new.head_hash != self.hash:
            raise Fork
        if any(new.contradicts(old) for old in self.known) or not self._begins_well(new):
            raise Fork
        if new.seq_to > self.seq:
            self.seq, self.hash, self.has_moved = new.seq_to, new.head_hash, True
        self.known.add(new)
        return True

    def _begins_well(self, new: Place) -> bool:
        if new.seq_from == 1:
            return new.prev_hash == FIRST_HASH
        if new.seq_from == self.seq + 1:
            return True
        return any(old.seq_to + 1 == new.seq_from or old.seq_from == new.seq_from for old in self.known)
