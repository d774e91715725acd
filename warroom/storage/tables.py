"""Tables: how a noun becomes a projection table, and a value a column."""

from __future__ import annotations

from typing import Any

import orjson

from warroom.domain.nouns import DELETED, NOUNS, Field, Noun, Type

COLUMN = {
    Type.TEXT: "TEXT",
    Type.INT: "INTEGER",
    Type.TIME: "INTEGER",
    Type.BOOL: "INTEGER",
    Type.ID: "BLOB",
    Type.JSON: "TEXT",
}

# Columns of the log that the marks put on an entry change, kept in its row so that filters need no join.
ENTRY_EXTRA = (
    "marked_verification TEXT",
    "marked_key_event INTEGER",
    "follow_up TEXT",
    "hlc INTEGER",
    "w BLOB",
    "seq INTEGER",
)


def table_sql(noun: Noun) -> list[str]:
    """The statements that make a noun's table: a local row key, the id, one column a field; no constraint on content."""
    columns = [f'"{field.name}" {COLUMN[field.type]}' for field in noun.fields]
    if noun.name == "entry":
        columns += ENTRY_EXTRA
    if not noun.insert_only:
        columns += [f'"{DELETED}" INTEGER', "_hidden INTEGER NOT NULL DEFAULT 0", "_zombie INTEGER NOT NULL DEFAULT 0"]
    made = [
        f'CREATE TABLE "{noun.name}"(key INTEGER PRIMARY KEY AUTOINCREMENT, id BLOB UNIQUE NOT NULL, {", ".join(columns)})'
    ]
    return made + [index_sql(noun, field) for field in noun.fields if field.indexed]


def index_sql(noun: Noun, field: Field) -> str:
    """The statement for the index of a field, over the rows that hold something there."""
    return f'CREATE INDEX "{noun.name}_{field.name}" ON "{noun.name}"("{field.name}") WHERE "{field.name}" IS NOT NULL'


def column_value(field: Field | None, value: Any) -> Any:
    """A patch value as its column keeps it: ids as 16 bytes, booleans as 0/1, sealed values as their canonical text."""
    if isinstance(value, dict):
        return orjson.dumps(value, option=orjson.OPT_SORT_KEYS).decode()
    if isinstance(value, bool):
        return int(value)
    if value is not None and field is not None and field.type is Type.ID:
        return bytes.fromhex(value)
    return value


def field_value(field: Field, stored: Any) -> Any:
    """A column as the patch would write it."""
    if stored is None:
        return None
    if isinstance(stored, str) and stored.startswith('{"$sealed":'):
        try:
            return orjson.loads(stored)
        except orjson.JSONDecodeError:  # somebody typed the mark
            return stored
    if field.type is Type.BOOL:
        return bool(stored)
    if field.type is Type.ID:
        return stored.hex() if isinstance(stored, bytes) else stored
    return stored


def all_table_sql() -> list[str]:
    return [statement for noun in NOUNS.values() for statement in table_sql(noun)]
