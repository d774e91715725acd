"""Records that people call by their name: skills, teams, services."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from warroom.domain.ids import RecordId
from warroom.errors import Refusal
from warroom.storage.books import ID, Books, Row
from warroom.storage.naming import folded_name
from warroom.storage.projections import json_field
from warroom.words import _


def named_record(books: Books, noun: str, reference: str) -> Row | None:
    """A skill or a team by id or by the name it has now; None when there is none of that name."""
    if ID.match(reference.strip()):
        return books.get(noun, reference)
    wanted = folded_name(reference)
    first = books.row(noun, books.named(noun, reference))
    if first is not None and folded_name(str(first["name"] or "")) == wanted:
        return first
    return next((row for row in books.where(noun) if folded_name(str(row["name"] or "")) == wanted), None)


def make_named(books: Books, noun: str, name: str, patch: dict[str, Any]) -> RecordId:
    """A new record whose id is made of its name, unless one that was renamed since still has that id."""
    record = books.named(noun, name)
    taken = books.row(noun, record) is not None
    return books.make(noun, {"name": name, **patch}, record=None if taken else record)


def refuse_namesake(books: Books, noun: str, row: Row, name: str) -> None:
    """Raises Refusal `name-taken` where another record of this noun has the name already."""
    other = named_record(books, noun, name)
    if other is not None and other["id"] != row["id"]:
        raise Refusal(
            "name-taken",
            _("“{name}” exists already.").format(name=name),
            safe=_("Nothing was changed."),
            todo=_("Choose another name, or use the one that exists."),
        )


def service_ids(books: Books, references: Iterable[str]) -> str | None:
    """Services by id or name as the field `services` keeps them, added by name when they are new; None for none."""
    made = []
    for said in references:
        name = " ".join(said.split())
        if not name:
            continue
        if ID.match(name):
            made.append(books.get("service", name)["id"])
            continue
        record = books.named("service", name)
        if books.row("service", record) is None:
            books.make("service", {"name": name}, record=record)
        made.append(record)
    return json_field(sorted(set(made))) if made else None
