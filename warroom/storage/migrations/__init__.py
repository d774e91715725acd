"""Migrations: the schema, one numbered step after another, each recorded in the transaction that makes it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import apsw

from warroom.errors import Trouble
from warroom.storage.migrations import catching_up, to1, to2, to3, to4, to5, to6
from warroom.words import _

STEPS: tuple[Callable[[apsw.Connection], None], ...] = (
    to1.migrate,
    to2.migrate,
    to3.migrate,
    to4.migrate,
    to5.migrate,
    to6.migrate,
)
NEWEST = len(STEPS)


def version_of(conn: apsw.Connection) -> int:
    """The schema version written in the file."""
    return int(next(iter(conn.execute("PRAGMA user_version")))[0])


def check_version(conn: apsw.Connection, path: Path) -> None:
    """Refuse a room written by a newer Warroom, untouched."""
    if version_of(conn) > NEWEST:
        raise Trouble(
            "room-newer",
            _("The room {path} was written by a newer version of Warroom.").format(path=path),
            safe=_("It was not touched."),
            todo=_("Open it with the newer version; copy that program from the laptop that wrote it."),
        )


def migrate(conn: apsw.Connection) -> int:
    """Bring an open write transaction's schema up to date; the number of steps taken."""
    start = version_of(conn)
    before = catching_up.known(conn) if 0 < start < NEWEST else {}
    for number, step in enumerate(STEPS[start:], start=start + 1):
        step(conn)
        list(conn.execute(f"PRAGMA user_version={number}"))
    if before:
        catching_up.catch_up(conn, before)
    return NEWEST - start
