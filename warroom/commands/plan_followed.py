"""A relief plan followed: the card of a function names whom the plan has next."""

from __future__ import annotations

from collections.abc import Iterable

from warroom.commands.cells import function_id
from warroom.storage.books import Books, Row


def follow_plan(books: Books, cell: Row, codes: Iterable[str | None]) -> None:
    """Name on each function whom the plan has next; where nothing is planned, whoever came is no longer to come."""
    for code in sorted({code for code in codes if code}):
        function = books.row("function", function_id(books, cell["id"], code))
        if function is None:
            continue
        rows = [row for row in books.where("shift", cell=cell["id"], code=code) if row["from_at"] is not None]
        to_come = sorted(
            (row for row in rows if row["from_at"] > books.now), key=lambda row: (row["from_at"], row["id"])
        )
        named = ((row["from_at"], name_of(books, row)) for row in to_come)
        at, name = next(((at, name) for at, name in named if name and name != function["holder"]), (None, None))
        is_planned = bool(rows) and (name or function["relief"] in {name_of(books, row) for row in rows})
        has_come = bool(function["holder"]) and function["relief"] == function["holder"]
        if (is_planned or has_come) and (function["relief"], function["relief_at"]) != (name, at):
            books.write("function", function["id"], {}, follows={"relief": name, "relief_at": at})


def name_of(books: Books, row: Row) -> str:
    """Whose shift or presence it is."""
    return str(books.value("person", row["person"] or "0" * 32, "name") or "")
