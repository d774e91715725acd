"""What protects the room: last save, last backup, the copy on a second disk."""

from __future__ import annotations

from dataclasses import dataclass

from warroom.room import Room


@dataclass(frozen=True, slots=True)
class Protection:
    """Times in milliseconds UTC; `mirror` is how the folder is called, "" without one."""

    saved_at: int | None = None
    backup_at: int | None = None
    mirror: str = ""
    mirror_at: int | None = None
    mirror_trouble: str = ""


def protection_of(room: Room) -> Protection:
    known = getattr(room, "protection", None)
    if known is None:
        return Protection(saved_at=room.saved_at)
    return Protection(known.saved_at, known.backup_at, known.mirror, known.mirror_at, known.mirror_trouble)
