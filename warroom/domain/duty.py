"""Duty and rest: shifts as planned, presence as it was, and the limits to warn of (doctrine §2.4)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from warroom.domain.ids import IncidentId, PersonId, RecordId

SHIFT_MIN = 8 * 60  # minutes of a shift where nothing else is said
OVERLAP_MIN = 30  # minutes in which both are there


@dataclass(frozen=True, slots=True)
class Shift:
    """As planned; times in milliseconds UTC."""

    id: RecordId
    cell: RecordId
    person: PersonId
    code: str
    from_at: int
    until_at: int
    remark: str

    def holds(self, at: int) -> bool:
        """Whether it is on at this time; its last instant is the next one's first."""
        return self.from_at <= at < self.until_at


@dataclass(frozen=True, slots=True)
class Presence:
    """As it was: arrival and departure; still there while `left_at` is None."""

    id: RecordId
    incident: IncidentId
    person: PersonId
    code: str
    place: str
    arrived_at: int
    left_at: int | None
    by: str
    remark: str

    @property
    def is_there(self) -> bool:
        """Not left yet; a departure before the arrival counts for nothing."""
        return self.left_at is None or self.left_at < self.arrived_at


def folded(presences: Iterable[Presence]) -> list[Presence]:
    """The same with what several stations noted of one stay made one, by arrival.

    Stays of one person for one incident that overlap are one, from the first arrival to the last departure; a departure
    that one station noted ends the stay that another still holds open.
    """
    found: list[Presence] = []
    places: dict[tuple[str, str], int] = {}  # person and incident → where in `found` their last stay is
    for each in sorted(presences, key=lambda one: (one.arrived_at, one.id)):
        stay = replace(each, left_at=None) if each.is_there else each
        key = (stay.person, stay.incident)
        last = found[places[key]] if key in places else None
        if last is None or (last.left_at is not None and stay.arrived_at >= last.left_at):
            places[key] = len(found)
            found.append(stay)
        else:
            found[places[key]] = _joined(last, stay)
    return found


def _joined(last: Presence, stay: Presence) -> Presence:
    ends = [one.left_at for one in (last, stay) if one.left_at is not None]
    code, place = last.code or stay.code, last.place or stay.place
    return replace(last, left_at=max(ends, default=None), code=code, place=place)
