"""Belonging: the incident in whose log a record is told, however many records lie between the two."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

# Noun → the noun it belongs to, and the field that names it; whatever is not here names its incident itself.
BELONGS = {
    "crisis_cell": ("incident", "lead"),
    "coverage": ("crisis_cell", "cell"),
    "objective": ("crisis_cell", "cell"),
    "function": ("crisis_cell", "cell"),
    "freeze": ("crisis_cell", "cell"),
    "freeze_exception": ("freeze", "freeze"),
    "point": ("crisis_cell", "cell"),
    "question": ("crisis_cell", "cell"),
    "backing": ("hypothesis", "hypothesis"),
    "handover": ("crisis_cell", "cell"),
    "shift": ("crisis_cell", "cell"),
    "callee": ("mobilisation", "mobilisation"),
    "call": ("callee", "callee"),
    "contact": ("field_team", "field_team"),
    "entry_mark": ("entry", "id"),
    "message_text": ("message", "message"),
    "review": ("message", "message"),
    "claim": ("message", "message"),
}


def incident_of(noun: str, row: Mapping[str, Any], read: Callable[[str, str], Mapping[str, Any] | None]) -> str:
    """The id of the incident a record belongs to, "" for none; `read` gives the row of a noun and an id."""
    while noun in BELONGS:
        above, name = BELONGS[noun]
        record = _id(row.get(name))
        if above == "incident":
            return record
        row = (read(above, record) if record else None) or {}
        noun = above
    return _id(row.get("id" if noun == "incident" else "incident"))


def _id(value: Any) -> str:
    return value.hex() if isinstance(value, bytes) else str(value or "")
