"""Laptops in memory: they keep numbered lines, so that the network is seen without a room behind it."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from warroom.domain.exchange import Drift
from warroom.identity.stations import StationIdentity
from warroom.storage.exchange import Vector
from warroom.sync.covering import Range
from warroom.sync.network.handshake import Card
from warroom.sync.network.interfaces import Interfaces
from warroom.sync.network.local_network import LocalNetwork
from warroom.sync.network.side import Bulletin

ROOM = bytes(range(16))
LOOPBACK = Interfaces(("127.0.0.1",), (), ("127.0.0.0/8",))


@dataclass(frozen=True, slots=True)
class Lines:
    """A run of numbered lines."""

    writer: bytes
    seq_from: int
    seq_to: int


class Laptop:
    """One station in memory. `circle` is what it knows of the members, and may differ from one to another."""

    def __init__(self, room: bytes = ROOM, *, ahead_ms: int = 0) -> None:
        self.room = room
        self.identity = StationIdentity.fresh()
        self.circle: set[Card] = {self.card}
        self.lines: dict[bytes, list[str]] = {self.writer: []}
        self.files: dict[bytes, bytes] = {}
        self.lacks: list[bytes] = []
        self.heard: dict[str, Bulletin] = {}
        self.drifts: dict[str, Drift | None] = {}
        self.taken = 0
        self._ahead_ms = ahead_ms
        self._listeners: list[Callable[[], None]] = []
        self._lock = threading.RLock()

    @property
    def writer(self) -> bytes:
        return self.identity.station_id[:8]

    @property
    def station(self) -> str:
        return self.identity.station_id.hex()

    @property
    def text(self) -> dict[bytes, list[str]]:
        """What it holds."""
        with self._lock:
            return {writer: list(lines) for writer, lines in self.lines.items() if lines}

    @property
    def card(self) -> Card:
        me = self.identity
        return Card(me.station_id, bytes(16), me.public_key, me.sealing_key)

    def box_keys(self) -> Sequence[bytes]:
        return [card.box_key for card in self.circle]

    def secrets(self) -> Sequence[bytes]:
        return [self.identity.secret_keys[32:]]

    def admits(self, card: Card) -> bool:
        return Card(card.station, bytes(16), card.public_key, card.box_key) in self.circle

    def runs(self, known: Vector) -> Sequence[Lines]:
        with self._lock:
            return [
                Lines(writer, first + 1, min(first + 500, len(lines)))
                for writer, lines in sorted(self.lines.items())
                for first in range(known.get(writer, 0), len(lines), 500)
            ]

    def packed(self, run: Range) -> bytes:
        lines = self.lines[run.writer][run.seq_from - 1 : run.seq_to]
        return json.dumps([run.writer.hex(), run.seq_from, lines]).encode()

    def take(self, bodies: Sequence[bytes], *, station: str) -> None:
        with self._lock:
            for body in bodies:
                writer, first, lines = json.loads(body)
                known = self.lines.setdefault(bytes.fromhex(writer), [])
                if first <= len(known) + 1:
                    known += lines[len(known) + 1 - first :]
                self.taken += len(lines)
        self.tell()

    def vector(self) -> Vector:
        with self._lock:
            return {writer: len(lines) for writer, lines in self.lines.items()}

    def own_bulletin(self) -> bytes:
        with self._lock:
            vector = {writer.hex(): len(lines) for writer, lines in self.lines.items()}
        return json.dumps({"station": self.station, "at": time.time_ns(), "vector": vector}).encode()

    def bulletins(self) -> Sequence[Bulletin]:
        with self._lock:
            return list(self.heard.values())

    def hear(self, body: bytes, *, drift: Drift | None, said_by: str) -> Bulletin | None:
        said = json.loads(body)
        vector = {bytes.fromhex(writer): seq for writer, seq in said["vector"].items()}
        bulletin = Bulletin(said["station"], said["at"], vector, body)
        with self._lock:
            self.heard[bulletin.station] = bulletin
            self.drifts[said_by] = drift
        return bulletin

    def awaited(self) -> Sequence[bytes]:
        with self._lock:
            return [digest for digest in self.lacks if digest not in self.files]

    def chunk(self, digest: bytes) -> bytes | None:
        return self.files.get(digest)

    def keep_chunk(self, digest: bytes, body: bytes) -> None:
        with self._lock:
            self.files[digest] = body

    def now_ms(self) -> int:
        return time.time_ns() // 1_000_000 + self._ahead_ms

    def done_reading(self) -> None:
        return

    def subscribe(self, listener: Callable[[], None]) -> Callable[[], None]:
        self._listeners.append(listener)

        def stop() -> None:
            with suppress(ValueError):
                self._listeners.remove(listener)

        return stop

    # What the tests do

    def write(self, *lines: str) -> None:
        with self._lock:
            self.lines[self.writer] += lines
        self.tell()

    def revoke(self, other: Laptop) -> None:
        self.circle.discard(other.card)
        self.tell()

    def tell(self) -> None:
        for listener in list(self._listeners):
            listener()


def acquainted(*laptops: Laptop) -> None:
    """All of them are members, and know it."""
    circle = {laptop.card for laptop in laptops}
    for laptop in laptops:
        laptop.circle |= circle


@contextmanager
def networked(laptop: Laptop, *others: LocalNetwork, **more: object) -> Iterator[LocalNetwork]:
    """Its network on 127.0.0.1, calling the others."""
    more.setdefault("discover", False)
    network = LocalNetwork(laptop, host="127.0.0.1", addresses=[("127.0.0.1", other.port) for other in others], **more)
    try:
        yield network
    finally:
        network.stop()


def until(is_so: Callable[[], object], *, within: float = 20.0) -> None:
    """Wait until this is so; a hang is a failure."""
    deadline = time.monotonic() + within
    while not is_so():
        assert time.monotonic() < deadline, "it never was"
        time.sleep(0.002)
