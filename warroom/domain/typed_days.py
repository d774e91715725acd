"""Days as people type them: `30/06/2027`, `30/6/27`, `30.06.2027`, `2027-06-30`."""

from __future__ import annotations

import re
from datetime import date, datetime, time, tzinfo

_DAY = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{2}|\d{4})|(\d{4})-(\d{1,2})-(\d{1,2})")
CENTURY, CENTURY_LEAST = 2000, 100
NOON, LAST_MINUTE = time(12, 0), time(23, 59)


def parse_day(text: str, zone: tzinfo | None, *, at_end: bool = False) -> int | None:
    """Noon of the day typed, or its last minute, in milliseconds UTC; None when not understood.

    A zone of None is this computer's own.
    """
    found = _DAY.fullmatch(text.strip())
    if found is None:
        return None
    if found[4]:
        year, month, day = int(found[4]), int(found[5]), int(found[6])
    else:
        day, month, year = int(found[1]), int(found[2]), int(found[3])
    try:
        on = date(year + CENTURY if year < CENTURY_LEAST else year, month, day)
        at = datetime.combine(on, LAST_MINUTE if at_end else NOON, tzinfo=zone)
        return int((at if zone else at.astimezone()).timestamp() * 1000)
    except (ValueError, OverflowError, OSError):
        return None


def day_typed(at_ms: int, zone: tzinfo | None) -> str:
    """A day as a field shows it, and reads it again: `30/06/2027`."""
    return datetime.fromtimestamp(at_ms / 1000, zone).strftime("%d/%m/%Y")
