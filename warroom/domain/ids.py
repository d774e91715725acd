"""Ids: distinct types for the records people point at."""

from __future__ import annotations

import hashlib
import re
import uuid
from typing import NewType

RecordId = NewType("RecordId", str)  # 32 hexadecimal digits
IncidentId = NewType("IncidentId", str)
EntryId = NewType("EntryId", str)
DecisionId = NewType("DecisionId", str)
ActionId = NewType("ActionId", str)
PersonId = NewType("PersonId", str)
CellId = NewType("CellId", str)

NUMBER = re.compile(
    r"^(?P<prefix>[A-Z][A-Z]?\d*)-(?P<noun>AC|CA|LE|M[ES]|P[RS]|R[UX]|[A-EHIMPRS]?)(?P<n>\d+)$", re.IGNORECASE
)


def born_id(*, writer: bytes, seq: int, wall_ms: int) -> RecordId:
    """A UUIDv7 whose random part names the op that made it, so that nobody can claim to have written it first."""
    mark = int.from_bytes(
        hashlib.blake2b(writer + seq.to_bytes(8, "big"), digest_size=10, person=b"warroom-id").digest()
    )
    value = (
        (wall_ms & 0xFFFFFFFFFFFF) << 80 | 0x7 << 76 | (mark >> 62 & 0xFFF) << 64 | 0b10 << 62 | mark & (1 << 62) - 1
    )
    return RecordId(f"{value:032x}")


def is_born_of(record: str, *, writer: bytes, seq: int) -> bool:
    """Whether this op is the one that made the record."""
    return born_id(writer=writer, seq=seq, wall_ms=int(record[:12], 16)) == record


def named_id(room: str, noun: str, name: str) -> RecordId:
    """The id of a record that must coalesce when two stations make it apart: UUIDv5 of room, noun and name."""
    return RecordId(uuid.uuid5(uuid.UUID(hex=room), f"{noun}\x1f{name}").hex)
