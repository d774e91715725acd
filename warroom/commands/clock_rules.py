"""Rules of legal clocks as a room changes them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from warroom.commands.base import Command, handles, needed
from warroom.commands.seen import Seen, unmoved
from warroom.domain.clock_rules import RuleFault
from warroom.domain.ids import RecordId
from warroom.domain.nouns import DELETED
from warroom.domain.rights import Right
from warroom.domain.rulebook import checked
from warroom.errors import Refusal
from warroom.storage.books import Books
from warroom.storage.projections import json_field
from warroom.storage.rulebook import rulebook_in, shipped
from warroom.words import _


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeRule(Command[RecordId]):
    """Change a rule of legal clocks for this room, or add one; an empty body takes back what was changed.

    `rule` is its id, or `calendars:FR`, `events:…`, `questions:…`, `regimes:…` for another part of the rulebook. `body`
    holds the fields that change, as in the content files.
    """

    right = Right.JUDGE

    rule: str
    body: Mapping[str, Any] = field(default_factory=dict)
    reason: str = ""
    seen: Seen | None = None

    def says(self, name: str, value: Any) -> dict[str, Any]:
        return {"body": {}} if name == "body" else {name: value}


@handles(ChangeRule)
def change_rule(command: ChangeRule, books: Books) -> RecordId:
    rule = needed(command.rule, code="rule-missing", message=_("Which rule?"))
    record = books.named("clock_rule", rule)
    known = books.row("clock_rule", record)
    if not command.body:
        if known is not None:
            _may_go(books, rule)
            books.write("clock_rule", record, {DELETED: True})
        return record
    reason = needed(command.reason, code="reason-missing", message=_("Why is this rule changed?"))
    try:
        checked(rulebook_in(books, without=rule), rule, command.body)
    except RuleFault as fault:
        raise unfit(fault) from fault
    wanted = {"body": json_field(dict(command.body)), "reason": reason}
    stamps = {"by": books.author.name, "at": books.now}
    if known is None:
        books.make("clock_rule", {"rule": rule, **wanted, **stamps}, record=record)
        return record
    changed = {name: value for name, value in wanted.items() if value != known[name]}
    changed = unmoved(books, "clock_rule", record, changed, command.seen)
    if changed:
        books.write("clock_rule", record, changed, follows=stamps)
    return record


def unfit(fault: RuleFault) -> Refusal:
    """What cannot be read of a rule, as a refusal."""
    return Refusal(
        "rule-unfit",
        _("This rule cannot be read: {fault}").format(fault=fault),
        safe=_("Nothing was changed."),
        todo=_("Correct that field; the manual lists them all."),
    )


def _may_go(books: Books, rule: str) -> None:
    """Raises Refusal where something else would be left without what it names."""
    left = rulebook_in(books, without=rule)
    if set(left.faults) - set(rulebook_in(books).faults):
        raise unfit(RuleFault(left.faults[-1]))


__all__ = ["ChangeRule", "shipped", "unfit"]
