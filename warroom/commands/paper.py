"""Paper as verbs: copies are registered and withdrawn, numbered sheets go out, come back, or are void."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from warroom.commands.base import Command, handles, needed
from warroom.commands.entries import write_automatic
from warroom.commands.hours import time_said
from warroom.domain.heads import Head
from warroom.domain.ids import NUMBER, RecordId
from warroom.domain.paper import SHEETS_MOST, PrintKind, SheetState
from warroom.domain.rights import Right
from warroom.errors import Refusal
from warroom.storage.books import ID, Books, Row
from warroom.storage.queries.paper import came_back
from warroom.words import _, ngettext


@dataclass(frozen=True, slots=True)
class Registered:
    """A printed copy: its id and number, and the numbers of the blank sheets that belong to it."""

    id: RecordId
    number: str
    sheets: tuple[str, ...] = ()

    def __str__(self) -> str:
        return self.number


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterPrintout(Command[Registered]):
    """Say that a document goes on paper, and take numbers for its blank sheets: none is ever given twice.

    `heads` and `shown_at` (milliseconds UTC) say what the document shows: the room as it stood when it was read.
    """

    kind: PrintKind
    incident: str
    others: tuple[str, ...] = ()  # the other incidents it shows
    record: str = ""  # the point
    place: str = ""
    copies: int = 1
    sheets: int = 0
    fingerprint: str = ""
    heads: Mapping[str, Head] = field(default_factory=dict)
    shown_at: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacePrintout(Command[None]):
    """Where the copies hang or lie, and how many there are. What was withdrawn and has a place again is about again."""

    printout: str
    place: str
    copies: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawPrintout(Command[None]):
    """The copies were taken down and destroyed: nobody reads them any more."""

    printout: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VoidSheet(Command[None]):
    """A blank sheet will never come back filled in, with the reason."""

    right = Right.LOG

    sheet: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SpoilPrintout(Command[None]):
    """What was registered never reached paper: the copy is withdrawn and its blank sheets are void."""

    printout: str
    reason: str


@handles(RegisterPrintout)
def register_printout(command: RegisterPrintout, books: Books) -> Registered:
    incident = books.get("incident", command.incident)
    if not 0 <= command.sheets <= SHEETS_MOST or command.copies < 1:
        raise Refusal(
            "sheets-too-many",
            _("One set has at most {count} numbered sheets, and there is at least one copy.").format(count=SHEETS_MOST),
            safe=_("No number was taken."),
            todo=_("Print a second set."),
        )
    number = books.number("printout")
    sheets = tuple(books.number("sheet") for _each in range(command.sheets))
    patch: dict[str, Any] = {
        "number": number,
        "kind": command.kind.value,
        "incident": incident["id"],
        "others": [books.get("incident", each)["id"] for each in command.others] or None,
        "record": command.record or None,
        "printed_at": books.now if command.shown_at is None else command.shown_at,
        "by": books.author.name,
        "place": command.place.strip() or None,
        "copies": command.copies,
        "fingerprint": command.fingerprint or None,
        "heads": {writer: head[0] for writer, head in (command.heads or books.heads()).items()},
        "sheets_from": sheets[0] if sheets else None,
        "sheets_to": sheets[-1] if sheets else None,
    }
    record = books.make("printout", {name: value for name, value in patch.items() if value is not None})
    for each in sheets:
        blank = {"number": each, "printout": record, "incident": incident["id"], "state": SheetState.BLANK.value}
        books.make("sheet", blank, record=books.named("sheet", each))
    if command.kind is PrintKind.PAPER:
        _tell_of_paper(books, incident, number, sheets)
    return Registered(record, number, sheets)


def _tell_of_paper(books: Books, incident: Row, number: str, sheets: tuple[str, ...]) -> None:
    said = {"number": number, "first": sheets[0] if sheets else "", "last": sheets[-1] if sheets else ""}
    sentence = (
        _("Set of papers {number} printed, with blank sheets {first} to {last}.")
        if sheets
        else _("Set of papers {number} printed.")
    )
    write_automatic(books, incident, sentence.format(**said), code="paper-printed", params=said)


@handles(PlacePrintout)
def place_printout(command: PlacePrintout, books: Books) -> None:
    row = books.get("printout", command.printout)
    wanted: dict[str, Any] = {"place": command.place.strip()}
    if command.copies is not None:
        wanted["copies"] = max(1, command.copies)
    if row["withdrawn_at"] is not None and wanted["place"]:
        wanted |= {"withdrawn_at": None, "withdrawn_by": None}
    changed = {name: value for name, value in wanted.items() if (row[name] or "") != (value or "")}
    if changed:
        books.write("printout", row["id"], changed)


@handles(WithdrawPrintout)
def withdraw_printout(command: WithdrawPrintout, books: Books) -> None:
    row = books.get("printout", command.printout)
    if row["withdrawn_at"] is None:
        books.write("printout", row["id"], {"withdrawn_at": books.now, "withdrawn_by": books.author.name})


@handles(SpoilPrintout)
def spoil_printout(command: SpoilPrintout, books: Books) -> None:
    row = books.get("printout", command.printout)
    reason = needed(command.reason, code="reason-missing", message=_("Why was nothing printed?"))
    withdraw_printout(WithdrawPrintout(printout=row["id"]), books)
    for sheet in books.where("sheet", printout=row["id"]):
        if sheet["state"] == SheetState.BLANK:
            _write_void(books, sheet, reason)


@handles(VoidSheet)
def void_sheet(command: VoidSheet, books: Books) -> None:
    sheet = books.get("sheet", command.sheet)
    reason = needed(command.reason, code="reason-missing", message=_("Why will this sheet not come back?"))
    if is_transcribed(books, sheet):
        raise already_transcribed(books, sheet)
    _write_void(books, sheet, reason)
    incident = books.row("incident", sheet["incident"] or "") if sheet["incident"] else None
    if incident is not None:
        params = {"sheet": sheet["number"], "reason": reason}
        sentence = _("Sheet {sheet} is void: {reason}").format(**params)
        write_automatic(books, incident, sentence, code="sheet-void", params=params)


def _write_void(books: Books, sheet: Row, reason: str) -> None:
    stamps = {"voided_by": books.author.name, "voided_at": books.now}
    books.write("sheet", sheet["id"], {"state": SheetState.VOID.value, "reason": reason}, follows=stamps)


def sheet_of(books: Books, reference: str, *, is_unregistered: bool) -> Row:
    """A sheet by number or id.

    Refusal `sheet-unknown` for one that nobody here knows to have been printed, unless that was said: the laptop that
    printed it may be the one that died. Its record is made then, and is the same as that laptop's.
    """
    typed = reference.strip().upper()
    match = NUMBER.match(typed)
    if ID.match(typed) or match is None or match["noun"]:
        return books.get("sheet", reference)
    record = books.named("sheet", typed)
    if (found := books.row("sheet", record)) is not None:
        return found
    if not is_unregistered:
        raise Refusal(
            "sheet-unknown",
            _("This room does not know that a sheet {number} was printed.").format(number=typed),
            safe=_("Nothing was written; your lines are still there."),
            todo=_("Check the number. If the laptop that printed it is lost, transcribe it all the same."),
        )
    books.make("sheet", {"number": typed, "state": SheetState.BLANK.value}, record=record)
    return books.get("sheet", record)


def is_transcribed(books: Books, sheet: Row) -> bool:
    """Whether entries came from it, whatever another station wrote of its state meanwhile."""
    return sheet["state"] == SheetState.TRANSCRIBED or bool(came_back(books.conn, [sheet["number"]]))


def already_transcribed(books: Books, sheet: Row) -> Refusal:
    """Refusal `sheet-transcribed`, by whom and when."""
    parties = came_back(books.conn, [sheet["number"]]).get(sheet["number"], [])
    names = dict.fromkeys(party.by or _("station {letter}").format(letter=party.station) for party in parties)
    count = sum(party.entries for party in parties)
    at = sheet["transcribed_at"] or max((party.at for party in parties), default=0)
    message = ngettext(
        "Sheet {number} was transcribed by {name} at {time}: {count} entry.",
        "Sheet {number} was transcribed by {name} at {time}: {count} entries.",
        count,
    )
    return Refusal(
        "sheet-transcribed",
        message.format(
            number=sheet["number"],
            name=", ".join(names) or sheet["transcribed_by"] or "—",
            time=time_said(books, at),
            count=count,
        ),
        safe=_("Nothing was written; your lines are still there."),
        todo=_("Compare it with the log; add only the lines that are missing, and say that you add them."),
    )
