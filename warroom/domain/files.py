"""Attachments: evidence kept in the room file, by hash."""

from __future__ import annotations

from dataclasses import dataclass

from warroom.domain.ids import RecordId

ATTACHMENT_MAX = 200 * 1024 * 1024  # bytes
CHUNK_BYTES = 256 * 1024


@dataclass(frozen=True, slots=True)
class Attachment:
    """One file kept as evidence: its name is a label, never a path."""

    id: RecordId
    incident: RecordId
    parent: RecordId
    parent_noun: str
    name: str
    media_type: str
    size: int  # bytes
    sha256: str
    origin: str
    captured_by: str
    added_at: int  # milliseconds UTC
    awaited: bool = False  # known from the journal, its chunks not received yet
    circle: str = ""  # the circle it is restricted to, by its key name
    restricted: str = ""  # the same when it cannot be read here: its name then says so
    erased: bool = False  # its bytes and name were erased on request
