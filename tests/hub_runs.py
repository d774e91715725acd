"""Sealed runs for a hub: real frames of one writer whose contents nobody can read."""

from __future__ import annotations

import hashlib
import os
from io import BytesIO

from warroom.storage.ops import FIRST_HASH
from warroom.sync.depots import RunName
from warroom.sync.frames import FrameWriter, Magic

ROOM = "5f" * 16
OTHER_ROOM = "a0" * 16
MEMBERS, WIDER = "0123abcd", "89ef4567"
Sent = tuple[RunName, bytes]


class Hand:
    """A writer whose history is known: `run(a, b)` are its ops a to b, sealed. A twin went another way after an op."""

    def __init__(self, *, like: Hand | None = None, until: int = 0) -> None:
        self.writer = os.urandom(8) if like is None else like.writer
        self._own, self._like, self._until = os.urandom(8), like, until

    def hash(self, seq: int) -> bytes:
        if seq == 0:
            return FIRST_HASH
        if self._like is not None and seq <= self._until:
            return self._like.hash(seq)
        return hashlib.sha256(self._own + seq.to_bytes(8)).digest()

    def run(self, first: int, last: int | None = None, *, members: str = MEMBERS, size: int = 200) -> Sent:
        last = first if last is None else last
        header = {
            "room": ROOM, "writer": self.writer.hex(), "seq_from": first, "seq_to": last,
            "prev_hash": self.hash(first - 1).hex(), "head_hash": self.hash(last).hex(), "members": members,
        }  # fmt: skip
        stream = BytesIO()
        frame = FrameWriter(stream, Magic.RUN, header, length=size)
        frame.write(os.urandom(size))
        frame.finish()
        return RunName(self.writer, first, last, self.hash(last).hex()[:8], members), stream.getvalue()

    def runs(self, first: int, last: int) -> list[Sent]:
        return [self.run(seq) for seq in range(first, last + 1)]
