"""Findable words of many records at once: the few one by one, the many by rebuilding the index."""

from __future__ import annotations

import apsw

from warroom.domain.nouns import Noun
from warroom.storage.projections import FINDABLE, incident_column, make_findable, words_sql

FEW = 200  # records; above a fifth of the index a rebuild is cheaper too
REBUILD = "INSERT INTO findable_words(findable_words) VALUES('rebuild')"


def refresh(conn: apsw.Connection, noun: Noun) -> None:
    """Follow the records of this noun listed in temp.touched."""
    if noun.name not in FINDABLE:
        return
    ((many,),) = conn.execute("SELECT count(*) FROM temp.touched WHERE ent=?", (noun.name,))
    ((known,),) = conn.execute("SELECT count(*) FROM findable")
    if many <= FEW or many * 5 < known:
        for (rid,) in list(conn.execute("SELECT rid FROM temp.touched WHERE ent=?", (noun.name,))):
            make_findable(conn, noun, rid)
        return
    fill(conn, noun, "t.id IN (SELECT rid FROM temp.touched WHERE ent=:noun)")
    conn.execute(REBUILD)


def fill(conn: apsw.Connection, noun: Noun, which: str = "true") -> None:
    """Write the words of the chosen records, as make_findable would; the index itself is the caller's to rebuild."""
    words = ", ".join(f"nullif({words_sql(name)}, '')" for name in FINDABLE[noun.name])
    incident = incident_column(noun)  # NULL, or a column of `t`
    hidden = "0" if noun.insert_only else "t._hidden"
    gone = f'SELECT t.id FROM "{noun.name}" t WHERE {which} AND {hidden}'
    conn.execute(f"DELETE FROM findable WHERE noun=:noun AND id IN ({gone})", {"noun": noun.name})
    conn.execute(
        f"INSERT INTO findable(noun, id, incident, body) SELECT :noun, t.id, {incident}, concat_ws(char(10), {words}) "
        f'FROM "{noun.name}" t WHERE {which} AND NOT {hidden} '
        "ON CONFLICT(noun, id) DO UPDATE SET body=excluded.body, incident=excluded.incident",
        {"noun": noun.name},
    )
