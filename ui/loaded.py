"""A record as a form loads it, with the version that it names when it saves."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

from warroom.domain.conflicts import Place
from warroom.room import Views

Record = TypeVar("Record")


def as_loaded(
    views: Views, noun: str, record: str, read: Callable[[str], Record]
) -> tuple[Record, Mapping[str, Place]]:
    """A record as it is now, and the version that a form on it names when it saves.

    The version is read first: what moves between the two readings is asked about once too often, never overwritten.
    """
    seen = views.sources(noun, record)
    return read(record), seen
