"""`rumour`: what is said outside, how far it goes, and what became of it."""

from __future__ import annotations

from argparse import Namespace
from typing import Any

from warroom.cli.call import Answer, Call
from warroom.cli.documents import Document, iso
from warroom.cli.moments import event_time
from warroom.cli.parser import Parser, UsageError, typed_text
from warroom.cli.references import Target, target
from warroom.cli.rooms import reading, writing
from warroom.cli.verbs import Verb
from warroom.commands import AddRumour, JudgeRumour, LogRumour
from warroom.commands.base import Command
from warroom.commands.inbound_words import brief, reach_said, rumour_kind_word, rumour_state_word
from warroom.domain.inbound import Rumour, RumourKind, RumourState
from warroom.domain.incidents import Mode
from warroom.room import Room
from warroom.words import _

JUDGED = ("true", "false", "left")


def _options(parser: Parser) -> None:
    parser.room()
    parser.add_argument("ref", metavar="REF", help=_("the incident, e.g. A-001, or a rumour, e.g. A-RU01"))
    parser.add_argument("text", metavar="TEXT", nargs="?", help=_("what is said; without it: what was noted"))
    parser.choice("--kind", [each.value for each in RumourKind], metavar="KIND", help=_("media, social, rumour, calls"))
    parser.add_argument("--source", default="", metavar="TEXT", help=_("where it is said"))
    parser.add_argument("--reach", type=int, metavar="N", help=_("1 few people, 2 many, 3 the whole country"))
    parser.choice("--judge", JUDGED, metavar="VERDICT", help=_("true, false, or left alone"))
    parser.add_argument("--finding", default="", metavar="TEXT", help=_("how you know"))
    parser.add_argument("--by-message", default="", metavar="NUMBER", help=_("the message of ours that answers it"))
    parser.add_argument("--log", action="store_true", help=_("write it into the log, verified"))
    parser.add_argument("--at", type=event_time, metavar="ISO", help=_("when it was heard (default: now)"))


def _run(asked: Namespace, call: Call) -> Answer:
    text = typed_text(asked.text) if asked.text is not None else None
    if text is None and not _moves(asked, ""):
        with reading(asked) as room:
            return shown(room, target(room, asked.ref, "incident", "rumour"))
    with writing(asked) as seat:
        chosen = target(seat.room, asked.ref, "incident", "rumour")
        if chosen.noun == "incident":
            if text is None:
                raise UsageError(
                    "usage",
                    _("This needs a rumour, e.g. A-RU01."),
                    todo=_("See: {command} --help").format(command="warroom rumour"),
                )
            kind = RumourKind(asked.kind) if asked.kind else RumourKind.RUMOUR
            made = seat.do(
                AddRumour(
                    incident=chosen.id, text=text, kind=kind, source=asked.source, reach=asked.reach, heard_at=asked.at
                )
            )
            return Answer({"number": made.number, "id": made.id}, [made.number])
        seat.do_all(_moves(asked, chosen.id))
        return shown(seat.room, chosen)


def _moves(asked: Namespace, rumour: str) -> list[Command[Any]]:
    steps: list[Command[Any]] = []
    if asked.judge or asked.by_message:
        state = RumourState(asked.judge or RumourState.ANSWERED)
        judged = JudgeRumour(
            rumour=rumour, state=state, finding=asked.finding, message=asked.by_message, reach=asked.reach
        )
        steps.append(judged)
    if asked.log:
        steps.append(LogRumour(rumour=rumour))
    return steps


def shown(room: Room, chosen: Target) -> Answer:
    """One, or all that was noted for an incident, the newest first."""
    if chosen.noun == "rumour":
        rumour = room.views.rumour(chosen.id)
        assert rumour is not None
        return Answer(document_of(rumour), [_line(rumour)])
    found = room.views.rumours(chosen.id, mode=Mode.BOTH)
    return Answer([document_of(each) for each in found], [_line(each) for each in found] or [_("Nothing was noted.")])


def document_of(rumour: Rumour) -> Document:
    """What is said outside as --json prints it."""
    return {
        "id": rumour.id,
        "number": rumour.number,
        "incident": rumour.incident,
        "kind": rumour.kind.value,
        "text": rumour.text,
        "source": rumour.source,
        "reach": rumour.reach,
        "heard_at": iso(rumour.heard_at),
        "heard_by": rumour.heard_by,
        "state": rumour.state.value,
        "finding": rumour.finding,
        "entry": rumour.entry,
        "message": rumour.message,
    }


def _line(rumour: Rumour) -> str:
    where = " ".join(part for part in (rumour_kind_word(rumour.kind), rumour.source) if part)
    state = rumour_state_word(rumour.state)
    return f"{rumour.number}  {state}  {reach_said(rumour.reach)}  {where}  {brief(rumour.text)}"


VERBS = {"rumour": Verb(_options, _run, writes=True)}
