"""Verifying: what a packed run says, decoded and chained, and what an unknown writer says of itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from warroom.identity.stations import station_id_of
from warroom.storage.admission import enrolled_in, public_keys_said
from warroom.storage.exchange import Line, stations_of
from warroom.storage.journal import op_row
from warroom.storage.ops import Op, Undecodable, chain_hash, decode, head_of
from warroom.storage.vouching import key_said
from warroom.storage.wire import Arrival
from warroom.sync.packing import Packed, Unsound

DELETED, ENROLS = b"_del", b"enrolment"
ESCAPE = b"\\u"  # a letter may be written so


def arrivals_of(packed: Packed) -> list[Arrival]:
    """The ops of a run, decoded and chained from its first hash to its last. Raises Unsound when they are not those.

    An op that this version cannot read is kept as it came; its chain goes on.
    """
    header = packed.header
    digest, found = header.prev_hash, []
    for seq, line in enumerate(packed.lines(), header.seq_from):
        arrival = _arrival(line, header.writer, seq, digest)
        digest = arrival.hash
        found.append(arrival)
    if digest != header.head_hash:
        raise Unsound("other ops than those that were signed")
    return found


def _arrival(line: Line, writer: bytes, seq: int, previous: bytes) -> Arrival:
    try:
        op = decode(line.body)
    except Undecodable:
        return Arrival(writer, seq, _hash_of(line, previous), line.body, None, previous=previous)
    if (op.writer, op.seq) != (writer, seq):
        raise Unsound("another op")
    head = op.head
    digest = chain_hash(previous, head)
    return Arrival(writer, seq, digest, line.body, op, head, op_row(op, digest=digest, cx=0), previous)


def _hash_of(line: Line, previous: bytes) -> bytes:
    """The hash that such an op has; one that is only told is never believed: a carrier could hide any op behind it."""
    head = head_of(line.body)
    if head is None:
        raise Unsound("no hash")
    return chain_hash(previous, head)


def introduce(packed: Packed, owners: dict[bytes, str], keys: dict[str, bytes]) -> None:
    """Learn from a writer's first run which station it is of, and the key that the station's id names."""
    writer = packed.header.writer
    for op in _ops(packed):
        if op.writer != writer:
            return
        station = op.patch.get("station")
        if op.noun == "writer" and op.patch.get("writer") == writer.hex() and isinstance(station, str):
            owners.setdefault(writer, station)
        key = key_said(op.patch.get("public_key")) if op.noun == "station" else b""
        if key and station_id_of(key).hex() == op.record:
            keys.setdefault(op.record, key)


def signers(conn: Any, runs: Sequence[Packed]) -> tuple[dict[bytes, str], dict[str, bytes], dict[str, bytes]]:
    """Writer → station, station → key, and station → key of those that the runs themselves enrol.

    From the journal, and from what each new writer's first run says.
    """
    owners, keys = stations_of(conn), {station: key for station, (key, _box) in public_keys_said(conn).items()}
    enrolled: dict[str, bytes] = {}
    for packed in runs:
        if packed.header.seq_from == 1 and packed.header.writer not in owners:
            introduce(packed, owners, keys)
            enrolled |= enrolled_in(conn, enrolments_of(packed))
    return owners, keys, enrolled


def enrolments_of(packed: Packed) -> list[Op]:
    """The enrolments in a writer's first run: who joins by invitation brings what admits it along."""
    return [op for op in _ops(packed, only=ENROLS) if op.noun == "enrolment" and op.writer == packed.header.writer]


def letter_said(packed: Packed) -> str:
    """What an unknown station calls itself in its writer's first run; nothing vouches for it."""
    for op in _ops(packed):
        letter = op.patch.get("letter")
        if op.noun == "station" and isinstance(letter, str):
            return letter[:2]
    return ""


def deletes_of(packed: Packed) -> dict[str, int]:
    """Noun → how many of its records a run deletes."""
    found: dict[str, int] = defaultdict(int)
    for op in _ops(packed, only=DELETED):
        if op.patch.get("_del") is True:
            found[op.noun] += 1
    return found


def _ops(packed: Packed, *, only: bytes = b"") -> Iterator[Op]:
    """The ops of a run that can be read; those alone whose line may hold this word, however it is written."""
    try:
        lines = list(packed.lines())
    except Unsound:
        return
    for line in lines:
        if only in line.body or ESCAPE in line.body:
            try:
                yield decode(line.body)
            except Undecodable:
                continue
