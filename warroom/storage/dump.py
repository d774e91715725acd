"""Dump: the shared state as canonical JSON; two converged stations print the same bytes."""

from __future__ import annotations

from typing import Any

import apsw

from warroom.domain.heads import digest_of
from warroom.domain.nouns import DELETED, NOUNS, Noun
from warroom.storage.books import chain_heads
from warroom.storage.conflicts import Conflict, conflicts
from warroom.storage.ops import canonical
from warroom.storage.tables import field_value


def dump(conn: apsw.Connection) -> bytes:
    """Every record, hidden ones included, every open conflict and every writer's head; nothing local to the station."""
    return canonical(
        {
            "conflicts": [_conflict(conflict) for conflict in conflicts(conn)],
            "digest": digest_of(chain_heads(conn)),
            "heads": {
                w.hex(): {"hash": digest.hex(), "seq": seq}
                for w, seq, digest in conn.execute("SELECT w, seq, hash FROM vv")
            },
            "records": {noun.name: _records(conn, noun) for noun in NOUNS.values()},
            "version": 1,
        }
    )


def _records(conn: apsw.Connection, noun: Noun) -> list[dict[str, Any]]:
    names = [field.name for field in noun.fields]
    flags = [] if noun.insert_only else [DELETED, "_hidden", "_zombie"]
    marks = ["marked_verification", "marked_key_event", "follow_up"] if noun.name == "entry" else []
    stamp = ["w", "seq", "hlc"] if noun.name == "entry" else []
    columns = ", ".join(f'"{name}"' for name in ("id", *names, *flags, *marks, *stamp))
    found = []
    for row in conn.execute(f'SELECT {columns} FROM "{noun.name}" ORDER BY id'):
        stored = dict(zip(("id", *names, *flags, *marks, *stamp), row, strict=True))
        record = {field.name: field_value(field, stored[field.name]) for field in noun.fields}
        record |= {name: stored[name] if isinstance(stored[name], str) else bool(stored[name]) for name in flags}
        record |= {name: stored[name] for name in marks}
        if stamp:  # as text: a hybrid time is larger than what JavaScript counts exactly
            record["op"] = {"hlc": str(stored["hlc"]), "seq": stored["seq"], "writer": stored["w"].hex()}
        found.append({"id": stored["id"].hex(), **record})
    return found


def _conflict(conflict: Conflict) -> dict[str, Any]:
    return {
        "field": conflict.field,
        "heads": [
            {
                "author": head.author,
                "offset_min": head.offset_min,
                "seq": head.seq,
                "value": head.value,
                "wall_ms": head.wall_ms,
                "writer": head.writer.hex(),
                "zone": head.zone,
            }
            for head in conflict.heads
        ],
        "noun": conflict.noun,
        "record": conflict.record,
    }
