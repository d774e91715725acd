"""The security of the room: one column of sections, each about one thing and in a file of its own."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ui.desk import Desk
from ui.panels.section_page import SectionPage
from ui.panels.security_lock import LockSection
from ui.panels.security_ways import WaysSection
from warroom.words import _


class SecurityPanel(SectionPage):
    """What opens the room, and how its screen locks."""

    key_change_asked = Signal(str)  # the passphrase, proved
    idle_changed = Signal()
    lock_asked = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.ways, self.lock = WaysSection(desk, self.page), LockSection(desk, self.page)
        self.ways.key_change_asked.connect(self.key_change_asked)
        self.lock.idle_changed.connect(self.idle_changed)
        self.lock.lock_asked.connect(self.lock_asked)
        self.add_section(self.ways)
        self.add_section(self.lock)
        self._say()

    def title(self) -> str:
        return _("Security of the room")
