"""`hypothesis`: what might be the cause, what speaks for and against it, and how it ends."""

from __future__ import annotations

from argparse import Namespace
from typing import Any

from warroom.cli.call import Answer, Call
from warroom.cli.documents import Document, iso
from warroom.cli.moments import due_time, event_time
from warroom.cli.parser import Parser, UsageError, typed_text
from warroom.cli.references import Target, entry_id, target
from warroom.cli.rooms import Seat, reading, writing
from warroom.cli.verbs import Verb
from warroom.commands import AmendHypothesis, BackHypothesis, MoveHypothesis, OpenHypothesis, UnbackHypothesis
from warroom.commands.base import Command
from warroom.commands.hypotheses import Moved
from warroom.commands.said_ahead import hypothesis_word
from warroom.domain.hypotheses import Hypothesis, HypothesisState, Weight
from warroom.phrases import due
from warroom.room import Room
from warroom.words import _


def _options(parser: Parser) -> None:
    parser.room()
    parser.add_argument("ref", metavar="REF", help=_("the incident, e.g. A-001, or a hypothesis, e.g. A-H01"))
    parser.add_argument(
        "text", metavar="TEXT", nargs="?", help=_("what might be the cause; “-” reads it; without it: what there is")
    )
    parser.add_argument("--owner", metavar="PERSON", help=_("who tests it"))
    parser.add_argument("--test", metavar="TEXT", help=_("how it is tested"))
    box = parser.add_mutually_exclusive_group()
    box.add_argument("--until", type=due_time, metavar="ISO", help=_("until when it is tested"))
    box.add_argument("--no-until", action="store_true", help=_("no time is set any more"))
    parser.add_argument("--entry", default="", metavar="NUMBER", help=_("the entry that says it already"))
    parser.add_argument("--at", type=event_time, metavar="ISO", help=_("when it was said (default: now)"))
    parser.add_argument("--from", dest="from_who", default="", metavar="WHO", help=_("who said it"))
    side = {"action": "append", "default": [], "metavar": "NUMBER"}
    parser.add_argument("--for", dest="in_favour", help=_("an entry that speaks for it"), **side)  # type: ignore[arg-type]
    parser.add_argument("--against", help=_("an entry that speaks against it"), **side)  # type: ignore[arg-type]
    nothing = _("an entry that says nothing about it after all")
    parser.add_argument("--nothing", help=nothing, **side)  # type: ignore[arg-type]
    parser.choice("--state", list(HypothesisState), metavar="STATE", help=_("how it stands now"))
    parser.add_argument(
        "--reason", default="", metavar="R", help=_("why it is ruled out, confirmed or looked at again")
    )


def _run(asked: Namespace, call: Call) -> Answer:
    text = typed_text(asked.text) if asked.text is not None else None
    changes = (asked.owner, asked.test, asked.until, asked.state, *asked.in_favour, *asked.against, *asked.nothing)
    if text is None and not any(changes) and not asked.no_until and not asked.entry:
        with reading(asked) as room:
            return shown(room, target(room, asked.ref, "incident", "hypothesis"))
    with writing(asked) as seat:
        chosen = target(seat.room, asked.ref, "incident", "hypothesis")
        if chosen.noun == "incident":
            opened = seat.do(_opening(asked, chosen, text or "", seat))
            document = {"number": opened.number, "entry": opened.entry_number}
            return Answer(document, [opened.number])
        done = seat.do_all(_steps(asked, chosen, text, seat))
    proposed = next((each.proposes for each in done if isinstance(each, Moved) and each.proposes), None)
    if proposed is not None:
        call.note(_("The cause is known: the status “{status}” is proposed.").format(status=proposed.value))
    number = asked.ref.upper()
    return Answer({"number": number, "proposed_status": proposed.value if proposed else None}, [number])


def _opening(asked: Namespace, chosen: Target, text: str, seat: Seat) -> OpenHypothesis:
    if asked.state or asked.no_until or asked.in_favour or asked.against or asked.nothing:
        raise UsageError(
            "usage",
            _("This needs a hypothesis, e.g. A-H01."),
            todo=_("See: {command} --help").format(command="warroom hypothesis"),
        )
    said = seat.room.views.entry(entry_id(seat.room, asked.entry)) if asked.entry else None
    return OpenHypothesis(
        incident=chosen.id,
        text=text or (said.text if said else ""),
        owner=asked.owner or "",
        test=asked.test or "",
        timebox_at=asked.until,
        entry=said.id if said else "",
        event_at=asked.at,
        from_who=asked.from_who,
    )


def _steps(asked: Namespace, chosen: Target, text: str | None, seat: Seat) -> list[Command[Any]]:
    steps: list[Command[Any]] = []
    amended = {"text": text, "owner": asked.owner, "test": asked.test, "timebox_at": asked.until}
    if any(value is not None for value in amended.values()) or asked.no_until:
        steps.append(AmendHypothesis(hypothesis=chosen.id, no_timebox=asked.no_until, **amended))
    for weight, numbers in ((Weight.FOR, asked.in_favour), (Weight.AGAINST, asked.against)):
        for number in numbers:
            entry = entry_id(seat.room, number)
            steps.append(BackHypothesis(hypothesis=chosen.id, entry=entry, weight=weight, remark=""))
    for number in asked.nothing:
        entry = entry_id(seat.room, number)
        steps.append(UnbackHypothesis(hypothesis=chosen.id, entry=entry, reason=asked.reason))
    if asked.state:
        state = HypothesisState(asked.state)
        steps.append(MoveHypothesis(hypothesis=chosen.id, state=state, reason=asked.reason))
    return steps


def shown(room: Room, chosen: Target) -> Answer:
    """One hypothesis, or those of an incident."""
    if chosen.noun == "incident":
        found = room.views.hypotheses(chosen.id)
    else:
        found = [each for each in [room.views.hypothesis(chosen.id)] if each is not None]
    documents = [document_of(room, each) for each in found]
    lines = [line for each in found for line in _lines(room, each)]
    document = documents if chosen.noun == "incident" else documents[0]
    return Answer(document, lines or [_("No hypothesis yet.")])


def document_of(room: Room, hypothesis: Hypothesis) -> Document:
    """A hypothesis as --json prints it, with the numbers of the entries on each side."""
    return {
        "id": hypothesis.id,
        "number": hypothesis.number,
        "text": hypothesis.text,
        "state": hypothesis.state.value,
        "owner": hypothesis.owner,
        "test": hypothesis.test,
        "until": iso(hypothesis.timebox_at),
        "opened_at": iso(hypothesis.opened_at),
        "closed_at": iso(hypothesis.closed_at),
        "reason": hypothesis.reason,
        **{weight.value: _numbers(room, hypothesis, weight) for weight in Weight},
    }


def _numbers(room: Room, hypothesis: Hypothesis, weight: Weight) -> list[str]:
    entries = [each.entry for each in room.views.backings(hypothesis.id) if each.weight is weight]
    found = room.views.cited(entries)
    return [found[entry].number if entry in found else entry for entry in entries]


def _lines(room: Room, hypothesis: Hypothesis) -> list[str]:
    now = room.clock.now_ms()
    until = hypothesis.timebox_at
    running = f" ({due(until, now)})" if until is not None and not hypothesis.state.is_over else ""
    owner = f" — {hypothesis.owner}" if hypothesis.owner else ""
    reason = f"  [{hypothesis.reason}]" if hypothesis.reason else ""
    lines = [f"{hypothesis.number}  {hypothesis_word(hypothesis.state):<12}  {hypothesis.text}{owner}{running}{reason}"]
    for weight, said in ((Weight.FOR, _("for: {numbers}")), (Weight.AGAINST, _("against: {numbers}"))):
        if numbers := _numbers(room, hypothesis, weight):
            lines.append("  " + said.format(numbers=", ".join(numbers)))
    return lines


VERBS = {"hypothesis": Verb(_options, _run, writes=True)}
