"""People, as far as the log needs them: a name, initials, a station."""

from __future__ import annotations

from dataclasses import dataclass

from warroom.domain.ids import PersonId


@dataclass(frozen=True, slots=True)
class Person:
    """Someone who types, owns or decides."""

    id: PersonId
    name: str
    initials: str


def initials_of(name: str) -> str:
    """`Léa Martin` → `LM`; at most three letters."""
    return "".join(part[0] for part in name.replace("-", " ").split() if part)[:3].upper()
