"""What a noun is: a kind of record, its fields, and how each is typed."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field


class Type(enum.Enum):
    """How a field is written in an op and kept in its column."""

    TEXT = "TEXT"
    INT = "INTEGER"
    TIME = "TIME"  # milliseconds since 1970 UTC
    BOOL = "BOOL"
    ID = "ID"  # 32 hexadecimal digits, kept as 16 bytes
    JSON = "JSON"  # canonical JSON, carried as a string


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a noun; values that must move together are one JSON field."""

    name: str
    type: Type = Type.TEXT
    indexed: bool = False
    settled_by_people: bool = False
    is_stamp: bool = False  # noted by the room itself beside an act: nobody can judge which of two is right
    goes_out: bool = False  # heard outside the room once written: two values call for a correction (decision 9)


@dataclass(frozen=True, slots=True)
class Noun:
    """One kind of record. An insert-only record is fixed by its first op (decision 6)."""

    name: str
    fields: tuple[Field, ...]
    insert_only: bool = False
    number: str = ""  # how its number is written: "" has none
    _by_name: Mapping[str, Field] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_name", {field.name: field for field in self.fields})

    def field(self, name: str) -> Field | None:
        return self._by_name.get(name)
