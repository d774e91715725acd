"""Schema 5: what is said, what comes in, and what was promised."""

from __future__ import annotations

import apsw

from warroom.domain.nouns import NOUNS
from warroom.storage import findable
from warroom.storage.migrations.grow import grow

NUMBERED = ("message", "inbound", "rumour", "promise")
FOUND = ("message_text", "inbound", "promise")  # found by their words from now on


def migrate(conn: apsw.Connection) -> None:
    """Make everything of schema 5 in the caller's transaction."""
    grow(conn, numbered=NUMBERED)
    for name in FOUND:
        findable.fill(conn, NOUNS[name])
    conn.execute(findable.REBUILD)
