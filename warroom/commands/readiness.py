"""Readiness as a verb: what this laptop proved of itself is told to every other, so that a director sees them all."""

from __future__ import annotations

from dataclasses import dataclass

from warroom.commands.base import Command, handles
from warroom.domain.ids import RecordId
from warroom.domain.readiness import Proof
from warroom.storage.books import Books

LONGEST = 300  # characters of a detail


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteReadiness(Command[RecordId]):
    """Note what was tried on this laptop just now, and what came of it; it takes the place of the last try."""

    what: Proof
    ok: bool
    detail: str = ""


@handles(NoteReadiness)
def note_readiness(command: NoteReadiness, books: Books) -> RecordId:
    station = _own_station(books)
    record = books.named("readiness", f"{station} {command.what.value}")
    patch = {
        "station": station,
        "what": command.what.value,
        "at": books.now,
        "ok": command.ok,
        "detail": " ".join(command.detail.split())[:LONGEST],
        "by": books.author.name,
    }
    if books.any_row("readiness", record) is None:
        return books.make("readiness", patch, record=record)
    books.write("readiness", record, patch)
    return record


def _own_station(books: Books) -> RecordId:
    if books.signing is not None:
        return RecordId(books.signing.station)
    return RecordId(books.where("station", letter=books.author.station)[0]["id"])
