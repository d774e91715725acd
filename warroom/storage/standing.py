"""Standing: how far each station knows the journal, as far as this one can tell, and who has heard of what."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import apsw

from warroom.storage.exchange import Vector, stations_of, vector
from warroom.storage.gates import IS_GATED


def seen_by(conn: apsw.Connection) -> dict[str, Vector]:
    """Station id → what it must have known when it wrote what is here of its latest writer.

    What its former writers knew it may have lost since: a file restored from a backup begins a new writer.
    """
    heads = vector(conn)
    found: dict[str, Vector] = {}
    for station, writer in latest_writers(conn).items():
        seq = heads.get(writer, 0)
        cx = next(iter(conn.execute("SELECT cx FROM op WHERE w=? AND seq=?", (writer, seq))), (0,))[0]
        past = dict(conn.execute("SELECT aw, seq FROM seen WHERE bw=? AND cx=?", (writer, cx)))
        found[station] = {**past, writer: seq}
    return found


def latest_writers(conn: apsw.Connection) -> dict[str, bytes]:
    """Station id → the writer it began last."""
    latest: dict[str, tuple[int, bytes]] = {}
    for writer, station in stations_of(conn).items():
        rank = next(iter(conn.execute("SELECT ord FROM op WHERE w=? AND seq=1", (writer,))), (0,))[0]
        latest[station] = max(latest.get(station, (-1, b"")), (rank, writer))
    return {station: writer for station, (_rank, writer) in latest.items()}


def most_of(one: Mapping[bytes, int], other: Mapping[bytes, int]) -> Vector:
    """What both together know."""
    return {w: max(one.get(w, 0), other.get(w, 0)) for w in one.keys() | other.keys()}


def least_of(vectors: Iterable[Mapping[bytes, int]]) -> Vector:
    """What all of them know; nothing when there are none."""
    found: Vector | None = None
    for each in vectors:
        found = dict(each) if found is None else {w: min(seq, each[w]) for w, seq in found.items() if w in each}
    return found or {}


def missing(whole: Mapping[bytes, int], known: Mapping[bytes, int]) -> int:
    """How many ops of `whole` lie beyond `known`."""
    return sum(max(seq - known.get(w, 0), 0) for w, seq in whole.items())


def entries_beyond(conn: apsw.Connection, known: Mapping[bytes, int]) -> int:
    """How many log entries here lie beyond `known`."""
    sql = "SELECT count(*) FROM op WHERE w=? AND seq>? AND ent='entry' AND flag=0"
    return sum(
        next(iter(conn.execute(sql, (w, known.get(w, 0)))))[0]
        for w, seq in vector(conn).items()
        if seq > known.get(w, 0)
    )


def entries_of(conn: apsw.Connection) -> dict[str, int]:
    """Station id → how many log entries of it are here."""
    counts = dict(conn.execute("SELECT w, count(*) FROM op WHERE ent='entry' AND flag=0 GROUP BY w"))
    found: dict[str, int] = {}
    for writer, station in stations_of(conn).items():
        found[station] = found.get(station, 0) + counts.get(writer, 0)
    return found


def cuts(conn: apsw.Connection) -> list[tuple[bytes, int]]:
    """Where in the journal each revocation that counts stands."""
    return list(conn.execute(f"SELECT w, seq FROM op WHERE {IS_GATED} AND ent='cut' AND gate=1 AND flag=0"))


def revoked(conn: apsw.Connection) -> set[str]:
    """The ids of the stations that a cut with effect cut off."""
    return {row[0].hex() for row in conn.execute("SELECT station FROM cut") if isinstance(row[0], bytes)}
