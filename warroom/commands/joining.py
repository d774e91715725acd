"""Joining as verbs: invite a laptop, take an invitation back, let a station in by a word."""

from __future__ import annotations

from dataclasses import dataclass

from warroom.commands.base import Command, handles, needed
from warroom.domain.ids import RecordId
from warroom.domain.rights import Right
from warroom.errors import Refusal
from warroom.identity.stations import station_id_of
from warroom.storage.admission import admitted, open_invitations
from warroom.storage.books import Books, unknown
from warroom.storage.joining import first_free, letters_taken
from warroom.storage.standing import revoked
from warroom.storage.vouching import key_said
from warroom.words import _

LABEL_MOST = 200  # characters


@dataclass(frozen=True, slots=True, kw_only=True)
class Invite(Command[RecordId]):
    """Invite one laptop: whoever holds the secret halves of these keys (hexadecimal) may enrol, once."""

    right = Right.ADMINISTER

    enrol_key: str  # Ed25519, public
    box_key: str  # X25519, public
    label: str = ""  # whom or which laptop it is for
    letter: str = ""  # "": the next free one


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawInvitation(Command[None]):
    """Take an invitation back, by id: a laptop that enrols with it without our having heard of it stays out."""

    right = Right.ADMINISTER

    invitation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TrustStation(Command[RecordId]):
    """Let a station in by word: somebody compared its fingerprint aloud. What it wrote before counts too."""

    right = Right.ADMINISTER

    station: str  # id
    public_key: str  # hexadecimal
    reason: str
    box_key: str = ""  # hexadecimal; without it, nothing is sealed to the station before its first run came


@handles(Invite)
def invite(command: Invite, books: Books) -> RecordId:
    for key in (command.enrol_key, command.box_key):
        if not key_said(key):
            raise ValueError("a public key has 32 bytes")
    letter = command.letter.strip().upper() or free_letter(books)
    patch = {
        "enrol_key": command.enrol_key,
        "box_key": command.box_key,
        "label": " ".join(command.label.split())[:LABEL_MOST],
        "letter": letter,
        "by": books.author.name,
        "at": books.now,
    }
    return books.make("invitation", patch)


@handles(WithdrawInvitation)
def withdraw(command: WithdrawInvitation, books: Books) -> None:
    wanted = command.invitation.strip().lower()
    if books.row("invitation", wanted) is None:
        raise unknown("invitation", command.invitation)
    if not any(invitation.id == wanted for invitation in open_invitations(books.conn)):
        raise Refusal(
            "invitation-gone",
            _("This invitation was used or withdrawn already."),
            safe=_("Nothing was changed."),
            todo=_("Revoke the laptop that joined with it, if it should not be here."),
        )
    former = books.heads_of("invitation", wanted, "withdrawn_at")
    books.write("invitation", wanted, {"withdrawn_at": books.now}, settles=former)


@handles(TrustStation)
def trust(command: TrustStation, books: Books) -> RecordId:
    station, public_key = command.station.strip().lower(), key_said(command.public_key.strip().lower())
    reason = needed(command.reason, code="reason-missing", message=_("Why is this laptop admitted?"))
    if not public_key or station_id_of(public_key).hex() != station:
        raise Refusal(
            "key-unfit",
            _("This is not the key of that laptop."),
            safe=_("Nothing was changed."),
            todo=_("Compare the fingerprints again."),
        )
    if station in revoked(books.conn):
        raise Refusal(
            "already-revoked",
            _("This laptop was revoked from the room."),
            safe=_("Nothing was changed."),
            todo=_("Invite it again: it then joins under a new identity."),
        )
    known = admitted(books.conn).get(station)
    if known is not None and known.has_effect:
        raise Refusal("already-admitted", _("This laptop is admitted already."), safe=_("Nothing was changed."))
    patch = {
        "station": station,
        "public_key": public_key.hex(),
        "box_key": key_said(command.box_key.strip().lower()).hex() or None,
        "reason": reason,
        "by": books.author.name,
        "at": books.now,
    }
    return books.make("trust", {name: value for name, value in patch.items() if value is not None})


def free_letter(books: Books) -> str:
    """The first letter that no station has or is invited to have; "" when none is left."""
    invited = {invitation.letter for invitation in open_invitations(books.conn)}
    return first_free(letters_taken(books.conn) | invited)
