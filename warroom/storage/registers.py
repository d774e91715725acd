"""Registers: the set-based merge of field values from several writers, one value or several open heads a field.

A head is dominated when another head's writer had seen it. Of the heads left, the highest (time, writer) is the
field's value (`cell`); the others wait in `sib` as open conflicts, with their values in the journal.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import apsw
import orjson

from warroom.domain.nouns import DELETED, NOUNS, Noun
from warroom.storage import findable, projections
from warroom.storage.ops import Value
from warroom.storage.tables import column_value
from warroom.storage.writes import Write

FROM_CELL, FROM_OP, FROM_SIB = 0, 1, 2  # where a head comes from

SCRATCH = {
    "slot": "(k INTEGER PRIMARY KEY, ent TEXT, rid BLOB, field TEXT)",
    "head": "(k INTEGER, w BLOB, seq INTEGER, ord INTEGER, cx INTEGER, src INTEGER, PRIMARY KEY(k, w)) WITHOUT ROWID",
    "touched": "(ent TEXT, rid BLOB, PRIMARY KEY(ent, rid)) WITHOUT ROWID",
}

# A new op of a writer who holds a head already has seen that head: OR IGNORE leaves it out.
TAKE_HEADS = (
    "INSERT OR IGNORE INTO temp.head SELECT s.k, c.w, c.seq, c.ord, c.cx, {src} FROM temp.slot s "
    "CROSS JOIN {table} c ON c.ent=s.ent AND c.rid=s.rid AND c.field=s.field"
)
DROP_DOMINATED = (
    "DELETE FROM temp.head AS a WHERE EXISTS(SELECT 1 FROM temp.head b CROSS JOIN seen s "
    "ON s.bw=b.w AND s.cx=b.cx AND s.aw=a.w AND s.seq>=a.seq WHERE b.k=a.k AND b.w<>a.w)"
)
LOSES = "EXISTS(SELECT 1 FROM temp.head b WHERE b.k=a.k AND (b.ord, b.w) > (a.ord, a.w))"
CLEAR_SIBS = (
    "DELETE FROM sib WHERE (ent, rid, field, w) IN (SELECT c.ent, c.rid, c.field, c.w FROM temp.slot s "
    "CROSS JOIN sib c ON c.ent=s.ent AND c.rid=s.rid AND c.field=s.field)"
)
KEEP_SIBS = (
    "INSERT INTO sib(ent, rid, field, ord, w, seq, cx) SELECT s.ent, s.rid, s.field, a.ord, a.w, a.seq, a.cx "
    f"FROM temp.head a JOIN temp.slot s ON s.k=a.k WHERE {LOSES}"
)
WRITE_CELLS = (
    "INSERT INTO cell(ent, rid, field, ord, w, seq, cx) SELECT s.ent, s.rid, s.field, a.ord, a.w, a.seq, a.cx "
    f"FROM temp.head a CROSS JOIN temp.slot s ON s.k=a.k WHERE a.src<>{FROM_CELL} "
    "ON CONFLICT(ent, rid, field) DO UPDATE SET ord=excluded.ord, w=excluded.w, seq=excluded.seq, cx=excluded.cx"
)

Written = dict[bytes, tuple[int, int, int, Value]]  # writer → sequence, order, epoch, value
Record = tuple[str, bytes]  # noun and id
Slot = tuple[Record, str, Written]


class Candidates:
    """The last write of each writer to each field, gathered from ops in any order of writers, each writer's in order."""

    def __init__(self) -> None:
        self.records: dict[Record, dict[str, Written]] = {}

    def add(self, write: Write) -> None:
        w, seq, _hlc, rank, cx, ent, rid, patch = write
        fields = self.records.get((ent, rid))
        if fields is None:
            fields = self.records[ent, rid] = {}
        for name, value in patch.items():
            if name in fields:
                fields[name][w] = (seq, rank, cx, value)
            else:
                fields[name] = {w: (seq, rank, cx, value)}


def merge(conn: apsw.Connection, candidates: Candidates) -> set[tuple[str, bytes]]:
    """Merge candidates into registers and projections; the known records touched. `seen` must hold their contexts."""
    for table, columns in SCRATCH.items():
        conn.execute(f"CREATE TEMP TABLE IF NOT EXISTS {table}{columns}")
        conn.execute(f"DELETE FROM temp.{table}")
    slots = _load(conn, candidates)
    _elect(conn)
    _project(conn, slots)
    for name in dict.fromkeys(ent for ent, _rid in candidates.records if ent in NOUNS):
        _settle(conn, NOUNS[name])
    for table in SCRATCH:
        conn.execute(f"DELETE FROM temp.{table}")
    return {record for record in candidates.records if record[0] in NOUNS}


def _load(conn: apsw.Connection, candidates: Candidates) -> list[Slot]:
    """Give each field of each record a number, in the order of the tables, so that each page is visited once."""
    records = sorted(candidates.records)
    slots: list[Slot] = []
    numbered: list[tuple[int, str, bytes, str]] = []
    heads: list[tuple[int, bytes, int, int, int]] = []
    for record in records:
        ent, rid = record
        fields = candidates.records[record]
        for name in sorted(fields):
            k, written = len(slots), fields[name]
            slots.append((record, name, written))
            numbered.append((k, ent, rid, name))
            for w, (seq, rank, cx, _value) in written.items():
                heads.append((k, w, seq, rank, cx))
    conn.executemany("INSERT INTO temp.touched VALUES(?,?)", records)
    conn.executemany("INSERT INTO temp.slot VALUES(?,?,?,?)", numbered)
    conn.executemany(f"INSERT INTO temp.head VALUES(?,?,?,?,?,{FROM_OP})", heads)
    return slots


def _elect(conn: apsw.Connection) -> None:
    conn.execute(TAKE_HEADS.format(table="cell", src=FROM_CELL))
    conn.execute(TAKE_HEADS.format(table="sib", src=FROM_SIB))
    conn.execute(DROP_DOMINATED)
    conn.execute(CLEAR_SIBS)
    conn.execute(KEEP_SIBS)
    conn.execute(f"DELETE FROM temp.head AS a WHERE {LOSES}")
    conn.execute(WRITE_CELLS)


def _project(conn: apsw.Connection, slots: list[Slot]) -> None:
    """Carry new winners into their rows: one prepared statement for each set of fields that moves together."""
    for name in NOUNS:
        conn.execute(f'INSERT OR IGNORE INTO "{name}"(id) SELECT rid FROM temp.touched WHERE ent=?', (name,))
    known = {noun.name: {field.name: field for field in noun.fields} for noun in NOUNS.values()}
    rows: dict[Record, dict[str, Any]] = defaultdict(dict)
    for k, w, seq, src in conn.execute(f"SELECT k, w, seq, src FROM temp.head WHERE src<>{FROM_CELL} ORDER BY k"):
        record, name, written = slots[k]
        fields = known.get(record[0])
        if fields is None or (name not in fields and name != DELETED):
            continue  # a newer version's: its cell waits for this one to be upgraded
        value = written[w][3] if src == FROM_OP else _journal_value(conn, w, seq, name)
        rows[record][name] = column_value(fields.get(name), value)
    together: dict[tuple[str, tuple[str, ...]], list[tuple[Any, ...]]] = defaultdict(list)
    for (ent, rid), row in rows.items():
        together[ent, tuple(row)].append((*row.values(), rid))
    for (ent, names), batch in together.items():
        assignments = ", ".join(f'"{name}"=?' for name in names)
        conn.executemany(f'UPDATE "{ent}" SET {assignments} WHERE id=?', batch)


def _journal_value(conn: apsw.Connection, w: bytes, seq: int, name: str) -> Value:
    """The value of a head that waited and is now the winner."""
    ((patch,),) = conn.execute("SELECT patch FROM op WHERE w=? AND seq=?", (w, seq))
    value: Value = orjson.loads(patch).get(name)  # none when it was withheld since
    return value


def _settle(conn: apsw.Connection, noun: Noun) -> None:
    touched = "id IN (SELECT rid FROM temp.touched WHERE ent=?)"
    projections.settle_where(
        conn, noun, f'{touched} AND (coalesce("{DELETED}",0)=1 OR _hidden OR _zombie)', (noun.name,)
    )
    findable.refresh(conn, noun)
