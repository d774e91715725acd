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
from warroom.storage.vouching import key_said

VERSION = 1
LONGEST = 500  # ops; until then a later signature takes the place of one that was not sent, so that they stay few
HEAVIEST = 8 * 1024 * 1024  # bytes of values in one run, as far as they can be cut


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

    def tails(self, conn: apsw.Connection) -> list[Segment]:
        """What the writers of this station in this file have not signed yet, signed now: its own one and former ones."""
        seat = seat_of(conn)
        if seat.station != self.station:
            return []
        owners = stations_of_writers(conn)
        own = {read_tip(conn).writer} | {writer for writer, station in owners.items() if station == self.station}
        return [segment for writer in sorted(own) for segment in self._unsigned(conn, seat.room, writer)]

    def _unsigned(self, conn: apsw.Connection, room: str, writer: bytes) -> Iterator[Segment]:
        head = next(iter(conn.execute("SELECT seq FROM vv WHERE w=?", (writer,))), (0,))[0]
        sql = "SELECT seq_from, seq_to, body IS NULL FROM segment WHERE w=? ORDER BY seq_to DESC LIMIT 1"
        first, last, is_open = next(iter(conn.execute(sql, (writer,))), (1, 0, False))
        if last >= head:
            return
        start = first if is_open and last - first + 1 < LONGEST else last + 1
        previous = hash_at(conn, writer, start - 1) if start > 1 else FIRST_HASH
        while previous is not None and start <= head:  # where the chain is broken `verify` says so, and nobody signs
            end = _end_of_run(conn, writer, start, head)
            digest = hash_at(conn, writer, end)
            if digest is None:
                return
            header = Header(room, writer, start, end, previous, digest)
            yield Segment(header, self.sign(segment_message(header.encoded())))
            start, previous = end + 1, digest

    def keep_tail(self, conn: apsw.Connection) -> None:
        """Sign the tail and keep its signatures; inside a write transaction. Microseconds a run."""
        for segment in self.tails(conn):
            header = segment.header
            conn.execute(
                "INSERT OR REPLACE INTO segment(w, seq_from, seq_to, prev_hash, head_hash, sig) VALUES(?,?,?,?,?,?)",
                (header.writer, header.seq_from, header.seq_to, header.prev_hash, header.head_hash, segment.signature),
            )


def _end_of_run(conn: apsw.Connection, writer: bytes, start: int, head: int) -> int:
    """The last op of the run that begins here: not more than is taken in at once, nor more than fits in memory twice."""
    size, end = 0, start
    sql = "SELECT seq, length(patch) FROM op WHERE w=? AND seq BETWEEN ? AND ? ORDER BY seq"
    for seq, length in list(conn.execute(sql, (writer, start, min(head, start + LONGEST - 1)))):
        size += length
        if size > HEAVIEST and seq > start:
            break
        end = seq
    return end


def sound_runs(conn: apsw.Connection, writer: bytes, *, beyond: int) -> list[Segment]:
    """A writer's signed runs with any op after `beyond`, whose ops are in the journal as they were signed, newest first.

    Others wait for theirs, or were left behind.
    """
    room, found = seat_of(conn).room, []
    sql = (
        "SELECT s.seq_from, s.seq_to, s.prev_hash, s.head_hash, s.sig, o.hash FROM segment s LEFT JOIN op o ON o.w=s.w AND "
        "o.seq=s.seq_to WHERE s.w=? ORDER BY s.seq_from DESC"
    )
    for seq_from, seq_to, prev_hash, head_hash, signature, digest in conn.execute(sql, (writer,)):
        if seq_to <= beyond:
            break
        if digest == head_hash and signature is not None:
            found.append(Segment(Header(room, writer, seq_from, seq_to, prev_hash, head_hash), signature))
    return found


def segments(conn: apsw.Connection) -> list[Segment]:
    """Every signed run this file holds, writer by writer, sound or not; those whose ops still wait are left out."""
    sql = (
        "SELECT s.w, s.seq_from, s.seq_to, s.prev_hash, s.head_hash, s.sig FROM segment s WHERE s.body IS NOT x'01' "
        "OR EXISTS(SELECT 1 FROM vv WHERE vv.w=s.w AND vv.seq>=s.seq_to) ORDER BY s.w, s.seq_from"
    )
    return _read(conn, sql)


def _read(conn: apsw.Connection, sql: str) -> list[Segment]:
    room = seat_of(conn).room
    return [
        Segment(Header(room, w, seq_from, seq_to, prev_hash or b"", head_hash or b""), signature or b"")
        for w, seq_from, seq_to, prev_hash, head_hash, signature in conn.execute(sql)
    ]


def public_keys(conn: apsw.Connection) -> dict[str, bytes]:
    """Station id → public signing key, for every station whose key is the one its id names."""
    found = {}
    for record, key in conn.execute("SELECT id, public_key FROM station ORDER BY id"):
        public_key = key_said(key)
        if public_key and station_id_of(public_key) == record:
            found[record.hex()] = public_key
    return found


def stations_of_writers(conn: apsw.Connection) -> dict[bytes, str]:
    """Writer → id of the station that says it is its own."""
    found = {}
    for writer, station in conn.execute("SELECT writer, station FROM writer WHERE NOT _hidden ORDER BY id"):
        if isinstance(writer, str) and isinstance(station, bytes):
            found[bytes.fromhex(writer)] = station.hex()
    return found
