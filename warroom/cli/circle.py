"""`circle`: who needs to know; list the circles, make one, let people in and out, share its keys with a station."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from typing import Any

from warroom.cli.call import Answer, Call
from warroom.cli.parser import Parser
from warroom.cli.rooms import reading, writing
from warroom.cli.verbs import Verb
from warroom.commands import AddToCircle, DropStation, MakeCircle, RemoveFromCircle, ShareCircle
from warroom.commands.base import Command
from warroom.domain.circles import Circle
from warroom.errors import Refusal
from warroom.phrases import circle_word, labelled
from warroom.room import Room
from warroom.words import _


def _options(parser: Parser) -> None:
    parser.room()
    parser.add_argument("circle", metavar="NAME", nargs="?", help=_("the circle, e.g. legal"))
    parser.add_argument("--make", metavar="NAME", help=_("make a circle"))
    parser.add_argument(
        "--member", action="append", default=[], metavar="P", help=_("a member; may be given several times")
    )
    step = parser.add_mutually_exclusive_group()
    step.add_argument("--add", metavar="P", help=_("let a person in"))
    step.add_argument(
        "--remove",
        metavar="P",
        help=_("take a person out: what is written from now on has a new key, which they do not get"),
    )
    step.add_argument(
        "--share", metavar="STATION", help=_("give a station every key of the circle that this laptop holds")
    )
    step.add_argument(
        "--drop",
        metavar="STATION",
        help=_("take a station out: what is written from now on has a new key, which it does not get"),
    )


def _run(asked: Namespace, call: Call) -> Answer:
    command = _command(asked)
    if command is None:
        with reading(asked) as room:
            return _answer(room, asked.circle)
    with writing(asked) as seat:
        seat.do(command)
        return _answer(seat.room, asked.make or asked.circle)


def _command(asked: Namespace) -> Command[Any] | None:
    if asked.make:
        return MakeCircle(name=asked.make, members=tuple(asked.member))
    changes: list[tuple[str | None, Any]] = [
        (asked.add, lambda: AddToCircle(circle=asked.circle, person=asked.add)),
        (asked.remove, lambda: RemoveFromCircle(circle=asked.circle, person=asked.remove)),
        (asked.share, lambda: ShareCircle(circle=asked.circle, station=asked.share)),
        (asked.drop, lambda: DropStation(circle=asked.circle, station=asked.drop)),
    ]
    made = next((make for said, make in changes if said), None)
    if made is None:
        return None
    if not asked.circle:
        raise Refusal(
            "circle-missing",
            _("Which circle?"),
            safe=_("Nothing was changed."),
            todo=_("Give its name after the room, e.g. “legal”."),
        )
    command: Command[Any] = made()
    return command


def _answer(room: Room, name: str | None) -> Answer:
    found = [room.circles.get(name)] if name else room.circles.all()
    return Answer({"circles": [_document(room, circle) for circle in found]}, list(_lines(room, found)))


def _document(room: Room, circle: Circle) -> dict[str, Any]:
    return {
        "id": circle.id,
        "name": circle.name,
        "members": room.circles.members(circle.id) if circle.is_made else [],
        "is_member": circle.is_member,
        "has_key": circle.has_key,
        "stations": list(circle.stations),
        "awaiting": list(circle.awaiting),
        "is_made": circle.is_made,
    }


def _lines(room: Room, found: list[Circle]) -> Iterator[str]:
    for circle in found:
        if not circle.is_made:
            yield labelled(circle_word(circle.name), _("made when it is first used"))
            continue
        yield labelled(circle_word(circle.name), ", ".join(room.circles.members(circle.id)) or "—")
        yield "  " + labelled(_("stations with the key"), ", ".join(circle.stations) or "—")
        if circle.awaiting:
            yield "  " + labelled(_("stations that wait for it"), ", ".join(circle.awaiting))


VERBS = {"circle": Verb(_options, _run, writes=True)}
