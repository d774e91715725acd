"""`verify` and `dump`: whether the room is whole, whether it is the one on paper, and all it holds as JSON."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from warroom.cli.call import Answer, Call
from warroom.cli.documents import iso
from warroom.cli.parser import Parser
from warroom.cli.rooms import reading
from warroom.cli.verbs import Verb
from warroom.domain.evidence import Matches, Problem
from warroom.doors.findings import said_of, said_of_pack
from warroom.room import Room
from warroom.words import _, ngettext


def _options(parser: Parser) -> None:
    parser.room()
    parser.add_argument("--fingerprint", metavar="HEX", help=_("say whether and when this room had this fingerprint"))
    parser.add_argument("--pack", type=Path, metavar="FOLDER", help=_("compare an export folder with this room"))
    parser.add_argument(
        "--trust", type=Path, metavar="FILE", help=_("a PEM file of authorities that time stamps must lead to")
    )


def _verify(asked: Namespace, call: Call) -> Answer:
    with reading(asked) as room:
        if asked.fingerprint is not None:
            return _matched(room.evidence.match_fingerprint(asked.fingerprint))
        if asked.pack is not None:
            return _compared(room, asked.pack)
        found = room.evidence.verify(trust=asked.trust)
    problems = [problem for problem in found if not problem.is_note]
    notes = [problem for problem in found if problem.is_note]
    document = {
        "ok": not problems,
        "problems": [{"what": problem.what, "where": problem.where, "paper": problem.paper} for problem in problems],
        "notes": [{"what": note.what, "where": note.where, "paper": note.paper} for note in notes],
    }
    lines = [_line(problem) for problem in [*problems, *notes]]
    if problems:
        said = ngettext("{n} problem found.", "{n} problems found.", len(problems)).format(n=len(problems))
        return Answer(document, [*lines, said], code=1)
    return Answer(document, [*lines, _("The room is whole: chains, attachments, and all that is shown.")])


def _line(problem: Problem) -> str:
    paper = f" [{problem.paper}]" if problem.paper else ""
    return f"{problem.what}{paper} ({problem.where})"


def _matched(matches: Matches) -> Answer:
    document = {
        "ok": bool(matches.found),
        "fingerprint": matches.asked,
        "matches": [
            {"how": match.how, "at": iso(match.at_ms), "digest": match.digest, "what": match.what}
            for match in matches.found
        ],
        "looked_at": {
            "seals": matches.seals,
            "exports": matches.exports,
            "states": matches.states,
            "complete": matches.is_complete,
        },
    }
    return Answer(document, said_of(matches), code=0 if matches.found else 1)


def _compared(room: Room, folder: Path) -> Answer:
    match = room.evidence.match_pack(folder)
    document = {
        "ok": match.is_sound,
        "fingerprint": match.fingerprint,
        "digest": match.digest,
        "signer": match.signer,
        "problems": [{"what": problem.what, "where": problem.where} for problem in match.problems],
    }
    lines = [_line(problem) for problem in match.problems]
    if match.is_sound:
        lines.append(said_of_pack(match))
    return Answer(document, lines, code=0 if match.is_sound else 1)


def _dump(asked: Namespace, call: Call) -> Answer:
    with reading(asked) as room:
        return Answer(raw=room.dump())


VERBS = {"verify": Verb(_options, _verify), "dump": Verb(_options, _dump)}
