"""People by whatever somebody calls them: whoever is named in the roster has a card from then on."""

from __future__ import annotations

from warroom.commands.base import needed
from warroom.commands.keeping import kept_row
from warroom.commands.people import refuse_erased
from warroom.domain.ids import PersonId
from warroom.storage.books import ID, Books
from warroom.words import _


def rostered(books: Books, reference: str) -> PersonId:
    """A person by id, printed number or name; a name that nobody has yet gets a card. One merged gives the other.

    Raises Refusal `name-missing`, `person-erased`, or that of an id or a number that is not there.
    """
    said = " ".join(needed(reference, code="name-missing", message=_("What is the person's name?")).split())
    record = person_of(books, said)
    if record is None:
        record = PersonId(books.named("person", said))
        refuse_erased(books, record)
        number = {} if books.any_row("person", record) else {"number": books.number("person")}
        books.make("person", {"name": said, "roster": True, **number}, record=record)
    elif not books.get("person", record)["roster"]:
        books.write("person", record, {"roster": True})
    return record


def person_of(books: Books, reference: str) -> PersonId | None:
    """Whom an id, a printed number or a name means; None for a name that nobody has.

    Raises Refusal for an id that is not there.
    """
    if ID.match(reference.strip()):
        return PersonId(kept_row(books, books.get("person", reference))["id"])
    found = books.row("person", books.named("person", reference)) or next(
        (row for row in books.where("person", number=reference.strip().upper())), None
    )
    return PersonId(kept_row(books, found)["id"]) if found is not None else None
