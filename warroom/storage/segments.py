"""Segments: runs of one writer's ops under the signature of its station.

The header names the run and the hashes at both ends; since each op's hash holds the one before, a signature of the
header is one of every op in it. Exchange puts the ops behind the same header (docs/decisions/0040-…).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import apsw

from warroom.identity.signing import segment_message
from warroom.identity.stations import station_id_of, verify
from warroom.storage.enrolment import hash_at, seat_of
from warroom.storage.journal import read_tip
from warroom.storage.ops import FIRST_HASH, canonical

VERSION = 1
LONGEST_OPEN = 500  # ops; until then a later signature takes the place of the last one, so that they stay few


@dataclass(frozen=True, slots=True)
class Header:
    """Which ops a segment holds, and the hashes before the first and at the last of them."""

    room: str  # 32 hexadecimal digits
    writer: bytes
    seq_from: int
    seq_to: int
    prev_hash: bytes
    head_hash: bytes

    @property
    def count(self) -> int:
        return self.seq_to - self.seq_from + 1

    def document(self) -> dict[str, str | int]:
        """The header for JSON; its canonical form is what is hashed and signed."""
        return {
            "count": self.count,
            "head_hash": self.head_hash.hex(),
            "prev_hash": self.prev_hash.hex(),
            "room": self.room,
            "seq_from": self.seq_from,
            "seq_to": self.seq_to,
            "v": VERSION,
            "writer": self.writer.hex(),
        }

    def encoded(self) -> bytes:
        return canonical(self.document())


@dataclass(frozen=True, slots=True)
class Segment:
    """A header and its station's Ed25519 signature over `segment_message(header)`."""

    header: Header
    signature: bytes

    def is_signed_by(self, public_key: bytes) -> bool:
        return verify(public_key, segment_message(self.header.encoded()), self.signature)


@dataclass(frozen=True, slots=True)
class Signing:
    """The station that signs here; it signs for no writer but its own."""

    station: str  # its id, 32 hexadecimal digits
    sign: Callable[[bytes], bytes]

    def tail(self, conn: apsw.Connection) -> Segment | None:
        """What this file's own writer has not signed yet, signed now; None when there is nothing to sign."""
        seat, tip = seat_of(conn), read_tip(conn)
        if not tip.seq or seat.station != self.station:
            return None
        sql = "SELECT seq_from, seq_to, body IS NULL FROM segment WHERE w=? ORDER BY seq_from DESC LIMIT 1"
        first, last, is_open = next(iter(conn.execute(sql, (tip.writer,))), (1, 0, False))
        if last >= tip.seq:
            return None
        start = first if is_open and last - first + 1 < LONGEST_OPEN else last + 1
        previous = hash_at(conn, tip.writer, start - 1) if start > 1 else FIRST_HASH
        if previous is None:
            return None  # the chain is broken there: `verify` says so, and nobody signs it
        header = Header(seat.room, tip.writer, start, tip.seq, previous, tip.hash)
        return Segment(header, self.sign(segment_message(header.encoded())))

    def keep_tail(self, conn: apsw.Connection) -> None:
        """Sign the tail and keep its signature; inside a write transaction. Microseconds."""
        segment = self.tail(conn)
        if segment is None:
            return
        header = segment.header
        conn.execute(
            "INSERT OR REPLACE INTO segment(w, seq_from, seq_to, prev_hash, head_hash, sig) VALUES(?,?,?,?,?,?)",
            (header.writer, header.seq_from, header.seq_to, header.prev_hash, header.head_hash, segment.signature),
        )


def segments(conn: apsw.Connection) -> Iterator[Segment]:
    """Every signed run this file knows, writer by writer."""
    room = seat_of(conn).room
    sql = "SELECT w, seq_from, seq_to, prev_hash, head_hash, sig FROM segment ORDER BY w, seq_from"
    for w, seq_from, seq_to, prev_hash, head_hash, signature in conn.execute(sql):
        yield Segment(Header(room, w, seq_from, seq_to, prev_hash or b"", head_hash or b""), signature or b"")


def public_keys(conn: apsw.Connection) -> dict[str, bytes]:
    """Station id → public signing key, for every station whose key is the one its id names."""
    found = {}
    for record, key in conn.execute("SELECT id, public_key FROM station ORDER BY id"):
        try:
            public_key = bytes.fromhex(key or "")
        except (TypeError, ValueError):
            continue
        if len(public_key) == 32 and station_id_of(public_key) == record:
            found[record.hex()] = public_key
    return found


def stations_of_writers(conn: apsw.Connection) -> dict[bytes, str]:
    """Writer → id of the station that says it is its own."""
    found = {}
    for writer, station in conn.execute("SELECT writer, station FROM writer WHERE NOT _hidden ORDER BY id"):
        if isinstance(writer, str) and isinstance(station, bytes):
            found[bytes.fromhex(writer)] = station.hex()
    return found
