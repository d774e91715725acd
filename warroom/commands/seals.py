"""Sealing: two people fix where every writer's chain stands, so that paper and file can be matched later."""

from __future__ import annotations

from dataclasses import dataclass

from warroom.commands.base import Command, handles, needed
from warroom.commands.entries import write_automatic
from warroom.domain.heads import digest_of, fingerprint_of
from warroom.domain.ids import RecordId
from warroom.domain.rights import Right
from warroom.errors import Refusal
from warroom.identity.signing import seal_message
from warroom.storage.books import ID, Books
from warroom.words import _


@dataclass(frozen=True, slots=True)
class Sealed:
    """A seal: its number, the digest of the journal at that instant, and its first eight digits."""

    id: RecordId
    number: str
    fingerprint: str
    digest: str
    by: str
    witness: str  # "" when one person sealed alone

    def __str__(self) -> str:
        return self.fingerprint


@dataclass(frozen=True, slots=True, kw_only=True)
class SealLog(Command[Sealed]):
    """Seal an incident's log as it stands now. The witness is a second person, by name, initials or id."""

    right = Right.LOG

    incident: str
    reason: str
    witness: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepTimestamp(Command[RecordId]):
    """Keep a checked answer of a time stamp authority (RFC 3161, base64) beside the seal it is about."""

    seal: str
    token: str
    authority: str
    stamped_at: int  # milliseconds UTC, the authority's own


@handles(SealLog)
def seal_log(command: SealLog, books: Books) -> Sealed:
    incident = books.get("incident", command.incident)
    reason = needed(command.reason, code="reason-missing", message=_("Why is the log sealed now?"))
    witness = _witness(command.witness, books)
    heads = books.heads()
    digest = digest_of(heads)
    number = books.number("seal")
    patch = {
        "incident": incident["id"],
        "number": number,
        "sealed_at": books.now,
        "by": books.author.name,
        "witness": witness or None,
        "heads": {writer: list(head) for writer, head in heads.items()},
        "digest": digest,
        "station": books.signing.station if books.signing else None,
        "signature": books.signing.sign(seal_message(digest)).hex() if books.signing else None,
        "reason": reason,
    }
    record = books.make("seal", {name: value for name, value in patch.items() if value is not None})
    sealed = Sealed(record, number, fingerprint_of(digest), digest, books.author.name, witness)
    params = {"number": number, "fingerprint": sealed.fingerprint, "digest": digest, "reason": reason}
    write_automatic(
        books,
        incident,
        _sentence(sealed),
        code="sealed",
        params=params | {"by": sealed.by, "witness": witness},
        key_event=True,
    )
    return sealed


@handles(KeepTimestamp)
def keep_timestamp(command: KeepTimestamp, books: Books) -> RecordId:
    seal = books.get("seal", command.seal)
    patch = {
        "seal": seal["id"],
        "token": command.token,
        "authority": command.authority,
        "stamped_at": command.stamped_at,
    }
    return books.make("timestamp", patch)


def _sentence(sealed: Sealed) -> str:
    if not sealed.witness:
        who = sealed.by or _("the station")
        said = _("Log sealed under {number}, fingerprint {fingerprint}, by {name} alone: sealed by one person")
        return said.format(number=sealed.number, fingerprint=sealed.fingerprint, name=who)
    said = _("Log sealed under {number}, fingerprint {fingerprint}, by {name} and {witness}")
    return said.format(number=sealed.number, fingerprint=sealed.fingerprint, name=sealed.by, witness=sealed.witness)


def _witness(said: str, books: Books) -> str:
    """The witness's name, "" for none. Refused when it is the person who types, or when nobody does."""
    said = " ".join(said.split())
    if not said:
        return ""
    people = books.where("person")
    wanted = said.casefold()
    found = [person for person in people if wanted == person["id"]] if ID.match(said) else []
    found = found or [person for person in people if wanted == (person["name"] or "").casefold()]
    found = found or [person for person in people if wanted == (person["initials"] or "").casefold()]
    if len(found) > 1:
        raise _refused("witness-ambiguous", _("Several people are called {name} here.").format(name=said))
    if not found and ID.match(said):
        raise _refused("witness-unknown", _("Nobody in this room has this number."))
    name = str(found[0]["name"]) if found else said
    if not books.author.name:
        raise _refused("author-missing", _("Nobody sits at the keyboard: two people seal, one of them types."))
    is_author = found and found[0]["id"] == books.author.person
    if is_author or name.casefold() == books.author.name.casefold():
        raise _refused(
            "witness-is-author", _("{name} types already: the witness is a second person.").format(name=name)
        )
    return name


def _refused(code: str, message: str) -> Refusal:
    return Refusal(code, message, safe=_("Nothing was sealed."), todo=_("Name the person who stands beside you."))
