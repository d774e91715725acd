"""The line of time of a picture: where a moment stands, and the hours and days written along it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from warroom import phrases, words
from warroom.reports.charts.letters import width_of
from warroom.reports.charts.sheet import LINE, SMALL, SOFT, Sheet

MINUTE, HOUR, DAY = 60_000, 3_600_000, 86_400_000
STEPS = (
    MINUTE,
    2 * MINUTE,
    5 * MINUTE,
    10 * MINUTE,
    15 * MINUTE,
    30 * MINUTE,
    HOUR,
    2 * HOUR,
    3 * HOUR,
    6 * HOUR,
    12 * HOUR,
)
DAYS = (1, 2, 7, 14)
MONTHS = (1, 2, 3, 6, 12, 24, 60, 120)
MOST_TICKS = 2_000
AXIS = 26.0  # points: the height of hours and days


@dataclass(frozen=True, slots=True)
class Scale:
    """From one time to another (milliseconds UTC), between two places of the sheet; hours are those of the zone."""

    from_at: int
    until_at: int
    left: float
    right: float
    zone: tzinfo | None = None

    def x(self, at: int) -> float:
        """Where a moment stands; what lies before or after stands at the edge."""
        span = max(self.until_at - self.from_at, 1)
        held = min(max(at, self.from_at), self.until_at)
        return self.left + (self.right - self.left) * (held - self.from_at) / span

    def holds(self, at: int) -> bool:
        return self.from_at <= at <= self.until_at


def spanning(times: Sequence[int], *, left: float, right: float, zone: tzinfo | None, slack: float = 0.03) -> Scale:
    """A scale that holds all of these with a little air at both ends."""
    first, last = min(times), max(times)
    air = max(int((last - first) * slack), 2 * MINUTE)
    return Scale(first - air, last + air, left, right, zone)


def axis_tall(scale: Scale) -> float:
    """The height of the hours and days along the top; days alone need less."""
    return AXIS - 12 if is_long(scale) else AXIS


def draw_axis(sheet: Sheet, scale: Scale, *, top: float, bottom: float) -> None:
    """Hours along the top with thin lines down to the bottom, and the day where it begins."""
    base, long = top + axis_tall(scale), is_long(scale)
    sheet.line([scale.left, scale.right], [base, base], ink=SOFT, width=0.8, behind=True)
    edge = scale.left - 100.0
    for at, is_day in ticks(scale):
        x, strong = scale.x(at), is_day and not long
        sheet.line([x, x], [base - 3, bottom], ink=SOFT if strong else LINE, width=0.8 if strong else 0.5, behind=True)
        said = _tick_said(at, scale)
        half = width_of(said, SMALL) / 2
        place = min(max(x, half + 2), sheet.width - half - 2)  # a hair more than it needs: nothing is cut
        if place - half > edge + 4:
            sheet.say(place, base - 8, said, size=SMALL, align="center", ink=SOFT)
            edge = place + half
    if not long:
        _days_along(sheet, scale, top=top)


def _days_along(sheet: Sheet, scale: Scale, *, top: float) -> None:
    edge, last = scale.left - 100.0, ""
    for at in (scale.from_at, *(one for one, is_day in ticks(scale) if is_day)):
        said, x = phrases.day(at, scale.zone), scale.x(at)
        width = width_of(said, SMALL, bold=True)
        place = min(x, sheet.width - width - 2)
        if said != last and place > edge + 6:
            sheet.say(place, top + 6, said, size=SMALL, bold=True)
            edge, last = place + width, said


def _tick_said(at: int, scale: Scale) -> str:
    if _step(scale):
        return phrases.time_of_day(at, scale.zone)
    if _days(scale):
        return phrases.day(at, scale.zone)
    local = phrases.local(at, scale.zone)
    return f"{phrases.MONTHS[words.language()][local.month - 1]} {local.year}"


def is_long(scale: Scale) -> bool:
    """Whether whole days or months are written rather than hours."""
    return _step(scale) is None


def ticks(scale: Scale) -> Iterator[tuple[int, bool]]:
    """Full local hours, days or months, as dense as there is room for, and whether a day begins there."""
    step, days = _step(scale), _days(scale)
    start = phrases.local(scale.from_at, scale.zone)
    day = start.replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=None)
    months = 0 if step or days else _months(scale)
    if months:
        day = day.replace(month=(day.month - 1) // months * months + 1 if months < 12 else 1, day=1)
    last = None
    for _count in range(MOST_TICKS):
        for within in range(0, DAY, step or DAY):
            at = _utc(day + timedelta(milliseconds=within), scale.zone)
            if at > scale.until_at:
                return
            if at >= scale.from_at and at != last:
                yield at, within == 0
                last = at
        day = _later(day, months) if months else day + timedelta(days=1 if step else days)


def _later(day: datetime, months: int) -> datetime:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return day.replace(year=min(year, 9998), month=month + 1)


def _utc(local: datetime, zone: tzinfo | None) -> int:
    return round((local.astimezone() if zone is None else local.replace(tzinfo=zone)).timestamp() * 1000)


def _step(scale: Scale) -> int | None:
    """The least step of hours and minutes between two marks that leaves each its room; None for days."""
    per_ms = (scale.right - scale.left) / max(scale.until_at - scale.from_at, 1)
    return next((step for step in STEPS if step * per_ms >= 34), None)


def _days(scale: Scale) -> int:
    """So many days between two marks; 0 for months."""
    per_day = DAY * (scale.right - scale.left) / max(scale.until_at - scale.from_at, 1)
    return next((days for days in DAYS if days * per_day >= 62), 0)


def _months(scale: Scale) -> int:
    per_month = 30 * DAY * (scale.right - scale.left) / max(scale.until_at - scale.from_at, 1)
    return next((months for months in MONTHS if months * per_month >= 54), MONTHS[-1])
