"""`mobilise`: whom to call out, the calls and answers, who is missing, the call sheets; and what the outage breaks."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from warroom.cli.call import Answer, Call
from warroom.cli.documents import iso
from warroom.cli.moments import due_time
from warroom.cli.parser import Parser, UsageError
from warroom.cli.references import incident_id
from warroom.cli.rooms import Seat, reading, writing
from warroom.cli.verbs import Verb
from warroom.clock import named_zone
from warroom.commands import (
    AddCallee,
    Arrive,
    CloseMobilisation,
    Escalate,
    LogCall,
    MarkNeed,
    StandDownCallee,
    StartMobilisation,
)
from warroom.commands.base import Command
from warroom.commands.callout_words import callee_word, reasons_said, times_said
from warroom.commands.cell_words import seat_word
from warroom.commands.mobilisation import Wanted
from warroom.commands.need_words import broken_said
from warroom.domain.answers import CalleeLine, missing_first, next_way
from warroom.domain.callout import Proposed
from warroom.domain.incidents import Mode
from warroom.domain.mobilisation import ESCALATE_MIN, CallResult, Mobilisation, Shape
from warroom.domain.needs import Need, NeedState
from warroom.phrases import labelled, time_of_day
from warroom.room import Room
from warroom.storage.naming import folded_name
from warroom.words import _

STEPS = ("show", "propose", "start", "add", "call", "arrive", "escalate", "stand-down", "close", "print", "broken")
OF_SOMEBODY = frozenset({"add", "call", "arrive", "escalate", "stand-down"})
RESULTS = tuple(result.value.replace("_", "-") for result in CallResult)


def _options(parser: Parser) -> None:
    parser.room()
    parser.add_argument("step", metavar="STEP", choices=STEPS, nargs="?", default="show", help=", ".join(STEPS))
    parser.add_argument("who", metavar="WHO", nargs="*", default=[], help=_("names; start: CODE=name for a function"))
    parser.add_argument("--incident", default="", metavar="REF", help=_("the incident, where more than one is at work"))
    parser.add_argument("--mobilisation", default="", metavar="REF", help=_("e.g. A-M01; the one that goes on else"))
    parser.choice("--result", list(RESULTS), metavar="RESULT", help=_("call: what it came to"))
    parser.add_argument("--eta", type=due_time, metavar="ISO", help=_("call: when they will be there"))
    parser.add_argument("--muster", default="", metavar="TEXT", help=_("start: where to go; arrive: where they are"))
    parser.add_argument("--backup", default="", metavar="TEXT", help=_("start: where to go if that cannot be reached"))
    parser.add_argument("--ack-by", type=due_time, metavar="ISO", help=_("start: acknowledge by; 15 min when absent"))
    parser.add_argument("--escalate", type=int, default=ESCALATE_MIN, metavar="N", help=_("start: deputy after N min"))
    parser.add_argument("--tree", action="store_true", help=_("start: each calls at most five others"))
    parser.add_argument("--deputy", default="", metavar="NAME", help=_("add, escalate: who is called instead"))
    parser.add_argument("--function", default="", metavar="CODE", help=_("add: of which function, e.g. COORD"))
    parser.choice("--need", list(Need), metavar="NEED", help=_("broken: what the outage breaks, e.g. mobile"))
    parser.choice("--state", list(NeedState), metavar="STATE", help=_("broken: works, degraded or down"))
    parser.add_argument("--reason", default="", metavar="R", help=_("close, stand-down, broken: why"))
    parser.add_argument("--to", type=Path, default=Path(), metavar="DIR", help=_("print: the folder for it"))


def _run(asked: Namespace, call: Call) -> Answer:
    if asked.step in OF_SOMEBODY and not asked.who:
        raise UsageError("usage", _("whom is it about? give a name"))
    if asked.step in ("show", "propose", "print") or (asked.step == "broken" and not asked.need):
        with reading(asked) as room:
            return _read(asked, room, _incident(asked, room))
    with writing(asked) as seat:
        incident = _incident(asked, seat.room)
        if asked.step == "broken":
            return _mark(asked, seat, incident)
        if asked.step == "start":
            started = seat.do(_start(asked, seat.room, incident))
            return Answer({"number": started.number}, [started.number])
        found = _mobilisation(asked, seat.room, incident)
        seat.do(_command(asked, seat.room, found))
        return _shown(seat.room, seat.room.views.mobilisation(found.id))


def _start(asked: Namespace, room: Room, incident: str) -> StartMobilisation:
    """Those named, else everybody who is proposed and not away."""
    proposed = [item for item in room.views.callout_proposal(incident) if item.is_wanted] if not asked.who else []
    named = [_wanted(said) for said in asked.who]
    return StartMobilisation(
        incident=incident,
        people=tuple(named + [_of(item) for item in proposed]),
        muster=asked.muster,
        backup=asked.backup,
        ack_by=asked.ack_by,
        escalate_min=asked.escalate,
        shape=Shape.TREE if asked.tree else Shape.LIST,
    )


def _wanted(said: str) -> Wanted:
    code, is_coded, name = said.partition("=")
    return Wanted(person=name, code=code) if is_coded else Wanted(person=said)


def _of(item: Proposed) -> Wanted:
    return Wanted(
        person=item.person,
        name=item.name,
        code=item.code,
        why=item.why,
        deputy=item.deputy,
        deputy_name=item.deputy_name,
    )


def _command(asked: Namespace, room: Room, found: Mobilisation) -> Command[Any]:
    if asked.step == "close":
        return CloseMobilisation(mobilisation=found.id, reason=asked.reason)
    name = " ".join(asked.who)
    if asked.step == "add":
        return AddCallee(mobilisation=found.id, person=name, code=asked.function, deputy=asked.deputy)
    line = _line(room, found, name)
    if asked.step == "arrive":
        return Arrive(callee=line.callee.id, place=asked.muster)
    if asked.step == "escalate":
        return Escalate(callee=line.callee.id, deputy=asked.deputy)
    if asked.step == "stand-down":
        return StandDownCallee(callee=line.callee.id, reason=asked.reason)
    if not asked.result:
        asks = _("what did the call come to? give --result: {results}")
        raise UsageError("usage", asks.format(results=", ".join(RESULTS)))
    way = next_way(line.ways)
    result = CallResult(asked.result.replace("-", "_"))
    return LogCall(
        callee=line.callee.id, result=result, reach=way.reach.id if way else "", eta_at=asked.eta, remark=asked.reason
    )


def _read(asked: Namespace, room: Room, incident: str) -> Answer:
    if asked.step == "broken":
        return _broken(room, incident)
    if asked.step == "propose":
        return _proposed(room.views.callout_proposal(incident))
    if asked.step == "print":
        return _print(asked, room, _mobilisation(asked, room, incident))
    return _shown(room, _mobilisation(asked, room, incident))


def _incident(asked: Namespace, room: Room) -> str:
    """The one said, else that of the call-out said, else the only one at work."""
    if asked.incident:
        return incident_id(room, asked.incident)
    if asked.mobilisation:
        return str(room.views.mobilisation(asked.mobilisation).incident)
    found = {incident.id for incident in room.views.incidents(mode=Mode.BOTH, live_only=True)}
    if len(found) != 1:
        raise UsageError("usage", _("of which incident? give --incident"))
    return str(next(iter(found)))


def _mobilisation(asked: Namespace, room: Room, incident: str) -> Mobilisation:
    if asked.mobilisation:
        return room.views.mobilisation(asked.mobilisation)
    known = room.views.mobilisations(incident)
    running = [item for item in known if item.closed_at is None] or known[:1]
    if len(running) != 1:
        raise UsageError(
            "usage", _("which call-out? give --mobilisation") if running else _("nobody is called out yet")
        )
    return running[0]


def _line(room: Room, found: Mobilisation, name: str) -> CalleeLine:
    lines = room.views.callee_lines(found.id, mode=_mode(room, found))
    line = next((one for one in lines if folded_name(one.name) == folded_name(name)), None)
    if line is None:
        raise UsageError("usage", _("{name} is not called out").format(name=name))
    return line


def _mode(room: Room, found: Mobilisation) -> Mode:
    return Mode.EXERCISE if room.views.incident(found.incident).exercise else Mode.REAL


# What is told


def _proposed(found: list[Proposed]) -> Answer:
    document = [
        {"name": item.name, "function": item.code, "wanted": item.is_wanted, "why": reasons_said(item.why)}
        for item in found
    ]
    lines = [labelled(item.name, ", ".join((seat_word(item.code), reasons_said(item.why)))) for item in found]
    return Answer(document, lines or [_("Nobody can be proposed yet: give names.")])


def _shown(room: Room, found: Mobilisation) -> Answer:
    lines = {line.callee.id: line for line in room.views.callee_lines(found.id, mode=_mode(room, found))}
    ordered = [lines[item.id] for item in missing_first(line.callee for line in lines.values())]
    document = {
        "number": found.number,
        "text": found.text,
        "started_at": iso(found.started_at) if found.started_at else None,
        "ack_by": iso(found.ack_by) if found.ack_by else None,
        "closed_at": iso(found.closed_at) if found.closed_at else None,
        "people": [_person(line) for line in ordered],
    }
    return Answer(document, list(_told(room, found, ordered)))


def _told(room: Room, found: Mobilisation, ordered: list[CalleeLine]) -> Iterator[str]:
    yield found.text
    for line in ordered:
        callee, way = line.callee, next_way(line.ways)
        parts = [
            callee_word(callee.state, has_function=bool(callee.code)),
            seat_word(callee.code) if callee.code else "",
        ]
        parts += [_("expected at {time}").format(time=time_of_day(callee.eta_at)) if callee.eta_at else ""]
        parts += [way.reach.value if way else (broken_said(line.ways[0].unmet[0]) if _lacks(line) else "")]
        yield labelled(line.name, ", ".join(part for part in parts if part))
    took = room.views.mobilisation_times(found.id)
    yield "; ".join(labelled(label, value) for label, value in times_said(took) if value != "—")


def _lacks(line: CalleeLine) -> bool:
    return bool(line.ways and line.ways[0].unmet)


def _person(line: CalleeLine) -> dict[str, Any]:
    callee, way = line.callee, next_way(line.ways)
    return {
        "name": line.name,
        "function": callee.code,
        "state": callee.state.value,
        "deputy": line.deputy,
        "caller": line.caller,
        "eta": iso(callee.eta_at) if callee.eta_at else None,
        "tries": len(line.tries),
        "next_way": way.reach.value if way else None,
    }


def _print(asked: Namespace, room: Room, found: Mobilisation) -> Answer:
    from warroom.reports.callout import call_sheets
    from warroom.reports.leaflet import Made, write_leaflet

    moment = room.clock.moment()
    leaflet = call_sheets(Made(room.views.within(()), room.member, moment.utc_ms, named_zone(moment)), found.id)
    path = write_leaflet(leaflet, asked.to)
    room.erasure.note_copy("export", path)
    return Answer({"file": str(path)}, [str(path)])


def _mark(asked: Namespace, seat: Seat, incident: str) -> Answer:
    state = NeedState(asked.state or NeedState.DOWN)
    seat.do(MarkNeed(incident=incident, need=asked.need, state=state, reason=asked.reason))
    return _broken(seat.room, incident)


def _broken(room: Room, incident: str) -> Answer:
    mode = Mode.EXERCISE if room.views.incident(incident).exercise else Mode.REAL
    found = room.views.broken(incident, mode=mode)
    document = [{"need": item.need, "state": item.state.value, "because": item.because} for item in found]
    return Answer(document, [broken_said(item) for item in found] or [_("Nothing is marked as broken.")])


VERBS = {"mobilise": Verb(_options, _run, writes=True)}
