"""Messages for tests: drafted, put into words, checked, approved and let out through the same door as everyone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from warroom.commands import Approve, DraftMessage, ReleaseMessage
from warroom.commands.messages import Drafted
from warroom.domain.message_lines import MessageLine
from warroom.domain.messages import Release
from warroom.room import Room

TEXTS = {
    "fr": {"title": "Analyse en cours", "body": "Nous constatons des difficultés d’accès à la messagerie."},
    "en": {"title": "Investigating", "body": "Some users cannot use mail."},
}


def a_message(room: Room, incident: str, **more: Any) -> Drafted:
    """A message in words, to customers, drafted by whoever sits there."""
    said: dict[str, Any] = {"audiences": ("customers",), "texts": TEXTS, **more}
    return room.do(DraftMessage(incident=incident, **said)).result()


def approved(room: Room, message: str, *, by: str = "Anne Roche") -> None:
    """Approved by somebody who did not write it."""
    with sitting(room, by):
        room.do(Approve(message=message)).result()


def released(room: Room, incident: str, **more: Any) -> Release:
    """A message let out."""
    made = a_message(room, incident, **more)
    approved(room, made.id)
    return room.do(ReleaseMessage(message=made.id)).result()


def line(room: Room, message: str) -> MessageLine:
    found = room.views.message_line(message)
    assert found is not None
    return found


@contextmanager
def sitting(room: Room, name: str) -> Iterator[None]:
    """Somebody else sits at the keyboard meanwhile."""
    former = room._store.author.name
    room.sit_down(name)
    try:
        yield
    finally:
        room.sit_down(former)
