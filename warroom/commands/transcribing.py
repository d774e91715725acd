"""Transcribing: what was written by hand on a numbered sheet comes into the log with its own times."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from warroom.commands.base import Command, handles, needed
from warroom.commands.circles import restricted_to
from warroom.commands.entries import FUTURE_MS, RESERVED, TEXT_MAX, Logged, write_automatic, write_entry
from warroom.commands.heard import hear
from warroom.commands.hypothesised import record_hypothesis
from warroom.commands.paper import already_transcribed, is_transcribed, sheet_of
from warroom.commands.touched import touch_service
from warroom.domain.actions import ActionState
from warroom.domain.decisions import DecisionState, How
from warroom.domain.entries import Channel, Kind
from warroom.domain.ids import RecordId
from warroom.domain.paper import SheetLine, SheetState
from warroom.domain.rights import Right
from warroom.errors import Refusal
from warroom.storage.books import Books, Row
from warroom.words import _, ngettext

HOW = {Channel.PHONE: How.PHONE, Channel.IN_PERSON: How.IN_PERSON, Channel.MAIL: How.WRITTEN, Channel.SMS: How.WRITTEN}


@dataclass(frozen=True, slots=True)
class Transcribed:
    """A sheet that came back: its id and number, and the entries made of it, in their order."""

    id: RecordId
    number: str
    entries: tuple[Logged, ...]

    def __str__(self) -> str:
        return self.number


@dataclass(frozen=True, slots=True, kw_only=True)
class TranscribeSheet(Command[Transcribed]):
    """Write what stands on a sheet into an incident's log, all of it or nothing, each line at its own time.

    A sheet is transcribed once: Refusal `sheet-transcribed` says by whom and when, unless `again` (lines were missing).
    `unregistered`: take a sheet of which nobody here knows that it was printed.
    """

    right = Right.LOG

    sheet: str
    incident: str
    lines: tuple[SheetLine, ...]
    written_by: str = ""  # who held the pen
    circle: str = ""  # the circle (id or name) the lines are restricted to
    again: bool = False
    unregistered: bool = False


@handles(TranscribeSheet)
def transcribe_sheet(command: TranscribeSheet, books: Books) -> Transcribed:
    incident = books.get("incident", command.incident)
    if not command.lines:
        raise Refusal(
            "sheet-empty",
            _("There is no line to transcribe."),
            safe=_("Nothing was written."),
            todo=_("Type the first line of the sheet; if it came back empty, make it void."),
        )
    for place, line in enumerate(command.lines, 1):
        _check(books, line, place=place)
    sheet = sheet_of(books, command.sheet, is_unregistered=command.unregistered)
    if not command.again:
        _must_be_blank(books, sheet)
    circle = restricted_to(books, command.circle) if command.circle else None
    written = tuple(_write(books, incident, sheet["number"], line, circle) for line in command.lines)
    stamps = {"transcribed_by": books.author.name, "transcribed_at": books.now}
    patch: dict[str, Any] = {"state": SheetState.TRANSCRIBED.value, "incident": incident["id"]}
    books.write("sheet", sheet["id"], patch, follows=stamps)
    _tell(books, incident, command, sheet["number"], written)
    return Transcribed(RecordId(sheet["id"]), sheet["number"], written)


def _check(books: Books, line: SheetLine, *, place: int) -> None:
    needed(line.text, code="entry-empty", message=_("Line {place} needs some text.").format(place=place))
    problem = ""
    if line.kind in RESERVED:
        problem = _("Line {place}: only the room itself writes entries of this kind.")
    elif len(line.text) > TEXT_MAX:
        problem = _("Line {place} is too long for one entry.")
    elif line.event_at > books.now + FUTURE_MS:
        problem = _("Line {place} is more than ten minutes in the future.")
    if problem:
        raise Refusal(
            "line-unfit",
            problem.format(place=place),
            safe=_("Nothing was written; your lines are still there."),
            todo=_("Look at this line again, its time first."),
        )


def _must_be_blank(books: Books, sheet: Row) -> None:
    if is_transcribed(books, sheet):
        raise already_transcribed(books, sheet)
    if sheet["state"] == SheetState.VOID:
        raise Refusal(
            "sheet-void",
            _("Sheet {number} was made void by {name}: {reason}").format(
                number=sheet["number"], name=sheet["voided_by"] or "—", reason=sheet["reason"] or "—"
            ),
            safe=_("Nothing was written; your lines are still there."),
            todo=_("If it came back after all, say that you add its lines all the same."),
        )


def _write(books: Books, incident: Row, sheet: str, line: SheetLine, circle: str | None) -> Logged:
    """One entry; an order and a decision also where actions and decisions are followed, unless they are restricted."""
    text, more = line.text.strip(), _fields(line) | {"sheet": sheet}
    if line.kind is Kind.ORDER and circle is None:
        number = _add_action(books, incident, line)
        more |= {"code": "action-asked", "params": {"action": number, "owner": line.owner, "due_at": line.due_at}}
        more["to_who"] = line.owner.strip() or line.to_who.strip()
        text = _("{text} ({number})").format(text=text, number=number)
    elif line.kind is Kind.DECISION and circle is None:
        number = _take_decision(books, incident, line)
        more |= {"code": "decided", "params": {"decision": number, "decider": line.from_who.strip()}, "key_event": True}
        text = _("{text} ({number})").format(text=text, number=number)
    for name in line.services.split(",") if circle is None else ():
        if name.strip():
            touch_service(books, incident, name)
    logged = write_entry(books, incident, text, kind=line.kind, event_at=line.event_at, more=more, circle=circle)
    hear(books, incident, logged.id, from_who=line.from_who, event_at=line.event_at)
    if line.kind is Kind.HYPOTHESIS and circle is None:
        made = {"entry": logged.id, "entry_number": logged.number, "opened_at": line.event_at}
        record_hypothesis(books, incident, text, verification=line.verification, **made)  # type: ignore[arg-type]
    return logged


def _fields(line: SheetLine) -> dict[str, Any]:
    return {
        "from_who": line.from_who.strip(),
        "to_who": line.to_who.strip(),
        "channel": line.channel,
        "verification": line.verification.value,
        "key_event": line.key_event or None,
        "services": line.services,
    }


def _add_action(books: Books, incident: Row, line: SheetLine) -> str:
    number = books.number("action")
    patch = {
        "incident": incident["id"],
        "number": number,
        "text": line.text.strip(),
        "state": ActionState.TODO.value,
        "created_at": line.event_at,
        "owner": line.owner.strip() or line.to_who.strip() or None,
        "due_at": line.due_at,
    }
    books.make("action", {name: value for name, value in patch.items() if value is not None})
    return number


def _take_decision(books: Books, incident: Row, line: SheetLine) -> str:
    number = books.number("decision")
    how = next((how.value for channel, how in HOW.items() if channel == line.channel), None)
    patch = {
        "incident": incident["id"],
        "number": number,
        "state": DecisionState.DECIDED.value,
        "question": line.text.strip(),
        "decided": line.text.strip(),
        "decider": line.from_who.strip() or None,
        "how": how,
        "requested_at": line.event_at,
        "decided_at": line.event_at,
        "typed_by": books.author.name,
    }
    books.make("decision", {name: value for name, value in patch.items() if value is not None})
    return number


def _tell(books: Books, incident: Row, command: TranscribeSheet, number: str, written: tuple[Logged, ...]) -> None:
    count, pen = len(written), command.written_by.strip()
    said = {"number": number, "count": count, "first": written[0].number, "last": written[-1].number, "name": pen}
    if pen:
        sentence = ngettext(
            "Sheet {number}, written by {name}, transcribed: {count} entry ({first}).",
            "Sheet {number}, written by {name}, transcribed: {count} entries ({first} to {last}).",
            count,
        )
    else:
        sentence = ngettext(
            "Sheet {number} transcribed: {count} entry ({first}).",
            "Sheet {number} transcribed: {count} entries ({first} to {last}).",
            count,
        )
    write_automatic(books, incident, sentence.format(**said), code="sheet-transcribed", params=said)
