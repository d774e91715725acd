"""A message taken in on paper comes back: its words and its four times, each with who signed for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from warroom.commands.base import Command, handles, needed
from warroom.commands.entries import write_automatic, write_entry
from warroom.commands.inbound import (
    Received,
    check_received,
    check_time,
    named_in,
    party_of,
    signed_by,
)
from warroom.commands.paper import already_transcribed, is_transcribed, sheet_of
from warroom.domain.entries import Kind, Verification
from warroom.domain.ids import EntryId
from warroom.domain.paper import SheetState
from warroom.domain.rights import Right
from warroom.errors import Refusal
from warroom.storage.books import Books, Row
from warroom.words import _


@dataclass(frozen=True, slots=True, kw_only=True)
class TranscribeInbound(Command[Received]):
    """Type a message sheet back: a message that came in, as it stood on paper. Times in milliseconds UTC.

    A step without a time was not taken. A sheet is typed once: Refusal `sheet-transcribed`, unless `again`;
    `unregistered` takes one of which nobody here knows that it was printed.
    """

    right = Right.LOG

    sheet: str
    incident: str
    text: str
    received_at: int
    received_by: str = ""
    from_who: str = ""
    contact: str = ""
    channel: str = ""
    audience: str = ""
    triaged_at: int | None = None
    triaged_by: str = ""
    given_to: str = ""
    decided_at: int | None = None
    decided_by: str = ""
    decision: str = ""
    answered_at: int | None = None
    answered_by: str = ""
    answer: str = ""
    sent_back: str = ""
    again: bool = False
    unregistered: bool = False


@handles(TranscribeInbound)
def transcribe_inbound(command: TranscribeInbound, books: Books) -> Received:
    incident = books.get("incident", command.incident)
    text = needed(command.text, code="inbound-empty", message=_("What does the message say?"))
    check_received(books, text, at=command.received_at, answer_by=None)
    for at in (command.triaged_at, command.decided_at, command.answered_at):
        check_time(books, command.received_at, at, number=command.sheet)
    if command.answered_at is not None:
        needed(command.answer, code="answer-missing", message=_("What was answered?"))
    sheet = sheet_of(books, command.sheet, is_unregistered=command.unregistered)
    if not command.again and is_transcribed(books, sheet):
        raise already_transcribed(books, sheet)
    if not command.again and sheet["state"] == SheetState.VOID:
        raise Refusal(
            "sheet-void",
            _("Sheet {number} was made void by {name}: {reason}").format(
                number=sheet["number"], name=sheet["voided_by"] or "—", reason=sheet["reason"] or "—"
            ),
            safe=_("Nothing was written; your text is still there."),
            todo=_("If it came back after all, say that you type it all the same."),
        )
    number = books.number("inbound")
    entry = _entry(books, incident, command, text, number=number, sheet=sheet["number"])
    made = books.make("inbound", _patch(books, incident, command, text, number=number, entry=entry))
    stamps = {"transcribed_by": books.author.name, "transcribed_at": books.now}
    patch: dict[str, Any] = {"state": SheetState.TRANSCRIBED.value, "incident": incident["id"]}
    books.write("sheet", sheet["id"], patch, follows=stamps)
    said = {"sheet": sheet["number"], "inbound": number, "record": made}
    sentence = _("Message sheet {sheet} typed back: {number}").format(sheet=sheet["number"], number=number)
    write_automatic(books, incident, sentence, code="sheet-transcribed", params=said)
    return Received(made, number, EntryId(entry))


def _entry(books: Books, incident: Row, command: TranscribeInbound, text: str, *, number: str, sheet: str) -> str:
    more = {
        "from_who": named_in(command.from_who),
        "channel": named_in(command.channel),
        "verification": Verification.TO_VERIFY.value,
        "code": "inbound-received",
        "params": {"inbound": number},
        "sheet": sheet,
    }
    return write_entry(books, incident, text, kind=Kind.REQUEST, event_at=command.received_at, more=more).id


def _patch(
    books: Books, incident: Row, command: TranscribeInbound, text: str, *, number: str, entry: str
) -> dict[str, Any]:
    from_who = named_in(command.from_who)
    patch: dict[str, Any] = {
        "number": number,
        "incident": incident["id"],
        "from_who": from_who,
        "contact": named_in(command.contact),
        "channel": named_in(command.channel),
        "text": text,
        "wants": True,
        "received_at": command.received_at,
        "received_by": signed_by(books, command.received_by),
        "given_to": named_in(command.given_to),
        "decision": command.decision.strip(),
        "answer": command.answer.strip() if command.answered_at is not None else "",
        "sent_back": command.sent_back.strip() if command.answered_at is None else "",
        "entry": entry,
        **party_of(books, "", command.audience, from_who),
    }
    if patch["sent_back"]:
        patch["sent_back_to"] = "entry"
    for step in ("triaged", "decided", "answered"):
        if (at := getattr(command, f"{step}_at")) is not None:
            patch |= {f"{step}_at": at, f"{step}_by": signed_by(books, getattr(command, f"{step}_by"))}
    return {name: value for name, value in patch.items() if value not in (None, "")}
