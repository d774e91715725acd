"""Books: what a command may read and write, inside one transaction."""

from __future__ import annotations

import functools
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

import apsw

from warroom.clock import Moment
from warroom.domain.circles import SEALED
from warroom.domain.conflicts import Place
from warroom.domain.heads import Head
from warroom.domain.ids import RecordId, named_id
from warroom.domain.nouns import DELETED, NOUNS
from warroom.domain.rights import Right, rights_of
from warroom.errors import Refusal, Trouble, WrongKey
from warroom.phrases import circle_word
from warroom.storage import gates
from warroom.storage.circles import CircleKeys
from warroom.storage.conflicts import changed_heads, heads_of, open_conflict, open_heads, said_at, source
from warroom.storage.erased import ABOUT_A_PERSON
from warroom.storage.journal import Journal
from warroom.storage.letters import yield_prefix
from warroom.storage.naming import folded_name, noun_word
from warroom.storage.ops import Undecodable
from warroom.storage.projections import json_field
from warroom.storage.segments import Signing
from warroom.storage.tables import column_value, field_value
from warroom.words import _

Row = dict[str, Any]
ID = re.compile(r"[0-9a-f]{32}\Z", re.IGNORECASE)
HALF = re.compile("[\x00\ud800-\udfff]")  # no other station could read it; pasted text brings it now and then


@dataclass(frozen=True, slots=True)
class Author:
    """Who acts: the person at the keyboard and the station they sit at."""

    person: str  # person id, "" before anyone sat down
    name: str
    station: str  # the station's letter
    delegation: str = ""  # the standing reason for what they do without the right


@dataclass(frozen=True, slots=True)
class Before:
    """What a field held before a command, and what the command wrote: undo writes back only what nobody changed since."""

    noun: str
    record: str
    field: str
    value: Any
    written: Any


@dataclass(slots=True)
class Books:
    """Storage as commands see it: rows by id, writes as ops, numbers, the time and the author."""

    conn: apsw.Connection
    journal: Journal
    moment: Moment
    author: Author
    room: str
    before: list[Before] = field(default_factory=list)
    acts: list[tuple[str, str]] = field(default_factory=list)  # noun and record of every op written, in order
    signing: Signing | None = None
    circles: CircleKeys = field(default_factory=CircleKeys)

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
        sql = f'SELECT {_names(noun)} FROM "{noun}" WHERE id=? {hidden}'
        found = next(iter(self.conn.execute(sql, (bytes.fromhex(record),))), None)
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
        if ID.match(reference):
            return RecordId(reference.lower())
        if NOUNS[noun].field("number") is None:
            raise unknown(noun, reference)
        hidden = "" if NOUNS[noun].insert_only else "AND NOT _hidden"
        sql = f'SELECT id FROM "{noun}" WHERE number=? {hidden} LIMIT 3'
        found = [bytes(row[0]).hex() for row in self.conn.execute(sql, (reference.upper(),))]
        if not found:
            raise unknown(noun, reference)
        if len(found) > 1:
            raise ambiguous(reference)
        return RecordId(found[0])

    def make(
        self, noun: str, patch: Mapping[str, Any], *, record: str | None = None, circle: str | None = None
    ) -> RecordId:
        """A new record, sealed for a circle (its id) if one is given; its id names the op that makes it unless it must
        coalesce with others'."""
        made = RecordId(record) if record else self.journal.next_id(self.moment)
        known, plain = NOUNS[noun], self._sealed(noun, made, _plain(patch), circle)
        if not known.insert_only:
            if record and self.any_row(noun, made) is not None:
                plain = self._undisputed(noun, made, plain) | {DELETED: False}  # taken back, and wanted again
            self.before += [Before(noun, made, name, value, value) for name, value in plain.items() if name != DELETED]
            self.before.append(Before(noun, made, DELETED, True, False))
        self._append(noun, made, plain)
        return made

    def write(
        self,
        noun: str,
        record: str,
        patch: Mapping[str, Any],
        *,
        follows: Mapping[str, Any] | None = None,
        settles: Collection[Place] = (),
    ) -> None:
        """Change fields of a record; what belongs to a restricted one is sealed for its circle.

        Refused for a field with open heads, unless `settles` names them all: those need eyes (decision 9). `follows`
        is what the change brings along by itself; it leaves alone what is open.
        """
        after = self._undisputed(noun, record, follows or {}, settles)
        plain = self._sealed(noun, record, _plain({**patch, **after}), self._circle_of(noun, record))
        if not plain:
            return
        for name in plain:
            heads = open_heads(self.conn, noun, record, name)
            if not {head.place for head in heads} <= set(settles):
                raise changed_heads() if settles else open_conflict()
            if not heads:  # what people settled is not undone in passing
                self.before.append(Before(noun, record, name, self.value(noun, record, name), plain[name]))
        self._append(noun, record, plain)

    def _undisputed(
        self, noun: str, record: str, patch: Mapping[str, Any], settles: Collection[Place] = ()
    ) -> dict[str, Any]:
        return {
            name: value
            for name, value in patch.items()
            if {head.place for head in open_heads(self.conn, noun, record, name)} <= set(settles)
        }

    def opened(self, noun: str, row: Row, name: str) -> str:
        """A text of a record, opened when it is sealed and this station holds its key; "" when it does not."""
        value = row[name]
        if not isinstance(value, Mapping):
            return str(value or "")
        try:
            return self.circles.open(
                self.conn, value, circle=row["circle"] or "", noun=noun, record=row["id"], name=name
            )
        except (WrongKey, Trouble):
            return ""

    def _circle_of(self, noun: str, record: str) -> str | None:
        """The circle a record is restricted to; the marks of an entry are in the entry's."""
        if noun not in SEALED:
            return None
        circle = self.value("entry" if noun == "entry_mark" else noun, record, "circle")
        return circle if isinstance(circle, str) else None

    def _sealed(self, noun: str, record: str, plain: dict[str, Any], circle: str | None) -> dict[str, Any]:
        """The patch as it may lie in the file: what tells the content of something restricted is sealed."""
        told = [name for name in SEALED.get(noun, ()) if isinstance(plain.get(name), str) and plain[name]]
        if circle and NOUNS[noun].field("circle"):
            plain["circle"] = circle
        if not circle or not told:
            return plain
        newest = self.circles.newest(self.conn, circle)
        if newest is None:
            raise no_key(self.circles.known(self.conn, circle).name)
        sealed = {name: self.circles.seal(*newest, plain[name], noun=noun, record=record, name=name) for name in told}
        return plain | sealed

    def _append(self, noun: str, record: str, plain: Mapping[str, Any]) -> None:
        if self.journal.tip.is_revoked:
            raise revoked()
        self.acts.append((noun, record))
        if noun in ABOUT_A_PERSON and "person" not in plain and (whose := self.value(noun, record, "person")):
            plain = {**plain, "person": whose}  # an erasure finds every op about somebody by it
        try:
            self.journal.append(NOUNS[noun], record, plain, author=self.author.person, moment=self.moment)
        except Undecodable as error:
            raise Refusal(
                "value-unfit",
                _("This is too long, or holds something that no room can keep."),
                safe=_("Nothing was changed."),
                todo=_("Shorten it, or attach it as a file."),
            ) from error

    def is_written(self, noun: str, record: str, name: str) -> bool:
        """Whether anybody ever wrote this field, be it to empty it."""
        return source(self.conn, noun, record, name) is not None

    def is_disputed(self, noun: str, record: str, name: str) -> bool:
        """Whether a field has open heads that only people may settle."""
        return bool(open_heads(self.conn, noun, record, name))

    def heads_of(self, noun: str, record: str, name: str) -> frozenset[Place]:
        """The ops whose values stand in a field, none of which had seen another."""
        return frozenset(head.place for head in heads_of(self.conn, noun, record, name))

    def source(self, noun: str, record: str, name: str) -> Place | None:
        """The op whose value a field shows."""
        return source(self.conn, noun, record, name)

    def said_at(self, noun: str, record: str, place: Place, name: str) -> Any:
        """What an op wrote into a field of a record, opened when it is sealed and this station holds the key."""
        row = {name: said_at(self.conn, place, name), "circle": self._circle_of(noun, record), "id": record}
        return self.opened(noun, row, name) if isinstance(row[name], Mapping) else row[name]

    def number(self, noun: str) -> str:
        """The next printed number of this station for this noun; never given twice."""
        yield_prefix(self.journal, self.moment)
        prefix = self.journal.tip.prefix
        sql = "INSERT INTO number(prefix, noun, last) VALUES(?,?,1) ON CONFLICT(prefix, noun) DO UPDATE SET last=last+1 RETURNING last"
        last = next(iter(self.conn.execute(sql, (prefix, noun))))[0]
        return NOUNS[noun].number.format(prefix=prefix, n=last)

    def named(self, noun: str, name: str) -> RecordId:
        """The id of a record that coalesces by name."""
        return named_by(self.room, noun, name)

    def where(self, noun: str, **equal: Any) -> list[Row]:
        """The visible records that hold these values, by id."""
        known = NOUNS[noun]
        sought = {name: column_value(known.field(name), value) for name, value in equal.items()}
        clauses = [f'"{name}"=?' if value is not None else f'"{name}" IS NULL' for name, value in sought.items()]
        clauses += [] if known.insert_only else ["NOT _hidden"]  # IS would leave the index aside
        values = [value for value in sought.values() if value is not None]
        where = " AND ".join(clauses or ["1"])
        found = list(self.conn.execute(f'SELECT id FROM "{noun}" WHERE {where} ORDER BY id', values))
        return [row for (record,) in found if (row := self.row(noun, record.hex())) is not None]

    def must(self, right: Right) -> None:
        """Raises Refusal when the person at the keyboard lacks the right to pass a hard gate."""
        if right is Right.ADMINISTER:
            may = gates.may_administer(self.conn, self.author.person)
        else:
            may = right in self.rights()
        if not may:
            raise right_missing(right, self.author.name)

    def rights(self) -> frozenset[Right]:
        """What the person at the keyboard may do in their own name; everything before roles were ever given."""
        if not gates.has_grants(self.conn):
            return frozenset(Right)
        return rights_of(gates.roles_of(self.conn, self.author.person))

    def heads(self) -> dict[str, Head]:
        """Where every writer's chain stands."""
        return chain_heads(self.conn)

    def value(self, noun: str, record: str, name: str) -> Any:
        """One field as an op would write it, hidden or not; None for what is not there."""
        sql = f'SELECT "{name}" FROM "{noun}" WHERE id=?'
        found = next(iter(self.conn.execute(sql, (bytes.fromhex(record),))), None)
        kind = NOUNS[noun].field(name)
        return bool(found and found[0]) if name == DELETED else field_value(kind, found[0]) if found and kind else None


def named_by(room: str, noun: str, name: str) -> RecordId:
    """The id of a record that coalesces by name, however its letters are composed."""
    return named_id(room, noun, folded_name(name))


def chain_heads(conn: apsw.Connection) -> dict[str, Head]:
    """Where every writer's chain stands, by writer."""
    return {w.hex(): (seq, digest.hex()) for w, seq, digest in conn.execute("SELECT w, seq, hash FROM vv ORDER BY w")}


@functools.cache
def _names(noun: str) -> str:
    return ", ".join(f'"{item.name}"' for item in NOUNS[noun].fields)


def _plain(patch: Mapping[str, Any]) -> dict[str, Any]:
    """Values as ops carry them: lists and mappings as JSON strings, enums as their values."""
    plain: dict[str, Any] = {}
    for name, value in patch.items():
        if isinstance(value, bool) or value is None:
            plain[name] = value
        elif isinstance(value, int):
            plain[name] = int(value)
        elif isinstance(value, str):
            plain[name] = readable(str(value))
        elif isinstance(value, Mapping) and "$sealed" in value:
            plain[name] = dict(value)
        else:
            plain[name] = json_field(readable(value))
    return plain


def readable(value: Any) -> Any:
    """Text that every station can read: NULs and halves of characters replaced, in lists and mappings too."""
    if isinstance(value, str):
        return HALF.sub("\ufffd", value)
    if isinstance(value, Mapping):
        return {readable(name): readable(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [readable(item) for item in value]
    return value


def unknown(noun: str, reference: str) -> Refusal:
    return Refusal(
        "unknown-reference",
        _("There is no {noun} {reference} in this room.").format(noun=noun_word(noun), reference=reference),
        safe=_("Nothing was changed."),
        todo=_("Check the number; the list shows those that exist."),
    )


def ambiguous(reference: str) -> Refusal:
    return Refusal(
        "reference-ambiguous",
        _("{number} names more than one record.").format(number=reference),
        safe=_("Nothing was changed."),
        todo=_("Open it from the list instead."),
    )


def right_missing(right: Right, name: str) -> Refusal:
    only = {
        Right.ADMINISTER: _("Only an administrator of this room can do this."),
        Right.RELEASE: _("Only somebody who may release messages to the outside can do this."),
    }
    return Refusal(
        "right-missing",
        only.get(right) or _("A right is missing for this."),
        safe=_("Nothing was changed."),
        todo=_("Ask an administrator; {name} has no such role.").format(name=name)
        if name
        else _("Ask an administrator; nobody sits at this keyboard."),
    )


def revoked() -> Refusal:
    return Refusal(
        "station-revoked",
        _("This laptop was revoked from the room: what it writes now would count nowhere."),
        safe=_("Everything written before is kept, here and on the other stations."),
        todo=_("Export what you need, and ask an administrator for a new invitation."),
    )


def no_key(circle: str) -> Refusal:
    return Refusal(
        "circle-no-key",
        _("This station does not hold the key of the circle “{circle}”.").format(circle=circle_word(circle)),
        safe=_("Nothing was changed; your text is still there."),
        todo=_("Ask a station that holds it to share it, or write without restricting."),
    )
