"""`cadence`: who is owed the next message and when, what is laid down about it, and how it was kept."""

from __future__ import annotations

from argparse import Namespace

from warroom.cli.call import Answer, Call
from warroom.cli.documents import iso
from warroom.cli.moments import due_time
from warroom.cli.parser import Parser, UsageError
from warroom.cli.references import incident_id
from warroom.cli.rooms import Seat, reading, writing
from warroom.cli.verbs import Verb
from warroom.commands import (
    LongIncident,
    NoChange,
    NoteUpdate,
    SetCadence,
    SnoozeCadence,
    StartCadence,
    StopCadence,
)
from warroom.commands.cadence_words import audiences_said, cadence_said, kept_said, lateness_said, proposal_said
from warroom.domain.incidents import Mode
from warroom.domain.message_cadence import all_kept
from warroom.phrases import due, labelled
from warroom.room import Room
from warroom.words import _


def _options(parser: Parser) -> None:
    parser.room()
    parser.add_argument("incident", metavar="INCIDENT", help=_("the incident, e.g. A-001"))
    parser.add_argument(
        "--audience", action="append", default=[], metavar="CODE", help=_("for whom; several are possible")
    )
    parser.add_argument("--start", action="store_true", help=_("owe them messages, as often as the severity asks"))
    parser.add_argument("--every", type=int, metavar="MIN", help=_("minutes from one message to the next"))
    parser.add_argument(
        "--long", type=int, metavar="MIN", help=_("a long incident: minutes from one message to the next")
    )
    parser.add_argument("--snooze", type=due_time, metavar="ISO", help=_("put the next message off until then"))
    parser.add_argument("--told", action="store_true", help=_("they were told another way"))
    parser.add_argument("--no-change", action="store_true", help=_("draft “no change” as the last message left it"))
    parser.add_argument("--stop", action="store_true", help=_("no more regular messages"))
    parser.add_argument("--reason", default="", metavar="TEXT", help=_("why; or how they were told"))


def _run(asked: Namespace, call: Call) -> Answer:
    acts = (
        asked.start,
        asked.every is not None,
        asked.long is not None,
        asked.snooze,
        asked.told,
        asked.no_change,
        asked.stop,
    )
    if not any(acts):
        with reading(asked) as room:
            return _show(room, incident_id(room, asked.incident))
    if sum(map(bool, acts)) > 1 and not (asked.start and asked.every is not None and sum(map(bool, acts)) == 2):
        raise UsageError(
            "usage", _("One thing at a time."), todo=_("See: {command} --help").format(command="warroom cadence")
        )
    with writing(asked) as seat:
        incident = incident_id(seat.room, asked.incident)
        _act(seat, asked, incident)
        return _show(seat.room, incident)


def _act(seat: Seat, asked: Namespace, incident: str) -> None:
    audiences, reason = tuple(asked.audience), asked.reason
    if asked.start:
        minutes = {"first_min": asked.every, "minutes": asked.every} if asked.every is not None else {}
        seat.do(StartCadence(incident=incident, audiences=audiences, reason=reason, **minutes))
    elif asked.every is not None:
        seat.do(SetCadence(incident=incident, audiences=audiences, minutes=asked.every, reason=reason))
    elif asked.long is not None:
        seat.do(LongIncident(incident=incident, audiences=audiences, minutes=asked.long, reason=reason))
    elif asked.snooze:
        seat.do(SnoozeCadence(incident=incident, audiences=audiences, until=asked.snooze, reason=reason))
    elif asked.told:
        seat.do(NoteUpdate(incident=incident, audiences=audiences, how=reason))
    elif asked.no_change:
        seat.do(NoChange(incident=incident, audiences=audiences))
    else:
        seat.do(StopCadence(incident=incident, audiences=audiences, reason=reason))


def _show(room: Room, incident: str) -> Answer:
    views, now = room.views, room.clock.now_ms()
    book, found, report = (
        views.audience_book(),
        views.cadences(incident, mode=Mode.BOTH),
        views.cadence_report(incident),
    )
    by_audience = {one.audience: one for one in report}
    lines = [proposal_said(one, book, now) for one in views.cadence_proposals(incident)]
    for one in found:
        when = due(one.due_at, now) if one.due_at is not None else ""
        kept = by_audience[one.audience]
        parts = (when, cadence_said(one), kept_said(kept), lateness_said(kept))
        lines.append(labelled(audiences_said(book, [one.audience]), " · ".join(part for part in parts if part)))
    if len(found) > 1:
        lines.append(labelled(_("All"), kept_said(all_kept(report))))
    document = [
        {
            "audience": one.audience,
            "due_at": one.due_at,
            "due_time": iso(one.due_at),
            "minutes": one.minutes,
            "running": one.is_running,
            "long": one.is_long,
            "by_hand": one.by_hand,
            "messages": by_audience[one.audience].messages,
            "kept": by_audience[one.audience].kept,
            "snoozed": by_audience[one.audience].snoozed,
            "late": by_audience[one.audience].late,
            "missed": by_audience[one.audience].missed,
            "overdue": by_audience[one.audience].overdue,
            "late_ms": by_audience[one.audience].late_ms,
            "percent": by_audience[one.audience].percent,
        }
        for one in found
    ]
    return Answer(document, lines or [_("No message is owed to anybody: --start.")])


VERBS = {"cadence": Verb(_options, _run, writes=True)}
