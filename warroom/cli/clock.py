"""`clock`: everything that is due, and the legal clocks: events, regimes, drafts, submissions, rules."""

from __future__ import annotations

import hashlib
from argparse import Namespace
from collections.abc import Callable, Iterator
from pathlib import Path

from warroom import words
from warroom.cli.call import Answer, Call
from warroom.cli.clock_documents import clock_document, clock_lines, notice_document, rule_document, rule_lines
from warroom.cli.clock_rules import rule_commands
from warroom.cli.moments import event_time
from warroom.cli.parser import Parser, UsageError, typed_text
from warroom.cli.references import entry_id, incident_id
from warroom.cli.rooms import Seat, reading, writing
from warroom.cli.verbs import Verb
from warroom.clock import named_zone
from warroom.commands import (
    CorrectClockEvent,
    CorrectSubmission,
    DraftNotice,
    QualifyRegime,
    SetClockEvent,
    SetContinuity,
    SubmitNotice,
)
from warroom.domain.clock_engine import standing
from warroom.domain.incidents import Mode
from warroom.domain.regimes import RegimeState
from warroom.errors import Trouble
from warroom.room import Room
from warroom.words import _

ACTS = ("list", "event", "qualify", "draft", "submit", "rule", "continuity")
STATES = {
    "applicable": RegimeState.APPLICABLE,
    "not-applicable": RegimeState.NOT_APPLICABLE,
    "to-qualify": RegimeState.TO_QUALIFY,
}


def _options(parser: Parser) -> None:
    parser.room()
    parser.add_argument("act", metavar="ACT", nargs="?", default="list", choices=ACTS, help=", ".join(ACTS))
    parser.add_argument(
        "what", metavar="WHAT", nargs="*", help=_("the event, the regime or the rule; for a service, its name")
    )
    parser.add_argument("--incident", metavar="REF", help=_("the incident, e.g. A-001"))
    parser.add_argument("--exercise", action="store_true", help=_("list the clocks of exercises"))
    parser.add_argument("--all", action="store_true", dest="everything", help=_("list also what is over"))
    parser.add_argument("--at", type=event_time, metavar="ISO", help=_("when it happened, or went out"))
    parser.add_argument("--entry", default="", metavar="REF", help=_("the entry that proves it, e.g. A-0042"))
    parser.choice("--state", list(STATES), metavar="STATE", help=_("whether the regime applies"))
    parser.add_argument(
        "--reason", default="", metavar="R", help=_("why; needed for a correction, a change, and what does not apply")
    )
    parser.add_argument("--yes", action="append", default=[], metavar="QUESTION", help=_("a question answered by yes"))
    parser.add_argument("--no", action="append", default=[], metavar="QUESTION", help=_("a question answered by no"))
    parser.add_argument("--section", metavar="NAME", help=_("the section of the draft to write; needs --text"))
    parser.add_argument("--text", metavar="TEXT", help=_("its text; “-” reads it from standard input"))
    parser.add_argument("--out", type=Path, metavar="FILE", help=_("write the draft to a .txt or .pdf file"))
    parser.add_argument(
        "--recipient", default="", metavar="TO", help=_("to whom it went; the rule’s recipient without it")
    )
    parser.add_argument("--receipt", default="", metavar="NUMBER", help=_("the number of the receipt"))
    parser.add_argument("--copy", type=Path, metavar="FILE", help=_("the file that went out: its SHA-256 is kept"))
    parser.add_argument("--late-reason", default="", metavar="R", help=_("why it is late"))
    parser.add_argument("--again", action="store_true", help=_("on top of one that already went out"))
    parser.add_argument(
        "--correct", action="store_true", help=_("correct what was set or submitted before; needs --reason")
    )
    parser.add_argument(
        "--set", action="append", default=[], metavar="FIELD=VALUE", help=_("a field of the rule, e.g. hours=96")
    )
    parser.add_argument("--file", type=Path, metavar="FILE", help=_("rules as a JSON file"))
    parser.add_argument("--reset", action="store_true", help=_("take back what this room changed of the rule"))
    for name, said in (
        ("rto", _("RTO in minutes")),
        ("mtpd", _("MTPD in minutes")),
        ("rpo", _("RPO in minutes")),
        ("failover", _("measured failover in minutes")),
    ):
        parser.add_argument(f"--{name}", type=int, metavar="MIN", help=said)


def _run(asked: Namespace, call: Call) -> Answer:
    return {
        "list": _list,
        "event": _event,
        "qualify": _qualify,
        "draft": _draft,
        "submit": _submit,
        "rule": _rule,
        "continuity": _continuity,
    }[asked.act](asked)


def _list(asked: Namespace) -> Answer:
    with reading(asked) as room:
        incident = incident_id(room, asked.incident) if asked.incident else None
        mode = Mode.BOTH if incident else Mode.EXERCISE if asked.exercise else Mode.REAL
        return _clocks(room, incident, mode, everything=asked.everything)


def _clocks(room: Room, incident: str | None, mode: Mode, *, everything: bool = False) -> Answer:
    found = room.views.clocks(incident, mode=mode, everything=everything)
    book, now = room.views.rulebook(), room.clock.now_ms()
    documents = [clock_document(clock, book, now) for clock in found]
    return Answer({"clocks": documents, "faults": list(book.faults)}, list(clock_lines(found, book, now)))


def _event(asked: Namespace) -> Answer:
    event = _one(asked, _("Say which event, e.g. aware_at."))
    with writing(asked) as seat:
        incident = _incident(asked, seat)
        entry = entry_id(seat.room, asked.entry) if asked.entry else ""
        at = asked.at if asked.at is not None else seat.room.clock.now_ms()
        if asked.correct:
            known = standing(seat.room.views.clock_events(incident), event)
            if not known:
                raise _usage(_("This event was never set: there is nothing to correct."))
            seat.do(CorrectClockEvent(clock_event=known[0].id, at=at, reason=asked.reason, entry=entry))
        else:
            seat.do(SetClockEvent(incident=incident, event=event, at=at, entry=entry))
        return _clocks(seat.room, incident, Mode.BOTH)


def _qualify(asked: Namespace) -> Answer:
    code = _one(asked, _("Say which regime, e.g. NIS2."))
    answers: dict[str, bool | None] = {**dict.fromkeys(asked.yes, True), **dict.fromkeys(asked.no, False)}
    if not asked.state:
        raise _usage(_("Say whether the regime applies: --state."))
    with writing(asked) as seat:
        incident = _incident(asked, seat)
        seat.do(
            QualifyRegime(incident=incident, code=code, state=STATES[asked.state], reason=asked.reason, answers=answers)
        )
        return _clocks(seat.room, incident, Mode.BOTH, everything=True)


def _draft(asked: Namespace) -> Answer:
    rule = _one(asked, _("Say which rule, e.g. NIS2-EW."))
    if (asked.section is None) != (asked.text is None):
        raise _usage(_("A section and its text belong together."))
    with writing(asked) as seat:
        incident = _incident(asked, seat)
        if asked.section is not None:
            seat.do(DraftNotice(incident=incident, rule=rule, section=asked.section, text=typed_text(asked.text)))
        return _draft_answer(seat.room, incident, rule, asked.out)


def _draft_answer(room: Room, incident: str, rule: str, out: Path | None) -> Answer:
    from warroom.reports.notice import notice_of, text_of, write_notice

    now, zone = room.clock.now_ms(), named_zone(room.clock.moment())
    notice = notice_of(room.views, incident, rule, now_ms=now, zone=zone)
    document = notice_document(notice)
    if out is not None:
        heads = room.views.digest()
        document["sha256"] = write_notice(
            notice, out, author=room.member, room=room.views.name(), fingerprint=room.views.fingerprint(), digest=heads
        )
        document["file"] = str(out)
        return Answer(document, [str(out)])
    return Answer(document, text_of(notice).splitlines())


def _submit(asked: Namespace) -> Answer:
    name = _one(asked, _("Say which rule, e.g. NIS2-EW."))
    with writing(asked) as seat:
        incident = _incident(asked, seat)
        if asked.correct:
            _correct_submission(asked, seat, incident, name)
        else:
            rule = next(
                (item for item in seat.room.views.rulebook().rules.values() if item.id.lower() == name.lower()), None
            )
            recipient = asked.recipient or (rule.recipient.in_language(words.language()) if rule else "")
            at = asked.at if asked.at is not None else seat.room.clock.now_ms()
            seat.do(SubmitNotice(
                incident=incident, rule=name, at=at, recipient=recipient, receipt=asked.receipt,
                copy_sha256=_digest(asked.copy), late_reason=asked.late_reason, again=asked.again,
            ))  # fmt: skip
        return _clocks(seat.room, incident, Mode.BOTH, everything=True)


def _correct_submission(asked: Namespace, seat: Seat, incident: str, name: str) -> None:
    known = standing(seat.room.views.submissions(incident), _exact(seat.room, name))
    if not known:
        raise _usage(_("Nothing was submitted under this rule: there is nothing to correct."))
    seat.do(CorrectSubmission(
        submission=known[-1].id, reason=asked.reason, at=asked.at, recipient=asked.recipient or None,
        receipt=asked.receipt or None, copy_sha256=_digest(asked.copy) or None, late_reason=asked.late_reason or None,
    ))  # fmt: skip


def _exact(room: Room, name: str) -> str:
    return next((rule for rule in room.views.rulebook().rules if rule.lower() == name.lower()), name)


def _rule(asked: Namespace) -> Answer:
    if asked.set or asked.file or asked.reset:
        with writing(asked) as seat:
            seat.do_all(rule_commands(asked, seat.room))
            return _rules(seat.room, asked.what)
    with reading(asked) as room:
        return _rules(room, asked.what)


def _rules(room: Room, names: list[str]) -> Answer:
    book, changed = room.views.rulebook(), {item.rule: item for item in room.views.changed_rules()}
    wanted = [rule for rule in book.rules.values() if not names or rule.id.lower() in [name.lower() for name in names]]
    documents = [rule_document(rule, book, changed.get(rule.id)) for rule in wanted]
    lines = list(rule_lines(wanted, changed, book, is_whole=bool(names)))
    return Answer({"rules": documents, "faults": list(book.faults)}, lines)


def _continuity(asked: Namespace) -> Answer:
    figures = {f"{name}_min": getattr(asked, name) for name in ("rto", "mtpd", "rpo", "failover")}
    if all(value is None for value in figures.values()) and asked.at is None:
        with reading(asked) as room:
            return _services(room)
    service = " ".join(asked.what)
    with writing(asked) as seat:
        seat.do(SetContinuity(service=service, failover_tested=asked.at, **figures))
        return _services(seat.room)


def _services(room: Room) -> Answer:
    found = room.views.continuity()
    fields = ("name", "rto_min", "mtpd_min", "rpo_min", "failover_min", "failover_tested")
    return Answer(
        {"services": [{name: getattr(item, name) for name in fields} for item in found]}, list(_service_lines(room))
    )


def _service_lines(room: Room) -> Iterator[str]:
    from warroom.commands.clock_words import continuity_said

    for item in room.views.continuity():
        yield f"{item.name} · {continuity_said(item)}"


def _incident(asked: Namespace, seat: Seat) -> str:
    if not asked.incident:
        raise _usage(_("Say which incident: --incident A-001."))
    return incident_id(seat.room, asked.incident)


def _one(asked: Namespace, missing: str) -> str:
    if len(asked.what) != 1:
        raise _usage(missing)
    return str(asked.what[0])


def _digest(path: Path | None) -> str:
    if path is None:
        return ""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise Trouble(
            "file-unreadable",
            _("{file} cannot be read.").format(file=path.name),
            safe=_("Nothing was changed."),
            todo=_("Check the path."),
        ) from error


def _usage(message: str) -> UsageError:
    return UsageError("usage", message, todo=_("See: {command} --help").format(command="warroom clock"))


Act = Callable[[Namespace], Answer]
VERBS = {"clock": Verb(_options, _run, writes=True)}
