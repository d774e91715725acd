"""Packing: a signed run of one writer's ops as bytes, and back.

One JSON line with the header and its signature, then the ops as zstd-compressed JSON lines, which `zstd` and a text
editor can read. An op that no program could read travels as it came, with the hash its writer gave it.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

import orjson

from warroom.identity.strict import from_hex, integer
from warroom.storage.exchange import Line
from warroom.storage.ops import OP_BYTES_MAX
from warroom.storage.segments import VERSION, Header, Segment
from warroom.sync.frames import READER

Run = TypeVar("Run")

HEADER_MOST = 4096
OPS_MOST = 2_000  # of one run
PLAIN_MOST = 64 * 1024 * 1024  # bytes of one run's ops
LEVEL = 3
SEQ_MOST = 2**63 - 1
BATCH = 20_000  # ops taken in by one transaction


class Unsound(Exception):
    """Not a run that anybody packed."""


@dataclass(frozen=True, slots=True)
class Packed:
    """A run as it travels: its signed header, and the bytes it came in."""

    segment: Segment
    body: bytes  # all of it, the header line included
    is_newer: bool = False

    @property
    def header(self) -> Header:
        return self.segment.header

    def lines(self) -> Iterator[Line]:
        """The ops' lines, in order. Raises Unsound."""
        yield from _lines(self.body[self.body.index(b"\n") + 1 :], self.header.count)


def pack(segment: Segment, lines: list[Line]) -> bytes:
    """A run and its ops as bytes."""
    import zstandard

    said = {**segment.header.document(), "min_reader": 1, "sig": base64.b64encode(segment.signature).decode()}
    plain = b"".join(_written(line) + b"\n" for line in lines)
    return orjson.dumps(said, option=orjson.OPT_SORT_KEYS) + b"\n" + zstandard.compress(plain, LEVEL)


def unpack(body: bytes) -> Packed:
    """The header of a packed run; its ops are looked at later. Raises Unsound."""
    end = body.find(b"\n", 0, HEADER_MOST)
    if end < 0:
        raise Unsound("no header")
    try:
        said = orjson.loads(body[:end])
        header = Header(
            room=from_hex(said["room"], length=16).hex(),
            writer=from_hex(said["writer"], length=8),
            seq_from=integer(said["seq_from"], least=1, most=SEQ_MOST),
            seq_to=integer(said["seq_to"], least=1, most=SEQ_MOST),
            prev_hash=from_hex(said["prev_hash"], length=32),
            head_hash=from_hex(said["head_hash"], length=32),
        )
        signature = base64.b64decode(said["sig"], validate=True)
        is_newer = said["v"] != VERSION or type(said["min_reader"]) is not int or said["min_reader"] > READER
    except (ValueError, TypeError, KeyError, binascii.Error) as error:
        raise Unsound("header") from error
    if header.count < 1 or said.get("count") != header.count or (header.count > OPS_MOST and not is_newer):
        raise Unsound("count")
    return Packed(Segment(header, signature), body, is_newer)


def batches(
    runs: Iterable[Run], header_of: Callable[[Run], Header], *, most: Callable[[], int] = lambda: BATCH
) -> Iterator[list[Run]]:
    """Runs in order, together as one transaction takes them in: until they hold `most` ops, asked at each."""
    batch: list[Run] = []
    size = 0
    for run in runs:
        batch.append(run)
        size += header_of(run).count
        if size >= min(most(), BATCH):
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _written(line: Line) -> bytes:
    if line.hash is None:
        return line.body
    return orjson.dumps({"hash": line.hash.hex(), "raw": base64.b64encode(line.body).decode()})


def _lines(compressed: bytes, count: int) -> Iterator[Line]:
    import zstandard

    try:
        unpacker = zstandard.ZstdDecompressor(max_window_size=2**27)
        with unpacker.stream_reader(compressed, read_across_frames=False) as stream:
            plain = stream.read(PLAIN_MOST + 1)
    except (zstandard.ZstdError, MemoryError) as error:
        raise Unsound("compression") from error
    if len(plain) > PLAIN_MOST or not plain.endswith(b"\n"):
        raise Unsound("size")
    if plain.count(b"\n") != count:
        raise Unsound("count")
    for line in plain[:-1].split(b"\n"):
        yield _read(line)


def _read(line: bytes) -> Line:
    if not line.startswith(b'{"hash":'):
        return Line(line)
    try:
        said = orjson.loads(line)
        digest, body = from_hex(said["hash"], length=32), base64.b64decode(said["raw"], validate=True)
    except (ValueError, TypeError, KeyError, binascii.Error) as error:
        raise Unsound("raw line") from error
    if len(body) > 2 * OP_BYTES_MAX:
        raise Unsound("size")
    return Line(body, digest)
