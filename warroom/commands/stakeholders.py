"""Stakeholders as verbs: whom this room must not forget, how much they can do, and how much it touches them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from warroom.commands.base import Command, handles, needed
from warroom.commands.seen import Seen, unmoved
from warroom.domain.ids import RecordId
from warroom.domain.nouns import DELETED
from warroom.domain.press import WEIGHTS
from warroom.domain.rights import Right
from warroom.errors import Refusal
from warroom.storage.audience_book import audience_book_in
from warroom.storage.books import Books, unknown
from warroom.words import _

TEXTS = ("contact", "phone", "mail", "language", "owner", "expects", "remark")
TEXT_MOST = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class AddStakeholder(Command[RecordId]):
    """Add somebody this room must not forget. `influence` and `concern` are 1 to 3; the name is what makes them one."""

    right = Right.COMMUNICATE

    name: str
    audience: str = ""
    key_account: bool = False
    influence: int | None = None
    concern: int | None = None
    contact: str = ""
    phone: str = ""
    mail: str = ""
    language: str = ""
    owner: str = ""
    expects: str = ""
    remark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AmendStakeholder(Command[None]):
    """Change what is known of them. None leaves a field."""

    right = Right.COMMUNICATE

    stakeholder: str
    audience: str | None = None
    key_account: bool | None = None
    influence: int | None = None
    concern: int | None = None
    contact: str | None = None
    phone: str | None = None
    mail: str | None = None
    language: str | None = None
    owner: str | None = None
    expects: str | None = None
    remark: str | None = None
    seen: Seen | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DropStakeholder(Command[None]):
    """They concern this room no more."""

    right = Right.COMMUNICATE

    stakeholder: str


@handles(AddStakeholder)
def add_stakeholder(command: AddStakeholder, books: Books) -> RecordId:
    name = needed(command.name, code="name-missing", message=_("Whom must this room not forget?"))
    record = books.named("stakeholder", name)
    if books.row("stakeholder", record) is not None:
        raise Refusal(
            "stakeholder-known",
            _("{name} is in the list already.").format(name=name),
            safe=_("Nothing was changed; what you typed is still there."),
            todo=_("Change what is known of them instead."),
        )
    patch = {field: value for field, value in _wanted(command, books).items() if value not in (None, "", False)}
    return books.make("stakeholder", {"name": name, **patch}, record=record)


@handles(AmendStakeholder)
def amend_stakeholder(command: AmendStakeholder, books: Books) -> None:
    row = books.get("stakeholder", command.stakeholder)
    wanted = {field: value for field, value in _wanted(command, books).items() if value is not None}
    wanted = unmoved(books, "stakeholder", row["id"], wanted, command.seen)
    changed = {field: value for field, value in wanted.items() if (row[field] or None) != (value or None)}
    if changed:
        books.write("stakeholder", row["id"], changed)


@handles(DropStakeholder)
def drop_stakeholder(command: DropStakeholder, books: Books) -> None:
    row = books.get("stakeholder", command.stakeholder)
    books.write("stakeholder", row["id"], {DELETED: True})


def _wanted(command: AddStakeholder | AmendStakeholder, books: Books) -> dict[str, Any]:
    """The fields as they are kept. Raises Refusal for a weight, an audience or a length that cannot be."""
    if command.audience and audience_book_in(books).audience(command.audience) is None:
        raise unknown("audience", command.audience[:40])
    for weight in (command.influence, command.concern):
        if weight is not None and weight not in WEIGHTS:
            raise Refusal(
                "weight-unknown",
                _("{n} is no weight.").format(n=weight),
                safe=_("Nothing was changed."),
                todo=_("Influence and concern go from 1 to 3."),
            )
    texts = {field: getattr(command, field) for field in TEXTS}
    if any(value is not None and len(value) > TEXT_MOST for value in texts.values()):
        raise Refusal(
            "text-too-long", _("This text is too long."), safe=_("Nothing was changed; what you typed is still there.")
        )
    found: dict[str, Any] = {field: value if value is None else value.strip() for field, value in texts.items()}
    return found | {
        "audience": command.audience,
        "key_account": command.key_account,
        "influence": command.influence,
        "concern": command.concern,
    }
