"""Training as verbs: who was trained for which function, when, and until when that counts."""

from __future__ import annotations

from dataclasses import dataclass

from warroom.commands.base import Command, handles, needed
from warroom.commands.entries import FUTURE_MS
from warroom.commands.functions import CODE
from warroom.commands.rostered import rostered
from warroom.domain.ids import RecordId
from warroom.domain.nouns import DELETED
from warroom.domain.rights import Right
from warroom.domain.roster import TrainingKind
from warroom.errors import Refusal
from warroom.storage.books import Books
from warroom.words import _


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteTraining(Command[RecordId]):
    """Somebody was trained for a function (its code): a drill, a course, or a real crisis in which they held it.

    Times are milliseconds UTC: `done_at` now when absent; without `until` it counts for domain/trained.TRAINED_DAYS.
    `by` is who trained them, or which exercise it was.
    """

    right = Right.ACT

    person: str
    code: str
    kind: TrainingKind = TrainingKind.DRILL
    done_at: int | None = None
    until: int | None = None
    by: str = ""
    remark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DropTraining(Command[None]):
    """A training that was noted by mistake."""

    right = Right.ACT

    training: str


@handles(NoteTraining)
def note_training(command: NoteTraining, books: Books) -> RecordId:
    code = needed(command.code, code="code-missing", message=_("For which function?")).upper()
    if not CODE.fullmatch(code):
        raise Refusal(
            "code-unfit",
            _("“{code}” cannot be the code of a function.").format(code=code),
            safe=_("Nothing was changed."),
            todo=_("Use its short code, e.g. COORD."),
        )
    done_at = books.now if command.done_at is None else command.done_at
    _check(books, done_at, command.until)
    person = rostered(books, command.person)
    patch = {
        "person": person,
        "code": code,
        "kind": command.kind.value,
        "done_at": done_at,
        "until": command.until,
        "by": command.by.strip() or None,
        "remark": command.remark.strip() or None,
    }
    return books.make("training", {name: value for name, value in patch.items() if value is not None})


@handles(DropTraining)
def drop_training(command: DropTraining, books: Books) -> None:
    training = books.get("training", command.training)
    books.write("training", training["id"], {DELETED: True})


def _check(books: Books, done_at: int, until: int | None) -> None:
    if done_at > books.now + FUTURE_MS:
        raise Refusal(
            "event-in-future",
            _("A training is noted once it was held."),
            safe=_("Nothing was changed."),
            todo=_("Check its date."),
        )
    if until is not None and until <= done_at:
        raise Refusal(
            "until-before",
            _("It would count until before it was held."),
            safe=_("Nothing was changed."),
            todo=_("Check both dates."),
        )
