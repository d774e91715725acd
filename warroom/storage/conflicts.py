"""Conflicts: fields that several people changed without seeing each other, for a person to settle."""

from __future__ import annotations

from dataclasses import dataclass

import apsw
import orjson

from warroom.storage.ops import Value, canonical


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


@dataclass(frozen=True, slots=True)
class Conflict:
    """One field with several open values: the one shown first, then the others, latest first."""

    noun: str
    record: str
    field: str
    heads: tuple[Head, ...]


HEADS = (
    "SELECT h.ent, h.rid, h.field, o.patch, o.w, o.seq, o.author, o.wall, o.off, o.zone FROM "
    "(SELECT ent, rid, field, ord, w, seq FROM sib UNION ALL SELECT c.ent, c.rid, c.field, c.ord, c.w, c.seq FROM "
    "(SELECT DISTINCT ent, rid, field FROM sib) s "
    "CROSS JOIN cell c ON c.ent=s.ent AND c.rid=s.rid AND c.field=s.field) h "
    "CROSS JOIN op o ON o.w=h.w AND o.seq=h.seq ORDER BY h.ent, h.rid, h.field, h.ord DESC, h.w DESC"
)


def conflicts(conn: apsw.Connection) -> list[Conflict]:
    """Every open conflict, in the order of nouns, records and fields. Equal values are no conflict (decision 9)."""
    found: dict[tuple[str, str, str], list[Head]] = {}
    for ent, rid, name, patch, *who in conn.execute(HEADS):
        found.setdefault((ent, rid.hex(), name), []).append(Head(orjson.loads(patch).get(name), *who))
    return [
        Conflict(noun=ent, record=record, field=name, heads=tuple(heads))
        for (ent, record, name), heads in found.items()
        if len({canonical(head.value) for head in heads}) > 1
    ]
