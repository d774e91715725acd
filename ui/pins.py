"""PINs of people, asked of the room's rights where it has them; a room without them knows no PIN."""

from __future__ import annotations

from concurrent.futures import Future
from typing import Any

import warroom.commands
from warroom.room import Room

SHORTEST, LONGEST = 4, 8  # digits


def can_be_set(room: Room) -> bool:
    """Whether the person at the keyboard could have a PIN."""
    return hasattr(room, "rights") and hasattr(warroom.commands, "SetPin") and bool(room.member) and not room.read_only


def who_has_one(room: Room) -> frozenset[str]:
    """The people who sit down with a PIN, by id."""
    rights: Any = getattr(room, "rights", None)
    return frozenset() if rights is None else frozenset(each.id for each in rights.members() if each.has_pin)


def sit_down(room: Room, *, name: str, initials: str, is_known: bool, pin: str) -> None:
    """This person types from now on. Blocks. Raises Refusal for a wrong PIN, or while too many were wrong."""
    rights: Any = getattr(room, "rights", None)
    if rights is not None and is_known:
        rights.sit_down_by(name, pin)
    else:
        room.sit_down(name, initials)


def set_pin(room: Room, pin: str) -> Future[Any]:
    """A new PIN for the person at the keyboard."""
    command: Any = vars(warroom.commands)["SetPin"]
    person = next(each.id for each in room.views.people() if each.name == room.member)
    return room.do(command(person=person, pin=pin))
