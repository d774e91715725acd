"""Telling: what a cell does stands in the log of the incident that leads it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from warroom.commands.entries import Logged, write_automatic
from warroom.domain.cells import CellState
from warroom.errors import Refusal
from warroom.storage.books import Books, Row
from warroom.words import _


def active_cell(books: Books, reference: str) -> Row:
    """A cell at work, by id or printed number. Raises Refusal `cell-over` for one that stood down."""
    cell = books.get("crisis_cell", reference)
    if cell["state"] == CellState.STOOD_DOWN:
        raise Refusal(
            "cell-over",
            _("Crisis cell {number} has stood down.").format(number=cell["number"]),
            safe=_("Nothing was changed."),
            todo=_("Activate a cell anew if one is needed."),
        )
    return cell


def covered_ids(books: Books, cell: str) -> list[str]:
    """The incidents a cell covers, by id."""
    return [row["incident"] for row in books.where("coverage", cell=cell) if row["incident"]]


def tell(
    books: Books, cell: Row, sentence: str, *, code: str, params: Mapping[str, Any], key_event: bool = False
) -> Logged | None:
    """Write an automatic entry where the cell's acts are told; None where that incident is not here."""
    incident = books.row("incident", cell["lead"]) if cell["lead"] else None
    if incident is None:
        return None
    said = {"cell": cell["id"], **params}
    return write_automatic(books, incident, sentence, code=code, params=said, key_event=key_event)


def tell_everywhere(books: Books, cell: Row, sentence: str, *, code: str, params: Mapping[str, Any]) -> None:
    """The same in the log of every incident that the cell covers, as a key event."""
    for record in sorted({*covered_ids(books, cell["id"]), cell["lead"]} - {None}, key=lambda one: one != cell["lead"]):
        incident = books.row("incident", record)
        if incident is not None:
            said = {"cell": cell["id"], **params}
            write_automatic(books, incident, sentence, code=code, params=said, key_event=True)
