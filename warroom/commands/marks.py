"""Marks on entries: how far one is verified, whether it is a key event, what came of it; the entry stays as it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from warroom.commands.base import Command, handles, needed
from warroom.commands.hypotheses import MoveHypothesis, move_hypothesis
from warroom.domain.entries import Kind, Verification
from warroom.domain.hypotheses import OF_MARK
from warroom.domain.rights import Right
from warroom.storage.books import Books, Row
from warroom.words import _


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkEntry(Command[None]):
    """Put a mark on an entry: its verification, its key-event flag, its follow-up. None leaves a mark as it is."""

    right = Right.LOG

    entry: str
    verification: Verification | None = None
    key_event: bool | None = None
    follow_up: str | None = None
    reason: str = ""


@handles(MarkEntry)
def mark_entry(command: MarkEntry, books: Books) -> None:
    marked = books.get("entry", command.entry)
    now = books.row("entry_mark", marked["id"]) or {}
    wanted: dict[str, Any] = {}
    if command.verification is not None:
        wanted["verification"] = command.verification.value
    if command.key_event is not None:
        wanted["key_event"] = command.key_event
    if command.follow_up is not None:
        wanted["follow_up"] = command.follow_up.strip()
    changed = {name: value for name, value in wanted.items() if _as_marked(now, marked, name) != (value or None)}
    if not changed:
        return
    if command.verification is Verification.REFUTED:
        changed["reason"] = needed(
            command.reason, code="reason-missing", message=_("Say why this information is refuted.")
        )
    elif command.reason.strip():
        changed["reason"] = command.reason.strip()
    books.write("entry_mark", marked["id"], changed)
    if command.verification in OF_MARK and marked["kind"] == Kind.HYPOTHESIS and not marked["circle"]:
        _follow(books, marked, command)


def _as_marked(mark: Mapping[str, Any], entry: Row, name: str) -> Any:
    said = mark.get(name)
    return (entry.get(name) if said is None else said) or None


def _follow(books: Books, marked: Row, command: MarkEntry) -> None:
    """What is said of the entry that brought a hypothesis up is said of the hypothesis."""
    assert command.verification is not None
    state = OF_MARK[command.verification]
    reason = command.reason.strip() or _("entry {number} was marked so").format(number=marked["number"])
    for known in books.where("hypothesis", entry=marked["id"]):
        if known["state"] != state and not books.is_disputed("hypothesis", known["id"], "state"):
            move_hypothesis(MoveHypothesis(hypothesis=known["id"], state=state, reason=reason), books)
