"""Catching up: what a station received of nouns and fields that it did not know yet is shown once it knows them."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import apsw

from warroom.domain.nouns import NOUNS
from warroom.storage.migrations.grow import COLUMNS

Known = Mapping[str, Collection[str]]  # table → columns
HOLDS = "SELECT 1 FROM op WHERE ent=? AND flag=0 LIMIT 1"
HOLDS_FIELD = "SELECT 1 FROM op, json_each(op.patch) AS each WHERE op.ent=? AND op.flag=0 AND each.key=? LIMIT 1"


def known(conn: apsw.Connection) -> Known:
    """What the file has room for now."""
    found: dict[str, set[str]] = {}
    for table, column in conn.execute(COLUMNS):
        found.setdefault(table, set()).add(column)
    return found


def catch_up(conn: apsw.Connection, before: Known) -> None:
    """Make the projections anew where the journal holds what `before` had no room for, in the caller's transaction.

    A laptop that is not upgraded yet keeps the ops of one that is, and passes them on; it can only not show them.
    """
    if _holds_newer(conn, before):
        from warroom.storage.replay import rebuild

        rebuild(conn)


def _holds_newer(conn: apsw.Connection, before: Known) -> bool:
    for noun in NOUNS.values():
        if noun.name not in before:
            if list(conn.execute(HOLDS, (noun.name,))):
                return True
            continue
        added = [each.name for each in noun.fields if each.name not in before[noun.name]]
        if any(list(conn.execute(HOLDS_FIELD, (noun.name, name))) for name in added):
            return True
    return False
