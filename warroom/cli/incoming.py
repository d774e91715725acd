"""`incoming`: messages taken in, triaged, sent back, decided and answered; and what they say of confidence."""

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
from warroom.commands import (
    AmendInbound,
    AnswerInbound,
    CorrectAnswer,
    DecideInbound,
    ReceiveInbound,
    SendBackInbound,
    TriageInbound,
)
from warroom.commands.base import Command
from warroom.commands.confidence_words import figures
from warroom.commands.inbound_words import brief, inbound_state_word
from warroom.domain.entries import Channel
from warroom.domain.inbound import Desk, Inbound, InboundLine, visa
from warroom.domain.incidents import Mode
from warroom.phrases import labelled, time_of_day
from warroom.room import Room
from warroom.words import _

NOTED = ("contact", "audience", "stakeholder", "answer_by")


def _options(parser: Parser) -> None:
    parser.room()
    parser.add_argument("ref", metavar="REF", help=_("the incident, e.g. A-001, or a message, e.g. A-ME01"))
    parser.add_argument("text", metavar="TEXT", nargs="?", help=_("what the message says; without it: what came in"))
    parser.add_argument("--from", dest="from_who", metavar="NAME", help=_("from whom it is"))
    parser.choice("--channel", [each.value for each in Channel], metavar="CHANNEL", help=_("by what it came"))
    parser.add_argument("--contact", metavar="TEXT", help=_("how to reach them"))
    parser.add_argument("--audience", metavar="CODE", help=_("of which audience they are"))
    parser.add_argument("--stakeholder", metavar="NAME", help=_("who of those the room knows"))
    parser.add_argument("--answer-by", type=due_time, metavar="ISO", help=_("until when it is to be answered"))
    parser.add_argument("--no-answer", action="store_true", help=_("it wants no answer"))
    parser.add_argument("--entry", default="", metavar="NUMBER", help=_("the entry of the log that it is"))
    move = parser.add_mutually_exclusive_group()
    move.add_argument("--triage", metavar="TO", help=_("give it to this function or person"))
    move.add_argument("--send-back", metavar="REASON", help=_("what is wrong in it"))
    move.add_argument("--not-ours", metavar="REASON", help=_("why it goes back to triage"))
    move.add_argument("--decide", metavar="TEXT", help=_("what is decided about it"))
    move.add_argument("--answered", metavar="TEXT", help=_("what was answered"))
    move.add_argument("--by-message", metavar="NUMBER", help=_("the message of ours that answers it"))
    move.add_argument("--correct", metavar="TEXT", help=_("what was said after an answer that was wrong"))
    move.add_argument("--confidence", action="store_true", help=_("the figures of confidence of an incident"))
    parser.add_argument("--reason", default="", metavar="TEXT", help=_("why an answer is corrected"))
    parser.add_argument("--sort", default="", metavar="TEXT", help=_("what sort of message, at triage"))
    parser.add_argument("--at", type=event_time, metavar="ISO", help=_("when it was (default: now)"))
    parser.add_argument("--signed", default="", metavar="PERSON", help=_("who signs (default: who types)"))


def _run(asked: Namespace, call: Call) -> Answer:
    text = typed_text(asked.text) if asked.text is not None else None
    if asked.confidence:
        with reading(asked) as room:
            return _confidence(room, target(room, asked.ref, "incident"))
    if text is None and not asked.entry and not _moves(asked, "") and not _amends(asked):
        with reading(asked) as room:
            return shown(room, target(room, asked.ref, "incident", "inbound"))
    with writing(asked) as seat:
        chosen = target(seat.room, asked.ref, "incident", "inbound")
        if chosen.noun == "incident":
            made = seat.do(_receiving(asked, chosen, text or ""))
            return Answer({"number": made.number, "id": made.id}, [made.number])
        steps: list[Command[Any]] = _moves(asked, chosen.id)
        if text is not None or _amends(asked):
            steps.insert(0, _amending(asked, chosen, text))
        seat.do_all(steps)
        return shown(seat.room, chosen)


def _amends(asked: Namespace) -> bool:
    is_answer = any(getattr(asked, name) is not None for name in ("answered", "by_message", "correct"))
    named = (*NOTED, "from_who", *(() if is_answer else ("channel",)))  # else it is how the answer went
    return asked.no_answer or any(getattr(asked, name) is not None for name in named)


def _receiving(asked: Namespace, chosen: Target, text: str) -> ReceiveInbound:
    if _moves(asked, ""):
        raise UsageError(
            "usage",
            _("This needs a message that came in, e.g. A-ME01."),
            todo=_("See: {command} --help").format(command="warroom incoming"),
        )
    return ReceiveInbound(
        incident=chosen.id,
        text=text,
        from_who=asked.from_who or "",
        channel=asked.channel or "",
        contact=asked.contact or "",
        audience=asked.audience or "",
        stakeholder=asked.stakeholder or "",
        wants=not asked.no_answer,
        answer_by=asked.answer_by,
        entry=asked.entry,
        received_at=asked.at,
        received_by=asked.signed,
    )


def _amending(asked: Namespace, chosen: Target, text: str | None) -> AmendInbound:
    more = {name: getattr(asked, name) for name in NOTED}
    wants = False if asked.no_answer else None
    return AmendInbound(
        inbound=chosen.id, text=text, from_who=asked.from_who, channel=asked.channel, wants=wants, **more
    )


def _moves(asked: Namespace, inbound: str) -> list[Command[Any]]:
    signed = {"inbound": inbound, "at": asked.at, "by": asked.signed}
    if asked.triage is not None:
        return [TriageInbound(given_to=asked.triage, triage=asked.sort, **signed)]
    if asked.send_back is not None:
        return [SendBackInbound(reason=asked.send_back, **signed)]
    if asked.not_ours is not None:
        return [SendBackInbound(reason=asked.not_ours, to=Desk.TRIAGE, **signed)]
    if asked.decide is not None:
        return [DecideInbound(decision=asked.decide, **signed)]
    if asked.answered is not None:
        return [AnswerInbound(answer=asked.answered, via=asked.channel or "", **signed)]
    if asked.by_message is not None:
        return [AnswerInbound(message=asked.by_message, via=asked.channel or "", **signed)]
    if asked.correct is not None:
        return [CorrectAnswer(answer=asked.correct, reason=asked.reason, via=asked.channel or "", **signed)]
    return []


def shown(room: Room, chosen: Target) -> Answer:
    """One message, or all that came in for an incident, those that wait first."""
    lines = room.views.inbound_lines(mode=Mode.BOTH) if chosen.noun == "inbound" else []
    found = room.views.inbound_lines(chosen.id, mode=Mode.BOTH) if chosen.noun == "incident" else lines
    if chosen.noun == "inbound":
        line = next(each for each in found if each.inbound.id == chosen.id)
        return Answer(document_of(line), [_line(line)])
    return Answer([document_of(line) for line in found], [_line(line) for line in found] or [_("Nothing came in.")])


def document_of(line: InboundLine) -> Document:
    """A message as --json prints it; `answers` where two stations gave one apart."""
    inbound: Inbound = line.inbound
    times = ("received", "triaged", "decided", "answered")
    return {
        "id": inbound.id,
        "number": inbound.number,
        "incident": inbound.incident,
        "state": inbound.state.value,
        "from": inbound.from_who,
        "contact": inbound.contact,
        "channel": inbound.channel,
        "audience": inbound.audience,
        "text": inbound.text,
        "wants_answer": inbound.wants,
        "answer_by": iso(inbound.answer_by),
        "given_to": inbound.given_to,
        "triage": inbound.triage,
        "sent_back": inbound.sent_back,
        "decision": inbound.decision,
        "answer": inbound.answer,
        "answers": list(line.answers),
        "source": inbound.source,
        "times": [
            {"step": step, "at": iso(at), "by": name, "visa": visa(name)}
            for step, (at, name) in zip(times, inbound.visas, strict=True)
        ],
    }


def _line(line: InboundLine) -> str:
    inbound = line.inbound
    state = _("answered twice") if line.is_answered_twice else inbound_state_word(inbound.state)
    times = " → ".join(f"{time_of_day(at)} {visa(name)}".rstrip() for at, name in inbound.visas if at is not None)
    who = labelled(inbound.from_who, brief(inbound.text)) if inbound.from_who else brief(inbound.text)
    return f"{inbound.number}  {state}  {times}  {who}"


def _confidence(room: Room, chosen: Target) -> Answer:
    now = room.clock.now_ms()
    found = room.views.confidence(chosen.id, now_ms=now)
    said = figures(found, now)
    document: Document = {
        "figures": {each.id: {"value": each.value, "note": each.note} for each in said},
        "hours": [
            {"from": iso(hour.from_at), "contacts": {code: len(ids) for code, ids in hour.by_audience}}
            for hour in found.hours
        ],
        "key_accounts": [
            {"name": each.name, "called_back_at": iso(each.called_back_at), "waits_since": iso(each.waits_since)}
            for each in found.accounts
        ],
    }
    return Answer(document, [labelled(each.name, f"{each.value} {each.note}".rstrip()) for each in said])


VERBS = {"incoming": Verb(_options, _run, writes=True)}
