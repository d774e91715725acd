"""Attendance as verbs: who arrived, who left, and what of it is put right (ICS 211)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from warroom import phrases
from warroom.commands.base import Command, handles, needed
from warroom.commands.cell_words import seat_word
from warroom.commands.entries import check_event, write_entry
from warroom.commands.hours import time_said
from warroom.commands.people import whoever
from warroom.commands.plan_followed import name_of
from warroom.commands.seen import Seen, unmoved
from warroom.domain.entries import Kind
from warroom.domain.ids import PersonId, RecordId
from warroom.domain.nouns import DELETED
from warroom.domain.rights import Right
from warroom.errors import Refusal
from warroom.storage.books import Books, Row
from warroom.words import _

PUT_BACK_MOST = 48 * 3_600_000  # milliseconds a clock may have been put back since somebody arrived


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckIn(Command[RecordId]):
    """Somebody arrived for an incident; a name is enough. Time in milliseconds UTC; now when absent.

    Whoever is there already stays so: what is said of function and place is noted, and the same record comes back.
    """

    right = Right.LOG

    person: str  # name or id
    incident: str
    code: str = ""  # of the function they come for
    place: str = ""
    at: int | None = None
    remark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckOut(Command[tuple[RecordId, ...]]):
    """Somebody left, of one incident or wherever they were there. Time in milliseconds UTC; now when absent."""

    right = Right.LOG

    person: str  # name or id
    incident: str = ""
    at: int | None = None
    remark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectPresence(Command[None]):
    """Put the times, function or place of a presence right; the log keeps what stood there. Milliseconds UTC."""

    right = Right.LOG

    presence: str
    arrived_at: int
    left_at: int | None
    code: str
    place: str
    reason: str
    seen: Seen | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DropPresence(Command[None]):
    """They were not there at all; the log keeps what stood there."""

    right = Right.LOG

    presence: str
    reason: str


@handles(CheckIn)
def check_in(command: CheckIn, books: Books) -> RecordId:
    incident = books.get("incident", command.incident)
    check_event(books, command.at)
    person, name = whoever(books, command.person)
    at = books.now if command.at is None else command.at
    said = {"code": command.code.strip().upper(), "place": command.place.strip(), "remark": command.remark.strip()}
    standing = _standing(books, person, incident["id"])
    if standing:
        record = RecordId(standing[0]["id"])
        changed = {field: value for field, value in said.items() if value and value != standing[0][field]}
        if changed:
            books.write("presence", record, changed)
        return record
    _refuse_within(books, person, name, incident, at)
    patch = {"incident": incident["id"], "person": person, "arrived_at": at, "by": books.author.name}
    patch |= {field: value for field, value in said.items() if value}
    made = books.make("presence", patch)
    where = ", ".join(part for part in (_function(books, incident, said["code"]), said["place"]) if part)
    sentence = _("Arrived: {name}.").format(name=f"{name} ({where})" if where else name)
    params = {"person": name, "code": said["code"], "place": said["place"]}
    _tell(books, incident, sentence, "arrived", params, at=at)
    return made


@handles(CheckOut)
def check_out(command: CheckOut, books: Books) -> tuple[RecordId, ...]:
    check_event(books, command.at)
    person, name = whoever(books, command.person)
    only = books.get("incident", command.incident)["id"] if command.incident else ""
    standing = _standing(books, person, only)
    at = _now_or_arrival(books, standing) if command.at is None else command.at
    if not standing:
        raise Refusal(
            "not-present",
            _("{name} is not noted as being there.").format(name=name),
            safe=_("Nothing was changed."),
            todo=_("Note the arrival first, with its time."),
        )
    for row in standing:
        if at < (row["arrived_at"] or 0):
            raise _turned()
    remark = command.remark.strip()
    for row in standing:
        books.write("presence", row["id"], {"left_at": at} | ({"remark": remark} if remark else {}))
    for record in dict.fromkeys(row["incident"] for row in standing):
        incident = books.row("incident", record) if record else None
        if incident is not None:
            first = min(row["arrived_at"] or at for row in standing if row["incident"] == record)
            sentence = _("Left: {name}, after {length}.").format(name=name, length=phrases.duration(at - first))
            _tell(books, incident, sentence, "left", {"person": name, "arrived_at": first}, at=at)
    return tuple(RecordId(row["id"]) for row in standing)


def _now_or_arrival(books: Books, standing: Sequence[Row]) -> int:
    """Now; the arrival itself where the clock of this laptop was put back since, so that nobody is kept in."""
    arrived = [row["arrived_at"] or 0 for row in standing]
    return max([books.now, *(at for at in arrived if at - books.now <= PUT_BACK_MOST)])


@handles(CorrectPresence)
def correct_presence(command: CorrectPresence, books: Books) -> None:
    row = books.get("presence", command.presence)
    check_event(books, command.arrived_at)
    check_event(books, command.left_at)
    if command.left_at is not None and command.left_at < command.arrived_at:
        raise _turned()
    reason = needed(command.reason, code="reason-missing", message=_("A correction needs a reason."))
    wanted: dict[str, Any] = {
        "arrived_at": command.arrived_at,
        "left_at": command.left_at,
        "code": command.code.strip().upper() or None,
        "place": command.place.strip() or None,
    }
    wanted = unmoved(books, "presence", row["id"], wanted, command.seen)
    twins = _twins(books, row)
    stay = _stay(row, twins)
    changed = {field: value for field, value in wanted.items() if (stay[field] or None) != value}
    if not changed:
        return
    for twin in twins:
        books.write("presence", twin["id"], {DELETED: True})
    books.write("presence", row["id"], {field: wanted[field] for field in wanted if wanted[field] != row[field]})
    incident = books.row("incident", row["incident"] or "")
    if incident is None:
        return
    name = name_of(books, row)
    was, now = _span(books, stay), _span(books, {**stay, **changed})
    said = f"{was} → {now}" if was != now else _("function or place")
    sentence = _("Presence of {name} corrected: {what}. {reason}").format(name=name, what=said, reason=reason)
    params = changed | {f"was_{field}": stay[field] for field in changed} | {"person": name, "reason": reason}
    _tell(books, incident, sentence, "presence-corrected", params)


@handles(DropPresence)
def drop_presence(command: DropPresence, books: Books) -> None:
    row = books.get("presence", command.presence)
    reason = needed(command.reason, code="reason-missing", message=_("A correction needs a reason."))
    twins = _twins(books, row)
    for each in (row, *twins):
        books.write("presence", each["id"], {DELETED: True})
    incident = books.row("incident", row["incident"] or "")
    if incident is None:
        return
    name = name_of(books, row)
    sentence = _("{name} was not there: {span} taken out. {reason}").format(
        name=name, span=_span(books, _stay(row, twins)), reason=reason
    )
    params = {"person": name, "reason": reason, "arrived_at": row["arrived_at"], "left_at": row["left_at"]}
    _tell(books, incident, sentence, "presence-dropped", params)


def _standing(books: Books, person: PersonId, incident: str) -> list[Row]:
    """Where somebody is there now, the earliest arrival first; a departure before the arrival counts for nothing."""
    equal = {"person": person} | ({"incident": incident} if incident else {})
    rows = [row for row in books.where("presence", **equal) if row["arrived_at"] is not None]
    found = [row for row in rows if row["left_at"] is None or row["left_at"] < row["arrived_at"]]
    return sorted(found, key=lambda row: (row["arrived_at"], row["id"]))


def _twins(books: Books, row: Row) -> list[Row]:
    """What else was noted of the same stay, by other stations."""
    same = books.where("presence", person=row["person"], incident=row["incident"])
    return [each for each in same if each["id"] != row["id"] and _overlap(each, row)]


def _stay(row: Row, twins: list[Row]) -> Row:
    """A presence as the lists show it, with what other stations noted of it."""
    ends = [each["left_at"] for each in (row, *twins) if each["left_at"] is not None]
    more = {field: next((each[field] for each in (row, *twins) if each[field]), None) for field in ("code", "place")}
    return {**row, **more, "left_at": max(ends, default=None)}


def _overlap(one: Row, other: Row) -> bool:
    starts, ends = zip(*((row["arrived_at"] or 0, row["left_at"]) for row in (one, other)), strict=True)
    latest, first = max(starts), min((end for end in ends if end is not None), default=None)
    return first is None or bool(latest < first)


def _refuse_within(books: Books, person: PersonId, name: str, incident: Row, at: int) -> None:
    """An arrival within a presence that is noted already would be counted with it: that one is to be corrected."""
    for row in books.where("presence", person=person, incident=incident["id"]):
        if row["left_at"] is not None and (row["arrived_at"] or 0) <= at < row["left_at"]:
            raise Refusal(
                "present-then",
                _("{name} is noted as being there then: {span}.").format(name=name, span=_span(books, row)),
                safe=_("Nothing was changed."),
                todo=_("Correct that presence instead."),
            )


def _turned() -> Refusal:
    return Refusal(
        "left-before-arrival",
        _("The departure would be before the arrival."),
        safe=_("Nothing was changed."),
        todo=_("Check both times, and their dates."),
    )


def _span(books: Books, row: Row) -> str:
    """`14:02 – 22:10`, in the time of this station."""
    arrived = time_said(books, row["arrived_at"] or 0)
    left = time_said(books, row["left_at"]) if row["left_at"] is not None else _("still there")
    return f"{arrived} – {left}"


def _function(books: Books, incident: Row, code: str) -> str:
    """A function as the cell of this incident calls it."""
    if not code:
        return ""
    cells = {row["cell"] for row in books.where("coverage", incident=incident["id"])}
    labels = (row["label"] for row in books.where("function", code=code) if row["cell"] in cells and row["label"])
    return seat_word(code, next(labels, ""))


def _tell(
    books: Books, incident: Row, sentence: str, code: str, params: Mapping[str, Any], *, at: int | None = None
) -> None:
    said = {name: value for name, value in params.items() if value not in (None, "")}
    told = {"code": code, "params": said, "reason": said.get("reason", "")}
    write_entry(books, incident, sentence, kind=Kind.AUTOMATIC, event_at=at, more=told)
