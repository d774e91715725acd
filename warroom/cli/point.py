"""`point`, `ask` and `situation`: the rhythm of a cell, and what it holds true with its sources."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import Any

from warroom import phrases
from warroom.cli.call import Answer, Call
from warroom.cli.documents import iso
from warroom.cli.moments import due_time
from warroom.cli.parser import Parser, UsageError, typed_text
from warroom.cli.references import incident_id
from warroom.cli.rooms import Seat, reading, writing
from warroom.cli.verbs import Verb
from warroom.clock import named_zone
from warroom.commands import (
    AnswerQuestion,
    AskQuestion,
    ClosePoint,
    ConfirmSentence,
    NotePoint,
    OpenPoint,
    PlanPoint,
    SkipPoint,
    StateSituation,
)
from warroom.commands.said import doubt_word
from warroom.domain.cells import Cell
from warroom.domain.incidents import Mode
from warroom.domain.points import Heading, Point, PointState, QuestionAsked
from warroom.domain.situation import Stated
from warroom.errors import Refusal
from warroom.room import Room
from warroom.words import _

PLAN, OPEN, NOTE, CLOSE, SKIP, LIST = "plan", "open", "note", "close", "skip", "list"


# point


def _point_options(parser: Parser) -> None:
    parser.room()
    parser.add_argument(
        "deed", choices=(LIST, PLAN, OPEN, NOTE, CLOSE, SKIP), metavar="DEED", nargs="?", default=LIST,
        help=_("list, plan, open, note, close or skip"),
    )  # fmt: skip
    parser.add_argument("text", metavar="TEXT", nargs="?", help=_("what was said; “-” reads it from standard input"))
    parser.add_argument("--incident", metavar="REF", help=_("the incident whose cell it is (default: the only cell)"))
    parser.add_argument("--at", type=due_time, metavar="ISO", help=_("when the next point is (default: by the rhythm)"))
    parser.choice("--heading", list(Heading), metavar="HEADING", help=_("where in the agenda"))
    parser.add_argument("--present", default="", metavar="NAMES", help=_("who is present"))
    parser.add_argument("--led-by", default="", metavar="NAME", help=_("who leads the point"))
    parser.add_argument("--bare", action="store_true", help=_("close: only what was noted, nothing filled in"))
    parser.add_argument("--reason", default="", metavar="R", help=_("why the point is left out"))
    parser.add_argument("--to", type=Path, metavar="DIR", help=_("where its page is written, as a PDF"))


def _point(asked: Namespace, call: Call) -> Answer:
    if asked.deed == LIST and asked.to is None:
        with reading(asked) as room:
            return _listed(room, cell_of(room, asked.incident))
    with writing(asked) as seat:
        room = seat.room
        cell = cell_of(room, asked.incident)
        if asked.deed == PLAN:
            if asked.at is None:
                raise _usage(_("Say when: --at."), "point")
            seat.do(PlanPoint(cell=cell.id, at=asked.at))
        elif asked.deed == OPEN:
            seat.do(OpenPoint(cell=cell.id, led_by=asked.led_by))
        elif asked.deed == NOTE:
            if asked.heading is None or asked.text is None:
                raise _usage(_("Say where and what: --heading and a text."), "point")
            text = typed_text(asked.text)
            seat.do(NotePoint(point=_current(room, cell).id, heading=Heading(asked.heading), text=text))
        elif asked.deed == CLOSE:
            seat.do(_closing(seat, cell, asked))
        elif asked.deed == SKIP:
            seat.do(SkipPoint(point=_current(room, cell).id, reason=asked.reason))
        answer = _listed(room, cell)
        if asked.to is None:
            return answer
        path = _page(room, cell, asked.to)
        return Answer({**answer.document, "file": str(path)}, [*answer.lines, str(path)])


def _closing(seat: Seat, cell: Cell, asked: Namespace) -> ClosePoint:
    """Close with what the log fills in, as the screen does; a point that nobody planned is opened first."""
    from warroom.reports.agenda import agenda

    room = seat.room
    found = agenda(room.views, cell.id, now_ms=room.clock.now_ms())
    assert found is not None
    point = found.point.id if found.point else seat.do(OpenPoint(cell=cell.id, led_by=asked.led_by)).id
    notes = {} if asked.bare else found.notes()
    next_at = asked.at if asked.at is not None else found.next_at
    return ClosePoint(point=point, next_at=next_at, present=asked.present, led_by=asked.led_by, notes=notes)


def _page(room: Room, cell: Cell, folder: Path) -> Path:
    """The page of the point under way, else of the last one held."""
    from warroom.reports.point import point_page, write_page

    points = room.views.points(cell.id)
    chosen = next((point for point in points if point.state is PointState.OPEN), None) or next(
        (point for point in points if point.state is PointState.HELD), None
    )
    moment = room.clock.moment()
    record = chosen.id if chosen else ""
    page = point_page(room.views, cell.id, record, now_ms=moment.utc_ms, zone=named_zone(moment), author=room.member)
    return write_page(page, folder)


def _current(room: Room, cell: Cell) -> Point:
    point = room.views.next_point(cell.id)
    if point is None:
        raise Refusal(
            "no-point",
            _("No point of {cell} is planned or under way.").format(cell=cell.number),
            safe=_("Nothing was changed."),
            todo=_("Plan it, or open it."),
        )
    return point


def cell_of(room: Room, reference: str | None) -> Cell:
    """The cell at work that covers this incident; without one, the only cell there is. Raises Refusal."""
    if reference:
        cell = room.views.cell_of(incident_id(room, reference))
        found = [cell] if cell is not None and cell.is_active else []
    else:
        found = room.views.cells(mode=Mode.BOTH, live_only=True)
    if len(found) == 1:
        return found[0]
    raise Refusal(
        "no-cell" if not found else "cell-ambiguous",
        _("No cell is at work there.") if not found else _("More than one cell is at work."),
        safe=_("Nothing was changed."),
        todo=_("Activate a cell first.") if not found else _("Name an incident it covers: --incident."),
    )


def _listed(room: Room, cell: Cell) -> Answer:
    points, now = room.views.points(cell.id), room.clock.now_ms()
    waiting = room.views.questions_asked(cell.id, waiting_only=True)
    lines = [_point_line(point, now) for point in points]
    lines += [_question_line(question, now) for question in waiting]
    document = {
        "cell": cell.number,
        "points": [_point_document(point) for point in points],
        "questions": [_question_document(question) for question in waiting],
    }
    return Answer(document, lines or [_("No point was planned or held yet.")])


def point_word(state: PointState) -> str:
    return {
        PointState.PLANNED: _("planned"),
        PointState.OPEN: _("under way"),
        PointState.HELD: _("held"),
        PointState.SKIPPED: _("left out"),
    }[state]


def _point_line(point: Point, now: int) -> str:
    parts = (phrases.moment(point.at, now) if point.at else "", point.number, point_word(point.state), point.led_by)
    return "  ".join(part for part in (*parts, point.reason) if part)


def _point_document(point: Point) -> dict[str, Any]:
    return {
        "id": point.id,
        "number": point.number,
        "state": point.state.value,
        "planned_at": iso(point.planned_at),
        "started_at": iso(point.started_at),
        "ended_at": iso(point.ended_at),
        "led_by": point.led_by,
        "present": point.present,
        "notes": {heading.value: text for heading, text in point.notes.items()},
        "next_at": iso(point.next_at),
        "reason": point.reason,
    }


# ask


def _ask_options(parser: Parser) -> None:
    parser.room()
    parser.add_argument("text", metavar="TEXT", nargs="?", help=_("the question; “-” reads it from standard input"))
    parser.add_argument("--incident", metavar="REF", help=_("the incident whose cell it is (default: the only cell)"))
    parser.add_argument("--from", dest="from_who", default="", metavar="WHO", help=_("who asks"))
    parser.add_argument("--answer", metavar="QUESTION", help=_("the id of a question that TEXT answers"))


def _ask(asked: Namespace, _call: Call) -> Answer:
    if asked.text is None:
        if asked.answer:
            raise _usage(_("Give the answer as text."), "ask")
        with reading(asked) as room:
            return _asked(room, cell_of(room, asked.incident))
    text = typed_text(asked.text)
    with writing(asked) as seat:
        cell = cell_of(seat.room, asked.incident)
        if asked.answer:
            point = seat.room.views.next_point(cell.id)
            is_open = point is not None and point.state is PointState.OPEN
            seat.do(AnswerQuestion(question=asked.answer, answer=text, point=point.id if point and is_open else ""))
        else:
            seat.do(AskQuestion(cell=cell.id, text=text, asked_by=asked.from_who))
        return _asked(seat.room, cell)


def _asked(room: Room, cell: Cell) -> Answer:
    found, now = room.views.questions_asked(cell.id), room.clock.now_ms()
    point = room.views.next_point(cell.id)
    waits = phrases.moment(point.planned_at, now) if point is not None and point.planned_at else ""
    document = {
        "cell": cell.number,
        "questions": [_question_document(question) for question in found],
        "waits_for": iso(point.planned_at) if point else None,
    }
    lines = [_question_line(question, now, waits=waits) for question in found]
    return Answer(document, lines or [_("Nothing was asked.")])


def _question_line(question: QuestionAsked, now: int, *, waits: str = "") -> str:
    state = _("waits for {time}").format(time=waits) if waits else _("waits for the next point")
    said = question.answer or state
    return f"{phrases.moment(question.asked_at, now)}  {question.text} ({question.asked_by or '—'}): {said}"


def _question_document(question: QuestionAsked) -> dict[str, Any]:
    return {
        "id": question.id,
        "text": question.text,
        "asked_by": question.asked_by,
        "asked_at": iso(question.asked_at),
        "state": question.state.value,
        "answer": question.answer,
        "answered_at": iso(question.answered_at),
    }


# situation


def _situation_options(parser: Parser) -> None:
    parser.room()
    parser.add_argument("ref", metavar="REF", help=_("the incident, e.g. A-001"))
    parser.add_argument(
        "--line", action="append", default=[], metavar="TEXT",
        help=_("one sentence with the entries it rests on, “text [A-0042]”; all of them make the new situation"),
    )  # fmt: skip
    parser.add_argument("--add", action="store_true", help=_("the sentences come after those that are there"))
    parser.add_argument("--confirm", action="store_true", help=_("stand by every sentence anew"))


def _situation(asked: Namespace, _call: Call) -> Answer:
    if not asked.line and not asked.confirm:
        with reading(asked) as room:
            return _stated(room, incident_id(room, asked.ref))
    with writing(asked) as seat:
        incident = incident_id(seat.room, asked.ref)
        if asked.line:
            there = [stated.line for stated in seat.room.views.situation(incident)] if asked.add else []
            seat.do(StateSituation(incident=incident, lines=(*there, *asked.line)))
        ids = [sentence.id for sentence in seat.room.views.sentences(incident)]
        if asked.confirm and ids:
            seat.do(ConfirmSentence(sentence=ids[0], also=tuple(ids[1:])))
        return _stated(seat.room, incident)


def _stated(room: Room, incident: str) -> Answer:
    found = room.views.situation(incident)
    lines = [_sentence_line(stated, room.clock.now_ms()) for stated in found]
    document = {"sentences": [sentence_document(stated) for stated in found]}
    return Answer(document, lines or [_("No situation was written yet.")])


def _sentence_line(stated: Stated, now: int) -> str:
    why = [doubt_word(doubt, ", ".join(stated.numbers_behind(doubt))) for doubt in stated.doubts]
    marks = [_("to confirm: {why}").format(why="; ".join(why))] if why else []
    if stated.sentence.last_said:
        marks.append(phrases.ago(stated.sentence.last_said, now))
    if stated.is_stale:
        marks.append(_("before the last point"))
    return f"{stated.line}  ({', '.join(marks)})" if marks else stated.line


def sentence_document(stated: Stated) -> dict[str, Any]:
    sentence = stated.sentence
    return {
        "id": sentence.id,
        "text": sentence.text,
        "cites": list(stated.numbers),
        "to_confirm": [doubt.value for doubt in stated.doubts],
        "stale": stated.is_stale,
        "stated_by": sentence.stated_by,
        "stated_at": iso(sentence.stated_at),
        "confirmed_by": sentence.confirmed_by,
        "confirmed_at": iso(sentence.confirmed_at),
    }


def _usage(message: str, verb: str) -> UsageError:
    return UsageError("usage", message, todo=_("See: {command} --help").format(command=f"warroom {verb}"))


VERBS = {
    "point": Verb(_point_options, _point, writes=True),
    "ask": Verb(_ask_options, _ask, writes=True),
    "situation": Verb(_situation_options, _situation, writes=True),
}
