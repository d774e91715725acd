"""The desk: what every panel and dialog needs to work, handed over in one piece."""

from __future__ import annotations

from dataclasses import dataclass, field

from ui.bridge import ChangeBridge
from ui.settings import Settings
from ui.tasks import Tasks
from ui.theme import Look
from ui.trouble import Notices
from ui.verbs import Verbs
from warroom.room import Room


@dataclass(frozen=True, slots=True)
class Desk:
    """One open room and the shared tools around it."""

    room: Room
    changes: ChangeBridge
    tasks: Tasks
    look: Look
    notices: Notices
    settings: Settings
    verbs: Verbs = field(default_factory=Verbs)

    def close(self) -> None:
        """Stop the threads in the order that loses nothing, then close the room."""
        self.tasks.close()
        self.changes.close()
        self.room.close()


def make_desk(room: Room, *, look: Look | None = None, settings: Settings | None = None) -> Desk:
    """Lay out a desk for an open room; a program has one look and one settings file, tests may leave them out."""
    notices = Notices()
    return Desk(
        room=room,
        changes=ChangeBridge(room.changes),
        tasks=Tasks(notices),
        look=look or Look(),
        notices=notices,
        settings=settings or Settings.load(),
    )
