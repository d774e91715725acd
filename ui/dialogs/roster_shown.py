"""The card of somebody, over the form in which their name stands."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from ui.desk import Desk
from ui.dialogs.plain import PlainDialog
from ui.panels.roster_card import RosterCard
from warroom.room import Change
from warroom.words import _

WIDE, HIGH = 460, 440


class PersonCardDialog(PlainDialog):
    """How they are reached now; a check is one click here too."""

    def __init__(self, desk: Desk, person: str, parent: QWidget | None = None) -> None:
        super().__init__(parent, width=WIDE)
        self.desk = desk
        self.card = RosterCard(desk, self)
        self.card.setFixedHeight(desk.look.px(HIGH))
        self.body.addWidget(self.card)
        self.intro.hide()
        self.leave.hide()
        self.primary.clicked.connect(self.accept)
        self._say()
        self.card.show_person(person)
        desk.changes.changed.connect(self._follow)

    def _follow(self, change: Change) -> None:
        if change.touches("person", "reach", "breakage", "impact", "service"):
            self.card.refresh()

    def _say(self) -> None:
        self.heading.setText(_("Who is that?"))
        self.primary.setText(_("Close"))
        super()._say()
