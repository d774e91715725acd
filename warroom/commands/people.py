"""People as verbs, as far as the log needs them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from warroom.commands.base import Command, handles, needed
from warroom.commands.keeping import kept_row
from warroom.domain.ids import PersonId
from warroom.domain.people import initials_of
from warroom.errors import Refusal
from warroom.storage.books import Books, unknown
from warroom.storage.erased import is_erased
from warroom.words import _

ID = re.compile(r"[0-9a-f]{32}\Z", re.IGNORECASE)


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


def whoever(books: Books, said: str) -> tuple[PersonId, str]:
    """The id and name of somebody given by name or id, made known to the room where they were not.

    Whose card was merged into another's is that other one. Raises Refusal for no name, and for somebody erased.
    """
    name = " ".join(needed(said, code="name-missing", message=_("What is the person's name?")).split())
    person = name.lower() if ID.match(name) else str(books.named("person", name))
    known = books.row("person", person)
    if known is not None:
        known = kept_row(books, known)
        person = str(known["id"])
    if known is not None and known["name"]:
        return PersonId(person), str(known["name"])
    if ID.match(name):
        raise unknown("person", name)
    refuse_erased(books, person)
    number = {} if books.any_row("person", person) else {"number": books.number("person")}
    books.make("person", {"name": name, **number}, record=person)
    return PersonId(person), name
