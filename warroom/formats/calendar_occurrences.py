"""Occurrences: an event that repeats, with what was left out, added, moved, and changed from some day on (RFC 5545)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta, tzinfo

from warroom.domain.clock_times import wall
from warroom.formats.calendar_event import Event, Wall
from warroom.formats.calendar_problems import Remark, Said, Unfit
from warroom.formats.calendar_rules import Steps, end_of, end_of_day, expand

MOST_RULES = 10  # of one event


@dataclass(frozen=True, slots=True)
class Window:
    """The stretch of time that is read, in milliseconds UTC, and how far its rules may be walked."""

    from_ms: int
    until_ms: int
    steps: Steps = field(default_factory=Steps)

    def on(self, zone: tzinfo, before: timedelta) -> tuple[datetime, datetime]:
        """The window as the clocks of a zone show it, begun early enough for what is still on in it."""
        return wall(self.from_ms, zone) - before - timedelta(days=1), wall(self.until_ms, zone) + timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Occurrence:
    """Somebody on call once; milliseconds UTC. `mark` tells occurrences of one event apart and stays when one moves."""

    from_at: int
    until_at: int
    mark: str
    summary: str
    people: tuple[tuple[str, str], ...]  # name and address of each attendee
    organizer: tuple[str, str]


@dataclass(slots=True)
class _One:
    """One occurrence, under the time that the rule gave it."""

    original: Wall
    start: Wall
    length: timedelta
    is_elapsed: bool
    event: Event
    mark: str


@dataclass(slots=True)
class _Series:
    by_time: dict[int, _One] = field(default_factory=dict)

    def found(self, at: Wall) -> _One | None:
        """The occurrence that a date or a time names."""
        if (exact := self.by_time.get(at.ms)) is not None:
            return exact
        if not at.is_day:
            return None
        return next((one for one in self.by_time.values() if one.original.shown.date() == at.shown.date()), None)


def occurrences(
    event: Event | None, changes: list[Event], window: Window, *, is_shared: bool
) -> Iterator[tuple[Event, list[Occurrence], Unfit | None]]:
    """Each event with the occurrences that it makes in a window, or why it makes none.

    `is_shared`: other events have the same identifier, so that the key must tell them apart. Without `event`, each
    change stands by itself.
    """
    series = _Series()
    unfit: Unfit | None = None
    if event is not None and not event.is_cancelled:
        try:
            series = _series(event, window, is_shared=is_shared)
        except Unfit as problem:
            unfit = problem
    for change in sorted((each for each in changes if each.is_following), key=_recurrence):
        _follow(series, change)
    for change in (each for each in changes if not each.is_following):
        _replace(series, change, window, is_alone=event is None)
    for each in ([event] if event is not None else []) + changes:
        mine = [one for one in series.by_time.values() if one.event is each]
        yield each, [made for one in mine if (made := _made(one, window)) is not None], unfit if each is event else None


def _recurrence(change: Event) -> int:
    return change.recurrence.ms if change.recurrence is not None else 0


def _series(event: Event, window: Window, *, is_shared: bool) -> _Series:
    found = _Series()
    is_series = bool(event.rules or event.added)

    def put(start: Wall, length: timedelta, *, is_elapsed: bool) -> None:
        key = str(start.ms) if is_series or is_shared else ""
        found.by_time.setdefault(start.ms, _One(start, start, length, is_elapsed, event, key))

    starts = [event.start.shown] if not event.rules else []
    for rule in event.rules[:MOST_RULES]:
        more, remarks = expand(
            rule,
            event.start.shown,
            window.on(event.start.zone, event.end),
            until=_until(rule, event.start),
            steps=window.steps,
        )
        starts += more
        event.remarks += remarks
    for shown in starts:
        put(replace(event.start, shown=shown), event.end, is_elapsed=event.is_elapsed)
    for start, length in event.added:
        put(start, length or event.end, is_elapsed=event.is_elapsed if length is None else True)
    for out in event.left_out:
        one = found.found(out)
        if one is not None:
            del found.by_time[one.original.ms]
    return found


def _until(rule: object, start: Wall) -> datetime | None:
    """Until when a rule goes, as the clocks of the event show it; a day counts whole."""
    said = end_of(rule)  # type: ignore[arg-type]
    if said is None:
        return None
    if not isinstance(said, datetime):
        return end_of_day(said)
    if said.tzinfo is None:
        return said
    return said.astimezone(start.zone).replace(tzinfo=None)


def _follow(series: _Series, change: Event) -> None:
    """From one occurrence on, all are as the change says."""
    if change.recurrence is None:
        return
    moved = change.start.shown - change.recurrence.shown
    for one in series.by_time.values():
        if one.original.ms >= change.recurrence.ms:
            one.start = Wall(one.original.shown + moved, change.start.zone, change.start.is_day)
            one.length, one.is_elapsed, one.event = change.end, change.is_elapsed, change


def _replace(series: _Series, change: Event, window: Window, *, is_alone: bool) -> None:
    """One occurrence is as the change says; what it changes may lie outside the window, or not be there at all."""
    at = change.recurrence or change.start
    former = series.found(at)
    if former is None and not is_alone and window.from_ms <= at.ms < window.until_ms:
        change.remarks.append(Remark(Said.NO_SUCH_OCCURRENCE))
    original = former.original if former is not None else at
    key = former.mark if former is not None and former.mark else str(original.ms)
    series.by_time[original.ms] = _One(original, change.start, change.end, change.is_elapsed, change, key)


def _made(one: _One, window: Window) -> Occurrence | None:
    try:
        start = one.start.ms
        if one.is_elapsed:
            end = start + int(one.length.total_seconds() * 1000)
        else:
            end = replace(one.start, shown=one.start.shown + one.length).ms
    except (OverflowError, ValueError, OSError):
        return None
    if end <= start or end <= window.from_ms or start >= window.until_ms:
        return None
    event = one.event
    return Occurrence(start, end, one.mark, event.summary, event.people, event.organizer)
