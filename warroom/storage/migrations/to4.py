"""Schema 4: the team."""

from __future__ import annotations

import apsw

from warroom.domain.nouns import NOUNS
from warroom.storage import findable
from warroom.storage.migrations.grow import grow

NUMBERED = ("handover", "mobilisation", "field_team", "means_request")


def migrate(conn: apsw.Connection) -> None:
    """Make everything of schema 4 in the caller's transaction."""
    grow(conn, numbered=NUMBERED)
    findable.fill(conn, NOUNS["person"])  # people are found by their words from now on
    conn.execute(findable.REBUILD)
