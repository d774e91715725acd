"""Cards of the roster as verbs: people are added, amended, checked, and leave; upkeep asks for no right."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from warroom.commands.base import Command, handles, needed
from warroom.commands.keeping import kept_row
from warroom.commands.people import refuse_erased
from warroom.commands.roster_reaches import give_reach, region, values_of
from warroom.commands.seen import Seen, unmoved
from warroom.domain.ids import PersonId
from warroom.domain.roster import GivenReach
from warroom.errors import Refusal
from warroom.storage.books import Books, Row, unknown
from warroom.storage.erased import NAME_MOST
from warroom.storage.naming import folded_name
from warroom.storage.projections import json_field
from warroom.words import _

TEXTS = ("job", "employer", "site", "zone", "remark")


@dataclass(frozen=True, slots=True, kw_only=True)
class AddCard(Command[PersonId]):
    """A card for somebody. The name is the handle: a card of that name is completed where it is blank.

    Where employer or site says that it is somebody else of that name, the new card is called `Name (Employer)`. Doing
    it twice changes nothing. `raw` is what a file said beyond these fields. Raises Refusal for a way to reach them that
    cannot work.
    """

    name: str
    job: str = ""
    employer: str = ""
    supplier: bool = False
    site: str = ""
    languages: tuple[str, ...] = ()
    zone: str = ""
    remark: str = ""
    reaches: tuple[GivenReach, ...] = ()
    source: str = ""
    raw: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class AmendCard(Command[None]):
    """What a card says, as a form leaves it; `away_until` is milliseconds UTC. The name is changed by RenameCard."""

    person: str
    job: str = ""
    employer: str = ""
    supplier: bool = False
    site: str = ""
    languages: tuple[str, ...] = ()
    zone: str = ""
    remark: str = ""
    away_until: int | None = None
    seen: Seen | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckCard(Command[None]):
    """Somebody went through the whole card, and it holds."""

    person: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaveRoster(Command[None]):
    """Somebody left the organisation: their card is no longer listed. What they did stays theirs; erasing is apart."""

    person: str


@handles(AddCard)
def add_card(command: AddCard, books: Books) -> PersonId:
    name = _name(command.name)
    person = _whose(command, books, name)
    refuse_erased(books, person)
    known = books.row("person", person)
    wanted = _said(command)
    if known is None:
        number = {} if books.any_row("person", person) else {"number": books.number("person")}
        filled = {key: value for key, value in wanted.items() if value}
        called = {"name": _called(command, books, name), "roster": True}
        typed = {} if command.source else {"checked_at": books.now, "checked_by": books.author.name or None}
        more = {"source": command.source or None, "raw": dict(command.raw) or None, **typed}
        patch = {key: value for key, value in {**called, **number, **filled, **more}.items() if value is not None}
        books.make("person", patch, record=person)
    else:
        _complete(books, known, wanted, command)
    for reach in command.reaches:
        give_reach(books, person, reach)
    return PersonId(person)


@handles(AmendCard)
def amend_card(command: AmendCard, books: Books) -> None:
    row = card_of(books, command.person)
    wanted = {key: value or None for key, value in _said(command).items()}
    wanted["away_until"] = command.away_until
    kept = unmoved(books, "person", row["id"], wanted, command.seen)
    changed = {key: value for key, value in kept.items() if (row[key] or None) != (value or None)}
    if changed:
        books.write("person", row["id"], changed)


@handles(CheckCard)
def check_card(command: CheckCard, books: Books) -> None:
    row = card_of(books, command.person)
    books.write("person", row["id"], {}, follows={"checked_at": books.now, "checked_by": books.author.name or None})


@handles(LeaveRoster)
def leave_roster(command: LeaveRoster, books: Books) -> None:
    row = card_of(books, command.person)
    books.write("person", row["id"], {"roster": False}, follows={"left_at": books.now})


def card_of(books: Books, said: str) -> Row:
    """A person who has a card, by id, number or name; of one merged into another, the other.

    Raises Refusal when nobody here is called that, or when they have no card.
    """
    from warroom.commands.circles import person_of

    row = kept_row(books, books.get("person", person_of(books, said)))
    if not row["roster"]:
        raise Refusal(
            "no-card",
            _("{name} has no card in the roster.").format(name=row["name"] or said),
            safe=_("Nothing was changed."),
            todo=_("Add a card first."),
        )
    return row


def refuse_unknown(books: Books, person: str) -> Row:
    """The row of a person's id. Raises Refusal where there is none."""
    row = books.row("person", person)
    if row is None:
        raise unknown("person", person)
    return row


def _name(said: str) -> str:
    name = " ".join(needed(said, code="name-missing", message=_("What is the person's name?")).split())
    if len(name) > NAME_MOST:
        raise Refusal("name-long", _("Nobody's name is that long."), safe=_("Nothing was changed."))
    return name


def _whose(command: AddCard, books: Books, name: str) -> str:
    """The id that this card is about: the name's, or that of the name told apart from somebody else's.

    A card that was merged into another stays so: what is said of it is said of the other.
    """
    person = books.named("person", _called(command, books, name))
    known = books.row("person", person)
    return str(kept_row(books, known)["id"]) if known is not None else person


def _called(command: AddCard, books: Books, name: str) -> str:
    known = books.row("person", books.named("person", name))
    if known is not None:
        known = kept_row(books, known)
    if known is None or not known["roster"] or not _is_another(command, books, known):
        return name
    what = next(
        (
            said
            for key in ("employer", "site")
            if (said := getattr(command, key).strip()) and _differs(known[key], said)
        ),
        "",
    )
    return f"{name} ({' '.join(what.split())})"[:NAME_MOST]


def _is_another(command: AddCard, books: Books, known: Row) -> bool:
    """Whether employer or site says that this is somebody else; a way to reach both says that it is not."""
    if not (_differs(known["employer"], command.employer) or _differs(known["site"], command.site)):
        return False
    theirs = {reach["normal"] for reach in books.where("reach", person=known["id"])}
    where = region(books, command.zone)
    ours = {values_of(reach, where)["normal"] for reach in command.reaches}
    return not theirs & ours


def _differs(one: str | None, other: str) -> bool:
    return bool(one and other.strip()) and folded_name(str(one)) != folded_name(other)


def _complete(books: Books, known: Row, wanted: Mapping[str, Any], command: AddCard) -> None:
    """Fill what is blank on a card that is there; what somebody wrote stays."""
    filled = {key: value for key, value in wanted.items() if value and not known[key]}
    if not known["roster"]:
        filled |= {"roster": True, "left_at": None}
    if command.source and not known["source"]:
        filled["source"] = command.source
    if command.raw and not known["raw"]:
        filled["raw"] = dict(command.raw)
    if filled:
        books.write("person", known["id"], {}, follows=filled)


def _said(command: AddCard | AmendCard) -> dict[str, Any]:
    texts = {key: " ".join(getattr(command, key).split()) for key in TEXTS if key != "remark"}
    codes = tuple(dict.fromkeys(code.strip().lower() for code in command.languages if code.strip()))
    languages = json_field(list(codes)) if codes else ""
    return {**texts, "remark": command.remark.strip(), "languages": languages, "supplier": command.supplier}
