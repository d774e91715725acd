"""The rhythm of the cell in the room of the drawings."""

from __future__ import annotations

from tests.builders import NOON, an_entry
from tests.ui.crisis import Crisis
from warroom.clock import FixedClock
from warroom.commands import AskQuestion, ClosePoint, ConfirmSentence, OpenPoint, StateSituation
from warroom.domain.entries import Verification
from warroom.room import Room

MINUTE = 60_000


def with_its_rhythm(room: Room, crisis: Crisis, cell: str) -> None:
    """A point that was held, the next under way, a question that waits, sentences with one to confirm."""
    clock = room.clock
    assert isinstance(clock, FixedClock)
    sure = an_entry(room, crisis.outage, text="62 % des nœuds répondent", verification=Verification.VERIFIED).number
    heard = an_entry(
        room, crisis.outage, text="Lyon rétabli selon l'hébergeur", verification=Verification.TO_VERIFY
    ).number
    lines = (
        f"62 % des nœuds répondent de nouveau [{sure}]",
        f"Lyon est rétabli [{sure} {heard}]",
        "La cause est inconnue",
    )
    room.do(StateSituation(incident=crisis.outage, lines=lines)).result()
    clock.set(NOON - 16 * MINUTE)
    held = room.do(OpenPoint(cell=cell)).result()
    clock.set(NOON - 9 * MINUTE)
    room.do(ClosePoint(point=held.id, next_at=NOON - 3 * MINUTE, notes={"facts": "Rien de nouveau"})).result()
    first = room.views.sentences(crisis.outage)[0]
    room.do(ConfirmSentence(sentence=first.id)).result()
    text = "Peut-on annoncer une heure de rétablissement aux hôpitaux ?"
    room.do(AskQuestion(cell=cell, text=text, asked_by="Préfecture du Rhône")).result()
    clock.set(NOON - 3 * MINUTE)
    room.do(OpenPoint(cell=cell)).result()
