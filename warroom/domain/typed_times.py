"""Typed times: what people type for a moment or a due time, read as the nearest one that makes sense."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo

MINUTE, HOUR, DAY = 60_000, 3_600_000, 86_400_000
SLACK_MS = 2 * MINUTE  # the clock on the wall may be a little ahead of the laptop's

_CLOCK = re.compile(
    r"(?:^|.*?[ t])(?P<h>\d{1,2}) ?"
    r"(?:(?P<ampm>[ap]m)|[:h] ?(?:(?P<m>\d{2})(?::(?P<s>\d{2}))?(?: ?(?P<later>[ap]m))?)?)$"
)
_FOUR_DIGITS = re.compile(r"(?:^|.* )(?P<h>\d{2})(?P<m>\d{2})$")
_LENGTH = re.compile(
    r"(?:(?P<d>\d{1,4}) ?(?:d|j|days?|jours?))? ?"
    r"(?:(?P<h>\d{1,4}) ?(?:h|hours?|heures?))? ?"
    r"(?:(?P<m>\d{1,4}) ?(?:m|min|mn|mins|minutes?)?)?"
)
_NUMERIC_DAY = re.compile(r"(?P<d>\d{1,2})[/.](?P<m>\d{1,2})(?:[/.](?P<y>\d{4}|\d{2}))?")
_ISO_DAY = re.compile(r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})")
_NAMED_DAY = re.compile(r"(?P<d>\d{1,2})(?:er)? (?P<month>[a-zéû]{3,9})\.?(?: (?P<y>\d{4}))?")

_NOW = frozenset({"now", "maintenant"})
_SHIFTED = {
    "today": 0, "aujourd'hui": 0, "yesterday": -1, "hier": -1, "avant-hier": -2,
    "tomorrow": 1, "demain": 1, "après-demain": 2, "apres-demain": 2,
}  # fmt: skip
_WEEKDAYS = (
    ("lun", "lundi", "mon", "monday"),
    ("mar", "mardi", "tue", "tuesday"),
    ("mer", "mercredi", "wed", "wednesday"),
    ("jeu", "jeudi", "thu", "thursday"),
    ("ven", "vendredi", "fri", "friday"),
    ("sam", "samedi", "sat", "saturday"),
    ("dim", "dimanche", "sun", "sunday"),
)
_MONTHS = (
    ("jan", "janv", "janvier", "january"),
    ("feb", "févr", "fevr", "février", "february"),
    ("mar", "mars", "march"),
    ("apr", "avr", "avril", "april"),
    ("may", "mai"),
    ("jun", "juin", "june"),
    ("jul", "juil", "juillet", "july"),
    ("aug", "août", "aout", "august"),
    ("sep", "sept", "septembre", "september"),
    ("oct", "octobre", "october"),
    ("nov", "novembre", "november"),
    ("dec", "déc", "décembre", "december"),
)


@dataclass(frozen=True, slots=True)
class _Said:
    """A time of day and, perhaps, which days it may fall on."""

    hour: int
    minute: int
    second: int
    day: str  # "" when only a time of day was typed


def parse_time(text: str, now_ms: int, zone: tzinfo | None) -> int | None:
    """When something happened, milliseconds UTC: the nearest past that fits; None when not understood.

    A zone of None is this computer's own.
    """
    said = _tidy(text)
    if said in _NOW:
        return now_ms
    ago = _ago(said)
    if ago is not None:
        return now_ms - ago
    read = _read(said)
    if read is None:
        return None
    today = _local(now_ms, zone).date()
    days = _days(read.day, today, nearest=-1)
    instants = sorted(instant for day in days for instant in _instants(day, read, zone))
    past = [instant for instant in instants if instant <= now_ms + SLACK_MS]
    if past:
        return past[-1]
    return instants[0] if instants and _names_one_day(read.day) else None


def parse_due(text: str, now_ms: int, zone: tzinfo | None) -> int | None:
    """When something is due, milliseconds UTC: the nearest future that fits; None when not understood.

    `9h` is nine o'clock; `2 h`, with a space or a plus, is in two hours. A zone of None is this computer's own.
    """
    said = _tidy(text)
    ahead = _ahead(said)
    if ahead is not None:
        return now_ms + ahead
    read = _read(said)
    if read is None:
        return None
    today = _local(now_ms, zone).date()
    days = _days(read.day, today, nearest=1)
    instants = sorted(instant for day in days for instant in _instants(day, read, zone))
    this_minute = now_ms - now_ms % MINUTE
    future = [instant for instant in instants if instant >= this_minute]
    if future:
        return future[0]
    return instants[-1] if instants and _names_one_day(read.day) else None


def parse_length(text: str) -> int | None:
    """How long something takes, in minutes: `4 h`, `1h30`, `90`; None when not understood."""
    found = _length(_tidy(text))
    return None if found is None else found // MINUTE


def _tidy(text: str) -> str:
    said = re.sub(r"[\s,]+", " ", text.replace("’", "'")).strip().lower()
    return re.sub(r"(^| )(?:à|at) (?=\d)", r"\1", said)


def _ago(said: str) -> int | None:
    for opening, closing in (("-", ""), ("−", ""), ("–", ""), ("il y a ", ""), ("", " ago")):
        if said.startswith(opening) and said.endswith(closing) and (opening or closing):
            return _length(said[len(opening) : len(said) - len(closing)])
    return None


def _ahead(said: str) -> int | None:
    for opening in ("+", "in ", "dans "):
        if said.startswith(opening):
            return _length(said[len(opening) :])
    spaced = re.fullmatch(r"\d{1,4} (?:h|d|j)\b.*", said)
    minutes = re.fullmatch(r"\d{1,4} ?(?:m|min|mn|mins|minutes?)|\d{1,4}(?:d|j)", said)
    return _length(said) if spaced or minutes else None


def _length(said: str) -> int | None:
    """`20`, `20 min`, `2 h`, `1h30`, `3 d 4 h` in milliseconds; a bare number is minutes."""
    found = _LENGTH.fullmatch(said.strip())
    if found is None or not any(found.groups()):
        return None
    return int(found["d"] or 0) * DAY + int(found["h"] or 0) * HOUR + int(found["m"] or 0) * MINUTE


def _read(said: str) -> _Said | None:
    found = _CLOCK.fullmatch(said) or _FOUR_DIGITS.fullmatch(said)
    if found is None:
        return None
    parts = found.groupdict()
    hour, minute, second = int(parts["h"]), int(parts["m"] or 0), int(parts.get("s") or 0)
    half = parts.get("ampm") or parts.get("later")
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "pm" else 0)
    if hour > 23 or minute > 59 or second > 59:
        return None
    return _Said(hour, minute, second, said[: found.start("h")].rstrip(" t"))


def _names_one_day(day: str) -> bool:
    """A day typed in full, or relative to today, is meant even when it lies on the other side of now."""
    return day in _SHIFTED or (re.search(r"\d{4}|/\d{2}$", day) is not None and day.count("/") != 1)


def _days(day: str, today: date, *, nearest: int) -> list[date]:
    """The days a word may mean, on this side of today: -1 the past, 1 the future."""
    if not day:
        return [today, today + timedelta(days=nearest)]
    if day in _SHIFTED:
        return [today + timedelta(days=_SHIFTED[day])]
    weekday = _index(_WEEKDAYS, day.rstrip("."))
    if weekday is not None:
        return [other for step in range(8) if (other := today + timedelta(days=nearest * step)).weekday() == weekday]
    numbered = _numbered(day)
    if numbered is None:
        return []
    year, month, number = numbered
    years: Iterable[int] = (
        (today.year, today.year + nearest) if year is None else (year + 2000 if year < 100 else year,)
    )
    return [made for each in years if (made := _made(each, month, number)) is not None]


def _numbered(day: str) -> tuple[int | None, int, int] | None:
    """Year (None when not said), month and day of `23/11`, `2026-11-23`, `mar. 24 nov. 2026`."""
    found = _NUMERIC_DAY.fullmatch(day) or _ISO_DAY.fullmatch(day)
    if found is not None:
        return int(found["y"]) if found["y"] else None, int(found["m"]), int(found["d"])
    first, _space, rest = day.partition(" ")
    named = _NAMED_DAY.fullmatch(rest if _index(_WEEKDAYS, first.rstrip(".")) is not None else day)
    if named is None:
        return None
    month = _index(_MONTHS, named["month"])
    return None if month is None else (int(named["y"]) if named["y"] else None, month + 1, int(named["d"]))


def _index(names: tuple[tuple[str, ...], ...], word: str) -> int | None:
    return next((index for index, several in enumerate(names) if word in several), None)


def _made(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _local(ms: int, zone: tzinfo | None) -> datetime:
    return datetime.fromtimestamp(ms / 1000, UTC).astimezone(zone)


def _instants(day: date, said: _Said, zone: tzinfo | None) -> list[int]:
    """One instant, or two in the hour that a change of clocks repeats."""
    found: set[int] = set()
    for fold in (0, 1):
        try:
            local = datetime(day.year, day.month, day.day, said.hour, said.minute, said.second, tzinfo=zone, fold=fold)
            found.add(int(local.timestamp()) * 1000)
        except (OverflowError, ValueError, OSError):
            continue  # a day that no calendar of this system holds
    return sorted(found)
