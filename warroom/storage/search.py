"""Search: words over the whole room, fed outside the hot path, and questions that answer in milliseconds."""

from __future__ import annotations

from dataclasses import dataclass

import apsw

from warroom.domain.entries import Entry
from warroom.domain.incidents import Mode
from warroom.storage.journal import meta, set_meta
from warroom.storage.matching import holds_words, match_of, plain
from warroom.storage.queries.board import mode_clause
from warroom.storage.queries.log import LogFilter, filter_clauses
from warroom.storage.queries.rows import ENTRY_COLUMNS, hexed, read
from warroom.storage.sight import Sight

BATCH = 400  # entries fed between two commands: a few milliseconds
BULK = 20_000
RESTRICTED_MOST = 500  # restricted entries that one search opens and reads, the newest first


@dataclass(frozen=True, slots=True)
class Found:
    """One record that holds the words: a decision, an action, an incident, a service, an attachment."""

    noun: str
    id: str
    incident: str
    text: str


@dataclass(frozen=True, slots=True)
class Findings:
    """One page of answers: entries newest first, other records, and whether more entries wait behind."""

    entries: tuple[Entry, ...]
    records: tuple[Found, ...]
    more: bool
    unread: int = 0  # older restricted entries that this page did not look through


def backlog(conn: apsw.Connection) -> int:
    """How many entries are not searchable yet. Keys only grow, so a watermark is the queue."""
    newest = next(iter(conn.execute("SELECT max(key) FROM entry")))[0] or 0
    return max(0, newest - int(meta(conn, "words_upto") or 0))


def feed(conn: apsw.Connection, *, most: int = BATCH) -> int:
    """Make the next entries searchable, in the caller's transaction; how many still wait."""
    upto = int(meta(conn, "words_upto") or 0)
    last = next(
        iter(
            conn.execute("SELECT max(key) FROM (SELECT key FROM entry WHERE key>? ORDER BY key LIMIT ?)", (upto, most))
        )
    )[0]
    if last is None:
        return 0
    conn.execute(
        # Words of what is restricted would lie in the index for all to read.
        "INSERT INTO entry_words(rowid, text) SELECT key, coalesce(text,'') FROM entry WHERE key>? AND key<=? AND circle IS NULL",
        (upto, last),
    )
    set_meta(conn, "words_upto", last)
    return backlog(conn)


def find(
    conn: apsw.Connection,
    words: str,
    sight: Sight,
    *,
    mode: Mode,
    incident: bytes | None = None,
    wanted: LogFilter | None = None,
    limit: int = 50,
    offset_key: int | None = None,
) -> Findings:
    """Entries that hold every word, newest first, and small records beside them. The last word may be a beginning."""
    asked = match_of(words)
    clauses, values = filter_clauses(wanted or LogFilter())
    if incident:
        clauses.append("e.incident=?")
        values.append(incident)
    if mode is not Mode.BOTH:
        clauses.append(f"coalesce(e.exercise,0)={int(mode is Mode.EXERCISE)}")
    more = "".join(f" AND {clause}" for clause in clauses)
    upto = int(meta(conn, "words_upto") or 0)
    before = offset_key if offset_key is not None else 2**62
    fresh = _not_fed_yet(conn, words, upto, more, values, sight, before=before, limit=limit + 1)
    sql = (
        f"SELECT {ENTRY_COLUMNS} FROM entry_words JOIN entry e ON e.key=entry_words.rowid "
        f"WHERE entry_words MATCH ? AND entry_words.rowid<?{more} ORDER BY entry_words.rowid DESC LIMIT ?"
    )
    fed = min(before, upto + 1)  # what is fed between the two questions is in the first answer already
    entries = fresh + [sight.entry(row) for row in read(conn, sql, [asked, fed, *values, limit + 1 - len(fresh)])]
    opened, unread = _restricted(conn, words, more, values, sight, before=before)
    if opened:
        entries = sorted((*entries, *opened), key=lambda entry: -entry.key)
    records = (
        ()
        if offset_key is not None or (wanted and not wanted.is_empty)
        else _records(conn, asked, mode=mode, incident=incident)
    )
    return Findings(entries=tuple(entries[:limit]), records=records, more=len(entries) > limit, unread=unread)


def _restricted(
    conn: apsw.Connection, words: str, more: str, values: list[object], sight: Sight, *, before: int
) -> tuple[list[Entry], int]:
    """Restricted entries that hold the words, for those who may read them; and how many older ones were not read."""
    where = f"e.circle IS NOT NULL AND e.key<?{more}"
    sql = f"SELECT {ENTRY_COLUMNS} FROM entry e WHERE {where} ORDER BY e.key DESC LIMIT ?"
    found = [sight.entry(row) for row in read(conn, sql, [before, *values, RESTRICTED_MOST])]
    legible = [entry for entry in found if not entry.restricted]
    unread = 0
    if legible and len(found) == RESTRICTED_MOST:
        ((unread,),) = read(conn, f"SELECT count(*) FROM entry e WHERE {where}", [found[-1].key, *values])
    return [entry for entry in legible if holds_words(entry.text, words)], unread


def _not_fed_yet(
    conn: apsw.Connection,
    words: str,
    upto: int,
    more: str,
    values: list[object],
    sight: Sight,
    *,
    before: int,
    limit: int,
) -> list[Entry]:
    """The newest entries are found before they are fed: what was just typed must never seem lost."""
    sql = (
        f"SELECT {ENTRY_COLUMNS} FROM entry e WHERE e.key>? AND e.key<? AND e.circle IS NULL AND holds_words(e.text, ?){more} "
        "ORDER BY e.key DESC LIMIT ?"
    )
    return [sight.entry(row) for row in read(conn, sql, [upto, before, plain(words), *values, limit])]


def _records(conn: apsw.Connection, asked: str, *, mode: Mode, incident: bytes | None) -> tuple[Found, ...]:
    only = "AND f.incident=?" if incident else ""
    sql = (
        "SELECT f.noun, f.id, f.incident, f.body FROM findable_words w JOIN findable f ON f.key=w.rowid LEFT JOIN incident i ON i.id=f.incident "
        f"WHERE findable_words MATCH ? {only} {mode_clause(mode, 'i.')} "
        "ORDER BY f.noun IN ('person', 'reach'), w.rowid DESC LIMIT 30"  # ten thousand people never hide a decision
    )
    values = [asked, incident] if incident else [asked]
    return tuple(
        Found(noun=row[0], id=hexed(row[1]), incident=hexed(row[2]), text=row[3]) for row in read(conn, sql, values)
    )
