"""Time zones as calendars name them: of the world, of Windows, of programs, of the file itself, or of nobody."""

from __future__ import annotations

import io
import re
from datetime import datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from warroom.formats.calendar_lines import Block
from warroom.formats.calendar_problems import Remark, Said

YEARLY = re.compile(
    r"RRULE:FREQ=YEARLY(;(BYMONTH=\d{1,2}|BYDAY=[+-]?\d?[A-Z]{2}|BYMONTHDAY=[-0-9,]{1,60}|INTERVAL=[1-9]|WKST=[A-Z]{2}"
    r"|UNTIL=\d{8}(T\d{6}Z?)?|COUNT=\d{1,3}))*\Z",
    re.IGNORECASE,
)  # how the clocks of any zone change; a rule by the second would never end
MOST_LINES = 400  # of one zone
KEPT = ("BEGIN", "END", "DTSTART", "TZOFFSETFROM", "TZOFFSETTO", "TZNAME", "RRULE", "RDATE")
ALIASES = {  # what widespread programs write, and neither Windows nor the world knows
    "eastern": "America/New_York",
    "central": "America/Chicago",
    "mountain": "America/Denver",
    "pacific": "America/Los_Angeles",
    "western/central europe": "Europe/Paris",
    "romance standard time": "Europe/Paris",
    "(utc+01:00) brussels, copenhagen, madrid, paris": "Europe/Paris",
    "z": "UTC",
    "gmt": "UTC",
}


class Zones:
    """The zones of one file; asked by the name that a time carries."""

    def __init__(self, blocks: list[Block], default: str) -> None:
        self.default = default
        self._own = {_plain(block.value("TZID")): block for block in blocks}
        self._found: dict[str, tuple[tzinfo, Remark | None]] = {}

    def named(self, name: str) -> tuple[tzinfo, Remark | None]:
        """The zone of this name, and what is to be said of how it was found."""
        name = _plain(name)
        if name not in self._found:
            self._found[name] = self._look(name)
        return self._found[name]

    def _look(self, name: str) -> tuple[tzinfo, Remark | None]:
        if (zone := world(name)) is not None:
            return zone, None
        own = self._own.get(name)
        for guess in (name, own.value("X-LIC-LOCATION").strip() if own else ""):
            if (zone := known_elsewhere(guess)) is not None:
                return zone, Remark(Said.ZONE_GUESSED, name)
        if own is not None and (made := defined(own)) is not None:
            return made, Remark(Said.ZONE_OF_FILE, name)
        return world(self.default) or ZoneInfo("UTC"), Remark(Said.ZONE_UNKNOWN, name)


def world(name: str) -> ZoneInfo | None:
    """A zone as the world names it."""
    if not name or len(name) > 60 or name.casefold() in ("localtime", "factory"):
        return None
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def known_elsewhere(name: str) -> ZoneInfo | None:
    """A zone as Windows or a program names it: with a path before it, or by an old word."""
    from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

    if not name:
        return None
    windows = {each.casefold(): zone for each, zone in WINDOWS_TO_OLSON.items()}
    for each in (windows.get(name.casefold()), ALIASES.get(name.casefold())):
        if each and (zone := world(each)) is not None:
            return zone
    parts = name.strip("/").split("/")
    tails = ["/".join(parts[place:]) for place in range(len(parts))]
    return next((zone for tail in tails if "/" in tail and (zone := world(tail)) is not None), None)


def defined(block: Block) -> tzinfo | None:
    """A zone by the rules that the file gives for it; None where they are not those of any clock."""
    if len(block.lines) > MOST_LINES:
        return None
    lines = [line for line in block.lines if re.split("[:;]", line, maxsplit=1)[0].upper() in KEPT]
    if any(line.upper().startswith("RRULE") and not YEARLY.match(line) for line in lines):
        return None
    from dateutil.tz import tzical

    text = "\r\n".join(["BEGIN:VTIMEZONE", "TZID:own", *lines, "END:VTIMEZONE", ""])
    try:
        zone = tzical(io.StringIO(text)).get("own")
        if zone is None or not isinstance(zone.utcoffset(datetime(2026, 7, 1, tzinfo=zone)), timedelta):
            return None
        return zone if isinstance(zone, tzinfo) else None
    except (ValueError, TypeError, AttributeError, IndexError, KeyError, OverflowError):
        return None


def _plain(name: str) -> str:
    return name.strip().strip('"').strip()
