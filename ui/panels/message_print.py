"""A message brought to paper from its page."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from ui.desk import Desk
from ui.leaflets import LeafletPrinter
from warroom.domain.message_lines import MessageLine
from warroom.errors import Refusal
from warroom.reports.leaflet import Leaflet, Made
from warroom.reports.message_paper import message_leaflet
from warroom.words import _


def print_message(desk: Desk, owner: QWidget, message: str) -> None:
    """Print it; without a printer, ask for a folder."""

    def make(made: Made) -> Leaflet:
        line = made.views.message_line(message)
        if line is None:
            raise Refusal("message-unknown", _("This message is not here any more."), safe=_("Nothing was printed."))
        return message_leaflet(made, line)

    LeafletPrinter(desk, owner).print_(make, exercise=_is_exercise(desk, message))


def _is_exercise(desk: Desk, message: str) -> bool:
    line: MessageLine | None = desk.room.views.message_line(message)
    return line is not None and line.exercise
