"""`means`: what is asked for, who approves it at what cost, and when it comes."""

from __future__ import annotations

from argparse import Namespace
from typing import Any

from warroom.cli.call import Answer, Call
from warroom.cli.documents import Document, iso
from warroom.cli.moments import due_time
from warroom.cli.parser import Parser, UsageError, typed_text
from warroom.cli.references import Target, target
from warroom.cli.rooms import reading, writing
from warroom.cli.verbs import Verb
from warroom.commands import (
    AmendMeans,
    ApproveMeans,
    ArriveMeans,
    AskMeans,
    OrderMeans,
    RefuseMeans,
    WithdrawMeans,
)
from warroom.commands.base import Command
from warroom.commands.field_words import coming_said, euros, means_state_word, what_said
from warroom.domain.incidents import Mode
from warroom.domain.means import MeansRequest
from warroom.room import Room
from warroom.words import _

ASKED_FOR = ("quantity", "unit", "reason", "place", "needed_by")


def _options(parser: Parser) -> None:
    parser.room()
    parser.add_argument("ref", metavar="REF", help=_("the incident, e.g. A-001, or a request, e.g. A-B01"))
    parser.add_argument("what", metavar="WHAT", nargs="?", help=_("what is needed; without it: what was asked for"))
    parser.add_argument("--quantity", type=int, metavar="N", help=_("how many (default: 1)"))
    parser.add_argument("--unit", metavar="UNIT", help=_("of what, where it is not pieces: litres, metres, people"))
    parser.add_argument("--reason", metavar="TEXT", help=_("what for"))
    parser.add_argument("--place", metavar="TEXT", help=_("where it is to be delivered"))
    parser.add_argument("--needed-by", type=due_time, metavar="ISO", help=_("when it must be there"))
    parser.add_argument("--asked-by", default="", metavar="PERSON", help=_("who needs it"))
    move = parser.add_mutually_exclusive_group()
    move.add_argument("--approve", action="store_true", help=_("it is approved"))
    move.add_argument("--refuse", metavar="REASON", help=_("it is refused"))
    move.add_argument("--order", action="store_true", help=_("it is on its way"))
    move.add_argument(
        "--arrived", type=int, nargs="?", const=0, metavar="N", help=_("so many arrived; without N: the rest")
    )
    move.add_argument("--withdraw", metavar="REASON", help=_("it is not needed any more"))
    parser.add_argument(
        "--cost", type=int, default=0, metavar="EUROS", help=_("what is committed, or to be paid all the same")
    )
    parser.add_argument(
        "--approver", default="", metavar="PERSON", help=_("who approves or refuses (default: who types)")
    )
    parser.add_argument("--function", default="", metavar="CODE", help=_("the function in whose name it is approved"))
    parser.add_argument("--over", default="", metavar="REASON", help=_("why it passes the limit of that function"))
    parser.add_argument("--allowed-by", default="", metavar="PERSON", help=_("who else allowed that"))
    parser.add_argument("--supplier", default="", metavar="NAME", help=_("who delivers it"))
    parser.add_argument("--eta", type=due_time, metavar="ISO", help=_("when it arrives"))


def _run(asked: Namespace, call: Call) -> Answer:
    what = typed_text(asked.what) if asked.what is not None else None
    moves = _moves(asked, "")
    if what is None and not moves and not any(getattr(asked, name) is not None for name in ASKED_FOR):
        with reading(asked) as room:
            return shown(room, target(room, asked.ref, "incident", "means_request"))
    with writing(asked) as seat:
        chosen = target(seat.room, asked.ref, "incident", "means_request")
        if chosen.noun == "incident":
            made = seat.do(_asking(asked, chosen, what or ""))
            return Answer({"number": made.number, "id": made.id}, [made.number])
        steps = _moves(asked, chosen.id)
        if what is not None or any(getattr(asked, name) is not None for name in ASKED_FOR):
            steps.insert(0, _amending(asked, chosen, what))
        seat.do_all(steps)
        return shown(seat.room, chosen)


def _asking(asked: Namespace, chosen: Target, what: str) -> AskMeans:
    if _moves(asked, ""):
        raise UsageError(
            "usage",
            _("This needs a request, e.g. A-B01."),
            todo=_("See: {command} --help").format(command="warroom means"),
        )
    return AskMeans(
        incident=chosen.id,
        what=what,
        quantity=1 if asked.quantity is None else asked.quantity,
        unit=asked.unit or "",
        reason=asked.reason or "",
        place=asked.place or "",
        needed_by=asked.needed_by,
        asked_by=asked.asked_by,
    )


def _amending(asked: Namespace, chosen: Target, what: str | None) -> AmendMeans:
    return AmendMeans(means=chosen.id, what=what, **{name: getattr(asked, name) for name in ASKED_FOR})


def _moves(asked: Namespace, means: str) -> list[Command[Any]]:
    if asked.approve:
        return [
            ApproveMeans(
                means=means,
                cost=asked.cost,
                approver=asked.approver,
                code=asked.function,
                supplier=asked.supplier,
                over_limit=asked.over,
                allowed_by=asked.allowed_by,
            )
        ]
    if asked.refuse is not None:
        return [RefuseMeans(means=means, reason=asked.refuse, approver=asked.approver)]
    if asked.order:
        return [OrderMeans(means=means, supplier=asked.supplier, eta_at=asked.eta)]
    if asked.arrived is not None:
        return [ArriveMeans(means=means, n=asked.arrived or None)]
    if asked.withdraw is not None:
        return [WithdrawMeans(means=means, reason=asked.withdraw, cost=asked.cost)]
    return []


def shown(room: Room, chosen: Target) -> Answer:
    """One request, or those of an incident and what is committed for it."""
    now = room.clock.now_ms()
    if chosen.noun == "means_request":
        request = room.views.means_request(chosen.id)
        assert request is not None
        return Answer(document_of(request), [_line(request, now)])
    found = room.views.means_asked(chosen.id, mode=Mode.BOTH)
    totals = room.views.committed(chosen.id, mode=Mode.BOTH)
    document = {
        "requests": [document_of(each) for each in found],
        "committed": [
            {"function": each.code, "approver": each.approver, "euros": each.total, "limit": each.limit}
            for each in totals
        ],
    }
    return Answer(document, [_line(each, now) for each in found] or [_("Nothing was asked for.")])


def document_of(request: MeansRequest) -> Document:
    """A request as --json prints it."""
    return {
        "id": request.id,
        "number": request.number,
        "what": request.what,
        "quantity": request.quantity,
        "unit": request.unit,
        "reason": request.reason,
        "place": request.place,
        "asked_by": request.asked_by,
        "asked_at": iso(request.asked_at),
        "needed_by": iso(request.needed_by),
        "state": request.state.value,
        "approver": request.approver,
        "function": request.approver_code,
        "approved_at": iso(request.approved_at),
        "cost": request.cost,
        "over_limit": request.over_limit,
        "allowed_by": request.allowed_by,
        "refusal": request.refusal,
        "supplier": request.supplier,
        "eta_at": iso(request.eta_at),
        "arrived": request.arrived,
        "arrived_at": iso(request.arrived_at),
    }


def _line(request: MeansRequest, now_ms: int) -> str:
    cost = f"  {euros(request.cost)}" if request.cost else ""
    approver = f"  {request.approver} {request.approver_code}".rstrip() if request.approver else ""
    state = means_state_word(request.state)
    return f"{request.number}  {state}  {what_said(request)}  {coming_said(request, now_ms)}{cost}{approver}"


VERBS = {"means": Verb(_options, _run, writes=True)}
