"""`decide`: the life of a decision, from the question to its review."""

from __future__ import annotations

from argparse import ArgumentTypeError, Namespace
from typing import Any

from warroom.cli.call import Answer, Call
from warroom.cli.moments import due_time
from warroom.cli.parser import Parser, UsageError, typed_text
from warroom.cli.references import Target, entry_id, target
from warroom.cli.rooms import Seat, writing
from warroom.cli.verbs import Verb
from warroom.commands import AmendDecision, Decide, ReadBack, RequestDecision, ReviewDecision, WithdrawDecision
from warroom.commands.base import Command
from warroom.domain.decisions import How, Option
from warroom.words import _


def _options(parser: Parser) -> None:
    parser.room()
    parser.add_argument("ref", metavar="REF", help=_("the incident, e.g. A-001, or a decision, e.g. A-D001"))
    parser.add_argument("text", metavar="TEXT", nargs="?", help=_("what was decided; “-” reads it from standard input"))
    step = parser.add_mutually_exclusive_group()
    step.add_argument("--ask", action="store_true", help=_("put the question of --question to whoever decides"))
    step.add_argument("--amend", action="store_true", help=_("change what is known before the decision is taken"))
    step.add_argument(
        "--review", metavar="FINDING", help=_("the decision was looked at again; --review-at says when next")
    )
    step.add_argument("--read-back", action="store_true", help=_("the decider heard it read back and agreed"))
    step.add_argument("--withdraw", metavar="REASON", help=_("the question no longer stands"))
    parser.add_argument("--question", metavar="Q", help=_("what is to be decided"))
    parser.add_argument("--context", metavar="TEXT", help=_("the facts known at that time"))
    parser.add_argument(
        "--option",
        action="append",
        type=_option,
        metavar="TEXT",
        help=_("a way out, as “title | advantages | risks | delay | reversible”; may be given several times"),
    )
    parser.add_argument("--decider", metavar="WHO", help=_("who decides"))
    parser.add_argument("--before", type=due_time, metavar="ISO", help=_("until when it must be decided"))
    parser.add_argument("--rationale", default="", metavar="TEXT", help=_("why so"))
    parser.choice("--how", list(How), metavar="HOW", help=_("how the decision reached you"), default="")
    parser.add_argument("--executor", default="", metavar="WHO", help=_("who carries it out"))
    parser.add_argument("--review-at", type=due_time, metavar="ISO", help=_("when to look at it again"))
    parser.circle()
    parser.add_argument(
        "--fact",
        action="append",
        default=[],
        metavar="NUMBER",
        help=_("an entry it rests on; may be given several times"),
    )


def _run(asked: Namespace, call: Call) -> Answer:
    text = typed_text(asked.text) if asked.text is not None else ""
    with writing(asked) as seat:
        chosen = target(seat.room, asked.ref, "incident", "decision")
        done = seat.do(_command(asked, chosen, text, seat))
    number = done.number if done is not None else asked.ref.upper()
    return Answer({"number": number}, [number])


def _command(asked: Namespace, chosen: Target, text: str, seat: Seat) -> Command[Any]:
    if chosen.noun == "incident" and (
        asked.amend or asked.review is not None or asked.read_back or asked.withdraw is not None
    ):
        raise UsageError(
            "usage",
            _("This needs a decision, e.g. A-D001."),
            todo=_("See: {command} --help").format(command="warroom decide"),
        )
    if asked.ask:
        return RequestDecision(
            incident=_incident_of(chosen, seat),
            question=asked.question or text,
            context=asked.context or "",
            options=tuple(asked.option or ()),
            decider=asked.decider or "",
            decide_before=asked.before,
            circle=asked.circle,
        )
    if asked.amend:
        return AmendDecision(
            decision=chosen.id,
            question=asked.question,
            context=asked.context,
            options=tuple(asked.option) if asked.option else None,
            decider=asked.decider,
            decide_before=asked.before,
        )
    if asked.review is not None:
        return ReviewDecision(decision=chosen.id, finding=asked.review, next_review_at=asked.review_at)
    if asked.read_back:
        return ReadBack(decision=chosen.id)
    if asked.withdraw is not None:
        return WithdrawDecision(decision=chosen.id, reason=asked.withdraw)
    facts = tuple(_number(seat, fact) for fact in asked.fact)
    is_waiting = chosen.noun == "decision"
    return Decide(
        decided=text,
        question=asked.question or "",
        rationale=asked.rationale,
        decider=asked.decider or "",
        how=asked.how,
        executor=asked.executor,
        context=asked.context or "",
        options=tuple(asked.option or ()),
        review_at=asked.review_at,
        delegation=asked.delegation,
        facts=facts,
        circle=asked.circle,
        decision=chosen.id if is_waiting else "",
        incident="" if is_waiting else chosen.id,
    )


def _incident_of(chosen: Target, seat: Seat) -> str:
    if chosen.noun == "incident":
        return chosen.id
    found = seat.room.views.decision(chosen.id)
    return found.incident if found else chosen.id


def _number(seat: Seat, reference: str) -> str:
    found = seat.room.views.entry(entry_id(seat.room, reference))
    return found.number if found else reference


def _option(text: str) -> Option:
    parts = [part.strip() for part in text.split("|")]
    if not parts[0] or len(parts) > len(Option.__slots__):
        raise ArgumentTypeError(_("an option is “title | advantages | risks | delay | reversible”"))
    return Option(*parts)


VERBS = {"decide": Verb(_options, _run, writes=True)}
