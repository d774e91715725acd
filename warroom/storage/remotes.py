"""Remotes: the places this laptop exchanges through. They are its own: the journal knows nothing of them.

Their addresses may hold passwords, which are in the encrypted room file and nowhere else.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import apsw

COLUMNS = "name, url, tried_at, done_at, trouble, state"
UNNAMED = "~"  # so begins what stands for a place that was used once and given no name


@dataclass(frozen=True, slots=True)
class Kept:
    """One remote as it is kept."""

    name: str
    url: str = field(repr=False)
    tried_at: int | None = None  # milliseconds UTC
    done_at: int | None = None
    trouble: str = ""
    memory: Mapping[str, Any] = field(default_factory=dict, repr=False)  # what its depot wants to know again


def remotes(conn: apsw.Connection) -> list[Kept]:
    """Those with a name, in the order of names."""
    sql = f"SELECT {COLUMNS} FROM remote WHERE substr(name, 1, 1)<>? ORDER BY name"
    return [_kept(row) for row in conn.execute(sql, (UNNAMED,))]


def remote(conn: apsw.Connection, name: str) -> Kept | None:
    """The one of this name."""
    row = next(iter(conn.execute(f"SELECT {COLUMNS} FROM remote WHERE name=?", (name,))), None)
    return _kept(row) if row else None


def unnamed(place: str) -> str:
    """What a place without a name is kept under; `place` is its address without a password."""
    return UNNAMED + hashlib.sha256(place.encode("utf-8", "replace")).hexdigest()[:16]


def keep_remote(conn: apsw.Connection, name: str, url: str, *, is_same_place: bool) -> None:
    """Keep an address under a name, in a write transaction; another place begins with no memory of the former one."""
    conn.execute(
        "INSERT INTO remote(name, url) VALUES(?,?) ON CONFLICT(name) DO UPDATE SET url=excluded.url",
        (name, url),
    )
    if not is_same_place:
        conn.execute("UPDATE remote SET tried_at=NULL, done_at=NULL, trouble='', state='' WHERE name=?", (name,))


def drop_remote(conn: apsw.Connection, name: str) -> bool:
    """Forget a remote and what was known of it, in a write transaction; whether there was one."""
    conn.execute("DELETE FROM remote WHERE name=?", (name,))
    return conn.changes() > 0


def note_exchange(
    conn: apsw.Connection, name: str, *, tried_at: int, done_at: int | None, trouble: str, memory: Mapping[str, Any]
) -> None:
    """What came of a try, in a write transaction. `done_at` None: it did not end well, and the last good time stays."""
    conn.execute(
        "UPDATE remote SET tried_at=?, done_at=coalesce(?, done_at), trouble=?, state=? WHERE name=?",
        (tried_at, done_at, trouble, json.dumps(dict(memory), sort_keys=True), name),
    )


def _kept(row: tuple[Any, ...]) -> Kept:
    name, url, tried_at, done_at, trouble, state = row
    try:
        memory = json.loads(state) if state else {}
    except ValueError:
        memory = {}
    return Kept(name, url, tried_at, done_at, trouble, memory if isinstance(memory, dict) else {})
