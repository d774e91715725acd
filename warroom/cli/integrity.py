"""`verify` and `dump`: whether the room is whole, and all it holds in canonical form."""

from __future__ import annotations

from argparse import Namespace

from warroom.cli.call import Answer, Call
from warroom.cli.parser import Parser
from warroom.cli.rooms import reading
from warroom.cli.verbs import Verb
from warroom.words import _, ngettext


def _options(parser: Parser) -> None:
    parser.room()


def _verify(asked: Namespace, call: Call) -> Answer:
    with reading(asked) as room:
        found = room.verify()
    problems = [problem for problem in found if not problem.is_note]
    notes = [problem for problem in found if problem.is_note]
    document = {
        "ok": not problems,
        "problems": [{"what": problem.what, "where": problem.where} for problem in problems],
        "notes": [{"what": note.what, "where": note.where} for note in notes],
    }
    lines = [f"{problem.what} ({problem.where})" for problem in [*problems, *notes]]
    if problems:
        said = ngettext("{n} problem found.", "{n} problems found.", len(problems)).format(n=len(problems))
        return Answer(document, [*lines, said], code=1)
    return Answer(document, [*lines, _("The room is whole: chains, attachments, and all that is shown.")])


def _dump(asked: Namespace, call: Call) -> Answer:
    with reading(asked) as room:
        return Answer(raw=room.dump())


VERBS = {"verify": Verb(_options, _verify), "dump": Verb(_options, _dump)}
