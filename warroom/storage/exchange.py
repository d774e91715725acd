"""Exchange in the file: which signed runs there are, which of them somebody lacks, and the lines of their ops."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import apsw

from warroom.storage.enrolment import hash_at
from warroom.storage.gates import IS_GATED
from warroom.storage.journal import OP_COLUMNS, op_from_row, read_tip
from warroom.storage.segments import Header, Segment, Signing, sound_runs

Vector = dict[bytes, int]  # writer → sequence


@dataclass(frozen=True, slots=True)
class Line:
    """One op as it travels; `hash` is told only where nothing can compute it from the body."""

    body: bytes
    hash: bytes | None = None


def vector(conn: apsw.Connection) -> Vector:
    """How far every writer is known here."""
    return dict(conn.execute("SELECT w, seq FROM vv"))


def sign_for_sending(conn: apsw.Connection, signing: Signing) -> None:
    """Sign what this station wrote and has not signed, and let no later signature take the place of it.

    In a write transaction: once a run was sent, the runs of its writer are cut there for everybody.
    """
    signing.keep_tail(conn)
    conn.execute("UPDATE segment SET body=x'' WHERE body IS NULL")


def is_signed_for_sending(conn: apsw.Connection) -> bool:
    """Whether all that this file's own writer wrote lies in runs that stay as they are."""
    tip = read_tip(conn)
    sql = "SELECT seq_to, body IS NULL FROM segment WHERE w=? ORDER BY seq_from DESC LIMIT 1"
    last, is_open = next(iter(conn.execute(sql, (tip.writer,))), (0, 0))
    return bool(last >= tip.seq and not is_open)


def runs_beyond(conn: apsw.Connection, known: Mapping[bytes, int]) -> list[Segment]:
    """The runs that somebody who knows each writer up to `known` lacks, oldest first as far as their clocks tell."""
    found = []
    for writer, head in vector(conn).items():
        if head <= known.get(writer, 0):
            continue
        for segment in sound_runs(conn, writer, beyond=known.get(writer, 0)):
            sql = "SELECT ord FROM op WHERE w=? AND seq=?"
            rank = next(iter(conn.execute(sql, (writer, segment.header.seq_from))), (0,))[0]
            found.append((rank, writer, segment.header.seq_from, segment))
    found.sort(key=lambda item: item[:3])
    return [item[-1] for item in found]


def lines_of(conn: apsw.Connection, header: Header) -> list[Line]:
    """The ops of a run as they travel."""
    sql = f"SELECT {OP_COLUMNS}, hash, flag FROM op WHERE w=? AND seq BETWEEN ? AND ? ORDER BY seq"
    found = []
    for *columns, digest, flag in conn.execute(sql, (header.writer, header.seq_from, header.seq_to)):
        if flag:
            raw = conn.execute("SELECT body FROM op_raw WHERE w=? AND seq=?", (header.writer, columns[1]))
            found.append(Line(bytes(next(iter(raw))[0]), bytes(digest)))
        else:
            found.append(Line(op_from_row(tuple(columns)).wire()))
    return found


def keep_run(conn: apsw.Connection, segment: Segment) -> None:
    """Remember a signature that came with a run, so that anybody can be given the run; a sound longer one stays.

    While its ops wait for others it is marked (x'01'): that they are not in the journal is no fault then.
    """
    header = segment.header
    row = next(
        iter(
            conn.execute(
                "SELECT seq_to, head_hash FROM segment WHERE w=? AND seq_from=?", (header.writer, header.seq_from)
            )
        ),
        None,
    )
    if row is not None and row[0] >= header.seq_to and hash_at(conn, header.writer, row[0]) == row[1]:
        return
    conn.execute(
        "INSERT OR REPLACE INTO segment(w, seq_from, seq_to, prev_hash, head_hash, sig, body) VALUES(?,?,?,?,?,?,?)",
        (
            header.writer, header.seq_from, header.seq_to, header.prev_hash, header.head_hash, segment.signature,
            b"" if hash_at(conn, header.writer, header.seq_to) == header.head_hash else b"\x01",
        ),
    )  # fmt: skip


# Whose runs may join


def stations_of(conn: apsw.Connection) -> dict[bytes, str]:
    """Writer → id of its station, as the writer itself said first, whether that has effect or not."""
    found: dict[bytes, str] = {}
    sql = (
        "SELECT w, json_extract(patch,'$.writer'), json_extract(patch,'$.station') FROM op "
        f"WHERE {IS_GATED} AND ent='writer' AND flag=0 ORDER BY w, seq"
    )
    for w, named, station in conn.execute(sql):
        if named == w.hex() and isinstance(station, str):
            found.setdefault(w, station)
    return found


def letters(conn: apsw.Connection) -> dict[str, tuple[str, str]]:
    """Station id → its letter and its name."""
    rows = conn.execute("SELECT id, letter, name FROM station")
    return {rid.hex(): (str(letter or "?"), str(name or "")) for rid, letter, name in rows}
