"""Whoever runs the cell resolves nothing (doctrine §2.1): both only in a small incident, with the reason."""

from __future__ import annotations

from warroom.commands.cell_words import level_said, seat_word
from warroom.commands.cells import function_id
from warroom.domain.cells import SMALL_MOST, other_side, same_person
from warroom.errors import Refusal
from warroom.storage.books import Books, Row
from warroom.words import _


def beside(books: Books, cell: Row, code: str, holder: str) -> str:
    """The function that this person holds and may not hold beside this one, "" where there is none."""
    for seat in other_side(code):
        row = books.row("function", function_id(books, cell["id"], seat))
        if row is not None and same_person(holder, row["holder"] or ""):
            return seat.value
    return ""


def may_hold(books: Books, cell: Row, code: str, holder: str, reason: str) -> str:
    """What is to be told where somebody takes this function beside another that it excludes, "" where none is.

    Raises Refusal `resolver-commands` above N2, or where no reason is given (decision 0105).
    """
    other = beside(books, cell, code, holder)
    if not other:
        return ""
    names = {"name": holder, "held": seat_word(other), "wanted": seat_word(code)}
    if (cell["level"] or 0) > SMALL_MOST:
        raise Refusal(
            "resolver-commands",
            _("{name} holds “{held}” and would hold “{wanted}” too: whoever runs the cell resolves nothing.").format(
                **names
            ),
            safe=_("Nothing was changed."),
            todo=_("At {level}, give one of the two to somebody else first.").format(level=level_said(cell["level"])),
        )
    if not reason.strip():
        raise Refusal(
            "resolver-reason",
            _("{name} holds “{held}” and would hold “{wanted}” too: whoever runs the cell resolves nothing.").format(
                **names
            ),
            safe=_("Nothing was changed."),
            todo=_("Say why one person must do both for now, or name somebody else."),
        )
    return _("{name} coordinates and resolves for now: {reason}").format(name=holder, reason=reason.strip())
