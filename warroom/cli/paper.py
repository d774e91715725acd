"""`paper` and `sheet`: go on without laptops, and bring what was written by hand back into the log."""

from __future__ import annotations

import sys
from argparse import Namespace
from pathlib import Path
from typing import Any

from warroom import phrases, words
from warroom.cli.call import Answer, Call
from warroom.cli.documents import iso
from warroom.cli.moments import day_of
from warroom.cli.parser import Parser, UsageError
from warroom.cli.references import incident_id
from warroom.cli.rooms import reading, writing
from warroom.cli.verbs import Verb
from warroom.clock import named_zone
from warroom.commands import TranscribeSheet, VoidSheet
from warroom.commands.paper_words import overtaken_said, print_word, sheet_word
from warroom.domain.paper import SHEETS, SHEETS_MOST, CameBack, Overtaken, Printout, Sheet, SheetLine
from warroom.domain.sheet_lines import line_of, read_line, seen_from
from warroom.errors import Refusal, WarroomError
from warroom.room import Room
from warroom.words import _

TRANSCRIBE, VOID, LIST = "transcribe", "void", "list"


def _paper_options(parser: Parser) -> None:
    parser.room()
    parser.add_argument(
        "--to", type=Path, metavar="DIR", help=_("the folder or stick to write the PDF into; without, the register")
    )
    said = _("how many numbered blank sheets (default {default}, at most {most})")
    parser.add_argument(
        "--sheets", type=int, default=SHEETS, metavar="N", help=said.format(default=SHEETS, most=SHEETS_MOST)
    )
    parser.add_argument(
        "--incident", metavar="REF", help=_("this incident and those of its cell (default: all that are live)")
    )
    parser.add_argument(
        "--messages", action="store_true", help=_("only blank sheets to take messages in by hand, of one --incident")
    )
    parser.add_argument("--place", default="", metavar="TEXT", help=_("where the copy will hang or lie"))


def _paper(asked: Namespace, call: Call) -> Answer:
    if asked.to is None:
        with reading(asked) as room:
            return _register(room)
    with writing(asked) as seat:
        seat.be_known()
        room = seat.room
        incident = incident_id(room, asked.incident) if asked.incident else ""
        if asked.messages:
            return _message_sheets(room, asked, incident)
        papers, path = room.paper.switch(asked.to, incident, sheets=asked.sheets, place=asked.place, step=call.step)
    document = {
        "number": papers.number,
        "file": str(path),
        "sheets": list(papers.sheets),
        "incidents": list(papers.incidents),
        "fingerprint": papers.fingerprint,
    }
    lines = [str(path), phrases.labelled(papers.number, ", ".join(papers.incidents))]
    if papers.sheets:
        lines.append(_("Blank sheets {first} to {last}").format(first=papers.sheets[0], last=papers.sheets[-1]))
    return Answer(document, lines)


def _message_sheets(room: Room, asked: Namespace, incident: str) -> Answer:
    """Numbers are taken and the sheets written; what did not reach the folder is void again."""
    if not incident:
        raise UsageError("usage", _("Message sheets are of one incident: say which with --incident."))
    papers = room.paper.take_message_sheets(incident, sheets=asked.sheets)
    try:
        path = room.paper.write(papers, asked.to)
    except WarroomError as error:
        room.paper.spoil(papers, error.message)
        raise
    document = {"number": papers.number, "file": str(path), "sheets": list(papers.sheets)}
    said = _("Blank sheets {first} to {last}").format(first=papers.sheets[0], last=papers.sheets[-1])
    return Answer(document, [str(path), phrases.labelled(papers.number, said)])


def _register(room: Room) -> Answer:
    found = [(copy, room.views.overtaken(copy)) for copy in room.views.printouts()]
    lines = [_copy_line(copy, overtaken, room.clock.now_ms()) for copy, overtaken in found]
    documents = [_copy_document(copy, overtaken) for copy, overtaken in found]
    return Answer({"printouts": documents}, lines or [_("Nothing was printed from this room yet.")])


def _copy_line(copy: Printout, overtaken: Overtaken, now: int) -> str:
    state = _("withdrawn") if not copy.is_about else overtaken_said(overtaken, now)
    parts = (copy.number, print_word(copy.kind), phrases.moment(copy.printed_at, now), copy.by, copy.place, state)
    return " · ".join(part for part in parts if part)


def _copy_document(copy: Printout, overtaken: Overtaken) -> dict[str, Any]:
    return {
        "id": copy.id,
        "number": copy.number,
        "kind": copy.kind,
        "incident": copy.incident,
        "printed_at": iso(copy.printed_at),
        "by": copy.by,
        "place": copy.place,
        "copies": copy.copies,
        "fingerprint": copy.fingerprint,
        "sheets": [copy.sheets_from, copy.sheets_to] if copy.sheets_from else [],
        "withdrawn_at": iso(copy.withdrawn_at),
        "out_of_date_since": iso(overtaken.since),
        "new_entries": overtaken.entries,
        "changed_decisions": overtaken.decisions,
        "changed_actions": overtaken.actions,
        "changed_clocks": overtaken.clocks,
        "other_changes": overtaken.other,
    }


def _sheet_options(parser: Parser) -> None:
    parser.room()
    parser.add_argument(
        "deed", choices=(LIST, TRANSCRIBE, VOID), metavar="DEED", help=_("list, transcribe or void"), nargs="?",
        default=LIST,
    )  # fmt: skip
    parser.add_argument("sheet", metavar="SHEET", nargs="?", default="", help=_("the number of the sheet, e.g. A-031"))
    parser.add_argument(
        "lines",
        metavar="LINE",
        nargs="*",
        help=_(
            "each line of the sheet, its time first: “14:05 from:Durand tel text”; “-” reads lines from standard input"
        ),
    )
    parser.add_argument("--incident", metavar="REF", help=_("the incident (default: that of the sheet)"))
    parser.add_argument("--day", type=day_of, metavar="DATE", help=_("the day of the sheet, e.g. 2026-11-23"))
    parser.add_argument("--written-by", default="", metavar="NAME", help=_("who wrote by hand"))
    parser.circle()
    parser.add_argument("--again", action="store_true", help=_("add lines to a sheet that came back before"))
    parser.add_argument(
        "--unregistered", action="store_true", help=_("take a sheet of a laptop that told nobody it had printed it")
    )
    parser.add_argument("--reason", default="", metavar="R", help=_("why it is void"))


def _sheet(asked: Namespace, call: Call) -> Answer:
    if asked.deed == LIST:
        with reading(asked) as room:
            return _list(room)
    if not asked.sheet:
        raise Refusal(
            "sheet-missing",
            _("Which sheet? Give its number."),
            safe=_("Nothing was changed."),
            todo=_("“warroom sheet ROOM” lists those that are out."),
        )
    return _void(asked) if asked.deed == VOID else _transcribe(asked)


def _list(room: Room) -> Answer:
    sheets = room.views.sheets()
    back = room.views.came_back([sheet.number for sheet in sheets])
    documents = [_sheet_document(sheet, back.get(sheet.number, [])) for sheet in sheets]
    lines = [_sheet_line(sheet, back.get(sheet.number, [])) for sheet in sheets]
    return Answer({"sheets": documents}, lines or [_("No sheet was printed from this room yet.")])


def _sheet_line(sheet: Sheet, back: list[CameBack]) -> str:
    who = ", ".join(party.by for party in back) or sheet.voided_by
    parts = (sheet.number, sheet_word(sheet.state), who, sheet.reason if not back else "")
    return " · ".join(part for part in parts if part)


def _sheet_document(sheet: Sheet, back: list[CameBack]) -> dict[str, Any]:
    return {
        "id": sheet.id,
        "number": sheet.number,
        "state": sheet.state.value,
        "incident": sheet.incident or None,
        "transcribed": [
            {"by": party.by, "station": party.station, "at": iso(party.at), "entries": party.entries} for party in back
        ],
        "voided_by": sheet.voided_by or None,
        "voided_at": iso(sheet.voided_at),
        "reason": sheet.reason or None,
    }


def _void(asked: Namespace) -> Answer:
    with writing(asked) as seat:
        seat.do(VoidSheet(sheet=asked.sheet, reason=asked.reason))
    number = asked.sheet.upper()
    return Answer({"sheet": number, "state": VOID}, [_("Sheet {number} is void.").format(number=number)])


def _transcribe(asked: Namespace) -> Answer:
    typed = [line for given in asked.lines for line in (sys.stdin.read().splitlines() if given == "-" else [given])]
    with writing(asked) as seat:
        room = seat.room
        sheet = room.views.sheet(asked.sheet)
        incident = asked.incident or (sheet.incident if sheet else "")
        command = TranscribeSheet(
            sheet=asked.sheet,
            incident=incident_id(room, incident),
            lines=tuple(_lines(room, [line for line in typed if line.strip()], asked)),
            written_by=asked.written_by,
            circle=asked.circle,
            again=asked.again,
            unregistered=asked.unregistered,
        )
        done = seat.do(command)
    numbers = [logged.number for logged in done.entries]
    said = _("Sheet {number}: {entries}").format(number=done.number, entries=", ".join(numbers))
    return Answer({"sheet": done.number, "entries": numbers}, [said])


def _lines(room: Room, typed: list[str], asked: Namespace) -> list[SheetLine]:
    moment = room.clock.moment()
    zone = named_zone(moment)
    people, services = room.views.names()
    now, before = seen_from(asked.day, moment.utc_ms, zone), None
    found = []
    for place, text in enumerate(typed, 1):
        read = read_line(text, now_ms=now, zone=zone, people=people, services=services, language=words.language())
        line = line_of(read, before=before)
        if line is None:
            raise Refusal(
                "line-without-time",
                _("Line {place} has no time, or no text.").format(place=place),
                safe=_("Nothing was written."),
                todo=_("Begin it with its time, e.g. 14:05."),
            )
        before = line.event_at
        found.append(line)
    return found


VERBS = {"paper": Verb(_paper_options, _paper, writes=True), "sheet": Verb(_sheet_options, _sheet, writes=True)}
