"""`promise`: what was promised to anyone, until when, and what became of it."""

from __future__ import annotations

from argparse import Namespace
from typing import Any

from warroom.cli.call import Answer, Call
from warroom.cli.documents import Document, iso
from warroom.cli.moments import due_time, event_time
from warroom.cli.parser import Parser, UsageError, typed_text
from warroom.cli.references import Target, target
from warroom.cli.rooms import reading, writing
from warroom.cli.verbs import Verb
from warroom.commands import AmendPromise, BreakPromise, KeepPromise, MakePromise, ReleasePromise
from warroom.commands.base import Command
from warroom.commands.inbound_words import promise_state_word
from warroom.domain.inbound import Promise, PromiseState
from warroom.domain.incidents import Mode
from warroom.phrases import due, labelled
from warroom.room import Room
from warroom.words import _


def _options(parser: Parser) -> None:
    parser.room()
    parser.add_argument("ref", metavar="REF", help=_("the incident, e.g. A-001, or a promise, e.g. A-PR01"))
    parser.add_argument("text", metavar="TEXT", nargs="?", help=_("what was promised; without it: the promises"))
    parser.add_argument("--to", metavar="NAME", help=_("to whom"))
    parser.add_argument("--owner", metavar="PERSON", help=_("who keeps it"))
    parser.add_argument("--due", type=due_time, metavar="ISO", help=_("until when"))
    parser.add_argument("--audience", metavar="CODE", help=_("of which audience they are"))
    parser.add_argument(
        "--source", default="", metavar="NUMBER", help=_("the message, incoming message or entry it was made in")
    )
    parser.add_argument("--reason", default="", metavar="TEXT", help=_("why another hour"))
    move = parser.add_mutually_exclusive_group()
    move.add_argument("--kept", nargs="?", const="", metavar="TEXT", help=_("it was kept, and how"))
    move.add_argument("--broken", metavar="REASON", help=_("it is not kept, and why"))
    move.add_argument("--released", metavar="REASON", help=_("they no longer hold us to it, and who said so"))
    parser.add_argument("--at", type=event_time, metavar="ISO", help=_("when it was (default: now)"))
    parser.add_argument("--signed", default="", metavar="PERSON", help=_("who signs (default: who types)"))


def _run(asked: Namespace, call: Call) -> Answer:
    text = typed_text(asked.text) if asked.text is not None else None
    amends = any(getattr(asked, name) is not None for name in ("to", "owner", "due", "audience"))
    if text is None and not amends and not _moves(asked, ""):
        with reading(asked) as room:
            return shown(room, target(room, asked.ref, "incident", "promise"))
    with writing(asked) as seat:
        chosen = target(seat.room, asked.ref, "incident", "promise")
        if chosen.noun == "incident":
            made = seat.do(_making(asked, chosen, text or ""))
            return Answer({"number": made.number, "id": made.id}, [made.number])
        steps = _moves(asked, chosen.id)
        if text is not None or amends:
            steps.insert(0, _amending(asked, chosen, text))
        seat.do_all(steps)
        return shown(seat.room, chosen)


def _making(asked: Namespace, chosen: Target, text: str) -> MakePromise:
    if _moves(asked, ""):
        raise UsageError(
            "usage",
            _("This needs a promise, e.g. A-PR01."),
            todo=_("See: {command} --help").format(command="warroom promise"),
        )
    return MakePromise(
        incident=chosen.id,
        to_whom=asked.to or "",
        text=text,
        owner=asked.owner or "",
        due_at=asked.due,
        audience=asked.audience or "",
        source=asked.source,
        made_at=asked.at,
        made_by=asked.signed,
    )


def _amending(asked: Namespace, chosen: Target, text: str | None) -> AmendPromise:
    return AmendPromise(
        promise=chosen.id,
        to_whom=asked.to,
        text=text,
        owner=asked.owner,
        due_at=asked.due,
        audience=asked.audience,
        reason=asked.reason,
    )


def _moves(asked: Namespace, promise: str) -> list[Command[Any]]:
    signed = {"promise": promise, "at": asked.at, "by": asked.signed}
    if asked.kept is not None:
        return [KeepPromise(remark=asked.kept, **signed)]
    if asked.broken is not None:
        return [BreakPromise(reason=asked.broken, **signed)]
    if asked.released is not None:
        return [ReleasePromise(reason=asked.released, **signed)]
    return []


def shown(room: Room, chosen: Target) -> Answer:
    """One promise, or all of an incident, the soonest due first."""
    now = room.clock.now_ms()
    if chosen.noun == "promise":
        promise = room.views.promise(chosen.id)
        assert promise is not None
        return Answer(document_of(promise, room.views.promise_source(promise)), [_line(promise, now)])
    found = room.views.promises(chosen.id, mode=Mode.BOTH)
    documents = [document_of(each, room.views.promise_source(each)) for each in found]
    return Answer(documents, [_line(each, now) for each in found] or [_("Nothing was promised.")])


def document_of(promise: Promise, source: str) -> Document:
    """A promise as --json prints it."""
    return {
        "id": promise.id,
        "number": promise.number,
        "incident": promise.incident,
        "to": promise.to_whom,
        "audience": promise.audience,
        "text": promise.text,
        "owner": promise.owner,
        "made_at": iso(promise.made_at),
        "made_by": promise.made_by,
        "due_at": iso(promise.due_at),
        "source": source,
        "state": promise.state.value,
        "closed_at": iso(promise.closed_at),
        "closed_by": promise.closed_by,
        "remark": promise.remark,
    }


def _line(promise: Promise, now_ms: int) -> str:
    is_open = promise.state is PromiseState.OPEN
    when = due(promise.due_at, now_ms) if is_open and promise.due_at is not None else ""
    state = when or promise_state_word(promise.state)
    return f"{promise.number}  {state}  {labelled(promise.to_whom, promise.text)}  {promise.owner}".rstrip()


VERBS = {"promise": Verb(_options, _run, writes=True)}
