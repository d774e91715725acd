"""Teams as verbs: what each is for, who leads it, who belongs to it, and which are rapid-response teams."""

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
from warroom.errors import Refusal
from warroom.storage.books import Books, Row
from warroom.words import _


@dataclass(frozen=True, slots=True, kw_only=True)
class AddTeam(Command[RecordId]):
    """A team; one of the same name is the same on every station. `lead` (id, number or name) belongs to it."""

    right = Right.ACT

    name: str
    purpose: str = ""
    rapid: bool = False
    lead: str = ""
    services: tuple[str, ...] = ()
    muster: str = ""
    remark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AmendTeam(Command[RecordId]):
    """Change what a team (id or name) is; None leaves a field as it is."""

    right = Right.ACT

    team: str
    name: str | None = None
    purpose: str | None = None
    rapid: bool | None = None
    lead: str | None = None
    services: tuple[str, ...] | None = None
    muster: str | None = None
    remark: str | None = None
    seen: Seen | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DropTeam(Command[None]):
    """The team exists no longer; who belonged to it stays in the roster."""

    right = Right.ACT

    team: str


@dataclass(frozen=True, slots=True, kw_only=True)
class JoinTeam(Command[RecordId]):
    """Somebody belongs to a team; `part` is what they do in it, `rank` 1 is called first, 0 says nothing."""

    right = Right.ACT

    team: str
    person: str
    part: str = ""
    rank: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class QuitTeam(Command[None]):
    """Somebody belongs to a team no longer; if they led it, nobody does."""

    right = Right.ACT

    team: str
    person: str


@handles(AddTeam)
def add_team(command: AddTeam, books: Books) -> RecordId:
    name = _named(command.name)
    lead = rostered(books, command.lead) if command.lead.strip() else None
    said: dict[str, Any] = {
        "purpose": command.purpose.strip() or None,
        "rapid": command.rapid or None,
        "lead": lead,
        "services": service_ids(books, command.services),
        "muster": command.muster.strip() or None,
        "remark": command.remark.strip() or None,
    }
    wanted = {field: value for field, value in said.items() if value is not None}
    known = named_record(books, "team", name)
    if known is None:
        team = make_named(books, "team", name, wanted)
    else:
        team = RecordId(known["id"])
        books.write("team", team, {field: value for field, value in wanted.items() if known[field] != value})
    if lead:
        _join(books, team, lead, {})
    return team


@handles(AmendTeam)
def amend_team(command: AmendTeam, books: Books) -> RecordId:
    team = known_team(books, command.team)
    wanted: dict[str, Any] = {}
    if command.name is not None:
        wanted["name"] = _named(command.name)
        refuse_namesake(books, "team", team, wanted["name"])
    if command.rapid is not None:
        wanted["rapid"] = command.rapid
    if command.lead is not None:
        wanted["lead"] = rostered(books, command.lead) if command.lead.strip() else None
    if command.services is not None:
        wanted["services"] = service_ids(books, command.services)
    for field in ("purpose", "muster", "remark"):
        if (said := getattr(command, field)) is not None:
            wanted[field] = said.strip() or None
    wanted = unmoved(books, "team", team["id"], wanted, command.seen)
    changed = {field: value for field, value in wanted.items() if (team[field] or None) != (value or None)}
    books.write("team", team["id"], changed)
    if changed.get("lead"):
        _join(books, team["id"], changed["lead"], {})
    return RecordId(team["id"])


@handles(DropTeam)
def drop_team(command: DropTeam, books: Books) -> None:
    team = known_team(books, command.team)
    for membership in books.where("membership", team=team["id"]):
        books.write("membership", membership["id"], {DELETED: True})
    books.write("team", team["id"], {DELETED: True})


@handles(JoinTeam)
def join_team(command: JoinTeam, books: Books) -> RecordId:
    team, person = known_team(books, command.team), rostered(books, command.person)
    if command.rank < 0:
        raise Refusal(
            "rank-unfit", _("The order in which people are called begins at 1."), safe=_("Nothing was changed.")
        )
    said = {"part": command.part.strip() or None, "rank": command.rank or None}
    return _join(books, team["id"], person, said)


@handles(QuitTeam)
def quit_team(command: QuitTeam, books: Books) -> None:
    team, person = known_team(books, command.team), person_of(books, command.person)
    record = books.named("membership", f"{team['id']} {person}")
    if person is None or books.row("membership", record) is None:
        raise Refusal(
            "membership-unknown",
            _("{person} does not belong to the team “{team}”.").format(
                person=command.person, team=str(team["name"] or "")
            ),
            safe=_("Nothing was changed."),
        )
    books.write("membership", record, {DELETED: True})
    if team["lead"] == person:
        books.write("team", team["id"], {}, follows={"lead": None})


def known_team(books: Books, reference: str) -> Row:
    """A team by id or name. Raises Refusal `team-unknown`."""
    named = needed(reference, code="team-missing", message=_("Which team?"))
    found = named_record(books, "team", named)
    if found is None:
        raise Refusal(
            "team-unknown",
            _("No team is called “{name}” here.").format(name=named),
            safe=_("Nothing was changed."),
            todo=_("Add it first."),
        )
    return found


def _join(books: Books, team: str, person: str, said: dict[str, Any]) -> RecordId:
    record = books.named("membership", f"{team} {person}")
    row = books.row("membership", record)
    if row is None:
        fresh = {"part": None, "rank": None} if books.any_row("membership", record) else {}
        told = {field: value for field, value in said.items() if value is not None}
        return books.make("membership", {"team": team, "person": person, **fresh, **told}, record=record)
    books.write("membership", record, {field: value for field, value in said.items() if row[field] != value})
    return record


def _named(name: str) -> str:
    return " ".join(needed(name, code="team-missing", message=_("Which team?")).split())
