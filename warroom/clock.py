"""Time: the only reader of the wall clock, and the hybrid clock that orders what several laptops did."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

COUNTER_BITS = 16
DAY_MS = 86_400_000
ORDER_MAX = (7_258_118_400_000 << COUNTER_BITS) - 1  # the end of the year 2199


@dataclass(frozen=True, slots=True)
class Moment:
    """One reading of this laptop's clock: milliseconds UTC, and the local zone fixed at that instant."""

    utc_ms: int
    offset_min: int
    zone: str


class Clock:
    """Reads the laptop's clock; tests give another one."""

    def now_ms(self) -> int:
        """Wall clock, milliseconds since 1970 UTC."""
        return time.time_ns() // 1_000_000

    def moment(self) -> Moment:
        """Now, with the local offset in minutes and the zone's name."""
        now = self.now_ms()
        local = datetime.fromtimestamp(now / 1000, UTC).astimezone()
        offset = local.utcoffset()
        return Moment(now, int(offset.total_seconds() // 60) if offset else 0, local_zone_name(local))


class FixedClock(Clock):
    """A clock that moves only when told: for demonstrations and tests."""

    def __init__(self, utc_ms: int, *, zone: str = "Europe/Paris") -> None:
        self._now = utc_ms
        self._zone = zone

    def now_ms(self) -> int:
        return self._now

    def moment(self) -> Moment:
        local = datetime.fromtimestamp(self._now / 1000, zone_of(self._zone))
        offset = local.utcoffset()
        return Moment(self._now, int(offset.total_seconds() // 60) if offset else 0, self._zone)

    def advance(self, *, seconds: float) -> None:
        self._now += int(seconds * 1000)

    def set(self, utc_ms: int) -> None:
        self._now = utc_ms


def local_zone_name(local: datetime) -> str:
    """The zone as the system names it; an abbreviation when it has no better."""
    return str(getattr(local.tzinfo, "key", None) or local.tzname() or "UTC")


def zone_of(name: str) -> ZoneInfo:
    """The named zone, or UTC when this system does not know it."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo("UTC")


def named_zone(moment: Moment) -> ZoneInfo | None:
    """A moment's zone, None for a bare abbreviation (CET) or a Windows name: they say less than the system's own."""
    return zone_of(moment.zone) if "/" in moment.zone or moment.zone == "UTC" else None


def tick(last: int, wall_ms: int) -> int:
    """The next hybrid time of this room file: after `last`, and not behind the wall clock."""
    return max(last + 1, wall_ms << COUNTER_BITS)


def witness(last: int, seen: int, wall_ms: int) -> int:
    """The hybrid clock after receiving `seen`; never moved more than 24 h past the wall clock (decision 11)."""
    return max(last, min(seen, (wall_ms + DAY_MS) << COUNTER_BITS))


def order_of(hlc: int) -> int:
    """What an op's hybrid time counts as when ordering: values out of range are clamped, not refused."""
    return min(max(hlc, 0), ORDER_MAX)


def hlc_ms(hlc: int) -> int:
    """The wall part of a hybrid time, milliseconds UTC."""
    return hlc >> COUNTER_BITS
