"""Questions about paper: what a printed copy does not show any more, and which sheets came back."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

import apsw

from warroom.domain.paper import OF_PAPER, CameBack, Overtaken, PrintKind, Printout, Sheet, SheetState
from warroom.storage.books import ID
from warroom.storage.queries.plain import fetch
from warroom.storage.queries.rows import read
from warroom.storage.sight import Sight

# What each kind of document shows: how a change is counted → nouns.
CLOCKS = ("due", "point", "regime", "clock_event", "submission")
SITUATION = ("incident", "impact", "sentence", "objective", "scenario")
SHOWN: dict[str, dict[str, tuple[str, ...]]] = {
    PrintKind.LOG: {"entries": ("entry", "entry_mark")},
    PrintKind.ROSTER: {"other": ("function",)},
    PrintKind.SEATS: {"other": ("function",)},
    PrintKind.POINT: {"other": ("point",)},
    PrintKind.POSTER: {"other": ("release",)},  # a newer message about the same incident
    PrintKind.SITUATION: {
        "entries": ("entry",),
        "decisions": ("decision",),
        "actions": ("action",),
        "clocks": CLOCKS,
        "other": SITUATION,
    },
    PrintKind.PAPER: {
        "entries": ("entry",),
        "decisions": ("decision",),
        "actions": ("action",),
        "clocks": CLOCKS,
        "other": (*SITUATION, "function", "crisis_cell", "coverage", "freeze"),
    },
}
OF_A_CELL = frozenset({"point", "objective", "function", "coverage", "freeze"})


def printout(conn: apsw.Connection, sight: Sight, record: bytes) -> Printout | None:
    return next(iter(fetch(conn, sight, Printout, "printout", "id=?", (record,))), None)


def sheet(conn: apsw.Connection, sight: Sight, number: str) -> Sheet | None:
    return next((each for each in sheets(conn, sight, None) if each.number == number.strip().upper()), None)


def sheets(conn: apsw.Connection, sight: Sight, incident: bytes | None) -> list[Sheet]:
    """Numbered sheets, blank ones first; of one incident or of all. One that came back did, whatever was said since."""
    only, values = ("incident=?", (incident,)) if incident else ("1", ())
    found = fetch(conn, sight, Sheet, "sheet", only, values, "number, id")
    back = {number for (number,) in read(conn, "SELECT DISTINCT sheet FROM entry WHERE sheet IS NOT NULL")}
    known = [replace(each, state=SheetState.TRANSCRIBED) if each.number in back else each for each in found]
    return sorted(known, key=lambda each: each.state is not SheetState.BLANK)


def overtaken(conn: apsw.Connection, printed: Printout) -> Overtaken:
    """What was written since a copy was printed, at whatever station, of what its kind of document shows.

    By the ops that the copy had not seen: what another laptop wrote before and brought later counts too.
    """
    shown = SHOWN.get(printed.kind, SHOWN[PrintKind.SITUATION])
    incidents = [bytes.fromhex(each) for each in (printed.incident, *printed.others) if ID.match(str(each))]
    cells = _cells(conn, incidents)
    fresh = _unseen(conn, printed)
    counts: dict[str, int] = {}
    since: int | None = None
    for counted, nouns in shown.items():
        records: set[bytes] = set()
        for noun in nouns:
            for record, at in _changed(conn, noun, fresh, incidents, cells, printed):
                records.add(record)
                since = at if since is None else min(since, at)
        counts[counted] = len(records)
    return Overtaken(since=since, **counts)


def _cells(conn: apsw.Connection, incidents: list[bytes]) -> list[bytes]:
    """The cells that cover these incidents."""
    sql = f"SELECT DISTINCT cell FROM coverage WHERE incident IN ({_marks(incidents)}) AND NOT _hidden"
    return [cell for (cell,) in read(conn, sql, incidents) if isinstance(cell, bytes)]


def _unseen(conn: apsw.Connection, printed: Printout) -> list[tuple[bytes, int]]:
    """Writers with more ops than the copy shows, and the last op of each that it shows."""
    known = {writer: seq for writer, seq in printed.heads.items() if isinstance(seq, int)}
    return [(w, known.get(w.hex(), 0)) for w, seq in read(conn, "SELECT w, seq FROM vv") if seq > known.get(w.hex(), 0)]


def _changed(
    conn: apsw.Connection,
    noun: str,
    fresh: list[tuple[bytes, int]],
    incidents: list[bytes],
    cells: list[bytes],
    printed: Printout,
) -> list[tuple[bytes, int]]:
    """Records of a noun written since, with the time of the first change (milliseconds UTC)."""
    where, values = _belongs(noun, incidents, cells, printed)
    if not values:
        return []
    table = "entry" if noun == "entry_mark" else noun
    sql = (
        f'SELECT o.rid, min(o.wall) FROM op o CROSS JOIN "{table}" n ON n.id=o.rid '
        f"WHERE o.w=? AND o.seq>? AND o.ent=? AND {where} GROUP BY o.rid"
    )
    return [
        (record, at) for w, seq in fresh for record, at in read(conn, sql, (w, seq, noun, *values)) if at is not None
    ]


def _belongs(noun: str, incidents: list[bytes], cells: list[bytes], printed: Printout) -> tuple[str, list[bytes | str]]:
    """The condition under which a record is shown by the copy."""
    if noun == "point" and printed.kind == PrintKind.POINT:
        return "n.id=?", [bytes.fromhex(printed.record)] if printed.record else []
    if noun == "crisis_cell":
        return f"n.id IN ({_marks(cells)})", [*cells]
    if noun in OF_A_CELL:
        return f"n.cell IN ({_marks(cells)})", [*cells]
    column = "id" if noun == "incident" else "incident"
    if noun == "entry":
        return f"n.incident IN ({_marks(incidents)}) AND coalesce(n.code,'') NOT IN ({_marks(OF_PAPER)})", [
            *incidents,
            *OF_PAPER,
        ]
    return f"n.{column} IN ({_marks(incidents)})", [*incidents]


def _marks(values: Collection[object]) -> str:
    return ",".join("?" * len(values))


def came_back(conn: apsw.Connection, numbers: Collection[str]) -> dict[str, list[CameBack]]:
    """Who brought these sheets into the log; the same sheet twice where two stations did it apart."""
    found: dict[str, list[CameBack]] = {}
    sql = (
        "SELECT sheet, coalesce(author,''), coalesce(station,''), min(recorded_at), count(*) FROM entry "
        f"WHERE sheet IN ({_marks(numbers)}) GROUP BY sheet, author, station ORDER BY sheet, 4, 2, 3"
    )
    for number, by, station, at, count in read(conn, sql, [*numbers]) if numbers else ():
        found.setdefault(number, []).append(CameBack(by, station, at or 0, count))
    return found
