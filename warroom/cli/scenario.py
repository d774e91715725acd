"""`scenario`: the probable and the worst case at each horizon, and the trigger that fires."""

from __future__ import annotations

from argparse import Namespace
from dataclasses import asdict
from typing import Any

from warroom.cli.call import Answer, Call
from warroom.cli.decide import option
from warroom.cli.documents import Document, iso
from warroom.cli.parser import Parser, UsageError, typed_text
from warroom.cli.references import entry_id, incident_id
from warroom.cli.rooms import reading, writing
from warroom.cli.verbs import Verb
from warroom.commands import FireTrigger, WriteScenario
from warroom.commands.said_ahead import case_said
from warroom.domain.anticipation import HORIZONS_MIN, Outlook, Prepared, Scenario
from warroom.errors import Refusal
from warroom.phrases import labelled, moment
from warroom.room import Room
from warroom.words import _

HORIZONS = {f"{minutes // 60}h": minutes for minutes in HORIZONS_MIN}


def _options(parser: Parser) -> None:
    parser.room()
    parser.add_argument("ref", metavar="REF", help=_("the incident, e.g. A-001"))
    parser.add_argument(
        "text", metavar="TEXT", nargs="?", help=_("what is to be expected; “-” reads it; without it: what there is")
    )
    parser.choice("--case", list(Outlook), metavar="CASE", help=_("the probable case or the worst"))
    parser.choice("--in", list(HORIZONS), metavar="HORIZON", help=_("how far ahead"), dest="horizon")
    parser.add_argument("--trigger", metavar="TEXT", help=_("what would announce it"))
    parser.add_argument("--owner", metavar="PERSON", help=_("who watches for it"))
    parser.add_argument(
        "--ready",
        action="append",
        metavar="QUESTION",
        help=_("a decision that is prepared; the options given after it are its own; may be given several times"),
    )
    parser.add_argument(
        "--option",
        action="append",
        type=option,
        metavar="TEXT",
        help=_("a way out of the prepared decision, as “title | advantages | risks | delay | reversible”"),
    )
    parser.add_argument("--fire", action="store_true", help=_("the trigger fired: ask for what was prepared"))
    parser.add_argument("--evidence", default="", metavar="NUMBER", help=_("the entry that shows that it fired"))


def _run(asked: Namespace, call: Call) -> Answer:
    text = typed_text(asked.text) if asked.text is not None else None
    if text is None and not asked.fire:
        with reading(asked) as room:
            return _show(room, incident_id(room, asked.ref))
    if asked.case is None or asked.horizon is None:
        raise _usage(_("Say which: --case probable or worst, and --in 1h, 4h or 24h."))
    with writing(asked) as seat:
        incident, kind, horizon = incident_id(seat.room, asked.ref), Outlook(asked.case), HORIZONS[asked.horizon]
        if text is not None:
            written = seat.do(_writing(asked, seat.room, incident, text))
            if not asked.fire:
                return Answer({"id": written.id}, [case_said(kind, horizon)])
        case = _known(seat.room, incident, kind, horizon)
        if case is None:
            raise Refusal(
                "unknown-reference",
                _("No such case was written: {case}.").format(case=case_said(kind, horizon)),
                safe=_("Nothing was changed."),
            )
        evidence = entry_id(seat.room, asked.evidence) if asked.evidence else ""
        fired = seat.do(FireTrigger(scenario=case.id, evidence=evidence))
    return Answer({"decisions": list(fired.numbers)}, list(fired.numbers))


def _writing(asked: Namespace, room: Room, incident: str, text: str) -> WriteScenario:
    """What was said; what was not said stays as it was written."""
    kind, horizon = Outlook(asked.case), HORIZONS[asked.horizon]
    known = _known(room, incident, kind, horizon)
    questions, options = asked.ready or [], tuple(asked.option or ())
    if options and len(questions) != 1:
        raise _usage(_("Options go with one --ready."))
    prepared = tuple(Prepared(question, options) for question in questions)
    return WriteScenario(
        incident=incident,
        kind=kind,
        horizon_min=horizon,
        text=text,
        trigger=asked.trigger if asked.trigger is not None else known.trigger if known else "",
        owner=asked.owner if asked.owner is not None else known.owner if known else "",
        prepared=prepared or (known.decisions if known else ()),
    )


def _known(room: Room, incident: str, kind: Outlook, horizon: int) -> Scenario | None:
    found = room.views.scenarios(incident)
    return next((each for each in found if each.kind is kind and each.horizon_min == horizon), None)


def _show(room: Room, incident: str) -> Answer:
    found, decisions = room.views.scenarios(incident), room.views.decisions(incident)
    came = {each.id: [decision.number for decision in each.came(decisions)] for each in found}
    now = room.clock.now_ms()
    lines = [line for each in found for line in _lines(each, came[each.id], now)]
    return Answer([_document(each, came[each.id]) for each in found], lines or [_("No case was written yet.")])


def _lines(case: Scenario, came: list[str], now: int) -> list[str]:
    said: dict[str, str] = {
        _("Trigger"): case.trigger,
        _("Watched by"): case.owner,
        _("Prepared decisions"): "; ".join(made.question for made in case.decisions),
        _("Fired at"): f"{moment(case.fired_at, now)} ({', '.join(came)})" if case.fired_at is not None else "",
    }
    first = labelled(case_said(case.kind, case.horizon_min), case.text)
    return [first, *(f"  {labelled(name, value)}" for name, value in said.items() if value)]


def _document(case: Scenario, came: list[str]) -> Document:
    prepared: list[dict[str, Any]] = [
        {"question": made.question, "options": [asdict(each) for each in made.options]} for made in case.decisions
    ]
    return {
        "id": case.id,
        "case": case.kind.value,
        "horizon_min": case.horizon_min,
        "text": case.text,
        "trigger": case.trigger,
        "owner": case.owner,
        "prepared": prepared,
        "written_by": case.written_by,
        "written_at": iso(case.written_at),
        "fired_at": iso(case.fired_at),
        "fired_by": case.fired_by,
        "decisions": came,
    }


def _usage(message: str) -> UsageError:
    return UsageError("usage", message, todo=_("See: {command} --help").format(command="warroom scenario"))


VERBS = {"scenario": Verb(_options, _run, writes=True)}
