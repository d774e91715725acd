"""`review form`: a review written as Markdown in the form of somebody's postmortem template."""

from __future__ import annotations

from argparse import Namespace

from warroom.cli.call import Answer
from warroom.cli.parser import UsageError
from warroom.domain.rex import Rex
from warroom.room import Room
from warroom.words import _


def form_answer(room: Room, rex: Rex, asked: Namespace) -> Answer:
    """The review in the form of the file named as text. Raises Refusal for a template that is none."""
    if not asked.text:
        raise UsageError(
            "usage",
            _("This needs the file of a template."),
            todo=_("See: {command} --help").format(command="warroom review"),
        )
    written = room.reviews.in_form(rex.id, asked.text)
    return Answer({"review": rex.number, "markdown": written}, written.rstrip("\n").split("\n"))
