"""Schema 5: what is said."""

from __future__ import annotations

import apsw

from warroom.storage.migrations.grow import grow

NUMBERED = ("message", "inbound")


def migrate(conn: apsw.Connection) -> None:
    """Make everything of schema 5 in the caller's transaction."""
    grow(conn, numbered=NUMBERED)
