"""Papers: which number a record has in print, so that what `verify` finds can be found on a page."""

from __future__ import annotations

import re

import apsw

from warroom import phrases
from warroom.domain.nouns import NOUNS
from warroom.storage.naming import noun_word
from warroom.words import _

_AT_OP = re.compile(r"([0-9a-f]{16})@(\d+)(?:-(\d+))?")  # a run of signed ops is known by its last
_AT_RECORD = re.compile(r"([a-z_]+) ([0-9a-f]{32})\b")
NAMED_BY = ("number", "name", "title", "label", "prefix")  # what people call a record by, first that is there


def record_on_paper(conn: apsw.Connection, noun: str, record: bytes) -> str:
    """`log entry A-0042`, `person Léa Martin`; "" for what has no name a person would know."""
    if noun == "entry_mark":
        noun = "entry"
    known = NOUNS.get(noun)
    if known is None:
        return ""
    if noun == "attachment":
        return _attachment(conn, record)
    for name in NAMED_BY:
        if known.field(name):
            found = next(iter(conn.execute(f'SELECT "{name}" FROM "{noun}" WHERE id=?', (record,))), None)
            if found and isinstance(found[0], str) and found[0] and not found[0].startswith('{"$sealed":'):
                return f"{noun_word(noun)} {found[0]}"
    return noun_word(noun)


def op_on_paper(conn: apsw.Connection, writer: bytes, seq: int) -> str:
    """What an op wrote, as print calls it, and when; also of an op that is not there any more, if a table remembers."""
    row = next(iter(conn.execute("SELECT ent, rid, wall FROM op WHERE w=? AND seq=?", (writer, seq))), None)
    if row is None:
        remembered = (
            "SELECT 'entry', id, recorded_at FROM entry WHERE w=? AND seq=? "
            "UNION ALL SELECT ent, rid, NULL FROM cell WHERE w=? AND seq=? LIMIT 1"
        )
        row = next(iter(conn.execute(remembered, (writer, seq, writer, seq))), None)
    if row is None:
        return ""
    noun, record, at = row
    said = record_on_paper(conn, noun, record)
    if not isinstance(at, int) or not said:
        return said
    return _("{what}, written {date} {time}").format(what=said, date=phrases.date(at), time=phrases.seconds_of_day(at))


def record_at(conn: apsw.Connection, where: str) -> tuple[str, str, str] | None:
    """The incident, noun and id of what lies at the place a problem names; None when no screen shows it."""
    if at := _AT_OP.match(where):
        place = bytes.fromhex(at[1]), int(at[3] or at[2])
        row = next(iter(conn.execute("SELECT ent, rid FROM op WHERE w=? AND seq=?", place)), None)
    elif at := _AT_RECORD.match(where):
        row = at[1], bytes.fromhex(at[2])
    else:
        row = None
    return _shown_under(conn, str(row[0]), row[1]) if row and isinstance(row[1], bytes) else None


def _shown_under(conn: apsw.Connection, noun: str, record: bytes) -> tuple[str, str, str] | None:
    if noun == "incident":
        return record.hex(), noun, record.hex()
    if noun == "attachment":
        sql = "SELECT parent_noun, parent FROM attachment WHERE id=?"
        parent = next(iter(conn.execute(sql, (record,))), None)
        known = parent and parent[0] in NOUNS and parent[0] != "attachment" and isinstance(parent[1], bytes)
        return _shown_under(conn, str(parent[0]), parent[1]) if parent and known else None
    if noun not in NOUNS or not NOUNS[noun].field("incident"):
        return None
    found = next(iter(conn.execute(f'SELECT incident FROM "{noun}" WHERE id=?', (record,))), None)
    return (found[0].hex(), noun, record.hex()) if found and isinstance(found[0], bytes) else None


def _attachment(conn: apsw.Connection, record: bytes) -> str:
    sql = "SELECT name, parent_noun, parent FROM attachment WHERE id=?"
    name, noun, parent = next(iter(conn.execute(sql, (record,))), (None, None, None))
    if not isinstance(name, str) or not name:
        return noun_word("attachment")
    where = record_on_paper(conn, noun, parent) if noun in NOUNS and isinstance(parent, bytes) else ""
    return (
        _("file “{name}” on {record}").format(name=name, record=where)
        if where
        else _("file “{name}”").format(name=name)
    )
