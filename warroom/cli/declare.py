"""`declare`: open an incident."""

from __future__ import annotations

from argparse import Namespace

from warroom.cli.call import Answer, Call
from warroom.cli.moments import event_time
from warroom.cli.parser import Parser
from warroom.cli.rooms import writing
from warroom.cli.verbs import Verb
from warroom.commands import DeclareIncident
from warroom.domain.incidents import Severity
from warroom.words import _

SEVERITIES = {str(severity.value) if severity else "undetermined": severity for severity in Severity}


def severity_option(parser: Parser) -> None:
    """--severity, shared with `status`."""
    parser.choice(
        "--severity",
        [*sorted(SEVERITIES)],
        metavar="SEV",
        type=lambda typed: typed.lower().removeprefix("sev"),  # SEV1, as everybody says it
        help=_("how grave, 1 the gravest; if in doubt, take the higher"),
    )


def _options(parser: Parser) -> None:
    parser.room()
    parser.add_argument("--title", required=True, metavar="T", help=_("what happens, in a few words"))
    severity_option(parser)
    parser.add_argument("--vital", action="store_true", help=_("a vital service is touched: it counts as critical"))
    parser.add_argument(
        "--exercise", action="store_true", help=_("an exercise, marked as such everywhere and for good")
    )
    parser.add_argument("--started", type=event_time, metavar="ISO", help=_("when the impact started"))
    parser.add_argument("--detected", type=event_time, metavar="ISO", help=_("when it was noticed (default: now)"))
    parser.add_argument("--users", default="", metavar="TEXT", help=_("who is affected, and how many"))
    parser.add_argument("--owner", default="", metavar="PERSON", help=_("who leads"))
    parser.add_argument(
        "--service",
        action="append",
        default=[],
        metavar="NAME",
        help=_("an affected service; may be given several times"),
    )


def _run(asked: Namespace, call: Call) -> Answer:
    command = DeclareIncident(
        title=asked.title,
        severity=SEVERITIES[asked.severity or "undetermined"],
        vital=asked.vital,
        exercise=asked.exercise,
        impact_started=asked.started,
        detected=asked.detected,
        users=asked.users,
        owner=asked.owner,
        services=tuple(asked.service),
    )
    with writing(asked) as seat:
        declared = seat.do(command)
    return Answer({"ref": declared.ref}, [declared.ref])


VERBS = {"declare": Verb(_options, _run, writes=True)}
