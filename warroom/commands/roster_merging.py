"""Two cards of one person become one, or are told apart for good; a card gets another name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import orjson

from warroom.commands.base import Command, handles
from warroom.commands.circles import person_of
from warroom.commands.keeping import kept_row
from warroom.commands.people import refuse_erased
from warroom.commands.roster import card_of, refuse_unknown
from warroom.commands.roster_reaches import reach_id
from warroom.domain.cells import CellState
from warroom.domain.ids import PersonId
from warroom.domain.nouns import DELETED
from warroom.errors import Refusal
from warroom.storage.books import Books, Row
from warroom.storage.naming import folded_name
from warroom.storage.projections import json_field
from warroom.words import _

BLANKS = ("job", "employer", "site", "zone", "initials", "phone", "source")  # filled in where the kept card has none
MOVED = ("training", "override", "duty", "shift", "presence")  # whose `person` follows
HANGING = {"mastery": "skill", "membership": "team"}  # named after the person too: made anew


@dataclass(frozen=True, slots=True, kw_only=True)
class MergePeople(Command[None]):
    """Two cards are one person: `keep` stays and takes over what hangs on `merge`, which stays traceable."""

    keep: str
    merge: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TellApart(Command[None]):
    """Two cards that look alike are two people; they are no longer proposed as one."""

    person: str
    other: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RenameCard(Command[PersonId]):
    """The person is called otherwise: a card of the new name takes over the old one's."""

    person: str
    name: str


@handles(MergePeople)
def merge_people(command: MergePeople, books: Books) -> None:
    keep = card_of(books, command.keep)
    merge = kept_row(books, refuse_unknown(books, person_of(books, command.merge)))
    if keep["id"] == merge["id"]:
        raise Refusal(
            "merge-oneself",
            _("These two are one card already."),
            safe=_("Nothing was changed."),
            todo=_("Choose two different ones."),
        )
    _refuse_member(books, merge)
    _merge(books, keep, merge)


@handles(TellApart)
def tell_apart(command: TellApart, books: Books) -> None:
    one, other = card_of(books, command.person), card_of(books, command.other)
    if one["id"] == other["id"]:
        return
    for mine, theirs in ((one, other["id"]), (other, one["id"])):
        known = _ids(mine["apart"])
        if theirs not in known:
            books.write("person", mine["id"], {}, follows={"apart": json_field(sorted({*known, theirs}))})


@handles(RenameCard)
def rename_card(command: RenameCard, books: Books) -> PersonId:
    old = card_of(books, command.person)
    name = " ".join(command.name.split())
    new = books.named("person", name) if name else old["id"]
    if new == old["id"]:
        if name and name != old["name"]:
            books.write("person", new, {"name": name})
        return PersonId(new)
    refuse_erased(books, new)
    known = books.row("person", new)
    if known is not None and known["roster"]:
        raise Refusal(
            "name-taken",
            _("Somebody else in the roster is called {name}.").format(name=known["name"]),
            safe=_("Nothing was changed."),
            todo=_("Tell them apart by the name: “{name} (Network)”; or merge the two cards.").format(name=name),
        )
    _refuse_member(books, old)
    if known is None:
        number = {} if books.any_row("person", new) else {"number": books.number("person")}
        books.make("person", {"name": name, "roster": True, **number}, record=new)
    else:
        books.write("person", new, {"name": name, "roster": True}, follows={"merged_into": None})
    copied = {key: old[key] for key in ("checked_at", "checked_by", "away_until") if old[key] is not None}
    if copied:
        books.write("person", new, {}, follows=copied)
    _merge(books, books.get("person", new), old)
    return PersonId(new)


def _refuse_member(books: Books, merge: Row) -> None:
    """Roles and a PIN hang on a name, and only an administrator may move them: whoever has some is the one to keep."""
    has_any = books.row("grant", merge["id"]) is not None or books.row("pin", merge["id"]) is not None
    if not has_any and merge["id"] != books.author.person:
        return
    raise Refusal(
        "merge-member",
        _("{name} sits in this room, with roles or a PIN of their own.").format(name=merge["name"]),
        safe=_("Nothing was changed."),
        todo=_("Keep this name, and merge the other one into it."),
    )


def _merge(books: Books, keep: Row, merge: Row) -> None:
    _fill(books, keep, merge)
    _move_reaches(books, keep["id"], merge["id"])
    for noun, whose in HANGING.items():
        _move_hanging(books, noun, whose, keep["id"], merge["id"])
    for noun in MOVED:
        for row in books.where(noun, person=merge["id"]):
            books.write(noun, row["id"], {}, follows={"person": keep["id"]})
    for row in books.where("override", instead=merge["id"]):
        books.write("override", row["id"], {}, follows={"instead": keep["id"]})
    for row in books.where("team", lead=merge["id"]):
        books.write("team", row["id"], {}, follows={"lead": keep["id"]})
    _take_turns(books, keep["id"], merge["id"])
    _hold_functions(books, str(keep["name"]), str(merge["name"] or ""))
    books.write("person", merge["id"], {"merged_into": keep["id"], "roster": False})


def _fill(books: Books, keep: Row, merge: Row) -> None:
    filled: dict[str, Any] = {key: merge[key] for key in BLANKS if merge[key] and not keep[key]}
    if merge["supplier"] and keep["supplier"] is None:
        filled["supplier"] = True
    languages = list(dict.fromkeys([*_ids(keep["languages"]), *_ids(merge["languages"])]))
    if languages != _ids(keep["languages"]):
        filled["languages"] = json_field(languages)
    if merge["remark"] and merge["remark"] not in (keep["remark"] or ""):
        filled["remark"] = "\n".join(said for said in (keep["remark"], merge["remark"]) if said)
    apart = sorted({*_ids(keep["apart"]), *_ids(merge["apart"])} - {keep["id"]})
    if apart != _ids(keep["apart"]):
        filled["apart"] = json_field(apart)
    raw = {**_named(merge["raw"]), **_named(keep["raw"])}
    if raw != _named(keep["raw"]):
        filled["raw"] = json_field(raw)
    if filled:
        books.write("person", keep["id"], {}, follows=filled)


def _move_reaches(books: Books, keep: str, merge: str) -> None:
    last = max((row["rank"] or 0 for row in books.where("reach", person=keep)), default=0)
    for at, row in enumerate(sorted(books.where("reach", person=merge), key=lambda row: row["rank"] or 99), start=1):
        record = reach_id(books, keep, str(row["kind"]), str(row["normal"]))
        if books.row("reach", record) is None:
            patch = {key: value for key, value in row.items() if value is not None and key != "id"}
            books.make("reach", {**patch, "person": keep, "rank": last + at}, record=record)
        books.write("reach", row["id"], {DELETED: True})


def _move_hanging(books: Books, noun: str, whose: str, keep: str, merge: str) -> None:
    """Skills and memberships: the better of two levels stays."""
    for row in books.where(noun, person=merge):
        said = f"{keep} {row[whose]}" if noun == "mastery" else f"{row[whose]} {keep}"
        record = books.named(noun, said)
        known = books.row(noun, record)
        if known is None:
            patch = {key: value for key, value in row.items() if value is not None and key != "id"}
            books.make(noun, {**patch, "person": keep}, record=record)
        elif noun == "mastery" and (row["level"] or 0) > (known["level"] or 0):
            books.write(noun, record, {}, follows={"level": row["level"], "until": row["until"]})
        books.write(noun, row["id"], {DELETED: True})


def _take_turns(books: Books, keep: str, merge: str) -> None:
    """In rotations they take each other's turns; twice in one they have it twice, as it was agreed."""
    for row in books.where("rotation"):
        members = _ids(row["members"])
        if merge in members:
            named = [keep if member == merge else member for member in members]
            books.write("rotation", row["id"], {}, follows={"members": json_field(named)})


def _hold_functions(books: Books, keep: str, merge: str) -> None:
    """Functions of cells at work say the name that stays; what was decided or written keeps the name it had."""
    for cell in books.where("crisis_cell"):
        if cell["state"] == CellState.STOOD_DOWN.value:
            continue
        for row in books.where("function", cell=cell["id"]):
            said = {
                name: keep
                for name in ("holder", "deputy", "relief")
                if row[name] and folded_name(str(row[name])) == folded_name(merge)
            }
            if said:
                books.write("function", row["id"], {}, follows=said)


def _ids(value: Any) -> list[str]:
    try:
        found = orjson.loads(value or "[]")
    except orjson.JSONDecodeError:
        return []
    return [item for item in found if isinstance(item, str)] if isinstance(found, list) else []


def _named(value: Any) -> dict[str, Any]:
    try:
        found = orjson.loads(value or "{}")
    except orjson.JSONDecodeError:
        return {}
    return found if isinstance(found, dict) else {}
