"""Templates from a file: new ones are added, known ones changed, every former text kept as a version."""

from __future__ import annotations

from dataclasses import dataclass

from warroom.commands.base import Command, handles
from warroom.commands.message_templates import (
    AddTemplate,
    AmendTemplate,
    add_template,
    amend_template,
    write_wording,
)
from warroom.domain.rights import Right
from warroom.domain.template_book import Template
from warroom.domain.template_exchange import What, compared
from warroom.storage.books import Books
from warroom.storage.template_book import template_book_in
from warroom.words import _


@dataclass(frozen=True, slots=True)
class TemplatesIn:
    """What came of a file, by codes."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    same: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportTemplates(Command[TemplatesIn]):
    """Bring templates of a file in, all or none; `source` is its name, said as the reason of each version."""

    right = Right.COMMUNICATE

    templates: tuple[Template, ...]
    source: str = ""


@handles(ImportTemplates)
def import_templates(command: ImportTemplates, books: Books) -> TemplatesIn:
    reason = _("From {file}").format(file=command.source) if command.source else _("From a file")
    found: dict[What, list[str]] = {what: [] for what in What}
    for brought in compared(template_book_in(books), command.templates):
        item = brought.template
        found[brought.what].append(item.code)
        if brought.what is What.NEW:
            add_template(_added(item), books)
            continue
        if brought.fields:
            amend_template(_amended(item), books)
        for language in dict.fromkeys(language for language, _part in brought.texts):
            known = template_book_in(books).templates[item.code]
            write_wording(books, known, item.wordings[language], reason=reason, seen=None)
    return TemplatesIn(tuple(found[What.NEW]), tuple(found[What.CHANGED]), tuple(found[What.SAME]))


def _added(item: Template) -> AddTemplate:
    return AddTemplate(
        code=item.code,
        names=item.names,
        purposes=item.purposes,
        audiences=item.audiences,
        channels=item.channels,
        reviews=item.reviews,
        approvers=item.approvers,
        status=item.status,
        wordings=item.wordings,
    )


def _amended(item: Template) -> AmendTemplate:
    return AmendTemplate(
        template=item.code,
        names=item.names,
        purposes=item.purposes,
        audiences=item.audiences,
        channels=item.channels,
        reviews=item.reviews,
        approvers=item.approvers,
        status=item.status,
    )
