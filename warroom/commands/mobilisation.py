"""Mobilisation as verbs: start it, add people, change where they go, end it (doctrine §2.3)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from warroom.commands.base import Command, handles
from warroom.commands.called import all_called
from warroom.commands.callout_words import CalloutText, callout_text, people_called, times_said
from warroom.commands.entries import write_automatic
from warroom.commands.hours import here
from warroom.commands.people import whoever
from warroom.commands.seen import Seen, unmoved
from warroom.domain.callout import Because, Reason, callers
from warroom.domain.ids import PersonId, RecordId
from warroom.domain.message_words import wrapped
from warroom.domain.mobilisation import ESCALATE_MIN, CalleeState, Shape
from warroom.domain.mobilisation_times import times
from warroom.domain.rights import Right
from warroom.errors import Refusal
from warroom.phrases import labelled, time_of_day
from warroom.storage.books import Books, Row
from warroom.storage.template_book import template_book_in
from warroom.words import _, language

MINUTE = 60_000
ACK_MIN = 15  # minutes to acknowledge where nothing else is said
ESCALATE_MOST = 24 * 60  # minutes
ID_LETTERS = 32
MOST = 500  # people of one call-out; nobody calls more


@dataclass(frozen=True, slots=True)
class Started:
    """A mobilisation that was started: its id and printed number."""

    id: RecordId
    number: str

    def __str__(self) -> str:
        return self.number


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Somebody to call (name or id), for which function, why, and who is called instead (name or id).

    A name beside the id makes somebody known to the room whom only the functions of a cell name so far.
    """

    person: str
    name: str = ""
    code: str = ""
    why: tuple[Reason, ...] = (Reason(Because.BY_HAND),)
    deputy: str = ""
    deputy_name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StartMobilisation(Command[Started]):
    """Call people out for an incident, in this order. Without a text the one of doctrine §7.6 (T01) is written.

    `ack_by` is milliseconds UTC, a quarter of an hour from now when absent. In a tree each calls at most five others.
    """

    right = Right.CONDUCT

    incident: str
    people: tuple[Wanted, ...]
    text: str = ""
    muster: str = ""
    backup: str = ""
    ack_by: int | None = None
    escalate_min: int = ESCALATE_MIN
    shape: Shape = Shape.LIST


@dataclass(frozen=True, slots=True, kw_only=True)
class AddCallee(Command[RecordId]):
    """One more person is called out; who is called already stays as they are, and is wanted again if they were not."""

    right = Right.CONDUCT

    mobilisation: str
    person: str
    code: str = ""
    why: tuple[Reason, ...] = (Reason(Because.BY_HAND),)
    deputy: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AmendMobilisation(Command[None]):
    """Change where people go, until when they acknowledge, or the text; None leaves it as it is."""

    right = Right.CONDUCT

    mobilisation: str
    text: str | None = None
    muster: str | None = None
    backup: str | None = None
    ack_by: int | None = None
    escalate_min: int | None = None
    seen: Seen | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseMobilisation(Command[None]):
    """End a mobilisation; the log says what it took, and who never answered."""

    right = Right.CONDUCT

    mobilisation: str
    reason: str = ""


@handles(StartMobilisation)
def start_mobilisation(command: StartMobilisation, books: Books) -> Started:
    incident = books.get("incident", command.incident)
    wanted = _people(books, command.people)
    ack_by = books.now + ACK_MIN * MINUTE if command.ack_by is None else command.ack_by
    _check(books, ack_by, command.escalate_min)
    number = books.number("mobilisation")
    muster, backup = " ".join(command.muster.split()), " ".join(command.backup.split())
    text = command.text.strip()
    if not text:
        about = said_of(books, incident, muster=muster, backup=backup, ack_by=ack_by)
        text = callout_text(about, book=template_book_in(books))
    patch: dict[str, Any] = {
        "incident": incident["id"],
        "number": number,
        "severity": incident["severity"] or 0,
        "text": wrapped(text, exercise=bool(incident["exercise"]), language=language()),
        "muster": muster or None,
        "backup": backup or None,
        "ack_by": ack_by,
        "escalate_min": command.escalate_min,
        "shape": command.shape.value,
        "started_at": books.now,
        "started_by": books.author.name,
    }
    made = books.make("mobilisation", {name: value for name, value in patch.items() if value is not None})
    above = callers(list(wanted)) if command.shape is Shape.TREE else {}
    for rank, (person, (_name, item)) in enumerate(wanted.items(), start=1):
        add(books, made, person, item, rank=rank, caller=above.get(person, ""))
    names = [name for name, _item in wanted.values()]
    _tell_start(books, incident, number, names, muster, ack_by)
    return Started(made, number)


@handles(AddCallee)
def add_callee(command: AddCallee, books: Books) -> RecordId:
    row = running(books, command.mobilisation)
    person, name = whoever(books, command.person)
    record = callee_id(books, row["id"], person)
    known = books.row("callee", record)
    if known is not None:
        if known["state"] == CalleeState.STOOD_DOWN:
            books.write("callee", record, {"state": CalleeState.TO_CALL.value})
            _tell_added(books, row, name, known["code"] or "")
        return record
    last = max((item["rank"] or 0 for item in books.where("callee", mobilisation=row["id"])), default=0)
    item = Wanted(person=person, code=command.code, why=command.why, deputy=command.deputy)
    add(books, row["id"], person, item, rank=last + 1)
    _tell_added(books, row, name, _code(command.code))
    return record


@handles(AmendMobilisation)
def amend_mobilisation(command: AmendMobilisation, books: Books) -> None:
    row = running(books, command.mobilisation)
    incident = books.get("incident", row["incident"])
    wanted: dict[str, Any] = {}
    if command.text is not None:
        wanted["text"] = wrapped(command.text, exercise=bool(incident["exercise"]), language=language()) or None
    for name in ("muster", "backup"):
        if (said := getattr(command, name)) is not None:
            wanted[name] = " ".join(said.split()) or None
    if command.ack_by is not None and command.ack_by != row["ack_by"]:
        _check(books, command.ack_by, row["escalate_min"] or ESCALATE_MIN)
        wanted["ack_by"] = command.ack_by
    if command.escalate_min is not None:
        _check(books, None, command.escalate_min)
        wanted["escalate_min"] = command.escalate_min
    wanted = unmoved(books, "mobilisation", row["id"], wanted, command.seen)
    changed = {name: value for name, value in wanted.items() if (row[name] or None) != value}
    if not changed:
        return
    books.write("mobilisation", row["id"], changed)
    said = _changes(books, changed)
    if said:
        sentence = labelled(_("Mobilisation {number}").format(number=row["number"]), ", ".join(said))
        params = {"number": row["number"], **{name: changed[name] for name in changed if name != "text"}}
        write_automatic(books, incident, f"{sentence}.", code="mobilisation-changed", params=params)


@handles(CloseMobilisation)
def close_mobilisation(command: CloseMobilisation, books: Books) -> None:
    row = books.get("mobilisation", command.mobilisation)
    if row["closed_at"] is not None:
        return
    reason = command.reason.strip()
    patch = {"closed_at": books.now, "closed_by": books.author.name}
    books.write("mobilisation", row["id"], patch | ({"reason": reason} if reason else {}))
    took = times(row["started_at"], all_called(books, row["id"]))
    figures = [labelled(label, value) for label, value in times_said(took) if value != "—"]
    sentence = _("Mobilisation {number} ended. {figures}.").format(number=row["number"], figures="; ".join(figures))
    params = {
        "number": row["number"],
        "reason": reason,
        "called": took.called,
        "reached": took.reached,
        "first_call": took.to_first_call,
        "first_answer": took.to_first_answer,
        "core": took.to_core,
        "all": took.to_all,
    }
    incident = books.get("incident", row["incident"])
    write_automatic(
        books, incident, f"{sentence} {reason}".strip(), code="mobilisation-ended", params=params, key_event=True
    )


def said_of(books: Books, incident: Row, *, muster: str, backup: str, ack_by: int | None) -> CalloutText:
    """What the text of a call-out says of an incident."""
    cells = [books.row("crisis_cell", row["cell"]) for row in books.where("coverage", incident=incident["id"])]
    levels = [cell["level"] or 0 for cell in cells if cell is not None and cell["state"] == "active"]
    impacts = books.where("impact", incident=incident["id"])
    services = [books.row("service", row["service"]) for row in impacts if row["service"]]
    return CalloutText(
        number=incident["number"] or "",
        title=incident["title"] or "",
        severity=incident["severity"] or 0,
        level=max(levels, default=0),
        services=tuple(sorted(str(service["name"]) for service in services if service and service["name"])),
        muster=muster,
        backup=backup,
        ack_by=ack_by,
        exercise=bool(incident["exercise"]),
        zone=here(books),
    )


def running(books: Books, reference: str) -> Row:
    """A mobilisation that goes on, by id or printed number. Raises Refusal `mobilisation-over`."""
    row = books.get("mobilisation", reference)
    if row["closed_at"] is not None:
        raise Refusal(
            "mobilisation-over",
            _("Mobilisation {number} has ended.").format(number=row["number"]),
            safe=_("Nothing was changed."),
            todo=_("Start another one if people are needed."),
        )
    return row


def callee_id(books: Books, mobilisation: str, person: str) -> RecordId:
    return books.named("callee", f"{mobilisation} {person}")


def add(
    books: Books, mobilisation: str, person: str, item: Wanted, *, rank: int, caller: str = "", instead_of: str = ""
) -> RecordId:
    """Write somebody among those called out, and give back the record."""
    deputy = _who(books, item.deputy, item.deputy_name)[0] if item.deputy.strip() else ""
    patch = {
        "mobilisation": mobilisation,
        "person": person,
        "code": _code(item.code),
        "why": [{"because": reason.because.value, "of": reason.of} for reason in item.why],
        "rank": rank,
        "caller": caller,
        "deputy": deputy if deputy != person else "",
        "state": CalleeState.TO_CALL.value,
        "escalated_from": instead_of,
    }
    kept = {name: value for name, value in patch.items() if value not in ("", None, [])}
    return books.make("callee", kept, record=callee_id(books, mobilisation, person))


def _people(books: Books, said: tuple[Wanted, ...]) -> dict[str, tuple[str, Wanted]]:
    """Whom to call, each once, by id with the name. Raises Refusal for nobody, or for more than can be called."""
    found: dict[str, tuple[str, Wanted]] = {}
    for item in said:
        if item.person.strip():
            person, name = _who(books, item.person, item.name)
            found.setdefault(person, (name, item))
    if not found:
        raise Refusal("nobody-called", _("Choose at least one person to call."), safe=_("Nobody was called out."))
    if len(found) > MOST:
        raise Refusal(
            "too-many-called",
            _("{n} people are too many for one call-out.").format(n=len(found)),
            safe=_("Nobody was called out."),
            todo=_("Call those who are needed first; others can be added."),
        )
    return found


def _who(books: Books, said: str, name: str) -> tuple[PersonId, str]:
    known = books.any_row("person", said) if name and len(said) == ID_LETTERS else None
    return whoever(books, name if name and known is None else said)


def _check(books: Books, ack_by: int | None, escalate_min: int) -> None:
    if ack_by is not None and ack_by <= books.now:
        raise Refusal(
            "due-in-past",
            _("This time is already past."),
            safe=_("Nothing was changed."),
            todo=_("Give a time to come."),
        )
    if not 1 <= escalate_min <= ESCALATE_MOST:
        raise Refusal(
            "minutes-unfit",
            _("A deputy is called after between one minute and one day."),
            safe=_("Nothing was changed."),
            todo=_("Check the figures."),
        )


def _code(said: str) -> str:
    return said.strip().upper()[:12]


def _tell_start(books: Books, incident: Row, number: str, names: list[str], muster: str, ack_by: int) -> None:
    at = time_of_day(ack_by, here(books))
    parts = [people_called(len(names)), _("acknowledge by {time}").format(time=at)]
    parts += [_("join {place}").format(place=muster)] if muster else []
    sentence = labelled(_("Mobilisation {number}").format(number=number), ", ".join(parts))
    params = {"number": number, "people": names, "muster": muster, "ack_by": ack_by}
    write_automatic(books, incident, f"{sentence}.", code="mobilisation", params=params, key_event=True)


def _tell_added(books: Books, row: Row, name: str, code: str) -> None:
    incident = books.get("incident", row["incident"])
    sentence = _("Mobilisation {number}: {name} is called out as well.").format(number=row["number"], name=name)
    params = {"number": row["number"], "person": name, "code": code}
    write_automatic(books, incident, sentence, code="callee-added", params=params)


def _changes(books: Books, changed: dict[str, Any]) -> list[str]:
    said = []
    if "muster" in changed:
        said.append(_("join {place}").format(place=changed["muster"] or "—"))
    if "backup" in changed:
        said.append(_("if that cannot be reached, {place}").format(place=changed["backup"] or "—"))
    if "ack_by" in changed:
        said.append(_("acknowledge by {time}").format(time=time_of_day(changed["ack_by"], here(books))))
    if "escalate_min" in changed:
        said.append(_("deputies after {n} min").format(n=changed["escalate_min"]))
    return said
