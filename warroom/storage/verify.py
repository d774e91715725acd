"""Verify: the chains, the log's own rule, the attachments, and whether the screens show what the journal says."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, Any

import apsw
import orjson

from warroom.clock import order_of
from warroom.domain.evidence import Problem
from warroom.domain.nouns import DELETED, NOUNS, Noun
from warroom.storage import audit, gates, schema
from warroom.storage.admission import shut_out, used_twice
from warroom.storage.attachments import Step
from warroom.storage.exchange import stations_of
from warroom.storage.journal import OP_COLUMNS, meta, op_from_row, read_tip
from warroom.storage.migrations import migrate
from warroom.storage.ops import FIRST_HASH
from warroom.storage.papers import op_on_paper, record_on_paper
from warroom.storage.proofs import seal_problems, segment_problems, stamp_problems
from warroom.storage.replay import rebuild
from warroom.storage.vault import key_connection
from warroom.words import _

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

__all__ = ["Problem", "verify"]

IN_MEMORY_MAX = 64 * 1024 * 1024  # bytes of a room file that is replayed in memory; a larger one in a file beside it
REPLAY = ".warroom-verify-"
ABANDONED_S = 3_600.0  # no replay takes an hour
JOURNAL_TABLES = ("op", "op_raw", "vv")


def verify(
    conn: apsw.Connection, *, authorities: Sequence[Certificate] = (), step: Step = lambda done, total: None
) -> list[Problem]:
    """Everything that can be checked offline without a key but the room's, read at one instant. Changes nothing.

    A journal that is damaged itself is not replayed: what it gives would prove nothing. `authorities` are trusted for
    time stamps. `step(done, total)` hears of each part, and may raise to stop.
    """
    parts: tuple[Callable[[apsw.Connection], Iterator[Problem]], ...] = (
        segment_problems, seal_problems, lambda each: stamp_problems(each, authorities), _violations, _without_right,
        _attachments, _local,
    )  # fmt: skip
    total = len(parts) + 3
    with conn:  # one snapshot, whoever writes meanwhile
        step(0, total)
        if torn := list(_pages(conn)):
            return torn  # what else it holds cannot be read to its end
        step(1, total)
        broken = list(_chains(conn))
        found = [*broken]
        for done, part in enumerate(parts, 2):
            step(done, total)
            found += part(conn)
        step(total - 1, total)
        if not broken:
            found += _replayed(conn)
        step(total, total)
    return found


def _pages(conn: apsw.Connection) -> Iterator[Problem]:
    """Every page of the file can be read, also one that only some search or some order would reach."""
    try:
        for index in ("entry_words", "findable_words"):  # SQLite 3.54 checks it as this connection last read it
            list(conn.execute(f"SELECT rowid FROM {index} WHERE {index} MATCH '\"\"'"))
        answer = str(next(iter(conn.execute("PRAGMA quick_check(1)")))[0])
    except (apsw.CorruptError, apsw.NotADBError) as error:
        answer = str(error)
    if answer != "ok":
        yield Problem(_("A page of the room file is damaged."), answer.splitlines()[-1])


def _chains(conn: apsw.Connection) -> Iterator[Problem]:
    """Each writer's ops follow each other, and each has the hash that its content and its predecessor give."""
    heads = {w: (seq, digest) for w, seq, digest in conn.execute("SELECT w, seq, hash FROM vv")}
    ends: dict[bytes, tuple[int, bytes]] = {}
    broken: set[bytes] = set()
    raw = "(SELECT 1 FROM op_raw r WHERE r.w=op.w AND r.seq=op.seq)"
    sql = f"SELECT {OP_COLUMNS}, hash, flag, ord, {raw} FROM op ORDER BY w, seq"
    for *columns, digest, flag, rank, kept in conn.execute(sql):
        w, seq, hlc = columns[:3]
        last, previous = ends.get(w, (0, FIRST_HASH))
        ends[w] = seq, digest
        if w in broken:
            continue
        if seq != last + 1:
            yield Problem(_("Ops are missing from the journal."), *_place(conn, w, last + 1))
        elif flag and not kept:
            yield Problem(_("An op that could not be read was not kept."), *_place(conn, w, seq))
        elif not flag and (rank != order_of(hlc) or not _has_hash(tuple(columns), previous, digest)):
            yield Problem(_("An op was changed after it was written."), *_place(conn, w, seq))
        else:
            continue
        broken.add(w)
    for w in sorted(heads.keys() | ends.keys()):
        end = ends.get(w, (0, FIRST_HASH))
        if w not in broken and heads.get(w, (0, FIRST_HASH)) != end:
            where, _note, paper = _place(conn, w, end[0])
            after = _("after {record}").format(record=paper) if paper else ""
            yield Problem(_("The journal does not end where it is known to end."), where, paper=after)


def _place(conn: apsw.Connection, w: bytes, seq: int) -> tuple[str, bool, str]:
    """Where an op is, for Problem: in the journal, no note, and on paper."""
    return f"{w.hex()}@{seq}", False, op_on_paper(conn, w, seq)


def _has_hash(columns: tuple[Any, ...], previous: bytes, digest: bytes) -> bool:
    try:
        return op_from_row(columns).hash_after(previous) == digest
    except (ValueError, TypeError, AttributeError):  # the row is no op any more
        return False


def _violations(conn: apsw.Connection) -> Iterator[Problem]:
    """Ops that tried to change what is fixed, and ops that nothing could read."""
    sql = "SELECT w, seq, ent, rid, flag FROM op WHERE flag<>0 OR effect=0 ORDER BY w, seq"
    for w, seq, ent, rid, flag in conn.execute(sql):
        where = f"{w.hex()}@{seq}"
        if flag:
            yield Problem(_("An op cannot be read; it is kept and has no effect."), where)
        elif ent in NOUNS and NOUNS[ent].insert_only:
            what = _("Somebody tried to change a record that is fixed; it has no effect.")
            yield Problem(what, f"{where} {ent} {rid.hex()}", paper=record_on_paper(conn, ent, rid))


def _local(conn: apsw.Connection) -> Iterator[Problem]:
    """What never leaves the station: the audit's chain, the structure of the file, and who writes here."""
    if (row := audit.broken(conn)) is not None:
        yield Problem(_("The audit was changed after it was written."), f"audit {row}")
    for name in schema.strange(conn):
        yield Problem(_("The structure of the room file is not the one this program makes."), name)
    writer, station, prefix = (meta(conn, name) for name in ("writer", "station", "prefix"))
    named = writer.hex() if isinstance(writer, bytes) else ""
    known = 'SELECT 1 FROM "writer" WHERE writer=? AND lower(hex(station))=? AND prefix=?'
    is_judged = (
        station is not None and not read_tip(conn).is_revoked
    )  # what a revoked one says of itself counts nowhere
    if is_judged and not list(conn.execute(known, (named, station, prefix))):
        yield Problem(_("The file writes under a name that its journal does not know."), "meta writer")
    yield from _numbers(conn)


def _numbers(conn: apsw.Connection) -> Iterator[Problem]:
    """No number this file will give next stands on an entry it wrote already."""
    prefix, form = str(meta(conn, "prefix") or ""), NOUNS["entry"].number
    sql = "SELECT last FROM number WHERE prefix=? AND noun='entry'"
    last = next(iter(conn.execute(sql, (prefix,))), (0,))[0]
    following = form.format(prefix=prefix, n=last + 1) if isinstance(last, int) else ""
    mine = "SELECT 1 FROM entry WHERE number=? AND w=?"
    if not following or list(conn.execute(mine, (following, meta(conn, "writer")))):
        yield Problem(_("The next number would be given a second time."), f"number {prefix}")


def _without_right(conn: apsw.Connection) -> Iterator[Problem]:
    """Ops that do not count: a right was missing, or their station had been revoked."""
    late: dict[bytes, list[int]] = {}
    revoked = gates.bounds(conn)
    for invitation, stations in used_twice(conn).items():
        what = _(
            "A second laptop joined with the same invitation: the first one counts, until somebody admits the other."
        )
        yield Problem(what, f"invitation {invitation} {' '.join(station[:8] for station in stations)}")
    strange = {station.id for station in shut_out(conn)}
    for w, seq, ent, rid in conn.execute("SELECT w, seq, ent, rid FROM op WHERE gate=0 ORDER BY w, seq"):
        if seq > revoked.get(w, seq):
            late.setdefault(w, []).append(seq)
        else:
            yield Problem(_missing_right(ent), f"{w.hex()}@{seq} {ent} {rid.hex()}")
    owners = stations_of(conn)
    for w, seqs in late.items():
        where = f"{w.hex()}@{seqs[0]}" + (f"–{seqs[-1]}" if len(seqs) > 1 else "")
        if owners.get(w) in strange:
            yield Problem(_("Written by a laptop that nobody admitted: kept, without effect."), where, is_note=True)
        else:
            yield Problem(_("Written after this station was revoked: kept, without effect."), where, is_note=True)


def _missing_right(noun: str) -> str:
    said = {
        "grant": _("An administrator's right was missing: this change of members has no effect."),
        "cut": _("An administrator's right was missing: this revocation of a station has no effect."),
        "invitation": _("An administrator's right was missing: this invitation has no effect."),
        "enrolment": _("This enrolment stands on no invitation that counts; it has no effect."),
        "trust": _("An administrator's right was missing: this word for a laptop has no effect."),
        "pin": _("Somebody tried to set another person's PIN; it has no effect."),
        "station": _("Somebody tried to change what another station says of itself; it has no effect."),
        "writer": _("Somebody tried to change what another station says of itself; it has no effect."),
    }
    return said.get(noun) or _("An administrator's right was missing: this change has no effect.")


def _attachments(conn: apsw.Connection) -> Iterator[Problem]:
    """Every chunk an attachment names is here and is what its name says; one not received yet is no fault."""
    for rid, listed in conn.execute("SELECT id, chunks FROM attachment ORDER BY id"):
        where, paper = f"attachment {rid.hex()}", record_on_paper(conn, "attachment", rid)
        names = _chunk_names(listed)
        if names is None:
            yield Problem(_("The list of an attachment's parts cannot be read."), where, paper=paper)
            continue
        states = {_chunk_state(conn, name) for name in names}
        if False in states:
            yield Problem(_("An attachment is damaged."), where, paper=paper)
        elif None in states:
            yield Problem(_("An attachment has not been received yet."), where, is_note=True, paper=paper)


def _chunk_state(conn: apsw.Connection, name: bytes) -> bool | None:
    """Whether the chunk is what its name says; None when it is not here."""
    body = next((row[0] for row in conn.execute("SELECT body FROM chunk WHERE sha=?", (name,))), None)
    return None if body is None else hashlib.sha256(body).digest() == name


def _chunk_names(listed: str | None) -> list[bytes] | None:
    """The names of the chunks; none when the list is absent or sealed, None when it is nonsense."""
    try:
        names = orjson.loads(listed or "[]")
        return [] if isinstance(names, dict) else [bytes.fromhex(name) for name in names]
    except (ValueError, TypeError):
        return None


def _replayed(conn: apsw.Connection) -> Iterator[Problem]:
    """The first row of each derived table that is not what a replay of the journal gives."""
    with _copy(conn) as copy:
        rebuild(copy)
        for table, columns in _derived():
            sql = f'SELECT {columns} FROM "{table}" ORDER BY {columns}'
            names = [name.strip().strip('"') for name in columns.split(",")]
            for here, replayed in zip_longest(conn.execute(sql), copy.execute(sql)):
                if here != replayed:
                    where, paper = _difference(table, names, here, replayed), _shown(conn, table, here, replayed)
                    yield Problem(_("What is shown is not what the journal says."), where, paper=paper)
                    break


def _difference(table: str, names: list[str], here: tuple[Any, ...] | None, replayed: tuple[Any, ...] | None) -> str:
    row = min((row for row in (here, replayed) if row is not None), key=lambda row: row[:1])
    which = row[0].hex() if isinstance(row[0], bytes) else str(row[0])
    if here is None or replayed is None or here[0] != replayed[0]:
        return f"{table} {which}"
    return f"{table} {which}: {next(name for name, a, b in zip(names, here, replayed, strict=True) if a != b)}"


def _shown(conn: apsw.Connection, table: str, here: tuple[Any, ...] | None, replayed: tuple[Any, ...] | None) -> str:
    """What print calls the record whose row differs."""
    row = min((row for row in (here, replayed) if row is not None), key=lambda row: row[:1])
    noun = {"cell": row[1], "sib": row[1], "tally": "incident", "findable": row[1]}.get(table, table)
    return record_on_paper(conn, str(noun), row[0]) if noun in NOUNS and isinstance(row[0], bytes) else ""


def _derived() -> Iterator[tuple[str, str]]:
    """Every derived table with the columns that a replay must give again; local row keys are left out."""
    for noun in NOUNS.values():
        yield noun.name, ", ".join(f'"{name}"' for name in ("id", *_columns(noun)))
    yield "op", "w, seq, cx, effect, gate"
    yield "cell", "rid, ent, field, ord, w, seq, cx"
    yield "sib", "rid, ent, field, ord, w, seq, cx"
    yield "seen", "bw, cx, aw, seq"
    yield "tally", "incident, entries, to_verify, key_events, last_at"
    yield "findable", "id, noun, incident, body"


def _columns(noun: Noun) -> list[str]:
    names = [field.name for field in noun.fields]
    if noun.name == "entry":
        names += ["marked_verification", "marked_key_event", "follow_up", "hlc", "w", "seq"]
    return names if noun.insert_only else [*names, DELETED, "_hidden", "_zombie"]


@contextmanager
def _copy(conn: apsw.Connection) -> Iterator[apsw.Connection]:
    """The journal alone in a room of its own; a file is encrypted under a key that is never kept, and removed."""
    room = Path(conn.db_filename("main") or "")
    if not room.is_file() or room.stat().st_size < IN_MEMORY_MAX:
        copy = apsw.Connection(":memory:")
        try:
            yield _filled(copy, conn)
        finally:
            copy.close()
        return
    for killed in room.parent.glob(f"{REPLAY}*"):  # under a key that died with its program
        if killed.stat().st_mtime < time.time() - ABANDONED_S:
            shutil.rmtree(killed, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix=REPLAY, dir=room.parent) as folder:
        copy = apsw.Connection(str(Path(folder) / "replay"))
        try:
            key_connection(copy, os.urandom(32))
            yield _filled(copy, conn)
        finally:
            copy.close()


def _filled(copy: apsw.Connection, conn: apsw.Connection) -> apsw.Connection:
    for pragma in ("journal_mode=OFF", "synchronous=OFF", "temp_store=2", "cache_size=-16000"):
        list(copy.execute(f"PRAGMA {pragma}"))
    migrate(copy)
    with copy:
        for table in JOURNAL_TABLES:
            names = [name for _number, name, *_rest in conn.execute(f"PRAGMA table_info({table})")]
            sql = f"INSERT INTO {table}({', '.join(names)}) VALUES({', '.join('?' * len(names))})"
            copy.executemany(sql, conn.execute(f"SELECT {', '.join(names)} FROM {table}"))
        known = conn.execute(
            "SELECT name, value FROM meta WHERE name IN ('room','founder')"
        )  # what judging starts from
        copy.executemany("INSERT INTO meta(name, value) VALUES(?,?)", known)
    return copy
