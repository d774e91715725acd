"""`conflicts` and `resolve`: what two stations wrote without seeing each other, and which value holds from now on."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from typing import Any

from warroom import phrases
from warroom.cli.call import Answer, Call
from warroom.cli.documents import iso
from warroom.cli.parser import Parser
from warroom.cli.rooms import reading, writing
from warroom.cli.verbs import Verb
from warroom.commands.conflict_words import authority_said, field_word, value_word
from warroom.domain.conflicts import Conflict, Side
from warroom.doors.conflicts import settlement
from warroom.room import Room
from warroom.words import _


def _list_options(parser: Parser) -> None:
    parser.room()


def _list(asked: Namespace, call: Call) -> Answer:
    with reading(asked) as room:
        return _answer(room)


def _resolve_options(parser: Parser) -> None:
    parser.room()
    parser.add_argument("conflict", metavar="CONFLICT", help=_("its id, or number and field: A-001:severity"))
    parser.add_argument(
        "--take",
        required=True,
        metavar="VALUE",
        help=_("mine, theirs, the letter of a station, or the value itself"),
    )
    parser.add_argument("--reason", default="", metavar="R", help=_("why, for the log"))


def _resolve(asked: Namespace, call: Call) -> Answer:
    with writing(asked) as seat:
        seat.do(settlement(seat.room.conflicts(), asked.conflict, asked.take, reason=asked.reason))
        return _answer(seat.room)


def _answer(room: Room) -> Answer:
    found, now_ms = room.conflicts(), room.clock.now_ms()
    names = {str(person.id): person.name for person in room.views.people()}
    lines = [line for conflict in found for line in _lines(conflict, now_ms, names)]
    return Answer([_document(conflict) for conflict in found], lines or [_("Nothing is to be settled.")])


def _document(conflict: Conflict) -> dict[str, Any]:
    return {
        "id": conflict.id,
        "noun": conflict.noun,
        "record": conflict.record,
        "field": conflict.field,
        "values": [_side(side) for side in conflict.values],
        "number": conflict.number,
        "title": conflict.title,
        "incident": conflict.incident_number,
        "given_to": conflict.authority.value,
        "restricted": conflict.restricted or None,
    }


def _side(side: Side) -> dict[str, Any]:
    return {
        "value": side.value,
        "station": side.station,
        "author": side.author,
        "time": iso(side.time),
        "reason": side.reason,
        "mine": side.is_ours,
    }


def _lines(conflict: Conflict, now_ms: int, names: dict[str, str]) -> Iterator[str]:
    word = field_word(conflict.noun, conflict.field)
    about = " ".join(part for part in (conflict.number, conflict.title) if part)
    yield f"{phrases.labelled(about, word) if about else word} ({authority_said(conflict.authority)})"
    yield f"  {conflict.id}"
    for side in conflict.values:
        said = value_word(conflict.noun, conflict.field, side.value, now_ms=now_ms, names=names)
        if conflict.restricted:
            said = _("restricted")
        parts = (side.author, phrases.moment(side.time, now_ms), side.reason)
        yield f"  {side.station}  {said}  ({' · '.join(part for part in parts if part)})"


VERBS = {
    "conflicts": Verb(_list_options, _list),
    "resolve": Verb(_resolve_options, _resolve, writes=True),
}
