"""People as verbs, as far as the log needs them."""

from __future__ import annotations

from dataclasses import dataclass

from warroom.commands.base import Command, handles, needed
from warroom.domain.ids import PersonId
from warroom.domain.people import initials_of
from warroom.errors import Refusal
from warroom.storage.books import Books
from warroom.storage.erased import is_erased
from warroom.words import _


@dataclass(frozen=True, slots=True, kw_only=True)
class AddPerson(Command[PersonId]):
    """Someone who types, owns or decides; the same name is the same person on every station."""

    name: str
    initials: str = ""


def refuse_erased(books: Books, person: str) -> None:
    """Raises Refusal for somebody who was erased: their name would be withheld again at once."""
    if is_erased(books.conn, "person", person):
        raise Refusal(
            "person-erased",
            _("Somebody of this name was erased from this room on request."),
            safe=_("Nothing was changed."),
            todo=_("Add the person under another spelling, e.g. with a second initial."),
        )


@handles(AddPerson)
def add_person(command: AddPerson, books: Books) -> PersonId:
    name = " ".join(needed(command.name, code="name-missing", message=_("What is the person's name?")).split())
    person = books.named("person", name)
    refuse_erased(books, person)
    known = books.row("person", person)
    initials = command.initials.strip().upper() or initials_of(name)
    if known is None:
        number = {} if books.any_row("person", person) else {"number": books.number("person")}
        books.make("person", {"name": name, "initials": initials, **number}, record=person)
    elif known["initials"] != initials and (command.initials.strip() or not known["initials"]):
        books.write("person", person, {"initials": initials})
    return PersonId(person)
