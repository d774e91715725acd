"""Sticks: read one, write one, and where sticks are forbidden what to do instead."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ui.desk import Desk
from ui.panels.security_section import Section
from warroom.words import _


class StickSection(Section):
    """Two verbs and one piece of advice."""

    read_asked = Signal()
    write_asked = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.stick, self.forbidden = self.add_row(), self.add_row()
        self.reads = self.stick.add_button(lambda: _("Read a bundle…"), self.read_asked.emit)
        self.writes = self.stick.add_button(lambda: _("Write a bundle…"), self.write_asked.emit)
        self._say()

    def refresh(self) -> None:
        for button in (self.reads, self.writes):
            button.setEnabled(self.can_change)

    def _say(self) -> None:
        self.set_title(_("By stick"))
        self.stick.name.setText(_("One file"))
        self.stick.say(
            _("A bundle is one sealed file: only the stations of this room can read it, and nothing in it runs."),
            note=_("It may be renamed, moved or put into an archive on its way, as a decontamination kiosk does."),
        )
        self.forbidden.name.setText(_("No sticks here?"))
        self.forbidden.say(
            _("Where sticks are forbidden, connect two laptops by a cable, a switch or a hotspot."),
            note=_(
                "Stations of one room find each other there, without internet. A folder that both reach will do too."
            ),
        )
        super()._say()
