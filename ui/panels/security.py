"""The security of the room: one column of sections, each about one thing and in a file of its own."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from ui.desk import Desk
from ui.panels.security_lock import LockSection
from ui.panels.security_section import Section
from ui.panels.security_ways import WaysSection
from ui.widgets.spoken import Spoken
from warroom.words import _

WIDEST = 980


class SecurityPanel(Spoken, QScrollArea):
    """Later sections join with `add_section`; each is asked to `refresh` whenever the page comes to the front."""

    key_change_asked = Signal(str)  # the passphrase, proved
    idle_changed = Signal()
    lock_asked = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = desk.look
        self._sections: list[Section] = []
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        page = QWidget(self)
        self._heading = QLabel(page)
        self._heading.setProperty("role", "page")
        self._column = QVBoxLayout(page)
        self._column.setContentsMargins(16, 14, 16, 16)
        self._column.setSpacing(12)
        self._column.addWidget(self._heading)
        self._column.addStretch(1)
        self.setWidget(page)
        self.ways, self.lock = WaysSection(desk, page), LockSection(desk, page)
        self.ways.key_change_asked.connect(self.key_change_asked)
        self.lock.idle_changed.connect(self.idle_changed)
        self.lock.lock_asked.connect(self.lock_asked)
        self.add_section(self.ways)
        self.add_section(self.lock)
        self._say()
        desk.look.changed.connect(self._size)

    def add_section(self, section: Section) -> None:
        """One more panel under the others."""
        self._sections.append(section)
        self._column.insertWidget(self._column.count() - 1, section)
        self._size()

    @Slot()
    def _size(self) -> None:
        for section in self._sections:
            section.setMaximumWidth(self._look.px(WIDEST))

    def _say(self) -> None:
        self._heading.setText(_("Security of the room"))
        self.setAccessibleName(self._heading.text())

    # What Qt asks

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        for section in self._sections:
            section.refresh()
