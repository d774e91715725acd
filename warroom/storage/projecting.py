"""Projecting: registers, projections and counts brought up to date with ops that are in the journal."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import apsw

from warroom.domain.nouns import NOUNS
from warroom.storage import fixed, projections, registers
from warroom.storage.writes import Write, written

Place = tuple[bytes, int]  # writer and sequence of an op
Touched = set[tuple[str, bytes]]


def project(conn: apsw.Connection, writes: Iterable[Write]) -> Touched:
    """Bring registers and projections up to date with ops that are in the journal; the records touched."""
    candidates = registers.Candidates()
    made: dict[str, list[Write]] = defaultdict(list)
    for write in writes:
        noun = NOUNS.get(write.ent)
        if noun is not None and noun.insert_only:
            made[write.ent].append(write)
        else:
            candidates.add(write)
    touched = registers.merge(conn, candidates)
    for name, batch in made.items():
        touched |= _place(conn, name, batch)
    for name, rid in list(touched):
        if name == "entry_mark":
            touched.add(("entry", rid))
            if incident := projections.follow_marks(conn, rid):
                touched.add(("incident", incident))
    return touched


def _place(conn: apsw.Connection, name: str, batch: list[Write]) -> Touched:
    """Oldest first, so that the keys of the log follow its order as far as they can."""
    batch.sort(key=lambda write: (write.ord, write.w, write.seq))
    touched: Touched = set()
    for rid in fixed.place(conn, NOUNS[name], batch):
        touched.add((name, rid))
        projections.make_findable(conn, NOUNS[name], rid)
    if name == "entry":
        incidents = (write.patch.get("incident") for write in batch)
        touched |= {("incident", bytes.fromhex(incident)) for incident in incidents if isinstance(incident, str)}
    return touched


def project_again(conn: apsw.Connection, places: Iterable[Place]) -> Touched:
    """Bring up to date the records of these ops, which count from now on or count no more (`op.gate`)."""
    again: set[tuple[str, bytes]] = set()
    touched: Touched = set()
    writes: list[Write] = []
    born: set[tuple[str, bytes]] = set()  # entries that only one op can make: nothing else has a say in them
    for place in places:
        for write in written(conn, "WHERE w=? AND seq=?", place):
            is_alone = write.ent == "entry" and not fixed.is_named(write.rid.hex())
            (born if is_alone else again).add((write.ent, write.rid))
            if is_alone:
                conn.execute("UPDATE op SET effect=1 WHERE w=? AND seq=?", place)
                writes += written(conn, "WHERE w=? AND seq=? AND gate=1", place)
    emptied = {
        incident
        for _ent, rid in born
        if _is_made_in_vain(conn, rid) and (incident := fixed.withdraw(conn, "entry", rid))
    }
    for ent, rid in sorted(again):
        chosen = fixed.ENTRY_INDEX if ent == "entry" else "ent<>'entry'"
        if incident := _forget(conn, ent, rid, chosen):
            emptied.add(incident)
        writes += written(conn, f"WHERE rid=? AND {chosen} AND ent=? AND flag=0 AND gate=1 ORDER BY w, seq", (rid, ent))
    for incident in sorted(emptied):
        projections.recount(conn, incident)
    touched = project(conn, writes)
    touched |= {("incident", incident) for incident in emptied}
    for ent, rid in sorted(again - {(write.ent, write.rid) for write in writes}):  # nothing is left of them
        if ent == "entry_mark" and (marked := projections.follow_marks(conn, rid)):
            touched |= {("entry", rid), ("incident", marked)}
        if ent in NOUNS:
            projections.make_findable(conn, NOUNS[ent], rid)
    return touched | {record for record in again | born if record[0] in NOUNS}


def _is_made_in_vain(conn: apsw.Connection, rid: bytes) -> bool:
    """Whether an entry's row stands on an op that does not count."""
    sql = "SELECT 1 FROM entry e JOIN op o ON o.w=e.w AND o.seq=e.seq WHERE e.id=? AND o.gate=0"
    return bool(list(conn.execute(sql, (rid,))))


def _forget(conn: apsw.Connection, ent: str, rid: bytes, chosen: str) -> bytes | None:
    """Take a record out of registers and projection, to be made anew; the incident it was an entry of."""
    noun = NOUNS.get(ent)
    if noun is not None and noun.insert_only:
        conn.execute(f"UPDATE op SET effect=1 WHERE rid=? AND {chosen} AND ent=? AND effect=0 AND flag=0", (rid, ent))
        return fixed.withdraw(conn, ent, rid)
    for table in ("cell", "sib"):
        conn.execute(f"DELETE FROM {table} WHERE ent=? AND rid=?", (ent, rid))
    if noun is not None:
        conn.execute(f'DELETE FROM "{ent}" WHERE id=?', (rid,))
    return None
