"""`selftest`, pictures: one is drawn as vectors and as dots, from fonts that came with the program."""

from __future__ import annotations

from warroom.cli.checks import Found
from warroom.domain.incidents import Mode
from warroom.reports.charts import picture
from warroom.reports.charts.what_happened import IncidentTimeline, MarkKind, TimelineMark
from warroom.room import Room
from warroom.words import _

PNG = b"\x89PNG"


def pictures(room: Room) -> Found:
    """The declarations of this room along a line of time."""
    marks = tuple(
        TimelineMark(one.declared_at, one.title, MarkKind.MILESTONE, one.number)
        for one in room.views.incidents(mode=Mode.BOTH)
    )
    drawn = picture(IncidentTimeline(marks))
    is_drawn = drawn.png is not None and drawn.png().startswith(PNG)
    return Found(is_drawn and drawn.svg.startswith("<svg"), _("a picture as vectors and as dots"))
