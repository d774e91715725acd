"""Lines of a sheet as they are typed: the grammar of quick entry, the time first."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta, tzinfo

from warroom.domain.paper import SheetLine
from warroom.domain.quick_entry import QuickEntry, parse
from warroom.domain.typed_times import parse_time

__all__ = ["line_of", "read_line", "seen_from"]

TIME_WORDS = 4  # `5 janvier 2026 14:05`
LOOKS_LIKE_A_TIME = re.compile(r"(\d[:hH]\d{2}$|\d[hH]$|^[-−]\d+$)")


def read_line(
    text: str,
    *,
    now_ms: int,
    zone: tzinfo | None,
    people: Sequence[str] = (),
    services: Sequence[str] = (),
    language: str = "fr",
) -> QuickEntry:
    """One typed line: `14:05 de:Durand tél Le nœud 3 ne répond plus`, `hier 23:50 …`; None where no time was said.

    The time comes first on a sheet, so that whatever else the grammar knows may follow it.
    """
    at, rest = _time_first(text, now_ms, zone)
    read = parse(rest, now_ms=now_ms, zone=zone, people=people, services=services, language=language)
    return read if at is None else replace(read, event_at=at)


def _time_first(text: str, now_ms: int, zone: tzinfo | None) -> tuple[int | None, str]:
    """The time that the first words say, and what follows; the whole text when they say none."""
    words = text.split()
    for count in range(min(TIME_WORDS, len(words) - 1), 0, -1):
        said = " ".join(words[:count])
        if LOOKS_LIKE_A_TIME.search(said) and (at := parse_time(said, now_ms, zone)) is not None:
            return at, " ".join(words[count:])
    return None, text


def line_of(read: QuickEntry, *, before: int | None = None) -> SheetLine | None:
    """The line as it goes into the log; without a time of its own it has that of the line before.

    None while there is no time at all, or no text.
    """
    at = read.event_at if read.event_at is not None else before
    if at is None or not read.text.strip():
        return None
    return SheetLine(
        event_at=at,
        text=read.text,
        kind=read.kind,
        from_who=read.from_who,
        to_who=read.to_who,
        channel=read.channel,
        verification=read.verification,
        key_event=read.key_event,
        services=", ".join(read.services),
        owner=read.owner,
        due_at=read.due_at,
    )


def seen_from(day: date | None, now_ms: int, zone: tzinfo | None) -> int:
    """The time from which a line's time of day is the nearest past: the end of the day of the sheet, or now."""
    if day is None:
        return now_ms
    midnight = datetime.combine(day + timedelta(days=1), time(), zone)
    return min(now_ms, int(midnight.timestamp() * 1000) - 1)
