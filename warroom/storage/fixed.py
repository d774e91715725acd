"""Insert-only records: which op makes one, and what becomes of every other op on it (decisions 6 and 10).

A record made here is named after its op, so only that op can make it. A record that must coalesce (UUIDv5, an import)
is made by the lowest (time, writer) among its ops that came after no other op on it; an op that says the same is a
duplicate, any other has no effect. All of it is a pure function of the set of ops: who arrived first does not matter.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import apsw

from warroom.domain.ids import is_born_of
from warroom.domain.nouns import Noun
from warroom.storage import projections
from warroom.storage.ops import canonical
from warroom.storage.writes import Write, written

# How and by whom it was recorded; two stations that import one file differ in these and in nothing else.
RECORDING = frozenset({"number", "recorded_at", "author", "station", "offset_min", "zone"})

ENTRY_INDEX = "ent='entry' AND substr(hex(rid), 13, 1)='5'"  # as the index op_named says it


def is_named(record: str) -> bool:
    """Whether the id is derived from what the record is about, so that two stations make the same one."""
    return record[12] == "5"


def may_make(record: str, *, writer: bytes, seq: int) -> bool:
    """Whether this op can be the one that makes the insert-only record."""
    return is_named(record) or is_born_of(record, writer=writer, seq=seq)


def place(conn: apsw.Connection, noun: Noun, writes: Iterable[Write]) -> list[bytes]:
    """Put insert-only records in their table, and judge the ops that may not. Returns the records that are there."""
    placed, contested = [], []
    counts = projections.Counts(conn)
    for write in writes:
        record = write.rid.hex()
        if not may_make(record, writer=write.w, seq=write.seq):
            _judge(conn, write, effect=0)
        elif _insert(conn, noun, write, counts):
            placed.append(write.rid)
        elif is_named(record):
            contested.append(write.rid)
    counts.save()
    moved = {incident for rid in dict.fromkeys(contested) for incident in settle(conn, noun, rid)}
    for incident in sorted(moved):
        projections.recount(conn, incident)
    return placed + contested


def settle(conn: apsw.Connection, noun: Noun, rid: bytes) -> set[bytes]:
    """Choose the op that makes a record several ops claim, and judge the others; the incidents to count again."""
    chosen = ENTRY_INDEX if noun.name == "entry" else "ent<>'entry'"
    claims = list(written(conn, f"WHERE rid=? AND {chosen} AND ent=? AND flag=0 AND gate=1", (rid, noun.name)))
    first = [claim for claim in claims if not any(_saw(conn, claim, other) for other in claims if other is not claim)]
    maker = min(first or claims, key=lambda claim: (claim.ord, claim.w))
    said = substance(maker.patch)
    for claim in claims:
        _judge(conn, claim, effect=int(claim is maker or substance(claim.patch) == said))
    return _replace(conn, noun, maker)


def substance(patch: Mapping[str, Any]) -> bytes:
    """What an op says, without how and by whom it was recorded; equal substance makes a duplicate, not a violation."""
    return canonical({name: value for name, value in patch.items() if name not in RECORDING})


def _saw(conn: apsw.Connection, later: Write, earlier: Write) -> bool:
    if later.w == earlier.w:
        return later.seq > earlier.seq
    sql = "SELECT 1 FROM seen WHERE bw=? AND cx=? AND aw=? AND seq>=?"
    return bool(list(conn.execute(sql, (later.w, later.cx, earlier.w, earlier.seq))))


def _judge(conn: apsw.Connection, write: Write, *, effect: int) -> None:
    conn.execute("UPDATE op SET effect=? WHERE w=? AND seq=? AND effect<>?", (effect, write.w, write.seq, effect))


def _insert(conn: apsw.Connection, noun: Noun, write: Write, counts: projections.Counts) -> bool:
    if noun.name == "entry":
        stamp = (write.hlc, write.w, write.seq)
        return projections.insert_entry(conn, counts, record=write.rid, patch=write.patch, stamp=stamp)
    return projections.insert_fixed(conn, noun, record=write.rid, patch=write.patch)


def _replace(conn: apsw.Connection, noun: Noun, maker: Write) -> set[bytes]:
    if noun.name != "entry":
        withdraw(conn, noun.name, maker.rid)
        projections.insert_fixed(conn, noun, record=maker.rid, patch=maker.patch)
        return set()
    (row,) = conn.execute("SELECT w, seq FROM entry WHERE id=?", (maker.rid,))
    if row == (maker.w, maker.seq):
        return set()
    was = withdraw(conn, noun.name, maker.rid)
    counts = projections.Counts(conn)
    _insert(conn, noun, maker, counts)
    counts.save()
    ((now,),) = conn.execute("SELECT incident FROM entry WHERE id=?", (maker.rid,))
    return {incident for incident in (was, now) if isinstance(incident, bytes)}


def withdraw(conn: apsw.Connection, name: str, rid: bytes) -> bytes | None:
    """Take an insert-only record out of its table; the incident to count again when it was an entry."""
    if name != "entry":
        conn.execute(f'DELETE FROM "{name}" WHERE id=?', (rid,))
        return None
    row = next(
        iter(conn.execute("SELECT key, coalesce(text,''), incident, circle FROM entry WHERE id=?", (rid,))), None
    )
    if row is None:
        return None
    fed = (
        "INSERT INTO entry_words(entry_words, rowid, text) SELECT 'delete', ?, ? "
        "WHERE ? <= (SELECT value FROM meta WHERE name='words_upto')"
    )
    if row[3] is None:  # what is restricted was never fed
        conn.execute(fed, (row[0], row[1], row[0]))
    conn.execute("DELETE FROM entry WHERE key=?", (row[0],))
    return row[2] if isinstance(row[2], bytes) else None
