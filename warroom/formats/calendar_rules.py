"""Rules by which an event repeats, expanded within a window and never further (RFC 5545, section 3.3.10).

Whatever a hostile rule says, a bounded number of steps is walked: finer than hours is refused, a rule without a count
begins just before the window, one with a count only where it can be counted, and a file has so many steps in all.
"""

from __future__ import annotations

import itertools
import types
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from warroom.domain.clock_times import plus_months
from warroom.formats.calendar_problems import Remark, Said, Unfit

MOST_STEPS = 20_000  # periods between the beginning of a rule and the end of the window
MOST_FOUND = 2_000  # occurrences of one event
MOST_INTERVAL = 10_000
MOST_VALUES = 400  # of one part of a rule
STEP_DAYS = {"DAILY": 1, "WEEKLY": 7, "MONTHLY": 28, "YEARLY": 365}
NUMBERS = {
    "BYSETPOS": "bysetpos", "BYMONTH": "bymonth", "BYMONTHDAY": "bymonthday", "BYYEARDAY": "byyearday",
    "BYWEEKNO": "byweekno", "BYHOUR": "byhour", "BYMINUTE": "byminute", "BYSECOND": "bysecond",
}  # fmt: skip
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


class Steps:
    """How many steps are left for the rules of one file."""

    def __init__(self, left: int = 1_000_000) -> None:
        self._left = left

    def spend(self, steps: float) -> None:
        """Raises Unfit for more than one rule, or all rules of a file together, may take."""
        self._left -= int(steps) + 1
        if steps > MOST_STEPS or self._left < 0:
            raise Unfit(Said.TOO_FAR)


def expand(
    rule: Mapping[str, Any],
    start: datetime,
    window: tuple[datetime, datetime],
    *,
    until: datetime | None,
    steps: Steps,
) -> tuple[list[datetime], list[Remark]]:
    """Beginnings in a window, as clocks on the wall show them, of a rule whose first is `start`; naive like it.

    `until` is the rule's own end on the same wall. Raises Unfit for a rule that nobody could follow.
    """
    made = {str(name).upper(): value if isinstance(value, list) else [value] for name, value in rule.items()}
    freq = str(made.get("FREQ", [""])[0]).upper()
    if freq in ("SECONDLY", "MINUTELY"):
        raise Unfit(Said.TOO_FINE)
    if freq not in ("HOURLY", *STEP_DAYS):
        return [start], [Remark(Said.RULE_UNREADABLE, freq)]
    try:
        interval, count = int(made.get("INTERVAL", [1])[0]), int(made["COUNT"][0]) if "COUNT" in made else None
        found = _walked(freq, interval, count, made, start, window, until, steps)
    except (ValueError, TypeError, IndexError, ArithmeticError) as problem:
        return [start], [Remark(Said.RULE_UNREADABLE, str(problem))]
    inside = [each for each in found if each >= window[0]]
    if len(inside) > MOST_FOUND:
        return inside[:MOST_FOUND], [Remark(Said.RULE_CUT, str(MOST_FOUND))]
    return inside, []


def _walked(
    freq: str,
    interval: int,
    count: int | None,
    made: Mapping[str, list[Any]],
    start: datetime,
    window: tuple[datetime, datetime],
    until: datetime | None,
    steps: Steps,
) -> list[datetime]:
    """Every beginning from where the walk starts to the end of the window, or of the rule."""
    if interval < 1 or interval > MOST_INTERVAL:
        raise ValueError(f"INTERVAL={interval}")
    last = window[1] if until is None else min(window[1], until + timedelta(seconds=1))
    if last <= start or (count is None and last < window[0]):
        return []
    first = start if count is not None else _moved(freq, interval, start, window[0])
    days = (last - first) / timedelta(days=1)
    steps.spend(days * 24 / interval if freq == "HOURLY" else days / STEP_DAYS[freq] / interval)
    walk = _bounded(freq, last.year + 1, dtstart=first, interval=interval, **_parts(freq, made, start))
    most = MOST_STEPS if count is None else max(0, min(count, MOST_STEPS))
    return list(itertools.islice(itertools.takewhile(lambda each: each < last, walk), most))


def _bounded(freq: str, last_year: int, **parts: Any) -> Iterator[datetime]:
    """The library's walk, which ends with a year: by itself it looks for what never comes until the year 9999."""
    from dateutil import rrule as library

    class Past(Exception):  # the end of a walk is no error
        pass

    class Bounded(library._iterinfo):  # type: ignore[misc]  # noqa: SLF001  # dateutil 2.9 offers no other end
        def rebuild(self, year: int, month: int) -> None:
            if year > last_year:
                raise Past
            super().rebuild(year, month)

    rule = library.rrule(getattr(library, freq), **parts)
    code = library.rrule._iter.__code__  # noqa: SLF001
    walk = types.FunctionType(code, {**vars(library), "_iterinfo": Bounded})
    try:
        yield from walk(rule)
    except Past:
        return


def _parts(freq: str, made: Mapping[str, list[Any]], start: datetime) -> dict[str, Any]:
    """The parts of a rule; what they leave open is what the beginning says, so that the beginning may move."""
    from dateutil import rrule as library

    parts: dict[str, Any] = {"wkst": _weekday(made.get("WKST", ["MO"])[0])}
    for name, ours in NUMBERS.items():
        if name in made:
            if len(made[name]) > MOST_VALUES:
                raise ValueError(name)
            parts[ours] = [int(each) for each in made[name]]
    if "BYDAY" in made:
        parts["byweekday"] = [_weekday(each) for each in made["BYDAY"][:MOST_VALUES]]
    if not {"byweekno", "byyearday", "bymonthday", "byweekday"} & set(parts):
        if freq == "YEARLY":
            parts.setdefault("bymonth", start.month)
            parts["bymonthday"] = start.day
        elif freq == "MONTHLY":
            parts["bymonthday"] = start.day
        elif freq == "WEEKLY":
            parts["byweekday"] = library.weekday(start.weekday())
    if freq != "HOURLY":
        parts.setdefault("byhour", start.hour)
    parts.setdefault("byminute", start.minute)
    parts.setdefault("bysecond", start.second)
    return parts


def _moved(freq: str, interval: int, start: datetime, opens: datetime) -> datetime:
    """The beginning of a period of the same rule shortly before the window, so that few steps lie between."""
    near = opens - timedelta(days=2)
    if start >= near:
        return start
    if freq in ("YEARLY", "MONTHLY"):
        months = interval * (12 if freq == "YEARLY" else 1)
        between = (near.year - start.year) * 12 + near.month - start.month - 1
        whole = max(0, between // months)
        anchor = start.replace(month=1, day=1) if freq == "YEARLY" else start.replace(day=1)
        return plus_months(anchor, whole * months) if whole else start
    step = timedelta(hours=interval) if freq == "HOURLY" else timedelta(days=interval * STEP_DAYS[freq])
    return start + max(0, (near - start) // step - 1) * step


def _weekday(said: Any) -> Any:
    from dateutil import rrule as library

    text = str(said).strip().upper()
    place = text[:-2]
    day = library.weekday(DAYS.index(text[-2:]))
    return day(int(place)) if place and int(place) else day


def end_of(rule: Mapping[str, Any]) -> datetime | date | None:
    """UNTIL of a rule as the file has it."""
    said = rule.get("UNTIL", rule.get("until"))
    first = said[0] if isinstance(said, list) and said else said
    return first if isinstance(first, date) else None


def end_of_day(day: date) -> datetime:
    """A day counts to its last second where an end names only the day."""
    return datetime.combine(day, time(23, 59, 59))
