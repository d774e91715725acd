"""Growing: the nouns and fields that a file of an earlier schema does not have yet."""

from __future__ import annotations

from collections.abc import Iterable

import apsw

from warroom.domain.nouns import NOUNS
from warroom.storage.tables import COLUMN, index_sql, table_sql


def grow(conn: apsw.Connection, *, numbered: Iterable[str]) -> None:
    """Make every table and column that is missing, in the caller's transaction, and an index for the numbers of `numbered`."""
    here = {name for (name,) in conn.execute("SELECT name FROM sqlite_master WHERE type='table'")}
    for noun in NOUNS.values():
        if noun.name not in here:
            for statement in table_sql(noun):
                list(conn.execute(statement))
            continue
        columns = {row[1] for row in conn.execute(f'PRAGMA table_info("{noun.name}")')}
        for field in noun.fields:
            if field.name not in columns:
                list(conn.execute(f'ALTER TABLE "{noun.name}" ADD COLUMN "{field.name}" {COLUMN[field.type]}'))
                if field.indexed:
                    list(conn.execute(index_sql(noun, field)))
    for name in numbered:
        list(conn.execute(f'CREATE INDEX IF NOT EXISTS "{name}_number" ON "{name}"(number)'))
