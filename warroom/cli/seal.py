"""`seal`: fix where the journal stands, so that paper and file can be matched later."""

from __future__ import annotations

from argparse import Namespace

from warroom.cli.call import Answer, Call
from warroom.cli.parser import Parser
from warroom.cli.references import incident_id
from warroom.cli.rooms import writing
from warroom.cli.verbs import Verb
from warroom.commands import SealLog
from warroom.words import _


def _options(parser: Parser) -> None:
    parser.room()
    parser.add_argument("ref", metavar="REF", help=_("the incident, e.g. A-001"))
    parser.add_argument("--reason", default="", metavar="R", help=_("why now"))


def _run(asked: Namespace, call: Call) -> Answer:
    with writing(asked) as seat:
        sealed = seat.do(SealLog(incident=incident_id(seat.room, asked.ref), reason=asked.reason))
    return Answer({"fingerprint": sealed.fingerprint}, [sealed.fingerprint])


VERBS = {"seal": Verb(_options, _run, writes=True)}
