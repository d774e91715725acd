"""Change freezes as verbs: nothing is changed within their scope, but for the exceptions that somebody allowed."""

from __future__ import annotations

from dataclasses import dataclass

from warroom.commands.base import Command, handles, needed
from warroom.commands.telling import active_cell, tell
from warroom.domain.ids import RecordId
from warroom.domain.rights import Right
from warroom.errors import Refusal
from warroom.storage.books import Books
from warroom.words import _


@dataclass(frozen=True, slots=True, kw_only=True)
class FreezeChanges(Command[RecordId]):
    """Freeze changes within a scope, said in words (doctrine §8.1)."""

    right = Right.CONDUCT

    cell: str
    scope: str
    by: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AllowException(Command[RecordId]):
    """Allow one change in spite of a freeze; without an end (milliseconds UTC) it holds as long as the freeze."""

    right = Right.CONDUCT

    freeze: str
    text: str
    approver: str
    reason: str
    until_at: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LiftFreeze(Command[None]):
    """Changes are free again."""

    right = Right.CONDUCT

    freeze: str
    by: str


@handles(FreezeChanges)
def freeze_changes(command: FreezeChanges, books: Books) -> RecordId:
    cell = active_cell(books, command.cell)
    scope = needed(command.scope, code="scope-missing", message=_("What may not be changed?"))
    by = needed(command.by, code="decider-missing", message=_("Who orders the freeze?"))
    reason = needed(command.reason, code="reason-missing", message=_("A freeze needs a reason."))
    made = books.make(
        "freeze", {"cell": cell["id"], "scope": scope, "by": by, "reason": reason, "started_at": books.now}
    )
    sentence = _("Changes frozen by {by}: {scope}. {reason}").format(by=by, scope=scope, reason=reason)
    tell(books, cell, sentence, code="freeze", params={"scope": scope, "by": by, "reason": reason}, key_event=True)
    return made


@handles(AllowException)
def allow_exception(command: AllowException, books: Books) -> RecordId:
    freeze = books.get("freeze", command.freeze)
    cell = active_cell(books, freeze["cell"])
    if freeze["ended_at"] is not None:
        raise Refusal(
            "freeze-over",
            _("This freeze is lifted: nothing needs an exception from it."),
            safe=_("Nothing was changed."),
        )
    text = needed(command.text, code="exception-missing", message=_("What is allowed?"))
    approver = needed(command.approver, code="decider-missing", message=_("Who allows it?"))
    reason = needed(command.reason, code="reason-missing", message=_("An exception needs a reason."))
    if command.until_at is not None and command.until_at <= books.now:
        raise Refusal(
            "exception-past",
            _("This exception would be over before it begins."),
            safe=_("Nothing was changed; your text is still there."),
            todo=_("Give a time to come."),
        )
    patch = {
        "freeze": freeze["id"],
        "text": text,
        "approver": approver,
        "reason": reason,
        "from_at": books.now,
        "at": books.now,
    }
    ends = {"until_at": command.until_at} if command.until_at is not None else {}
    made = books.make("freeze_exception", {**patch, **ends})
    sentence = _("Exception to the freeze “{scope}”, allowed by {approver}: {text}. {reason}").format(
        scope=freeze["scope"], approver=approver, text=text, reason=reason
    )
    params = {"text": text, "approver": approver, "reason": reason, "until_at": command.until_at}
    tell(books, cell, sentence, code="freeze-exception", params=params)
    return made


@handles(LiftFreeze)
def lift_freeze(command: LiftFreeze, books: Books) -> None:
    freeze = books.get("freeze", command.freeze)
    if freeze["ended_at"] is not None:
        return
    cell = books.get("crisis_cell", freeze["cell"])
    by = needed(command.by, code="decider-missing", message=_("Who lifts the freeze?"))
    books.write("freeze", freeze["id"], {"ended_at": books.now, "ended_by": by})
    sentence = _("Freeze lifted by {by}: {scope}").format(by=by, scope=freeze["scope"])
    tell(books, cell, sentence, code="freeze-lifted", params={"scope": freeze["scope"] or "", "by": by}, key_event=True)
