"""One event of a calendar as plain values: read by the library, mended where broken, refused where it says nothing."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any

from warroom.domain.clock_times import first_instant
from warroom.formats.calendar_lines import Block
from warroom.formats.calendar_problems import Remark, Said, Unfit
from warroom.formats.calendar_zones import Zones
from warroom.formats.clean import clean

BROKEN = (
    ValueError, TypeError, KeyError, IndexError, AttributeError, ArithmeticError, RecursionError, AssertionError,
    OSError,
)  # fmt: skip  # what the library raises over what it cannot read
LONGEST_DAYS = 400  # of one time on call
LONGEST_NAME = 200
MOST_PEOPLE = 20
MOST_DATES = 2_000  # of dates left out or added
YEARS = range(1900, 2200)
AWAY = ("ROOM", "RESOURCE")
OF_ZONE = "X-OF-ZONE"
ZONED = re.compile(r"\A((?:DTSTART|DTEND|RECURRENCE-ID|EXDATE|RDATE)\b[^:]*?);TZID=", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Wall:
    """A time as the file has it: what the clocks on the wall show, and where they hang."""

    shown: datetime  # naive
    zone: tzinfo
    is_day: bool = False

    @property
    def ms(self) -> int:
        """Milliseconds UTC."""
        return first_instant(self.shown, self.zone)


@dataclass(eq=False, slots=True)
class Event:
    """An event, before it is expanded."""

    line: int
    uid: str
    sequence: int
    start: Wall
    end: timedelta  # on the wall, after the start
    is_elapsed: bool  # the length is elapsed time, whatever the clocks do meanwhile
    summary: str
    people: tuple[tuple[str, str], ...]
    organizer: tuple[str, str]
    rules: list[Any]
    left_out: list[Wall]
    added: list[tuple[Wall, timedelta | None]]
    recurrence: Wall | None
    is_following: bool  # RANGE=THISANDFUTURE
    is_cancelled: bool
    rotation: str
    note: str
    remarks: list[Remark] = field(default_factory=list)


def read_event(block: Block, zones: Zones, *, is_assumed: bool) -> Event:
    """An event of these lines. `is_assumed` says that the zone of times without one is only the reader's.

    Raises Unfit where nothing can be made of it.
    """
    remarks = list(block.remarks)
    read = _parsed(block, remarks)
    times = _Times(zones, remarks, is_assumed=is_assumed)
    start = times.one(read.get("DTSTART"))
    if start is None:
        raise Unfit(Said.NO_START)
    length, is_elapsed = _length(read, start, times, remarks)
    uid = _text(read.get("UID"))
    if not uid:
        uid = hashlib.sha256("\n".join(sorted(block.lines)).encode("utf-8", "replace")).hexdigest()[:32]
        remarks.append(Remark(Said.NO_UID))
    recurrence = next(iter(_many(read, "RECURRENCE-ID")), None)
    params = getattr(recurrence, "params", {})
    return Event(
        line=block.line,
        uid=uid[:LONGEST_NAME],
        sequence=_whole(read.get("SEQUENCE")),
        start=start,
        end=length,
        is_elapsed=is_elapsed,
        summary=_text(read.get("SUMMARY")),
        people=_people(_many(read, "ATTENDEE")),
        organizer=_person(next(iter(_many(read, "ORGANIZER")), None)),
        rules=_many(read, "RRULE"),
        left_out=[at for each in _dates(read, "EXDATE") if (at := times.one(each)) is not None],
        added=_added(read, times),
        recurrence=times.one(recurrence) if recurrence is not None else None,
        is_following=str(params.get("RANGE", "")).upper() == "THISANDFUTURE",
        is_cancelled=_text(read.get("STATUS")).upper() == "CANCELLED",
        rotation=_text(read.get("X-WARROOM-ROTATION")),
        note=_text(read.get("DESCRIPTION")),
        remarks=remarks,
    )


def _parsed(block: Block, remarks: list[Remark]) -> Any:
    from icalendar import Event as Read

    lines = [line for line in block.lines if line.strip()]
    try:
        read = Read.from_ical(_whole_event(lines))
    except BROKEN:
        kept = []
        for line in lines:
            if _is_readable(line):
                kept.append(line)
            else:
                remarks.append(Remark(Said.LINE_DROPPED, line))
        try:
            read = Read.from_ical(_whole_event(kept))
        except BROKEN as problem:
            raise Unfit(Said.UNREADABLE, str(problem)) from problem
    _without_broken(read, remarks)
    return read


def _without_broken(read: Any, remarks: list[Remark]) -> None:
    """Properties that the library could not read go, and are said."""
    from icalendar.prop.broken import vBroken

    for name, why in list(read.errors):
        remarks.append(
            Remark(Said.RULE_UNREADABLE, str(why))
            if name == "RRULE"
            else Remark(Said.LINE_DROPPED, f"{name or ''} {why}".strip())
        )
        if not name:
            continue
        kept = [each for each in _many(read, name) if not isinstance(each, vBroken)]
        read.pop(name, None)
        if kept:
            read[name] = kept


def _whole_event(lines: Iterable[str]) -> str:
    """An event for the library, its zones under another name: they are looked up by `calendar_zones` alone."""
    return "\r\n".join(["BEGIN:VEVENT", *(ZONED.sub(rf"\1;{OF_ZONE}=", line) for line in lines), "END:VEVENT", ""])


def _is_readable(line: str) -> bool:
    from icalendar import Event as Read

    try:
        Read.from_ical(_whole_event([line]))
    except BROKEN:
        return False
    return True


class _Times:
    """Reads times of one event, and says what had to be assumed."""

    def __init__(self, zones: Zones, remarks: list[Remark], *, is_assumed: bool) -> None:
        self._zones, self._remarks, self._is_assumed = zones, remarks, is_assumed

    def one(self, said: Any) -> Wall | None:
        """A date or a time as it stands on the wall; None for anything else. Raises Unfit for a year of no calendar."""
        if isinstance(said, list):
            said = said[0] if said else None
        value = getattr(said, "dt", said)
        params = getattr(said, "params", {})
        if isinstance(value, tuple):
            value = value[0]
        if not isinstance(value, date):
            return None
        if value.year not in YEARS:
            raise Unfit(Said.OUT_OF_TIME, str(value))
        name = str(params.get(OF_ZONE, "")) if params else ""
        if not isinstance(value, datetime):
            zone, _remark = self._zones.named(self._zones.default)
            return Wall(datetime.combine(value, time()), zone, is_day=True)
        shown = value.replace(tzinfo=None, microsecond=0)
        if name and name.upper() != "UTC":
            zone, remark = self._zones.named(name)
            self._say(remark)
            return Wall(shown, zone)
        if value.tzinfo is not None:
            zone = value.tzinfo
            is_utc = value.utcoffset() == timedelta(0) and name.upper() in ("", "UTC")
            return Wall(shown, UTC if is_utc else zone)
        zone, _remark = self._zones.named(self._zones.default)
        if self._is_assumed:
            self._say(Remark(Said.FLOATING, self._zones.default))
        return Wall(shown, zone)

    def _say(self, remark: Remark | None) -> None:
        if remark is not None and remark not in self._remarks:
            self._remarks.append(remark)


def _length(read: Any, start: Wall, times: _Times, remarks: list[Remark]) -> tuple[timedelta, bool]:
    """How long it lasts, and whether that is elapsed time. Raises Unfit for an instant, or for an end before."""
    ends = times.one(read.get("DTEND"))
    duration = getattr(next(iter(_many(read, "DURATION")), None), "dt", None)
    if ends is not None:
        length = _between(start, ends, remarks)
        if length == timedelta(0) and start.is_day:
            remarks.append(Remark(Said.ONE_DAY))
            length = timedelta(days=1)
        is_elapsed = False
    elif isinstance(duration, timedelta):
        length, is_elapsed = duration, duration.seconds != 0
        if start.is_day and length < timedelta(days=1):
            remarks.append(Remark(Said.MIXED_DATES))
    else:
        if "DTEND" in read or "DURATION" in read or any(name == "DTEND" for name, _why in getattr(read, "errors", [])):
            remarks.append(Remark(Said.NO_END))
        length, is_elapsed = (timedelta(days=1) if start.is_day else timedelta(0)), False
    if length == timedelta(0):
        raise Unfit(Said.INSTANT)
    if length < timedelta(0):
        raise Unfit(Said.BACKWARDS)
    if length > timedelta(days=LONGEST_DAYS):
        raise Unfit(Said.TOO_LONG, str(LONGEST_DAYS))
    return length, is_elapsed


def _between(start: Wall, ends: Wall, remarks: list[Remark]) -> timedelta:
    if start.is_day != ends.is_day:
        remarks.append(Remark(Said.MIXED_DATES))
    if str(start.zone) == str(ends.zone) or start.is_day or ends.is_day:
        return ends.shown - start.shown
    return timedelta(milliseconds=ends.ms - start.ms)  # a flight, or a night shift handed over abroad


def _added(read: Any, times: _Times) -> list[tuple[Wall, timedelta | None]]:
    found = []
    for each in _dates(read, "RDATE"):
        value = getattr(each, "dt", each)
        length = None
        if isinstance(value, tuple) and len(value) == 2:
            second = value[1]
            length = second if isinstance(second, timedelta) else second - value[0]
        at = times.one(each)
        if at is not None:
            found.append((at, length if length and length > timedelta(0) else None))
    return found


@dataclass(frozen=True, slots=True)
class _Dated:
    dt: Any
    params: Any


def _dates(read: Any, name: str) -> list[Any]:
    """Every date of a property that may stand in several lines, several dates in each."""
    found: list[Any] = []
    for each in _many(read, name):
        params = getattr(each, "params", {})
        found += [_Dated(getattr(item, "dt", item), params) for item in getattr(each, "dts", [each])]
    return found[:MOST_DATES]


def _many(read: Any, name: str) -> list[Any]:
    value = read.get(name)
    return [] if value is None else value if isinstance(value, list) else [value]


def _people(said: Iterable[Any]) -> tuple[tuple[str, str], ...]:
    """Attendees who are people and come."""
    found = []
    for each in said:
        params = getattr(each, "params", {})
        kind, answer = str(params.get("CUTYPE", "")).upper(), str(params.get("PARTSTAT", "")).upper()
        if kind not in AWAY and answer != "DECLINED" and str(params.get("ROLE", "")).upper() != "NON-PARTICIPANT":
            found.append(_person(each))
    return tuple(dict.fromkeys(each for each in found if any(each)))[:MOST_PEOPLE]


def _person(said: Any) -> tuple[str, str]:
    """Name and address."""
    if said is None:
        return "", ""
    address = str(said).strip()
    mail = address[7:] if address.lower().startswith("mailto:") else address if "@" in address else ""
    return _text(getattr(said, "params", {}).get("CN", "")), _text(mail)


def _text(said: Any) -> str:
    if isinstance(said, list):
        said = said[0] if said else ""
    return " ".join(clean(str(said or ""), [], longest=LONGEST_NAME).split())


def _whole(said: Any) -> int:
    try:
        return max(0, min(int(said), 1_000_000))
    except (TypeError, ValueError):
        return 0
