"""Where corrective actions stand: what is late, due soon, to be verified or waits for somebody; how a plan is closed.

Everything here is computed from the records; two stations that hold the same ones see the same board.
"""

from __future__ import annotations

import enum
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from warroom.domain.corrective_quality import is_same_person
from warroom.domain.correctives import Corrective, CorrectiveState, Postponement

DAY = 86_400_000
SOON_MS = 7 * DAY
PRIORITIES = (1, 2, 3, 4)
# A due date proposed for each priority, in days; of the first two, the 4 and 8 weeks of doctrine §10.1.
PROPOSED_DAYS: Mapping[int, int] = {1: 28, 2: 56, 3: 91, 4: 182}


class Group(enum.StrEnum):
    """A band of the follow-up board, in the order in which somebody looks at them."""

    LATE = "late"
    SOON = "soon"  # due within a week
    TO_VERIFY = "to_verify"
    WAITING = "waiting"  # without a pilot or a date: nobody is late, and nobody works
    LATER = "later"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Line:
    """One action on the board, as it stands now."""

    corrective: Corrective
    group: Group
    postponed: int  # times that still count
    incident_number: str = ""
    incident_title: str = ""
    exercise: bool = False
    cause: str = ""  # its words
    rex_number: str = ""
    disputed: tuple[str, ...] = ()  # fields of which two stations said different things

    @property
    def id(self) -> str:
        return self.corrective.id


@dataclass(frozen=True, slots=True)
class Share:
    """Of how many, how many; None of nothing."""

    n: int
    of: int

    @property
    def percent(self) -> int | None:
        return round(self.n * 100 / self.of) if self.of else None


@dataclass(frozen=True, slots=True)
class PlanFigures:
    """How a plan is followed. Shares leave out what was dropped."""

    total: int
    open: int  # not verified, not dropped
    late: int
    to_verify: int
    waiting: int
    verified: int
    dropped: int
    closed_30: Share  # verified within 30 days, of those at least 30 days old
    closed_90: Share
    on_time: Share  # verified actions whose pilot was done by the first date given, of those verified with a date
    postponed: int  # actions whose date moved away at least once


@dataclass(frozen=True, slots=True)
class Carried:
    """An action of a former crisis that is still open while another one runs."""

    line: Line
    services: tuple[str, ...] = ()  # that both crises touch


def group_of(corrective: Corrective, now_ms: int) -> Group:
    """The band of an action at a time (milliseconds UTC)."""
    if corrective.state.is_over:
        return Group.OVER
    if corrective.state is CorrectiveState.DONE:
        return Group.TO_VERIFY
    if corrective.is_late(now_ms):
        return Group.LATE
    if not corrective.pilot.strip() or corrective.due_at is None:
        return Group.WAITING
    return Group.SOON if corrective.due_at - now_ms <= SOON_MS else Group.LATER


def in_order(lines: Iterable[Line]) -> list[Line]:
    """By band, then the first due, then the highest priority; what is over, the last closed first."""
    return sorted(lines, key=_rank)


def counted(postponements: Sequence[Postponement]) -> dict[str, int]:
    """How often the date of each action moved away, by id; one that was taken back does not count."""
    away = [move for move in postponements if is_later(move.to_at, move.from_at)]
    back = Counter((move.corrective, move.to_at, move.from_at) for move in postponements if move not in away)
    found: Counter[str] = Counter()
    for move in away:
        way = (move.corrective, move.from_at, move.to_at)
        if back[way] > 0:
            back[way] -= 1
        else:
            found[move.corrective] += 1
    return dict(found)


def is_later(to_at: int | None, from_at: int | None) -> bool:
    """Whether a date moves away; giving the first one does not, and giving it up does."""
    return from_at is not None and (to_at is None or to_at > from_at)


def first_due(corrective: Corrective, postponements: Sequence[Postponement]) -> int | None:
    """The date that was first promised: what "on time" is judged by."""
    moves = [each for each in postponements if each.corrective == corrective.id and each.from_at is not None]
    return min(moves, key=lambda each: (each.at, each.id)).from_at if moves else corrective.due_at


def figures(correctives: Sequence[Corrective], postponements: Sequence[Postponement], now_ms: int) -> PlanFigures:
    """How a plan is followed, as seen at a time (milliseconds UTC)."""
    groups = [group_of(each, now_ms) for each in correctives]
    verified = [each for each in correctives if each.state is CorrectiveState.VERIFIED]
    dated = [(each, due) for each in verified if (due := first_due(each, postponements)) is not None]
    moved = counted(postponements)
    return PlanFigures(
        total=len(correctives),
        open=sum(group is not Group.OVER for group in groups),
        late=groups.count(Group.LATE),
        to_verify=groups.count(Group.TO_VERIFY),
        waiting=groups.count(Group.WAITING),
        verified=len(verified),
        dropped=sum(each.state is CorrectiveState.DROPPED for each in correctives),
        closed_30=closed_within(correctives, 30, now_ms),
        closed_90=closed_within(correctives, 90, now_ms),
        on_time=Share(sum((each.done_at or each.closed_at or 0) <= due for each, due in dated), len(dated)),
        postponed=sum(1 for each in correctives if moved.get(each.id)),
    )


def closed_within(correctives: Sequence[Corrective], days: int, now_ms: int) -> Share:
    """Of the actions that are at least this many days old, those verified before they were."""
    length = days * DAY
    old = [
        each
        for each in correctives
        if each.state is not CorrectiveState.DROPPED and each.created_at and now_ms - each.created_at >= length
    ]
    closed = sum(1 for each in old if (at := verified_when(each)) is not None and at - each.created_at <= length)
    return Share(closed, len(old))


def verified_when(corrective: Corrective) -> int | None:
    """When it was verified; None where it is not, be there a stamp of a verdict that somebody took back."""
    if corrective.state is not CorrectiveState.VERIFIED:
        return None
    return corrective.verified_at or corrective.closed_at or corrective.done_at


def proposed_due(priority: int, from_ms: int) -> int:
    """A date for an action of this priority (1 to 4), in milliseconds UTC."""
    return from_ms + PROPOSED_DAYS.get(priority, PROPOSED_DAYS[3]) * DAY


def is_own_verdict(corrective: Corrective) -> bool:
    """Whether whoever verified it is its pilot or said that it was done, be it by what two stations wrote apart."""
    if corrective.state is not CorrectiveState.VERIFIED:
        return False
    return any(is_same_person(corrective.verified_by, name) for name in (corrective.pilot, corrective.done_by))


def carried(
    lines: Iterable[Line], incidents: Collection[str], services: Mapping[str, Collection[str]]
) -> list[Carried]:
    """Open actions of other crises, those about the same services first.

    `incidents` are those at work now; `services` says by name what each incident touches.
    """
    touched = {name for incident in incidents for name in services.get(incident, ())}
    found = [
        Carried(line, tuple(sorted(touched & set(services.get(line.corrective.incident, ())))))
        for line in in_order(lines)
        if line.corrective.incident not in incidents and line.group is not Group.OVER
    ]
    return sorted(found, key=lambda each: not each.services)


def _rank(line: Line) -> tuple[int, int, int, str, str]:
    each = line.corrective
    group = list(Group).index(line.group)
    when = each.due_at if each.due_at is not None else each.created_at
    if line.group is Group.OVER:
        when = -(each.closed_at or 0)
    if line.group is Group.TO_VERIFY:
        when = each.done_at or 0
    return group, when, each.priority or len(PRIORITIES) + 1, each.number, each.id
