"""Messages that do not hold any more, as verbs: prepare a correction, withdraw."""

from __future__ import annotations

from dataclasses import dataclass

from warroom.commands.base import Command, handles, needed
from warroom.commands.message_desk import facts_of, released_of, tell_message, the_message, withdrawn
from warroom.commands.messages import Drafted, DraftMessage, make_message
from warroom.domain.rights import Right
from warroom.storage.books import Books
from warroom.words import _


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionOf(Command[Drafted]):
    """Prepare the correction of a message that was let out: its words, to everybody who heard it, to be put right."""

    right = Right.COMMUNICATE

    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawMessage(Command[None]):
    """A message does not go out; or, once it was let out, does not hold any more; the log tells why."""

    right = Right.COMMUNICATE

    message: str
    reason: str


@handles(CorrectionOf)
def correction_of(command: CorrectionOf, books: Books) -> Drafted:
    message = the_message(books, command.message)
    releases = released_of(books, message)
    heard = tuple(dict.fromkeys(name for each in releases for name in each.audiences))
    channels = tuple(dict.fromkeys(name for each in releases for name in each.channels))
    last = max(releases, key=lambda each: (each.at, each.id))
    asked = DraftMessage(
        incident=message.incident,
        template=message.template,
        audiences=heard,
        channels=channels,
        languages=tuple(last.texts) or message.languages,
        status=message.status,
        reviews=message.reviews,
        texts=last.texts,
    )
    made = make_message(books, books.get("incident", message.incident), asked, corrects=message.id)
    sentence = _("{number} is to correct {message}.").format(number=made.number, message=message.number)
    tell_message(books, message, sentence, "correction-drafted", {"correction": made.number})
    return made


@handles(WithdrawMessage)
def withdraw_message(command: WithdrawMessage, books: Books) -> None:
    message = the_message(books, command.message)
    reason = needed(command.reason, code="reason-missing", message=_("Say why this message is withdrawn."))
    known = [each.id for each in facts_of(books, message).releases]
    if message.withdrawn_at is not None and set(known) <= set(message.withdrawn_knew):
        raise withdrawn(message)
    was_out = bool(known)
    stamps = {"withdrawn_at": books.now, "withdrawn_by": books.author.name, "withdrawn_knew": known or None}
    books.write("message", message.id, {"withdrawn_because": reason}, follows=stamps)
    said = (
        _("Message {number}, which was let out, is withdrawn: {reason}")
        if was_out
        else _("Message {number} is withdrawn before it went out: {reason}")
    )
    sentence = said.format(number=message.number, reason=reason)
    tell_message(books, message, sentence, "message-withdrawn", {"reason": reason, "out": was_out}, key_event=was_out)
