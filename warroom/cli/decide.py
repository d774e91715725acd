"""`decide`: the life of a decision, from the question to its review."""

from __future__ import annotations

from argparse import ArgumentTypeError, Namespace
from dataclasses import replace
from typing import Any

from warroom.cli.call import Answer, Call
from warroom.cli.moments import due_time
from warroom.cli.parser import Parser, UsageError, typed_text
from warroom.cli.references import Target, entry_id, target
from warroom.cli.rooms import Seat, writing
from warroom.cli.verbs import Verb
from warroom.commands import (
    AmendDecision,
    Decide,
    ReadBack,
    RequestDecision,
    ReviewDecision,
    VerifyCaller,
    WithdrawDecision,
)
from warroom.commands.base import Command
from warroom.commands.decisions import Decided
from warroom.domain.decisions import MARGIN_MIN, CallerCheck, How, Option, Window
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
        type=option,
        metavar="TEXT",
        help=_("a way out, as “title | advantages | risks | delay | reversible”; may be given several times"),
    )
    parser.add_argument("--decider", metavar="WHO", help=_("who decides"))
    parser.add_argument("--before", type=due_time, metavar="ISO", help=_("until when it must be decided"))
    parser.add_argument("--rationale", default="", metavar="TEXT", help=_("why so"))
    parser.choice("--how", list(How), metavar="HOW", help=_("how the decision reached you"), default="")
    checks = [check.value for check in CallerCheck if check]
    parser.choice(
        "--caller-check", checks, metavar="CHECK", help=_("how whoever called or wrote was known"), default=None
    )
    parser.add_argument(
        "--caller-reason", default="", metavar="TEXT", help=_("why it is taken although the caller was not verified")
    )
    parser.add_argument(
        "--verify-caller", action="store_true", help=_("the caller was verified since, as --caller-check says")
    )
    parser.add_argument(
        "--window",
        metavar="SERVICE",
        help=_("decide before the recovery time of this service ends, less its measured failover and --margin"),
    )
    parser.add_argument("--margin", type=int, default=MARGIN_MIN, metavar="MIN", help=_("minutes kept in hand"))
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
        _warn(asked, call, done, seat)
    number = done.number if done is not None else asked.ref.upper()
    return Answer({"number": number}, [number])


def _warn(asked: Namespace, call: Call, done: Any, seat: Seat) -> None:
    """An order from a caller nobody verified is recorded, never refused; it is said, and marked."""
    decision = seat.room.views.decision(done.id) if isinstance(done, Decided) else None
    if decision is not None and decision.is_unverified:
        call.note(
            _("Warning: nobody verified the caller. Ask for the code word, or call back on a number known before.")
        )
        call.note(_("It is recorded with a mark; --verify-caller clears it later."))


def _command(asked: Namespace, chosen: Target, text: str, seat: Seat) -> Command[Any]:
    if chosen.noun == "incident" and (
        asked.amend or asked.review is not None or asked.read_back or asked.withdraw is not None or asked.verify_caller
    ):
        raise UsageError(
            "usage",
            _("This needs a decision, e.g. A-D001."),
            todo=_("See: {command} --help").format(command="warroom decide"),
        )
    check = CallerCheck(asked.caller_check) if asked.caller_check else None
    if asked.verify_caller:
        return VerifyCaller(decision=chosen.id, check=check or CallerCheck.UNSAID)
    window = _window(asked, _incident_of(chosen, seat), seat) if asked.window else None
    if asked.ask:
        return RequestDecision(
            incident=_incident_of(chosen, seat),
            question=asked.question or text,
            context=asked.context or "",
            options=tuple(asked.option or ()),
            decider=asked.decider or "",
            decide_before=asked.before,
            window=window,
            facts=tuple(number_of(seat, fact) for fact in asked.fact),
            how=asked.how,
            caller_check=check or CallerCheck.UNSAID,
            caller_reason=asked.caller_reason,
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
            window=window,
        )
    if asked.review is not None:
        return ReviewDecision(decision=chosen.id, finding=asked.review, next_review_at=asked.review_at)
    if asked.read_back:
        return ReadBack(decision=chosen.id)
    if asked.withdraw is not None:
        return WithdrawDecision(decision=chosen.id, reason=asked.withdraw)
    facts = tuple(number_of(seat, fact) for fact in asked.fact)
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
        caller_check=check,
        caller_reason=asked.caller_reason,
        circle=asked.circle,
        decision=chosen.id if is_waiting else "",
        incident="" if is_waiting else chosen.id,
    )


def _window(asked: Namespace, incident: str, seat: Seat) -> Window:
    """The window that a service gives. Raises UsageError when it is not down, or nothing is known of its failover."""
    found = seat.room.views.windows(incident, margin_min=asked.margin)
    name = asked.window.strip().casefold()
    proposed = next((each for each in found if each.service.casefold() == name), None)
    if proposed is None:
        raise UsageError(
            "usage",
            _("Nothing says until when {service} must fail over.").format(service=asked.window),
            todo=_("It must be down, with a recovery time and a measured failover; or give --before."),
        )
    return replace(proposed.window, tested_at=proposed.failover_tested, service=proposed.service)


def _incident_of(chosen: Target, seat: Seat) -> str:
    if chosen.noun == "incident":
        return chosen.id
    found = seat.room.views.decision(chosen.id)
    return found.incident if found else chosen.id


def number_of(seat: Seat, reference: str) -> str:
    found = seat.room.views.entry(entry_id(seat.room, reference))
    return found.number if found else reference


def option(text: str) -> Option:
    parts = [part.strip() for part in text.split("|")]
    if not parts[0] or len(parts) > len(Option.__slots__):
        raise ArgumentTypeError(_("an option is “title | advantages | risks | delay | reversible”"))
    return Option(*parts)


VERBS = {"decide": Verb(_options, _run, writes=True)}
