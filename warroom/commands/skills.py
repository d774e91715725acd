"""Skills as verbs: which there are, who has which, how well, and until when that is held to be true."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from warroom.commands.base import Command, handles, needed
from warroom.commands.named_records import make_named, named_record, refuse_namesake, service_ids
from warroom.commands.rostered import person_of, rostered
from warroom.commands.seen import Seen, unmoved
from warroom.domain.ids import RecordId
from warroom.domain.nouns import DELETED
from warroom.domain.rights import Right
from warroom.domain.roster import Mastered
from warroom.errors import Refusal
from warroom.storage.books import Books, Row
from warroom.words import _

LEAST_MOST = 99  # people that a skill may ask for


@dataclass(frozen=True, slots=True, kw_only=True)
class AddSkill(Command[RecordId]):
    """A skill that this room counts on; one of the same name is the same on every station.

    `least` is how many people should have it alone; 0 leaves it at two. `services` are names or ids.
    """

    right = Right.ACT

    name: str
    least: int = 0
    services: tuple[str, ...] = ()
    remark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AmendSkill(Command[RecordId]):
    """Change what a skill (id or name) is; None leaves a field as it is."""

    right = Right.ACT

    skill: str
    name: str | None = None
    least: int | None = None
    services: tuple[str, ...] | None = None
    remark: str | None = None
    seen: Seen | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DropSkill(Command[None]):
    """This room counts on the skill no longer; who had it is forgotten with it."""

    right = Right.ACT

    skill: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Master(Command[RecordId]):
    """Say that somebody has a skill; both are added by name when they are new.

    `until` is milliseconds UTC: until when that is held to be true (a certificate, an access), None without end.
    """

    right = Right.ACT

    person: str
    skill: str
    level: Mastered = Mastered.ALONE
    until: int | None = None
    remark: str = ""
    seen: Seen | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Forget(Command[None]):
    """Somebody has a skill no longer."""

    right = Right.ACT

    person: str
    skill: str


@handles(AddSkill)
def add_skill(command: AddSkill, books: Books) -> RecordId:
    name = _named(command.name)
    _check_least(command.least)
    said = {
        "least": command.least or None,
        "services": service_ids(books, command.services),
        "remark": command.remark.strip() or None,
    }
    wanted = {field: value for field, value in said.items() if value is not None}
    known = named_record(books, "skill", name)
    if known is None:
        return make_named(books, "skill", name, wanted)
    changed = {field: value for field, value in wanted.items() if known[field] != value}
    books.write("skill", known["id"], changed)
    return RecordId(known["id"])


@handles(AmendSkill)
def amend_skill(command: AmendSkill, books: Books) -> RecordId:
    skill = known_skill(books, command.skill)
    wanted: dict[str, Any] = {}
    if command.name is not None:
        wanted["name"] = _named(command.name)
        refuse_namesake(books, "skill", skill, wanted["name"])
    if command.least is not None:
        _check_least(command.least)
        wanted["least"] = command.least or None
    if command.services is not None:
        wanted["services"] = service_ids(books, command.services)
    if command.remark is not None:
        wanted["remark"] = command.remark.strip() or None
    wanted = unmoved(books, "skill", skill["id"], wanted, command.seen)
    books.write("skill", skill["id"], {field: value for field, value in wanted.items() if skill[field] != value})
    return RecordId(skill["id"])


@handles(DropSkill)
def drop_skill(command: DropSkill, books: Books) -> None:
    skill = known_skill(books, command.skill)
    for mastery in books.where("mastery", skill=skill["id"]):
        books.write("mastery", mastery["id"], {DELETED: True})
    books.write("skill", skill["id"], {DELETED: True})


@handles(Master)
def master(command: Master, books: Books) -> RecordId:
    named = needed(command.skill, code="skill-missing", message=_("Which skill?"))
    person = rostered(books, command.person)
    known = named_record(books, "skill", named)
    skill = known["id"] if known else make_named(books, "skill", _named(named), {})
    record = books.named("mastery", f"{person} {skill}")
    wanted = {"level": int(command.level), "until": command.until, "remark": command.remark.strip() or None}
    row = books.row("mastery", record)
    if row is None:
        said = {
            field: value for field, value in wanted.items() if value is not None or books.any_row("mastery", record)
        }
        return books.make("mastery", {"person": person, "skill": skill, **said}, record=record)
    wanted = unmoved(books, "mastery", record, wanted, command.seen)
    books.write("mastery", record, {field: value for field, value in wanted.items() if row[field] != value})
    return record


@handles(Forget)
def forget(command: Forget, books: Books) -> None:
    person, skill = person_of(books, command.person), known_skill(books, command.skill)
    record = books.named("mastery", f"{person} {skill['id']}")
    if person is None or books.row("mastery", record) is None:
        raise Refusal(
            "mastery-unknown",
            _("{person} does not have the skill “{skill}” here.").format(
                person=command.person, skill=str(skill["name"] or "")
            ),
            safe=_("Nothing was changed."),
        )
    books.write("mastery", record, {DELETED: True})


def known_skill(books: Books, reference: str) -> Row:
    """A skill by id or name. Raises Refusal `skill-unknown`."""
    named = needed(reference, code="skill-missing", message=_("Which skill?"))
    found = named_record(books, "skill", named)
    if found is None:
        raise Refusal(
            "skill-unknown",
            _("No skill is called “{name}” here.").format(name=named),
            safe=_("Nothing was changed."),
            todo=_("Add it, or look at the matrix of skills for its name."),
        )
    return found


def _named(name: str) -> str:
    return " ".join(needed(name, code="skill-missing", message=_("Which skill?")).split())


def _check_least(least: int) -> None:
    if not 0 <= least <= LEAST_MOST:
        raise Refusal(
            "least-unfit",
            _("Between none and {n} people may be asked for.").format(n=LEAST_MOST),
            safe=_("Nothing was changed."),
        )
