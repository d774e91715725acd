"""Schema 4: the team."""

from __future__ import annotations

import apsw

from warroom.domain.nouns import NOUNS
from warroom.storage import findable
from warroom.storage.migrations.grow import grow
from warroom.storage.projections import settle_where

NUMBERED = ("handover", "mobilisation", "field_team", "means_request")


def migrate(conn: apsw.Connection) -> None:
    """Make everything of schema 4 in the caller's transaction."""
    grow(conn, numbered=NUMBERED)
    findable.fill(conn, NOUNS["person"])  # people are found by their words from now on
    conn.execute(findable.REBUILD)
    if conn.execute("SELECT 1 FROM op LIMIT 1").fetchone() is None:
        return  # a new file: nothing was deleted yet
    for noun in NOUNS.values():
        if not noun.insert_only:  # what two stations deleted at once is gone from now on (decision 110)
            settle_where(conn, noun, "_zombie")
