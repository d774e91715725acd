"""The book of templates: read once from the program's content, with what this room changed of it."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import TYPE_CHECKING, Any

import apsw

from warroom.domain.template_book import TemplateBook, book_of, with_changes
from warroom.domain.template_forms import Value
from warroom.storage.books import Books
from warroom.storage.queries import messages
from warroom.storage.rulebook import sight_of
from warroom.storage.sight import Sight

if TYPE_CHECKING:
    from warroom.storage.template_values import Wanted


def content_folder() -> Path:
    """Where the templates lie, beside the packages or inside the packaged program."""
    return Path(__file__).resolve().parent.parent.parent / "resources" / "content" / "messages"


@functools.cache
def shipped() -> TemplateBook:
    """What came with the program. Raises BookFault: then the program is damaged."""
    return book_of(_read(path) for path in sorted(content_folder().glob("*.yaml")))


def _read(path: Path) -> Any:
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load(path.read_bytes(), Loader=loader)  # noqa: S506  (safe: either loader builds plain values only)


def template_book(conn: apsw.Connection, sight: Sight) -> TemplateBook:
    """The templates of this room: what came with the program, as the room changed it."""
    templates, wordings = messages.templates(conn, sight), messages.wordings(conn, sight)
    return with_changes(shipped(), templates, wordings) if templates or wordings else shipped()


def template_book_in(books: Books) -> TemplateBook:
    """The templates as a command sees them."""
    return template_book(books.conn, sight_of(books))


def message_values_in(books: Books, incident: str, wanted: Wanted) -> dict[str, Value]:
    """The variables of a message as a command sees them (see `Views.message_values`)."""
    from warroom.storage.erased import aliases
    from warroom.storage.queries.board import incident as incident_of
    from warroom.storage.rulebook import zone_of_room
    from warroom.storage.template_values import Told, values_of

    sight = Sight(books.conn, books.circles, books.author, only=(), aliases=aliases(books.conn))
    found = incident_of(books.conn, bytes.fromhex(incident), sight)
    if found is None:
        return {}
    zone = zone_of_room(books.conn, bytes.fromhex(books.room))
    told = Told(books.conn, sight, books.now, zone, template_book_in(books), books.author.name, books.room)
    return values_of(told, found, wanted)
