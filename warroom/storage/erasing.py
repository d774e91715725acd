"""Erasing: what an erasure takes out of the journal, and of everything made from it. The chain still verifies."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field

import apsw
import orjson

from warroom.domain.nouns import NOUNS, Noun
from warroom.storage import fixed
from warroom.storage.erased import Hidden, hidden, note
from warroom.storage.journal import OP_COLUMNS, meta, op_from_row, op_row, set_meta
from warroom.storage.ops import Op, Undecodable, decode
from warroom.storage.projections import FINDABLE, follow_marks, make_findable, recount
from warroom.storage.reached import OWED

REWRITE = "UPDATE op SET patch=?, salt=?, withheld=?, salts=? WHERE w=? AND seq=?"
UNFEED = (
    "INSERT INTO entry_words(entry_words, rowid, text) SELECT 'delete', key, coalesce(text,'') FROM entry "
    "WHERE id=? AND w=? AND seq=? AND circle IS NULL AND key <= (SELECT value FROM meta WHERE name='words_upto')"
)
REFEED = (
    "INSERT INTO entry_words(rowid, text) SELECT key, coalesce(text,'') FROM entry "
    "WHERE id=? AND w=? AND seq=? AND circle IS NULL AND key <= (SELECT value FROM meta WHERE name='words_upto')"
)


@dataclass(slots=True)
class Swept:
    """What an erasure took out here."""

    withheld: int = 0  # values
    names: set[str] = field(default_factory=set)  # as they were spelt
    touched: set[tuple[str, bytes]] = field(default_factory=set)


def apply_new(conn: apsw.Connection, *, now_ms: int) -> Swept:
    """Take out what erasures ask for that this station has not applied yet, in the caller's transaction."""
    done = {row[0] for row in conn.execute("SELECT erasure FROM erased")}
    rows = conn.execute("SELECT id, noun, record FROM erasure ORDER BY id")
    fresh = [(rid, noun, record) for rid, noun, record in rows if rid not in done and isinstance(record, bytes)]
    if not fresh:
        return Swept()
    swept = enforce(conn, {(noun, record.hex()) for _rid, noun, record in fresh})
    conn.executemany("INSERT INTO erased(erasure, at, copies) VALUES(?,?,'')", [(rid, now_ms) for rid, *_rest in fresh])
    owed = int(meta(conn, OWED) or 0)
    set_meta(conn, OWED, owed + 1 if owed else now_ms)
    _forget_local(conn, swept.names)
    conn.execute("INSERT INTO change(noun) VALUES('erasure')")
    return swept


def enforce(conn: apsw.Connection, which: set[tuple[str, str]] | None = None) -> Swept:
    """Withhold from every op, here or waiting, what these erasures (None: all) ask for; the tables follow."""
    swept, found = Swept(), hidden(conn)
    if found is None:
        return swept
    if which is not None:
        people = [record for noun, record in which if noun == "person"]
        found = Hidden(found.room, people, [record for noun, record in which if noun == "attachment"])
    found.learn(_names(conn, found))
    for op in list(_about(conn, found)):
        fields = found.fields(op)
        kept = op.without(fields)
        note(conn, op, fields)
        if kept is op:
            continue
        swept.withheld += len(kept.withheld) - len(op.withheld)
        swept.touched.add((op.noun, bytes.fromhex(op.record)))
        if op.noun == "person" and isinstance(op.patch.get("name"), str):
            swept.names.add(str(op.patch["name"]))
        if op.noun == "attachment" and "chunks" in fields:
            _drop_chunks(conn, op)
        row = op_row(kept, digest=b"", cx=0)
        conn.execute(REWRITE, (row[11], row[12], row[14], row[15], op.writer, op.seq))
        _clear(conn, op, [name for name in fields if name in op.patch])
    _redact_waiting(conn, found)
    return swept


def _names(conn: apsw.Connection, found: Hidden) -> Iterable[str]:
    """How the erased people are called, as far as this station still knows."""
    for person in found.people:
        for (patch,) in conn.execute(
            "SELECT patch FROM op WHERE rid=? AND ent='person' AND flag=0", (bytes.fromhex(person),)
        ):
            name = orjson.loads(patch).get("name")
            if isinstance(name, str):
                yield name


def _about(conn: apsw.Connection, found: Hidden) -> Iterable[Op]:
    """The decodable ops that hold something erased. A name may stand anywhere, so people cost a look at every op."""
    if found.people:
        for row in conn.execute(f"SELECT {OP_COLUMNS} FROM op WHERE flag=0"):
            op = op_from_row(row)
            if found.fields(op):
                yield op
        return
    for file in found.files:
        sql = f"SELECT {OP_COLUMNS} FROM op WHERE flag=0 AND rid=? AND ent<>'entry'"
        yield from map(op_from_row, conn.execute(sql, (bytes.fromhex(file),)))
        sql = (
            f"SELECT {', '.join('o.' + name for name in OP_COLUMNS.split(', '))} FROM entry e JOIN op o ON o.w=e.w AND o.seq=e.seq "
            "WHERE e.code='attached' AND e.incident=(SELECT incident FROM attachment WHERE id=?)"
        )
        yield from (op for op in map(op_from_row, list(conn.execute(sql, (bytes.fromhex(file),)))) if found.fields(op))


def _clear(conn: apsw.Connection, op: Op, names: list[str]) -> None:
    """Empty these fields where this op is what they show."""
    noun, rid = NOUNS.get(op.noun), bytes.fromhex(op.record)
    if noun is None:
        return
    names = [name for name in names if noun.field(name)]
    assignments = ", ".join(f'"{name}"=NULL' for name in names)
    if noun.name == "entry":
        place = (rid, op.writer, op.seq)
        is_said = "text" in names
        if is_said:
            conn.execute(UNFEED, place)
        if names:
            conn.execute(f"UPDATE entry SET {assignments} WHERE id=? AND w=? AND seq=?", place)
        if is_said:
            conn.execute(REFEED, place)
        if fixed.is_named(op.record):
            _settle_claims(conn, noun, rid)
    elif noun.insert_only:
        if fixed.is_named(op.record):
            _settle_claims(conn, noun, rid)
        elif names:
            conn.execute(f'UPDATE "{noun.name}" SET {assignments} WHERE id=?', (rid,))
    else:
        for name in names:
            conn.execute(
                f'UPDATE "{noun.name}" SET "{name}"=NULL WHERE id=? AND EXISTS('
                "SELECT 1 FROM cell WHERE ent=? AND rid=? AND field=? AND w=? AND seq=?)",
                (rid, noun.name, rid, name, op.writer, op.seq),
            )
    if noun.name == "entry_mark":
        follow_marks(conn, rid)
    if noun.name in FINDABLE:
        make_findable(conn, noun, rid)
    conn.execute("INSERT INTO change(noun, id) VALUES(?,?)", (noun.name, rid))


def _settle_claims(conn: apsw.Connection, noun: Noun, rid: bytes) -> None:
    """Ops that differed only in what was withheld say the same from now on. None counts when none passes the gate."""
    chosen = fixed.ENTRY_INDEX if noun.name == "entry" else "ent<>'entry'"
    if list(
        conn.execute(f"SELECT 1 FROM op WHERE rid=? AND {chosen} AND ent=? AND flag=0 AND gate=1", (rid, noun.name))
    ):
        for incident in sorted(fixed.settle(conn, noun, rid)):
            recount(conn, incident)


def _drop_chunks(conn: apsw.Connection, op: Op) -> None:
    """The bytes of an erased file; each chunk was sealed for it alone."""
    record = bytes.fromhex(op.record)
    conn.execute("DELETE FROM chunk WHERE sha IN (SELECT sha FROM carried WHERE attachment=?)", (record,))
    conn.execute("DELETE FROM carried WHERE attachment=?", (record,))
    try:
        listed = orjson.loads(str(op.patch.get("chunks") or "[]"))
        names = [(bytes.fromhex(name),) for name in listed]
    except (ValueError, TypeError):
        return
    conn.executemany("DELETE FROM chunk WHERE sha=?", names)


def _redact_waiting(conn: apsw.Connection, found: Hidden) -> None:
    """Ops that wait for others hold names too."""
    for w, seq, body in list(conn.execute("SELECT w, seq, body FROM inbox")):
        try:
            op = decode(body)
        except Undecodable:
            continue
        kept = found.redact(op)
        if kept is not op:
            conn.execute("UPDATE inbox SET body=? WHERE w=? AND seq=?", (kept.wire(), w, seq))


def _forget_local(conn: apsw.Connection, names: set[str]) -> None:
    """Drafts and this station's settings keep no erased name either."""
    for name in names:
        written = {name, json.dumps(name)[1:-1]}
        for spelling in written:
            conn.execute("UPDATE draft SET text=replace(text, ?, '…') WHERE instr(text, ?)", (spelling, spelling))
            conn.execute(
                "UPDATE meta SET value=replace(value, ?, '…') WHERE name LIKE 'local.%' AND typeof(value)='text' AND instr(value, ?)",
                (spelling, spelling),
            )


def mentions(conn: apsw.Connection, names: set[str]) -> list[str]:
    """The numbers of records whose free text still holds one of these names: people judge what to do about them."""
    wanted = [name.casefold() for name in names if name.strip()]
    if not wanted:
        return []
    found = []
    texts = "coalesce(text,'')||char(10)||coalesce(reason,'')||char(10)||coalesce(params,'')||char(10)||coalesce(from_who,'')||char(10)||coalesce(to_who,'')"
    for number, said in conn.execute(f"SELECT number, {texts} FROM entry WHERE circle IS NULL ORDER BY hlc, key"):
        folded = said.casefold()
        if any(name in folded for name in wanted):
            found.append(str(number or "?"))
    for noun, rid, body in list(conn.execute("SELECT noun, id, body FROM findable ORDER BY noun, key")):
        if any(name in body.casefold() for name in wanted):
            found.append(body.splitlines()[0] if NOUNS[noun].number else f"{noun} {rid.hex()[:8]}")
    return found
