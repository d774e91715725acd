"""How the cadence was kept, as the review tells it."""

from __future__ import annotations

from pathlib import Path

from tests.builders import NOON, a_room, an_incident
from warroom.clock import FixedClock
from warroom.commands import NoteUpdate, StartCadence
from warroom.reports.cadence import cadence_section
from warroom.reports.document import Paragraph, Table
from warroom.reports.review import review_report
from warroom.reports.subject import Asked, gather
from warroom.room import Room

MINUTE = 60_000


def subject(room: Room, incident: str):  # type: ignore[no-untyped-def]
    return gather(room.views, incident, Asked("Léa Martin", "A", room.clock.now_ms(), None, ""))


def test_that_the_review_says_per_audience_what_was_kept_and_each_lateness_to_the_second(tmp_path: Path) -> None:
    clock = FixedClock(NOON)
    with a_room(tmp_path, clock=clock) as room:
        incident = an_incident(room).id
        (nothing,) = cadence_section(subject(room, incident)).blocks
        assert isinstance(nothing, Paragraph)
        room.do(StartCadence(incident=incident, audiences=("customers", "support"))).result()
        clock.advance(seconds=15 * 60)
        room.do(NoteUpdate(incident=incident, audiences=("support",))).result()
        clock.advance(seconds=68)
        room.do(NoteUpdate(incident=incident, audiences=("customers",))).result()
        clock.advance(seconds=31 * 60)

        kept, late = cadence_section(subject(room, incident)).blocks

        assert isinstance(kept, Table)
        assert isinstance(late, Table)
        assert [row.cells for row in kept.rows] == [
            ("Customers", "2", "0", "0", "1", "1", "1 min 08 s", "0 %"),
            ("Support desk", "2", "1", "0", "0", "1", "2 min 08 s", "50 %"),
            ("All", "4", "1", "0", "1", "2", "2 min 08 s", "25 %"),
        ]
        assert [row.cells[3] for row in late.rows] == ["1 min 08 s", "2 min 08 s", "1 min 00 s"]
        assert "Cadence of messages" in {part.title for part in review_report(subject(room, incident)).sections}
