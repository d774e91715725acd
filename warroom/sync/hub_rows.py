"""What a hub says it holds, read strictly: a row that makes no sense is passed over and stops nothing else."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from warroom.sync.depots import RunName
from warroom.sync.hub_rules import Place

_MEMBERS = re.compile(r"[0-9a-f]{8}")
_NUMBER_MOST = 2**63
WRITER, HASH = 8, 32  # bytes


@dataclass(frozen=True, slots=True)
class Listed:
    """One run that the hub lists."""

    pos: int
    name: RunName
    chain: bytes
    size: int  # bytes of its frame


def listed(row: tuple[Any, ...]) -> Listed | None:
    """One row of a listing; None when it is not what a hub of ours holds."""
    if len(row) != 8:
        return None
    pos, writer, seq_from, seq_to, head, members, chain, size = row
    if not all(map(_is_number, (pos, seq_from, seq_to, size))) or seq_to < seq_from:
        return None
    if not _is_bytes(writer, WRITER) or not _is_bytes(head, HASH) or not _is_bytes(chain, HASH):
        return None
    if not isinstance(members, str) or not _MEMBERS.fullmatch(members):
        return None
    return Listed(pos, RunName(writer, seq_from, seq_to, head.hex()[:8], members, str(pos)), chain, size)


def neighbour(row: tuple[Any, ...]) -> Place | None:
    """One row of those next to a push; None when it is not what a hub of ours holds."""
    seq_from, seq_to, prev, head, members = row
    if not _is_number(seq_from) or not _is_number(seq_to) or not _is_bytes(prev, HASH) or not _is_bytes(head, HASH):
        return None
    return Place(seq_from, seq_to, prev, head, members) if isinstance(members, str) else None


def numbered(row: tuple[Any, ...] | None) -> tuple[int, bytes] | None:
    """A number and a hash, as the tables of states and heads hold them; None when it is not that."""
    if row is None or len(row) != 2 or type(row[0]) is not int or not 0 <= row[0] < _NUMBER_MOST:
        return None
    return (row[0], row[1]) if _is_bytes(row[1], HASH) else None


def _is_number(value: Any) -> bool:
    return type(value) is int and 0 < value < _NUMBER_MOST


def _is_bytes(value: Any, length: int) -> bool:
    return isinstance(value, bytes) and len(value) == length
