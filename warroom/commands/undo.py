"""Undo: compensating writes for what the last command changed; the log itself is never undone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from warroom.commands.cadence import repace, take_back
from warroom.commands.corrective_moves import take_back_date
from warroom.commands.entries import write_automatic
from warroom.commands.undone import undone
from warroom.domain.belonging import incident_of
from warroom.domain.nouns import DELETED, NOUNS
from warroom.errors import Refusal
from warroom.storage.books import Before, Books
from warroom.words import _

UNDOABLE = (
    "incident", "decision", "action", "impact", "due", "entry_mark",
    "crisis_cell", "coverage", "objective", "function", "freeze", "freeze_exception",
    "hypothesis", "backing", "scenario", "sentence",
    "field_team", "contact", "means_request",
    "rotation", "override",
    "breakage",
    "shift", "presence", "rest_rule",
    "skill", "mastery", "team", "membership", "training",
    "handover", "watchword", "role_card",
    "mobilisation", "callee",
    "person", "reach",
    "cadence_step",
    "message", "message_text", "review", "claim", "double",
    "inbound", "rumour", "promise",
    "audience", "channel",
    "template", "wording",
    "press_answer", "stakeholder",
    "figure", "affected", "rate",
    "cause", "barrier", "branch",
    "corrective",
    "lesson", "lesson_link",
    "rex", "rex_section", "rex_note", "rex_comment",
)  # fmt: skip


# What hangs on a record and would go with it: whatever anybody added since stands in the way of an undo.
HANGS_ON = {
    "crisis_cell": {
        "coverage": "cell", "objective": "cell", "function": "cell", "freeze": "cell",
        "point": "cell", "question": "cell", "handover": "cell",
    },
    "freeze": {"freeze_exception": "freeze"},
    "hypothesis": {"backing": "hypothesis"},
    "field_team": {"contact": "field_team"},
    "rotation": {"override": "rotation", "duty": "rotation"},
    "skill": {"mastery": "skill"},
    "team": {"membership": "team", "rotation": "team"},
    "mobilisation": {"callee": "mobilisation"},
    "callee": {"call": "callee"},
    "template": {"wording": "template"},
    "cause": {"cause": "parent", "barrier": "cause", "corrective": "cause", "lesson": "cause"},
    "lesson": {"lesson_link": "lesson"},
    "rex": {"rex_section": "rex", "rex_note": "rex", "rex_approval": "rex", "rex_publication": "rex"},
    "corrective": {"postponement": "corrective"},
    "message": {"message_text": "message", "review": "message", "claim": "message", "release": "message"},
}  # fmt: skip


TYPED = frozenset(
    {"rex_section", "rex_note", "rex_comment"}
)  # what is typed in a review is not told, nor that it was undone
FINAL = ("AddPerson", "FirstMessage")


@dataclass(frozen=True, slots=True)
class Undoable:
    """What one command changed, for undo."""

    what: str
    before: tuple[Before, ...]


def undoable(what: str, before: list[Before]) -> Undoable | None:
    """What of a command can be undone; a declared incident cannot be undeclared, nobody who sat down is taken away.

    What went out is out.
    """
    if what in FINAL or any((item.noun, item.field) == ("incident", DELETED) for item in before):
        return None
    kept = tuple(item for item in before if item.noun in UNDOABLE)
    return Undoable(what, kept) if kept else None


def write_back(books: Books, last: Undoable) -> str:
    """Write the former values back and say which, also in the log. Refusal `changed-since` when someone wrote there."""
    _refuse_if_changed(books, last)
    sentence = undone(books, last.before)
    former: dict[tuple[str, str], dict[str, Any]] = {}
    for item in reversed(last.before):
        if item.value != item.written:
            former.setdefault((item.noun, item.record), {})[item.field] = item.value
    for (noun, record), patch in former.items():
        if noun == "cadence_step":  # never changed nor hidden: another step takes it back
            take_back(books, record)
        else:
            books.write(noun, record, patch)
    for item in last.before:
        if (item.noun, item.field) == ("corrective", "due_at"):
            take_back_date(books, item.record, written=item.written, value=item.value)
    for record in {item.record for item in last.before if item.noun == "incident" and item.field == "severity"}:
        repace(books, books.get("incident", record))
    incident = next((found for item in last.before if (found := _incident_of(books, item))), None)
    row = books.row("incident", incident) if incident else None
    if row is not None and not {item.noun for item in last.before} <= TYPED:
        write_automatic(books, row, sentence, code="undone", params={"what": last.what})
    return sentence


def _refuse_if_changed(books: Books, last: Undoable) -> None:
    before = [item for item in last.before if item.noun != "cadence_step"]
    left = {(item.noun, item.record, item.field): item.written for item in before}
    for item in before:
        if item.field == DELETED and not item.written:  # a record we made: nobody may have added to it either
            left = {(item.noun, item.record, field.name): None for field in NOUNS[item.noun].fields} | left
    ours = books.journal.tip.writer.hex()
    moved = any(books.value(*where) != written or _is_elsewhere(books, where, ours) for where, written in left.items())
    if moved or _has_grown(books, last) or _went_out(books, last):
        raise Refusal(
            "changed-since",
            _("Somebody has changed this since: it cannot be undone."),
            safe=_("Nothing was changed."),
            todo=_("Look at it as it is now, and change it by hand."),
        )


def _has_grown(books: Books, last: Undoable) -> bool:
    """Whether somebody hung something on a record that the command made: it would be out of everybody's sight."""
    made = {(item.noun, item.record) for item in last.before if item.field == DELETED and not item.written}
    return any(
        (child, row["id"]) not in made
        for noun, record in made
        for child, name in HANGS_ON.get(noun, {}).items()
        for row in books.where(child, **{name: record})
    )


def _went_out(books: Books, last: Undoable) -> bool:
    """Whether a message was let out since: what it said then stays as it was."""
    found = {item.record for item in last.before if item.noun == "message"}
    for item in last.before:
        if item.noun in ("message_text", "review"):
            found.add((books.any_row(item.noun, item.record) or {}).get("message") or "")
    return any(books.where("release", message=message) for message in found - {""})


def _is_elsewhere(books: Books, where: tuple[str, str, str], ours: str) -> bool:
    """Whether what a field shows was written at another station, be it the same value: somebody settled it."""
    source = books.source(*where)
    return source is not None and source[0] != ours


def _incident_of(books: Books, item: Before) -> str | None:
    if item.noun == "incident":
        return item.record
    row = books.any_row(item.noun, item.record)
    return incident_of(item.noun, row, books.any_row) or None if row else None
