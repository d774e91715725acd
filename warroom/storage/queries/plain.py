"""Rows of a noun into its dataclass, by the names of their fields."""

from __future__ import annotations

import enum
import functools
from collections.abc import Hashable
from dataclasses import fields
from typing import Any, TypeVar, cast, get_args, get_origin, get_type_hints

import apsw

from warroom.domain.noun import Type
from warroom.domain.nouns import NOUNS
from warroom.storage.queries.rows import hexed, known, listed, named, read
from warroom.storage.sight import Sight

Record = TypeVar("Record")


def fetch(
    conn: apsw.Connection,
    sight: Sight,
    kind: type[Record],
    noun: str,
    where: str = "1",
    values: Any = (),
    order: str = "id",
    *,
    hidden: bool = False,
) -> list[Record]:
    """Visible records of a noun as values of a dataclass whose fields are named like the noun's; `hidden` takes all."""
    names = tuple(field.name for field in fields(kind))  # type: ignore[arg-type]
    only = "" if hidden or NOUNS[noun].insert_only else "AND NOT _hidden"
    columns = ", ".join(f'"{name}"' for name in names)
    sql = f'SELECT {columns} FROM "{noun}" WHERE ({where}) {only} ORDER BY {order}'
    makers = _makers(cast(Hashable, kind), noun)
    return [
        kind(*(make(value) for make, value in zip(makers, sight.named(noun, names, row), strict=True)))
        for row in read(conn, sql, values)
    ]


@functools.cache
def _makers(kind: Any, noun: str) -> tuple[Any, ...]:
    hints = get_type_hints(kind)
    return tuple(_maker(hints[field.name], noun, field.name) for field in fields(kind))


def _maker(hint: Any, noun: str, name: str) -> Any:
    field = NOUNS[noun].field(name)
    if field is None or field.type is Type.ID:  # the id itself
        return hexed
    if field.type is Type.BOOL:
        return bool
    if field.type is Type.JSON:
        return _dictionary if get_origin(hint) is dict else _list_of(get_args(hint)[0])
    if isinstance(hint, type) and issubclass(hint, enum.Enum):
        first = next(iter(hint))
        return lambda value: known(hint, value, first)
    if field.type in (Type.INT, Type.TIME):
        return (lambda value: value or 0) if hint is int else (lambda value: value)
    return _text


def _text(value: Any) -> str:
    return str(value) if value is not None else ""


def _list_of(item: Any) -> Any:
    """Makes a list of one kind of item; whatever else it holds is left out."""
    wanted = get_origin(item) or item
    if not isinstance(wanted, type):
        return listed
    return lambda value: tuple(each for each in listed(value) if isinstance(each, wanted))


def _dictionary(value: Any) -> dict[str, Any]:
    return named(value) or {}
