"""`cause` and `barrier`: why it happened, what shows it, and what should have stopped it."""

from __future__ import annotations

from argparse import Namespace
from typing import Any

from warroom.cli.call import Answer, Call
from warroom.cli.documents import Document
from warroom.cli.parser import Parser, UsageError, typed_text
from warroom.cli.references import Target, target
from warroom.cli.rooms import reading, writing
from warroom.cli.verbs import Verb
from warroom.commands import AddBarrier, AddCause, AmendCause, LinkEvidence, MoveCause, RemoveCause
from warroom.commands.base import Command
from warroom.commands.cause_words import (
    barrier_kind_word,
    barrier_state_word,
    cause_kind_word,
    cause_state_word,
    cut_said,
    hint_said,
)
from warroom.domain.cause_hints import hints_on
from warroom.domain.cause_tree import CauseTree, Placed
from warroom.domain.causes import Barrier, BarrierKind, BarrierState, CauseKind, CauseState
from warroom.room import Room
from warroom.words import _

SHOWS = ("entry", "decision", "action", "hypothesis", "message", "inbound", "promise", "rumour")
TOP = "top"


def _options(parser: Parser) -> None:
    parser.room()
    parser.add_argument("ref", metavar="REF", help=_("the incident, e.g. A-001, or a cause, e.g. A-CA01"))
    parser.add_argument(
        "text", metavar="TEXT", nargs="?", help=_("the cause in a sentence; “-” reads it; without it: what there is")
    )
    parser.choice("--kind", list(CauseKind), metavar="KIND", help=_("what kind of cause it is"))
    parser.choice("--state", list(CauseState), metavar="STATE", help=_("whether it is confirmed"))
    parser.add_argument("--why-of", metavar="CAUSE", help=_("the cause that it answers why of; “top” for none"))
    parser.add_argument("--before", default="", metavar="CAUSE", help=_("the sibling before which it stands"))
    parser.add_argument("--impact", metavar="TEXT", help=_("what the first why of a chain explains"))
    parser.add_argument("--branch", metavar="CODE", help=_("the branch of the Ishikawa drawing"))
    records = {"action": "append", "default": [], "metavar": "NUMBER"}
    parser.add_argument("--evidence", help=_("an entry, a decision, a message… that shows it"), **records)  # type: ignore[arg-type]
    parser.add_argument("--shown", metavar="TEXT", help=_("what shows it, in words"))
    parser.add_argument("--change", metavar="TEXT", help=_("the change behind it: what, when, which ticket"))
    parser.add_argument("--hypothesis", metavar="NUMBER", help=_("the hypothesis that it takes up"))
    parser.add_argument("--family", metavar="NAME", help=_("what the same cause is called each time"))
    parser.add_argument("--remove", action="store_true", help=_("take it away; what hangs under it moves up"))


def _run(asked: Namespace, call: Call) -> Answer:
    text = typed_text(asked.text) if asked.text is not None else None
    said = _said(asked)
    if text is None and not said and not asked.evidence and not asked.remove and asked.why_of is None:
        with reading(asked) as room:
            return shown(room, target(room, asked.ref, "incident", "cause"))
    with writing(asked) as seat:
        chosen = target(seat.room, asked.ref, "incident", "cause")
        if chosen.noun == "incident":
            if asked.remove:
                raise _needs_a_cause()
            noted = seat.do(_adding(asked, chosen, text or "", said, seat.room))
            return Answer({"id": noted.id, "number": noted.number}, [noted.number])
        seat.do_all(_steps(asked, chosen, text, said, seat.room))
        known = seat.room.views.cause(chosen.id)
        number = known.number if known is not None else asked.ref.upper()
    return Answer({"id": chosen.id, "number": number}, [number])


def _said(asked: Namespace) -> dict[str, Any]:
    """What was said of it, by the names of its fields."""
    said = {
        "impact": asked.impact,
        "branch": asked.branch,
        "evidence_text": asked.shown,
        "change": asked.change,
        "hypothesis": asked.hypothesis,
        "family": asked.family,
        "kind": CauseKind(asked.kind) if asked.kind else None,
        "state": CauseState(asked.state) if asked.state else None,
    }
    return {name: value for name, value in said.items() if value is not None}


def _adding(asked: Namespace, chosen: Target, text: str, said: dict[str, Any], room: Room) -> AddCause:
    parent = "" if asked.why_of in (None, TOP) else target(room, asked.why_of, "cause").id
    evidence = tuple(_shows(room, number) for number in asked.evidence)
    return AddCause(incident=chosen.id, parent=parent, text=text, evidence=evidence, **said)


def _steps(asked: Namespace, chosen: Target, text: str | None, said: dict[str, Any], room: Room) -> list[Command[Any]]:
    steps: list[Command[Any]] = [
        LinkEvidence(cause=chosen.id, evidence=_shows(room, number)) for number in asked.evidence
    ]
    if text is not None or said:
        steps.append(AmendCause(cause=chosen.id, text=text, **said))
    if asked.why_of is not None:
        parent = "" if asked.why_of == TOP else target(room, asked.why_of, "cause").id
        before = target(room, asked.before, "cause").id if asked.before else ""
        steps.append(MoveCause(cause=chosen.id, parent=parent, before=before))
    if asked.remove:
        steps.append(RemoveCause(cause=chosen.id))
    return steps


def _shows(room: Room, number: str) -> str:
    found = target(room, number, *SHOWS)
    return f"{found.noun} {found.id}"


def _needs_a_cause() -> UsageError:
    return UsageError(
        "usage",
        _("This needs a cause, e.g. A-CA01."),
        todo=_("See: {command} --help").format(command="warroom cause"),
    )


def shown(room: Room, chosen: Target) -> Answer:
    """The tree of an incident with what could be asked once more, or one cause and its whys."""
    cause = room.views.cause(chosen.id) if chosen.noun == "cause" else None
    incident = cause.incident if cause is not None else chosen.id
    tree = room.views.cause_tree(incident)
    if cause is not None:
        found = [each for each in [tree.find(cause.id)] if each is not None] + list(tree.under(cause.id))
        return Answer([document_of(each) for each in found], [line_of(each) for each in found])
    barriers = room.views.barriers(incident)
    hints = [hint_said(each, tree) for each in hints_on(tree, barriers)]
    document = {
        "causes": [document_of(each) for each in tree.placed],
        "barriers": [barrier_document(each, tree) for each in barriers],
        "cuts": [cut_said(each, tree) for each in tree.cuts],
        "hints": hints,
    }
    lines = [line_of(each) for each in tree.placed] + [barrier_line(each) for each in barriers]
    said = [*(f"! {cut_said(each, tree)}" for each in tree.cuts), *(f"? {hint}" for hint in hints)]
    return Answer(document, [*lines, *said] or [_("No cause yet.")])


def document_of(placed: Placed) -> Document:
    """A cause as --json prints it, with its place in the tree."""
    cause = placed.cause
    return {
        "id": cause.id,
        "number": cause.number,
        "path": placed.path,
        "parent": placed.parent,
        "kind": cause.kind.value,
        "state": cause.state.value,
        "text": cause.text,
        "impact": cause.impact,
        "branch": cause.branch,
        "evidence": list(cause.evidence),
        "evidence_text": cause.evidence_text,
        "hypothesis": cause.hypothesis,
        "change": cause.change,
        "family": cause.family,
    }


def line_of(placed: Placed) -> str:
    """A cause in a line, further right the deeper it stands."""
    cause = placed.cause
    shown_by = cause.evidence_text or cause.change
    what = f"{cause_kind_word(cause.kind)}, {cause_state_word(cause.state)}"
    tail = f"  [{shown_by}]" if shown_by else ""
    return f"{'  ' * min(placed.depth, 20)}{placed.path}  {cause.number}  {what}: {cause.text}{tail}"


def barrier_document(barrier: Barrier, tree: CauseTree) -> Document:
    faced = tree.find(barrier.cause) if barrier.cause else None
    return {
        "id": barrier.id,
        "text": barrier.text,
        "kind": barrier.kind.value,
        "state": barrier.state.value,
        "cause": faced.cause.number if faced is not None else "",
        "evidence": list(barrier.evidence),
        "remark": barrier.remark,
    }


def barrier_line(barrier: Barrier) -> str:
    return f"{barrier_state_word(barrier.state)} ({barrier_kind_word(barrier.kind)}): {barrier.text}"


def _barrier_options(parser: Parser) -> None:
    parser.room()
    parser.add_argument("ref", metavar="REF", help=_("the incident, e.g. A-001"))
    parser.add_argument("text", metavar="TEXT", nargs="?", help=_("the barrier; without it: those there are"))
    parser.choice("--kind", list(BarrierKind), metavar="KIND", help=_("what it is for"))
    parser.choice("--state", list(BarrierState), metavar="STATE", help=_("how it stood"))
    parser.add_argument("--cause", default="", metavar="CAUSE", help=_("the cause that it faced"))
    records = {"action": "append", "default": [], "metavar": "NUMBER"}
    parser.add_argument("--evidence", help=_("an entry, a decision, a message… that shows it"), **records)  # type: ignore[arg-type]
    parser.add_argument("--remark", default="", metavar="TEXT", help=_("a remark"))


def _run_barrier(asked: Namespace, call: Call) -> Answer:
    if asked.text is None:
        with reading(asked) as room:
            incident = target(room, asked.ref, "incident").id
            tree, found = room.views.cause_tree(incident), room.views.barriers(incident)
            lines = [barrier_line(each) for each in found]
            return Answer([barrier_document(each, tree) for each in found], lines or [_("No barrier yet.")])
    with writing(asked) as seat:
        made = seat.do(
            AddBarrier(
                incident=target(seat.room, asked.ref, "incident").id,
                text=typed_text(asked.text),
                kind=BarrierKind(asked.kind or BarrierKind.PREVENT),
                state=BarrierState(asked.state or BarrierState.HELD),
                cause=target(seat.room, asked.cause, "cause").id if asked.cause else "",
                evidence=tuple(_shows(seat.room, number) for number in asked.evidence),
                remark=asked.remark,
            )
        )
    return Answer({"id": made}, [made])


VERBS = {
    "cause": Verb(_options, _run, writes=True),
    "barrier": Verb(_barrier_options, _run_barrier, writes=True),
}
