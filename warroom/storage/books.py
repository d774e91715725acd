"""Books: what a command may read and write, inside one transaction."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import apsw

from warroom.clock import Moment
from warroom.domain.ids import NUMBER, RecordId, named_id
from warroom.domain.nouns import DELETED, NOUNS
from warroom.errors import Refusal
from warroom.storage.journal import Journal, meta, open_heads
from warroom.storage.projections import json_field
from warroom.storage.tables import column_value, field_value
from warroom.words import _

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Author:
    """Who acts: the person at the keyboard and the station they sit at."""

    person: str  # person id, "" before anyone sat down
    name: str
    station: str  # the station's letter


@dataclass(frozen=True, slots=True)
class Before:
    """What a field held before a command, so that undo can write it back."""

    noun: str
    record: str
    field: str
    value: Any
    existed: bool


@dataclass(slots=True)
class Books:
    """Storage as commands see it: rows by id, writes as ops, numbers, the time and the author."""

    conn: apsw.Connection
    journal: Journal
    moment: Moment
    author: Author
    room: str
    before: list[Before] = field(default_factory=list)

    @property
    def now(self) -> int:
        """Milliseconds UTC, one reading for the whole command."""
        return self.moment.utc_ms

    def row(self, noun: str, record: str) -> Row | None:
        """A visible record's fields as an op would write them."""
        return self._row(noun, record, hidden="" if NOUNS[noun].insert_only else "AND NOT _hidden")

    def any_row(self, noun: str, record: str) -> Row | None:
        """A record's fields, hidden or not."""
        return self._row(noun, record, hidden="")

    def _row(self, noun: str, record: str, *, hidden: str) -> Row | None:
        known = NOUNS[noun]
        names = ", ".join(f'"{item.name}"' for item in known.fields)
        found = next(
            iter(self.conn.execute(f'SELECT {names} FROM "{noun}" WHERE id=? {hidden}', (bytes.fromhex(record),))), None
        )
        if found is None:
            return None
        return {item.name: field_value(item, value) for item, value in zip(known.fields, found, strict=True)} | {
            "id": record
        }

    def get(self, noun: str, reference: str) -> Row:
        """A record by id or printed number. Raises Refusal when there is none, or more than one."""
        found = self.row(noun, self.resolve(noun, reference))
        if found is None:
            raise unknown(noun, reference)
        return found

    def resolve(self, noun: str, reference: str) -> RecordId:
        """The id behind a reference: an id passes, a number is looked up, an ambiguous number asks."""
        reference = reference.strip()
        if len(reference) == 32 and not NUMBER.match(reference):
            return RecordId(reference)
        if NOUNS[noun].field("number") is None:
            raise unknown(noun, reference)
        hidden = "" if NOUNS[noun].insert_only else "AND NOT _hidden"
        sql = f'SELECT id FROM "{noun}" WHERE number=? {hidden} LIMIT 3'
        found = [bytes(row[0]).hex() for row in self.conn.execute(sql, (reference.upper(),))]
        if not found:
            raise unknown(noun, reference)
        if len(found) > 1:
            raise Refusal(
                "reference-ambiguous",
                _("{number} names more than one record.").format(number=reference),
                safe=_("Nothing was changed."),
                todo=_("Open it from the list instead."),
            )
        return RecordId(found[0])

    def make(self, noun: str, patch: Mapping[str, Any], *, record: str | None = None) -> RecordId:
        """A new record; its id names the op that makes it unless it must coalesce with others'."""
        made = RecordId(record) if record else self.journal.next_id(self.moment)
        known = NOUNS[noun]
        if not known.insert_only:
            self.before.append(Before(noun, made, DELETED, True, existed=False))
        self.journal.append(known, made, _plain(patch), author=self.author.person, moment=self.moment)
        return made

    def write(self, noun: str, record: str, patch: Mapping[str, Any]) -> None:
        """Change fields of a record. Refused for a field with open heads: those need eyes (decision 9)."""
        known = NOUNS[noun]
        for name in patch:
            if self.is_disputed(noun, record, name):
                raise Refusal(
                    "open-conflict",
                    _("Two stations wrote different values here, and nobody has chosen yet."),
                    safe=_("Both values are kept."),
                    todo=_("Open the conflicts and choose first."),
                )
            self.before.append(self._before(noun, record, name))
        self.journal.append(known, record, _plain(patch), author=self.author.person, moment=self.moment)

    def is_disputed(self, noun: str, record: str, name: str) -> bool:
        """Whether a field has open heads that only people may settle."""
        return len(open_heads(self.conn, NOUNS[noun], record, name)) > 1

    def number(self, noun: str) -> str:
        """The next printed number of this station for this noun; never given twice."""
        prefix = str(meta(self.conn, "prefix"))
        sql = "INSERT INTO number(prefix, noun, last) VALUES(?,?,1) ON CONFLICT(prefix, noun) DO UPDATE SET last=last+1 RETURNING last"
        last = next(iter(self.conn.execute(sql, (prefix, noun))))[0]
        return NOUNS[noun].number.format(prefix=prefix, n=last)

    def named(self, noun: str, name: str) -> RecordId:
        """The id of a record that coalesces by name."""
        return named_id(self.room, noun, name.strip().casefold())

    def where(self, noun: str, **equal: Any) -> list[Row]:
        """The visible records that hold these values, by id."""
        known = NOUNS[noun]
        clauses = [f'"{name}" IS ?' for name in equal] + ([] if known.insert_only else ["NOT _hidden"])
        values = [column_value(known.field(name), value) for name, value in equal.items()]
        found = list(self.conn.execute(f'SELECT id FROM "{noun}" WHERE {" AND ".join(clauses)} ORDER BY id', values))
        return [row for (record,) in found if (row := self.row(noun, record.hex())) is not None]

    def heads(self) -> dict[str, str]:
        """Where every writer's chain stands: writer → hash of its last op, both hexadecimal."""
        return chain_heads(self.conn)

    def fingerprint(self) -> str:
        """Eight hexadecimal digits that stand for the whole journal as it is now."""
        return fingerprint_of(self.heads())

    def _before(self, noun: str, record: str, name: str) -> Before:
        known = NOUNS[noun]
        sql = f'SELECT "{name}" FROM "{noun}" WHERE id=?'
        found = next(iter(self.conn.execute(sql, (bytes.fromhex(record),))), None)
        kind = known.field(name)
        value = bool(found and found[0]) if name == DELETED else field_value(kind, found[0]) if found and kind else None
        return Before(noun, record, name, value, existed=found is not None)


def chain_heads(conn: apsw.Connection) -> dict[str, str]:
    """Writer → hash of its last op, both hexadecimal."""
    return {bytes(w).hex(): bytes(digest).hex() for w, digest in conn.execute("SELECT w, hash FROM vv ORDER BY w")}


def fingerprint_of(heads: Mapping[str, str]) -> str:
    """SHA-256 of the canonical list of chain heads, its first eight digits."""
    return hashlib.sha256(json_field(heads).encode()).hexdigest()[:8]


def _plain(patch: Mapping[str, Any]) -> dict[str, Any]:
    """Values as ops carry them: lists and mappings as JSON strings, enums as their values."""
    plain: dict[str, Any] = {}
    for name, value in patch.items():
        if isinstance(value, bool) or value is None:
            plain[name] = value
        elif isinstance(value, int):
            plain[name] = int(value)
        elif isinstance(value, str):
            plain[name] = str(value)
        elif isinstance(value, Mapping) and "$sealed" in value:
            plain[name] = dict(value)
        else:
            plain[name] = json_field(value)
    return plain


def unknown(noun: str, reference: str) -> Refusal:
    return Refusal(
        "unknown-reference",
        _("There is no {noun} {reference} in this room.").format(noun=noun_word(noun), reference=reference),
        safe=_("Nothing was changed."),
        todo=_("Check the number; the list shows those that exist."),
    )


def noun_word(noun: str) -> str:
    """A noun as a person says it."""
    said = {
        "incident": _("incident"),
        "entry": _("log entry"),
        "decision": _("decision"),
        "action": _("action"),
        "due": _("clock"),
        "impact": _("service"),
        "service": _("service"),
        "attachment": _("attachment"),
        "person": _("person"),
    }
    return said.get(noun, noun)
