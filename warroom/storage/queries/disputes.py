"""Questions about what is to be settled: each open field with its values, who wrote them, where, when and why."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

import apsw
import orjson

from warroom.domain.authority import authority_of
from warroom.domain.belonging import incident_of
from warroom.domain.circles import SEALED
from warroom.domain.conflicts import Conflict, Place, Side, Written, conflict_id
from warroom.domain.nouns import NOUNS
from warroom.errors import Trouble, WrongKey
from warroom.storage import conflicts as raw
from warroom.storage.books import Author
from warroom.storage.circles import CircleKeys
from warroom.storage.naming import section_word
from warroom.storage.queries.message_doubles import double_conflicts
from warroom.storage.queries.rows import hexed, one, read
from warroom.storage.sight import Sight

NEAR = 3  # ops after a write that may belong to the same act: its log entry tells the reason
REASONS = ("reason", "rationale", "remark")
SECRET = frozenset({("pin", "hash"), ("attachment_key", "secret")})
TITLES = {
    "decision": "question", "action": "text", "person": "name", "due": "label", "circle": "name",
    "function": "code", "objective": "text", "freeze": "scope", "freeze_exception": "text",
    "sentence": "text", "question": "text", "message_text": "title", "review": "kind", "claim": "says",
    "template": "code", "wording": "code", "rex": "title", "rex_note": "text", "cause": "text", "barrier": "text",
    "corrective": "text", "lesson": "text", "figure": "label",
}  # fmt: skip
OF_MESSAGE = ("message_text", "review", "claim")
OF_REVIEW = (
    "rex_section",
    "rex_note",
    "rex_comment",
    "figure",
    "affected",
    "barrier",
)  # they have no number of their own
UNKNOWN = "?"


@dataclass(slots=True)
class _Reader:
    """One look at everything that is open; what several conflicts share is read once."""

    conn: apsw.Connection
    sight: Sight
    keys: CircleKeys
    author: Author
    own: str  # this station's id
    only: Collection[str] | None
    stations: dict[bytes, tuple[str, str]] = field(default_factory=dict)  # writer → station id and letter
    names: dict[str, str] = field(default_factory=dict)  # person id → name

    def conflicts(self) -> list[Conflict]:
        return [self._conflict(item) for item in raw.to_settle(self.conn)]

    def said(self, place: Place, value: str) -> Side:
        """What an op said, as one side of something to settle."""
        writer = bytes.fromhex(place[0])
        station, letter = self._station(writer)
        found = one(self.conn, "SELECT author, wall, off FROM op WHERE w=? AND seq=?", (writer, place[1]))
        author, time, offset = found or ("", 0, 0)
        is_ours = bool(station) and station == self.own
        return Side(value, letter, self._name(author), time, offset, reason="", place=place, is_ours=is_ours)

    def written(self, place: Place) -> Written | None:
        sql = "SELECT author, wall FROM op WHERE w=? AND seq=?"
        writer = bytes.fromhex(place[0])
        found = one(self.conn, sql, (writer, place[1]))
        return Written(self._name(found[0]), self._station(writer)[1], found[1]) if found else None

    def _conflict(self, item: raw.Conflict) -> Conflict:
        noun, record = item.noun, item.record
        row = self._row(noun, record)
        circle = self._circle(noun, record)
        readable = not circle or self._may_read(circle)
        incident = row if noun == "incident" else self._row("incident", self._incident_of(noun, record, row))
        return Conflict(
            id=conflict_id(noun, record, item.field),
            noun=noun,
            record=record,
            field=item.field,
            values=tuple(self._side(item, head, circle if readable else None, readable) for head in item.heads),
            number=self._number(noun, record, row),
            title=self._title(noun, record, row, circle) if readable else "",
            incident=incident.get("id", ""),
            incident_number=str(incident.get("number") or ""),
            exercise=bool(incident.get("exercise")),
            authority=authority_of(noun, item.field),
            restricted="" if readable else self.keys.known(self.conn, circle).name or UNKNOWN,
        )

    def _number(self, noun: str, record: str, row: dict[str, Any]) -> str:
        """Its printed number, or that of what it hangs on."""
        if noun == "entry_mark":
            row = self._row("entry", record)
        elif noun in OF_REVIEW:
            row = self._row("rex", hexed(row.get("rex")))
        elif noun in OF_MESSAGE:
            row = self._row("message", hexed(row.get("message")))
        return str(row.get("number") or "")

    def _side(self, item: raw.Conflict, head: raw.Head, circle: str | None, readable: bool) -> Side:
        station, letter = self._station(head.writer)
        is_told = readable and (item.noun, item.field) not in SECRET
        return Side(
            value=self._value(item, head.value, circle) if is_told else None,
            station=letter,
            author=self._name(head.author),
            time=head.wall_ms,
            offset_min=head.offset_min,
            reason=self._reason(item, head, circle) if readable else "",
            place=head.place,
            is_ours=bool(station) and station == self.own,
        )

    def _value(self, item: raw.Conflict, value: Any, circle: str | None) -> Any:
        if not isinstance(value, Mapping):
            return value
        try:
            return self.keys.open(
                self.conn, value, circle=circle or "", noun=item.noun, record=item.record, name=item.field
            )
        except (WrongKey, Trouble):
            return None

    def _reason(self, item: raw.Conflict, head: raw.Head, circle: str | None) -> str:
        """What the same op says of why; else what the log entry of the same act says."""
        ((patch,),) = read(self.conn, "SELECT patch FROM op WHERE w=? AND seq=?", (head.writer, head.seq))
        said = orjson.loads(patch)
        for name in REASONS:
            if name != item.field and said.get(name):
                beside = raw.Conflict(item.noun, item.record, name, ())
                return str(self._value(beside, said[name], circle) or "")
        return self._written_beside(head) or self._facts(item, said.get("facts"), circle)

    def _facts(self, item: raw.Conflict, facts: Any, circle: str | None) -> str:
        """The numbers of the entries that it rests on."""
        value = self._value(raw.Conflict(item.noun, item.record, "facts", ()), facts, circle)
        try:
            numbers = orjson.loads(value) if isinstance(value, str) else []
        except orjson.JSONDecodeError:
            return ""
        return ", ".join(number for number in numbers if isinstance(number, str))

    def _written_beside(self, head: raw.Head) -> str:
        sql = (
            "SELECT rid FROM op WHERE w=? AND seq BETWEEN ? AND ? AND ent='entry' AND wall=? AND flag=0 AND effect=1 "
            "ORDER BY seq LIMIT 1"
        )
        values = (head.writer, head.seq + 1, head.seq + NEAR, head.wall_ms)
        found = one(self.conn, sql, values)
        if found is None:
            return ""
        from warroom.storage.queries.log import entry  # which is read only where there is something to settle

        written = entry(self.conn, found[0], self.sight)
        return "" if written is None or written.restricted else written.reason

    def _title(self, noun: str, record: str, row: dict[str, Any], circle: str) -> str:
        if noun == "incident":
            return str(row.get("title") or "")
        if noun in ("grant", "pin"):
            return self._name(record)
        if noun == "impact":
            return str(self._row("service", hexed(row.get("service"))).get("name") or "")
        if noun == "entry_mark":
            from warroom.storage.queries.log import entry

            marked = entry(self.conn, bytes.fromhex(record), self.sight)
            return marked.text if marked else ""
        if noun == "rex_section":
            return str(row.get("title") or "") or section_word(str(row.get("code") or ""))
        name = TITLES.get(noun, "name")
        said = row.get(name)
        if isinstance(said, str) and said.startswith('{"$sealed"'):
            return str(self._value(raw.Conflict(noun, record, name, ()), orjson.loads(said), circle) or "")
        return str(said or "")

    def _incident_of(self, noun: str, record: str, row: dict[str, Any]) -> str:
        return incident_of(noun, {"id": record, **row}, self._row)

    def _circle(self, noun: str, record: str) -> str:
        """The circle a record is restricted to, "" for none."""
        if noun not in SEALED:
            return ""
        return hexed(self._row("entry" if noun == "entry_mark" else noun, record).get("circle"))

    def _may_read(self, circle: str) -> bool:
        if self.only is not None and circle not in self.only:
            return False
        return bool(self.author.person) and self.author.person in self.keys.known(self.conn, circle).members

    def _row(self, noun: str, record: str) -> dict[str, Any]:
        if not record:
            return {}
        known = NOUNS[noun]
        names = [item.name for item in known.fields] + ([] if known.insert_only else ["_hidden"])
        columns = ", ".join(f'"{name}"' for name in names)
        found = one(self.conn, f'SELECT {columns} FROM "{noun}" WHERE id=?', (bytes.fromhex(record),))
        return {**dict(zip(names, found, strict=True)), "id": record} if found else {}

    def _station(self, writer: bytes) -> tuple[str, str]:
        if not self.stations:
            sql = (
                "SELECT unhex(w.writer), s.id, s.letter FROM writer w JOIN station s ON s.id=w.station "
                "WHERE NOT w._hidden AND NOT s._hidden"
            )
            self.stations = {w: (hexed(rid), str(letter or UNKNOWN)) for w, rid, letter in read(self.conn, sql) if w}
        return self.stations.get(writer, ("", UNKNOWN))

    def _name(self, person: str) -> str:
        if not person:
            return ""
        if person not in self.names:
            row = one(self.conn, "SELECT name FROM person WHERE id=?", (bytes.fromhex(person),))
            self.names[person] = str((row and row[0]) or self.sight.alias("person", person, "name") or "")
        return self.names[person]


def conflicts(
    conn: apsw.Connection,
    sight: Sight,
    keys: CircleKeys,
    author: Author,
    *,
    own: str,
    only: Collection[str] | None,
    room: str,
) -> list[Conflict]:
    """Everything that is to be settled, in the order of nouns, records and fields."""
    reader = _Reader(conn, sight, keys, author, own, only)
    return reader.conflicts() + double_conflicts(conn, sight, room, reader.said)


def written(conn: apsw.Connection, sight: Sight, keys: CircleKeys, author: Author, place: Place) -> Written | None:
    """Who wrote the op of this writer and number, where and when; None for one that is not here."""
    return _Reader(conn, sight, keys, author, "", None).written(place)


def disputed(conn: apsw.Connection, record: bytes) -> frozenset[str]:
    """The fields of a record, or of what marks it, that are to be settled."""
    names = read(conn, "SELECT DISTINCT ent, field FROM sib WHERE rid=?", (record,))
    return frozenset(name for ent, name in names if raw.open_heads(conn, ent, record.hex(), name))


def are_disputed(conn: apsw.Connection, noun: str) -> dict[str, frozenset[str]]:
    """Every record of a noun with fields to settle, in one question where there is nothing."""
    found: dict[str, set[str]] = {}
    for rid, name in read(conn, "SELECT DISTINCT rid, field FROM sib WHERE ent=?", (noun,)):
        if raw.open_heads(conn, noun, rid.hex(), name):
            found.setdefault(rid.hex(), set()).add(name)
    return {record: frozenset(names) for record, names in found.items()}
