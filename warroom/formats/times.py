"""Times: the many ways people write a moment, read as UTC, with the text kept and every doubt said."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

from warroom.errors import Refusal
from warroom.formats.problems import Flag, Problem
from warroom.formats.records import NO_TIME, When
from warroom.words import _

OLDEST_YEAR, NEWEST_YEAR = 1970, 2100
"""Outside these years a time is kept and flagged: 0001 and 9999 stand for "none" in many tools."""

_LONGEST_TIME = 64
_EXCEL_EPOCH = datetime(1899, 12, 30, tzinfo=UTC)  # serial 0 in Excel's 1900 system, its false leap day included
_TWO_DIGIT_PIVOT = 70

_YEAR_FIRST = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?!\d)")
_COMPACT = re.compile(r"(\d{4})()(\d\d)(\d\d)(?=T\d{4})")
_YEAR_LAST = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d\d)(?!\d)")
_WORDED = re.compile(r"(?:[^\W\d_]{2,9}\.?,?\s+)?(\d{1,2})(?:er|st|nd|rd|th)?[\s-]+([^\W\d_]{3,9})\.?,?[\s-]+(\d{4})\b")
_MONTH_WORD_FIRST = re.compile(r"(?:[^\W\d_]{2,9},?\s+)?([^\W\d_]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})\b")
_JOINT = re.compile(r"(?:\s*(?:T|t|,|à|a|at|@|-|–|_)\s*|\s+)(?=\d)")
_CLOCK = re.compile(
    r"(?P<hour>\d{1,2})(?:"
    r"\s*(?:[:hH]|(?<=\d)\.)\s*(?P<minute>\d\d)(?:\s*(?:[:.'’]|mn|min|m)\s*(?:(?P<second>\d\d)(?:[.,](?P<fraction>\d{1,9}))?\s*s?)?)?"
    r"|\s*(?:h|H|heures?|hours?)"
    r"|(?=\s*[aApP]\.?[mM])"
    r")(?:\s*(?P<half>[aApP])\.?[mM]\.?)?"
    r"(?:\s*(?P<zone>[A-Za-z]{1,5}|(?:UTC|GMT)?\s?[+\-−]\d{1,2}(?::?\d\d)?))?"
)
_COMPACT_CLOCK = re.compile(r"(?P<hour>\d\d)(?P<minute>\d\d)(?P<second>\d\d)?(?P<zone>Z|[+-]\d{4})?")
_SERIAL = re.compile(r"\d{5}(?:[.,]\d{1,15})?")
_NUMBER = re.compile(r"\s*[+-]?\d+(?:[.,]\d+)?\s*")
_OFFSET = re.compile(r"(?:UTC|GMT)?\s?([+\-−])(\d{1,2}):?(\d\d)?")
_MIDNIGHT = re.compile(r"[ T]00:00(?::00(?:\.0+)?)?$")
_NO_DAY = re.compile(r"(?:1899-12-3[01]|1900-01-0[01])[ T]")

_ZONES = dict.fromkeys(("Z", "UTC", "GMT", "WET"), 0) | dict.fromkeys(("WEST", "BST", "CET"), 1)
_ZONES |= {"CEST": 2, "EET": 2, "EEST": 3}
_ZONES |= {"EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7}

_MONTHS = {"jan": 1, "fev": 2, "mar": 3, "avr": 4, "mai": 5, "juin": 6, "juil": 7, "aou": 8, "sep": 9, "oct": 10}
_MONTHS |= {"nov": 11, "dec": 12, "feb": 2, "apr": 4, "may": 5, "jun": 6, "jul": 7, "aug": 8}


def zone_named(name: str) -> ZoneInfo:
    """The time zone of this name. Refuses a name the time zone database does not hold."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as problem:
        raise Refusal(
            "unknown-zone",
            _("The time zone “{name}” is not known.").format(name=name[:60]),
            safe=_("Nothing was imported."),
            todo=_("Give a name such as Europe/Paris or UTC."),
        ) from problem


def read_when(text: str, *, zone: tzinfo, day_first: bool = True, base: date | None = None) -> tuple[When, Flag | None]:
    """The moment this text names, and the doubt about it if there is one.

    `zone` is taken when the text names none; `day_first` reads 03/04 as 3 April; `base` is the day of a bare time.
    """
    text = text.strip()
    if not text:
        return NO_TIME, Flag(Problem.MISSING_TIME)
    if len(text) > _LONGEST_TIME:
        return When(utc=None, original=text), Flag(Problem.UNREADABLE_TIME, text)
    day, rest = _day(text, day_first=day_first)
    if day is None and _SERIAL.fullmatch(text):
        return _from_serial(text, zone=zone)
    if day is not None and not rest:
        return _at(text, day, (0, 0, 0, 0), None, zone, Flag(Problem.DATE_WITHOUT_TIME, text))
    clock = _clock(rest)
    if clock is None:
        return When(utc=None, original=text), Flag(Problem.UNREADABLE_TIME, text)
    if day is None and base is not None:
        day = (base.year, base.month, base.day)
    if day is None:
        return When(utc=None, original=text), Flag(Problem.TIME_WITHOUT_DATE, text)
    hands, offset = clock
    if offset == "unknown":
        return When(utc=None, original=text), Flag(Problem.UNREADABLE_TIME, text)
    return _at(text, day, hands, offset, zone, None)


def joined(day: str, clock: str) -> str:
    """One text from a date cell and a time cell, without the empty halves that spreadsheets add to each."""
    day, clock = day.strip(), clock.strip()
    if not clock:
        return day
    return f"{_MIDNIGHT.sub('', day)} {_NO_DAY.sub('', clock)}".strip()


def day_comes_first(samples: Iterable[str]) -> bool:
    """Whether these dates are written day first; the French way when nothing in them tells."""
    first_too_big = second_too_big = 0
    for sample in samples:
        match = _YEAR_LAST.match(sample.strip())
        if match is not None:
            first_too_big += int(match[1]) > 12
            second_too_big += int(match[3]) > 12
    return not (second_too_big and not first_too_big)


def looks_like_time(text: str) -> bool:
    """Whether this text could only be a date, a time, or both (a bare number is not enough)."""
    if len(text) > _LONGEST_TIME or _NUMBER.fullmatch(text) or not any(character.isdigit() for character in text):
        return False
    day, rest = _day(text.strip(), day_first=True)
    return (day is not None and not rest) or _clock(rest) is not None


def _day(text: str, *, day_first: bool) -> tuple[tuple[int, int, int] | None, str]:
    """Year, month and day at the start of the text, and what follows them."""
    if (match := _YEAR_FIRST.match(text) or _COMPACT.match(text)) is not None:
        day = (int(match[1]), int(match[3]), int(match[4]))
    elif (match := _YEAR_LAST.match(text)) is not None:
        year = int(match[4])
        if len(match[4]) == 2:
            year += 2000 if year < _TWO_DIGIT_PIVOT else 1900
        day = (year, int(match[3]), int(match[1])) if day_first else (year, int(match[1]), int(match[3]))
    elif (match := _WORDED.match(text)) is not None and (month := _month(match[2])):
        day = (int(match[3]), month, int(match[1]))
    elif (match := _MONTH_WORD_FIRST.match(text)) is not None and (month := _month(match[1])):
        day = (int(match[3]), month, int(match[2]))
    else:
        return None, text
    rest = text[match.end() :]
    joint = _JOINT.match(rest)
    return day, rest[joint.end() :] if joint else rest.strip()


def _month(word: str) -> int:
    """1 to 12 for the name of a month in French or English, 0 for any other word."""
    plain = "".join(letter for letter in unicodedata.normalize("NFD", word.lower()) if letter.isascii())
    return _MONTHS.get(plain[:4]) or _MONTHS.get(plain[:3], 0)


def _clock(text: str) -> tuple[tuple[int, int, int, int], timezone | str | None] | None:
    """Hour, minute, second and microsecond, with the offset: None when not given, "unknown" when not understood."""
    match = _CLOCK.fullmatch(text) or _COMPACT_CLOCK.fullmatch(text)
    if match is None:
        return None
    parts = match.groupdict()
    hour = int(parts["hour"])
    if half := parts.get("half"):
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half in "pP" else 0)
    fraction = parts.get("fraction") or ""
    hands = (hour, int(parts["minute"] or 0), int(parts["second"] or 0), int(fraction.ljust(6, "0")[:6] or 0))
    return hands, _offset(parts.get("zone"))


def _offset(text: str | None) -> timezone | str | None:
    if not text:
        return None
    if (hours := _ZONES.get(text.upper())) is not None:
        return timezone(timedelta(hours=hours))
    match = _OFFSET.fullmatch(text)
    if match is None or int(match[2]) > 14 or int(match[3] or 0) > 59:
        return "unknown"
    offset = timedelta(hours=int(match[2]), minutes=int(match[3] or 0))
    return timezone(offset if match[1] == "+" else -offset)


def _from_serial(text: str, *, zone: tzinfo) -> tuple[When, Flag | None]:
    """A spreadsheet's count of days, to the second."""
    moment = _EXCEL_EPOCH + timedelta(seconds=round(float(text.replace(",", ".")) * 86_400))  # hands only, zone below
    doubt = Flag(Problem.DATE_WITHOUT_TIME, text) if len(text) == 5 else None
    hands = (moment.hour, moment.minute, moment.second, 0)
    return _at(text, (moment.year, moment.month, moment.day), hands, None, zone, doubt)


def _at(
    text: str,
    day: tuple[int, int, int],
    hands: tuple[int, int, int, int],
    offset: timezone | str | None,
    zone: tzinfo,
    doubt: Flag | None,
) -> tuple[When, Flag | None]:
    """The moment in UTC; what does not exist in the calendar stays text."""
    given = offset if isinstance(offset, timezone) else None
    try:
        moment = datetime(*day, *hands, tzinfo=given or zone)
    except ValueError:
        return When(utc=None, original=text), Flag(Problem.IMPOSSIBLE_DATE, text)
    try:
        if given is None and (before := moment.utcoffset()) != (after := moment.replace(fold=1).utcoffset()):
            skipped = before is not None and after is not None and before < after
            doubt = Flag(Problem.LOCAL_TIME_SKIPPED if skipped else Problem.LOCAL_TIME_TWICE, text)
        utc = moment.astimezone(UTC)
    except OverflowError:
        return When(utc=None, original=text, assumed_zone=given is None), Flag(Problem.IMPOSSIBLE_YEAR, text)
    if not OLDEST_YEAR <= day[0] <= NEWEST_YEAR:
        doubt = Flag(Problem.IMPOSSIBLE_YEAR, text)
    return When(utc=utc, original=text, assumed_zone=given is None), doubt
