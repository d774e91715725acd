"""Arithmetic of time limits: hours that elapse, days and months of a local calendar, business days.

Hours are elapsed time: 24 hours are 24 hours also in the night the clocks change. Days, business days and months keep
the local time of day; a month that is too short ends on its last day (31 January plus one month is 28 or 29 February).
A local time stands for the first instant at which the clocks on the wall show that time or a later one: of a time that
comes twice, the first; for a time that is skipped, the change itself. Both are the stricter reading.
"""

from __future__ import annotations

import calendar
import functools
import itertools
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

HOUR_MS = 3_600_000
SECOND = timedelta(seconds=1)
LONGEST_SEARCH = 3_660  # days: no calendar closes for ten years
EASTER_YEARS = range(1583, 4100)  # the Gregorian reckoning of Easter


@dataclass(frozen=True, slots=True)
class Calendar:
    """Which days count as business days; holidays as data, because they are made by law."""

    id: str
    weekend: frozenset[int] = frozenset({5, 6})  # Monday is 0
    fixed: frozenset[tuple[int, int]] = frozenset()  # month, day
    easter: frozenset[int] = frozenset()  # days after Easter Sunday
    nth: frozenset[tuple[int, int, int]] = frozenset()  # month, weekday, which (-1: the last)
    dates: frozenset[date] = frozenset()
    observed: bool = False  # a fixed holiday on a Saturday is kept on Friday, on a Sunday on Monday (US federal)

    def is_business_day(self, day: date) -> bool:
        return day.weekday() not in self.weekend and not self.is_holiday(day)

    def is_holiday(self, day: date) -> bool:
        if day in self.dates or (day.month, day.day) in self.fixed:
            return True
        if self.observed and self._is_kept_on(day):
            return True
        if self.easter and day.year in EASTER_YEARS and (day - easter_of(day.year)).days in self.easter:
            return True
        return any(day == nth_weekday(day.year, *rule) for rule in self.nth if rule[0] == day.month)

    def _is_kept_on(self, day: date) -> bool:
        shifted = {4: timedelta(days=1), 0: timedelta(days=-1)}.get(day.weekday())
        if shifted is None:
            return False
        held = day + shifted
        return (held.month, held.day) in self.fixed


def easter_of(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (the anonymous algorithm, Nature 1876)."""
    century, in_century = divmod(year, 100)
    golden = year % 19
    leaps, rest = divmod(century, 4)
    corrected = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - leaps - corrected + 15) % 30
    weekday = (32 + 2 * rest + 2 * (in_century // 4) - epact - in_century % 4) % 7
    shift = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * shift + 114, 31)
    return date(year, month, day + 1)


def nth_weekday(year: int, month: int, weekday: int, which: int) -> date | None:
    """The first, second … weekday of a month; -1 is the last. None where the month has no such day."""
    last = calendar.monthrange(year, month)[1]
    days = [day for day in range(1, last + 1) if date(year, month, day).weekday() == weekday]
    place = which - 1 if which > 0 else which
    return date(year, month, days[place]) if -len(days) <= place < len(days) else None


def wall(ms: int, zone: tzinfo | None) -> datetime:
    """What clocks on the wall show at an instant, as a naive time; None is the zone of this laptop."""
    at = datetime.fromtimestamp(ms // 1000, UTC).astimezone(zone).replace(tzinfo=None, fold=0)
    return at + timedelta(milliseconds=ms % 1000)


def first_instant(shown: datetime, zone: tzinfo | None) -> int:
    """The first instant at which clocks on the wall show this time or a later one, in milliseconds UTC."""
    whole = shown.replace(microsecond=0)
    early, late = sorted(_instant(whole.replace(fold=fold), zone) for fold in (0, 1))
    if wall(early, zone) == whole or wall(late, zone) == whole:
        found = early if wall(early, zone) == whole else late
        return found + shown.microsecond // 1000
    while late - early > 1000:  # skipped: the change lies between both readings
        middle = (early + late) // 2000 * 1000
        early, late = (early, middle) if wall(middle, zone) >= whole else (middle, late)
    return late


def is_odd(shown: datetime, zone: tzinfo | None) -> bool:
    """Whether a local time is skipped or comes twice."""
    whole = shown.replace(microsecond=0)
    return _instant(whole.replace(fold=0), zone) != _instant(whole.replace(fold=1), zone)


def plus_hours(start_ms: int, hours: int) -> int:
    """Elapsed time."""
    return start_ms + hours * HOUR_MS


def plus_days(shown: datetime, days: int) -> datetime:
    """The same local time of day, days later."""
    return shown + timedelta(days=days)


def plus_months(shown: datetime, months: int) -> datetime:
    """The same day and time of day, months later; the last day where that month is too short."""
    year, month = divmod(shown.year * 12 + shown.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return shown.replace(year=year, month=month + 1, day=min(shown.day, last))


def plus_business_days(shown: datetime, days: int, kept: Calendar) -> datetime:
    """The same local time of day on the nth business day after; the day it starts on does not count.

    A calendar that closes for ten years gives the day after those: `reaches` refuses such a one when rules are read.
    """
    found = shown
    for _each in range(LONGEST_SEARCH):
        if days == 0:
            break
        found += timedelta(days=1)
        days -= kept.is_business_day(found.date())
    return found


@functools.lru_cache(maxsize=512)
def reaches(days: int, kept: Calendar) -> bool:
    """Whether a calendar has this many business days within the ten years that are looked through."""
    first = date(2026, 1, 1)
    found = (kept.is_business_day(first + timedelta(days=each)) for each in range(1, LONGEST_SEARCH))
    return sum(itertools.islice((1 for is_open in found if is_open), days)) == days


def next_business_day(day: date, kept: Calendar) -> date:
    """The first business day after this one."""
    return plus_business_days(datetime.combine(day, time()), 1, kept).date()


# How far other readings of a limit go. They are shown beside the strict one, never instead.


def noon_of_next_business_day(due_ms: int, zone: tzinfo | None, kept: Calendar) -> int | None:
    """DORA (RTS 2025/301 art. 5): a limit on a weekend or holiday may slip to noon of the next working day."""
    shown = wall(due_ms, zone)
    if kept.is_business_day(shown.date()):
        return None
    return first_instant(datetime.combine(next_business_day(shown.date(), kept), time(12)), zone)


def end_of_last_hour(due_ms: int, zone: tzinfo | None, _kept: Calendar) -> int | None:
    """Reg. 1182/71 art. 3(1) and (2)(a): the hour of the event does not count, and the last hour runs to its end."""
    rest = due_ms % HOUR_MS
    return due_ms + HOUR_MS - rest if rest else None


def end_of_last_day(due_ms: int, zone: tzinfo | None, kept: Calendar) -> int | None:
    """Reg. 1182/71 art. 3(2) and (4): a period of days or months ends with its last day, or the next working day."""
    day = wall(due_ms, zone).date()
    if not kept.is_business_day(day):
        day = next_business_day(day, kept)
    return first_instant(datetime.combine(day + timedelta(days=1), time()), zone)


READINGS: Mapping[str, Callable[[int, tzinfo | None, Calendar], int | None]] = {
    "dora-noon": noon_of_next_business_day,
    "reg-1182-71-hours": end_of_last_hour,
    "reg-1182-71-days": end_of_last_day,
}


def _instant(shown: datetime, zone: tzinfo | None) -> int:
    """A local time as an instant, its fold choosing between two readings."""
    at = shown.astimezone() if zone is None else shown.replace(tzinfo=zone)
    return int(at.timestamp()) * 1000
