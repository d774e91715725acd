"""`selftest`, the team: a roster, a call-out and its answer, a function held, a team sent out, means asked for."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from warroom.cli.checks import Found
from warroom.commands import (
    AddCard,
    AddRotation,
    AddTeam,
    Arrive,
    AskMeans,
    LogCall,
    Master,
    NoteContact,
    NoteTraining,
    PlanShift,
    SendTeam,
    StartMobilisation,
)
from warroom.commands.mobilisation import Wanted
from warroom.domain.cells import Seat
from warroom.domain.coverage_holes import Hole
from warroom.domain.mobilisation import CalleeState, CallResult
from warroom.domain.roster import GivenReach, ReachKind
from warroom.room import Room

NUMBER, NORMAL = "06 39 98 00 01", "+33639980001"  # of the range kept for fiction
HOUR = 3_600_000
TURNS = 4


def roster(room: Room) -> Found:
    """A number is brought into one form, somebody is on call, and a skill of one person is told."""
    reach = GivenReach(kind=ReachKind.MOBILE, value=NUMBER)
    room.do(AddCard(name="Selftest One", employer="Selftest", reaches=(reach,))).result()
    room.do(Master(person="Selftest One", skill="Selftest")).result()
    room.do(AddTeam(name="Selftest", rapid=True, lead="Selftest One")).result()
    room.do(NoteTraining(person="Selftest One", code=Seat.SME.value)).result()
    room.do(AddRotation(name="Selftest", members=("Selftest One",), starts_at=room.clock.now_ms() - HOUR)).result()
    from warroom.reports.capability import capability

    facts, turns = capability(room.views, room.clock.now_ms()), room.views.on_call()
    normal = [each.normal for each in room.views.reaches()]
    is_told = [item.holes[:1] for item in facts.coverage] == [(Hole.SINGLE,)]
    is_trained = facts.teams[0].standing.is_specially_trained
    return Found(
        normal == [NORMAL] and is_told and is_trained and [turn.name for turn in turns] == ["Selftest One"], normal[0]
    )


def calendar(room: Room) -> Found:
    """A weekly calendar comes in as turns on call, in its zone."""
    begins = datetime.fromtimestamp(room.clock.now_ms() / 1000, UTC).strftime("%Y%m%dT090000")
    lines = (
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Selftest//EN", "BEGIN:VEVENT", "UID:selftest",
        f"DTSTART;TZID=Europe/Paris:{begins}", "DURATION:PT12H", "RRULE:FREQ=WEEKLY;COUNT=4", "SUMMARY:Selftest One",
        "END:VEVENT", "END:VCALENDAR", "",
    )  # fmt: skip
    preview = room.calendars.preview_bytes("\r\n".join(lines).encode(), "selftest.ics", rotation="Selftest calendar")
    brought = room.calendars.bring_in(preview)
    return Found(brought.added == TURNS, str(brought.added))


def mobilisation(room: Room, incident: str) -> Found:
    """Somebody is called, answers, arrives and has a function; a shift is planned, and they are there."""
    wanted = (Wanted(person="Selftest One", code=Seat.SME.value),)
    made = room.do(StartMobilisation(incident=incident, people=wanted)).result()
    (callee,) = room.views.callees(made.id)
    room.do(LogCall(callee=callee.id, result=CallResult.REACHED)).result()
    room.do(Arrive(callee=callee.id)).result()
    cell, now = room.views.cell_of(incident), room.clock.now_ms()
    assert cell is not None
    shift = PlanShift(cell=cell.id, person="Selftest One", code=Seat.SME.value, from_at=now, until_at=now + 8 * HOUR)
    room.do(shift).result()
    (callee,) = room.views.callees(made.id)
    holders = [each.holder for each in room.views.functions(cell.id) if each.code == Seat.SME]
    there = [each.person for each in room.views.presences(0) if each.left_at is None]
    is_done = callee.state is CalleeState.IN_FUNCTION and holders == ["Selftest One"] and callee.person in there
    return Found(is_done and len(room.views.shifts(cell.id)) == 1, made.number)


def field(room: Room, incident: str, folder: Path) -> Found:
    """A team sent out is heard of, means are asked for, and the matrix of skills is a page."""
    from warroom.reports.capability import capability
    from warroom.reports.matrix import matrix_page, write_matrix

    sent = room.do(SendTeam(incident=incident, name="Selftest")).result()
    room.do(NoteContact(field_team=sent.id, text="Selftest")).result()
    asked = room.do(AskMeans(incident=incident, what="Selftest")).result()
    folder.mkdir()
    facts = capability(room.views, room.clock.now_ms())
    page = write_matrix(matrix_page(facts, room=room.views.name(), zone=None, author=room.member), folder)
    is_heard = [each.incoming for each in room.views.contacts(sent.id)] == [True]
    return Found(is_heard and page.read_bytes().startswith(b"%PDF-"), f"{sent.number}, {asked.number}, {page.name}")
