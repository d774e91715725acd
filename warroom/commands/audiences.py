"""Audiences as verbs: who hears first, how often, by what, in which languages."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from warroom.commands.base import Command, handles, needed
from warroom.commands.seen import Seen, unmoved
from warroom.domain.audience_book import MINUTES_MOST, SEVERITIES, AudienceBook, AudienceOf
from warroom.domain.ids import RecordId
from warroom.domain.rights import Right
from warroom.errors import Refusal
from warroom.storage.audience_book import audience_book_in
from warroom.storage.books import Books, Row
from warroom.storage.projections import json_field
from warroom.words import LANGUAGES, _, language

CODE = re.compile(r"[a-z][a-z0-9_]{0,23}\Z")
NAME_MOST = 60
RANK_MOST = 99
CHANNELS_MOST = 20
JSON_FIELDS = frozenset({"names", "minutes", "first_min", "channels", "languages"})


@dataclass(frozen=True, slots=True, kw_only=True)
class AddAudience(Command[RecordId]):
    """Somebody else who is to hear. `names` by language; rank 1 hears first.

    `first` and `every` are minutes by severity ("1" to "4") to the first message and from one to the next, 0 is never.
    """

    right = Right.COMMUNICATE

    code: str
    names: Mapping[str, str]
    rank: int = 50
    inside: bool = False
    first: Mapping[str, int] | None = None
    every: Mapping[str, int] | None = None
    channels: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    owner: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AmendAudience(Command[RecordId]):
    """Change an audience, by code; what is None stays. `first` and `every` are minutes by severity, 0 is never.

    A name, a pace or a list that is given as empty goes back to what ships.
    """

    right = Right.COMMUNICATE

    audience: str
    names: Mapping[str, str] | None = None
    rank: int | None = None
    inside: bool | None = None
    first: Mapping[str, int] | None = None
    every: Mapping[str, int] | None = None
    channels: tuple[str, ...] | None = None
    languages: tuple[str, ...] | None = None
    owner: str | None = None
    retired: bool | None = None
    seen: Seen | None = None

    def says(self, name: str, value: Any) -> dict[str, Any]:
        said = {"first_min": "first", "minutes": "every"}.get(name, name)
        return {said: value}


@handles(AddAudience)
def add_audience(command: AddAudience, books: Books) -> RecordId:
    book, code = audience_book_in(books), command.code.strip().lower()
    if not CODE.match(code):
        raise Refusal(
            "audience-code",
            _("An audience has a short code of letters, digits and low lines, such as “mayors”."),
            safe=_("Nothing was changed."),
        )
    if book.audience(code) is not None:
        raise Refusal(
            "audience-known",
            _("There is an audience “{name}” already.").format(name=book.name(code, language())),
            safe=_("Nothing was changed."),
            todo=_("Amend that one, or choose another code."),
        )
    names = _names(command.names)
    needed(next(iter(names.values()), ""), code="audience-nameless", message=_("What is this audience called?"))
    patch: dict[str, Any] = {
        "code": code,
        "names": names,
        "rank": _rank(command.rank),
        "inside": command.inside,
        "first_min": _pace(command.first or {}),
        "minutes": _pace(command.every or {}),
        "channels": _channels(command.channels, book),
        "languages": _languages(command.languages),
        "owner": command.owner.strip().upper(),
    }
    return books.make("audience", _written(patch), record=books.named("audience", code))


@handles(AmendAudience)
def amend_audience(command: AmendAudience, books: Books) -> RecordId:
    book = audience_book_in(books)
    known = _known(book, command.audience)
    record = books.named("audience", known.code)
    wanted = _wanted(command, known, book)
    row = books.row("audience", record)
    if row is None:
        kept = unmoved(books, "audience", record, _written(wanted), command.seen)
        return books.make("audience", {"code": known.code, **kept}, record=record) if kept else record
    kept = unmoved(books, "audience", record, _written(wanted), command.seen)
    changed = {name: value for name, value in kept.items() if (row[name] or None) != (value or None)}
    if changed:
        books.write("audience", record, changed)
    return record


def heard_name(books: Books, noun: str, row: Row) -> str:
    """What the audience or the channel of a row is called now, be the row taken back."""
    book = audience_book_in(books)
    if noun == "audience":
        return book.name(str(row.get("code") or ""), language())
    return book.channel_name(row["id"], language()) or str(row.get("name") or "")


def _wanted(command: AmendAudience, known: AudienceOf, book: AudienceBook) -> dict[str, Any]:
    wanted: dict[str, Any] = {}
    if command.names is not None:
        wanted["names"] = _names(command.names)
    if command.rank is not None or command.inside is not None:  # the two are read together
        wanted["rank"] = _rank(known.rank if command.rank is None else command.rank)
        wanted["inside"] = known.inside if command.inside is None else command.inside
    if command.first is not None:
        wanted["first_min"] = _pace(command.first)
    if command.every is not None:
        wanted["minutes"] = _pace(command.every)
    if command.channels is not None:
        wanted["channels"] = _channels(command.channels, book)
    if command.languages is not None:
        wanted["languages"] = _languages(command.languages)
    if command.owner is not None:
        wanted["owner"] = command.owner.strip().upper()
    if command.retired is not None:
        wanted["retired"] = command.retired
    return wanted


def _written(patch: Mapping[str, Any]) -> dict[str, Any]:
    """The patch as a row holds it: lists and mappings as JSON, nothing where empty."""
    return {
        name: (json_field(value) if value else None) if name in JSON_FIELDS else (value if value != "" else None)
        for name, value in patch.items()
    }


def _known(book: AudienceBook, code: str) -> AudienceOf:
    said = code.strip()
    found = book.audience(said.lower()) or next(
        (item for item in book.audiences if said.casefold() in {name.casefold() for name in item.names.values()}), None
    )
    if found is None:
        raise Refusal(
            "audience-unknown",
            _("There is no audience “{name}” in this room.").format(name=said),
            safe=_("Nothing was changed."),
            todo=_("Choose one from the list of audiences."),
        )
    return found


def _names(said: Mapping[str, str]) -> dict[str, str]:
    return {
        each: " ".join(name.split())[:NAME_MOST] for each, name in said.items() if each in LANGUAGES and name.strip()
    }


def _rank(rank: int) -> int:
    if not 1 <= rank <= RANK_MOST:
        raise Refusal(
            "audience-rank", _("Who hears first is a whole number from 1 to 99."), safe=_("Nothing was changed.")
        )
    return rank


def _pace(said: Mapping[str, int]) -> dict[str, int]:
    unfit = [n for n in said.values() if type(n) is not int or not 0 <= n <= MINUTES_MOST]
    if unfit or set(said) - set(SEVERITIES):
        raise Refusal(
            "audience-pace",
            _("A pace is a whole number of minutes, at most seven days; 0 is never."),
            safe=_("Nothing was changed."),
        )
    return dict(said)


def _channels(said: tuple[str, ...], book: AudienceBook) -> list[str]:
    if len(said) > CHANNELS_MOST or any(book.channel(record) is None for record in said):
        raise Refusal(
            "channel-unknown",
            _("One of these channels is not in this room."),
            safe=_("Nothing was changed."),
            todo=_("Choose them from the list of channels."),
        )
    return list(dict.fromkeys(said))


def _languages(said: tuple[str, ...]) -> list[str]:
    unknown = [each for each in said if each not in LANGUAGES]
    if unknown:
        raise Refusal(
            "language-unknown",
            _("Messages are written in French and in English."),
            safe=_("Nothing was changed."),
        )
    return list(dict.fromkeys(said))
