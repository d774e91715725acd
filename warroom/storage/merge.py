"""Merge: ops written elsewhere join the journal in whatever order they come, and every station ends alike."""

from __future__ import annotations

import gc
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

import apsw

from warroom.clock import witness
from warroom.storage import erasing, gates
from warroom.storage.changes import WHOLESALE
from warroom.storage.contexts import Contexts
from warroom.storage.erased import hidden, note
from warroom.storage.intake import Intake, SetAside
from warroom.storage.journal import INSERT_OP, meta, op_row, set_meta
from warroom.storage.projecting import Touched, project, project_again
from warroom.storage.wire import Arrival, Wire
from warroom.storage.writes import write_of_row

INSERT_FLAGGED = (
    "INSERT INTO op(w,seq,hlc,ord,cx,ent,rid,author,wall,off,zone,patch,salt,hash,flag,effect) "
    "VALUES(?,?,0,0,?,'',x'','',0,0,'','{}',x'',?,1,0)"
)
WRITE_VV = (
    "INSERT INTO vv(w, seq, hash) VALUES(?,?,?) ON CONFLICT(w) DO UPDATE SET seq=excluded.seq, hash=excluded.hash"
)


@dataclass(frozen=True, slots=True)
class Accepted:
    """What came of a delivery."""

    new: int  # ops that joined the journal, flagged ones and those that had waited included
    duplicates: int
    parked: int  # ops that wait for others that are not here yet
    flagged: int  # ops kept word for word, without effect: nothing may trust what they say
    touched: frozenset[tuple[str, bytes]]  # records of known nouns
    set_aside: tuple[SetAside, ...]


def accept(conn: apsw.Connection, lines: Iterable[Wire | Arrival], *, now_ms: int) -> Accepted:
    """Merge ops from elsewhere, in the caller's write transaction; `now_ms` is this laptop's wall clock (UTC).

    Never raises for what an op says. `wire.arrive` can read the lines before the transaction, to hold it for less time.
    """
    with _no_collections():
        return _accept(conn, lines, now_ms)


def _accept(conn: apsw.Connection, lines: Iterable[Wire | Arrival], now_ms: int) -> Accepted:
    intake = Intake(conn)
    for line in lines:
        intake.offer(line)
    before = dict(intake.heads)
    contexts = Contexts(conn)
    taken = [(item, contexts.follow(item.writer, item.op.deps if item.op else {})) for item in intake.ready()]
    contexts.save()
    taken = _without_erased(conn, taken)
    _journal(conn, taken)
    conn.executemany(WRITE_VV, [(w, *head) for w, head in intake.heads.items() if before.get(w) != head])
    intake.park()
    touched = _project(conn, taken)
    touched |= erasing.apply_new(conn, now_ms=now_ms).touched
    _announce(conn, touched)
    _remember(conn, taken, now_ms=now_ms)
    return Accepted(
        new=len(taken),
        duplicates=intake.duplicates,
        parked=intake.parked,
        flagged=sum(arrival.op is None for arrival, _cx in taken),
        touched=frozenset(touched),
        set_aside=tuple(intake.set_aside),
    )


def _project(conn: apsw.Connection, taken: list[tuple[Arrival, int]]) -> Touched:
    """Show what was taken in, but for what does not count, and what counts differently since it came."""
    again: set[tuple[bytes, int]] = set()
    if gates.are_to_judge(conn, {(item.writer, item.op.noun) for item, _cx in taken if item.op}):
        changed = gates.judge(conn)
        new = {(item.writer, item.seq) for item, _cx in taken}
        again = changed - new
        taken = [(item, cx) for item, cx in taken if (item.writer, item.seq) not in changed]
    touched = project(conn, (write_of_row(item.row, item.op.told, cx=cx) for item, cx in taken if item.op))
    return touched | project_again(conn, sorted(again)) if again else touched


def _without_erased(conn: apsw.Connection, taken: list[tuple[Arrival, int]]) -> list[tuple[Arrival, int]]:
    """What was erased on request does not come back with an op that was late."""
    found = hidden(conn)
    if found is None:
        return taken
    kept, is_hit = [], False
    for arrival, cx in taken:
        if arrival.op is not None and (fields := found.fields(arrival.op)):
            note(conn, arrival.op, fields)
            op = arrival.op.without(fields)
            arrival = replace(arrival, op=op, row=op_row(op, digest=arrival.hash, cx=0))
            is_hit = True
        kept.append((arrival, cx))
    if is_hit:
        conn.execute("INSERT INTO change(noun) VALUES('erasure')")  # there is more to show an alias for
    return kept


@contextmanager
def _no_collections() -> Iterator[None]:
    """A merge makes no cycles: looking for them again and again among a hundred thousand ops cost a sixth of its time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _journal(conn: apsw.Connection, taken: list[tuple[Arrival, int]]) -> None:
    rows = [(*arrival.row[:4], cx, *arrival.row[5:]) for arrival, cx in taken if arrival.op]
    rows.sort()
    conn.executemany(INSERT_OP, rows)
    flagged = [(arrival, cx) for arrival, cx in taken if arrival.op is None]
    conn.executemany(INSERT_FLAGGED, [(arrival.writer, arrival.seq, cx, arrival.hash) for arrival, cx in flagged])
    kept = [(arrival.writer, arrival.seq, arrival.body) for arrival, _cx in flagged]
    conn.executemany("INSERT INTO op_raw(w, seq, body) VALUES(?,?,?)", kept)


def _announce(conn: apsw.Connection, touched: Touched) -> None:
    """Tell other processes what changed; a flood of one noun is told as "all of it"."""
    ids: dict[str, list[bytes]] = defaultdict(list)
    for name, rid in sorted(touched):
        ids[name].append(rid)
    rows = [(name, rid) for name, found in ids.items() for rid in (found if len(found) <= WHOLESALE else [None])]
    conn.executemany("INSERT INTO change(noun, id) VALUES(?,?)", rows)


def _remember(conn: apsw.Connection, taken: list[tuple[Arrival, int]], *, now_ms: int) -> None:
    """What this laptop's next own write starts from."""
    own = bytes(meta(conn, "writer") or b"")
    latest = max((arrival.op.hlc for arrival, _cx in taken if arrival.op), default=None)
    if latest is not None:
        set_meta(conn, "hlc", witness(int(meta(conn, "hlc") or 0), latest, now_ms))
    if any(arrival.writer != own for arrival, _cx in taken):
        set_meta(conn, "merged", 1)
    mine = [cx for arrival, cx in taken if arrival.writer == own]
    if mine:
        set_meta(conn, "cx", max(mine))
