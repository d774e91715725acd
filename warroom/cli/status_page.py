"""`status-page`: the public page as a folder for any web server, and which services are on it."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import Any

from warroom.cli.call import Answer, Call
from warroom.cli.parser import Parser
from warroom.cli.rooms import Seat, writing
from warroom.cli.verbs import Verb
from warroom.commands.publicity import SetPublic
from warroom.doors.status_page import Look
from warroom.phrases import labelled
from warroom.reports.status_page.words import standing_said, state_said
from warroom.words import _, language, ngettext


def _options(parser: Parser) -> None:
    parser.room()
    parser.add_argument("--to", type=Path, metavar="DIR", help=_("write the page into a new folder there"))
    parser.add_argument("--exercise", action="store_true", help=_("the page of exercises, marked as one"))
    parser.add_argument("--service", metavar="NAME", help=_("put this service on the page, or change it"))
    parser.add_argument("--fr", metavar="NAME", help=_("what its users call it in French"))
    parser.add_argument("--en", metavar="NAME", help=_("what its users call it in English"))
    parser.add_argument("--hide", action="store_true", help=_("take this service off the page"))


def _run(asked: Namespace, call: Call) -> Answer:
    with writing(asked) as seat:
        if asked.service:
            _set(seat, asked)
        look = seat.room.status_page.look(exercise=asked.exercise)
        folder, files = None, list[str]()
        if asked.to is not None:
            written = seat.room.status_page.write(asked.to, exercise=asked.exercise, step=call.step)
            folder, files = str(written.folder), sorted(written.hashes)
    return Answer(_document(look, folder, files), _lines(look, folder))


def _set(seat: Seat, asked: Namespace) -> None:
    names = {code: said for code, said in (("fr", asked.fr), ("en", asked.en)) if said is not None}
    seat.be_known()
    seat.room.do(SetPublic(service=asked.service, public=not asked.hide, names=names or None)).result()


def _document(look: Look, folder: str | None, files: list[str]) -> dict[str, Any]:
    page = look.page
    return {
        "folder": folder,
        "files": files,
        "state": page.worst.value,
        "components": [{"name": each.names[language()], "state": each.state.value} for each in page.components],
        "current": len(page.current),
        "past": len(page.past),
        "unannounced": list(look.unannounced),
    }


def _lines(look: Look, folder: str | None) -> list[str]:
    page = look.page
    lines = [labelled(each.names[language()], state_said(each.state)) for each in page.components]
    lines = lines or [_("No service is on the page yet: name one with --service.")]
    lines += [f"{standing_said(each, language())} · {each.title(language())}" for each in page.current]
    said = ngettext("{n} incident is over.", "{n} incidents are over.", len(page.past))
    lines += [said.format(n=len(page.past))] if page.past else []
    if look.unannounced:
        sentence = _("The page shows these as working, as nobody has announced that they are down: {names}")
        lines.append(sentence.format(names=", ".join(look.unannounced)))
    return [*lines, folder] if folder else lines


VERBS = {"status-page": Verb(_options, _run, writes=True)}
