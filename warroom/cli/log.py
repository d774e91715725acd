"""`log`: write an entry."""

from __future__ import annotations

from argparse import Namespace

from warroom.cli.call import Answer, Call
from warroom.cli.moments import event_time
from warroom.cli.parser import Parser, typed_text
from warroom.cli.references import entry_id, incident_id
from warroom.cli.rooms import writing
from warroom.cli.verbs import Verb
from warroom.commands import LogEntry
from warroom.domain.entries import Channel, Kind, Priority, Verification
from warroom.words import _

# What the room writes itself is no kind to choose: corrections come by `correct`, changes by `status`.
KINDS = [kind.value for kind in Kind if kind not in (Kind.CORRECTION, Kind.AUTOMATIC)]
VERIFICATIONS = [state.value for state in Verification if state]


def _options(parser: Parser) -> None:
    parser.room()
    parser.add_argument("ref", metavar="REF", help=_("the incident, e.g. A-001"))
    parser.add_argument("text", metavar="TEXT", help=_("what happened; “-” reads it from standard input"))
    parser.choice("--kind", KINDS, metavar="KIND", help=_("its nature"), default=Kind.INFORMATION.value)
    parser.add_argument("--at", type=event_time, metavar="ISO", help=_("when it happened (default: now)"))
    parser.add_argument("--from", dest="from_who", default="", metavar="WHO", help=_("who said it"))
    parser.add_argument("--to", dest="to_who", default="", metavar="WHO", help=_("whom it was said to"))
    parser.choice("--channel", list(Channel), metavar="C", help=_("how it came"), default="")
    parser.choice("--verification", VERIFICATIONS, metavar="STATE", help=_("what was done to believe it"), default="")
    parser.choice("--priority", list(Priority), metavar="P", help=_("how fast it must be read"), default="")
    parser.add_argument("--workstream", default="", metavar="NAME", help=_("the line of work it belongs to"))
    parser.add_argument("--handling", default="", metavar="MARK", help=_("who may see it, e.g. a TLP colour"))
    parser.add_argument("--key", action="store_true", help=_("a key event"))
    parser.add_argument(
        "--service",
        action="append",
        default=[],
        metavar="NAME",
        help=_("a service it is about; may be given several times"),
    )
    parser.circle()
    parser.add_argument("--follows", metavar="NUMBER", help=_("the entry it answers"))


def _run(asked: Namespace, call: Call) -> Answer:
    text = typed_text(asked.text)
    with writing(asked) as seat:
        command = LogEntry(
            incident=incident_id(seat.room, asked.ref),
            text=text,
            kind=Kind(asked.kind),
            event_at=asked.at,
            from_who=asked.from_who,
            to_who=asked.to_who,
            channel=asked.channel,
            verification=Verification(asked.verification),
            priority=asked.priority,
            workstream=asked.workstream,
            handling=asked.handling,
            key_event=asked.key,
            services=", ".join(asked.service),
            follows=entry_id(seat.room, asked.follows) if asked.follows else None,
            circle=asked.circle,
        )
        logged = seat.do(command)
    return Answer({"number": logged.number}, [logged.number])


VERBS = {"log": Verb(_options, _run, writes=True)}
