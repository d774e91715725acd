"""Turns: who is on call when, out of rotations, changes and calendars. Computed, never stored.

What a calendar said stands above the turns, and a change above both; of two changes the later word counts.
"""

from __future__ import annotations

import bisect
import enum
import heapq
import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from warroom.domain.ids import RecordId
from warroom.domain.on_call import Duty, Override, Rotation, TurnUnit
from warroom.domain.turn_times import DAY_MS, LONGEST_WINDOW, every_of, merged, numbered_turns, open_hours, window

MOST_AT_ONCE = 50  # on call in one rotation, or changes of it, at one instant


class Source(enum.StrEnum):
    """Why somebody is on call."""

    TURN = "turn"
    CALENDAR = "calendar"
    OVERRIDE = "override"
    SWAP = "swap"
    TAKEN = "taken"


@dataclass(frozen=True, slots=True)
class Stretch:
    """One person on call without a break; times in milliseconds UTC, the end is not part of it."""

    rotation: RecordId
    person: str  # "" where a calendar named somebody whom nobody matched
    name: str  # as that calendar wrote it
    from_at: int
    until_at: int
    source: Source
    record: str = ""  # the duty or the change
    instead: str = ""  # the person (or the name in a calendar) whose place they take

    @property
    def who(self) -> str:
        """The same for the same person, matched or not."""
        return self.person or unmatched(self.name)


class Watch(enum.StrEnum):
    """Whether a rotation has somebody on call."""

    ON = "on"
    OFF = "off"  # outside its hours, or before or after it lasts
    GAP = "gap"  # nobody, and somebody should be


@dataclass(frozen=True, slots=True)
class OnCall:
    """Who is on call at an instant in one rotation, until when, and who is next; times in milliseconds UTC."""

    rotation: Rotation
    state: Watch
    person: str  # "" with nobody, or with somebody whom only a calendar knows
    name: str
    from_at: int | None  # None where it began further back than anybody looks
    until_at: int | None  # None where no end is in sight; the end of a gap is when somebody is on call again
    source: Source = Source.TURN
    record: str = ""
    instead: str = ""
    next_person: str = ""
    next_name: str = ""
    next_at: int | None = None


@dataclass(frozen=True, slots=True)
class Gap:
    """Nobody is on call although somebody should be."""

    rotation: RecordId
    from_at: int
    until_at: int


@dataclass(frozen=True, slots=True)
class Clash:
    """One person on call in two rotations at once: whoever backs themselves up is no backup."""

    person: str
    rotation: RecordId
    other: RecordId
    from_at: int
    until_at: int


def unmatched(name: str) -> str:
    """How somebody is told from others whom only a calendar knows."""
    return f"~{' '.join(name.split()).casefold()}" if name.strip() else ""


def stretches(
    rotation: Rotation, overrides: Iterable[Override], duties: Iterable[Duty], from_ms: int, until_ms: int
) -> list[Stretch]:
    """Who is on call from one instant to another, in order of time, cut at both ends; two may be on call at once.

    `overrides` stand in the order in which they were said. Those of other rotations are left out by themselves.
    """
    from_ms, until_ms = window(from_ms, until_ms)
    said = [each for each in duties if each.rotation == rotation.id and each.until_at > each.from_at]
    changes = [
        each for each in overrides if each.rotation == rotation.id and each.person and each.until_at > each.from_at
    ]
    pieces: list[Stretch] = []
    for start, end, turn, on, moved in _swept(turns(rotation, from_ms, until_ms), said, changes, from_ms, until_ms):
        base = [_of_duty(duty) for duty in on] or ([turn] if turn else [])
        pieces += [replace(each, from_at=start, until_at=end) for each in _changed(_once(base), moved)]
    return _joined(pieces)


def turns(rotation: Rotation, from_ms: int, until_ms: int) -> list[Stretch]:
    """The turns themselves, within the rotation's hours, before any change."""
    from_ms, until_ms = window(from_ms, until_ms)
    if not rotation.members or rotation.starts_at is None:
        return []
    open_spans = open_hours(rotation, from_ms, until_ms)
    found = []
    for number, start, end in numbered_turns(rotation, from_ms, until_ms):
        member = rotation.members[number % len(rotation.members)]
        found += [
            Stretch(rotation.id, member, "", max(start, opens), min(end, closes), Source.TURN)
            for opens, closes in open_spans
            if opens < end and closes > start
        ]
    return _joined(found)


def gaps(rotation: Rotation, held: Iterable[Stretch], from_ms: int, until_ms: int) -> list[Gap]:
    """When nobody is on call and somebody should be; `held` are the stretches of this rotation for that time."""
    covered = merged((each.from_at, each.until_at) for each in held if each.rotation == rotation.id)
    found = []
    for opens, closes in open_hours(rotation, from_ms, until_ms):
        at = opens
        for start, end in covered:
            if end <= at or start >= closes:
                continue
            if start > at:
                found.append(Gap(rotation.id, at, start))
            at = max(at, end)
        if at < closes:
            found.append(Gap(rotation.id, at, closes))
    return found


def clashes(held: Sequence[Stretch]) -> list[Clash]:
    """Where one person is on call in two rotations at once, by time."""
    found = []
    by_person: dict[str, list[Stretch]] = {}
    for each in held:
        if each.person:
            by_person.setdefault(each.person, []).append(each)
    for person, mine in by_person.items():
        mine.sort(key=lambda each: (each.from_at, each.rotation))
        for place, one in enumerate(mine):
            for other in mine[place + 1 :]:
                if other.from_at >= one.until_at:
                    break
                if other.rotation != one.rotation:
                    until = min(one.until_at, other.until_at)
                    found.append(Clash(person, one.rotation, other.rotation, other.from_at, until))
    return sorted(found, key=lambda each: (each.from_at, each.person))


def lasting(held: Sequence[Stretch], one: Stretch) -> int:
    """Until when somebody stays on call without a break, whatever the reason changes on the way."""
    end = one.until_at
    for each in held:  # in order of time
        if each.who == one.who and each.rotation == one.rotation and each.from_at <= end < each.until_at:
            end = each.until_at
    return end


def beginning(held: Sequence[Stretch], one: Stretch) -> int:
    """Since when somebody is on call without a break."""
    start = one.from_at
    for each in sorted(held, key=lambda each: -each.until_at):
        if each.who == one.who and each.rotation == one.rotation and each.from_at < start <= each.until_at:
            start = each.from_at
    return start


def horizon(rotation: Rotation) -> int:
    """How far one must look to see the end of a turn and who is next, in milliseconds."""
    length = {TurnUnit.HOUR: DAY_MS // 24, TurnUnit.DAY: DAY_MS, TurnUnit.WEEK: 7 * DAY_MS, TurnUnit.MONTH: 31 * DAY_MS}
    looked = 2 * length[rotation.unit] * every_of(rotation) + 8 * DAY_MS
    return min(max(looked, 35 * DAY_MS) if not rotation.members else looked, LONGEST_WINDOW)


def at_instant(rotation: Rotation, held: Sequence[Stretch], at_ms: int, from_ms: int, until_ms: int) -> list[OnCall]:
    """Who is on call at an instant, out of the stretches of this rotation in a window around it; never empty."""
    mine = [each for each in held if each.rotation == rotation.id]
    now = [each for each in mine if each.from_at <= at_ms < each.until_at]
    found = []
    for each in now:
        since, until = beginning(mine, each), lasting(mine, each)
        later = next((other for other in mine if other.from_at >= until), None)
        found.append(
            OnCall(
                rotation, Watch.ON, each.person, each.name,
                since if since > from_ms else None, until if until < until_ms else None,
                each.source, each.record, each.instead, *_next(later),
            )
        )  # fmt: skip
    return found or [_nobody(rotation, mine, at_ms, from_ms, until_ms)]


def _nobody(rotation: Rotation, mine: Sequence[Stretch], at_ms: int, from_ms: int, until_ms: int) -> OnCall:
    later = next((each for each in mine if each.from_at > at_ms), None)
    gap = next(
        (each for each in gaps(rotation, mine, from_ms, until_ms) if each.from_at <= at_ms < each.until_at), None
    )
    if gap is None:
        ends = [each[0] for each in open_hours(rotation, at_ms, until_ms)][:1] + ([later.from_at] if later else [])
        return OnCall(
            rotation, Watch.OFF, "", "", None, min(ends) if ends else None, Source.TURN, "", "", *_next(later)
        )
    since, until = (gap.from_at if gap.from_at > from_ms else None), (gap.until_at if gap.until_at < until_ms else None)
    return OnCall(rotation, Watch.GAP, "", "", since, until, Source.TURN, "", "", *_next(later))


def _next(later: Stretch | None) -> tuple[str, str, int | None]:
    return (later.person, later.name, later.from_at) if later else ("", "", None)


def _of_duty(duty: Duty) -> Stretch:
    return Stretch(duty.rotation, duty.person, duty.name, duty.from_at, duty.until_at, Source.CALENDAR, duty.id)


def _once(base: list[Stretch]) -> list[Stretch]:
    seen: dict[str, Stretch] = {}
    for each in base:
        seen.setdefault(each.who, each)
    return list(seen.values())


def _changed(base: list[Stretch], changes: Iterable[Override]) -> list[Stretch]:
    """Whoever is on call after the changes: each takes the place it names, or every place if it names none.

    A change whose place is gone meanwhile is not lost: whoever it names is on call beside the others.
    """
    places = [({each.who}, each) for each in base]
    for change in changes:
        left = change.instead or unmatched(change.instead_name)
        named = [place for place, (former, _now) in enumerate(places) if left in former]
        on = Stretch(
            change.rotation, change.person, "", change.from_at, change.until_at, Source(change.kind.value), change.id,
            change.instead or change.instead_name,
        )  # fmt: skip
        if named:
            former = places[named[-1]][0]
            places[named[-1]] = former | {on.who}, on
        elif left:
            places.append(({left, on.who}, on))
        else:
            places = [({on.who}.union(*(former for former, _now in places)), on)]
    return _once([now for _former, now in reversed(places)])[::-1]


def _swept(
    base: list[Stretch], said: list[Duty], changes: list[Override], from_ms: int, until_ms: int
) -> Iterator[tuple[int, int, Stretch | None, list[Duty], list[Override]]]:
    """The window in pieces in which nothing changes, each with what holds in it."""
    ends = {from_ms, until_ms}
    spans = [(each.from_at, each.until_at) for held in (base, said, changes) for each in held]
    ends.update(at for span in spans for at in span if from_ms < at < until_ms)
    turn, duty, change = _Sweep(base), _Sweep(said), _Sweep(changes)
    cuts = sorted(ends)
    for start, end in itertools.pairwise(cuts):
        held = turn.at(start)
        yield start, end, held[0] if held else None, duty.at(start), change.at(start)


Held = TypeVar("Held", Stretch, Duty, Override)


class _Sweep(Generic[Held]):
    """What holds at instants that come in order."""

    def __init__(self, items: list[Held]) -> None:
        self._items: list[Held] = items
        self._coming = sorted(range(len(items)), key=lambda place: -items[place].from_at)
        self._held: list[int] = []  # places, in the order given
        self._ends: list[tuple[int, int]] = []  # a heap

    def at(self, instant: int) -> list[Held]:
        """What holds then, in the order given; of a hostile crowd only the last."""
        while self._coming and self._items[self._coming[-1]].from_at <= instant:
            place = self._coming.pop()
            bisect.insort(self._held, place)
            heapq.heappush(self._ends, (self._items[place].until_at, place))
        while self._ends and self._ends[0][0] <= instant:
            _end, place = heapq.heappop(self._ends)
            del self._held[bisect.bisect_left(self._held, place)]
        return [self._items[place] for place in self._held[-MOST_AT_ONCE:]]


def _joined(pieces: Iterable[Stretch]) -> list[Stretch]:
    """Pieces of one person for one reason that follow each other, as one."""
    found: list[Stretch] = []
    last: dict[tuple[str, Source, str, str], int] = {}
    for each in pieces:
        key = each.who, each.source, each.record, each.instead
        place = last.get(key)
        if place is not None and found[place].until_at == each.from_at:
            found[place] = replace(found[place], until_at=each.until_at)
        else:
            last[key] = len(found)
            found.append(each)
    return sorted(found, key=lambda each: (each.from_at, each.until_at, each.who))
