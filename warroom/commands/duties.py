"""Calendars of on-call as verbs: what they say comes in, goes when they no longer say it, and is matched to people."""

from __future__ import annotations

from dataclasses import dataclass, field

from warroom.commands.base import Command, handles, needed
from warroom.commands.rotations import person_named, zone_here
from warroom.domain.ids import RecordId
from warroom.domain.nouns import DELETED
from warroom.domain.on_call import TurnUnit
from warroom.domain.rights import Right
from warroom.storage.books import Books
from warroom.storage.naming import folded_name
from warroom.storage.queries.on_call import matched, unmatched
from warroom.words import _


@dataclass(frozen=True, slots=True)
class DutyIn:
    """One occurrence as a calendar has it; times in milliseconds UTC. `occurrence` tells those of one event apart."""

    name: str
    from_at: int
    until_at: int
    uid: str
    occurrence: str
    person: str = ""  # id, where the name is known
    flags: tuple[str, ...] = ()


@dataclass(slots=True)
class DutiesIn:
    """What became of each."""

    rotation: str = ""
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    gone: int = 0
    ids: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportDuties(Command[DutiesIn]):
    """Bring what a calendar says into a rotation, by name, made where it is new; the same twice changes nothing.

    `gone` are duties (ids) that this calendar said before and does not say any more.
    """

    right = Right.CONDUCT

    rotation: str
    source: str
    duties: tuple[DutyIn, ...]
    gone: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchDuties(Command[int]):
    """Who of the roster (id or name) a name in calendars is; gives back how many duties that says something of."""

    right = Right.ACT

    name: str
    person: str


@handles(ImportDuties)
def import_duties(command: ImportDuties, books: Books) -> DutiesIn:
    rotation = _rotation(books, command)
    outcome = DutiesIn(rotation)
    known = {folded_name(name): person for name, person in matched(books.conn)}
    for each in command.duties:
        duty = duty_id(books, rotation, each)
        person = each.person or known.get(folded_name(each.name), "")
        wanted = {
            "rotation": rotation,
            "person": person or None,
            "name": each.name,
            "from_at": each.from_at,
            "until_at": each.until_at,
            "uid": each.uid,
            "source": command.source,
        }
        flags = list(each.flags)
        former = books.row("duty", duty)
        if former is None:
            books.make("duty", {k: v for k, v in wanted.items() if v is not None} | {"flags": flags}, record=duty)
            outcome.added += 1
        else:
            moved = {name: value for name, value in wanted.items() if value is not None and former[name] != value}
            if moved:
                books.write("duty", duty, moved)
            outcome.changed += bool(moved)
            outcome.unchanged += not moved
        outcome.ids.append(duty)
    for record in command.gone:
        if books.row("duty", record) is not None:
            books.write("duty", record, {DELETED: True})
            outcome.gone += 1
    return outcome


@handles(MatchDuties)
def match_duties(command: MatchDuties, books: Books) -> int:
    name = needed(command.name, code="name-missing", message=_("Which name in the calendar?"))
    person = person_named(books, command.person)
    theirs = [record for record, said in unmatched(books.conn) if folded_name(said) == folded_name(name)]
    for record in theirs:
        books.write("duty", record, {"person": person})
    return len(theirs)


def duty_id(books: Books, rotation: str, duty: DutyIn) -> RecordId:
    """The id of an occurrence; the same on every station that reads the same calendar."""
    return books.named("duty", f"{rotation} {duty.uid} {duty.occurrence}")


def _rotation(books: Books, command: ImportDuties) -> RecordId:
    name = " ".join(needed(command.rotation, code="name-missing", message=_("Which rotation is it?")).split())
    record = books.named("rotation", name)
    if books.row("rotation", record) is not None:
        return record
    renamed = next(iter(books.where("rotation", name=name)), None)
    if renamed is not None:
        return RecordId(renamed["id"])
    first = min((each.from_at for each in command.duties), default=books.now)
    patch = {
        "name": name, "members": [], "unit": TurnUnit.WEEK.value, "every": 1, "hands_over": "09:00",
        "zone": zone_here(books), "starts_at": first, "rank": 1, "hours": [], "services": [],
    }  # fmt: skip
    return books.make("rotation", patch, record=record)
