"""What is said at a point: kept as drafts while it is typed, written into the point heading by heading."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtWidgets import QWidget

from ui.desk import Desk
from warroom.commands import NotePoint
from warroom.domain.points import Heading, Point


class PointNotes:
    """Notes of one page; a crash loses none of them."""

    def __init__(self, desk: Desk, owner: QWidget) -> None:
        self._desk, self._owner = desk, owner

    def draft(self, point: str, heading: Heading) -> str:
        """What is typed and not noted yet."""
        return self._desk.room.draft(_place(point, heading))

    def drafts(self, point: Point | None, typed: Mapping[Heading, str]) -> dict[Heading, str]:
        """What is typed and not noted yet, by heading; `typed` is what stands in a box now."""
        if point is None:
            return {}
        found = {heading: self.draft(point.id, heading) for heading in Heading} | dict(typed)
        return {heading: text for heading, text in found.items() if text}

    def keep_draft(self, point: Point, heading: Heading, typed: str) -> None:
        """Keep what is typed so far; nothing where it is what the point says already."""
        if self._desk.room.is_closed:
            return
        text = "" if typed.strip() == point.notes.get(heading, "") else typed
        self._desk.tasks.follow(self._desk.room.keep_draft(_place(point.id, heading), text), owner=self._owner)

    def keep(self, point: Point, heading: Heading, typed: str) -> None:
        """Write it into the point; the draft goes when it is on disk."""
        if typed.strip() == point.notes.get(heading, ""):
            return
        command = NotePoint(point=point.id, heading=heading, text=typed)
        done = self._desk.room.do(command)
        self._desk.tasks.follow(done, owner=self._owner, done=lambda _none: self._forget(point.id, heading))

    def forget(self, point: str) -> None:
        """The point is over: its drafts are of no use any more. From any thread."""
        for heading in Heading:
            self._desk.room.keep_draft(_place(point, heading), "")

    def _forget(self, point: str, heading: Heading) -> None:
        if not self._desk.room.is_closed:
            self._desk.room.keep_draft(_place(point, heading), "")


def _place(point: str, heading: Heading) -> str:
    return f"point:{point}:{heading.value}"
