"""Frames: the outside of every file that leaves a laptop. A torn or damaged one is known before anything in it is read.

`magic(4) | u32 header length | header JSON | u64 payload length | payload | SHA-256 of all before | WREND\\n`, all of
it big-endian.
"""

from __future__ import annotations

import enum
import hashlib
from collections.abc import Mapping
from typing import Any, BinaryIO

import orjson

VERSION = 1  # of what this program writes
READER = 1  # the newest `min_reader` that this program can read
END = b"WREND\n"
HEADER_MOST = 64 * 1024
PAYLOAD_MOST = 4 * 1024 * 1024 * 1024
PIECE = 1024 * 1024
DIGEST = 32


class Magic(enum.Enum):
    """What a file is."""

    RUN = b"WRS1"
    BUNDLE = b"WRB1"
    INVITATION = b"WRI1"
    BULLETIN = b"WRR1"


class Unreadable(Exception):
    """Not to be read; its subclasses say why."""


class Torn(Unreadable):
    """Cut short or damaged: it is to be carried again."""


class Stranger(Unreadable):
    """Not a file of this kind at all."""


class Newer(Unreadable):
    """Made by a newer version that says older ones cannot read it."""


class FrameWriter:
    """Writes one frame whose payload length is known, piece by piece."""

    def __init__(self, stream: BinaryIO, magic: Magic, header: Mapping[str, Any], *, length: int) -> None:
        self._stream, self._left = stream, length
        self._digest = hashlib.sha256()
        said = orjson.dumps({"v": VERSION, "min_reader": 1, **header}, option=orjson.OPT_SORT_KEYS)
        self._put(magic.value + len(said).to_bytes(4) + said + length.to_bytes(8))

    def write(self, piece: bytes) -> None:
        """The next piece of the payload."""
        self._left -= len(piece)
        if self._left < 0:
            raise ValueError("more than the frame was to hold")
        self._put(piece)

    def finish(self) -> None:
        """The hash and the end mark; ValueError when the payload is not complete."""
        if self._left:
            raise ValueError("less than the frame was to hold")
        self._stream.write(self._digest.digest() + END)

    def _put(self, piece: bytes) -> None:
        self._digest.update(piece)
        self._stream.write(piece)


class FrameReader:
    """Reads one frame. `check` goes through all of it first; only then is anything in it worth reading.

    Raises Stranger, Newer or Torn.
    """

    def __init__(self, stream: BinaryIO, magic: Magic) -> None:
        self._stream, self._digest = stream, hashlib.sha256()
        if self._get(4, Stranger) != magic.value:
            raise Stranger(magic.name)
        size = int.from_bytes(self._get(4))
        if size > HEADER_MOST:
            raise Torn("header")
        self.header = _object(self._get(size))
        self.length = self.left = int.from_bytes(self._get(8))
        if self.length > PAYLOAD_MOST:
            raise Torn("length")
        needed = self.header.get("min_reader")
        self.is_newer = type(needed) is not int or needed > READER

    def read(self, size: int) -> bytes:
        """Exactly so many bytes of the payload."""
        if size > self.left:
            raise Torn("payload")
        self.left -= size
        return self._get(size)

    def finish(self) -> None:
        """Go to the end; what came before is as it was written."""
        while self.left:
            self.read(min(PIECE, self.left))
        wanted = self._digest.digest()
        if self._stream.read(DIGEST) != wanted or self._stream.read(len(END)) != END:
            raise Torn("end")

    def _get(self, size: int, else_raise: type[Unreadable] = Torn) -> bytes:
        piece = self._stream.read(size)
        if len(piece) != size:
            raise else_raise("short")
        self._digest.update(piece)
        return piece


def check(stream: BinaryIO, magic: Magic) -> FrameReader:
    """Go through a whole frame and back to its beginning: a reader at the payload of a file known to be whole.

    Raises Stranger, Torn, or Newer for one that is whole and not for this version.
    """
    start = stream.tell()
    FrameReader(stream, magic).finish()
    stream.seek(start)
    reader = FrameReader(stream, magic)
    if reader.is_newer:
        raise Newer(magic.name)
    return reader


def _object(said: bytes) -> dict[str, Any]:
    try:
        found = orjson.loads(said)
    except orjson.JSONDecodeError as error:
        raise Torn("header") from error
    if not isinstance(found, dict):
        raise Torn("header")
    return found
