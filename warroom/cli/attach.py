"""`attach`: files as evidence, streamed in and hashed."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from warroom.cli.call import Answer, Call
from warroom.cli.documents import of_attachment
from warroom.cli.lines import attachment_line
from warroom.cli.parser import Parser
from warroom.cli.references import target
from warroom.cli.rooms import writing
from warroom.cli.verbs import Verb
from warroom.domain.files import ATTACHMENT_MAX
from warroom.errors import Refusal
from warroom.words import _


def _options(parser: Parser) -> None:
    parser.room()
    parser.add_argument("ref", metavar="REF", help=_("the incident, entry, decision or action it belongs to"))
    parser.add_argument("files", metavar="FILE", nargs="+", type=Path, help=_("a file of at most 200 MB"))
    parser.add_argument("--origin", default="", metavar="TEXT", help=_("where it comes from"))
    parser.circle()


def _run(asked: Namespace, call: Call) -> Answer:
    for file in asked.files:
        _refuse_unfit(file)
    with writing(asked) as seat:
        chosen = target(seat.room, asked.ref, "incident", "entry", "decision", "action")
        seat.be_known()
        made = {
            seat.room.attach(
                file, noun=chosen.noun, parent=chosen.id, origin=asked.origin, circle=asked.circle, step=call.step
            )
            for file in asked.files
        }
        kept = [item for item in seat.room.views.attachments(chosen.id) if item.id in made]
    return Answer({"attachments": [of_attachment(item) for item in kept]}, [attachment_line(item) for item in kept])


def _refuse_unfit(file: Path) -> None:
    """Before anything is written: so that of several files all come in, or none because of one."""
    try:
        is_fit = file.is_file() and file.stat().st_size <= ATTACHMENT_MAX
    except OSError:
        is_fit = False
    if not is_fit:
        raise Refusal(
            "attachment-unfit",
            _("{file} is not a file of at most 200 MB that can be read.").format(file=file),
            safe=_("Nothing was attached."),
            todo=_("Check the path, or attach an extract."),
        )


VERBS = {"attach": Verb(_options, _run, writes=True)}
