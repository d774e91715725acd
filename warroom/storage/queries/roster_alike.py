"""What the roster knows of cards that look alike."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import apsw

from warroom.domain.roster_alike import Alike, alike_of
from warroom.domain.roster_lines import RosterLine
from warroom.storage.queries.rows import read, texts

SHARED = (
    "SELECT normal, person FROM reach WHERE NOT _hidden AND normal IS NOT NULL AND normal<>'' AND person IS NOT NULL "
    "AND kind NOT IN ('address', 'radio', 'other') AND length(normal) > 6 ORDER BY normal, person"
)


def alike(conn: apsw.Connection, lines: Iterable[RosterLine]) -> list[Alike]:
    """Pairs of these lines that may be one person, the surest first; those told apart are left out."""
    reaches: dict[str, list[str]] = defaultdict(list)
    for normal, person in read(conn, SHARED):
        whose = person.hex()
        if whose not in reaches[normal]:
            reaches[normal].append(whose)
    apart = {
        record.hex(): texts(said)
        for record, said in read(conn, "SELECT id, apart FROM person WHERE NOT _hidden AND apart IS NOT NULL")
    }
    return alike_of(lines, reaches, apart)
