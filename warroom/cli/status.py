"""`status`: move an incident on, judge it anew, stamp its milestones, say how its services and clocks stand."""

from __future__ import annotations

from argparse import ArgumentTypeError, Namespace
from typing import Any

from warroom.cli.call import Answer, Call
from warroom.cli.declare import SEVERITIES, severity_option
from warroom.cli.documents import of_incident
from warroom.cli.lines import incident_lines
from warroom.cli.moments import due_time, event_time
from warroom.cli.parser import Parser, UsageError
from warroom.cli.references import incident_id
from warroom.cli.rooms import writing
from warroom.cli.verbs import Verb
from warroom.commands import (
    ChangeSeverity,
    ChangeStatus,
    DescribeIncident,
    DropDue,
    FinishDue,
    SetDue,
    SetMilestone,
    SetService,
)
from warroom.commands.base import Command
from warroom.domain.dues import Due, DueKind
from warroom.domain.incidents import Incident, Milestone, Status
from warroom.domain.services import ServiceState
from warroom.errors import Refusal
from warroom.phrases import labelled
from warroom.room import Room
from warroom.words import _


def _options(parser: Parser) -> None:
    parser.room()
    parser.add_argument("ref", metavar="REF", help=_("the incident, e.g. A-001"))
    statuses = [status.value for status in Status]
    said = _("where it stands now")
    parser.add_argument(
        "status", metavar="STATUS", nargs="?", choices=[*statuses], help=labelled(said, ", ".join(statuses))
    )
    parser.add_argument("--reason", default="", metavar="R", help=_("why; it is written in the log"))
    severity_option(parser)
    vital = parser.add_mutually_exclusive_group()
    vital.add_argument("--vital", action="store_true", default=None, help=_("a vital service is touched"))
    vital.add_argument("--not-vital", action="store_false", dest="vital", help=_("no vital service is touched"))
    parser.choice("--milestone", list(Milestone), metavar="NAME", help=_("set this milestone; needs --at or --clear"))
    when = parser.add_mutually_exclusive_group()
    when.add_argument("--at", type=event_time, metavar="ISO", help=_("when the milestone was reached"))
    when.add_argument("--clear", action="store_true", help=_("the milestone is not reached"))
    parser.add_argument("--title", metavar="T", help=_("a better title"))
    parser.add_argument("--situation", metavar="TEXT", help=_("the situation in a few sentences"))
    parser.add_argument("--users", metavar="TEXT", help=_("who is affected, and how many"))
    parser.add_argument("--owner", metavar="PERSON", help=_("who leads"))
    states = ", ".join(ServiceState)
    parser.add_argument(
        "--service",
        action="append",
        default=[],
        type=_service,
        metavar="NAME=STATE",
        help=labelled(_("how a service stands; may be given several times"), states),
    )
    parser.add_argument(
        "--since", type=event_time, metavar="ISO", help=_("since when the services stand so (default: now)")
    )
    parser.add_argument("--next-update", type=due_time, metavar="ISO", help=_("when the next update is due"))
    parser.add_argument("--update-sent", action="store_true", help=_("the update that was due went out"))
    parser.add_argument("--deadline", metavar="LABEL", help=_("what a deadline is for; needs --due"))
    parser.add_argument("--due", type=due_time, metavar="ISO", help=_("until when the deadline runs"))
    parser.add_argument("--deadline-met", metavar="LABEL", help=_("the deadline of this label was met"))
    parser.add_argument(
        "--drop-clock", metavar="LABEL", help=_("the clock of this label does not apply; --reason says why")
    )


def _run(asked: Namespace, call: Call) -> Answer:
    _refuse_halves(asked)
    with writing(asked) as seat:
        incident = seat.room.views.incident(incident_id(seat.room, asked.ref))
        commands = [*_judged(asked, incident), *_described(asked, incident), *_clocks(asked, incident, seat.room)]
        if not commands:
            raise UsageError(
                "usage", _("Say what changes."), todo=_("See: {command} --help").format(command="warroom status")
            )
        seat.do_all(commands)
        now = seat.room.views.incident(incident.id)
        document = {"ref": now.number, **of_incident(now)}
        return Answer(document, list(incident_lines(now, now=seat.room.clock.now_ms())))


def _refuse_halves(asked: Namespace) -> None:
    halves = (
        (bool(asked.milestone) != (asked.at is not None or asked.clear), "--milestone NAME --at ISO"),
        ((asked.deadline is None) != (asked.due is None), "--deadline LABEL --due ISO"),
    )
    for is_half, whole in halves:
        if is_half:
            raise UsageError("usage", _("These go together: {options}.").format(options=whole))


def _judged(asked: Namespace, incident: Incident) -> list[Command[Any]]:
    reason = asked.reason.strip() or _("No reason given")
    commands: list[Command[Any]] = []
    if asked.severity or asked.vital is not None:
        severity = SEVERITIES[asked.severity] if asked.severity else incident.severity
        commands.append(ChangeSeverity(incident=incident.id, severity=severity, vital=asked.vital, reason=reason))
    if asked.status:
        commands.append(ChangeStatus(incident=incident.id, status=Status(asked.status), reason=reason))
    if asked.milestone:
        milestone = Milestone(asked.milestone)
        commands.append(SetMilestone(incident=incident.id, milestone=milestone, at=asked.at, reason=reason))
    return commands


def _described(asked: Namespace, incident: Incident) -> list[Command[Any]]:
    said = {"title": asked.title, "situation": asked.situation, "users": asked.users, "owner": asked.owner}
    commands: list[Command[Any]] = []
    if any(value is not None for value in said.values()):
        commands.append(DescribeIncident(incident=incident.id, **said))
    commands += [
        SetService(incident=incident.id, name=name, state=state, since=asked.since) for name, state in asked.service
    ]
    return commands


def _clocks(asked: Namespace, incident: Incident, room: Room) -> list[Command[Any]]:
    running = room.views.dues(incident.id)
    updates = [due for due in running if due.kind is DueKind.UPDATE]
    commands: list[Command[Any]] = []
    if asked.update_sent:
        commands.append(FinishDue(due=_one(updates, _("next update")).id))
    if asked.deadline_met is not None:
        commands.append(FinishDue(due=_labelled(running, asked.deadline_met).id))
    if asked.drop_clock is not None:
        commands.append(DropDue(due=_labelled(running, asked.drop_clock).id, reason=asked.reason))
    if asked.next_update is not None:
        commands.append(SetDue(incident=incident.id, kind=DueKind.UPDATE, due_at=asked.next_update))
    if asked.deadline is not None:
        commands.append(SetDue(incident=incident.id, kind=DueKind.DEADLINE, due_at=asked.due, label=asked.deadline))
    return commands


def _labelled(running: list[Due], label: str) -> Due:
    return _one([due for due in running if due.label.casefold() == label.strip().casefold()], label)


def _one(found: list[Due], label: str) -> Due:
    if not found:
        raise Refusal(
            "unknown-clock",
            _("No clock “{label}” is running for this incident.").format(label=label),
            safe=_("Nothing was changed."),
            todo=_("“warroom show ROOM REF” lists the clocks."),
        )
    return found[0]


def _service(text: str) -> tuple[str, ServiceState]:
    name, _equals, state = text.rpartition("=")
    try:
        return name.strip(), ServiceState(state.strip())
    except ValueError:
        raise ArgumentTypeError(
            _("write NAME=STATE, with one of: {states}").format(states=", ".join(ServiceState))
        ) from None


VERBS = {"status": Verb(_options, _run, writes=True)}
