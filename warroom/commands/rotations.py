"""Rotations as verbs: who takes turns on call, when they hand over, and in which hours."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from warroom.commands.base import Command, handles, needed
from warroom.commands.people import refuse_erased
from warroom.commands.seen import Seen, unmoved
from warroom.domain.ids import PersonId, RecordId
from warroom.domain.nouns import DELETED
from warroom.domain.on_call import TurnUnit
from warroom.domain.people import initials_of
from warroom.domain.rights import Right
from warroom.domain.turn_times import MOST_EVERY, time_of
from warroom.errors import Refusal
from warroom.storage.books import ID, Books, Row
from warroom.storage.projections import json_field
from warroom.words import _

MOST_MEMBERS = 200
MOST_HOURS = 50
Hours = Sequence[Sequence[Any]]  # [weekday 0–6, "HH:MM", "HH:MM"]; an end before its beginning is on the next day


@dataclass(frozen=True, slots=True, kw_only=True)
class AddRotation(Command[RecordId]):
    """Somebody is on call, in turn. `members` are ids or names in their order; times are milliseconds UTC.

    Without members it is filled by calendars and by hand. An empty `zone` is the zone of this laptop, `starts_at` now.
    """

    right = Right.CONDUCT

    name: str
    members: tuple[str, ...] = ()
    unit: TurnUnit = TurnUnit.WEEK
    every: int = 1
    hands_over: str = "09:00"
    zone: str = ""
    starts_at: int | None = None
    ends_at: int | None = None
    rank: int = 1
    hours: Hours = ()
    team: str = ""
    services: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AmendRotation(Command[None]):
    """Change a rotation; what is None stays as it is. A change of the turns moves those to come, and those gone by."""

    right = Right.CONDUCT

    rotation: str
    name: str | None = None
    members: tuple[str, ...] | None = None
    unit: TurnUnit | None = None
    every: int | None = None
    hands_over: str | None = None
    zone: str | None = None
    starts_at: int | None = None
    ends_at: int | None = None
    rank: int | None = None
    hours: Hours | None = None
    team: str | None = None
    services: tuple[str, ...] | None = None
    is_endless: bool = False  # forget when it ends
    seen: Seen | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DropRotation(Command[None]):
    """Nobody takes these turns any more; what calendars and changes said of it is kept, unseen."""

    right = Right.CONDUCT

    rotation: str


@handles(AddRotation)
def add_rotation(command: AddRotation, books: Books) -> RecordId:
    name = " ".join(needed(command.name, code="name-missing", message=_("What is this rotation called?")).split())
    rotation = books.named("rotation", name)
    if books.row("rotation", rotation) is not None:
        raise Refusal(
            "rotation-exists",
            _("There is a rotation “{name}” already.").format(name=name),
            safe=_("Nothing was changed."),
            todo=_("Amend that one, or give this one another name."),
        )
    patch = {
        "name": name,
        "members": [person_named(books, each) for each in command.members],
        "unit": command.unit.value,
        "every": command.every,
        "hands_over": command.hands_over.strip() or "09:00",
        "zone": command.zone.strip() or zone_here(books),
        "starts_at": books.now if command.starts_at is None else command.starts_at,
        "ends_at": command.ends_at,
        "rank": command.rank,
        "hours": [list(line) for line in command.hours],
        "team": command.team or None,
        "services": list(command.services),
    }
    _refuse_unfit(patch)
    return books.make("rotation", patch, record=rotation)


@handles(AmendRotation)
def amend_rotation(command: AmendRotation, books: Books) -> None:
    row = rotation_of(books, command.rotation)
    wanted: dict[str, Any] = {
        name: getattr(command, name)
        for name in ("every", "starts_at", "ends_at", "rank")
        if getattr(command, name) is not None
    }
    if command.name is not None:
        wanted["name"] = " ".join(
            needed(command.name, code="name-missing", message=_("What is this rotation called?")).split()
        )
    if command.members is not None:
        wanted["members"] = [person_named(books, each) for each in command.members]
    if command.unit is not None:
        wanted["unit"] = command.unit.value
    if command.hours is not None:
        wanted["hours"] = [list(line) for line in command.hours]
    if command.services is not None:
        wanted["services"] = list(command.services)
    if command.team is not None:
        wanted["team"] = command.team or None
    wanted |= {name: said.strip() for name in ("hands_over", "zone") if (said := getattr(command, name)) is not None}
    if command.is_endless:
        wanted["ends_at"] = None
    _refuse_unfit(dict(row) | wanted)
    kept = unmoved(books, "rotation", row["id"], wanted, command.seen)
    books.write("rotation", row["id"], changed(row, kept))


@handles(DropRotation)
def drop_rotation(command: DropRotation, books: Books) -> None:
    books.write("rotation", rotation_of(books, command.rotation)["id"], {DELETED: True})


def rotation_of(books: Books, reference: str) -> Row:
    """A rotation by id or by name. Raises Refusal."""
    reference = reference.strip()
    record = reference.lower() if ID.match(reference) else books.named("rotation", reference)
    found = books.row("rotation", record)
    if found is None and not ID.match(reference):
        found = next(iter(books.where("rotation", name=" ".join(reference.split()))), None)
    if found is None:
        raise Refusal(
            "rotation-unknown",
            _("There is no rotation {name} in this room.").format(name=reference),
            safe=_("Nothing was changed."),
            todo=_("Choose one from the list of rotations."),
        )
    return found


def person_named(books: Books, who: str) -> PersonId:
    """The person of this id or name; somebody new gets a card of the roster. Raises Refusal for nobody."""
    who = " ".join(who.split())
    if ID.match(who):
        if books.any_row("person", who.lower()) is None:
            raise nobody(who)
        return PersonId(who.lower())
    name = needed(who, code="person-missing", message=_("Who is it?"))
    person = books.named("person", name)
    refuse_erased(books, person)
    if books.row("person", person) is None:
        number = {} if books.any_row("person", person) else {"number": books.number("person")}
        books.make("person", {"name": name, "initials": initials_of(name), "roster": True, **number}, record=person)
    return PersonId(person)


def zone_here(books: Books) -> str:
    """The zone of this laptop as calendars name zones; where the system says less, the likeliest of its offset."""
    if "/" in books.moment.zone and _is_zone(books.moment.zone):
        return books.moment.zone
    return "Europe/Paris" if books.moment.offset_min in (60, 120) else "UTC"


def nobody(who: str) -> Refusal:
    return Refusal(
        "person-unknown",
        _("There is nobody {who} in this room.").format(who=who),
        safe=_("Nothing was changed."),
        todo=_("Give the name as the roster has it."),
    )


def changed(row: Row, wanted: dict[str, Any]) -> dict[str, Any]:
    """Of what is wanted, what a row does not say already."""

    def plain(value: Any) -> Any:
        return json_field(value) if isinstance(value, list) else value

    return {name: value for name, value in wanted.items() if plain(value) != row[name]}


def _refuse_unfit(patch: dict[str, Any]) -> None:
    starts, ends = patch["starts_at"], patch["ends_at"]
    for is_wrong, code, message in (
        (_unfit_hours(patch["hours"]), "hours-unfit", _("Hours are a weekday and two times such as 08:00 and 18:00.")),
        (time_of(patch["hands_over"]) is None, "time-unfit", _("The hand-over is a time such as 09:00.")),
        (not _is_zone(patch["zone"]), "zone-unknown", _("A time zone such as Europe/Paris is needed.")),
        (patch["every"] not in range(1, MOST_EVERY + 1), "every-unfit", _("A turn lasts at least one hour.")),
        (patch["rank"] not in range(1, 10), "rank-unfit", _("A rank is a number from 1 to 9; 1 is called first.")),
        (
            starts is not None and ends is not None and ends <= starts,
            "ends-before-start",
            _("The rotation would end before it begins."),
        ),
        (
            isinstance(patch["members"], list) and len(patch["members"]) > MOST_MEMBERS,
            "members-many",
            _("More than {most} people cannot take turns.").format(most=MOST_MEMBERS),
        ),
    ):
        if is_wrong:
            raise Refusal(code, message, safe=_("Nothing was changed."), todo=_("Correct it and try again."))


def _unfit_hours(hours: Any) -> bool:
    if isinstance(hours, str) or hours is None:  # as the room has them
        return False
    lines: Iterable[Any] = hours
    return len(hours) > MOST_HOURS or any(
        len(line) != 3 or line[0] not in range(7) or time_of(line[1]) is None or time_of(line[2]) is None
        for line in lines
    )


def _is_zone(name: str | None) -> bool:
    try:
        return bool(name and ZoneInfo(name))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
