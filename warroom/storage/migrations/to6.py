"""Schema 6: what is learnt, and what is put right."""

from __future__ import annotations

import apsw

from warroom.domain.nouns import NOUNS
from warroom.storage import findable
from warroom.storage.migrations.grow import grow

NUMBERED = ("rex", "cause", "corrective", "lesson")
FOUND = ("rex_section", "rex_note", "cause", "barrier", "corrective", "lesson")  # found by their words from now on


def migrate(conn: apsw.Connection) -> None:
    """Make everything of schema 6 in the caller's transaction."""
    grow(conn, numbered=NUMBERED)
    for name in FOUND:
        findable.fill(conn, NOUNS[name])
    conn.execute(findable.REBUILD)
