"""Undo: compensating writes for what the last command changed; the log itself is never undone."""

from __future__ import annotations

from dataclasses import dataclass

from warroom.commands.entries import write_automatic
from warroom.domain.nouns import DELETED
from warroom.storage.books import Before, Books
from warroom.words import _

UNDOABLE = ("incident", "decision", "action", "impact", "due", "entry_mark")


@dataclass(frozen=True, slots=True)
class Undoable:
    """What one command changed, for undo."""

    what: str
    before: tuple[Before, ...]


def undoable(what: str, before: list[Before]) -> Undoable | None:
    """What of a command can be undone; a declared incident cannot be undeclared."""
    kept = tuple(item for item in before if item.noun in UNDOABLE and (item.noun, item.field) != ("incident", DELETED))
    return Undoable(what, kept) if kept else None


def write_back(books: Books, last: Undoable) -> str:
    """Write the former values back, and one entry that says so."""
    for item in reversed(last.before):
        books.write(item.noun, item.record, {item.field: item.value})
    incident = next((found for item in last.before if (found := _incident_of(books, item))), None)
    row = books.row("incident", incident) if incident else None
    if row is not None:
        write_automatic(books, row, _("The last change was undone."), code="undone", params={"what": last.what})
    return last.what


def _incident_of(books: Books, item: Before) -> str | None:
    if item.noun == "incident":
        return item.record
    row = books.any_row("entry" if item.noun == "entry_mark" else item.noun, item.record)
    return row["incident"] if row else None
