"""A member's laptop in hostile hands: its own key signs what no honest program would write."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import orjson
import zstandard

from tests.builders import NOON
from tests.warroom.sync.cells import Cell, Laptop, at_home
from warroom.domain.ids import born_id
from warroom.identity.signing import segment_message
from warroom.room import Room
from warroom.storage.enrolment import hash_at
from warroom.storage.ops import Op, chain_hash, head_of
from warroom.storage.segments import Header, Segment
from warroom.sync.bundles import write_bundle
from warroom.sync.frames import Magic
from warroom.sync.packing import pack, unpack


@dataclass
class Forge:
    """Goes on from where a laptop's writer stands, under that laptop's key."""

    room: Room
    writer: bytes
    seq: int
    hash: bytes

    @classmethod
    def at(cls, laptop: Laptop) -> Forge:
        laptop.room.exchange.sign()
        ((writer,),) = laptop.rows("SELECT value FROM meta WHERE name='writer'")
        seq = laptop.room.exchange.vector()[writer]
        digest = hash_at(laptop.room._store.reader(), writer, seq)
        assert digest is not None
        return cls(laptop.room, writer, seq, digest)

    def op(self, noun: str, patch: dict[str, Any], *, record: str = "", seq: int = 0) -> Op:
        """An op of the next number."""
        seq = seq or self.seq + 1
        record = record or born_id(writer=self.writer, seq=seq, wall_ms=NOON)
        return Op(
            self.writer,
            seq,
            (NOON + seq) << 16,
            noun,
            record,
            patch,
            bytes([seq % 256]) * 16,
            "",
            NOON,
            60,
            "Europe/Paris",
        )

    def run(self, bodies: list[bytes], **lies: Any) -> bytes:
        """Signed and packed; `lies` change the header before it is signed."""
        start, digest = self.hash, self.hash
        for body in bodies:
            head = head_of(body)
            digest = chain_hash(digest, head) if head else digest
        header = Header(self.room.id, self.writer, self.seq + 1, self.seq + len(bodies), start, digest)
        return self.signed(replace(header, **lies), bodies)

    def signed(self, header: Header, bodies: list[bytes]) -> bytes:
        signature = self.room.identity.sign(segment_message(header.encoded()))
        return packed(header, signature, bodies)

    def go_on(self, count: int, digest: bytes) -> None:
        self.seq, self.hash = self.seq + count, digest


def packed(header: Header, signature: bytes, bodies: list[bytes], **also: Any) -> bytes:
    """A packed run with whatever header and lines."""
    said = {**header.document(), "min_reader": 1, "sig": base64.b64encode(signature).decode(), **also}
    plain = b"".join(body + b"\n" for body in bodies)
    return orjson.dumps(said, option=orjson.OPT_SORT_KEYS) + b"\n" + zstandard.compress(plain)


def lines(body: bytes) -> list[bytes]:
    """The op lines of a packed run."""
    return [line.body for line in unpack(body).lines()]


def with_lines(body: bytes, bodies: list[bytes]) -> bytes:
    """The same signed header before other lines."""
    segment: Segment = unpack(body).segment
    return packed(segment.header, segment.signature, bodies)


def bundle(
    path: Path, source: Room, runs: list[bytes], *, manifest: Any = None, pieces: list[Any] | None = None
) -> Path:
    """A bundle of whatever, sealed to the room by one of its members."""
    told = (
        manifest
        if manifest is not None
        else {"at": 1, "bulletins": [], "files_left": 0, "station": source.identity.station_id.hex()}
    )
    bodies = {hashlib.sha256(body).digest(): body for _attachment, body in pieces or []}
    named = [(attachment, hashlib.sha256(body).digest(), len(body)) for attachment, body in pieces or []]
    write_bundle(
        path,
        magic=Magic.BUNDLE,
        header={"room": source.id},
        manifest=told,
        runs=runs,
        pieces=named,
        piece=bodies.get,
        box_keys=source.exchange.readers().values(),
    )
    return path


def all_runs(laptop: Laptop) -> list[bytes]:
    """Everything the laptop can hand over, packed; packs again what `pack` packed, byte by byte."""
    laptop.room.exchange.sign()
    return laptop.room.exchange.packed_beyond({})


def twin_of(cell: Cell, laptop: Laptop, name: str) -> Laptop:
    """A copy of a closed laptop to try something on; its file begins a new writer."""
    home = cell.folder / name
    import shutil

    shutil.copytree(laptop.home, home)
    twin = Laptop(laptop.letter, home, laptop.clock, machine=laptop.machine)
    with at_home(home):
        twin.open()
    return twin


__all__ = ["Forge", "all_runs", "bundle", "lines", "pack", "packed", "twin_of", "with_lines"]
