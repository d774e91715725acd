"""Replay: registers, projections and counts rebuilt from nothing but the journal."""

from __future__ import annotations

from collections.abc import Iterator

import apsw
import orjson

from warroom.domain.nouns import NOUNS, Noun
from warroom.storage import erasing, findable, fixed, gates, registers
from warroom.storage.contexts import Contexts
from warroom.storage.journal import set_meta
from warroom.storage.projections import FINDABLE
from warroom.storage.writes import COLUMNS, Write, stored, written

INSERT_ONLY = tuple(noun.name for noun in NOUNS.values() if noun.insert_only)
REGISTERS_ONLY = f"ent NOT IN ({', '.join(repr(name) for name in INSERT_ONLY)})"
COUNT_EPOCHS = (
    "UPDATE op SET cx=x.n FROM (SELECT w, seq, count(deps) OVER (PARTITION BY w ORDER BY seq) AS n FROM op) x "
    "WHERE op.w=x.w AND op.seq=x.seq AND op.cx<>x.n"
)


def rebuild(conn: apsw.Connection) -> None:
    """Empty every derived table and replay the whole journal, in the caller's write transaction.

    What never leaves the station (numbers, drafts, audit, attachments' bytes) stays; the words of the log wait to be
    fed again.
    """
    _empty(conn)
    conn.execute(COUNT_EPOCHS)
    contexts = Contexts(conn, from_the_start=True)
    for w, deps in conn.execute("SELECT w, deps FROM op WHERE deps IS NOT NULL ORDER BY w, seq"):
        contexts.follow(w, orjson.loads(deps))
    contexts.save()
    gates.judge(conn)
    candidates = registers.Candidates()
    for write in written(conn, f"WHERE flag=0 AND effect=1 AND gate=1 AND {REGISTERS_ONLY} ORDER BY w, seq"):
        candidates.add(write)
    registers.merge(conn, candidates)
    conn.execute(f"UPDATE op SET effect=1 WHERE effect=0 AND flag=0 AND NOT {REGISTERS_ONLY}")
    for name in INSERT_ONLY:
        fixed.place(conn, NOUNS[name], _oldest_first(conn, NOUNS[name]))
        if name in FINDABLE:
            findable.fill(conn, NOUNS[name])
    conn.execute(findable.REBUILD)
    erasing.enforce(conn)


def _empty(conn: apsw.Connection) -> None:
    for table in ("cell", "sib", "seen", "tally", "findable", *NOUNS):
        conn.execute(f'DELETE FROM "{table}"')
    for index in ("entry_words", "findable_words"):
        conn.execute(f"INSERT INTO {index}({index}) VALUES('delete-all')")
    set_meta(conn, "words_upto", 0)


def _oldest_first(conn: apsw.Connection, noun: Noun) -> Iterator[Write]:
    """Every op of an insert-only noun in the order of the log; keys alone are sorted, so that a million fit."""
    keys = list(
        conn.execute("SELECT w, seq FROM op WHERE ent=? AND flag=0 AND gate=1 ORDER BY ord, w, seq", (noun.name,))
    )
    for key in keys:
        (row,) = conn.execute(f"SELECT {COLUMNS} FROM op WHERE w=? AND seq=?", key)
        yield stored(row)
