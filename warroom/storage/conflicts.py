"""Conflicts: fields that several people changed without seeing each other, for a person to settle."""

from __future__ import annotations

from dataclasses import dataclass

import apsw
import orjson

from warroom.domain.conflicts import Place
from warroom.domain.nouns import NOUNS
from warroom.errors import Refusal
from warroom.storage.ops import Value, canonical
from warroom.words import _


@dataclass(frozen=True, slots=True)
class Head:
    """One of the open values of a field, and who wrote it."""

    value: Value
    writer: bytes
    seq: int
    author: str  # person id, or ""
    wall_ms: int  # the writing laptop's clock, milliseconds UTC
    offset_min: int
    zone: str

    @property
    def place(self) -> Place:
        """The op that wrote it."""
        return self.writer.hex(), self.seq


@dataclass(frozen=True, slots=True)
class Conflict:
    """One field with several open values: the one shown first, then the others, latest first."""

    noun: str
    record: str
    field: str
    heads: tuple[Head, ...]

    @property
    def seen(self) -> tuple[Place, ...]:
        """The heads that a settlement names."""
        return tuple(head.place for head in self.heads)


HEADS = (
    "SELECT h.ent, h.rid, h.field, o.patch, o.w, o.seq, o.author, o.wall, o.off, o.zone FROM "
    "(SELECT ent, rid, field, ord, w, seq FROM sib UNION ALL SELECT c.ent, c.rid, c.field, c.ord, c.w, c.seq FROM "
    "(SELECT DISTINCT ent, rid, field FROM sib) s "
    "CROSS JOIN cell c ON c.ent=s.ent AND c.rid=s.rid AND c.field=s.field) h "
    "CROSS JOIN op o ON o.w=h.w AND o.seq=h.seq ORDER BY h.ent, h.rid, h.field, h.ord DESC, h.w DESC"
)


OF_FIELD = (
    "SELECT o.patch, o.w, o.seq, o.author, o.wall, o.off, o.zone FROM "
    "(SELECT ord, w, seq FROM cell WHERE ent=?1 AND rid=?2 AND field=?3 UNION ALL "
    "SELECT ord, w, seq FROM sib WHERE ent=?1 AND rid=?2 AND field=?3) h "
    "CROSS JOIN op o ON o.w=h.w AND o.seq=h.seq ORDER BY h.ord DESC, h.w DESC"
)
OPEN_NAMES = "SELECT DISTINCT field FROM sib WHERE ent=? AND rid=? ORDER BY field"
WAITING = "SELECT 1 FROM sib WHERE ent=? AND rid=? AND field=? LIMIT 1"
SOURCE = "SELECT w, seq FROM cell WHERE ent=? AND rid=? AND field=?"


def conflicts(conn: apsw.Connection) -> list[Conflict]:
    """Every open conflict, in the order of nouns, records and fields. Equal values are no conflict (decision 9)."""
    found: dict[tuple[str, str, str], list[Head]] = {}
    for ent, rid, name, patch, *who in conn.execute(HEADS):
        found.setdefault((ent, rid.hex(), name), []).append(Head(orjson.loads(patch).get(name), *who))
    return [
        Conflict(noun=ent, record=record, field=name, heads=tuple(heads))
        for (ent, record, name), heads in found.items()
        if differ(heads)
    ]


def to_settle(conn: apsw.Connection) -> list[Conflict]:
    """The conflicts that people are asked about: of records that are there, in fields that somebody can judge."""
    return [item for item in conflicts(conn) if _is_for_people(conn, item)]


def _is_for_people(conn: apsw.Connection, item: Conflict) -> bool:
    known = NOUNS.get(item.noun)
    if known is None or known.insert_only or is_stamp(item.noun, item.field):
        return False
    row = next(iter(conn.execute(f'SELECT _hidden FROM "{item.noun}" WHERE id=?', (bytes.fromhex(item.record),))), None)
    return row is not None and not row[0]


def heads_of(conn: apsw.Connection, noun: str, record: str, name: str) -> list[Head]:
    """Every value of one field that no other had seen: the one shown first; one only where nothing is open."""
    rows = conn.execute(OF_FIELD, (noun, bytes.fromhex(record), name))
    return [Head(orjson.loads(patch).get(name), *who) for patch, *who in rows]


def open_heads(conn: apsw.Connection, noun: str, record: str, name: str) -> list[Head]:
    """The heads of a field that people have to choose from; none where there is one value only, or a mere stamp."""
    if is_stamp(noun, name) or not list(conn.execute(WAITING, (noun, bytes.fromhex(record), name))):
        return []
    heads = heads_of(conn, noun, record, name)
    return heads if differ(heads) else []


def open_fields(conn: apsw.Connection, noun: str, record: str) -> dict[str, list[Head]]:
    """The fields of a record that say several things, stamps among them, with their heads."""
    names = [row[0] for row in conn.execute(OPEN_NAMES, (noun, bytes.fromhex(record)))]
    found = {name: heads_of(conn, noun, record, name) for name in names}
    return {name: heads for name, heads in found.items() if differ(heads)}


def is_stamp(noun: str, name: str) -> bool:
    """Whether the room noted this beside an act, so that there is nothing to judge; the latest is shown."""
    known = NOUNS[noun].field(name) if noun in NOUNS else None
    return known is not None and known.is_stamp


def source(conn: apsw.Connection, noun: str, record: str, name: str) -> Place | None:
    """The op whose value a field shows; None for one never written."""
    found = next(iter(conn.execute(SOURCE, (noun, bytes.fromhex(record), name))), None)
    return (found[0].hex(), found[1]) if found else None


def sources(conn: apsw.Connection, noun: str, record: str) -> dict[str, Place]:
    """For each field of a record that was ever written: the op whose value it shows."""
    rows = conn.execute("SELECT field, w, seq FROM cell WHERE ent=? AND rid=?", (noun, bytes.fromhex(record)))
    return {name: (w.hex(), seq) for name, w, seq in rows}


def said_at(conn: apsw.Connection, place: Place, name: str) -> Value:
    """What an op wrote into a field; None for an op that is not here, or says nothing of it."""
    found = next(
        iter(conn.execute("SELECT patch FROM op WHERE w=? AND seq=?", (bytes.fromhex(place[0]), place[1]))), None
    )
    value: Value = orjson.loads(found[0]).get(name) if found else None
    return value


def differ(heads: list[Head]) -> bool:
    """Whether heads say different things; equal values are no conflict (decision 9)."""
    return len({canonical(head.value) for head in heads}) > 1


def open_conflict() -> Refusal:
    return Refusal(
        "open-conflict",
        _("Two stations wrote different values here, and nobody has chosen yet."),
        safe=_("Both values are kept."),
        todo=_("Choose first, under “To settle”."),
    )


def changed_heads() -> Refusal:
    return Refusal(
        "conflict-changed",
        _("Another value has arrived since you looked, or somebody has settled it."),
        safe=_("Nothing was changed; every value is kept."),
        todo=_("Look at it as it is now."),
    )
