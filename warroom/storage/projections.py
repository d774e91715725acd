"""Projections: the tables that screens read, kept in step with the journal, op by op."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import Any

import apsw
import orjson

from warroom.domain.nouns import DELETED, NOUNS, Noun, Type
from warroom.storage.tables import column_value

FINDABLE = {
    "incident": ("number", "title", "situation", "users", "owner"),
    "decision": ("number", "question", "context", "decided", "rationale", "decider"),
    "action": ("number", "text", "owner", "result", "reason"),
    "hypothesis": ("number", "text", "owner", "test", "reason"),
    "service": ("name",),
    "skill": ("name", "remark"),
    "team": ("name", "purpose", "muster", "remark"),
    "rotation": ("name",),
    "sentence": ("text",),
    "attachment": ("name", "origin", "captured_by"),
    "field_team": ("number", "name", "call_sign", "leader", "crew", "mission", "place"),
    "means_request": ("number", "what", "reason", "asked_by", "place", "approver", "supplier"),
    "crisis_cell": ("number", "name", "intent", "reason", "decider"),
    "handover": ("number", "leaving", "arriving", "promised", "watch"),
    "person": ("number", "name", "job", "employer", "site", "remark"),
    "reach": ("value", "normal", "label", "remark"),
    "message_text": ("title", "body", "brief", "sms"),
    "inbound": ("number", "from_who", "contact", "text", "triage", "given_to", "sent_back", "decision", "answer"),
    "promise": ("number", "to_whom", "text", "owner", "remark"),
    "rex_section": ("title", "text"),
    "rex_note": ("text",),
    "cause": ("number", "text", "evidence_text", "change", "family"),
    "barrier": ("text", "remark"),
    "corrective": ("number", "finding", "text", "pilot", "indicator", "proof", "ticket"),
    "lesson": ("number", "text", "applies_when"),
}


ENTRY_FIELDS = {field.name: field for field in NOUNS["entry"].fields}


class Counts:
    """New entries of a batch, counted into their incidents' tallies at its end."""

    def __init__(self, conn: apsw.Connection) -> None:
        self._conn = conn
        self._found: dict[bytes, list[Any]] = {}
        self.are_marked = bool(list(conn.execute("SELECT 1 FROM entry_mark LIMIT 1")))

    def add(self, incident: bytes, *, at: Any, verification: Any, key_event: bool) -> None:
        """One entry more."""
        said = self._found.setdefault(incident, [0, 0, 0, None])
        said[0] += 1
        said[1] += verification in ("to_verify", "verifying")
        said[2] += key_event
        if isinstance(at, int):
            said[3] = max(at, said[3] or 0) if said[0] > 1 else at
        elif said[0] > 1:
            said[3] = max(said[3] or 0, 0)

    def save(self) -> None:
        """Write them down."""
        self._conn.executemany(
            "INSERT INTO tally(incident, entries, to_verify, key_events, last_at) VALUES(?,?,?,?,?) ON CONFLICT(incident) DO UPDATE SET "
            "entries=entries+excluded.entries, to_verify=to_verify+excluded.to_verify, key_events=key_events+excluded.key_events, "
            "last_at=max(coalesce(last_at,0), coalesce(excluded.last_at,0))",
            [(incident, *said) for incident, said in self._found.items()],
        )
        self._found.clear()


def insert_entry(
    conn: apsw.Connection, counts: Counts, *, record: bytes, patch: Mapping[str, Any], stamp: tuple[int, bytes, int]
) -> bool:
    """Put one log entry in its table; False when it is there already. `counts` is saved at the end of its batch."""
    sql, known = _entry_insert(tuple(patch))
    said = {
        name: value
        if type(value := patch[name]) is int or (type(value) is str and not is_id)
        else column_value(ENTRY_FIELDS[name], value)
        for name, is_id in known
    }
    verification, key_event, follow_up = _as_marked(conn, record, said, look=counts.are_marked)
    conn.execute(sql, (record, verification, key_event, follow_up, *stamp, *said.values()))
    if not conn.changes():
        return False
    incident = patch.get("incident")
    if isinstance(incident, str):
        at = patch.get("recorded_at")
        counts.add(bytes.fromhex(incident), at=at, verification=verification, key_event=bool(key_event))
    return True


@functools.lru_cache(maxsize=256)
def _entry_insert(names: tuple[str, ...]) -> tuple[str, tuple[tuple[str, bool], ...]]:
    """The statement for an entry with these fields, and those of them we know: whether each holds an id."""
    known = [ENTRY_FIELDS[name] for name in names if name in ENTRY_FIELDS]
    columns = "".join(f', "{field.name}"' for field in known)
    sql = (
        f"INSERT OR IGNORE INTO entry(id, marked_verification, marked_key_event, follow_up, hlc, w, seq{columns}) "
        f"VALUES({','.join('?' * (7 + len(known)))})"
    )
    return sql, tuple((field.name, field.type is Type.ID) for field in known)


def recount(conn: apsw.Connection, incident: bytes) -> None:
    """Count an incident's entries afresh, after one of them was replaced; as counting them one by one would."""
    conn.execute("DELETE FROM tally WHERE incident=?", (incident,))
    conn.execute(
        "INSERT INTO tally(incident, entries, to_verify, key_events, last_at) SELECT incident, count(*), "
        "sum(coalesce(marked_verification IN ('to_verify','verifying'), 0)), sum(coalesce(marked_key_event, 0)), "
        "iif(count(*)=1, max(at), max(coalesce(at, 0))) FROM "
        "(SELECT *, iif(typeof(recorded_at)='integer', recorded_at, NULL) AS at FROM entry WHERE incident=?) GROUP BY incident",
        (incident,),
    )


def insert_fixed(conn: apsw.Connection, noun: Noun, *, record: bytes, patch: Mapping[str, Any]) -> bool:
    """Put one insert-only record other than an entry in its table; False when it is there already."""
    names = [name for name in patch if noun.field(name)]
    columns = "".join(f', "{name}"' for name in names)
    conn.execute(
        f'INSERT OR IGNORE INTO "{noun.name}"(id{columns}) VALUES({",".join("?" * (1 + len(names)))})',
        (record, *[column_value(noun.field(name), patch[name]) for name in names]),
    )
    return bool(conn.changes())


def write_fields(conn: apsw.Connection, noun: Noun, *, record: bytes, patch: Mapping[str, Any]) -> None:
    """Put field values of a changeable record in its row, which is made when it is not there."""
    names = [name for name in patch if noun.field(name) or name == DELETED]
    conn.execute(f'INSERT OR IGNORE INTO "{noun.name}"(id) VALUES(?)', (record,))
    if names:
        assignments = ", ".join(f'"{name}"=?' for name in names)
        values = [column_value(noun.field(name), patch[name]) for name in names]
        conn.execute(f'UPDATE "{noun.name}" SET {assignments} WHERE id=?', (*values, record))


def follow_marks(conn: apsw.Connection, record: bytes) -> bytes | None:
    """Carry an entry's marks into its row and its incident's tally; the incident touched, if the entry is here."""
    entry = _row(
        conn,
        "SELECT incident, verification, key_event, marked_verification, marked_key_event FROM entry WHERE id=?",
        (record,),
    )
    if entry is None:
        return None
    verification, key_event, follow_up = _as_marked(conn, record, {"verification": entry[1], "key_event": entry[2]})
    conn.execute(
        "UPDATE entry SET marked_verification=?, marked_key_event=?, follow_up=? WHERE id=?",
        (verification, key_event, follow_up, record),
    )
    waiting = ("to_verify", "verifying")
    conn.execute(
        "UPDATE tally SET to_verify=to_verify+?, key_events=key_events+? WHERE incident=?",
        (int(verification in waiting) - int(entry[3] in waiting), int(bool(key_event)) - int(bool(entry[4])), entry[0]),
    )
    return entry[0] if isinstance(entry[0], bytes) else None  # a sealed incident is text


def _as_marked(
    conn: apsw.Connection, record: bytes, entry: Mapping[str, Any], *, look: bool = True
) -> tuple[Any, int | None, Any]:
    """Verification, key-event flag and follow-up of an entry: its marks where they say something, else its own columns."""
    sql = "SELECT verification, key_event, follow_up FROM entry_mark WHERE id=? AND NOT _hidden"
    mark = (look and _row(conn, sql, (record,))) or (None, None, None)
    verification = (mark[0] if mark[0] is not None else entry.get("verification")) or None
    key_event = 1 if (mark[1] if mark[1] is not None else entry.get("key_event")) else None
    return verification, key_event, mark[2]


def settle_hidden(conn: apsw.Connection, noun: Noun, record: bytes) -> None:
    """Hide a record if every head of its delete deletes it, and saw together every head of every other field.

    Decision 7, with that two stations delete at once: what both took away does not come back (decision 110).
    """
    settle_where(conn, noun, "id=?", (record,))


def settle_where(conn: apsw.Connection, noun: Noun, where: str, values: tuple[Any, ...] = ()) -> None:
    """Settle what is hidden, and what is shown although deleted, among the chosen rows of a noun."""
    of = f"ent='{noun.name}' AND rid=\"{noun.name}\".id"
    heads = f"(SELECT w, seq, cx, field FROM cell WHERE {of} UNION ALL SELECT w, seq, cx, field FROM sib WHERE {of})"
    conn.execute(
        f"""UPDATE "{noun.name}" SET _hidden = coalesce("{DELETED}",0)=1
        AND NOT EXISTS(SELECT 1 FROM sib JOIN op ON op.w=sib.w AND op.seq=sib.seq
          WHERE sib.{of.replace(" AND ", " AND sib.")} AND sib.field='{DELETED}'
          AND json_extract(op.patch, '$.{DELETED}') IS NOT 1)
        AND NOT EXISTS(SELECT 1 FROM {heads} e WHERE e.field<>'{DELETED}' AND NOT EXISTS(
          SELECT 1 FROM {heads} d WHERE d.field='{DELETED}' AND ((e.w=d.w AND e.seq<=d.seq)
          OR EXISTS(SELECT 1 FROM seen s WHERE s.bw=d.w AND s.cx=d.cx AND s.aw=e.w AND s.seq>=e.seq))))
        WHERE {where}""",
        values,
    )
    conn.execute(f'UPDATE "{noun.name}" SET _zombie = coalesce("{DELETED}",0)=1 AND NOT _hidden WHERE {where}', values)


def make_findable(conn: apsw.Connection, noun: Noun, record: bytes) -> None:
    """Keep the words of a small record searchable; large numbers of entries are fed outside the hot path instead."""
    if noun.name not in FINDABLE:
        return
    old = _row(conn, "SELECT key, body FROM findable WHERE noun=? AND id=?", (noun.name, record))
    if old:
        conn.execute("INSERT INTO findable_words(findable_words, rowid, body) VALUES('delete', ?, ?)", old)
    fields = ", ".join(words_sql(name) for name in FINDABLE[noun.name])
    incident = incident_column(noun)
    hidden = "0" if noun.insert_only else "_hidden"
    row = _row(conn, f'SELECT {incident}, {hidden}, {fields} FROM "{noun.name}" WHERE id=?', (record,))
    if row is None or row[1]:
        conn.execute("DELETE FROM findable WHERE noun=? AND id=?", (noun.name, record))
        return
    body = "\n".join(str(part) for part in row[2:] if part)
    conn.execute(
        "INSERT INTO findable(noun, id, incident, body) VALUES(?,?,?,?) ON CONFLICT(noun, id) DO UPDATE SET body=excluded.body, incident=excluded.incident",
        (noun.name, record, row[0], body),
    )
    key = _row(conn, "SELECT key FROM findable WHERE noun=? AND id=?", (noun.name, record))
    if key:
        conn.execute("INSERT INTO findable_words(rowid, body) VALUES(?,?)", (key[0], body))


def incident_column(noun: Noun) -> str:
    """The column of the incident that a record belongs to: a cell's is the one that leads it."""
    if noun.name == "incident":
        return "id"
    return next((name for name in ("incident", "lead") if noun.field(name)), "NULL")


def words_sql(name: str) -> str:
    """A field's words, none of a sealed one: the index must not tell what is restricted."""
    return f"iif(substr(\"{name}\", 1, 11)='{{\"$sealed\":', '', coalesce(\"{name}\", ''))"


def json_field(value: Any) -> str:
    """A JSON field's value as the op carries it: canonical JSON in a string; half a letter becomes “�”, as in a text."""
    try:
        return orjson.dumps(value, option=orjson.OPT_SORT_KEYS).decode()
    except TypeError:
        return orjson.dumps(_whole(value), option=orjson.OPT_SORT_KEYS).decode()


def _whole(value: Any) -> Any:
    """The same without halves of letters, which no JSON may hold; pasted text brings them now and then."""
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, Mapping):
        return {_whole(name): _whole(each) for name, each in value.items()}
    return [_whole(each) for each in value] if isinstance(value, list | tuple) else value


def _row(conn: apsw.Connection, sql: str, values: tuple[Any, ...]) -> tuple[Any, ...] | None:
    return next(iter(conn.execute(sql, values)), None)
