"""Closing a point: what the log fills in at that very moment, what was noted, and what is typed and not noted yet."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ui.panels.point_notes import PointNotes
from warroom.commands import ClosePoint, OpenPoint
from warroom.domain.points import NOTE_MAX, Heading, Point
from warroom.reports.agenda import Agenda, agenda
from warroom.room import Room


def closing(
    room: Room, found: Agenda, *, next_at: int, drafts: Mapping[Heading, str], notes: PointNotes
) -> Callable[[], Point | None]:
    """The work of closing, for a task; `next_at` in milliseconds UTC. It gives the point as it was held."""

    def close() -> Point | None:
        now = agenda(room.views, found.cell.id, now_ms=room.clock.now_ms()) or found
        said = now.notes()
        for heading, typed in drafts.items():
            both = "\n".join(part for part in (now.text(heading), typed) if part)
            said[heading.value] = both[:NOTE_MAX]
        point = found.point.id if found.point else room.do(OpenPoint(cell=found.cell.id)).result().id
        made = room.do(ClosePoint(point=point, next_at=next_at, notes=said)).result()
        notes.forget(point)
        return room.views.point(made.id)

    return close
