"""Whose card stays of those merged into one another, for verbs; a ring made by merging apart is opened here."""

from __future__ import annotations

from warroom.storage.books import Books, Row
from warroom.storage.merged import kept


def kept_row(books: Books, row: Row) -> Row:
    """The card that stays of a person's. Of cards merged into each other by two stations, it is a card again."""

    def into(person: str) -> str | None:
        above = (books.row("person", person) or row)["merged_into"]
        return str(above) if above and books.row("person", above) is not None else None

    person = kept(str(row["id"]), into)
    if into(person) is not None:
        books.write("person", person, {}, follows={"merged_into": None, "roster": True})
    return books.get("person", person)
