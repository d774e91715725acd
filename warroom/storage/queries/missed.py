"""Questions about what came in since somebody last read it; `since` says how far each writer was known then."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping

import apsw

from warroom.domain.entries import Entry, Kind
from warroom.domain.incidents import Mode
from warroom.domain.missed import MissedFrom, MissedLine, News, Weight
from warroom.domain.nouns import NOUNS
from warroom.storage.exchange import letters, stations_of
from warroom.storage.queries.board import mode_clause
from warroom.storage.queries.rows import ENTRY_COLUMNS, hexed
from warroom.storage.sight import Sight

LINES_MOST = 300  # in words, of one station; whoever missed more reads the log
DECIDED = ("decision-requested", "decision-reviewed", "decision-withdrawn", "read-back")
STATES = ("declared", "status", "severity")
TOLD = (*DECIDED, *STATES, "action-asked")
BEHIND_THE_LOG = frozenset({"entry", "entry_mark", "writer", "station", "impact", "key_share"})


def missed(
    conn: apsw.Connection, since: Mapping[bytes, int], sight: Sight, *, own: str, mode: Mode
) -> list[MissedFrom]:
    """What came from every other station, by letter; from none that brought nothing."""
    numbers = {hexed(rid): number or "" for rid, number in conn.execute("SELECT id, number FROM incident")}
    lines: dict[str, list[MissedLine]] = defaultdict(list)
    entries, left = Counter[str](), Counter[str]()
    touched: dict[str, Counter[str]] = defaultdict(Counter)
    for writer, station, seq in _beyond(conn, since, own):
        entries[station] += _entries(conn, writer, seq, mode)
        touched[station] += _records(conn, writer, seq)
        found, more = _weighty(conn, writer, seq, sight, mode)
        lines[station] += [_line(entry, numbers) for entry in found]
        left[station] += more
    named = letters(conn)
    told = [
        MissedFrom(
            station=station,
            letter=named.get(station, ("?", ""))[0],
            name=named.get(station, ("", ""))[1],
            lines=tuple(sorted(lines[station], key=lambda line: (line.at, line.number))),
            entries=entries[station],
            counts=dict(sorted(touched[station].items())),
            left_out=left[station],
        )
        for station in touched
        if entries[station] or touched[station]
    ]
    return sorted(told, key=lambda item: (item.letter, item.station))


def news(conn: apsw.Connection, since: Mapping[bytes, int], *, own: str) -> list[News]:
    """How many entries came from each other station, real and exercise alike; a count, for the foot of the window."""
    counts = Counter[str]()
    for writer, station, seq in _beyond(conn, since, own):
        counts[station] += _entries(conn, writer, seq, Mode.BOTH)
    named = letters(conn)
    found = [News(station, named.get(station, ("?", ""))[0], count) for station, count in counts.items() if count]
    return sorted(found, key=lambda item: (item.letter, item.station))


def _beyond(conn: apsw.Connection, since: Mapping[bytes, int], own: str) -> list[tuple[bytes, str, int]]:
    """The writers of other stations with something new: writer, station, how far it was known."""
    owners = stations_of(conn)
    return [
        (writer, owners.get(writer, ""), since.get(writer, 0))
        for writer, seq in conn.execute("SELECT w, seq FROM vv ORDER BY w")
        if seq > since.get(writer, 0) and owners.get(writer, "") != own
    ]


def _entries(conn: apsw.Connection, writer: bytes, seq: int, mode: Mode) -> int:
    sql = (
        "SELECT count(*) FROM op o JOIN entry e ON e.id=o.rid WHERE o.w=? AND o.seq>? AND o.ent='entry' AND o.flag=0 "
        f"{mode_clause(mode, 'e.')}"
    )
    return int(next(iter(conn.execute(sql, (writer, seq))))[0])


def _records(conn: apsw.Connection, writer: bytes, seq: int) -> Counter[str]:
    sql = "SELECT ent, count(DISTINCT rid) FROM op WHERE w=? AND seq>? AND flag=0 AND effect=1 AND gate=1 GROUP BY ent"
    rows = conn.execute(sql, (writer, seq))
    return Counter({ent: count for ent, count in rows if ent in NOUNS and ent not in BEHIND_THE_LOG})


def _weighty(conn: apsw.Connection, writer: bytes, seq: int, sight: Sight, mode: Mode) -> tuple[list[Entry], int]:
    """The entries to be told in words, the newest where there are too many, and how many more there are."""
    marks = ",".join("?" * len(TOLD))
    sql = (
        f"SELECT {ENTRY_COLUMNS} FROM op o JOIN entry e ON e.id=o.rid WHERE o.w=? AND o.seq>? AND o.ent='entry' AND o.flag=0 "
        f"AND (e.marked_key_event=1 OR e.kind=? OR e.code IN ({marks})) {mode_clause(mode, 'e.')} "
        "ORDER BY o.seq DESC"
    )
    found, more = list[Entry](), 0
    for row in conn.execute(sql, (writer, seq, Kind.DECISION.value, *TOLD)):
        if len(found) < LINES_MOST:
            found.append(sight.entry(row))
        else:
            more += 1
    return found, more


def _line(entry: Entry, numbers: Mapping[str, str]) -> MissedLine:
    return MissedLine(
        weight=_weight(entry),
        incident=entry.incident,
        incident_number=numbers.get(entry.incident, ""),
        entry=entry.id,
        number=entry.number,
        at=entry.event_at,
        text=" ".join(entry.text.split()),
        author=entry.author,
        exercise=entry.exercise,
    )


def _weight(entry: Entry) -> Weight:
    if entry.kind is Kind.DECISION or entry.code in DECIDED:
        return Weight.DECISION
    if entry.code in STATES:
        return Weight.STATE
    return Weight.ACTION if entry.code == "action-asked" and not entry.key_event else Weight.KEY_EVENT
