"""Questions about the log: order, pages, filters."""

from __future__ import annotations

import enum
from array import array
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import apsw

from warroom.domain.entries import Entry, Kind, Verification
from warroom.storage.matching import match_of, plain
from warroom.storage.queries.rows import ENTRY_COLUMNS, one, read
from warroom.storage.sight import Sight


class Order(enum.Enum):
    """How the log is ordered; the newest first in each."""

    RECORDED = "recorded"  # as written, the order of evidence
    EVENT = "event"  # as it happened


ORDER_BY = {
    Order.RECORDED: "e.hlc DESC, e.key DESC",
    Order.EVENT: "e.event_at DESC, e.hlc DESC, e.key DESC",
}

RARE = 5_000  # so few entries hold the words that sorting them is less work than walking the whole log

# The newest entries are found before they are fed to the index: what was just typed must never seem lost.
HOLDS = (
    "e.key IN (SELECT rowid FROM entry_words WHERE entry_words MATCH ? UNION ALL SELECT key FROM entry "
    "WHERE key>coalesce((SELECT value FROM meta WHERE name='words_upto'), 0) AND circle IS NULL AND holds_words(text, ?))"
)


@dataclass(frozen=True, slots=True)
class LogFilter:
    """Which entries to show. Empty fields ask nothing. Times are milliseconds UTC of the event."""

    kinds: frozenset[Kind] = frozenset()
    author: str = ""
    since: int | None = None
    until: int | None = None
    verification: frozenset[Verification] = frozenset()
    service: str = ""
    key_events: bool = False
    words: str = ""

    @property
    def is_empty(self) -> bool:
        return self == LogFilter()


def where(incident: bytes, wanted: LogFilter) -> tuple[str, list[Any]]:
    """The WHERE clause of a filter and its values."""
    clauses = ["e.incident=?"]
    values: list[Any] = [incident]
    more, bound = filter_clauses(wanted)
    if wanted.words:
        clauses.append(HOLDS)
        values += [match_of(wanted.words), plain(wanted.words)]
    return " AND ".join(clauses + more), values + bound


def listed(conn: apsw.Connection, incident: bytes, wanted: LogFilter) -> tuple[str, list[Any]]:
    """The same, begun from the words where they are rare: SQLite itself always walks the log."""
    clause, values = where(incident, wanted)
    if wanted.words and _are_rare(conn, wanted.words):
        clause = "+" + clause  # of two ways to the same rows, not by the index of the incident
    return clause, values


def _are_rare(conn: apsw.Connection, words: str) -> bool:
    sql = "SELECT count(*) FROM (SELECT 1 FROM entry_words WHERE entry_words MATCH ? LIMIT ?)"
    found: int = next(conn.execute(sql, (match_of(words), RARE + 1)))[0]
    return found <= RARE


def filter_clauses(wanted: LogFilter) -> tuple[list[str], list[Any]]:
    """The clauses of everything but the words."""
    clauses: list[str] = []
    values: list[Any] = []
    if wanted.kinds:
        clauses.append(f"e.kind IN ({','.join('?' * len(wanted.kinds))})")
        values += sorted(kind.value for kind in wanted.kinds)
    if wanted.author:
        clauses.append("e.author LIKE ? ESCAPE '\\'")
        values.append(f"%{escaped(wanted.author)}%")
    if wanted.since is not None:
        clauses.append("e.event_at>=?")
        values.append(wanted.since)
    if wanted.until is not None:
        clauses.append("e.event_at<?")
        values.append(wanted.until)
    if wanted.verification:
        clauses.append(f"coalesce(e.marked_verification,'') IN ({','.join('?' * len(wanted.verification))})")
        values += sorted(state.value for state in wanted.verification)
    if wanted.service:
        clauses.append("e.circle IS NULL AND e.services LIKE ? ESCAPE '\\'")  # letters of a sealed text mean nothing
        values.append(f"%{escaped(wanted.service)}%")
    if wanted.key_events:
        clauses.append("e.marked_key_event=1")
    return clauses, values


def escaped(text: str) -> str:
    return plain(text).replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def entry_keys(conn: apsw.Connection, incident: bytes, wanted: LogFilter, order: Order) -> array[int]:
    """Every entry's local key in order: eight bytes an entry."""
    clause, values = listed(conn, incident, wanted)
    return array(
        "q",
        (
            row[0]
            for row in conn.execute(f"SELECT e.key FROM entry e WHERE {clause} ORDER BY {ORDER_BY[order]}", values)
        ),
    )


def entry_times(conn: apsw.Connection, incident: bytes) -> array[int]:
    """When everything in the log happened, in order: how much was written when, without what."""
    return array(
        "q", (row[0] for row in conn.execute("SELECT event_at FROM entry WHERE incident = ? ORDER BY 1", (incident,)))
    )


def first_keys(conn: apsw.Connection, incident: bytes, wanted: LogFilter, order: Order, *, count: int) -> array[int]:
    """The first keys only, at once, while the whole order is read elsewhere."""
    clause, values = listed(conn, incident, wanted)
    sql = f"SELECT e.key FROM entry e WHERE {clause} ORDER BY {ORDER_BY[order]} LIMIT ?"
    return array("q", (row[0] for row in conn.execute(sql, [*values, count])))


def entries_by_key(conn: apsw.Connection, keys: Iterable[int], sight: Sight) -> dict[int, Entry]:
    """Entries by local key, one question for all."""
    wanted = list(keys)
    if not wanted:
        return {}
    sql = f"SELECT {ENTRY_COLUMNS} FROM entry e WHERE e.key IN ({','.join('?' * len(wanted))})"
    return {row[0]: sight.entry(row) for row in conn.execute(sql, wanted)}


def keys_of(conn: apsw.Connection, ids: Iterable[str], incident: bytes, wanted: LogFilter, order: Order) -> array[int]:
    """Which of these entries belong in this list, in its order."""
    records = [bytes.fromhex(record) for record in ids]
    if not records:
        return array("q")
    clause, values = where(incident, wanted)
    sql = f"SELECT e.key FROM entry e WHERE e.id IN ({','.join('?' * len(records))}) AND {clause} ORDER BY {ORDER_BY[order]}"
    return array("q", (row[0] for row in conn.execute(sql, [*records, *values])))


def entry(conn: apsw.Connection, record: bytes, sight: Sight) -> Entry | None:
    row = one(conn, f"SELECT {ENTRY_COLUMNS} FROM entry e WHERE e.id=?", (record,))
    return sight.entry(row) if row else None


def entries_in_order(
    conn: apsw.Connection, incident: bytes, order: Order, sight: Sight, *, key_events: bool = False
) -> Iterable[Entry]:
    """Every entry, oldest first, streamed: for reports and exports."""
    by = "e.hlc, e.key" if order is Order.RECORDED else "e.event_at, e.hlc, e.key"
    only = "AND e.marked_key_event=1" if key_events else ""
    for row in conn.execute(
        f"SELECT {ENTRY_COLUMNS} FROM entry e WHERE e.incident=? {only} ORDER BY {by}", (incident,)
    ):
        yield sight.entry(row)


def corrections(conn: apsw.Connection, record: bytes, sight: Sight) -> list[Entry]:
    """What corrected this entry, oldest first."""
    return [
        sight.entry(row)
        for row in read(
            conn, f"SELECT {ENTRY_COLUMNS} FROM entry e WHERE e.corrects=? ORDER BY e.hlc, e.key", (record,)
        )
    ]


def tally(conn: apsw.Connection, incident: bytes) -> tuple[int, int, int, int | None]:
    """Entries, to verify, key events, time of the last entry (milliseconds UTC)."""
    row = one(conn, "SELECT entries, to_verify, key_events, last_at FROM tally WHERE incident=?", (incident,))
    return (row[0], row[1], row[2], row[3]) if row else (0, 0, 0, None)
