"""`outbox`: what waits to leave and whether it may, sent line by line, what people posted, and the ledger."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import Any

from warroom import phrases
from warroom.cli.call import Answer, Call
from warroom.cli.documents import Document, iso
from warroom.cli.moments import event_time
from warroom.cli.parser import Parser, UsageError
from warroom.cli.rooms import Secret, reading, secret_in, writing
from warroom.cli.verbs import Verb
from warroom.commands import GiveUp, NoteSending
from warroom.commands.sending_words import advice_word, line_word, odd_said, reason_said, recipients_said, result_word
from warroom.domain.incidents import Mode
from warroom.domain.messages import Result
from warroom.domain.outbox import LedgerLine, OutboxLine, hanging
from warroom.errors import Refusal
from warroom.room import Room
from warroom.words import _

ACTS = ("list", "check", "ledger", "send", "note", "give-up", "try")
RESULTS = (Result.SENT, Result.FAILED, Result.READ_BACK)


def _options(parser: Parser) -> None:
    parser.add_argument("act", metavar="ACT", choices=ACTS, help=phrases.labelled(_("what to do"), ", ".join(ACTS)))
    parser.room()
    said = _("the number of a message, e.g. A-MS01; for try: the name of a channel")
    parser.add_argument("message", metavar="MESSAGE", nargs="?", default="", help=said)
    parser.add_argument("--via", metavar="CHANNEL", default="", help=_("the name of the channel"))
    parser.add_argument("--exercise", action="store_true", help=_("of exercises, not of what is real"))
    parser.add_argument("--all", action="store_true", help=_("also what went or was given up"))
    parser.add_argument("--read-again", action="store_true", help=_("send: somebody read it once more, and it may go"))
    parser.add_argument("--despite", metavar="REASON", default="", help=_("send: why it must leave all the same"))
    parser.add_argument(
        "--password-file", type=Path, metavar="F", help=_("send, try: the file whose first line is the password")
    )
    parser.choice("--result", list(RESULTS), metavar="R", help=_("note: what came of it"), default=Result.SENT.value)
    parser.add_argument("--to", metavar="WHO", default="", help=_("note: to whom it was brought, or where it hangs"))
    parser.add_argument("--at", type=event_time, metavar="ISO", help=_("note: when (default: now)"))
    parser.add_argument("--proof", metavar="TEXT", default="", help=_("note: what proves it"))
    parser.add_argument("--file", type=Path, metavar="F", help=_("note: a file that proves it"))
    parser.add_argument("--reason", metavar="TEXT", default="", help=_("give-up: why; note: a remark"))


def _run(asked: Namespace, call: Call) -> Answer:
    if asked.act in ("list", "check"):
        with reading(asked) as room:
            return _listed(room, asked, is_checked=asked.act == "check")
    if asked.act == "ledger":
        with reading(asked) as room:
            found = room.views.ledger(mode=_mode(asked))
            now = room.clock.now_ms()
        lines = [_ledger_line(one, now) for one in found] or [_("Nothing was sent yet.")]
        return Answer({"ledger": [_ledger_document(one) for one in found]}, lines)
    if not asked.message:
        raise UsageError("usage", _("Which message, or which channel?"))
    with writing(asked) as seat:
        seat.be_known()
        return {"send": _send, "note": _note, "give-up": _give_up, "try": _try}[asked.act](seat.room, asked)


def _listed(room: Room, asked: Namespace, *, is_checked: bool) -> Answer:
    mode, now = _mode(asked), room.clock.now_ms()
    found = [
        line
        for line in room.views.outbox(mode=mode, is_whole=asked.all)
        if not asked.message or line.number == asked.message.upper()
    ]
    odd = [one for one in room.views.odd_sendings(mode=mode) if one.answer is None]
    lines: list[str] = [odd_said(one, now) for one in odd]
    for line in found:
        lines.append(_line_said(line, now))
        if is_checked:
            lines += [f"    {reason_said(reason, now)}" for reason in line.judgement.reasons]
    return Answer(
        {"lines": [_document(line, now) for line in found], "odd": [odd_said(one, now) for one in odd]},
        lines or [_("Nothing waits to leave.")],
    )


def _send(room: Room, asked: Namespace) -> Answer:
    line = _the_line(room, asked)
    outcome = room.outbox.send(line.id, despite=asked.despite, is_checked=asked.read_again, secret=_secret(asked))
    told = {
        "result": outcome.result.value,
        "reached": list(outcome.reached),
        "refused": dict(outcome.refused),
        "proof": outcome.proof,
        "sha256": outcome.sha256,
        "why": outcome.why,
    }
    said = [f"{line.number} · {_channel(line)} · {result_word(outcome.result)}"]
    said += [part for part in (recipients_said(list(outcome.reached)), outcome.proof, outcome.why) if part]
    said += [f"{who}: {why}" for who, why in outcome.refused.items()]
    return Answer(told, said)


def _note(room: Room, asked: Namespace) -> Answer:
    line = _the_line(room, asked)
    open_tries = hanging(line.tries)
    made = room.outbox.note(
        NoteSending(
            release=line.release.id if line.release else "",
            channel=line.channel_id,
            result=Result(asked.result),
            recipient=asked.to,
            at=asked.at,
            proof=asked.proof,
            remark=asked.reason,
            attempt=open_tries[-1].attempt if open_tries else "",
        ),
        asked.file,
    )
    return Answer({"sending": made}, [f"{line.number} · {_channel(line)} · {result_word(Result(asked.result))}"])


def _give_up(room: Room, asked: Namespace) -> Answer:
    line = _the_line(room, asked)
    release = line.release.id if line.release else ""
    made = room.do(GiveUp(release=release, channel=line.channel_id, reason=asked.reason)).result()
    return Answer({"sending": made}, [f"{line.number} · {_channel(line)} · {result_word(Result.GIVEN_UP)}"])


def _try(room: Room, asked: Namespace) -> Answer:
    found = room.outbox.try_channel(asked.message, secret=_secret(asked))
    told = {"works": all(one.is_well for one in found), "found": [one.said for one in found]}
    return Answer(told, [one.said for one in found])


def _the_line(room: Room, asked: Namespace) -> OutboxLine:
    """The line of a message and a channel; the channel may be left out where there is one. Raises Refusal."""
    number, via = asked.message.upper(), asked.via.casefold()
    found = [
        line
        for line in room.views.outbox(mode=Mode.BOTH, is_whole=True)
        if line.number == number and line.release and (not via or _channel(line).casefold() == via)
    ]
    waiting = [line for line in found if line.state.waits] or found
    if len(waiting) == 1:
        return waiting[0]
    names = ", ".join(dict.fromkeys(_channel(line) for line in waiting))
    raise Refusal(
        "outbox-line-unknown",
        _("The outbox has no such line.") if not waiting else _("This message leaves by several channels."),
        safe=_("Nothing was changed, and nothing was sent."),
        todo=_("Name the channel with --via: {names}").format(names=names)
        if waiting
        else _("See: warroom outbox list"),
    )


def _mode(asked: Namespace) -> Mode:
    return Mode.EXERCISE if asked.exercise else Mode.REAL


def _secret(asked: Namespace) -> str | None:
    return secret_in(asked.password_file, Secret.PASSWORD) if asked.password_file else None


def _channel(line: OutboxLine) -> str:
    return line.channel.name if line.channel else "—"


def _line_said(line: OutboxLine, now: int) -> str:
    due = phrases.due(line.due_at, now) if line.due_at is not None else ""
    parts = (line.number, due, line.title, _channel(line), line_word(line.state))
    said = " · ".join(part for part in parts if part)
    return f"{said} · {advice_word(line.judgement.advice)}" if line.state.waits else said


def _document(line: OutboxLine, now: int) -> Document:
    return {
        "id": line.id,
        "message": line.number,
        "title": line.title,
        "incident": line.incident_number,
        "exercise": line.exercise,
        "channel": line.channel.name if line.channel else "",
        "audiences": list(line.audiences),
        "due_at": iso(line.due_at),
        "state": line.state.value,
        "advice": line.judgement.advice.value,
        "reasons": [reason_said(reason, now) for reason in line.judgement.reasons],
        "lacks": [one.need for one in line.unmet],
        "by_program": line.by_program,
        "current": line.is_current,
    }


def _ledger_line(line: LedgerLine, now: int) -> str:
    one = line.sending
    whom = recipients_said(list(one.recipients) or ([one.recipient] if one.recipient else []))
    parts = (phrases.moment(one.at, now), line.number, result_word(one.result), line.channel_name, whom, one.by)
    return " · ".join(part for part in (*parts, one.proof, one.remark) if part)


def _ledger_document(line: LedgerLine) -> dict[str, Any]:
    one = line.sending
    return {
        "id": one.id,
        "at": iso(one.at),
        "message": line.number,
        "result": one.result.value,
        "channel": line.channel_name,
        "recipients": list(one.recipients) or ([one.recipient] if one.recipient else []),
        "by": one.by,
        "station": one.station,
        "proof": one.proof,
        "sha256": one.proof_sha256,
        "remark": one.remark,
    }


VERBS = {"outbox": Verb(_options, _run, writes=True)}
