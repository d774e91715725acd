"""Schema 3: the cell at work. Nouns and fields that are new, for a file of an earlier schema."""

from __future__ import annotations

import apsw

from warroom.domain.nouns import NOUNS
from warroom.storage.tables import COLUMN, index_sql, table_sql

NUMBERED = ("crisis_cell", "point", "hypothesis", "printout", "sheet")


def migrate(conn: apsw.Connection) -> None:
    """Make everything of schema 3 in the caller's transaction."""
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
    for name in NUMBERED:
        list(conn.execute(f'CREATE INDEX "{name}_number" ON "{name}"(number)'))
