"""The security of the room: one column of sections, each about one thing and in a file of its own."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from ui.desk import Desk
from ui.panels.section_page import SectionPage
from ui.panels.security_laptop import LaptopSection, LaptopsSection
from ui.panels.security_lock import LockSection
from ui.panels.security_ways import WaysSection
from warroom.domain.readiness import Proof
from warroom.words import _


class SecurityPanel(SectionPage):
    """What opens the room, how its screen locks, and what this laptop has proved of itself."""

    key_change_asked = Signal(str)  # the passphrase, proved
    idle_changed = Signal()
    lock_asked = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.ways, self.lock = WaysSection(desk, self.page), LockSection(desk, self.page)
        self.ways.key_change_asked.connect(self.key_change_asked)
        self.lock.idle_changed.connect(self.idle_changed)
        self.lock.lock_asked.connect(self.lock_asked)
        self.laptop, self.laptops = LaptopSection(desk, self.page), LaptopsSection(desk, self.page)
        self.laptops.days_changed.connect(self.laptop.refresh)
        for section in (self.ways, self.lock, self.laptop, self.laptops):
            self.add_section(section)
        self._say()

    def show_laptop(self) -> None:
        """Bring the proofs of this laptop into sight."""
        bottom = self.laptop.y() + self.laptop.height()
        self.ensureVisible(0, bottom, 0, 0)
        self.laptop.buttons[Proof.LOGS_IN].setFocus(Qt.FocusReason.OtherFocusReason)

    def title(self) -> str:
        return _("Security of the room")
