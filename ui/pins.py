"""PINs of people, asked of the room's rights where it has them; a room without them knows no PIN."""

from __future__ import annotations

from concurrent.futures import Future
from typing import Any

import warroom.commands
from warroom.errors import Refusal
from warroom.room import Room
from warroom.words import _


def can_be_set(room: Room) -> bool:
    """Whether the person at the keyboard could have a PIN."""
    return hasattr(room, "rights") and hasattr(warroom.commands, "SetPin") and bool(room.member) and not room.read_only


def has_pin(room: Room, person: str) -> bool:
    """Whether this person sits down with a PIN."""
    rights: Any = getattr(room, "rights", None)
    return rights is not None and bool(rights.has_pin(person))


def sit_down(room: Room, *, person: str, name: str, initials: str, pin: str) -> None:
    """This person types from now on; "" as person for somebody new. Blocks. Raises Refusal for a wrong PIN."""
    rights: Any = getattr(room, "rights", None)
    if person and has_pin(room, person) and not rights.check_pin(person, pin):
        raise Refusal(
            "wrong-pin",
            _("The PIN is wrong."),
            safe=_("{name} still types here.").format(name=room.member) if room.member else "",
        )
    room.sit_down(name, initials)


def set_pin(room: Room, pin: str) -> Future[Any]:
    """A new PIN for the person at the keyboard."""
    command: Any = vars(warroom.commands)["SetPin"]
    person = next(each.id for each in room.views.people() if each.name == room.member)
    return room.do(command(person=person, pin=pin))
