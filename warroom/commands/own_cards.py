"""Role cards in the room's own words: what is left empty is as it came with the program."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from warroom.commands.base import Command, handles
from warroom.commands.functions import code_of
from warroom.commands.role_cards import RoleCard, role_card
from warroom.commands.seen import Seen, unmoved
from warroom.domain.handovers import FIRST_MOST, SPEND_MOST, TEXT_MOST
from warroom.domain.ids import RecordId
from warroom.domain.rights import Right
from warroom.errors import Refusal
from warroom.storage.books import Books
from warroom.storage.projections import json_field
from warroom.words import _

TEXTS = ("mission", "deliverable", "authority")


@dataclass(frozen=True, slots=True, kw_only=True)
class AmendRoleCard(Command[RecordId]):
    """Write the card of a function for this room: mission, at most five first actions, what to deliver, authority.

    `spend_limit` is what its holder may commit alone, in euros; None where the room does not say. A text that is empty,
    or as it came with the program, stays as it came.
    """

    right = Right.CONDUCT

    code: str
    mission: str = ""
    first: tuple[str, ...] = ()
    deliverable: str = ""
    authority: str = ""
    spend_limit: int | None = None
    seen: Seen | None = None

    def says(self, name: str, value: Any) -> dict[str, Any]:
        return {name: tuple(value or ()) if name == "first" else value if name == "spend_limit" else value or ""}


@handles(AmendRoleCard)
def amend_role_card(command: AmendRoleCard, books: Books) -> RecordId:
    code = code_of(command.code)
    wanted = _wanted(command, role_card(code) or RoleCard())
    record = books.named("role_card", code)
    known = books.row("role_card", record)
    wanted = unmoved(books, "role_card", record, wanted, command.seen)
    if known is None:
        if any(value not in (None, "") for value in wanted.values()):
            books.make("role_card", {"code": code, **wanted}, record=record)
        return record
    changed = {name: value for name, value in wanted.items() if _none_for_empty(known[name]) != value}
    if changed:
        books.write("role_card", record, changed)
    return record


def _none_for_empty(value: Any) -> Any:
    """What was never said and what was emptied are the same; a limit of 0 is neither."""
    return None if value == "" else value


def _wanted(command: AmendRoleCard, came: RoleCard) -> dict[str, Any]:
    """What the card says beyond what came with the program; None for what stays as it came."""
    first = tuple(" ".join(step.split()) for step in command.first if step.strip())
    texts = {name: getattr(command, name).strip() for name in TEXTS}
    limit = command.spend_limit
    if len(first) > FIRST_MOST or any(len(said) > TEXT_MOST for said in (*first, *texts.values())):
        raise Refusal(
            "card-too-long",
            _("A role card has at most five first actions, and fits on one page."),
            safe=_("Nothing was changed; your text is still there."),
            todo=_("Keep what is done first."),
        )
    if limit is not None and not 0 <= limit <= SPEND_MOST:
        raise Refusal(
            "spend-limit",
            _("A spending limit is a number of euros, from 0 to a thousand million."),
            safe=_("Nothing was changed."),
            todo=_("Leave it empty where none was agreed."),
        )
    own: dict[str, Any] = {name: said if said and said != getattr(came, name) else None for name, said in texts.items()}
    own["first"] = json_field(list(first)) if first and first != came.first else None
    return own | {"spend_limit": limit}
