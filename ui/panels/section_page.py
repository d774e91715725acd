"""A page of sections in one column, each about one thing; all of them look again when the page comes to the front."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from ui.desk import Desk
from ui.panels.people_list import PeopleList
from ui.panels.security_section import Section
from ui.widgets.spoken import Spoken

WIDEST = 980
SIDE = 16


class SectionPage(Spoken, QScrollArea):
    """Sections join with `add_section`; each is asked to `refresh` whenever the page comes to the front."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = desk.look
        self._sections: list[Section | PeopleList[Any]] = []
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.page = QWidget(self)
        self._heading = QLabel(self.page)
        self._heading.setProperty("role", "page")
        self.head = QHBoxLayout()
        self.head.setSpacing(8)
        self.head.addWidget(self._heading, 1)
        self._column = QVBoxLayout(self.page)
        self._column.setSpacing(12)
        self._column.addLayout(self.head)
        self._column.addStretch(1)
        self.setWidget(self.page)
        desk.look.changed.connect(self._size)
        self._size()

    def title(self) -> str:
        """The heading of the page."""
        raise NotImplementedError

    def add_section(self, section: Section | PeopleList[Any]) -> None:
        """One more panel under the others."""
        self._sections.append(section)
        self._column.insertWidget(self._column.count() - 1, section)

    @Slot()
    def _size(self) -> None:
        """Never wider than is good to read: by the margin, since a layout asks heights at the width it gives away."""
        spare = self.viewport().width() - self._look.px(WIDEST) - SIDE
        self._column.setContentsMargins(SIDE, 14, max(SIDE, spare), SIDE)

    def _say(self) -> None:
        self._heading.setText(self.title())
        self.setAccessibleName(self._heading.text())

    # What Qt asks

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._size()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        for section in self._sections:
            section.refresh()
