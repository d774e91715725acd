"""What a finding rests on: records of the room named as “noun id”, checked as they come in."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from warroom.domain.belonging import incident_of
from warroom.errors import Refusal
from warroom.storage.books import Books, Row
from warroom.storage.projections import json_field
from warroom.words import _

# What can be shown to somebody who asks how we know.
SHOWN = (
    "entry", "decision", "action", "hypothesis", "message", "attachment", "notice", "inbound", "rumour", "promise",
    "impact", "figure", "affected", "sentence", "point", "cause", "barrier", "corrective", "lesson", "release",
    "submission", "mobilisation",
)  # fmt: skip
MOST = 40  # records behind one finding; nobody looks at more


def rested_on(books: Books, incident: Row, named: Iterable[str]) -> str | None:
    """The same as the field of a record keeps it; None where nothing is named."""
    found = checked(books, incident, named)
    return json_field(found) if found else None


def named_in(row: Mapping[str, Any], name: str = "evidence") -> list[str]:
    """What a record's field names already."""
    value = row[name]
    found = json.loads(value) if isinstance(value, str) and value else []
    return [said for said in found if isinstance(said, str)] if isinstance(found, list) else []


def checked(books: Books, incident: Row, named: Iterable[str]) -> list[str]:
    """Records by “noun id” or “noun number”, each once, as “noun id”.

    Raises Refusal for one that is not there, that cannot be shown, or that belongs to an exercise where this does not.
    """
    found = list(dict.fromkeys(_checked(books, incident, said) for said in named if said.strip()))
    if len(found) > MOST:
        raise Refusal(
            "evidence-many",
            _("More than {n} records are named as evidence.").format(n=MOST),
            safe=_("Nothing was changed."),
            todo=_("Keep those that somebody would look at."),
        )
    return found


def of_one_mode(books: Books, incident: Row, *others: Mapping[str, Any] | None) -> None:
    """Raises Refusal `modes-mixed` where one of these records is of an exercise and the incident is real, or the other
    way round."""
    for row in others:
        of = books.any_row("incident", (row or {}).get("incident") or "0" * 32)
        if of is not None and bool(of["exercise"]) != bool(incident["exercise"]):
            raise Refusal(
                "modes-mixed",
                _("This belongs to an exercise, or the incident does: they are never mixed."),
                safe=_("Nothing was changed."),
            )


def _checked(books: Books, incident: Row, said: str) -> str:
    noun, _space, reference = said.strip().partition(" ")
    if noun not in SHOWN:
        raise Refusal(
            "evidence-unknown",
            _("“{noun}” is nothing that evidence can be: name an entry, a decision, a message, a file…").format(
                noun=noun[:40]
            ),
            safe=_("Nothing was changed."),
        )
    row = books.get(noun, reference)
    of_one_mode(books, incident, {"incident": incident_of(noun, row, books.any_row)})
    return f"{noun} {row['id']}"
