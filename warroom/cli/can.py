"""`can`: conditions, actions and needs of a technical lead, and what becomes of the needs."""

from __future__ import annotations

from argparse import Namespace

from warroom.cli.call import Answer, Call
from warroom.cli.documents import iso
from warroom.cli.moments import event_time
from warroom.cli.parser import Parser, UsageError
from warroom.cli.references import entry_id, incident_id
from warroom.cli.rooms import reading, writing
from warroom.cli.verbs import Verb
from warroom.commands import ReportCan, TakeUpNeeds
from warroom.commands.can import Into
from warroom.domain.can_reports import CanReport, latest_of_each
from warroom.domain.entries import Channel
from warroom.phrases import labelled, moment
from warroom.room import Room
from warroom.words import _


def _options(parser: Parser) -> None:
    parser.room()
    parser.add_argument("ref", metavar="REF", help=_("the incident, e.g. A-001; with --take-up, the report"))
    parser.add_argument("--lead", default="", metavar="PERSON", help=_("who reports; without it: the latest of each"))
    parser.add_argument("--conditions", default="", metavar="TEXT", help=_("how it stands"))
    parser.add_argument("--actions", default="", metavar="TEXT", help=_("what is being done"))
    parser.add_argument("--needs", default="", metavar="TEXT", help=_("what is needed"))
    parser.add_argument("--workstream", default="", metavar="NAME", help=_("the line of work it belongs to"))
    parser.choice("--channel", list(Channel), metavar="C", help=_("how it came"), default="")
    parser.add_argument("--at", type=event_time, metavar="ISO", help=_("when it was said (default: now)"))
    parser.choice("--take-up", list(Into), metavar="AS", help=_("make a decision to take or an action of the needs"))
    parser.add_argument("--owner", default="", metavar="PERSON", help=_("who does the action"))


def _run(asked: Namespace, call: Call) -> Answer:
    if asked.take_up:
        with writing(asked) as seat:
            report = entry_id(seat.room, asked.ref)
            taken = seat.do(TakeUpNeeds(report=report, into=Into(asked.take_up), owner=asked.owner))
        return Answer({"number": taken.number}, [taken.number])
    if asked.lead:
        with writing(asked) as seat:
            logged = seat.do(
                ReportCan(
                    incident=incident_id(seat.room, asked.ref),
                    lead=asked.lead,
                    conditions=asked.conditions,
                    actions=asked.actions,
                    needs=asked.needs,
                    workstream=asked.workstream,
                    channel=asked.channel,
                    event_at=asked.at,
                )
            )
        return Answer({"number": logged.number}, [logged.number])
    if asked.conditions or asked.actions or asked.needs:
        raise UsageError(
            "usage", _("Say who reports: --lead."), todo=_("See: {command} --help").format(command="warroom can")
        )
    with reading(asked) as room:
        return _show(room, incident_id(room, asked.ref))


def _show(room: Room, incident: str) -> Answer:
    reports, now = latest_of_each(room.views.can_reports(incident)), room.clock.now_ms()
    lines = [line for each in reports for line in _lines(each, now)]
    document = [
        {
            "number": each.number,
            "lead": each.lead,
            "workstream": each.workstream,
            "conditions": each.conditions,
            "actions": each.actions,
            "needs": each.needs,
            "at": iso(each.at),
            "follow_up": each.follow_up,
        }
        for each in reports
    ]
    return Answer(document, lines or [_("No technical lead has reported yet.")])


def _lines(report: CanReport, now: int) -> list[str]:
    stream = f" ({report.workstream})" if report.workstream else ""
    follow_up = f" → {report.follow_up}" if report.follow_up else ""
    said = {
        _("Conditions"): report.conditions,
        _("Actions"): report.actions,
        _("Needs"): f"{report.needs}{follow_up}" if report.needs else "",
    }
    first = f"{moment(report.at, now)}  {report.number}  {report.lead}{stream}"
    return [first, *(f"  {labelled(name, value)}" for name, value in said.items() if value)]


VERBS = {"can": Verb(_options, _run, writes=True)}
