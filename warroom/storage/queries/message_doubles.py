"""Questions about what two stations let out, neither knowing of the other: a point to settle that nobody chooses in."""

from __future__ import annotations

from collections.abc import Callable

import apsw

from warroom.domain.authority import authority_of
from warroom.domain.conflicts import Conflict, Place, Side, conflict_id
from warroom.domain.message_releases import Doubled, doubled
from warroom.domain.messages import Double, Release
from warroom.storage.books import named_by
from warroom.storage.queries.plain import fetch
from warroom.storage.queries.rows import hexed, one, read
from warroom.storage.sight import Sight

FIELD = "texts"
LONGEST = 300  # letters of what was said


def open_doubles(conn: apsw.Connection, sight: Sight) -> list[Doubled]:
    """Releases that knew nothing of each other, for which nobody has answered, of every incident."""
    releases = fetch(conn, sight, Release, "release", order="at, id")
    if len(releases) < 2:
        return []
    answers = fetch(conn, sight, Double, "double")
    return [pair for pair in doubled(releases, answers) if not pair.is_answered]


def double_conflicts(
    conn: apsw.Connection, sight: Sight, room: str, side: Callable[[Place, str], Side]
) -> list[Conflict]:
    """The same as points to settle; `side` says who wrote what an op wrote, and where."""
    pairs = open_doubles(conn, sight)
    numbers = {
        hexed(row[0]): (str(row[1] or ""), bool(row[2]))
        for row in (read(conn, "SELECT id, number, exercise FROM incident") if pairs else ())
    }
    found = []
    for pair in pairs:
        record = named_by(room, "double", pair.key)
        number, exercise = numbers.get(pair.one.incident, ("", False))
        found.append(
            Conflict(
                id=conflict_id("double", record, FIELD),
                noun="double",
                record=pair.other.message,  # where it is answered
                field=FIELD,
                values=tuple(
                    side(place, said_in(each))
                    for place, each in zip(_places(conn, pair), (pair.other, pair.one), strict=True)
                ),
                number=", ".join(dict.fromkeys((pair.one.number, pair.other.number))),
                title="",
                incident=pair.one.incident,
                incident_number=number,
                exercise=exercise,
                authority=authority_of("double", FIELD),
                restricted="",
            )
        )
    return found


def double_places(conn: apsw.Connection, sight: Sight) -> set[tuple[Place, ...]]:
    """What such a point to settle shows: the ops that let out its two releases."""
    return {_places(conn, pair) for pair in open_doubles(conn, sight)}


def said_in(release: Release) -> str:
    """The words of a release in one line, in the language that comes first."""
    texts: dict[str, str] = release.texts.get("fr") or next(iter(release.texts.values()), {})
    said = " · ".join(" ".join(text.split()) for part in ("title", "body") if (text := texts.get(part, "")))
    return said if len(said) <= LONGEST else f"{said[:LONGEST]}…"


def _places(conn: apsw.Connection, pair: Doubled) -> tuple[Place, Place]:
    return _place(conn, pair.other), _place(conn, pair.one)


def _place(conn: apsw.Connection, release: Release) -> Place:
    sql = "SELECT w, seq FROM op WHERE rid=? AND ent<>'entry' AND ent='release' ORDER BY ord LIMIT 1"
    found = one(conn, sql, (bytes.fromhex(release.id),))
    return (found[0].hex(), found[1]) if found else ("00", 0)
