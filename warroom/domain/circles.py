"""Circles: who needs to know. What is restricted to a circle is sealed; everyone else sees that something is there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from warroom.domain.ids import PersonId, RecordId

# A built-in circle's key name, and every way of saying it; it is made when it is first used.
BUILT_IN: dict[str, tuple[str, ...]] = {
    "decision": ("decision cell", "cellule décisionnelle"),
    "legal": ("juridique",),
    "security": ("sécurité",),
}

# What tells the content. The rest (number, times, kind, author, station) stays readable to all.
SEALED: dict[str, frozenset[str]] = {
    "entry": frozenset({"text", "from_who", "to_who", "services", "workstream", "reason", "params"}),
    "entry_mark": frozenset({"follow_up", "reason"}),
    "decision": frozenset({
        "question", "context", "options", "decided", "rationale", "decider", "executor", "facts",
        "caller_reason", "window",
    }),
    "attachment": frozenset({"name", "origin", "media_type"}),
    "attachment_key": frozenset({"secret"}),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Circle:
    """One circle as this station knows it."""

    id: RecordId
    name: str  # the key name of a built-in circle, else as it was typed
    members: tuple[PersonId, ...]
    is_member: bool  # the person at the keyboard is
    has_key: bool  # this station holds the key that is used now
    stations: tuple[str, ...]  # letters of the stations that hold it
    awaiting: tuple[str, ...]  # letters of stations where a member sits and that do not hold it yet
    is_made: bool = True  # a built-in circle that nobody used yet is not


def key_name(said: str) -> str:
    """`Juridique` → `legal`; any other name as it was typed, in one line."""
    name = " ".join(said.split())
    known: Iterable[tuple[str, tuple[str, ...]]] = BUILT_IN.items()
    return next((key for key, names in known if name.casefold() in (key, *names)), name)
