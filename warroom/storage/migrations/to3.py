"""Schema 3: the cell at work."""

from __future__ import annotations

import apsw

from warroom.storage.migrations.grow import grow

NUMBERED = ("crisis_cell", "point", "hypothesis", "printout", "sheet")


def migrate(conn: apsw.Connection) -> None:
    """Make everything of schema 3 in the caller's transaction."""
    grow(conn, numbered=NUMBERED)
