"""Which card stays of those merged into one another, also where two stations merged them each their own way."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

import apsw

from warroom.storage.queries.rows import read

Id = TypeVar("Id", str, bytes)


def kept(person: Id, into: Callable[[Id], Id | None]) -> Id:
    """The card that stays of a person's, where `into` says which card one was merged into.

    Merged apart into each other they make a ring: there the smallest id stays, on every station alike.
    """
    way = [person]
    while (above := into(way[-1])) and above not in way:
        way.append(above)
    return min(way[way.index(above) :]) if above else way[-1]


def heads(conn: apsw.Connection) -> dict[bytes, bytes]:
    """For every card that was merged, the card that stays; of a ring, one stays itself."""
    sql = "SELECT id, merged_into FROM person WHERE merged_into IS NOT NULL AND NOT _hidden"
    above = {bytes(record): bytes(into) for record, into in read(conn, sql)}
    return {record: kept(record, above.get) for record in above}


def staying(found: Mapping[bytes, bytes]) -> str:
    """The condition on `person` for cards that stay, of what `heads` found: no value from outside is in it."""
    rings = ",".join(f"x'{record.hex()}'" for record in ringed(found))
    return f"(merged_into IS NULL OR id IN ({rings}))" if rings else "merged_into IS NULL"


def ringed(found: Mapping[bytes, bytes]) -> list[bytes]:
    """Cards that stay although they were merged: one of each ring."""
    return sorted(record for record, head in found.items() if record == head)


def family(person: bytes, found: Mapping[bytes, bytes]) -> list[bytes]:
    """A card that stays with those merged into it."""
    return [person, *(record for record, head in found.items() if head == person and record != person)]


def marks(values: Iterable[object]) -> str:
    return ",".join("?" for _value in values)
