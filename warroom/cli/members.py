"""`members` and `stations`: who is in the room, with which roles, at which laptops."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from warroom.cli.call import Answer, Call
from warroom.cli.documents import iso
from warroom.cli.parser import Parser, UsageError
from warroom.cli.rooms import Secret, reading, secret_in, writing
from warroom.cli.verbs import Verb
from warroom.commands import GrantRoles, RevokeStation, SetPin, TrustStation, WithdrawInvitation
from warroom.commands.said import role_word, shut_out_said, why_said
from warroom.domain.conflicts import Place
from warroom.domain.exchange import Peer, Trust
from warroom.domain.members import Member, StationOf
from warroom.domain.rights import Role
from warroom.doors.joining import stranger_of
from warroom.room import Room
from warroom.words import _, ngettext


def _member_options(parser: Parser) -> None:
    parser.room()
    parser.add_argument(
        "--grant", metavar="NAME", help=_("whose roles are set, with --role or --no-role: a name or a number")
    )
    parser.choice(
        "--role",
        list(Role),
        metavar="R",
        help=_("a role, in place of those they had; may be given several times"),
        action="append",
    )
    parser.add_argument("--no-role", action="store_true", help=_("they have no role any more"))
    parser.add_argument("--settle", action="store_true", help=_("choose where two stations gave different roles"))
    parser.add_argument("--reason", default="", metavar="R", help=_("why"))
    parser.add_argument("--pin", metavar="NAME", help=_("whose PIN is set: a name or a number"))
    parser.add_argument("--pin-file", type=Path, metavar="F", help=_("the file whose first line is the new PIN"))
    parser.add_argument("--no-pin", action="store_true", help=_("they have no PIN any more"))


def _members(asked: Namespace, call: Call) -> Answer:
    _check_member_usage(asked)
    if asked.grant is None and asked.pin is None:
        with reading(asked) as room:
            found = room.rights.members()
    else:
        with writing(asked) as seat:
            if asked.grant is not None:
                roles = frozenset(Role(role) for role in asked.role or ())
                settles = _grants_seen(seat.room, asked.grant) if asked.settle else ()
                seat.do(GrantRoles(person=asked.grant, roles=roles, reason=asked.reason, settles=settles))
            if asked.pin is not None:
                pin = "" if asked.no_pin else secret_in(asked.pin_file, Secret.PIN).strip()
                seat.do(SetPin(person=asked.pin, pin=pin))
            found = seat.room.rights.members()
    return Answer({"members": [_member_document(member) for member in found]}, [_member_line(item) for item in found])


def _grants_seen(room: Room, said: str) -> tuple[Place, ...]:
    """The grants of a person (number, name or id) that disagree."""
    wanted = " ".join(said.split()).casefold()
    meant = {
        member.id
        for member in room.rights.members()
        if wanted in (member.id, member.number.casefold(), member.name.casefold())
    }
    return next((heads for member in meant if (heads := room.views.open_heads("grant", member, "rights"))), ())


def _check_member_usage(asked: Namespace) -> None:
    if (asked.grant is not None) != (bool(asked.role) != asked.no_role):
        raise UsageError("usage", _("--grant needs --role, once or more, or --no-role."))
    if (asked.pin is not None) != ((asked.pin_file is not None) != asked.no_pin):
        raise UsageError("usage", _("--pin needs --pin-file or --no-pin."))


def _member_document(member: Member) -> dict[str, Any]:
    return {
        "id": member.id,
        "name": member.name,
        "initials": member.initials,
        "number": member.number,
        "roles": sorted(role.value for role in member.roles),
        "disputed": member.is_disputed,
        "has_pin": member.has_pin,
        "last_act": iso(member.last_act),
    }


def _member_line(member: Member) -> str:
    roles = ", ".join(role_word(role) for role in Role if role in member.roles) or _("no role")
    parts = [member.number or "–", member.name, f"({member.initials})", roles]
    if member.is_disputed:
        parts.append(_("grants disagree: the lesser holds"))
    if member.has_pin:
        parts.append(_("has a PIN"))
    return "  ".join(parts)


def _station_options(parser: Parser) -> None:
    parser.room()
    parser.add_argument(
        "act",
        metavar="ACT",
        nargs="?",
        choices=("trust", "revoke", "withdraw"),
        help=_(
            "trust: what that laptop wrote counts from now on; revoke: what it writes from then on counts no more; "
            "withdraw: nobody joins with that invitation any more"
        ),
    )
    parser.add_argument(
        "station",
        metavar="X",
        nargs="?",
        help=_("the station: its letter, name, id or fingerprint; or the invitation's id"),
    )
    parser.add_argument("--reason", default="", metavar="R", help=_("why it is trusted or revoked"))
    parser.add_argument("--yes", action="store_true", help=_("revoke it even when it is this laptop"))


def _stations(asked: Namespace, call: Call) -> Answer:
    if asked.act and not asked.station:
        raise UsageError("usage", _("Which station?"))
    if asked.act is None:
        with reading(asked) as room:
            return _stations_of(room)
    with writing(asked) as seat:
        if asked.act == "revoke":
            seat.do(RevokeStation(station=asked.station, reason=asked.reason, even_own=asked.yes))
        elif asked.act == "withdraw":
            seat.do(WithdrawInvitation(invitation=asked.station))
        else:
            stranger = stranger_of(seat.room.strangers(), asked.station)
            reason = asked.reason or _("admitted on the command line")
            seat.do(
                TrustStation(
                    station=stranger.id, public_key=stranger.public_key, box_key=stranger.box_key, reason=reason
                )
            )
            seat.room.exchange.look_again()
        return _stations_of(seat.room)


def _stations_of(room: Room) -> Answer:
    journaled = room.rights.stations()
    known = {station.id for station in journaled}
    found = [*journaled, *(stranger for stranger in room.strangers() if stranger.id not in known)]
    open_ones, peers = room.invitations(), {peer.station: peer for peer in room.exchange.peers()}
    document = {
        "stations": [
            {**_station_document(item), "heard_of_revocations": item.id in peers and peers[item.id].knows_cuts}
            for item in found
        ],
        "invitations": [
            {"id": each.id, "label": each.label, "letter": each.letter, "by": each.by, "at": iso(each.at)}
            for each in open_ones
        ],
    }
    lines = [line for item in found for line in _lines(item)]
    for each in open_ones:
        said = _("open invitation for station {letter}: {label}").format(letter=each.letter, label=each.label or "–")
        lines.append(f"{said}  {each.id}")
    if any(item.revoked for item in found) and (deaf := _not_heard(peers.values())):
        lines.append(_("Not heard of the revocation yet: {stations}").format(stations=", ".join(deaf)))
    return Answer(document, lines)


def _not_heard(peers: Iterable[Peer]) -> list[str]:
    """The letters of the stations that, as far as is known here, have not heard of every revocation yet."""
    return [peer.letter for peer in peers if not peer.knows_cuts and peer.trust is not Trust.REVOKED]


def _station_document(station: StationOf) -> dict[str, Any]:
    revoked = station.revoked
    return {
        "id": station.id,
        "letter": station.letter,
        "name": station.name,
        "fingerprint": station.fingerprint,
        "public_key": station.public_key,
        "enrolled": iso(station.enrolled),
        "ours": station.is_ours,
        "founder": station.is_founder,
        "admitted": station.is_admitted,
        "why_not": station.shut_out,
        "writers": [
            {"id": item.id, "prefix": item.prefix, "why": item.why, "began": iso(item.began), "upto": item.upto}
            for item in station.writers
        ],
        "revoked": revoked
        and {
            "at": iso(revoked.at),
            "by": revoked.by,
            "reason": revoked.reason,
            "without_effect": revoked.without_effect,
        },
    }


def _lines(station: StationOf) -> list[str]:
    marks = [_("this laptop")] if station.is_ours else []
    marks += [_("founded the room")] if station.is_founder else []
    marks += [shut_out_said(station.shut_out)] if station.shut_out else []
    marks += [_("another station has this letter too")] if station.shares_letter else []
    lines = ["  ".join([station.letter, station.fingerprint, ", ".join(marks)]).rstrip()]
    lines += [f"   {item.prefix}  {why_said(item.why, item.began)}" for item in station.writers]
    if revoked := station.revoked:
        lines.append("   " + _("revoked by {name}: {reason}").format(name=revoked.by or "–", reason=revoked.reason))
        late = ngettext("{n} write without effect", "{n} writes without effect", revoked.without_effect)
        lines.append("   " + late.format(n=revoked.without_effect))
    return lines


VERBS = {
    "members": Verb(_member_options, _members, writes=True),
    "stations": Verb(_station_options, _stations, writes=True),
}
