"""What something rests on: references ("noun id") to records of the room."""

from __future__ import annotations

import re
from dataclasses import dataclass

_REFERENCE = re.compile(r"([a-z_]{1,40}) ([0-9a-f]{32})\Z")


@dataclass(frozen=True, slots=True)
class Evidence:
    """One record that something rests on, as people call it."""

    noun: str
    record: str  # id
    number: str = ""
    name: str = ""  # of what has no number
    incident: str = ""  # id, "" where it belongs to none
    is_here: bool = True


def refers(said: str) -> tuple[str, str] | None:
    """The noun and the id of a reference; None for what is none."""
    found = _REFERENCE.match(said)
    return (found[1], found[2]) if found else None
