"""What the room's own network needs of its room: who is a member, what to give, where to put what came."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from warroom.domain.exchange import Drift
from warroom.storage.exchange import Vector
from warroom.sync.covering import Range
from warroom.sync.network.handshake import Host


@dataclass(frozen=True, slots=True)
class Bulletin:
    """What a station said of itself, as it was heard."""

    station: str
    at: int  # when it was written, by that station's clock, milliseconds UTC
    vector: Vector
    body: bytes


class Side(Host, Protocol):
    """One room, as the network sees it. Each method is called from several threads, and may block."""

    def runs(self, known: Vector) -> Sequence[Range]:
        """What somebody who knows each writer up to `known` lacks, oldest first; signs what is unsigned before."""

    def packed(self, run: Range) -> bytes:
        """The bytes of a run that `runs` gave."""

    def take(self, bodies: Sequence[bytes], *, station: str) -> None:
        """Let these packed runs join, in batches. Trouble when they cannot be kept; never raises for what they say."""

    def vector(self) -> Vector:
        """How far every writer is known here."""

    def own_bulletin(self) -> bytes:
        """What this station says of itself now."""

    def bulletins(self) -> Sequence[Bulletin]:
        """The latest heard of every other station."""

    def hear(self, body: bytes, *, drift: Drift | None, said_by: str) -> Bulletin | None:
        """Keep a bulletin that came over a line; None for one that is no news or that no member signed.

        `drift` is of the station that brought it, `said_by`; what that one says of itself is always returned.
        """

    def awaited(self) -> Sequence[bytes]:
        """Hashes of the chunks that records name and that are not here, some hundreds at most."""

    def chunk(self, digest: bytes) -> bytes | None:
        """A chunk, behind what `keep_chunk` must know of it; None when it is not here."""

    def keep_chunk(self, digest: bytes, body: bytes) -> None:
        """Keep a chunk that came, when it is the one named and some record awaits it."""

    def now_ms(self) -> int:
        """This laptop's wall clock, milliseconds UTC."""

    def done_reading(self) -> None:
        """The calling thread reads no more: close what it holds open."""

    def subscribe(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Hear of every change of the room, on any thread, after it is on disk; call the result to stop."""
