"""What was set aside, what other stations told of themselves, and the pieces of files: kept here, not in the journal."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import apsw
import orjson

from warroom.domain.exchange import Aside, Why

MOST_KEPT = 64 * 1024 * 1024  # bytes of one thing set aside
ALL_KEPT_MOST = 256 * 1024 * 1024  # bytes of everything set aside: what is more can be carried again
NOTED_MOST = 2_000  # all are looked at again at each delivery


@dataclass(frozen=True, slots=True)
class Heard:
    """What a station said of itself, signed, and how it came."""

    station: str
    written_at: int  # its clock, milliseconds UTC
    heard_at: int  # ours
    route: str
    least: int | None  # milliseconds its clock is ahead of ours, at least and at most
    most: int | None
    body: bytes
    signature: bytes


def keep_aside(conn: apsw.Connection, aside: Aside, body: bytes | None) -> None:
    """Remember what was set aside; its bytes too when they may be of use later."""
    kept = body if body is not None and len(body) <= MOST_KEPT else None
    conn.execute(
        "INSERT INTO aside(id, why, source, station, letter, w, seq_from, seq_to, seen_at, body) VALUES(?,?,?,?,?,?,?,?,?,?) "
        "ON CONFLICT(id) DO UPDATE SET why=excluded.why, station=excluded.station, letter=excluded.letter, body=coalesce(excluded.body, body)",
        (
            bytes.fromhex(aside.id), aside.why.value, aside.source, aside.station, aside.letter, bytes.fromhex(aside.writer),
            aside.seq_from, aside.seq_to, aside.seen_at, kept,
        ),
    )  # fmt: skip


def note_asides(conn: apsw.Connection, found: Iterable[tuple[Aside, bytes | None]], gone: Iterable[str]) -> None:
    """Remember what was set aside, forget what is needed no more, and tell whoever shows it.

    Strangers fill no disk with it: past 2,000 notes or 256 MiB only what a person must agree to is kept.
    """
    drop_asides(conn, gone)
    known = {rid.hex(): size for rid, size in conn.execute("SELECT id, coalesce(length(body), 0) FROM aside")}
    left = ALL_KEPT_MOST - sum(known.values())
    for aside, body in found:
        if aside.why is not Why.DELETES:
            if aside.id not in known and len(known) >= NOTED_MOST and aside.why is not Why.FORK:
                continue
            more = len(body or b"") - known.get(aside.id, 0)
            body = body if more <= left else None
        keep_aside(conn, aside, body)
        left -= max(len(body or b"") - known.get(aside.id, 0), 0)
        known[aside.id] = max(len(body or b""), known.get(aside.id, 0))
    tell(conn)


def tell(conn: apsw.Connection) -> None:
    """Whoever shows stations is to look again."""
    conn.execute("INSERT INTO change(noun) VALUES('station')")


def whys_of_asides(conn: apsw.Connection) -> dict[str, Why]:
    """What names each thing set aside, and why it was."""
    return {rid.hex(): Why(why) for rid, why in conn.execute("SELECT id, why FROM aside")}


def asides(conn: apsw.Connection) -> list[Aside]:
    """Everything set aside, the newest first."""
    sql = (
        "SELECT id, why, source, station, letter, w, seq_from, seq_to, seen_at, body IS NOT NULL FROM aside "
        "ORDER BY seen_at DESC, id"
    )
    return [
        Aside(rid.hex(), Why(why), source, station, letter, w.hex(), seq_from, seq_to, seen_at, bool(is_kept))
        for rid, why, source, station, letter, w, seq_from, seq_to, seen_at, is_kept in conn.execute(sql)
    ]


def kept_bodies(conn: apsw.Connection, *whys: Why) -> Iterator[tuple[str, bytes]]:
    """Source and bytes of what was set aside for these reasons, in the order of writers and numbers."""
    for why in whys:
        sql = "SELECT source, body FROM aside WHERE why=? AND body IS NOT NULL ORDER BY w, seq_from, id"
        yield from list(conn.execute(sql, (why.value,)))


def stations_of_forks(conn: apsw.Connection) -> list[tuple[bytes, str]]:
    """Writer and station that signed it, of every branch that was set aside."""
    return list(conn.execute("SELECT DISTINCT w, station FROM aside WHERE why='fork'"))


def drop_asides(conn: apsw.Connection, ids: Iterable[str]) -> None:
    """They are needed no more: what they held joined the journal, or a person let them go."""
    conn.executemany("DELETE FROM aside WHERE id=?", [(bytes.fromhex(each),) for each in ids])


def aside_id(body: bytes) -> str:
    """What names something set aside: its hash."""
    return hashlib.sha256(body).hexdigest()[:32]


# Bulletins


def keep_bulletin(conn: apsw.Connection, heard: Heard) -> bool:
    """Remember what a station said of itself in place of what it said before; whether it was news."""
    conn.execute(
        "INSERT INTO bulletin(station, written_at, heard_at, route, least, most, body, sig) VALUES(?,?,?,?,?,?,?,?) "
        "ON CONFLICT(station) DO UPDATE SET written_at=excluded.written_at, heard_at=excluded.heard_at, route=excluded.route, "
        "least=excluded.least, most=excluded.most, body=excluded.body, sig=excluded.sig WHERE excluded.body<>body",
        (
            heard.station,
            heard.written_at,
            heard.heard_at,
            heard.route,
            heard.least,
            heard.most,
            heard.body,
            heard.signature,
        ),
    )
    return conn.changes() > 0


def bulletins(conn: apsw.Connection) -> list[Heard]:
    """The latest of each station that was heard."""
    sql = "SELECT station, written_at, heard_at, route, least, most, body, sig FROM bulletin ORDER BY station"
    return [Heard(*row) for row in conn.execute(sql)]


# Pieces of files


def pieces(conn: apsw.Connection) -> Iterator[tuple[bytes, bytes, bool]]:
    """Every piece that an attachment of this room names: the attachment, the piece's hash, and whether it is here."""
    return ((attachment, sha, size is not None) for attachment, sha, size in piece_sizes(conn))


def piece_sizes(conn: apsw.Connection) -> Iterator[tuple[bytes, bytes, int | None]]:
    """The same with its size in bytes, None for one that is awaited."""
    named = (
        "SELECT a.id, unhex(j.value), (SELECT length(body) FROM chunk c WHERE c.sha=unhex(j.value)) FROM attachment a, "
        "json_each(CASE WHEN json_valid(a.chunks) AND substr(a.chunks, 1, 1)='[' THEN a.chunks ELSE '[]' END) j "
        "WHERE length(unhex(j.value))=32 ORDER BY a.key"
    )
    unseen = "SELECT v.attachment, v.sha, length(c.body) FROM carried v JOIN chunk c ON c.sha=v.sha ORDER BY 1, 2"
    for sql in (named, unseen):
        yield from list(conn.execute(sql))


def piece(conn: apsw.Connection, sha: bytes) -> bytes | None:
    """The bytes of a piece, as they are encrypted under its attachment's own key."""
    row = next(iter(conn.execute("SELECT body FROM chunk WHERE sha=?", (sha,))), None)
    return bytes(row[0]) if row else None


def carry(conn: apsw.Connection, attachment: str, names: Iterable[bytes]) -> None:
    """Note the pieces of a file whose record tells them to members of its circle only: others carry them unseen."""
    rows = [(name, bytes.fromhex(attachment)) for name in names]
    conn.executemany("INSERT OR IGNORE INTO carried(sha, attachment) VALUES(?,?)", rows)


def keep_piece(conn: apsw.Connection, attachment: bytes, sha: bytes, body: bytes) -> bool:
    """Store a piece if it is what it is called and an attachment that was not erased has use for it; whether it was new.

    Where only members of a circle can read which pieces a file has, the others carry them unseen.
    """
    if hashlib.sha256(body).digest() != sha:
        return False
    row = next(iter(conn.execute("SELECT chunks FROM attachment WHERE id=?", (attachment,))), None)
    named = _names(row[0]) if row and row[0] else None
    if named is None:
        return False
    if isinstance(named, dict):
        conn.execute("INSERT OR IGNORE INTO carried(sha, attachment) VALUES(?,?)", (sha, attachment))
    elif sha.hex() not in named:
        return False
    conn.execute("INSERT OR IGNORE INTO chunk(sha, body) VALUES(?,?)", (sha, body))
    is_new = conn.changes() > 0
    if is_new:
        conn.execute("INSERT INTO change(noun, id) VALUES('attachment',?)", (attachment,))
    return is_new


def _names(listed: str) -> list[str] | dict[str, object] | None:
    try:
        said = orjson.loads(listed)
    except orjson.JSONDecodeError:
        return None
    return said if isinstance(said, list | dict) else None
