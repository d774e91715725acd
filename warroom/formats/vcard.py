"""vCard: 2.1, 3.0, 4.0 and jCard, read tolerantly into people; nothing is fetched, nothing runs."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from warroom.errors import Refusal
from warroom.formats.card_lines import Card, Property, cards_in
from warroom.formats.card_person import person_of
from warroom.formats.limits import refuse_larger, unreadable
from warroom.formats.people import LARGEST_CARDS, MOST_PEOPLE, ImportedPerson, PeopleReading
from warroom.formats.problems import Flag, Problem
from warroom.formats.records import Flagged, Refused, Where
from warroom.words import _

MOST_DEPTH_VALUES = 200  # of one property of jCard
_STRUCTURED = {"N", "ADR", "ORG", "GENDER"}


def read_cards(data: bytes) -> PeopleReading:
    """The people of a vCard or jCard file. Refuses a file that holds no card, and one that is too large."""
    refuse_larger(len(data), LARGEST_CARDS)
    cards, stray = _jcards(data) if _is_json(data) else cards_in(data)
    if not cards:
        raise unreadable("no-card", _("The file holds no card of a person."))
    if len(cards) > MOST_PEOPLE:
        raise unreadable("too-many-people", _("The file holds more than {limit} people.").format(limit=MOST_PEOPLE))
    people: list[ImportedPerson] = []
    refused: list[Refused] = []
    for number, card in enumerate(cards, start=1):
        told = person_of(card, Where(record=number))
        if isinstance(told, Refused):
            refused.append(told)
        else:
            people.append(told)
    flagged = [Flagged(Where(), flag) for flag in stray]
    flagged += [Flagged(person.where, flag) for person in people for flag in person.flags]
    return PeopleReading("vcard", "", tuple(people), tuple(flagged), tuple(refused))


def _is_json(data: bytes) -> bool:
    return data[:64].lstrip(b"\xef\xbb\xbf\xff\xfe\0 \t\r\n").startswith((b"[", b"{"))


def _jcards(data: bytes) -> tuple[list[Card], list[Flag]]:
    """The cards of a jCard document (RFC 7095): one, or a list of them."""
    try:
        told = json.loads(data.decode(json.detect_encoding(data), errors="replace").lstrip("\ufeff"))
    except (ValueError, RecursionError) as error:
        raise Refusal(
            "not-json",
            _("The file is not valid JSON."),
            safe=_("Nothing was imported."),
            todo=_("Export the contacts again, as vCard if you can."),
        ) from error
    listed = [told] if isinstance(told, list) and told[:1] == ["vcard"] else told
    if not isinstance(listed, list):
        return [], []
    cards, flags = [], []
    for number, each in enumerate(listed, start=1):
        if isinstance(each, list) and len(each) > 1 and each[0] == "vcard" and isinstance(each[1], list):
            cards.append(_jcard(each[1], number))
        else:
            flags.append(Flag(Problem.OUTSIDE_CARD, str(number)))
    return cards, flags[:20]


def _jcard(properties: list[Any], number: int) -> Card:
    card = Card(line=number, version="4.0")
    for told in properties[:2000]:
        if not (isinstance(told, list) and len(told) > 3 and isinstance(told[0], str) and isinstance(told[1], dict)):
            card.flags.append(Flag(Problem.LINE_NOT_UNDERSTOOD, str(told)[:80]))
            continue
        name = told[0].upper()[:80]
        params = {
            str(key).upper()[:80]: tuple(_texts(value if isinstance(value, list) else [value]))
            for key, value in list(told[1].items())[:40]
        }
        group = "".join(params.pop("GROUP", ()))
        if name == "VERSION":
            card.version = str(told[3])[:10]
            continue
        card.properties.append(Property(name, _jvalue(name, str(told[2]).casefold(), told[3:]), group, params))
    return card


def _jvalue(name: str, kind: str, values: list[Any]) -> str:
    """A value as a card would write it: components parted by semicolons, lists by commas."""
    if kind == "uri":
        return " ".join(_texts(values[:1]))
    if name in _STRUCTURED and isinstance(values[0], list):
        return ";".join(
            ",".join(_escaped(text) for text in _texts(part if isinstance(part, list) else [part]))
            for part in values[0][:MOST_DEPTH_VALUES]
        )
    return ",".join(_escaped(text) for text in _texts(values))


def _texts(values: Iterable[Any]) -> list[str]:
    return [str(value) for value in list(values)[:MOST_DEPTH_VALUES] if isinstance(value, str | int | float | bool)]


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")
