"""Seals and their time stamps, read from the room."""

from __future__ import annotations

from typing import Any

import apsw

from warroom.domain.heads import Heads
from warroom.domain.ids import IncidentId, RecordId
from warroom.domain.seals import Seal, Timestamp
from warroom.storage.erased import aliases
from warroom.storage.queries.rows import hexed, loaded, read


def seals(conn: apsw.Connection, incident: bytes | None = None) -> list[Seal]:
    """Every seal, or those of one incident, oldest first; whoever was erased still counts, by number."""
    where, values = ("WHERE incident=?", (incident,)) if incident else ("", ())
    sql = (
        'SELECT id, incident, number, sealed_at, "by", witness, heads, digest, station, signature, reason '
        f"FROM seal {where} ORDER BY sealed_at, id"
    )
    stamps, erased = _timestamps(conn), aliases(conn)
    return [
        Seal(
            id=RecordId(hexed(row[0])),
            incident=IncidentId(hexed(row[1])),
            number=_text(row[2]),
            sealed_at=row[3] or 0,
            by=_text(row[4]) or erased.get(("seal", row[0]), {}).get("by", ""),
            witness=_text(row[5]) or erased.get(("seal", row[0]), {}).get("witness", ""),
            heads=_heads(row[6]),
            digest=_text(row[7]),
            station=hexed(row[8]),
            signature=_text(row[9]),
            reason=_text(row[10]),
            timestamps=tuple(stamps.get(row[0], ())),
        )
        for row in read(conn, sql, values)
    ]


def _timestamps(conn: apsw.Connection) -> dict[bytes, list[Timestamp]]:
    found: dict[bytes, list[Timestamp]] = {}
    sql = "SELECT seal, id, token, authority, stamped_at FROM timestamp WHERE seal IS NOT NULL ORDER BY stamped_at, id"
    for seal, record, token, authority, at in read(conn, sql):
        stamp = Timestamp(RecordId(hexed(record)), _text(token), _text(authority), at or 0)
        found.setdefault(seal, []).append(stamp)
    return found


def _heads(stored: Any) -> Heads:
    """The heads of a seal; none when the record says something else, which its digest then does not fit."""
    heads = loaded(stored, {})
    if not isinstance(heads, dict):
        return {}
    fits = all(
        isinstance(head, list) and len(head) == 2 and isinstance(head[0], int) and isinstance(head[1], str)
        for head in heads.values()
    )
    return {writer: (head[0], head[1]) for writer, head in heads.items()} if fits else {}


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
