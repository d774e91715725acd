"""Corrective actions as verbs: given to a pilot by a date, moved on, proved; what ends them is in its own file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from warroom.commands.base import Command, handles, needed
from warroom.commands.corrective_limits import capped, cleaned_names, listed, of_plan, priority_of, tell_of, unfinished
from warroom.commands.corrective_moves import postponed
from warroom.commands.hours import day_said
from warroom.commands.seen import Seen, unmoved
from warroom.domain.correctives import CorrectiveKind, CorrectiveState
from warroom.domain.ids import RecordId
from warroom.domain.rights import Right
from warroom.errors import Refusal
from warroom.storage.books import Books, Row
from warroom.words import _

TEXTS = ("finding", "effort", "cost", "indicator", "ticket")


@dataclass(frozen=True, slots=True)
class CorrectiveAdded:
    """A corrective action: its id and printed number."""

    id: RecordId
    number: str

    def __str__(self) -> str:
        return self.number


@dataclass(frozen=True, slots=True, kw_only=True)
class AddCorrective(Command[CorrectiveAdded]):
    """Put something right after a crisis: what, of which sort, by whom and until when (milliseconds UTC).

    Of a review (`rex`) or of an incident alone; by id or printed number. Without a pilot or a date it is kept all the
    same, and shown as waiting for one (doctrine §10.3).
    """

    right = Right.ACT

    text: str
    incident: str = ""
    rex: str = ""
    finding: str = ""
    cause: str = ""
    kind: CorrectiveKind = CorrectiveKind.PREVENT
    priority: int = 2
    pilot: str = ""
    contributors: tuple[str, ...] = ()
    due_at: int | None = None
    effort: str = ""
    cost: str = ""
    indicator: str = ""
    ticket: str = ""
    verifier: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AmendCorrective(Command[None]):
    """Change an action that is not over; None leaves a field, "" empties it, `no_due` gives its date up.

    A date that moves away takes a reason and is kept as a postponement.
    """

    right = Right.ACT

    corrective: str
    text: str | None = None
    finding: str | None = None
    cause: str | None = None
    kind: CorrectiveKind | None = None
    priority: int | None = None
    pilot: str | None = None
    contributors: tuple[str, ...] | None = None
    due_at: int | None = None
    no_due: bool = False
    effort: str | None = None
    cost: str | None = None
    indicator: str | None = None
    ticket: str | None = None
    verifier: str | None = None
    reason: str = ""
    seen: Seen | None = None

    def says(self, name: str, value: Any) -> dict[str, Any]:
        return {"due_at": value, "no_due": value is None} if name == "due_at" else {name: value}


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveCorrective(Command[None]):
    """Its pilot works at it (UNDER_WAY), or does not yet (OPEN). The other states have verbs of their own."""

    right = Right.ACT

    corrective: str
    state: CorrectiveState
    seen: Seen | None = None


@handles(AddCorrective)
def add_corrective(command: AddCorrective, books: Books) -> CorrectiveAdded:
    text = _text(command.text)
    incident, rex, cause = of_plan(books, command.incident, command.rex, command.cause)
    said = {
        "number": books.number("corrective"),
        "incident": incident["id"],
        "rex": rex,
        "cause": cause,
        "text": text,
        "kind": command.kind.value,
        "priority": priority_of(command.priority),
        "pilot": capped(command.pilot),
        "contributors": cleaned_names(command.contributors) or None,
        "due_at": command.due_at,
        "verifier": capped(command.verifier),
        "state": CorrectiveState.OPEN.value,
        "created_at": books.now,
        "created_by": books.author.name,
        **{name: capped(getattr(command, name), name) for name in TEXTS},
    }
    record = books.make("corrective", {name: value for name, value in said.items() if value not in (None, "")})
    row = books.get("corrective", record)
    sentence = _("Corrective action {number}: {text}").format(number=row["number"], text=text)
    tell_of(books, row, " · ".join([sentence, *_by_whom_and_when(books, row)]), "created")
    return CorrectiveAdded(record, row["number"])


@handles(AmendCorrective)
def amend_corrective(command: AmendCorrective, books: Books) -> None:
    row = unfinished(books, command.corrective)
    wanted = _wanted(command, books, row)
    former = {**row, "contributors": listed(row["contributors"])}
    changed = {name: value for name, value in wanted.items() if (former[name] or None) != (value or None)}
    changed = unmoved(books, "corrective", row["id"], changed, command.seen)
    if "due_at" in changed:
        postponed(books, row, changed.pop("due_at"), command.reason)
    if changed:
        books.write("corrective", row["id"], changed)


@handles(MoveCorrective)
def move_corrective(command: MoveCorrective, books: Books) -> None:
    if command.state not in (CorrectiveState.OPEN, CorrectiveState.UNDER_WAY):
        raise Refusal(
            "corrective-state",
            _("An action is done, verified or dropped with what it takes: a proof, a verifier, a reason."),
            safe=_("Nothing was changed."),
        )
    row = unfinished(books, command.corrective)
    if row["state"] == CorrectiveState.DONE and not books.is_disputed("corrective", row["id"], "state"):
        raise Refusal(
            "corrective-done",
            _("Action {number} is done and waits to be verified.").format(number=row["number"]),
            safe=_("Nothing was changed."),
            todo=_("Take it up again with a reason."),
        )
    patch = unmoved(books, "corrective", row["id"], {"state": command.state.value}, command.seen)
    if row["state"] != command.state.value:
        books.write("corrective", row["id"], patch)


# What helps


def _wanted(command: AmendCorrective, books: Books, row: Row) -> dict[str, Any]:
    wanted: dict[str, Any] = {}
    if command.text is not None:
        wanted["text"] = _text(command.text)
    if command.kind is not None:
        wanted["kind"] = command.kind.value
    if command.priority is not None:
        wanted["priority"] = priority_of(command.priority)
    if command.cause is not None:
        wanted["cause"] = of_plan(books, row["incident"], row["rex"] or "", command.cause)[2] or None
    if command.contributors is not None:
        wanted["contributors"] = cleaned_names(command.contributors)
    for name in ("pilot", "verifier", *TEXTS):
        if getattr(command, name) is not None:
            wanted[name] = capped(getattr(command, name), name) or None
    if command.due_at is not None or command.no_due:
        wanted["due_at"] = None if command.no_due else command.due_at
    return wanted


def _text(text: str) -> str:
    return capped(needed(text, code="corrective-empty", message=_("What is to be put right?")), "text")


def _by_whom_and_when(books: Books, row: Mapping[str, Any]) -> list[str]:
    parts = [_("pilot: {name}").format(name=row["pilot"])] if row["pilot"] else []
    if row["due_at"] is not None:
        parts.append(_("due {day}").format(day=day_said(books, row["due_at"])))
    return parts
