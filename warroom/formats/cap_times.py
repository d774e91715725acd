"""Times of alerts, as CAP demands them and as senders write them. Milliseconds UTC."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime

from warroom.formats.clean import add_flag, quoted
from warroom.formats.problems import Flag, Problem

STRICT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[-+]\d\d:\d\d")  # CAP 1.2 §3.3.2
_LOOSE = re.compile(
    r"(\d{4})-(\d\d?)-(\d\d?)[T ]\s{0,3}(\d\d?):(\d\d)(?::(\d\d)(?:[.,]\d{1,9})?)?\s{0,3}"
    r"(Z|z|UTC|GMT|([-+])(\d\d):?(\d\d)?)?"
)
_FIRST, _LAST = datetime(1970, 1, 1, tzinfo=UTC), datetime(2300, 1, 1, tzinfo=UTC)


def read_time(text: str, flags: list[Flag], *, is_named: str = "") -> int | None:
    """The instant, None when there is none to read; what had to be guessed goes into `flags`."""
    if not text:
        return None
    said = f"{is_named} {quoted(text)}".strip()
    moment = _loose(text) or _mail(text)
    if moment is None or not _FIRST <= moment.replace(tzinfo=moment.tzinfo or UTC) < _LAST:
        add_flag(flags, Flag(Problem.ALERT_TIME, said))
        return None
    if moment.tzinfo is None:
        add_flag(flags, Flag(Problem.ALERT_ZONE, said))
        moment = moment.replace(tzinfo=UTC)
    elif STRICT.fullmatch(text) is None:
        add_flag(flags, Flag(Problem.ALERT_TIME_FORM, said))
    return int(moment.timestamp()) * 1000


def _loose(text: str) -> datetime | None:
    match = _LOOSE.fullmatch(text)
    if match is None:
        return None
    year, month, day, hour, minute, second = (int(each or 0) for each in match.groups()[:6])
    zone = match[7]
    try:
        offset = timedelta(hours=int(match[9] or 0), minutes=int(match[10] or 0))
        ahead = timezone(-offset if match[8] == "-" else offset)
        return datetime(year, month, day, hour, minute, min(second, 59), tzinfo=ahead if zone else None)
    except ValueError:
        return None


def _mail(text: str) -> datetime | None:
    """As feeds write them: `Thu, 01 Jan 2026 16:00:00 +0000`."""
    if len(text) > 60:
        return None
    try:
        return parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
