"""`duty`: who is there, who arrives and leaves, how tired they are, and the relief plan."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from warroom.cli.call import Answer, Call
from warroom.cli.documents import iso
from warroom.cli.moments import due_time, event_time
from warroom.cli.parser import Parser, UsageError
from warroom.cli.point import cell_of
from warroom.cli.references import incident_id
from warroom.cli.rooms import Seat, reading, writing
from warroom.cli.verbs import Verb
from warroom.clock import named_zone
from warroom.commands import CheckIn, CheckOut, DropShift, PlanRelief, PlanShift
from warroom.commands.base import Command
from warroom.commands.cell_words import seat_word
from warroom.commands.duty_words import end_said, finding_said, rest_said, standing_said, worked_said
from warroom.commands.relief import ShiftSaid
from warroom.domain.duty import OVERLAP_MIN, SHIFT_MIN
from warroom.domain.duty_board import Board, OnDuty, PlannedShift
from warroom.domain.fatigue import Finding
from warroom.domain.incidents import Mode
from warroom.domain.relief import Proposed, Wish
from warroom.phrases import labelled, moment
from warroom.room import Room
from warroom.words import _

HOUR = 60 * 60_000
STEPS = ("show", "in", "out", "plan", "drop", "propose", "print")


def _options(parser: Parser) -> None:
    parser.room()
    parser.add_argument("step", metavar="STEP", choices=STEPS, nargs="?", default="show", help=", ".join(STEPS))
    parser.add_argument("who", metavar="WHO", nargs="?", default="", help=_("in, out, plan: a name; drop: its id"))
    parser.add_argument("--incident", default="", metavar="REF", help=_("the incident, where more than one is at work"))
    parser.add_argument("--function", default="", metavar="CODE", help=_("of which function, e.g. COORD"))
    parser.add_argument("--place", default="", metavar="TEXT", help=_("in: where"))
    parser.add_argument("--at", type=event_time, metavar="ISO", help=_("in, out: when; now when absent"))
    parser.add_argument("--from", dest="start", type=due_time, metavar="ISO", help=_("plan, propose: from when"))
    parser.add_argument("--until", type=due_time, metavar="ISO", help=_("plan: until when; 8 h later when absent"))
    parser.add_argument("--hours", type=int, default=24, metavar="N", help=_("propose: hours to plan"))
    parser.add_argument("--shift", type=int, default=SHIFT_MIN // 60, metavar="N", help=_("propose: hours of a shift"))
    parser.add_argument("--accept", action="store_true", help=_("propose: plan it so"))
    parser.add_argument("--to", type=Path, default=Path(), metavar="DIR", help=_("print: the folder for both"))


def _run(asked: Namespace, call: Call) -> Answer:
    if asked.step in ("in", "out", "plan", "drop") and not asked.who:
        raise UsageError("usage", _("whom is it about? give a name"))
    if asked.step in ("show", "print") or (asked.step == "propose" and not asked.accept):
        with reading(asked) as room:
            return _read(asked, room, _incident(asked, room))
    with writing(asked) as seat:
        incident = _incident(asked, seat.room)
        if asked.step == "propose":
            return _accept(asked, seat, incident)
        seat.do(_command(asked, seat.room, incident))
        return _shown(seat.room, incident)


def _command(asked: Namespace, room: Room, incident: str) -> Command[Any]:
    if asked.step == "in":
        return CheckIn(person=asked.who, incident=incident, code=asked.function, place=asked.place, at=asked.at)
    if asked.step == "out":
        return CheckOut(person=asked.who, incident=incident, at=asked.at)
    if asked.step == "drop":
        return DropShift(shift=asked.who)
    start = asked.start if asked.start is not None else room.clock.now_ms()
    until = asked.until if asked.until is not None else start + SHIFT_MIN * 60_000
    cell = cell_of(room, incident).id
    return PlanShift(cell=cell, person=asked.who, code=asked.function, from_at=start, until_at=until)


def _read(asked: Namespace, room: Room, incident: str) -> Answer:
    if asked.step == "propose":
        return _proposed(_proposal(asked, room, incident), room)
    if asked.step == "print":
        return _print(asked, room, incident)
    return _shown(room, incident)


def _incident(asked: Namespace, room: Room) -> str:
    """The one said, else the lead of the only cell at work, else the only incident at work."""
    if asked.incident:
        return incident_id(room, asked.incident)
    leads = {cell.lead for cell in room.views.cells(mode=Mode.BOTH, live_only=True)}
    found = leads or {incident.id for incident in room.views.incidents(mode=Mode.BOTH, live_only=True)}
    if len(found) != 1:
        raise UsageError("usage", _("of which incident? give --incident"))
    return str(next(iter(found)))


# A proposal


def _proposal(asked: Namespace, room: Room, incident: str) -> list[Proposed]:
    start = asked.start if asked.start is not None else room.clock.now_ms()
    if not 1 <= asked.hours <= 168 or not 1 <= asked.shift <= 12:
        raise UsageError("usage", _("--hours is 1 to 168, --shift 1 to 12"))
    wish = Wish(start, start + asked.hours * HOUR, asked.shift * 60, min(OVERLAP_MIN, asked.shift * 30))
    return room.views.proposed_relief(cell_of(room, incident).id, wish)


def _accept(asked: Namespace, seat: Seat, incident: str) -> Answer:
    shifts = tuple(
        ShiftSaid(person=one.name, code=one.code, from_at=one.from_at, until_at=one.until_at)
        for one in _proposal(asked, seat.room, incident)
        if one.person
    )
    seat.do(PlanRelief(cell=cell_of(seat.room, incident).id, shifts=shifts))
    return _shown(seat.room, incident)


def _proposed(proposal: list[Proposed], room: Room) -> Answer:
    now = room.clock.now_ms()
    document = {
        "proposal": [
            {
                "code": one.code,
                "name": one.name or None,
                "from": iso(one.from_at),
                "until": iso(one.until_at),
                "because": one.because.value if one.because else None,
                "warnings": [_finding(each) for each in one.findings],
            }
            for one in proposal
        ]
    }
    lines = [
        _shift_line(one.code, one.name or _("nobody yet"), one.from_at, one.until_at, one.findings, now)
        for one in proposal
    ]
    return Answer(document, lines or [_("No function of this cell has anybody: let somebody hold one first.")])


# The board


def _shown(room: Room, incident: str) -> Answer:
    board = room.views.duty_board(incident)
    document = {
        "incident": incident,
        "cell": board.cell_number if board.cell else None,
        "people": [_person(one) for one in board.people],
        "plan": [_planned(one) for one in board.plan],
    }
    return Answer(document, list(_lines(board)))


def _lines(board: Board) -> Iterator[str]:
    now = board.now_ms
    if not board.people:
        yield _("Nobody was noted yet.")
    for one in board.people:
        tired = one.tiredness
        end = end_said(tired, now)
        parts = [standing_said(tired, now), labelled(_("in a row"), worked_said(tired.row_min))]
        parts.append(labelled(_("rest"), rest_said(tired, now)))
        if end:
            parts.append(labelled(_("at the latest until"), end))
        codes = "/".join(one.holds) or (one.stay.code if one.stay else "")
        yield labelled(f"{one.name} ({codes})" if codes else one.name, ", ".join(parts))
        yield from (f"  {finding_said(each, now)}" for each in tired.findings)
    for shift in board.plan:
        if shift.shift.until_at > now:
            code, times = shift.shift.code, (shift.shift.from_at, shift.shift.until_at)
            yield _shift_line(code, shift.name, *times, shift.findings, now)


def _shift_line(code: str, name: str, start: int, end: int, findings: tuple[Finding, ...], now: int) -> str:
    warned = "".join(f" · {finding_said(one, now)}" for one in findings)
    return f"{moment(start, now)} – {moment(end, now)}  {code} {seat_word(code)}  {name}{warned}"


def _person(one: OnDuty) -> dict[str, Any]:
    tired = one.tiredness
    return {
        "id": one.person,
        "name": one.name,
        "holds": list(one.holds),
        "there": tired.is_there,
        "since": iso(tired.since),
        "row_min": tired.row_min,
        "day_min": tired.day_min,
        "week_min": tired.week_min,
        "average_min": tired.average_min,
        "rest_min": tired.rest_min,
        "rested_at": iso(tired.rested_at),
        "latest_end": iso(tired.latest_end),
        "latest_by": tired.latest_by.code if tired.latest_by else None,
        "warnings": [_finding(each) for each in tired.findings],
    }


def _planned(one: PlannedShift) -> dict[str, Any]:
    return {
        "id": one.shift.id,
        "code": one.shift.code,
        "name": one.name,
        "from": iso(one.shift.from_at),
        "until": iso(one.shift.until_at),
        "warnings": [_finding(each) for each in one.findings],
    }


def _finding(one: Finding) -> dict[str, Any]:
    return {"rule": one.rule.code, "at": iso(one.at), "minutes": one.minutes, "source": one.rule.source_said("en")}


def _print(asked: Namespace, room: Room, incident: str) -> Answer:
    """The relief plan and the attendance sheet, as PDF and HTML."""
    from warroom.reports.leaflet import Made, write_leaflet
    from warroom.reports.relief import attendance_leaflet, relief_leaflet

    now = room.clock.moment()
    exercise = room.views.incident(incident).exercise
    made = Made(room.views.within(()), room.member, now.utc_ms, named_zone(now), exercise)
    paths = [str(write_leaflet(make(made, incident), asked.to)) for make in (relief_leaflet, attendance_leaflet)]
    return Answer({"files": paths}, [labelled(_("Written"), path) for path in paths])


VERBS = {"duty": Verb(_options, _run, writes=True)}
