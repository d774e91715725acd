"""Which services the public status page shows, and what their users call them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from warroom.commands.base import Command, handles, needed
from warroom.commands.seen import Seen, unmoved
from warroom.domain.ids import RecordId
from warroom.domain.rights import Right
from warroom.domain.status_page import LANGUAGES, NAME_MOST, names_of
from warroom.errors import Refusal
from warroom.storage.books import Books
from warroom.storage.projections import json_field
from warroom.words import _


@dataclass(frozen=True, slots=True, kw_only=True)
class SetPublic(Command[RecordId]):
    """Put a service, by name, on the public status page or take it off, and say what its users call it.

    `names` is {language: name}, "" takes a name back; None leaves the names, or `public`, as they are. A service is
    never shown by its name inside: without a name for outside it cannot be public.
    """

    right = Right.COMMUNICATE

    service: str
    public: bool | None = None
    names: Mapping[str, str] | None = None
    seen: Seen | None = None


@handles(SetPublic)
def set_public(command: SetPublic, books: Books) -> RecordId:
    name = needed(command.service, code="service-missing", message=_("Which service?"))
    service = books.named("service", name)
    known = books.row("service", service)
    names = _names(known["public_names"] if known else None, command.names)
    public = bool(known and known["public"]) if command.public is None else command.public
    if public and not names:
        raise Refusal(
            "public-name-missing",
            _("A service on the public page needs the name that its users know."),
            safe=_("Nothing was changed."),
            todo=_("Give it a name for outside, in French or in English."),
        )
    wanted: dict[str, Any] = {"public": public, "public_names": json_field(names) if names else None}
    if known is None:
        return books.make("service", {"name": name, **{k: v for k, v in wanted.items() if v}}, record=service)
    changed = {field: value for field, value in wanted.items() if (known[field] or None) != (value or None)}
    changed = unmoved(books, "service", service, changed, command.seen)
    if changed:
        books.write("service", service, changed)
    return service


def _names(former: str | None, said: Mapping[str, str] | None) -> dict[str, str]:
    """The names there were, with those that were said now in their place."""
    names = {language: name for language, name in _given(former).items() if name}
    for language, text in (said or {}).items():
        if language not in LANGUAGES:
            raise Refusal(
                "language-unknown",
                _("Names for outside are in French (fr) or English (en), not “{language}”.").format(language=language),
                safe=_("Nothing was changed."),
                todo=_("Choose one of the two."),
            )
        name = " ".join(text.split())
        if len(name) > NAME_MOST:
            raise Refusal(
                "name-too-long",
                _("This name is too long."),
                safe=_("Nothing was changed."),
                todo=_("At most {n} characters.").format(n=NAME_MOST),
            )
        names[language] = name
    return {language: name for language, name in sorted(names.items()) if name}


def _given(former: str | None) -> dict[str, str]:
    try:
        said = orjson.loads(former) if former else {}
    except orjson.JSONDecodeError:
        return {}
    known = names_of(said)
    return {language: known[language] for language in known if isinstance(said, dict) and said.get(language)}
