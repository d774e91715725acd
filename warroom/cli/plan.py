"""`plan`: what is put right after crises: who pilots it, until when, what proves it, who verified it."""

from __future__ import annotations

import re
from argparse import ArgumentTypeError, Namespace
from pathlib import Path
from typing import Any

from warroom.cli.call import Answer, Call
from warroom.cli.documents import Document, iso
from warroom.cli.parser import Parser, UsageError, typed_text
from warroom.cli.references import Target, target
from warroom.cli.rooms import reading, writing
from warroom.cli.verbs import Verb
from warroom.commands import (
    AddCorrective,
    AmendCorrective,
    DropCorrective,
    MoveCorrective,
    PostponeCorrective,
    ProveCorrective,
    ReopenCorrective,
    VerifyCorrective,
)
from warroom.commands.base import Command
from warroom.commands.corrective_words import (
    blocker_word,
    corrective_state_word,
    due_day_said,
    group_word,
    postponed_said,
    share_said,
)
from warroom.domain.corrective_quality import is_same_person, weak_points
from warroom.domain.corrective_state import Group, Line, PlanFigures, proposed_due
from warroom.domain.correctives import Corrective, CorrectiveKind, CorrectiveState
from warroom.domain.incidents import Mode
from warroom.domain.typed_days import parse_day
from warroom.phrases import labelled
from warroom.room import Room
from warroom.words import _

FILES = {".ics": "ics", ".csv": "csv", ".md": "md"}
OF_ACTION = re.compile(r"\S+-AC\d+", re.IGNORECASE)
AUTO = "auto"
FIELDS = (
    "verifier", "finding", "cause", "indicator", "effort", "cost", "ticket", "priority", "kind", "due",
)  # fmt: skip


def _options(parser: Parser) -> None:
    parser.room()
    parser.add_argument(
        "ref", metavar="REF", nargs="?", default="",
        help=_("the incident, e.g. A-001, or a corrective action, e.g. A-AC01; without it: all of them"),
    )  # fmt: skip
    parser.add_argument("text", metavar="TEXT", nargs="?", help=_("what is put right; “-” reads standard input"))
    parser.choice("--kind", list(CorrectiveKind), metavar="KIND", help=_("prevent, detect, reduce, respond or recover"))
    parser.add_argument("--priority", type=int, choices=(1, 2, 3, 4), help=_("1 is the highest"))
    parser.add_argument("--pilot", metavar="PERSON", help=_("who carries it out; listing: only theirs"))
    due = parser.add_mutually_exclusive_group()
    due.add_argument("--due", type=_day, metavar="DAY", help=_("until which day; “auto” proposes one by the priority"))
    due.add_argument("--no-due", action="store_true", help=_("no date is set any more"))
    parser.add_argument("--verifier", metavar="PERSON", help=_("who will look at the proof"))
    parser.add_argument("--finding", metavar="TEXT", help=_("the finding it answers"))
    parser.add_argument("--cause", metavar="NUMBER", help=_("the cause it treats, e.g. A-CA01"))
    parser.add_argument("--indicator", metavar="TEXT", help=_("how we shall know that it worked"))
    parser.add_argument("--effort", metavar="TEXT", help=_("how much work it is"))
    parser.add_argument("--cost", metavar="TEXT", help=_("what it costs"))
    parser.add_argument("--ticket", metavar="TEXT", help=_("its reference in another system"))
    parser.add_argument("--rex", default="", metavar="NUMBER", help=_("the review it comes from, e.g. A-RX01"))
    parser.add_argument("--reason", default="", metavar="TEXT", help=_("why the date moves away"))
    _moves(parser)
    parser.add_argument("--exercise", action="store_true", help=_("the plans of exercises"))
    parser.add_argument("--all", action="store_true", help=_("those that are over too"))
    parser.add_argument(
        "--to", type=Path, metavar="PLACE",
        help=_("write them: a file ending in .ics, .csv or .md, or a folder for a stick"),
    )  # fmt: skip


def _moves(parser: Parser) -> None:
    move = parser.add_mutually_exclusive_group()
    move.add_argument("--start", action="store_true", help=_("its pilot works at it"))
    move.add_argument("--done", nargs="?", const="", metavar="PROOF", help=_("it is done, and what proves it"))
    move.add_argument("--verify", nargs="?", const="", metavar="TEXT", help=_("the proof holds"))
    move.add_argument("--send-back", metavar="TEXT", help=_("the proof does not hold, and what it lacks"))
    move.add_argument("--drop", metavar="REASON", help=_("it will not be done, and why"))
    move.add_argument("--reopen", metavar="REASON", help=_("it is to be done after all, and why"))
    parser.add_argument(
        "--evidence",
        action="append",
        default=[],
        metavar="NUMBER",
        help=_("an entry or message that proves it"),
    )
    parser.add_argument("--exception", default="", metavar="REASON", help=_("why its own pilot verifies it"))
    parser.add_argument("--signed", default="", metavar="PERSON", help=_("who says so (default: who types)"))


def _run(asked: Namespace, call: Call) -> Answer:
    text = typed_text(asked.text) if asked.text is not None else None
    if not asked.ref or asked.to is not None or (text is None and not _acts(asked)):
        return _listed(asked, call)
    with writing(asked) as seat:
        chosen = target(seat.room, asked.ref, "incident", "corrective")
        if chosen.noun == "incident":
            made = seat.do(_adding(asked, chosen, text or "", seat.room.clock.now_ms()))
            return Answer({"number": made.number, "id": made.id}, [made.number])
        seat.do_all(_steps(asked, chosen, text, seat.room))
        return shown(seat.room, chosen)


def _acts(asked: Namespace) -> bool:
    """Whether something is to be written; a pilot beside an incident only chooses what is listed."""
    moves = ("done", "verify", "send_back", "drop", "reopen", *FIELDS)
    is_named = asked.pilot is not None and OF_ACTION.fullmatch(asked.ref.strip()) is not None
    return bool(asked.start or asked.no_due or is_named or any(getattr(asked, name) is not None for name in moves))


def _adding(asked: Namespace, chosen: Target, text: str, now_ms: int) -> AddCorrective:
    if asked.no_due or asked.start or asked.done is not None or asked.verify is not None:
        raise UsageError(
            "usage",
            _("This needs a corrective action, e.g. A-AC01."),
            todo=_("See: {command} --help").format(command="warroom plan"),
        )
    priority = asked.priority or 2
    return AddCorrective(
        incident=chosen.id,
        rex=asked.rex,
        text=text,
        finding=asked.finding or "",
        cause=asked.cause or "",
        kind=CorrectiveKind(asked.kind) if asked.kind else CorrectiveKind.PREVENT,
        priority=priority,
        pilot=asked.pilot or "",
        due_at=_due(asked.due, priority, now_ms),
        effort=asked.effort or "",
        cost=asked.cost or "",
        indicator=asked.indicator or "",
        ticket=asked.ticket or "",
        verifier=asked.verifier or "",
    )


def _steps(asked: Namespace, chosen: Target, text: str | None, room: Room) -> list[Command[Any]]:
    steps: list[Command[Any]] = []
    row = room.views.corrective(chosen.id)
    assert row is not None
    fields = [name for name in ("pilot", *FIELDS) if name != "due" and getattr(asked, name) is not None]
    if text is not None or fields:
        steps.append(
            AmendCorrective(
                corrective=chosen.id,
                text=text,
                finding=asked.finding,
                cause=asked.cause,
                kind=CorrectiveKind(asked.kind) if asked.kind else None,
                priority=asked.priority,
                pilot=asked.pilot,
                effort=asked.effort,
                cost=asked.cost,
                indicator=asked.indicator,
                ticket=asked.ticket,
                verifier=asked.verifier,
            )
        )
    if asked.due is not None or asked.no_due:
        to_at = _due(asked.due, asked.priority or row.priority, room.clock.now_ms())
        steps.append(PostponeCorrective(corrective=chosen.id, to_at=to_at, reason=asked.reason))
    return steps + _moving(asked, chosen, room)


def _moving(asked: Namespace, chosen: Target, room: Room) -> list[Command[Any]]:
    if asked.start:
        return [MoveCorrective(corrective=chosen.id, state=CorrectiveState.UNDER_WAY)]
    if asked.done is not None:
        found = [target(room, number, "entry", "action", "decision", "message") for number in asked.evidence]
        evidence = tuple(f"{each.noun} {each.id}" for each in found) or None
        return [ProveCorrective(corrective=chosen.id, proof=asked.done, evidence=evidence, by=asked.signed)]
    if asked.verify is not None:
        said = {"remark": asked.verify, "exception": asked.exception, "by": asked.signed}
        return [VerifyCorrective(corrective=chosen.id, **said)]
    if asked.send_back is not None:
        return [VerifyCorrective(corrective=chosen.id, accepted=False, remark=asked.send_back, by=asked.signed)]
    if asked.drop is not None:
        return [DropCorrective(corrective=chosen.id, reason=asked.drop)]
    if asked.reopen is not None:
        return [ReopenCorrective(corrective=chosen.id, reason=asked.reopen)]
    return []


def _listed(asked: Namespace, call: Call) -> Answer:
    from warroom.doors.plan_out import Wanted

    with reading(asked) as room:
        chosen = target(room, asked.ref, "incident", "corrective") if asked.ref else None
        if chosen is not None and chosen.noun == "corrective":
            return shown(room, chosen)
        exercise = asked.exercise or (chosen is not None and room.views.incident(chosen.id).exercise)
        wanted = Wanted(
            incident=chosen.id if chosen is not None else "",
            pilot=asked.pilot or "",
            everything=asked.all,
            exercise=exercise,
        )
        if asked.to is not None:
            return _written(room, asked.to, wanted, call)
        mode = Mode.EXERCISE if exercise else Mode.REAL
        lines = room.views.plan(wanted.incident or None, mode=mode)
        if asked.pilot:
            lines = [line for line in lines if is_same_person(line.corrective.pilot, asked.pilot)]
        return _board(room, lines, room.views.plan_figures(wanted.incident or None, mode=mode), everything=asked.all)


def _written(room: Room, place: Path, wanted: Any, call: Call) -> Answer:
    kind = FILES.get(place.suffix.lower())
    if kind is not None:
        path = room.plan_out.save(place.expanduser().absolute(), kind, wanted)
        return Answer({"file": str(path)}, [str(path)])
    written = room.plan_out.write(place, wanted, step=call.step)
    files = sorted(written.hashes)
    return Answer({"folder": str(written.folder), "files": files, "actions": written.actions}, [str(written.folder)])


def shown(room: Room, chosen: Target) -> Answer:
    """One corrective action, or the plan of an incident."""
    if chosen.noun == "incident":
        lines = room.views.plan(chosen.id, mode=Mode.BOTH)
        return _board(room, lines, room.views.plan_figures(chosen.id, mode=Mode.BOTH), everything=True)
    line = room.views.plan_line(chosen.id)
    assert line is not None
    plan = room.views.correctives(line.corrective.incident, mode=Mode.BOTH)
    moves = [
        {"from": iso(each.from_at), "to": iso(each.to_at), "reason": each.reason, "by": each.by, "at": iso(each.at)}
        for each in room.views.postponements(chosen.id)
    ]
    document = {**document_of(line, plan), "postponements": moves}
    return Answer(document, [_line(line, room.clock.now_ms(), plan)])


def _board(room: Room, lines: list[Line], figures: PlanFigures, *, everything: bool) -> Answer:
    now, plan = room.clock.now_ms(), [line.corrective for line in lines]
    kept = [line for line in lines if everything or line.group is not Group.OVER]
    said: list[str] = []
    for group in Group:
        band = [line for line in kept if line.group is group]
        if band:
            said += [f"{group_word(group)} ({len(band)})", *(f"  {_line(line, now, plan)}" for line in band)]
    document = {"actions": [document_of(line, plan) for line in kept], "figures": figures_document(figures)}
    return Answer(document, [*(said or [_("No corrective action.")]), *figures_said(figures)])


def figures_said(figures: PlanFigures) -> list[str]:
    """How the plan is closed, as people read it; nothing where nothing was ever planned."""
    if not figures.total:
        return []
    return [
        labelled(_("Closed within 30 days"), share_said(figures.closed_30)),
        labelled(_("Closed within 90 days"), share_said(figures.closed_90)),
        labelled(_("Done by the first date promised"), share_said(figures.on_time)),
    ]


def figures_document(figures: PlanFigures) -> Document:
    """The figures of a plan as --json prints them; shares in per cent, null of nothing."""
    return {
        "total": figures.total,
        "open": figures.open,
        "late": figures.late,
        "to_verify": figures.to_verify,
        "waiting": figures.waiting,
        "verified": figures.verified,
        "dropped": figures.dropped,
        "postponed": figures.postponed,
        "closed_30_percent": figures.closed_30.percent,
        "closed_90_percent": figures.closed_90.percent,
        "on_time_percent": figures.on_time.percent,
    }


def document_of(line: Line, plan: list[Corrective]) -> Document:
    """An action as --json prints it."""
    each = line.corrective
    return {
        "id": each.id,
        "number": each.number,
        "incident": line.incident_number,
        "review": line.rex_number,
        "exercise": line.exercise,
        "text": each.text,
        "finding": each.finding,
        "cause": each.cause,
        "kind": each.kind.value,
        "priority": each.priority,
        "pilot": each.pilot,
        "contributors": list(each.contributors),
        "due_at": iso(each.due_at),
        "state": each.state.value,
        "group": line.group.value,
        "postponed": line.postponed,
        "proof": each.proof,
        "evidence": list(each.proof_evidence),
        "done_at": iso(each.done_at),
        "done_by": each.done_by,
        "verifier": each.verifier,
        "verified_at": iso(each.verified_at),
        "verified_by": each.verified_by,
        "indicator": each.indicator,
        "effort": each.effort,
        "cost": each.cost,
        "ticket": each.ticket,
        "dropped_because": each.dropped_because,
        "weak": [blocker.value for blocker in weak_points(each, plan)],
    }


def _line(line: Line, now_ms: int, plan: list[Corrective]) -> str:
    each = line.corrective
    is_dated = each.due_at is not None and line.group not in (Group.OVER, Group.TO_VERIFY)
    parts = [
        due_day_said(each.due_at or 0, now_ms) if is_dated else corrective_state_word(each.state),
        each.pilot,
        postponed_said(line.postponed),
        *(blocker_word(blocker) for blocker in weak_points(each, plan) if blocker.is_grave),
    ]
    return f"{each.number}  P{each.priority}  {each.text}  · {' · '.join(part for part in parts if part)}"


def _day(text: str) -> int | str:
    """The end of a local day in milliseconds UTC, or `auto`."""
    at = parse_day(text, None, at_end=True)
    if at is None and text.strip().lower() != AUTO:
        raise ArgumentTypeError(_("“{text}” is no date; write 2026-11-23").format(text=text))
    return AUTO if at is None else at


def _due(said: int | str | None, priority: int, now_ms: int) -> int | None:
    return proposed_due(priority, now_ms) if said == AUTO else said if isinstance(said, int) else None


VERBS = {"plan": Verb(_options, _run, writes=True)}
