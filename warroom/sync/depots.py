"""Depots: places that keep sealed bytes and know nothing of them, and how one is found by its URL."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, MutableMapping, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any, Protocol

from warroom.sync.addresses import HUBS, address_of

Memory = MutableMapping[str, Any]  # what a depot wants to know again next time, as JSON: a host key, a cursor


@dataclass(frozen=True, slots=True)
class RunName:
    """What a depot says of one sealed run without opening it."""

    writer: bytes
    seq_from: int
    seq_to: int
    head8: str  # first 8 hexadecimal digits of the hash of its last op
    members8: str  # first 8 hexadecimal digits that stand for whom it is sealed to
    key: str = field(default="", repr=False)  # where the depot keeps it; for the depot alone


class Depot(Protocol):
    """A place that keeps sealed bytes and knows nothing of them. One thread at a time; every call may raise Trouble."""

    where: str  # the host or the folder, for messages; never a password

    def open(self, room: str, *, was_here: bool) -> None:
        """Connect, and check or make the sentinel of this room (32 hexadecimal digits).

        Raises Trouble `store-lost`, with nothing written, when we had been here before and nothing of it is left.
        """

    def runs(self) -> list[RunName]:
        """The runs it keeps (a hub: those past the cursor), in no order."""

    def fetch(self, names: Sequence[RunName]) -> Iterator[tuple[RunName, bytes]]:
        """The sealed frames, in the order asked; one that is missing or too large is left out."""

    def seen(self) -> None:
        """What `runs` listed is in our journal, all of it: a depot that lists what is new goes on from here."""

    def lacking(self, names: Collection[RunName]) -> list[RunName]:
        """Those of these runs that it does not keep sealed to these members. Ask after `runs`."""

    def put_runs(self, frames: Iterable[tuple[RunName, bytes]]) -> int:
        """Keep these frames, as durably as the place allows; how many were not there before."""

    def bulletins(self) -> Iterator[bytes]:
        """What stations last said of themselves, sealed."""

    def put_bulletin(self, station: str, data: bytes) -> None:
        """Keep what our own station says, in place of what it said before."""

    def chunks(self, among: Collection[bytes]) -> set[bytes]:
        """Which of these pieces of attachments it holds, by SHA-256."""

    def fetch_chunk(self, sha: bytes) -> bytes | None:
        """One piece as it was put; None when it is not there."""

    def put_chunk(self, sha: bytes, body: bytes) -> None:
        """Keep one piece; one that is there stays."""

    def close(self) -> None:
        """Let go of connection and threads; safe to call twice, and after a failed `open`."""


def depot_for(url: str, memory: Memory | None = None) -> Depot:
    """The depot at this address, not opened yet. Raises Refusal for an address that is none of ours."""
    address = address_of(url)
    memory = {} if memory is None else memory
    if address.scheme in HUBS:
        hub: Depot = import_module("warroom.sync.hub").Hub(url, memory)
        return hub
    from warroom.sync.stores import Store, shelf_at

    return Store(shelf_at(address, memory))
