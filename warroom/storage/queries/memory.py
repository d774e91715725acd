"""Questions to the memory: what past incidents say of some words, and in how many of them each word stands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import apsw

from warroom.domain.incidents import Mode
from warroom.domain.likeness import Past, Place, Trace
from warroom.domain.likeness_words import folded, spellings, terms
from warroom.storage.journal import meta
from warroom.storage.matching import match_of, plain
from warroom.storage.queries.board import mode_clause
from warroom.storage.queries.rows import hexed, read

MOST_TRACES = 500  # the best that the index gives
MOST_ENTRIES = 200
COMMON = 3_000  # entries: a word of more of them says nothing, and would take long
MOST_OF_A_SERVICE = 100  # incidents, the newest
PLACES = {
    "incident": Place.TITLE,
    "cause": Place.CAUSE,
    "barrier": Place.CAUSE,
    "lesson": Place.LESSON,
    "rex_section": Place.REVIEW,
    "rex_note": Place.REVIEW,
    "corrective": Place.REVIEW,
}
TRACES = (
    "SELECT f.noun, f.incident, f.body, -bm25(findable_words) AS rank "
    "FROM findable_words w JOIN findable f ON f.key=w.rowid JOIN incident i ON i.id=f.incident "
    "WHERE findable_words MATCH ? AND NOT i._hidden {mode} ORDER BY rank DESC, f.key LIMIT ?"
)
COUNTED = (
    "SELECT count(DISTINCT f.incident) FROM findable_words w JOIN findable f ON f.key=w.rowid "
    "JOIN incident i ON i.id=f.incident WHERE findable_words MATCH ? AND NOT i._hidden {mode}"
)
ENTRIES = (
    "SELECT e.incident, e.text, -bm25(entry_words) AS rank FROM entry_words JOIN entry e ON e.key=entry_words.rowid "
    "JOIN incident i ON i.id=e.incident WHERE entry_words MATCH ? AND NOT i._hidden AND coalesce(e.kind,'')<>'automatic' {mode} "
    "ORDER BY rank DESC, e.key LIMIT ?"
)
FEW = "SELECT count(*) FROM (SELECT 1 FROM entry_words WHERE entry_words MATCH ? LIMIT ?)"
BEGAN = "coalesce(i.impact_started, i.detected, i.declared_at, 0)"


def past_like(
    conn: apsw.Connection, asked: Sequence[str], services: Iterable[str], *, mode: Mode, but: bytes | None = None
) -> list[Past]:
    """Past incidents that say one of the asked terms, or that touched one of these services; `but` is left out."""
    traces: dict[bytes, list[Trace]] = {}
    if asked:
        question = " OR ".join(_either(term) for term in asked)
        sql = TRACES.format(mode=mode_clause(mode, "i."))
        for noun, incident, body, rank in read(conn, sql, (question, MOST_TRACES)):
            place = PLACES.get(noun, Place.RECORD)
            traces.setdefault(incident, []).append(Trace(place, body or "", float(rank or 0)))
        for incident, body, rank in _entries(conn, asked, mode):
            traces.setdefault(incident, []).append(Trace(Place.LOG, body or "", float(rank or 0)))
    for record in _touched(conn, _services(conn, asked, services), mode):
        traces.setdefault(record, [])
    traces.pop(but or b"", None)
    names = services_of(conn, list(traces))
    began = _began(conn, list(traces))
    return [
        Past(
            hexed(record),
            names.get(record, ()),
            (*said, Trace(Place.TITLE, " ".join(names.get(record, ())))),
            began.get(record, 0),
        )
        for record, said in traces.items()
    ]


def counts(conn: apsw.Connection, asked: Sequence[str], *, mode: Mode) -> dict[str, int]:
    """In how many incidents each term stands."""
    sql = COUNTED.format(mode=mode_clause(mode, "i."))
    return {term: int(read(conn, sql, (_either(term),))[0][0]) for term in asked}


def total(conn: apsw.Connection, *, mode: Mode) -> int:
    return int(read(conn, f"SELECT count(*) FROM incident i WHERE NOT _hidden {mode_clause(mode, 'i.')}")[0][0])


def services_of(conn: apsw.Connection, incidents: Sequence[bytes]) -> dict[bytes, tuple[str, ...]]:
    """The services that each incident touched, by name."""
    found: dict[bytes, list[str]] = {}
    for part in range(0, len(incidents), 500):
        some = incidents[part : part + 500]
        sql = (
            "SELECT m.incident, s.name FROM impact m JOIN service s ON s.id=m.service "
            f"WHERE m.incident IN ({','.join('?' * len(some))}) AND NOT m._hidden ORDER BY s.name, m.id"
        )
        for record, name in read(conn, sql, some):
            found.setdefault(record, []).append(name or "")
    return {record: tuple(dict.fromkeys(name for name in names if name)) for record, names in found.items()}


def holding(conn: apsw.Connection, words: str, *, mode: Mode) -> set[str]:
    """The incidents where one record, or one entry of the log, holds every word; the last may be a beginning."""
    asked = match_of(words)
    mode_of = mode_clause(mode, "i.")
    records = (
        "SELECT DISTINCT f.incident FROM findable_words w JOIN findable f ON f.key=w.rowid "
        f"JOIN incident i ON i.id=f.incident WHERE findable_words MATCH ? AND NOT i._hidden {mode_of}"
    )
    entries = (
        "SELECT DISTINCT e.incident FROM entry_words JOIN entry e ON e.key=entry_words.rowid "
        f"JOIN incident i ON i.id=e.incident WHERE entry_words MATCH ? AND NOT i._hidden {mode_of}"
    )
    fresh = (  # what was typed this minute is found before it is in the index
        "SELECT DISTINCT e.incident FROM entry e JOIN incident i ON i.id=e.incident "
        f"WHERE e.key>? AND e.circle IS NULL AND holds_words(e.text, ?) AND NOT i._hidden {mode_of}"
    )
    upto = int(meta(conn, "words_upto") or 0)
    found = read(conn, records, (asked,)) + read(conn, entries, (asked,)) + read(conn, fresh, (upto, plain(words)))
    return {hexed(row[0]) for row in found}


def _entries(conn: apsw.Connection, asked: Sequence[str], mode: Mode) -> list[tuple[bytes, str, float]]:
    """Entries of logs that say one of the terms, those that are common left aside; the best that the index gives."""
    few = [
        said
        for term in asked
        if read(conn, FEW, (said := _either(term), COMMON))[0][0] < COMMON  # stops counting there
    ]
    if not few:
        return []
    sql = ENTRIES.format(mode=mode_clause(mode, "i."))
    return [(row[0], row[1], row[2]) for row in read(conn, sql, (" OR ".join(few), MOST_ENTRIES))]


def _services(conn: apsw.Connection, asked: Sequence[str], names: Iterable[str]) -> list[bytes]:
    """Services of these names, and those whose name says one of the terms."""
    wanted, said = {folded(name) for name in names}, set(asked)
    return [
        record
        for record, name in read(conn, "SELECT id, name FROM service WHERE NOT _hidden ORDER BY id")
        if folded(name or "") in wanted or said & set(terms(name or ""))
    ]


def _touched(conn: apsw.Connection, services: Sequence[bytes], mode: Mode) -> list[bytes]:
    if not services:
        return []
    sql = (
        "SELECT DISTINCT m.incident FROM impact m JOIN incident i ON i.id=m.incident "
        f"WHERE m.service IN ({','.join('?' * len(services[:500]))}) AND NOT m._hidden AND NOT i._hidden "
        f"{mode_clause(mode, 'i.')} ORDER BY {BEGAN} DESC, i.id LIMIT ?"
    )
    return [row[0] for row in read(conn, sql, (*services[:500], MOST_OF_A_SERVICE))]


def _began(conn: apsw.Connection, incidents: Sequence[bytes]) -> dict[bytes, int]:
    found: dict[bytes, int] = {}
    for part in range(0, len(incidents), 500):
        some = incidents[part : part + 500]
        sql = f"SELECT i.id, {BEGAN} FROM incident i WHERE i.id IN ({','.join('?' * len(some))})"
        found |= dict(read(conn, sql, some))
    return found


def _either(term: str) -> str:
    """A term in every spelling that says the same; longer ones may go on, for plurals and for what hangs on them."""
    said = [f'"{word}"*' if len(word) > 3 else f'("{word}" OR "{word}s")' for word in spellings(term)]
    return f"({' OR '.join(said)})"
