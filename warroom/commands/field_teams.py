"""Teams sent out as verbs: send, hear, move, return; each is told in the log of the incident they serve."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import orjson

from warroom.commands.base import Command, handles, needed
from warroom.commands.entries import check_entry, check_event, write_automatic, write_entry
from warroom.commands.field_words import field_status_word
from warroom.commands.heard import note
from warroom.commands.seen import Seen, unmoved
from warroom.domain.entries import Channel, Kind
from warroom.domain.field_teams import CONTACT_CHOICES, CONTACT_MIN, UNTIMED, FieldStatus, folded
from warroom.domain.ids import RecordId
from warroom.domain.nouns import DELETED
from warroom.domain.rights import Right
from warroom.errors import Refusal
from warroom.phrases import labelled
from warroom.storage.books import Books, Row
from warroom.words import _

AMENDABLE = ("name", "call_sign", "leader", "crew", "mission", "place", "reached_by", "contact_min", "status")
MEMBERS_MOST = 50


@dataclass(frozen=True, slots=True)
class Sent:
    """A team sent out: its id and printed number."""

    id: RecordId
    number: str

    def __str__(self) -> str:
        return self.number


@dataclass(frozen=True, slots=True, kw_only=True)
class SendTeam(Command[Sent]):
    """Send a team out for an incident, to be heard of at least every so many minutes (10 to 120).

    `sent_at` is milliseconds UTC, now when absent; its silence counts from then.
    """

    right = Right.CONDUCT

    incident: str
    name: str
    call_sign: str = ""
    leader: str = ""
    crew: tuple[str, ...] = ()
    mission: str = ""
    place: str = ""
    reached_by: str = ""
    contact_min: int = CONTACT_MIN
    status: FieldStatus = FieldStatus.IN_TRANSIT
    sent_at: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteContact(Command[RecordId]):
    """Note what a team said (`incoming`), or that it was called; written in the log, at `at` (milliseconds UTC).

    Only an incoming message that is not blank is word from the team. Whoever types may note it: no right is asked.
    """

    right = Right.LOG

    field_team: str
    text: str = ""
    incoming: bool = True
    status: FieldStatus | None = None
    place: str = ""
    channel: str = Channel.RADIO.value
    at: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeBackContact(Command[None]):
    """A contact was noted for the wrong team: it counts no more, with the reason. What the log says of it stays."""

    right = Right.LOG

    contact: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveTeam(Command[None]):
    """Change where a team is, what it does, who is in it or how long it may be silent. None leaves a field."""

    right = Right.CONDUCT

    field_team: str
    name: str | None = None
    call_sign: str | None = None
    leader: str | None = None
    crew: tuple[str, ...] | None = None
    mission: str | None = None
    place: str | None = None
    reached_by: str | None = None
    contact_min: int | None = None
    status: FieldStatus | None = None
    seen: Seen | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnTeam(Command[None]):
    """A team is back, with what it brings; nobody waits for news of it any more."""

    right = Right.CONDUCT

    field_team: str
    text: str = ""


@handles(SendTeam)
def send_team(command: SendTeam, books: Books) -> Sent:
    incident = books.get("incident", command.incident)
    name = needed(" ".join(command.name.split()), code="team-unnamed", message=_("What is this team called?"))
    call_sign = " ".join(command.call_sign.split())
    check_event(books, command.sent_at)
    _must_be_alone(books, incident["id"], (name, call_sign), but="")
    number = books.number("field_team")
    sent_at = books.now if command.sent_at is None else command.sent_at
    patch: dict[str, Any] = {
        "incident": incident["id"],
        "number": number,
        "name": name,
        "call_sign": call_sign,
        "leader": " ".join(command.leader.split()),
        "crew": _people(command.crew),
        "mission": command.mission.strip(),
        "place": command.place.strip(),
        "reached_by": command.reached_by.strip(),
        "contact_min": _minutes(command.contact_min),
        "status": FieldStatus(command.status).value,
        "sent_at": sent_at,
    }
    record = books.make("field_team", {key: value for key, value in patch.items() if value not in ("", ())})
    told = [labelled(_("Team sent out, {number}").format(number=number), name)]
    told += [patch[key] for key in ("place", "mission") if patch[key]]
    said = {"team": number, "record": record, "name": name, "leader": patch["leader"], "crew": patch["crew"]}
    write_automatic(books, incident, " · ".join(told), code="team-sent", params={**said, "at": sent_at})
    return Sent(record, number)


@handles(NoteContact)
def note_contact(command: NoteContact, books: Books) -> RecordId:
    team = books.get("field_team", command.field_team)
    text = command.text.strip()
    check_entry(books, text, event_at=command.at)
    at = books.now if command.at is None else command.at
    incident = _incident(books, team)
    entry = ""
    if text:
        direction = "from_who" if command.incoming else "to_who"
        more = {direction: team["name"] or team["number"], "channel": command.channel}
        kind = Kind.REPORT if command.incoming else Kind.INFORMATION
        entry = write_entry(books, incident, text, kind=kind, event_at=at, more=more).id
    else:
        sentence = _("{team} signalled without a word") if command.incoming else _("No answer from {team}")
        params = {"team": team["number"], "record": team["id"], "name": team["name"], "at": at}
        said = sentence.format(team=_named(team))
        write_automatic(books, incident, said, code="contact-blank", params=params)
    status = FieldStatus(command.status).value if command.status is not None else ""
    made = note(books, team, at=at, incoming=command.incoming, entry=entry, status=status)
    changed = _changed(team, {"status": status or None, "place": command.place.strip() or None}, keep_empty=False)
    if changed:  # what two stations disagree on stays to be settled; word from a team is noted all the same
        books.write("field_team", team["id"], {}, follows=_timed(books, team, changed))
        write_automatic(books, incident, _moved(team, changed), code="team-moved", params=_params(team, changed))
    return RecordId(made)


@handles(TakeBackContact)
def take_back_contact(command: TakeBackContact, books: Books) -> None:
    contact = books.get("contact", command.contact)
    reason = needed(command.reason, code="reason-missing", message=_("Say why this contact does not count."))
    team = books.get("field_team", contact["field_team"])
    books.write("contact", contact["id"], {DELETED: True})
    sentence = _("Contact of {team} taken back: {reason}").format(team=_named(team), reason=reason)
    params = {"team": team["number"], "record": team["id"], "at": contact["at"], "reason": reason}
    write_automatic(books, _incident(books, team), sentence, code="contact-taken-back", params=params)


@handles(MoveTeam)
def move_team(command: MoveTeam, books: Books) -> None:
    team = books.get("field_team", command.field_team)
    wanted: dict[str, Any] = {}
    for name in AMENDABLE:
        value = getattr(command, name)
        if value is not None:
            wanted[name] = _as_written(name, value)
    if "name" in wanted:
        wanted["name"] = needed(wanted["name"], code="team-unnamed", message=_("What is this team called?"))
    changed = _changed(team, wanted, keep_empty=True)
    changed = unmoved(books, "field_team", team["id"], changed, command.seen)
    if {"name", "call_sign"} & set(changed) and team["returned_at"] is None:
        names = (changed.get("name", team["name"]) or "", changed.get("call_sign", team["call_sign"]) or "")
        _must_be_alone(books, team["incident"], names, but=team["id"])
    if not changed:
        return
    stamps = {name: value for name, value in _timed(books, team, changed).items() if name not in changed}
    books.write("field_team", team["id"], changed, follows=stamps)
    incident = _incident(books, team)
    write_automatic(books, incident, _moved(team, changed), code="team-moved", params=_params(team, changed))


@handles(ReturnTeam)
def return_team(command: ReturnTeam, books: Books) -> None:
    team = books.get("field_team", command.field_team)
    if team["returned_at"] is not None:
        return
    text = command.text.strip()
    check_entry(books, text, event_at=None)
    follows = {"returned_at": books.now, "status": FieldStatus.AT_BASE.value}
    books.write("field_team", team["id"], {}, follows=follows)
    told = _("{team} is back").format(team=_named(team))
    said = labelled(told, text) if text else told
    params = {"team": team["number"], "record": team["id"], "name": team["name"], "text": text}
    write_automatic(books, _incident(books, team), said, code="team-returned", params=params)


def _as_written(name: str, value: Any) -> Any:
    if name == "crew":
        return _people(value)
    if name == "contact_min":
        return _minutes(value)
    if name == "status":
        return FieldStatus(value).value
    return " ".join(value.split()) if name in ("name", "call_sign", "leader") else value.strip()


def _changed(team: Row, wanted: dict[str, Any], *, keep_empty: bool) -> dict[str, Any]:
    """What differs from what is there; an emptied field is None. Without `keep_empty` nothing is emptied."""
    found = {}
    for name, value in wanted.items():
        former = _listed(team[name]) if name == "crew" else team[name]
        if (former or None) != (value or None) and (value or keep_empty):
            found[name] = value or None
    return found


def _timed(books: Books, team: Row, changed: dict[str, Any]) -> dict[str, Any]:
    """With the time its silence counts from, where it leaves a status in which nobody waits for news."""
    status = changed.get("status")
    if status and status not in UNTIMED and (team["status"] or FieldStatus.AT_BASE) in UNTIMED:
        return {**changed, "timed_from": books.now}
    return changed


def _must_be_alone(books: Books, incident: str, names: tuple[str, ...], *, but: str) -> None:
    """Two teams of one name would be one in the log: the one that is silent would seem heard."""
    wanted = {folded(name) for name in names if name.strip()}
    for team in books.where("field_team", incident=incident, returned_at=None):
        taken = {folded(name) for name in (team["name"], team["call_sign"]) if name}
        if team["id"] != but and wanted & taken:
            raise Refusal(
                "team-name-taken",
                _("{number} is out under this name already.").format(number=team["number"]),
                safe=_("Nothing was changed."),
                todo=_("Give this one another name: the log tells teams apart by it."),
            )


def _minutes(minutes: int) -> int:
    if not CONTACT_CHOICES[0] <= minutes <= CONTACT_CHOICES[-1]:
        raise Refusal(
            "contact-minutes",
            _("A team is heard of every {least} to {most} minutes.").format(
                least=CONTACT_CHOICES[0], most=CONTACT_CHOICES[-1]
            ),
            safe=_("Nothing was changed."),
            todo=_("For a team that nobody waits for, say that it is at base or off duty."),
        )
    return minutes


def _people(names: tuple[str, ...]) -> tuple[str, ...]:
    found = dict.fromkeys(" ".join(name.split()) for name in names)
    return tuple(name for name in found if name)[:MEMBERS_MOST]


def _listed(value: Any) -> tuple[str, ...]:
    try:
        said = orjson.loads(value or "[]")
    except (ValueError, TypeError):
        return ()
    return tuple(str(each) for each in said) if isinstance(said, list) else ()


def _incident(books: Books, team: Row) -> Row:
    return books.get("incident", team["incident"])


def _named(team: Row) -> str:
    return f"{team['name'] or '—'} ({team['number']})"


def _moved(team: Row, changed: dict[str, Any]) -> str:
    """One sentence for whatever changed: where and how it is, else that its card changed."""
    said = []
    if changed.get("status"):
        said.append(field_status_word(FieldStatus(changed["status"])))
    said += [changed[name] for name in ("place", "mission") if changed.get(name)]
    if changed.get("contact_min"):
        said.append(_("heard of every {n} min").format(n=changed["contact_min"]))
    if changed.get("leader"):
        said.append(_("led by {name}").format(name=changed["leader"]))
    return labelled(_named(team), ", ".join(said) or _("its card was changed"))


def _params(team: Row, changed: dict[str, Any]) -> dict[str, Any]:
    return {"team": team["number"], "record": team["id"], "name": team["name"], **changed}
