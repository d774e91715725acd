"""The line of time of a picture: where a moment stands, and the hours and days written along it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo

from warroom import phrases
from warroom.reports.charts.letters import width_of
from warroom.reports.charts.sheet import INK, LINE, SMALL, SOFT, Sheet

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
DAYS = (1, 2, 7, 14, 28, 91, 182, 364)
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


def draw_axis(sheet: Sheet, scale: Scale, *, top: float, bottom: float) -> None:
    """Hours along the top with thin lines down to the bottom, and the day where it begins."""
    base = top + AXIS
    sheet.line([scale.left, scale.right], [base, base], ink=SOFT, width=0.8, behind=True)
    last_hour, last_day = scale.left - 100.0, ""
    day_edge = scale.left - 100.0
    for at, is_day in ticks(scale):
        x = scale.x(at)
        sheet.line([x, x], [base - 3, bottom], ink=SOFT if is_day else LINE, width=0.8 if is_day else 0.5, behind=True)
        said = phrases.day(at, scale.zone) if is_long(scale) else phrases.time_of_day(at, scale.zone)
        half = width_of(said, SMALL) / 2
        place = min(max(x, half + 1), sheet.width - half - 1)
        if place - half > last_hour + 4:
            sheet.say(place, top + 18, said, size=SMALL, align="center", ink=SOFT)
            last_hour = place + half
    if is_long(scale):
        return
    for at in (scale.from_at, *(one for one, is_day in ticks(scale) if is_day)):
        said, x = phrases.day(at, scale.zone), scale.x(at)
        width = width_of(said, SMALL, bold=True)
        place = min(x, sheet.width - width - 2)
        if said != last_day and place > day_edge + 6:
            sheet.say(place, top + 6, said, size=SMALL, bold=True, ink=INK)
            day_edge, last_day = place + width, said


def is_long(scale: Scale) -> bool:
    """Whether whole days are written rather than hours."""
    return _step(scale) is None


def ticks(scale: Scale) -> Iterator[tuple[int, bool]]:
    """Full local hours or days, as dense as there is room for, and whether a day begins there."""
    step = _step(scale)
    start = datetime.fromtimestamp(scale.from_at / 1000, UTC).astimezone(scale.zone)
    midnight = start.replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=None)
    last = None
    for _count in range(5_000):
        for within in range(0, DAY, step or DAY):
            local = midnight + timedelta(milliseconds=within)
            at = _utc(local, scale.zone)
            if at > scale.until_at:
                return
            if at >= scale.from_at and at != last:
                yield at, within == 0
                last = at
        midnight += timedelta(days=1 if step else _days(scale))


def _utc(local: datetime, zone: tzinfo | None) -> int:
    return round((local.astimezone() if zone is None else local.replace(tzinfo=zone)).timestamp() * 1000)


def _step(scale: Scale) -> int | None:
    """The least step between two marks that leaves each its room; None for days."""
    per_ms = (scale.right - scale.left) / max(scale.until_at - scale.from_at, 1)
    return next((step for step in STEPS if step * per_ms >= 34), None)


def _days(scale: Scale) -> int:
    per_day = DAY * (scale.right - scale.left) / max(scale.until_at - scale.from_at, 1)
    return next((days for days in DAYS if days * per_day >= 62), DAYS[-1])
