"""Growing: the nouns and fields that a file of an earlier schema does not have yet."""

from __future__ import annotations

from collections.abc import Iterable

import apsw

from warroom.domain.nouns import NOUNS
from warroom.storage.tables import COLUMN, index_sql, table_sql

COLUMNS = "SELECT t.name, c.name FROM sqlite_master t JOIN pragma_table_info(t.name) c WHERE t.type='table'"


def grow(conn: apsw.Connection, *, numbered: Iterable[str]) -> None:
    """Make every table and column that is missing, in the caller's transaction, and an index for the numbers of `numbered`."""
    here: dict[str, set[str]] = {}
    for table, column in conn.execute(COLUMNS):  # one question for all: a new room answers it four times
        here.setdefault(table, set()).add(column)
    for noun in NOUNS.values():
        if noun.name not in here:
            for statement in table_sql(noun):
                list(conn.execute(statement))
            continue
        for field in noun.fields:
            if field.name not in here[noun.name]:
                list(conn.execute(f'ALTER TABLE "{noun.name}" ADD COLUMN "{field.name}" {COLUMN[field.type]}'))
                if field.indexed:
                    list(conn.execute(index_sql(noun, field)))
    for name in numbered:
        list(conn.execute(f'CREATE INDEX IF NOT EXISTS "{name}_number" ON "{name}"(number)'))
