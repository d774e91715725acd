"""Incoming messages as verbs: received, triaged, decided, answered; four times, each with who signs for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from warroom.commands.base import Command, handles, needed
from warroom.commands.entries import check_entry, check_event, write_automatic, write_entry
from warroom.commands.inbound_words import answer_said, sender_said
from warroom.commands.seen import Seen, unmoved
from warroom.domain.conflicts import Place
from warroom.domain.entries import Kind, Verification
from warroom.domain.ids import EntryId, RecordId
from warroom.domain.inbound import Desk
from warroom.domain.rights import Right
from warroom.errors import Refusal
from warroom.storage.books import ID, Books, Row
from warroom.words import _

NAME_MOST = 200  # characters of a name, of a channel or of an address


@dataclass(frozen=True, slots=True)
class Received:
    """An incoming message: its id and number, the entry that tells it; not new where it had been taken in before."""

    id: RecordId
    number: str
    entry: EntryId
    is_new: bool = True

    def __str__(self) -> str:
        return self.number


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiveInbound(Command[Received]):
    """Take a message in: who, by what, what it says. It is an entry of the log at once, to be verified.

    Times are milliseconds UTC, now when absent; `received_by` is who signs, whoever types when absent. `entry` makes a
    message of an entry that is there already. `source` names where it came from in a file: taken in again, it changes
    nothing. `raw` is what that file said besides.
    """

    right = Right.LOG

    incident: str
    text: str = ""
    from_who: str = ""
    channel: str = ""
    contact: str = ""
    audience: str = ""
    stakeholder: str = ""  # id or name
    wants: bool = True  # an answer
    answer_by: int | None = None
    received_at: int | None = None
    received_by: str = ""
    entry: str = ""
    source: str = ""
    raw: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class AmendInbound(Command[None]):
    """Put right what was noted of an incoming message; None leaves alone. What was sent back for it is to be triaged.

    The entry that tells it is corrected too where the text changes. `seen` as in commands/seen.py.
    """

    right = Right.LOG

    inbound: str
    text: str | None = None
    from_who: str | None = None
    channel: str | None = None
    contact: str | None = None
    audience: str | None = None
    stakeholder: str | None = None
    wants: bool | None = None
    answer_by: int | None = None
    no_limit: bool = False
    seen: Seen | None = None


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


@handles(ReceiveInbound)
def receive_inbound(command: ReceiveInbound, books: Books) -> Received:
    incident = books.get("incident", command.incident)
    source = command.source.strip()
    record = books.named("inbound", source) if source else None
    if record is not None and (known := books.row("inbound", record)) is not None:
        return Received(record, known["number"] or "", EntryId(known["entry"] or ""), is_new=False)
    entry = _entry(books, command.entry, incident) if command.entry else None
    text = needed(
        command.text or (entry["text"] if entry else ""),
        code="inbound-empty",
        message=_("What does the message say?"),
    )
    at = _time(books, command.received_at if entry is None else command.received_at or entry["event_at"])
    check_entry(books, text, event_at=at)
    _check_limit(command.answer_by, at)
    said = entry or {}
    from_who = _name(command.from_who or said.get("from_who") or "")
    number = books.number("inbound")
    told = entry["id"] if entry else _tell_received(books, incident, command, text, number=number, at=at)
    patch = {
        "number": number,
        "incident": incident["id"],
        "from_who": from_who,
        "contact": _name(command.contact),
        "channel": _name(command.channel or said.get("channel") or ""),
        "text": text,
        "wants": command.wants,
        "answer_by": command.answer_by,
        "received_at": at,
        "received_by": _signs(books, command.received_by),
        "entry": told,
        "source": source,
        "raw": dict(command.raw) or None,
        **_party(books, command.stakeholder, command.audience, from_who),
    }
    made = books.make("inbound", {key: value for key, value in patch.items() if value not in (None, "")}, record=record)
    return Received(made, number, EntryId(told))


@handles(AmendInbound)
def amend_inbound(command: AmendInbound, books: Books) -> None:
    row = _open(books, command.inbound)
    wanted: dict[str, Any] = {
        name: _name(value) or None
        for name in ("from_who", "channel", "contact", "audience")
        if (value := getattr(command, name)) is not None
    }
    if command.text is not None:
        wanted["text"] = needed(command.text, code="inbound-empty", message=_("What does the message say?"))
        check_entry(books, wanted["text"], event_at=None)
    if command.wants is not None:
        wanted["wants"] = command.wants
    if command.stakeholder is not None:
        wanted["stakeholder"] = _stakeholder(books, command.stakeholder) or None
    if command.answer_by is not None or command.no_limit:
        _check_limit(command.answer_by, row["received_at"] or 0)
        wanted["answer_by"] = command.answer_by
    changed = {name: value for name, value in wanted.items() if (row[name] or None) != (value or None)}
    changed = unmoved(books, "inbound", row["id"], changed, command.seen)
    follows = _back_on_the_way(row) if row["sent_back_to"] == Desk.ENTRY else {}
    if changed or follows:
        books.write("inbound", row["id"], changed, follows=follows)
    if "text" in changed and row["entry"] and books.row("entry", row["entry"]) is not None:
        more = {"corrects": row["entry"], "reason": _("put right in incoming message {number}").format(**row)}
        write_entry(
            books, _incident(books, row), changed["text"], kind=Kind.CORRECTION, event_at=row["received_at"], more=more
        )


@handles(TriageInbound)
def triage_inbound(command: TriageInbound, books: Books) -> None:
    row = _open(books, command.inbound)
    at = _after(books, row, command.at)
    patch: dict[str, Any] = {
        "triaged_at": at,
        "triaged_by": _signs(books, command.by),
        "given_to": _name(command.given_to) or None,
        "triage": command.triage.strip() or None,
    }
    if command.wants is not None:
        patch["wants"] = command.wants
    if command.answer_by is not None:
        _check_limit(command.answer_by, row["received_at"] or 0)
        patch["answer_by"] = command.answer_by
    patch |= _back_on_the_way(row)
    books.write("inbound", row["id"], patch, settles=_stands(books, row, patch))


@handles(SendBackInbound)
def send_back_inbound(command: SendBackInbound, books: Books) -> None:
    row = _open(books, command.inbound)
    is_entry = command.to is Desk.ENTRY
    asked = _("Say what is wrong in it.") if is_entry else _("Say why it is not yours.")
    reason = needed(command.reason, code="reason-missing", message=asked)
    at, by = _after(books, row, command.at), _signs(books, command.by)
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
    row = _open(books, command.inbound)
    decision = needed(command.decision, code="decision-missing", message=_("What is decided about it?"))
    at, by = _after(books, row, command.at), _signs(books, command.by)
    patch: dict[str, Any] = {"decided_at": at, "decided_by": by, "decision": decision}
    if command.wants is not None:
        patch["wants"] = command.wants
    books.write("inbound", row["id"], patch, follows=_back_on_the_way(row) | _triaged_too(row, at, by))
    params = {"inbound": row["number"], "record": row["id"], "by": by, "from_who": row["from_who"] or ""}
    sentence = _("{message}, decided: {decision}").format(message=sender_said(row), decision=decision)
    _tell(books, row, sentence, "inbound-decided", params)


@handles(AnswerInbound)
def answer_inbound(command: AnswerInbound, books: Books) -> None:
    row = _open(books, command.inbound)
    message = books.get("message", command.message) if command.message.strip() else None
    answer = command.answer.strip()
    if message is None:
        answer = needed(answer, code="answer-missing", message=_("What was answered?"))
    at, by = _after(books, row, command.at), _signs(books, command.by)
    patch: dict[str, Any] = {
        "answered_at": at,
        "answered_by": by,
        "answer": answer or _("by message {number}").format(number=(message or {}).get("number") or "—"),
    }
    if message is not None:
        patch["message"] = message["id"]
    if via := _name(command.via):
        patch["answered_via"] = via
    follows = _back_on_the_way(row) | _triaged_too(row, at, by)
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
    at, by = _after(books, row, command.at), _signs(books, command.by)
    message = books.get("message", command.message)["id"] if command.message.strip() else row["message"]
    patch: dict[str, Any] = {"answered_at": at, "answered_by": by, "answer": answer, "message": message}
    patch["answered_via"] = _name(command.via) or None
    books.write("inbound", row["id"], patch, settles=_stands(books, row, patch))
    _tell_answer(books, row, patch, code="inbound-answer-corrected", reason=reason)


# What helps


def _open(books: Books, reference: str) -> Row:
    """An incoming message that nobody has answered as far as is known here. Raises Refusal `inbound-answered`."""
    row = books.get("inbound", reference)
    if row["answered_at"] is not None:
        raise Refusal(
            "inbound-answered",
            _("{number} was answered by {name}.").format(number=row["number"], name=row["answered_by"] or "—"),
            safe=_("Nothing was changed; your text is still there."),
            todo=_("If something else was said since, correct the answer."),
        )
    return row


def _entry(books: Books, reference: str, incident: Row) -> Row:
    entry = books.get("entry", reference)
    if entry["circle"]:
        raise Refusal(
            "entry-restricted",
            _("This entry is restricted to a circle: a message made of it would be read by everybody."),
            safe=_("Nothing was written."),
            todo=_("Take in what everybody may read, in other words."),
        )
    if entry["incident"] != incident["id"]:
        raise Refusal(
            "entry-elsewhere",
            _("This entry belongs to another incident."),
            safe=_("Nothing was written."),
            todo=_("Take the message in there."),
        )
    return entry


def _tell_received(books: Books, incident: Row, command: ReceiveInbound, text: str, *, number: str, at: int) -> str:
    """The entry that tells it: its very words, from whom and by what, not verified yet."""
    more = {
        "from_who": _name(command.from_who),
        "channel": _name(command.channel),
        "verification": Verification.TO_VERIFY.value,
        "code": "inbound-received",
        "params": {"inbound": number},
    }
    kind = Kind.REQUEST if command.wants else Kind.INFORMATION
    return write_entry(books, incident, text, kind=kind, event_at=at, more=more).id


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
    write_automatic(books, _incident(books, row), sentence, code=code, params=said)


def _incident(books: Books, row: Row) -> Row:
    return books.get("incident", row["incident"])


def _back_on_the_way(row: Row) -> dict[str, Any]:
    """What was sent back is not any more."""
    return {"sent_back": None, "sent_back_to": None} if row["sent_back"] else {}


def _stands(books: Books, row: Row, patch: Row) -> frozenset[Place]:
    """All that stands here in these fields, of which what is written now takes the place: whoever writes it saw it."""
    heads = [books.heads_of("inbound", row["id"], name) for name in patch]
    return frozenset[Place]().union(*heads)


def _triaged_too(row: Row, at: int, by: str) -> dict[str, Any]:
    """Whoever decides has triaged by it, where nobody had before."""
    return {} if row["triaged_at"] is not None else {"triaged_at": at, "triaged_by": by}


def _party(books: Books, stakeholder: str, audience: str, from_who: str) -> dict[str, Any]:
    """Whom it is from among those we know, and of which audience."""
    record = _stakeholder(books, stakeholder) if stakeholder.strip() else _known(books, from_who)
    known = books.row("stakeholder", record) if record else None
    return {"stakeholder": record or None, "audience": audience.strip() or (known or {}).get("audience")}


def _stakeholder(books: Books, reference: str) -> str:
    if not reference.strip():
        return ""
    if ID.match(reference.strip()):
        return str(books.get("stakeholder", reference)["id"])
    if not (record := _known(books, reference)):
        raise Refusal(
            "stakeholder-unknown",
            _("This room knows nobody called “{name}”.").format(name=reference.strip()),
            safe=_("Nothing was changed."),
            todo=_("Add them to the stakeholders, or leave the field empty."),
        )
    return record


def _known(books: Books, name: str) -> str:
    record = books.named("stakeholder", name) if name.strip() else ""
    return record if record and books.row("stakeholder", record) is not None else ""


def _signs(books: Books, by: str) -> str:
    return _name(by) or books.author.name


def _name(text: str) -> str:
    return " ".join(text.split())[:NAME_MOST]


def _time(books: Books, at: int | None) -> int:
    check_event(books, at)
    return books.now if at is None else at


def _after(books: Books, row: Row, at: int | None) -> int:
    """The time of a step; nothing is done about a message before it came. Raises Refusal `before-received`."""
    at = _time(books, at)
    if row["received_at"] is not None and at < row["received_at"]:
        raise Refusal(
            "before-received",
            _("This time is before {number} was received.").format(number=row["number"]),
            safe=_("Nothing was changed; your text is still there."),
            todo=_("Check the time."),
        )
    return at


def _check_limit(answer_by: int | None, received_at: int) -> None:
    if answer_by is not None and answer_by < received_at:
        raise Refusal(
            "limit-before-received",
            _("The answer would be due before the message came."),
            safe=_("Nothing was changed; your text is still there."),
            todo=_("Check the time."),
        )
