"""The audit's table: rows that are only added, each hashed after the one before and bound to the room."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

import apsw
import orjson

from warroom.domain.audit import Noted
from warroom.storage.journal import meta
from warroom.storage.vault import Vault

FIRST_HASH = bytes(32)
DETAIL_MOST = 2_000  # characters
_DOMAIN = b"warroom audit 1|"
RECIPE = (
    "SHA-256 of: the bytes 'warroom audit 1|', the room's id as text, the hash of the row before (32 zero bytes before"
    " the first), and the JSON array [n, at, who, what, detail] without spaces, detail being a string"
)


class AuditRow(NamedTuple):
    """One row as it lies in the table; `who` is a person's id, so that erasing the person empties the name here too."""

    n: int
    at: int
    who: str
    what: str
    detail: str
    hash: bytes


COLUMNS = "n, at, who, what, detail, hash"


def write(vault: Vault, notes: Iterable[Noted]) -> None:
    """Add notes in a transaction of their own."""
    with vault.writing() as conn:
        append(conn, notes)


def append(conn: apsw.Connection, notes: Iterable[Noted]) -> None:
    """Add notes in the caller's write transaction."""
    room = str(meta(conn, "room") or "")
    for note in notes:
        last = next(iter(conn.execute("SELECT n, hash FROM audit ORDER BY n DESC LIMIT 1")), (0, FIRST_HASH))
        n = max(int(last[0]), _highest(conn)) + 1
        detail = orjson.dumps(dict(note.detail), option=orjson.OPT_SORT_KEYS).decode()
        if len(detail) > DETAIL_MOST:
            raise ValueError("a note of the audit is short")
        digest = _digest(room, bytes(last[1]), (n, note.at, note.who, note.what, detail))
        conn.execute(
            f"INSERT INTO audit({COLUMNS}) VALUES(?,?,?,?,?,?)", (n, note.at, note.who, note.what, detail, digest)
        )


def names(conn: apsw.Connection) -> dict[str, str]:
    """The people of the room by id, as the room names them now."""
    return {bytes(key).hex(): str(name or "") for key, name in conn.execute("SELECT id, name FROM person")}


def newest(conn: apsw.Connection, *, limit: int, before: int | None, what: str = "") -> list[AuditRow]:
    """The rows before this number, or the last ones, of one kind if one is named; the newest first."""
    sql = f"SELECT {COLUMNS} FROM audit WHERE n < ? AND ? IN ('', what) ORDER BY n DESC LIMIT ?"
    return [AuditRow(*row) for row in conn.execute(sql, (before if before is not None else 2**62, what, limit))]


def all_rows(conn: apsw.Connection) -> Iterator[AuditRow]:
    """Every row, the oldest first."""
    for row in conn.execute(f"SELECT {COLUMNS} FROM audit ORDER BY n"):
        yield AuditRow(*row)


def broken(conn: apsw.Connection) -> int | None:
    """The number of the first row that is missing or not as it was written; None when the chain is whole."""
    room, last, previous = str(meta(conn, "room") or ""), 0, FIRST_HASH
    for n, at, who, what, detail, digest in all_rows(conn):
        if n != last + 1 or digest != _digest(room, previous, (n, at, who, what, detail)):
            return last + 1
        last, previous = n, digest
    return last + 1 if _highest(conn) > last else None


def _highest(conn: apsw.Connection) -> int:
    """The highest number ever given: SQLite remembers it when the last rows are deleted."""
    row = next(iter(conn.execute("SELECT seq FROM sqlite_sequence WHERE name='audit'")), None)
    return int(row[0]) if row else 0


def _digest(room: str, previous: bytes, row: tuple[Any, ...]) -> bytes:
    try:
        body = orjson.dumps(row)
    except TypeError:  # a value that no note has
        return b""
    return hashlib.sha256(_DOMAIN + room.encode() + previous + body).digest()
