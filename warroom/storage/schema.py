"""The schema as this program makes it, to see what somebody with the key planted in a room file."""

from __future__ import annotations

from functools import lru_cache

import apsw

from warroom.storage.migrations import NEWEST, migrate, version_of

Shape = dict[tuple[str, str], str]  # (type, name) → SQL


def shut(conn: apsw.Connection) -> None:
    """Let the file itself run nothing: no trigger, no view, no function but harmless ones, no value without end."""
    conn.config(apsw.SQLITE_DBCONFIG_ENABLE_TRIGGER, 0)
    conn.config(apsw.SQLITE_DBCONFIG_ENABLE_VIEW, 0)
    conn.config(apsw.SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0)
    conn.limit(apsw.SQLITE_LIMIT_LENGTH, LONGEST_VALUE)


EVER = frozenset({"op", "op_raw", "vv", "seen", "inbox", "cell", "sib", "segment", "meta"})  # in every version
LONGEST_VALUE = 128 * 1024 * 1024  # bytes; no row of ours comes near


def planted(conn: apsw.Connection) -> list[str]:
    """Triggers and views: this program makes none, and runs none."""
    sql = "SELECT type || ' ' || name FROM sqlite_master WHERE type IN ('trigger', 'view') ORDER BY 1"
    return [str(name) for (name,) in conn.execute(sql)]


def lacking(conn: apsw.Connection) -> list[str]:
    """Tables that are missing, or are something else under a table's name; an older file's are made by migration."""
    here = {name for (name,) in conn.execute("SELECT name FROM sqlite_master WHERE type='table'")}
    if 0 < version_of(conn) < NEWEST:
        return sorted(EVER - here)
    return sorted(name for kind, name in _expected() if kind == "table" and name not in here)


def strange(conn: apsw.Connection) -> list[str]:
    """Everything in the file that is not as this version makes it."""
    if version_of(conn) != NEWEST:
        return []
    here, ours = _shape(conn), _expected()
    return sorted(
        f"{kind} {name}" for kind, name in here.keys() | ours.keys() if here.get((kind, name)) != ours.get((kind, name))
    )


@lru_cache(maxsize=1)
def _expected() -> Shape:
    conn = apsw.Connection(":memory:")
    try:
        migrate(conn)
        return _shape(conn)
    finally:
        conn.close()


def _shape(conn: apsw.Connection) -> Shape:
    rows = conn.execute("SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_stat%'")
    return {(str(kind), str(name)): _in_order(str(kind), " ".join(str(sql or "").split())) for kind, name, sql in rows}


def _in_order(kind: str, sql: str) -> str:
    """A table's columns sorted: one that a migration added stands at the end, in a new file among the others."""
    head, opening, columns = sql.partition("(")
    if kind != "table" or not columns.endswith(")"):
        return sql
    return head + opening + ", ".join(sorted(columns[:-1].split(", "))) + ")"
