"""PINs of people, as the dialogs ask for them."""

from __future__ import annotations

from concurrent.futures import Future

from warroom.commands import SetPin
from warroom.identity.pins import FEWEST as SHORTEST
from warroom.identity.pins import MOST as LONGEST
from warroom.room import Room

__all__ = ["LONGEST", "SHORTEST", "can_be_set", "set_pin", "sit_down", "who_has_one"]


def can_be_set(room: Room) -> bool:
    """Whether the person at the keyboard could have a PIN."""
    return bool(room.member) and not room.read_only


def who_has_one(room: Room) -> frozenset[str]:
    """The people who sit down with a PIN, by id."""
    return room.rights.with_pin()


def sit_down(room: Room, *, name: str, initials: str, known: str, pin: str) -> None:
    """This person, known by this id or else new, types from now on. Blocks.

    Raises Refusal for a wrong PIN, or while too many were wrong.
    """
    if known:
        room.rights.sit_down_by(known, pin)
    else:
        room.sit_down(name, initials)


def set_pin(room: Room, pin: str, *, person: str = "") -> Future[None]:
    """A new PIN for this person (by id), or for whoever is at the keyboard; "" takes it away."""
    return room.do(SetPin(person=person or room.member, pin=pin))
