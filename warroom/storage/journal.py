"""The journal: this laptop's writes appended, hashed and projected in one transaction."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import apsw
import orjson

from warroom.clock import Moment, hlc_ms, order_of, tick
from warroom.domain.ids import RecordId, born_id, named_id
from warroom.domain.nouns import NOUNS, Noun
from warroom.storage import fixed, gates, projections
from warroom.storage.erased import Hidden, hidden, note
from warroom.storage.ops import FIRST_HASH, Op, check_readable
from warroom.storage.writes import write_of

DEPS_MOST = 5_000  # writers that one op names as merged; readers take twice as many
FORGET_EVERY = 256  # ops between two cuts of the list of changes


@dataclass(slots=True)
class Tip:
    """Where this writer's chain stands, read inside the transaction that will extend it."""

    writer: bytes
    prefix: str  # of the printed numbers it gives
    seq: int
    hash: bytes
    hlc: int
    cx: int
    merged: bool  # something was accepted since the last op that carried deps
    is_revoked: bool = False  # the station was cut off, and this file knows


class Journal:
    """Appends to the journal inside one open write transaction."""

    def __init__(self, conn: apsw.Connection) -> None:
        self.conn = conn
        self.tip = read_tip(conn)
        self.touched: list[tuple[str, bytes]] = []
        self._is_to_judge = self.tip.is_revoked
        self._hidden: Hidden | None = None
        self._knows_hidden = False

    def next_id(self, moment: Moment) -> RecordId:
        """The id of the record that the next op makes."""
        return born_id(writer=self.tip.writer, seq=self.tip.seq + 1, wall_ms=moment.utc_ms)

    def append(self, noun: Noun, record: str, patch: Mapping[str, Any], *, author: str, moment: Moment) -> Op:
        """Write one op: journal row, version vector, registers and projection.

        Raises ValueError for what no other station would believe: an insert-only record whose id is neither
        `next_id` nor derived from what it is about, a value that does not fit its field, or text no one could read.
        """
        tip = self.tip
        if noun.insert_only and not fixed.may_make(record, writer=tip.writer, seq=tip.seq + 1):
            raise ValueError(f"{noun.name} {record} is not this op's to make")
        op = Op(
            writer=tip.writer,
            seq=tip.seq + 1,
            hlc=tick(tip.hlc, moment.utc_ms),
            noun=noun.name,
            record=record,
            patch=patch,
            salt=os.urandom(16),
            author=author,
            wall_ms=moment.utc_ms,
            offset_min=moment.offset_min,
            zone=moment.zone,
            deps=self._take_deps() if tip.merged else {},
        )
        check_readable(op)
        digest = op.hash_after(tip.hash)
        op = self._without_erased(op)
        self.conn.execute(INSERT_OP, op_row(op, digest=digest, cx=tip.cx))
        self.conn.execute(WRITE_TIP, (tip.writer, op.seq, digest))
        tip.seq, tip.hash, tip.hlc = op.seq, digest, op.hlc
        self._is_to_judge |= noun.name in gates.GATED
        self._project(noun, op)
        return op

    def close(self) -> None:
        """Judge what needed a right, and tell other processes what changed."""
        if not self.touched:
            return
        if self._is_to_judge:
            from warroom.storage import erasing  # which reads the journal's rows

            self.touched += sorted(gates.settle(self.conn))
            self.touched += sorted(erasing.apply_new(self.conn, now_ms=hlc_ms(self.tip.hlc)).touched)
        self.conn.executemany("INSERT INTO change(noun, id) VALUES(?,?)", self.touched)
        if self.tip.seq % FORGET_EVERY < len(self.touched):
            self.conn.execute("DELETE FROM change WHERE n <= (SELECT max(n) FROM change) - 20000")

    def _without_erased(self, op: Op) -> Op:
        """What was erased on request is not kept again, whoever types it: every station withholds it alike."""
        if not self._knows_hidden:
            self._hidden, self._knows_hidden = hidden(self.conn), True
        if op.noun == "erasure":
            self._knows_hidden = False
        if self._hidden is None:
            return op
        fields = self._hidden.fields(op)
        if not fields:
            return op
        note(self.conn, op, fields)
        self.touched.append(("erasure", bytes.fromhex(op.record)))  # there is more to show an alias for
        return op.without(fields)

    def _take_deps(self) -> dict[str, int]:
        """What was merged since this writer last said so; opens a new epoch of its causal context."""
        conn, tip = self.conn, self.tip
        known, news = self._unsaid()
        deps = {w.hex(): seq for w, seq in news[:DEPS_MOST]}
        tip.merged = len(news) > DEPS_MOST
        set_meta(conn, "merged", int(tip.merged))
        if not deps:
            return {}
        now = known | dict(news[:DEPS_MOST])
        tip.cx += 1
        set_meta(conn, "cx", tip.cx)
        conn.executemany(
            "INSERT OR REPLACE INTO seen(bw, cx, aw, seq) VALUES(?,?,?,?)",
            [(tip.writer, tip.cx, w, seq) for w, seq in now.items()],
        )
        return deps

    def _unsaid(self) -> tuple[dict[bytes, int], list[tuple[bytes, int]]]:
        """How far each writer was merged when this one last said so, and what was merged since."""
        known = dict(self.conn.execute("SELECT aw, seq FROM seen WHERE bw=? AND cx=?", (self.tip.writer, self.tip.cx)))
        now = self.conn.execute("SELECT w, seq FROM vv WHERE w<>? AND seq>0 ORDER BY w", (self.tip.writer,))
        return known, [(w, seq) for w, seq in now if known.get(w) != seq]

    def say_merged(self, moment: Moment) -> None:
        """Name what was merged, in ops that change nothing, where one op cannot name all of it.

        Only a flood of writers calls for that; nobody else could read the next thing that is written here otherwise.
        """
        if next(iter(self.conn.execute("SELECT count(*) FROM vv")))[0] <= DEPS_MOST:
            return
        record = named_id(str(meta(self.conn, "room") or ""), "writer", self.tip.writer.hex())
        while self.tip.merged and len(self._unsaid()[1]) > DEPS_MOST:
            self.append(NOUNS["writer"], record, {}, author="", moment=moment)

    def _project(self, noun: Noun, op: Op) -> None:
        conn, record = self.conn, bytes.fromhex(op.record)
        self.touched.append((noun.name, record))
        if noun.name == "entry":
            fixed.place(conn, noun, [write_of(op, cx=self.tip.cx)])
            incident = op.patch.get("incident")
            if isinstance(incident, str):
                self.touched.append(("incident", bytes.fromhex(incident)))
            return
        if noun.insert_only:
            fixed.place(conn, noun, [write_of(op, cx=self.tip.cx)])
        else:
            self._write_cells(noun, op, record)
            projections.write_fields(conn, noun, record=record, patch=op.told)
            projections.settle_hidden(conn, noun, record)
        if noun.name == "entry_mark":
            touched = projections.follow_marks(conn, record)
            self.touched.append(("entry", record))
            if touched:
                self.touched.append(("incident", touched))
        projections.make_findable(conn, noun, record)

    def _write_cells(self, noun: Noun, op: Op, record: bytes) -> None:
        """A local write has seen every head of the field, so it is the only one left."""
        rank = order_of(op.hlc)
        for name in op.told:
            self.conn.execute("DELETE FROM sib WHERE ent=? AND rid=? AND field=?", (noun.name, record, name))
            self.conn.execute(
                "INSERT OR REPLACE INTO cell(ent, rid, field, ord, w, seq, cx) VALUES(?,?,?,?,?,?,?)",
                (noun.name, record, name, rank, op.writer, op.seq, self.tip.cx),
            )


# The hybrid time is that of the writer's last op, or what a merge has seen since (`meta`).
READ_TIP = "SELECT vv.seq, vv.hash, op.hlc FROM vv LEFT JOIN op ON op.w=vv.w AND op.seq=vv.seq WHERE vv.w=?"
WRITE_TIP = (
    "INSERT INTO vv(w, seq, hash) VALUES(?,?,?) ON CONFLICT(w) DO UPDATE SET seq=excluded.seq, hash=excluded.hash"
)
INSERT_OP = (
    "INSERT INTO op(w,seq,hlc,ord,cx,ent,rid,author,wall,off,zone,patch,salt,deps,withheld,salts,hash,flag,effect,gate) "
    "VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,0,1,1)"
)


def op_row(op: Op, *, digest: bytes, cx: int) -> tuple[Any, ...]:
    """An op as INSERT_OP binds it; one that has no effect is judged later."""
    return (
        op.writer, op.seq, op.hlc, order_of(op.hlc), cx, op.noun, bytes.fromhex(op.record), op.author, op.wall_ms, op.offset_min, op.zone,
        orjson.dumps(dict(op.patch), option=orjson.OPT_SORT_KEYS).decode(), op.salt,
        orjson.dumps(dict(op.deps), option=orjson.OPT_SORT_KEYS).decode() if op.deps else None,
        orjson.dumps(dict(op.withheld), option=orjson.OPT_SORT_KEYS).decode() if op.withheld else None,
        orjson.dumps(dict(op.salts), option=orjson.OPT_SORT_KEYS).decode() if op.salts else None,
        digest,
    )  # fmt: skip


OP_COLUMNS = "w, seq, hlc, ent, rid, author, wall, off, zone, patch, salt, deps, withheld, salts"


def op_from_row(row: tuple[Any, ...]) -> Op:
    """An op as its journal row (OP_COLUMNS) keeps it."""
    w, seq, hlc, ent, rid, author, wall, off, zone, patch, salt, deps, withheld, salts = row
    return Op(
        writer=w, seq=seq, hlc=hlc, noun=ent, record=rid.hex(), patch=orjson.loads(patch), salt=salt, author=author, wall_ms=wall,
        offset_min=off, zone=zone, deps=orjson.loads(deps) if deps else {}, withheld=orjson.loads(withheld) if withheld else {},
        salts=orjson.loads(salts) if salts else {},
    )  # fmt: skip


def read_tip(conn: apsw.Connection) -> Tip:
    """Where the writer of this file stands."""
    known = dict(
        conn.execute("SELECT name, value FROM meta WHERE name IN ('writer','prefix','hlc','cx','merged','bounds')")
    )
    writer = bytes(known.get("writer") or bytes(8))
    seq, digest, hlc = next(iter(conn.execute(READ_TIP, (writer,))), (0, FIRST_HASH, 0))
    return Tip(
        writer=writer,
        prefix=str(known.get("prefix") or "A"),
        seq=int(seq),
        hash=bytes(digest),
        hlc=max(int(known.get("hlc") or 0), int(hlc or 0)),
        cx=int(known.get("cx") or 0),
        merged=bool(known.get("merged")),
        is_revoked=writer.hex() in str(known.get("bounds") or ""),
    )


def begin_writer(conn: apsw.Connection, writer: bytes) -> None:
    """From now on this file writes as a new writer, with an empty chain of its own (sync.md §5)."""
    set_meta(conn, "hlc", read_tip(conn).hlc)  # its time goes on from the former writer's
    set_meta(conn, "writer", writer)
    set_meta(conn, "cx", 0)
    set_meta(conn, "merged", int(bool(list(conn.execute("SELECT 1 FROM vv LIMIT 1")))))


def meta(conn: apsw.Connection, name: str) -> Any:
    row = next(iter(conn.execute("SELECT value FROM meta WHERE name=?", (name,))), None)
    return row[0] if row else None


def set_meta(conn: apsw.Connection, name: str, value: Any) -> None:
    conn.execute(
        "INSERT INTO meta(name, value) VALUES(?,?) ON CONFLICT(name) DO UPDATE SET value=excluded.value", (name, value)
    )
