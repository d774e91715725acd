"""The wire: ops as they travel between stations, read strictly on arrival."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import apsw

from warroom.storage.journal import OP_COLUMNS, op_from_row, op_row
from warroom.storage.ops import INT_MAX, Op, Undecodable, chain_hash, decode

SCAN_MAX = 4 * 1024 * 1024  # bytes of an undecodable line that are looked through for its writer and number


class Wire(NamedTuple):
    """One op on its way: its line, the hash its writer gave it and, its place when the segment says so."""

    body: bytes
    hash: bytes
    writer: bytes = b""
    seq: int = 0


@dataclass(frozen=True, slots=True)
class Arrival:
    """One op that came in, with its place; `op` is None when no program may trust what it says."""

    writer: bytes
    seq: int
    hash: bytes
    body: bytes  # the line as it came; may be b"" beside an op, which makes it anew
    op: Op | None
    head: bytes = b""  # what the hash covers beside the hash before it
    row: tuple[Any, ...] = ()  # its journal row, but for the epoch, which only the journal knows
    previous: bytes = b""  # the hash before it, where its chain was verified already; `head` is not needed then

    def follows(self, previous: bytes) -> bool:
        """Whether its writer wrote it after the op of this hash."""
        if self.previous:
            return self.previous == previous
        return chain_hash(previous, self.head) == self.hash


def arrive(line: Wire) -> Arrival:
    """Read one line. Raises Undecodable only when nothing tells which writer's op it is, or the hash is no hash."""
    if len(line.hash) != 32:
        raise Undecodable("no hash")
    try:
        op = decode(line.body)
    except Undecodable:
        writer, seq = (line.writer, line.seq) if line.writer and line.seq else _place(line.body)
        return Arrival(writer=writer, seq=seq, hash=line.hash, body=line.body, op=None)
    if line.writer and (line.writer, line.seq) != (op.writer, op.seq):
        raise Undecodable("not the op its segment says")
    row = op_row(op, digest=line.hash, cx=0)
    return Arrival(writer=op.writer, seq=op.seq, hash=line.hash, body=line.body, op=op, head=op.head, row=row)


def outgoing(conn: apsw.Connection, known: Mapping[bytes, int]) -> Iterator[Wire]:
    """Every op of the journal that somebody who knows each writer up to `known` lacks, writer by writer, in order."""
    for writer, upto in list(conn.execute("SELECT w, seq FROM vv ORDER BY w")):
        if upto <= known.get(writer, 0):
            continue
        sql = f"SELECT {OP_COLUMNS}, hash, flag FROM op WHERE w=? AND seq>? ORDER BY seq"
        for *columns, digest, flag in conn.execute(sql, (writer, known.get(writer, 0))):
            seq = columns[1]
            body = _kept(conn, writer, seq) if flag else op_from_row(tuple(columns)).wire()
            yield Wire(body=body, hash=digest, writer=writer, seq=seq)


def _kept(conn: apsw.Connection, writer: bytes, seq: int) -> bytes:
    return bytes(next(iter(conn.execute("SELECT body FROM op_raw WHERE w=? AND seq=?", (writer, seq))))[0])


def _place(body: bytes) -> tuple[bytes, int]:
    """Writer and number of a line that does not decode, when they can be made out at all."""
    if len(body) > SCAN_MAX:
        raise Undecodable("too large to place")
    try:
        raw: Any = json.loads(body.decode("utf-8", "replace"))
        writer, seq = bytes.fromhex(raw["w"]), raw["s"]
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise Undecodable("nobody's op") from error
    if len(writer) != 8 or type(seq) is not int or not 1 <= seq <= INT_MAX:
        raise Undecodable("nobody's op")
    return writer, seq
