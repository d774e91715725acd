"""Incoming messages as verbs: taken in and put right; an entry of the log tells each at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from warroom.commands.base import Command, handles, needed
from warroom.commands.entries import check_entry, check_event, write_entry
from warroom.commands.seen import Seen, unmoved
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
    check_received(books, text, at=at, answer_by=command.answer_by)
    said = entry or {}
    from_who = named_in(command.from_who or said.get("from_who") or "")
    number = books.number("inbound")
    told = entry["id"] if entry else _tell_received(books, incident, command, text, number=number, at=at)
    patch = {
        "number": number,
        "incident": incident["id"],
        "from_who": from_who,
        "contact": named_in(command.contact),
        "channel": named_in(command.channel or said.get("channel") or ""),
        "text": text,
        "wants": command.wants,
        "answer_by": command.answer_by,
        "received_at": at,
        "received_by": signed_by(books, command.received_by),
        "entry": told,
        "source": source,
        "raw": dict(command.raw) or None,
        **party_of(books, command.stakeholder, command.audience, from_who),
    }
    made = books.make("inbound", {key: value for key, value in patch.items() if value not in (None, "")}, record=record)
    return Received(made, number, EntryId(told))


@handles(AmendInbound)
def amend_inbound(command: AmendInbound, books: Books) -> None:
    row = open_inbound(books, command.inbound)
    wanted: dict[str, Any] = {
        name: named_in(value) or None
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
        check_limit(command.answer_by, row["received_at"] or 0)
        wanted["answer_by"] = command.answer_by
    changed = {name: value for name, value in wanted.items() if (row[name] or None) != (value or None)}
    changed = unmoved(books, "inbound", row["id"], changed, command.seen)
    follows = on_its_way(row) if row["sent_back_to"] == Desk.ENTRY else {}
    if changed or follows:
        books.write("inbound", row["id"], changed, follows=follows)
    if "text" in changed and row["entry"] and books.row("entry", row["entry"]) is not None:
        more = {"corrects": row["entry"], "reason": _("put right in incoming message {number}").format(**row)}
        write_entry(
            books,
            incident_of(books, row),
            changed["text"],
            kind=Kind.CORRECTION,
            event_at=row["received_at"],
            more=more,
        )


# What messages of paper share with those that are typed


def check_received(books: Books, text: str, *, at: int, answer_by: int | None) -> None:
    """Raises Refusal for a text too long, a message from the future, or an answer due before it came."""
    check_entry(books, text, event_at=at)
    check_limit(answer_by, at)


def check_time(books: Books, received_at: int | None, at: int | None, *, number: str) -> None:
    """Raises Refusal for a step in the future, or before the message (`before-received`)."""
    check_event(books, at)
    if received_at is not None and at is not None and at < received_at:
        raise Refusal(
            "before-received",
            _("This time is before {number} was received.").format(number=number),
            safe=_("Nothing was changed; your text is still there."),
            todo=_("Check the time."),
        )


def party_of(books: Books, stakeholder: str, audience: str, from_who: str) -> dict[str, Any]:
    """Whom it is from among those we know, and of which audience."""
    record = _stakeholder(books, stakeholder) if stakeholder.strip() else _known(books, from_who)
    known = books.row("stakeholder", record) if record else None
    return {"stakeholder": record or None, "audience": audience.strip() or (known or {}).get("audience")}


def signed_by(books: Books, by: str) -> str:
    return named_in(by) or books.author.name


def named_in(text: str) -> str:
    return " ".join(text.split())[:NAME_MOST]


# What helps


def open_inbound(books: Books, reference: str) -> Row:
    """An incoming message that nobody has answered as far as is known here. Raises Refusal `inbound-answered`."""
    row = books.get("inbound", reference)
    if row["answered_at"] is not None:
        raise Refusal(
            "inbound-answered",
            _("{number} was answered by {name}.").format(number=row["number"], name=row["answered_by"] or "—"),
            safe=_("Nothing was changed; your text is still there."),
            todo=_("If something else was said since, correct the answer."),
        )
    if not row["incident"]:
        raise Refusal(
            "inbound-adrift",
            _("{number} belongs to no incident yet.").format(number=row["number"]),
            safe=_("Nothing was changed; your text is still there."),
            todo=_("Say first which incident it is about."),
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
        "from_who": named_in(command.from_who),
        "channel": named_in(command.channel),
        "verification": Verification.TO_VERIFY.value,
        "code": "inbound-received",
        "params": {"inbound": number},
    }
    kind = Kind.REQUEST if command.wants else Kind.INFORMATION
    return write_entry(books, incident, text, kind=kind, event_at=at, more=more).id


def incident_of(books: Books, row: Row) -> Row:
    return books.get("incident", row["incident"])


def on_its_way(row: Row) -> dict[str, Any]:
    """What was sent back is not any more."""
    return {"sent_back": None, "sent_back_to": None} if row["sent_back"] else {}


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


def _time(books: Books, at: int | None) -> int:
    check_event(books, at)
    return books.now if at is None else at


def step_time(books: Books, row: Row, at: int | None) -> int:
    """The time of a step; nothing is done about a message before it came. Raises Refusal `before-received`."""
    at = books.now if at is None else at
    check_time(books, row["received_at"], at, number=row["number"])
    return at


def check_limit(answer_by: int | None, received_at: int) -> None:
    if answer_by is not None and answer_by < received_at:
        raise Refusal(
            "limit-before-received",
            _("The answer would be due before the message came."),
            safe=_("Nothing was changed; your text is still there."),
            todo=_("Check the time."),
        )
