"""What a message rests on, as verbs: cite an entry, take it back, keep a message whose entry does not hold any more."""

from __future__ import annotations

from dataclasses import dataclass

from warroom.commands.base import Command, handles, needed
from warroom.commands.message_desk import tell_message, the_message, unreleased
from warroom.domain.ids import RecordId
from warroom.domain.message_releases import fallen, known_as
from warroom.domain.nouns import DELETED
from warroom.domain.rights import Right
from warroom.errors import Refusal
from warroom.storage.books import Books
from warroom.storage.queries.message_life import standing_of
from warroom.words import _

SAYS_MOST = 1_000  # characters


@dataclass(frozen=True, slots=True, kw_only=True)
class CiteEntry(Command[RecordId]):
    """A message rests on an entry of the log (id or number); `what` is what it claims by it."""

    right = Right.COMMUNICATE

    message: str
    entry: str
    what: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnciteEntry(Command[None]):
    """A message that has not gone out does not rest on an entry any more."""

    right = Right.COMMUNICATE

    message: str
    entry: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepClaim(Command[None]):
    """An entry does not hold any more, and the message that rests on it stands all the same, with the reason."""

    right = Right.COMMUNICATE

    message: str
    entry: str
    reason: str


@handles(CiteEntry)
def cite_entry(command: CiteEntry, books: Books) -> RecordId:
    message, entry = the_message(books, command.message), books.get("entry", command.entry)
    if entry["incident"] != message.incident:
        raise Refusal(
            "entry-elsewhere",
            _("Entry {number} belongs to another incident.").format(number=entry["number"]),
            safe=_("Nothing was changed."),
            todo=_("Log what is true of this incident too, and cite that."),
        )
    if entry["circle"]:
        raise Refusal(
            "entry-restricted",
            _("Entry {number} is restricted: what goes out does not rest on it.").format(number=entry["number"]),
            safe=_("Nothing was changed."),
            todo=_("Log openly what may be said, and cite that."),
        )
    says = command.what.strip()[:SAYS_MOST]
    record = claim_id(books, message.id, entry["id"])
    former = books.row("claim", record)
    stamps = {"by": books.author.name, "at": books.now}
    if former is None:
        patch = {"message": message.id, "entry": entry["id"], "says": says}
        books.make("claim", {name: value for name, value in (patch | stamps).items() if value != ""}, record=record)
    elif says and (former["says"] or "") != says:
        unreleased(books, message.id)
        books.write("claim", record, {"says": says}, follows=stamps)
    return record


@handles(UnciteEntry)
def uncite_entry(command: UnciteEntry, books: Books) -> None:
    facts = unreleased(books, command.message)
    entry = books.get("entry", command.entry)
    record = claim_id(books, facts.message.id, entry["id"])
    if books.row("claim", record) is not None:
        books.write("claim", record, {DELETED: True})


@handles(KeepClaim)
def keep_claim(command: KeepClaim, books: Books) -> None:
    message, entry = the_message(books, command.message), books.get("entry", command.entry)
    reason = needed(command.reason, code="reason-missing", message=_("Say why the message stands all the same."))
    standing = standing_of(books.conn, entry["id"])
    record = claim_id(books, message.id, entry["id"])
    if standing is None or fallen(standing) is None:
        raise Refusal(
            "entry-holds",
            _("Entry {number} holds: there is nothing to keep.").format(number=entry["number"]),
            safe=_("Nothing was changed."),
        )
    stamps = {"kept_by": books.author.name, "kept_how": known_as(standing)}
    if books.row("claim", record) is None:
        patch = {"message": message.id, "entry": entry["id"], "kept_because": reason}
        books.make("claim", patch | stamps, record=record)
    else:
        books.write("claim", record, {"kept_because": reason}, follows=stamps)
    sentence = _("Message {number} stands, although entry {entry} does not hold any more: {reason}").format(
        number=message.number, entry=entry["number"], reason=reason
    )
    params = {"entry": entry["number"], "reason": reason, "by": books.author.name}
    tell_message(books, message, sentence, "claim-kept", params, key_event=True)


def claim_id(books: Books, message: str, entry: str) -> RecordId:
    """The id of what a message claims by an entry, the same on every station."""
    return books.named("claim", f"{message} {entry}")
