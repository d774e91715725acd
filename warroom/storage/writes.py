"""Writes: what a journal row does to the tables, without the proof that it was written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import apsw
import orjson

from warroom.clock import order_of
from warroom.storage.ops import Op, Value

COLUMNS = "w, seq, hlc, ord, cx, ent, rid, patch, withheld"


class Write(NamedTuple):
    """One op as registers and insert-only records need it."""

    w: bytes
    seq: int
    hlc: int
    ord: int  # what the hybrid time counts as when ordering
    cx: int  # how many ops of this writer carried deps, up to this one: names its causal context in `seen`
    ent: str
    rid: bytes
    patch: Mapping[str, Value]


def write_of(op: Op, *, cx: int) -> Write:
    """An op with its writer's causal context."""
    return Write(op.writer, op.seq, op.hlc, order_of(op.hlc), cx, op.noun, bytes.fromhex(op.record), op.told)


def write_of_row(row: tuple[Any, ...], patch: Mapping[str, Value], *, cx: int) -> Write:
    """The same from what INSERT_OP binds, whose context is still unknown."""
    return Write._make((*row[:4], cx, *row[5:7], patch))


def written(conn: apsw.Connection, tail: str, values: tuple[Any, ...] = ()) -> Iterator[Write]:
    """The decodable ops of the journal that the SQL after FROM op chooses."""
    for row in conn.execute(f"SELECT {COLUMNS} FROM op {tail}", values):
        yield stored(row)


def stored(row: tuple[Any, ...]) -> Write:
    """A journal row of COLUMNS; a value that was withheld is none, and still takes the place of what stood there."""
    patch = orjson.loads(row[7])
    if row[8]:
        patch |= dict.fromkeys(orjson.loads(row[8]))
    return Write._make((*row[:7], patch))
