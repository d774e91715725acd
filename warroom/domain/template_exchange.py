"""Templates as plain data: what a file of them says, and what bringing it in would change."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from warroom.domain.messages import PARTS
from warroom.domain.template_book import FORMAT, BookFault, Template, TemplateBook, Wording, book_of

FIELDS = ("names", "purposes", "audiences", "channels", "reviews", "approvers", "status")


class What(enum.StrEnum):
    NEW = "new"
    CHANGED = "changed"
    SAME = "same"


@dataclass(frozen=True, slots=True)
class Brought:
    """One template of a file beside the room's: which of its fields and texts (language, part) differ."""

    template: Template
    what: What
    fields: tuple[str, ...] = ()
    texts: tuple[tuple[str, str], ...] = ()


def templates_of(document: Any) -> tuple[Template, ...]:
    """The templates of a file. Raises BookFault for the first thing that cannot be read, or where there is none."""
    book = book_of([document])
    if not book.templates:
        raise BookFault("templates: none")
    if book.variables or book.statements:
        raise BookFault("variables, statements: only the program's own file has them")
    return tuple(book.templates.values())


def compared(book: TemplateBook, templates: Iterable[Template]) -> list[Brought]:
    """What bringing these in would change of a book, in the order of the file."""
    return [_beside(book.get(item.code), item) for item in templates]


def _beside(known: Template | None, item: Template) -> Brought:
    if known is None:
        return Brought(item, What.NEW)
    fields = tuple(name for name in FIELDS if _said(item, name) != _said(known, name))
    texts = tuple(
        (language, part)
        for language, wording in item.wordings.items()
        for part in PARTS
        if wording.part(part) != known.wording(language).part(part)
    )
    return Brought(item, What.CHANGED if fields or texts else What.SAME, fields, texts)


def _said(item: Template, name: str) -> Any:
    value = getattr(item, name)
    return dict(value) if isinstance(value, Mapping) else value


def document_of(templates: Iterable[Template]) -> dict[str, Any]:
    """Templates as a file says them; what is empty is left out."""
    return {"format": FORMAT, "templates": [_data(item) for item in templates]}


def _data(item: Template) -> dict[str, Any]:
    said: dict[str, Any] = {
        "code": item.code,
        "names": dict(item.names),
        "purposes": dict(item.purposes),
        "audiences": list(item.audiences),
        "channels": list(item.channels),
        "reviews": list(item.reviews),
        "approvers": list(item.approvers),
        "status": item.status,
        "wordings": {language: _wording_data(wording) for language, wording in item.wordings.items()},
    }
    return {name: value for name, value in said.items() if value or name in ("reviews", "wordings")}


def _wording_data(wording: Wording) -> dict[str, str]:
    return {name: wording.part(name) for name in PARTS if wording.part(name)}
