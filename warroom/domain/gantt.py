"""A plan drawn as bars on a line of time: where everything stands, for a screen and for paper alike.

It knows no colours and no words; what a bar means is a style that reads in black and white.
"""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, tzinfo

MINUTE = 60_000
HOUR = 60 * MINUTE
STEPS_H = (1, 2, 3, 4, 6, 12, 24, 48, 168)  # between two marks of the axis


class BarStyle(enum.StrEnum):
    """How a bar looks in black and white."""

    PLANNED = "planned"  # an outline
    THERE = "there"  # filled: as it was
    GAP = "gap"  # a dashed outline: nobody


class BarMark(enum.StrEnum):
    """What a bar warns of; it stands before its text too."""

    NONE = ""
    TARGET = "target"  # relief would be due before its end
    LIMIT = "limit"  # hatched


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar. Times are milliseconds UTC; `goes_on` has no end yet. `record` is the record behind it, "" for none."""

    text: str
    from_at: int
    until_at: int
    style: BarStyle
    mark: BarMark = BarMark.NONE
    goes_on: bool = False
    record: str = ""


@dataclass(frozen=True, slots=True)
class BarRow:
    """Bars under one name; what would lie on one another is put into lanes."""

    name: str
    note: str
    bars: tuple[Bar, ...]

    def is_shown(self, from_at: int, until_at: int) -> bool:
        """Whether any of it falls within this time."""
        return any(bar.from_at < until_at and bar.until_at > from_at for bar in self.bars)


@dataclass(frozen=True, slots=True)
class Chart:
    """A plan: rows from one time to another, and the present."""

    rows: tuple[BarRow, ...]
    from_at: int
    until_at: int
    now_ms: int


@dataclass(frozen=True, slots=True)
class Sizes:
    """How large it is to be, in whatever unit it is drawn with."""

    width: float
    head: float  # of the names on the left
    lane: float
    axis: float
    gap: float = 4
    tick: float = 56  # least room between two marks of the axis


@dataclass(frozen=True, slots=True)
class Box:
    """A bar where it is drawn; what lies before or after the chart is cut."""

    bar: Bar
    row: int
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark of the axis; `day` where a new day begins."""

    x: float
    at: int
    day: bool


@dataclass(frozen=True, slots=True)
class RowBand:
    row: BarRow
    y: float
    height: float


@dataclass(frozen=True, slots=True)
class Drawn:
    """Everything that is to be drawn, and how tall that is; `now_x` is None where the present is outside."""

    boxes: tuple[Box, ...]
    ticks: tuple[Tick, ...]
    bands: tuple[RowBand, ...]
    height: float
    now_x: float | None

    def box_at(self, x: float, y: float) -> Box | None:
        """The bar under a point, the topmost first."""
        hit = [box for box in self.boxes if box.x <= x <= box.x + box.width and box.y <= y <= box.y + box.height]
        return hit[-1] if hit else None


def drawn(chart: Chart, sizes: Sizes, zone: tzinfo | None) -> Drawn:
    """Lay a chart out. Hours of the axis are local: a night of 25 hours is an hour longer than others."""
    span = max(chart.until_at - chart.from_at, MINUTE)
    room = max(sizes.width - sizes.head, 1.0)

    def place(at: int) -> float:
        return sizes.head + room * (min(max(at, chart.from_at), chart.until_at) - chart.from_at) / span

    boxes: list[Box] = []
    bands: list[RowBand] = []
    y = sizes.axis
    for at, row in enumerate(chart.rows):
        shown = [bar for bar in row.bars if bar.from_at < chart.until_at and bar.until_at > chart.from_at]
        lanes = _lanes(shown)
        height = max(len(lanes), 1) * (sizes.lane + sizes.gap) + sizes.gap
        bands.append(RowBand(row, y, height))
        for lane, bars in enumerate(lanes):
            top = y + sizes.gap + lane * (sizes.lane + sizes.gap)
            boxes += [
                Box(bar, at, place(bar.from_at), top, max(place(bar.until_at) - place(bar.from_at), 0.0), sizes.lane)
                for bar in bars
            ]
        y += height
    ticks = tuple(Tick(place(one), one, day) for one, day in _ticks(chart, room / (span / HOUR), sizes.tick, zone))
    now_x = place(chart.now_ms) if chart.from_at <= chart.now_ms <= chart.until_at else None
    return Drawn(tuple(boxes), ticks, tuple(bands), y, now_x)


def _lanes(bars: Sequence[Bar]) -> list[list[Bar]]:
    """Bars side by side in as few lanes as they need; what was planned never shares a lane with what was."""
    found: list[tuple[bool, list[Bar]]] = []
    for bar in sorted(bars, key=lambda one: (one.style is BarStyle.THERE, one.from_at, one.until_at, one.text)):
        is_there = bar.style is BarStyle.THERE
        for kind, lane in found:
            if kind is is_there and lane[-1].until_at <= bar.from_at:
                lane.append(bar)
                break
        else:
            found.append((is_there, [bar]))
    return [lane for _kind, lane in found]


def _ticks(chart: Chart, per_hour: float, least: float, zone: tzinfo | None) -> list[tuple[int, bool]]:
    """Full local hours, as dense as there is room for."""
    step = next((hours for hours in STEPS_H if hours * per_hour >= least), STEPS_H[-1])
    start = datetime.fromtimestamp(chart.from_at / 1000, UTC).astimezone(zone)
    day = datetime.combine(start.date(), time(0))
    found: list[tuple[int, bool]] = []
    last = None
    while True:
        for hour in range(0, 24, min(step, 24)):
            local = day + timedelta(hours=hour)
            at = round((local.astimezone() if zone is None else local.replace(tzinfo=zone)).timestamp() * 1000)
            if at > chart.until_at:
                return found
            if at >= chart.from_at and at != last:
                found.append((at, hour == 0))
                last = at
        day += timedelta(days=max(1, step // 24))
