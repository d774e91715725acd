"""Letters: no two writers give numbers under one prefix, also when two stations chose a letter apart (decision 12).

Of two that did, the later enrolled goes on under a suffix from its next number on; printed numbers never change.
"""

from __future__ import annotations

import apsw

from warroom.clock import Moment
from warroom.domain.ids import named_id
from warroom.domain.nouns import NOUNS
from warroom.storage.gates import IS_GATED, founder_of
from warroom.storage.journal import Journal, meta, set_meta

ENROLLED = f"SELECT min(ord) FROM op WHERE {IS_GATED} AND ent='writer' AND flag=0 AND w=?"


def free_prefix(conn: apsw.Connection, letter: str, *, first: int = 1) -> str:
    """The letter, or the first suffixed form of it from `first` on (1: none) that no writer known here has."""
    taken = {prefix for (prefix,) in conn.execute("SELECT prefix FROM writer")}
    number = first
    while (prefix := letter if number == 1 else f"{letter}{number}") in taken:
        number += 1
    return prefix


def yield_prefix(journal: Journal, moment: Moment) -> None:
    """Go on under another prefix when an earlier writer has this one; in a write transaction, before a number is given."""
    conn, tip = journal.conn, journal.tip
    sql = "SELECT writer, station FROM writer WHERE prefix=? AND writer<>? AND NOT _hidden"
    others = [
        (bytes.fromhex(writer), station.hex())
        for writer, station in list(conn.execute(sql, (tip.prefix, tip.writer.hex())))
        if isinstance(station, bytes)
    ]
    if not others:
        return
    founder = founder_of(conn)
    own = _rank(conn, tip.writer, str(meta(conn, "station") or ""), founder)
    if all(own < _rank(conn, writer, station, founder) for writer, station in others):
        return
    tip.prefix = free_prefix(conn, str(meta(conn, "letter") or tip.prefix[:1]), first=2)
    set_meta(conn, "prefix", tip.prefix)
    record = named_id(str(meta(conn, "room")), "writer", tip.writer.hex())
    journal.append(NOUNS["writer"], record, {"prefix": tip.prefix}, author="", moment=moment)


def _rank(conn: apsw.Connection, writer: bytes, station: str, founder: str) -> tuple[bool, int, bytes]:
    """Who keeps a prefix: the founder's writer, then by enrolment; every station sees the same."""
    ((enrolled,),) = conn.execute(ENROLLED, (writer,))
    return station != founder, enrolled or 0, writer
