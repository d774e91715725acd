"""What becomes of an incoming message: triaged, sent back, decided, answered; each with its time and visa."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from warroom.commands.base import Command, handles, needed
from warroom.commands.entries import write_automatic
from warroom.commands.inbound import (
    check_limit,
    incident_of,
    named_in,
    on_its_way,
    open_inbound,
    signed_by,
    step_time,
)
from warroom.commands.inbound_words import answer_said, sender_said
from warroom.domain.conflicts import Place
from warroom.domain.inbound import Desk
from warroom.domain.rights import Right
from warroom.errors import Refusal
from warroom.storage.books import Books, Row
from warroom.words import _


@dataclass(frozen=True, slots=True, kw_only=True)
class TriageInbound(Command[None]):
    """Say what sort of message it is and who is to see to it."""

    right = Right.LOG

    inbound: str
    given_to: str = ""  # function or person
    triage: str = ""
    wants: bool | None = None
    answer_by: int | None = None
    at: int | None = None
    by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SendBackInbound(Command[None]):
    """Send it back: to whoever took it in, with what is wrong in it; or to triage, with why it is not ours."""

    right = Right.LOG

    inbound: str
    reason: str
    to: Desk = Desk.ENTRY
    at: int | None = None
    by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DecideInbound(Command[None]):
    """Decide what is done about it. Without an answer to give (`wants` False) it is closed."""

    right = Right.COMMUNICATE

    inbound: str
    decision: str
    wants: bool | None = None
    at: int | None = None
    by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerInbound(Command[None]):
    """Note that it was answered: by a message of ours (id or number), or in the words and by the channel noted.

    Whoever answers at once has triaged and decided by it. Raises Refusal `inbound-answered` where an answer is known
    here already: what was said outside stays, see CorrectAnswer.
    """

    right = Right.COMMUNICATE

    inbound: str
    answer: str = ""
    message: str = ""
    via: str = ""
    at: int | None = None
    by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectAnswer(Command[None]):
    """Note what was said after an answer that was wrong, or after two that two stations gave apart, and why."""

    right = Right.COMMUNICATE

    inbound: str
    answer: str
    reason: str
    message: str = ""
    via: str = ""
    at: int | None = None
    by: str = ""


@handles(TriageInbound)
def triage_inbound(command: TriageInbound, books: Books) -> None:
    row = open_inbound(books, command.inbound)
    at = step_time(books, row, command.at)
    patch: dict[str, Any] = {
        "triaged_at": at,
        "triaged_by": signed_by(books, command.by),
        "given_to": named_in(command.given_to) or None,
        "triage": command.triage.strip() or None,
    }
    if command.wants is not None:
        patch["wants"] = command.wants
    if command.answer_by is not None:
        check_limit(command.answer_by, row["received_at"] or 0)
        patch["answer_by"] = command.answer_by
    patch |= on_its_way(row)
    books.write("inbound", row["id"], patch, settles=_stands(books, row, patch))


@handles(SendBackInbound)
def send_back_inbound(command: SendBackInbound, books: Books) -> None:
    row = open_inbound(books, command.inbound)
    is_entry = command.to is Desk.ENTRY
    asked = _("Say what is wrong in it.") if is_entry else _("Say why it is not yours.")
    reason = needed(command.reason, code="reason-missing", message=asked)
    at, by = step_time(books, row, command.at), signed_by(books, command.by)
    patch: dict[str, Any] = {
        "sent_back": reason,
        "sent_back_to": command.to.value,
        "sent_back_at": at,
        "sent_back_by": by,
    }
    books.write("inbound", row["id"], patch)
    sentence = _("{message} sent back: {reason}") if is_entry else _("{message} sent back to triage: {reason}")
    params = {"inbound": row["number"], "record": row["id"], "reason": reason, "to": command.to.value, "by": by}
    _tell(books, row, sentence.format(message=sender_said(row), reason=reason), "inbound-sent-back", params)


@handles(DecideInbound)
def decide_inbound(command: DecideInbound, books: Books) -> None:
    row = open_inbound(books, command.inbound)
    decision = needed(command.decision, code="decision-missing", message=_("What is decided about it?"))
    at, by = step_time(books, row, command.at), signed_by(books, command.by)
    patch: dict[str, Any] = {"decided_at": at, "decided_by": by, "decision": decision}
    if command.wants is not None:
        patch["wants"] = command.wants
    books.write("inbound", row["id"], patch, follows=on_its_way(row) | _triaged_too(row, at, by))
    params = {"inbound": row["number"], "record": row["id"], "by": by, "from_who": row["from_who"] or ""}
    sentence = _("{message}, decided: {decision}").format(message=sender_said(row), decision=decision)
    _tell(books, row, sentence, "inbound-decided", params)


@handles(AnswerInbound)
def answer_inbound(command: AnswerInbound, books: Books) -> None:
    row = open_inbound(books, command.inbound)
    message = _gone_out(books, row, command.message) if command.message.strip() else None
    answer = command.answer.strip()
    if message is None:
        answer = needed(answer, code="answer-missing", message=_("What was answered?"))
    at, by = step_time(books, row, command.at), signed_by(books, command.by)
    patch: dict[str, Any] = {
        "answered_at": at,
        "answered_by": by,
        "answer": answer or _("by message {number}").format(number=(message or {}).get("number") or "—"),
    }
    if message is not None:
        patch["message"] = message["id"]
    if via := named_in(command.via):
        patch["answered_via"] = via
    follows = on_its_way(row) | _triaged_too(row, at, by)
    if row["decided_at"] is None:
        follows |= {"decided_at": at, "decided_by": by}
    books.write("inbound", row["id"], patch, follows=follows)
    _tell_answer(books, row, patch, code="inbound-answered", number=(message or {}).get("number") or "")


@handles(CorrectAnswer)
def correct_answer(command: CorrectAnswer, books: Books) -> None:
    row = books.get("inbound", command.inbound)
    if row["answered_at"] is None:
        raise Refusal(
            "inbound-unanswered",
            _("{number} has not been answered yet.").format(number=row["number"]),
            safe=_("Nothing was changed."),
            todo=_("Note the answer itself."),
        )
    answer = needed(command.answer, code="answer-missing", message=_("What was answered?"))
    reason = needed(command.reason, code="reason-missing", message=_("A correction needs a reason."))
    at, by = step_time(books, row, command.at), signed_by(books, command.by)
    message = _gone_out(books, row, command.message)["id"] if command.message.strip() else row["message"]
    patch: dict[str, Any] = {"answered_at": at, "answered_by": by, "answer": answer, "message": message}
    patch["answered_via"] = named_in(command.via) or None
    books.write("inbound", row["id"], patch, settles=_stands(books, row, patch))
    _tell_answer(books, row, patch, code="inbound-answer-corrected", reason=reason)


# What helps


def _gone_out(books: Books, row: Row, reference: str) -> Row:
    """A message that may be an answer: nobody outside has heard a draft, and real and exercise never mix."""
    message = books.get("message", reference)
    if not books.where("release", message=message["id"]):
        raise Refusal(
            "answer-not-out",
            _("Message {number} has not gone out: it answers nobody yet.").format(number=message["number"] or "—"),
            safe=_("Nothing was changed."),
            todo=_("Let it out first, or note what was answered in your own words."),
        )
    if bool(books.get("incident", message["incident"])["exercise"]) is not bool(incident_of(books, row)["exercise"]):
        raise Refusal(
            "modes-mixed",
            _("One of them is of an exercise, and the other is real: the two never mix."),
            safe=_("Nothing was changed."),
            todo=_("Choose another message."),
        )
    return message


def _tell_answer(books: Books, row: Row, patch: Row, *, code: str, number: str = "", reason: str = "") -> None:
    params = {
        "inbound": row["number"],
        "record": row["id"],
        "by": patch["answered_by"],
        "from_who": row["from_who"] or "",
        "message": number,
        "reason": reason,
    }
    said = answer_said(row, patch["answer"], via=patch.get("answered_via") or "", message=number, reason=reason)
    _tell(books, row, said, code, params)


def _tell(books: Books, row: Row, sentence: str, code: str, params: Mapping[str, Any]) -> None:
    said = {name: value for name, value in params.items() if value != ""}
    write_automatic(books, incident_of(books, row), sentence, code=code, params=said)


def _triaged_too(row: Row, at: int, by: str) -> dict[str, Any]:
    """Whoever decides has triaged by it, where nobody had before."""
    return {} if row["triaged_at"] is not None else {"triaged_at": at, "triaged_by": by}


def _stands(books: Books, row: Row, patch: Row) -> frozenset[Place]:
    """All that stands here in these fields, of which what is written now takes the place: whoever writes it saw it."""
    heads = [books.heads_of("inbound", row["id"], name) for name in patch]
    return frozenset[Place]().union(*heads)
