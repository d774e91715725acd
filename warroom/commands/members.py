"""Members and stations as verbs: roles, PINs, revocation."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from warroom.commands.base import Command, handles, needed
from warroom.commands.circles import drop_everywhere
from warroom.commands.seen import Seen, unmoved
from warroom.domain.conflicts import Place
from warroom.domain.ids import RecordId
from warroom.domain.rights import Right, Role, rights_of
from warroom.errors import Refusal
from warroom.identity.pins import is_pin, pin_record
from warroom.storage import gates
from warroom.storage.books import Books, Row, ambiguous, unknown
from warroom.storage.projections import json_field
from warroom.words import _


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantRoles(Command[None]):
    """Say which roles a person has from now on (by id, number or name).

    `settles` names the grants that disagree, as they were seen: it ends their disagreement.
    """

    right = Right.ADMINISTER

    person: str
    roles: frozenset[Role]
    reason: str = ""
    settles: tuple[Place, ...] = ()
    seen: Seen | None = None

    def says(self, name: str, value: Any) -> dict[str, Any]:
        return {"roles": gates.roles_said(value)}


@dataclass(frozen=True, slots=True, kw_only=True)
class SetPin(Command[None]):
    """Give a person a new PIN, one's own or, as an administrator, somebody else's; an empty one takes it away."""

    person: str
    pin: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class RevokeStation(Command[RecordId]):
    """Cut a station off, by letter, name or id: what it writes from now on counts nowhere.

    Circles whose key it holds get a new key, which it does not.
    """

    right = Right.ADMINISTER

    station: str
    reason: str
    even_own: bool = False  # this laptop is meant


@handles(GrantRoles)
def grant_roles(command: GrantRoles, books: Books) -> None:
    person = person_of(books, command.person)
    if not command.settles:  # whoever settles names all that was there
        said = json_field({"roles": sorted(role.value for role in command.roles)})
        unmoved(books, "grant", person["id"], {"rights": said}, command.seen)
    had = gates.roles_of(books.conn, person["id"])
    if command.roles == had and not books.is_disputed("grant", person["id"], "rights"):
        return
    is_taken = _administers(had) and not _administers(command.roles)
    if is_taken and not any(
        _administers(roles) for who, roles in gates.all_roles(books.conn).items() if who != person["id"]
    ):
        raise Refusal(
            "last-administrator",
            _("{name} is the last administrator of this room.").format(name=person["name"]),
            safe=_("Nothing was changed."),
            todo=_("Make somebody else an administrator first."),
        )
    rights: dict[str, object] = {"roles": sorted(role.value for role in command.roles)}
    if had - command.roles:
        rights["cut"] = {w.hex(): seq for w, seq in books.conn.execute("SELECT w, seq FROM vv")}
    patch = {
        "person": person["id"],
        "rights": rights,
        "granted_by": books.author.name,
        "granted_at": books.now,
        "reason": command.reason.strip(),
    }
    if books.any_row("grant", person["id"]) is None:
        books.make("grant", patch, record=person["id"])
    else:
        books.write("grant", person["id"], patch, settles=command.settles)


def _administers(roles: frozenset[Role]) -> bool:
    return Right.ADMINISTER in rights_of(roles)


@handles(SetPin)
def set_pin(command: SetPin, books: Books) -> None:
    person = person_of(books, command.person)
    if person["id"] != books.author.person:
        books.must(Right.ADMINISTER)
    if command.pin and not is_pin(command.pin):
        raise Refusal(
            "pin-malformed",
            _("A PIN has four to eight digits."),
            safe=_("Nothing was changed."),
            todo=_("Choose another one."),
        )
    record = pin_record(command.pin) if command.pin else None
    # Nobody can see a PIN, so that there is nothing to choose from: a new one takes the place of every former one.
    former = books.heads_of("pin", person["id"], "hash")
    books.write("pin", person["id"], {"hash": record}, settles=former)


@handles(RevokeStation)
def revoke_station(command: RevokeStation, books: Books) -> RecordId:
    station = _station(books, command.station)
    reason = needed(command.reason, code="reason-missing", message=_("Why is this station revoked?"))
    others = [row for row in books.where("station") if row["id"] != station["id"] and not _is_cut(books, row["id"])]
    if _is_cut(books, station["id"]):
        raise Refusal(
            "already-revoked",
            _("Station {letter} is revoked already.").format(letter=station["letter"]),
            safe=_("Nothing was changed."),
        )
    if not others or (not gates.has_administrator(books.conn) and _is_own(books, station["id"])):
        raise Refusal(
            "last-station",
            _("Station {letter} is the last one that can administer this room.").format(letter=station["letter"]),
            safe=_("Nothing was changed."),
            todo=_("Make somebody an administrator, and enrol another station first."),
        )
    if _is_own(books, station["id"]) and not command.even_own:
        raise Refusal(
            "own-station",
            _("This is the laptop you are sitting at: nothing more could be written here."),
            safe=_("Nothing was changed."),
            todo=_("Revoke it from another station, or say explicitly that you mean this one."),
        )
    drop_everywhere(books, station["id"])  # before the cut: beyond it, a station's own words count no more
    patch = {
        "station": station["id"],
        "heads": _heads_of(books, station["id"]),
        "reason": reason,
        "by": books.author.name,
        "at": books.now,
    }
    return books.make("cut", patch)


def person_of(books: Books, reference: str) -> Row:
    """The person of this id, printed number or name. Raises Refusal."""
    named = books.row("person", books.named("person", " ".join(reference.split())))
    return named or books.get("person", reference)


def _station(books: Books, reference: str) -> Row:
    typed = reference.strip()
    found = [row for row in books.where("station") if typed.casefold() in (str(row["letter"]).casefold(), row["id"])]
    found = found or [row for row in books.where("station") if str(row["name"]).casefold() == typed.casefold()]
    if not found:
        raise unknown("station", typed)
    if len(found) > 1:
        raise ambiguous(typed)
    return found[0]


def _is_cut(books: Books, station: str) -> bool:
    return bool(books.where("cut", station=station))


def _is_own(books: Books, station: str) -> bool:
    return any(row["writer"] == books.journal.tip.writer.hex() for row in books.where("writer", station=station))


def _heads_of(books: Books, station: str) -> dict[str, tuple[int, str]]:
    """How far each of the station's writers came, as far as is known here; a cut of one's own station counts itself."""
    heads: dict[str, tuple[int, str]] = {}
    tip = books.journal.tip
    for row in books.where("writer", station=station):
        sql = "SELECT seq, hash FROM vv WHERE w=?"
        for seq, digest in books.conn.execute(sql, (bytes.fromhex(row["writer"]),)):
            heads[row["writer"]] = (seq, digest.hex())
    if tip.writer.hex() in heads:
        heads[tip.writer.hex()] = (tip.seq + 1, "")
    return heads
