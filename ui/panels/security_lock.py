"""How the screen of this laptop locks: after how long, and whether somebody is always there."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QWidget

from ui.desk import Desk
from ui.panels.security_section import Section
from ui.settings import LOCK_MINUTES
from warroom.words import _


class LockSection(Section):
    """Two choices, kept at once."""

    idle_changed = Signal()
    lock_asked = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.idle_row, self.manned_row, self.now_row = (self.add_row() for _each in range(3))
        self.minutes, self.manned = QComboBox(self), QCheckBox(self)
        for _minutes in LOCK_MINUTES:
            self.minutes.addItem("")
        self.idle_row.add_field(self.minutes)
        self.manned_row.add_field(self.manned)
        self.now = self.now_row.add_button(lambda: _("Lock now"), self.lock_asked.emit)
        self._say()
        self.refresh()
        self.minutes.activated.connect(self._keep_minutes)
        self.manned.clicked.connect(self._keep_manned)

    def refresh(self) -> None:
        """The choices as they are kept."""
        self.minutes.setCurrentIndex(LOCK_MINUTES.index(self.desk.settings.lock_minutes))
        self.manned.setChecked(self.desk.room.lock.is_manned)

    def _keep_minutes(self, place: int) -> None:
        self.desk.settings.lock_minutes = LOCK_MINUTES[place]
        self.desk.settings.save()
        self.idle_changed.emit()

    def _keep_manned(self, is_manned: bool) -> None:
        lock = self.desk.room.lock
        self.desk.tasks.run(lambda _job: lock.set_manned(is_manned), owner=self)

    def _say(self) -> None:
        self.set_title(_("How the screen locks"))
        self.idle_row.name.setText(_("When idle"))
        self.idle_row.say(
            _("How long before the screen locks, for all rooms on this laptop."),
            note=_("A warning comes 20 s before; any key keeps it open."),
        )
        self.manned_row.name.setText(_("Manned station"))
        self.manned_row.say(
            _("Somebody is always at this laptop: it does not lock when idle."),
            note=_("For this room on this laptop. Ctrl+L and the lock of the system lock it all the same."),
        )
        self.now_row.name.setText(_("At once"))
        self.now_row.say(
            _("Ctrl+L, or the lock of the system."), note=_("The log, the clocks and the copies go on meanwhile.")
        )
        for place, minutes in enumerate(LOCK_MINUTES):
            said = _("after {n} min").format(n=minutes) if minutes else _("never")
            self.minutes.setItemText(place, said)
        self.minutes.setAccessibleName(_("When idle"))
        self.manned.setText(_("Manned"))
        super()._say()
