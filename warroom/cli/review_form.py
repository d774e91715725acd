"""`review form`: a review written as Markdown in the form of somebody's postmortem template."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from warroom.cli.call import Answer
from warroom.cli.parser import UsageError
from warroom.domain.rex import Rex
from warroom.errors import Trouble
from warroom.room import Room
from warroom.words import _


def form_answer(room: Room, rex: Rex, asked: Namespace) -> Answer:
    """The review in the form of the file named as text. Raises Refusal for a template that is none."""
    from warroom.formats.encoding import decode
    from warroom.imports import bytes_of
    from warroom.reports.rex.forms import in_form
    from warroom.reports.subject import Asked, gather

    if not asked.text:
        raise UsageError(
            "usage",
            _("This needs the file of a template."),
            todo=_("See: {command} --help").format(command="warroom review"),
        )
    template = decode(bytes_of(Path(asked.text))).text
    facts = room.views.rex_facts(rex.id)
    if facts is None:
        raise Trouble("review-gone", _("The review is not here any more."))
    said = Asked(member="", station=room.station, now_ms=room.clock.now_ms(), zone=None, marking="")
    written = in_form(template, gather(room.views, rex.incident, said), facts)
    return Answer({"review": rex.number, "markdown": written}, written.rstrip("\n").split("\n"))
