"""Reached: which copies of the room an erasure did not get to, as far as this station can know."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import apsw
import orjson

from warroom.storage.journal import meta, set_meta

COPIES = "local.copies"
OWED = "scrub"  # in meta, while this file or a copy in reach may still hold what was erased
COPIES_MOST = 200
STATIONS = (
    "SELECT s.letter, hex(s.id) FROM station s WHERE NOT s._hidden AND s.id<>:own AND EXISTS(SELECT 1 FROM writer w WHERE w.station=s.id) "
    "AND NOT EXISTS(SELECT 1 FROM writer w JOIN seen x ON x.bw=unhex(w.writer) WHERE w.station=s.id AND x.aw=:w AND x.seq>=:seq) "
    "AND NOT EXISTS(SELECT 1 FROM writer w WHERE w.station=s.id AND unhex(w.writer)=:w) ORDER BY s.letter, s.id"
)


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy that still holds what was erased: a station not heard since, a file, or an entry whose text names someone."""

    kind: str  # "station", "backup", "second copy", "copy", "export", "store", "bundle" or "text"
    name: str  # the station's letter, the file's path, the entry's number
    at: int | None = None  # when the copy was made, milliseconds UTC


def note_copy(conn: apsw.Connection, kind: str, path: str, *, at: int) -> None:
    """Remember a copy that left the room, the newest last, so that a later erasure can name it.

    What was once put into a store stays there: its first time counts.
    """
    copies = _copies(conn)
    if kind == "store" and any((item.kind, item.name) == (kind, path) for item in copies):
        return
    known = [item for item in copies if item.name != path]
    kept = [*known, Copy(kind, path, at)][-COPIES_MOST:]
    said = orjson.dumps([[copy.kind, copy.name, copy.at] for copy in kept]).decode()
    set_meta(conn, COPIES, said)


def not_reached(conn: apsw.Connection, erasure: bytes) -> list[Copy]:
    """Stations not heard since, copies made before, and texts that still hold the name."""
    found = [Copy("station", str(letter or "?")) for letter, _id in _stations(conn, erasure)]
    row = next(iter(conn.execute("SELECT at, copies FROM erased WHERE erasure=?", (erasure,))), None)
    if row is None:
        return found
    found += [copy for copy in _copies(conn) if copy.at is not None and copy.at <= row[0]]
    return found + _listed(row[1])


def keep_list(conn: apsw.Connection, erasure: bytes, copies: Iterable[Copy]) -> None:
    """Remember which backups an erasure still has to reach, and which texts people have to judge."""
    said = orjson.dumps([[copy.kind, copy.name, copy.at] for copy in copies]).decode()
    conn.execute("UPDATE erased SET copies=? WHERE erasure=?", (said, erasure))


def keep_files(conn: apsw.Connection, files: Iterable[Copy], *, owed: int) -> None:
    """Of backups and the second copy, only these still hold what any erasure took out.

    `owed` names the debt that is settled now; what was erased meanwhile is owed still.
    """
    conn.execute("UPDATE meta SET value=0 WHERE name=? AND value=?", (OWED, owed))
    left = list(files)
    for erasure, said in list(conn.execute("SELECT erasure, copies FROM erased")):
        texts = [copy for copy in _listed(said) if copy.kind == "text"]
        keep_list(conn, erasure, [*texts, *left])


def _stations(conn: apsw.Connection, erasure: bytes) -> list[tuple[str, str]]:
    op = next(
        iter(conn.execute("SELECT w, seq FROM op WHERE rid=? AND ent='erasure' AND ent<>'entry'", (erasure,))), None
    )
    if op is None:
        return []
    own = bytes.fromhex(str(meta(conn, "station") or ""))
    return list(conn.execute(STATIONS, {"own": own, "w": op[0], "seq": op[1]}))


def _copies(conn: apsw.Connection) -> list[Copy]:
    return _listed(str(meta(conn, COPIES) or ""))


def _listed(said: str) -> list[Copy]:
    return [Copy(*item) for item in orjson.loads(said)] if said else []
