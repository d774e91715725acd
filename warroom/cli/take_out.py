"""`export`: the roster for other programs, and the crisis directory on one sheet of paper."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from warroom.cli.call import Answer, Call
from warroom.cli.parser import Parser
from warroom.cli.rooms import reading
from warroom.cli.verbs import Verb
from warroom.words import _, ngettext

PEOPLE = "people"
KINDS = ("vcard", "vcard3", "csv", "pdf", "html")


def _options(parser: Parser) -> None:
    parser.room()
    parser.add_argument("what", choices=(PEOPLE,), metavar="WHAT", help=_("what to write: people"))
    parser.add_argument("--to", type=Path, metavar="FILE", required=True, help=_("the file to write"))
    parser.add_argument(
        "--format",
        dest="kind",
        choices=KINDS,
        default="",
        metavar="KIND",
        help=_("{kinds} (default: by the ending of the file)").format(kinds=", ".join(KINDS)),
    )
    parser.add_argument("--exercise", action="store_true", help=_("the directory of an exercise, marked as such"))


def _run(asked: Namespace, call: Call) -> Answer:
    with reading(asked) as room:
        count = room.roster_out.write(asked.to, kind=asked.kind, exercise=asked.exercise)
    said = ngettext("{count} person", "{count} people", count).format(count=count)
    return Answer({"file": str(asked.to), "people": count}, [str(asked.to), said])


VERBS = {"export": Verb(_options, _run)}
