"""On-call as it is read: rotations, changes and calendars of a stretch of time, with the cards others were merged into."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import apsw

from warroom.domain.ids import PersonId, RecordId
from warroom.domain.on_call import Duty, Override, Rotation
from warroom.domain.turns import Stretch, stretches
from warroom.storage.books import ID
from warroom.storage.merged import kept
from warroom.storage.queries.plain import fetch
from warroom.storage.queries.team import DUTY_ORDER, duties, overrides, rotations
from warroom.storage.sight import Sight

Names = Mapping[str, tuple[str, str]]  # person id → the id and name of the card they were merged into, or their own
MERGES = 8  # steps from a card to the one it was merged into, and on


@dataclass(frozen=True, slots=True)
class Said:
    """What is known of on-call for a stretch of time, and the names of everybody."""

    rotations: list[Rotation]
    changes: list[Override]
    duties: list[Duty]
    names: Names

    def held(self, rotation: Rotation, from_ms: int, until_ms: int) -> list[Stretch]:
        """Who is on call in one rotation; `name` is who it is, `instead` whose place they take."""
        return [self._told(each) for each in stretches(rotation, self.changes, self.duties, from_ms, until_ms)]

    def _told(self, each: Stretch) -> Stretch:
        name = self.names.get(each.person, ("", ""))[1] or each.name
        return replace(each, name=name, instead=self.names.get(each.instead, ("", each.instead))[1])


def said(conn: apsw.Connection, sight: Sight, from_ms: int, until_ms: int) -> Said:
    """Rotations, changes and calendars that touch a stretch of time (milliseconds UTC)."""
    taking = rotations(conn, sight)
    changes, calendars = overrides(conn, sight, from_ms, until_ms), duties(conn, sight, from_ms, until_ms)
    named = {each.person for each in calendars} | {who for each in changes for who in (each.person, each.instead)}
    names = people(conn, named.union(*(each.members for each in taking)))

    def kept(person: str) -> str:
        return names.get(person, (person, ""))[0]

    return Said(
        [replace(each, members=tuple(kept(one) for one in each.members)) for each in taking],
        [replace(each, person=PersonId(kept(each.person)), instead=RecordId(kept(each.instead))) for each in changes],
        [replace(each, person=RecordId(kept(each.person))) for each in calendars],
        names,
    )


def people(conn: apsw.Connection, wanted: Iterable[str]) -> Names:
    """Whom each of these ids stands for, whatever cards were merged into; ids that nobody has are left out."""
    rows: dict[str, tuple[str, str]] = {}
    asked = {each for each in wanted if ID.match(each)}
    for _step in range(MERGES):
        rows |= _cards(conn, asked)
        asked = {into for _name, into in rows.values() if into and into not in rows}
        if not asked:
            break
    return {person: (stays := _last(rows, person), rows[stays][0]) for person in rows}


def _cards(conn: apsw.Connection, wanted: Iterable[str]) -> dict[str, tuple[str, str]]:
    found: dict[str, tuple[str, str]] = {}
    for batch in batched(sorted(wanted), 500):
        marks = ",".join("?" * len(batch))
        sql = f"SELECT id, name, merged_into FROM person WHERE id IN ({marks})"
        for record, name, into in conn.execute(sql, tuple(bytes.fromhex(each) for each in batch)):
            found[bytes(record).hex()] = str(name or ""), bytes(into).hex() if into else ""
    return found


def _last(rows: Mapping[str, tuple[str, str]], person: str) -> str:
    return kept(person, lambda card: into if (into := rows[card][1]) in rows else None)


def batched(items: list[str], size: int) -> Iterable[list[str]]:
    """So many at a time: SQLite binds no more than it was built for."""
    return (items[start : start + size] for start in range(0, len(items), size))


def duties_of(conn: apsw.Connection, sight: Sight, rotation: bytes) -> list[Duty]:
    """All that calendars ever said of one rotation, by time."""
    where = "rotation=? AND from_at IS NOT NULL AND until_at IS NOT NULL"
    return fetch(conn, sight, Duty, "duty", where, (rotation,), DUTY_ORDER)


def unmatched_names(conn: apsw.Connection, since_ms: int) -> list[tuple[str, int]]:
    """Names that only calendars know, of what has not ended by then, and how many duties each has."""
    sql = (
        "SELECT name, count(*) FROM duty WHERE NOT _hidden AND person IS NULL AND name IS NOT NULL AND until_at>=? "
        "GROUP BY name ORDER BY count(*) DESC, name"
    )
    return [(str(name), int(count)) for name, count in conn.execute(sql, (since_ms,))]


def unmatched(conn: apsw.Connection) -> list[tuple[str, str]]:
    """Duties (ids) that nobody matched yet, with the name in the calendar."""
    sql = "SELECT id, name FROM duty WHERE NOT _hidden AND person IS NULL AND name IS NOT NULL ORDER BY id"
    return [(bytes(record).hex(), str(name)) for record, name in conn.execute(sql)]


def matched(conn: apsw.Connection) -> Iterable[tuple[str, str]]:
    """Names of calendars and the id of the person whom somebody matched each to, the latest last."""
    sql = "SELECT name, person FROM duty WHERE NOT _hidden AND person IS NOT NULL AND name IS NOT NULL ORDER BY id"
    return ((str(name), bytes(person).hex()) for name, person in conn.execute(sql))
