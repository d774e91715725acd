"""What a merge would give people to settle, shown before it happens, in the table of the page of points to settle."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from ui.desk import Desk
from ui.models.conflicts import Point
from ui.widgets.conflict_table import ConflictTable
from ui.widgets.panel import PanelFrame
from ui.widgets.tone import ToneLabel
from warroom.words import _, ngettext

SHOWN_MOST = 8  # the others are on their page after merging


class SettleAhead(PanelFrame):
    """Hidden while there is nothing; nothing can be pressed in it yet."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.points: Sequence[Point] = ()
        self.table = ConflictTable(desk.look, self)
        self._more = ToneLabel(desk.look, "muted", wrap=True, parent=self)
        self._more.setContentsMargins(14, 0, 14, 10)
        self.body.addWidget(self.table)
        self.body.addWidget(self._more)
        self.hide()

    def show_points(self, points: Sequence[Point]) -> None:
        self.points = points
        self.say()

    def say(self) -> None:
        """In the language of now."""
        room = self._desk.room
        self.set_title(_("To settle afterwards"))
        self.set_note(_("merging does not wait; what is not chosen stays in the history"))
        shown, left = self.points[:SHOWN_MOST], len(self.points) - SHOWN_MOST
        self.table.show_points(shown, letter=room.station, now_ms=room.clock.now_ms(), is_ahead=True)
        self._more.say(ngettext("{n} more after these", "{n} more after these", left).format(n=left))
        self._more.setVisible(left > 0)
        self.setVisible(bool(self.points))
