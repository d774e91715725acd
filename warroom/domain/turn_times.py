"""Turn times: when each turn of a rotation begins, and in which hours somebody should be on call.

Turns follow the clock on the wall: a hand-over at 09:00 is at 09:00 also in the week the clocks change, so that one
turn lasts an hour more or less. A hand-over at a time that is skipped is at the change; at one that comes twice, the
first.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from warroom.domain.clock_times import first_instant, plus_months, wall
from warroom.domain.on_call import Rotation, TurnUnit

DAY_MS = 86_400_000
MOST_EVERY = 1_000
LONGEST_WINDOW = 800 * DAY_MS  # nobody looks further at once
FIRST_MS, LAST_MS = 0, 4_102_444_800_000  # 1970 to 2100: what lies outside is a slip or hostile
STEPS = {TurnUnit.HOUR: timedelta(hours=1), TurnUnit.DAY: timedelta(days=1), TurnUnit.WEEK: timedelta(weeks=1)}
Span = tuple[int, int]


def turn_starts(rotation: Rotation, number: int) -> int:
    """When the turn of this number (0 is the first) begins, in milliseconds UTC; the first begins with the rotation."""
    started = _clipped(rotation.starts_at or 0)
    if number <= 0:
        return started
    zone = zone_of(rotation.zone)
    shown = _shown(rotation, wall(started, zone), number)
    return max(started, first_instant(shown, zone)) if shown is not None else LAST_MS


def numbered_turns(rotation: Rotation, from_ms: int, until_ms: int) -> Iterator[tuple[int, int, int]]:
    """Number, start and end of each turn that touches the window."""
    number = max(0, _estimate(rotation, from_ms))
    while number > 0 and turn_starts(rotation, number) > from_ms:
        number -= 1
    while turn_starts(rotation, number + 1) <= from_ms:
        number += 1
    start = turn_starts(rotation, number)
    while start < until_ms:
        end = turn_starts(rotation, number + 1)
        if end > max(start, from_ms):
            yield number, start, end
        number, start = number + 1, end


def open_hours(rotation: Rotation, from_ms: int, until_ms: int) -> list[Span]:
    """When somebody of this rotation should be on call: while it lasts, and in its hours if it has any."""
    from_ms, until_ms = window(from_ms, until_ms)
    start = max(from_ms, rotation.starts_at if rotation.starts_at is not None else from_ms)
    end = min(until_ms, rotation.ends_at if rotation.ends_at is not None else until_ms)
    if start >= end:
        return []
    lines = [line for each in rotation.hours if (line := _hours(each)) is not None]
    if not lines:
        return [(start, end)]
    zone = zone_of(rotation.zone)
    day, last = wall(start, zone).date() - timedelta(days=1), wall(end, zone).date()
    found: list[Span] = []
    while day <= last:
        for weekday, opens, closes in lines:
            if day.weekday() == weekday:
                until = day if closes > opens else day + timedelta(days=1)
                span = _at(day, opens, zone), _at(until, closes, zone)
                found.append((max(start, span[0]), min(end, span[1])))
        day += timedelta(days=1)
    return merged(found)


def window(from_ms: int, until_ms: int) -> Span:
    start = _clipped(from_ms)
    return start, max(start, min(_clipped(until_ms), start + LONGEST_WINDOW))


def merged(spans: Iterable[Span]) -> list[Span]:
    found: list[Span] = []
    for start, end in sorted(span for span in spans if span[0] < span[1]):
        if found and start <= found[-1][1]:
            found[-1] = found[-1][0], max(end, found[-1][1])
        else:
            found.append((start, end))
    return found


def every_of(rotation: Rotation) -> int:
    return max(1, min(rotation.every, MOST_EVERY))


@functools.lru_cache(maxsize=64)
def zone_of(name: str) -> tzinfo:
    """The zone of this name, UTC where nobody knows it."""
    try:
        return ZoneInfo(name) if name else ZoneInfo("UTC")
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo("UTC")


def time_of(text: object) -> time | None:
    """HH:MM as a time of day; None for anything else."""
    if not isinstance(text, str):
        return None
    hours, colon, minutes = text.strip().partition(":")
    if not colon or not (hours.isascii() and hours.isdigit() and minutes.isascii() and minutes.isdigit()):
        return None
    if len(hours) > 2 or len(minutes) != 2 or int(hours) > 23 or int(minutes) > 59:
        return None
    return time(int(hours), int(minutes))


def _shown(rotation: Rotation, first: datetime, number: int) -> datetime | None:
    """What the wall shows when a turn begins; None beyond what calendars count."""
    handed = time_of(rotation.hands_over) or time()
    anchor = datetime.combine(first.date(), handed)
    try:
        if rotation.unit is TurnUnit.MONTH:
            return plus_months(anchor, number * every_of(rotation))
        return anchor + number * every_of(rotation) * STEPS[rotation.unit]
    except (ValueError, OverflowError):
        return None


def _estimate(rotation: Rotation, at_ms: int) -> int:
    zone = zone_of(rotation.zone)
    first, now = wall(_clipped(rotation.starts_at or 0), zone), wall(at_ms, zone)
    if rotation.unit is TurnUnit.MONTH:
        return ((now.year - first.year) * 12 + now.month - first.month) // every_of(rotation)
    return (now - first) // (STEPS[rotation.unit] * every_of(rotation))


def _clipped(ms: int) -> int:
    return max(FIRST_MS, min(ms, LAST_MS))


def _hours(line: object) -> tuple[int, time, time] | None:
    if not isinstance(line, list | tuple) or len(line) != 3:
        return None
    weekday, opens, closes = line[0], time_of(line[1]), time_of(line[2]) or (time() if line[2] == "24:00" else None)
    if not isinstance(weekday, int) or isinstance(weekday, bool) or weekday not in range(7):
        return None
    return (weekday, opens, closes) if opens is not None and closes is not None else None


def _at(day: date, hour: time, zone: tzinfo) -> int:
    return first_instant(datetime.combine(day, hour), zone)
