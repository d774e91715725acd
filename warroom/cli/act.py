"""`act`: the life of an action, from asking to its result."""

from __future__ import annotations

from argparse import Namespace
from typing import Any

from warroom.cli.call import Answer, Call
from warroom.cli.moments import due_time
from warroom.cli.parser import Parser, UsageError, typed_text
from warroom.cli.references import Target, target
from warroom.cli.rooms import Seat, writing
from warroom.cli.verbs import Verb
from warroom.commands import AcknowledgeAction, AddAction, AmendAction, MoveAction
from warroom.commands.base import Command
from warroom.domain.actions import ActionState
from warroom.words import _


def _options(parser: Parser) -> None:
    parser.room()
    parser.add_argument("ref", metavar="REF", help=_("the incident, e.g. A-001, or an action, e.g. A-A001"))
    parser.add_argument(
        "text", metavar="TEXT", nargs="?", help=_("what is to be done; “-” reads it from standard input")
    )
    parser.add_argument("--owner", metavar="PERSON", help=_("who does it"))
    due = parser.add_mutually_exclusive_group()
    due.add_argument("--due", type=due_time, metavar="ISO", help=_("until when"))
    due.add_argument("--no-due", action="store_true", help=_("no time is set any more"))
    parser.add_argument("--decision", default="", metavar="NUMBER", help=_("the decision it carries out"))
    parser.add_argument("--acknowledge", action="store_true", help=_("the owner took it in hand"))
    parser.choice("--state", list(ActionState), metavar="STATE", help=_("how it stands now"))
    parser.add_argument("--reason", default="", metavar="R", help=_("why it is on hold, cancelled or skipped"))
    parser.add_argument("--result", default="", metavar="TEXT", help=_("what came of it"))


def _run(asked: Namespace, call: Call) -> Answer:
    text = typed_text(asked.text) if asked.text is not None else None
    with writing(asked) as seat:
        chosen = target(seat.room, asked.ref, "incident", "action")
        if chosen.noun == "incident":
            number = _ask(asked, chosen, text, seat)
        else:
            seat.do_all(_steps(asked, chosen, text))
            number = asked.ref.upper()
    return Answer({"number": number}, [number])


def _ask(asked: Namespace, chosen: Target, text: str | None, seat: Seat) -> str:
    if asked.acknowledge or asked.state or asked.no_due:
        raise _usage(_("This needs an action, e.g. A-A001."))
    decision = target(seat.room, asked.decision, "decision").id if asked.decision else ""
    made = AddAction(incident=chosen.id, text=text or "", owner=asked.owner or "", due_at=asked.due, decision=decision)
    return str(seat.do(made))


def _steps(asked: Namespace, chosen: Target, text: str | None) -> list[Command[Any]]:
    steps: list[Command[Any]] = []
    if text is not None or asked.owner is not None or asked.due is not None or asked.no_due:
        steps.append(AmendAction(action=chosen.id, text=text, owner=asked.owner, due_at=asked.due, no_due=asked.no_due))
    if asked.acknowledge:
        steps.append(AcknowledgeAction(action=chosen.id))
    if asked.state:
        state = ActionState(asked.state)
        steps.append(MoveAction(action=chosen.id, state=state, reason=asked.reason, result=asked.result))
    if not steps:
        raise _usage(_("Say what changes: a text, --owner, --due, --acknowledge or --state."))
    return steps


def _usage(message: str) -> UsageError:
    return UsageError("usage", message, todo=_("See: {command} --help").format(command="warroom act"))


VERBS = {"act": Verb(_options, _run, writes=True)}
