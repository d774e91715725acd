"""Which incidents metrics are asked of, and what names its incident, by incident."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

import apsw

from warroom.domain.incidents import Mode
from warroom.storage.queries.plain import fetch
from warroom.storage.queries.rows import (
    read,
)
from warroom.storage.queries.team import OF_MODE
from warroom.storage.sight import Sight

FIRST, LATEST_MS = 0, 7_258_118_400_000  # times outside these come from a broken clock


class OfIncident(Protocol):
    @property
    def incident(self) -> Any: ...


Record = TypeVar("Record", bound=OfIncident)


@dataclass(frozen=True, slots=True)
class Scope:
    """Which incidents are asked for, on which connection, and who asks."""

    conn: apsw.Connection
    sight: Sight
    room: str
    now_ms: int
    incident: bytes | None
    mode: Mode

    @property
    def where(self) -> tuple[str, list[Any]]:
        """The condition on what names its incident."""
        return (OF_MODE[self.mode], []) if self.incident is None else ("incident=?", [self.incident])

    def fetched(self, kind: type[Record], noun: str, more: str = "1", order: str = "id") -> dict[str, list[Record]]:
        """Records of a noun by their incident."""
        where, values = self.where
        found = fetch(self.conn, self.sight, kind, noun, f"{where} AND {more}", values, order)
        return by_incident(found)

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """Rows of a question whose `{where}` is this condition."""
        where, values = self.where
        return read(self.conn, sql.format(where=where), values)


def by_incident(found: Iterable[Record]) -> dict[str, list[Record]]:
    grouped: dict[str, list[Record]] = defaultdict(list)
    for each in found:
        grouped[str(each.incident)].append(each)
    return grouped
