"""The agenda of a point: eight headings, with a tick on those that were gone through."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from ui.theme import Look
from ui.widgets.panel import PanelFrame
from ui.widgets.spoken import Spoken
from warroom.commands.said import heading_word
from warroom.domain.points import Heading, Point
from warroom.words import _

HEADINGS = tuple(Heading)
WIDTH, ROW = 248, 34


class AgendaList(Spoken, PanelFrame):
    """A click, or the arrows, goes to a heading."""

    chosen = Signal(object)  # Heading

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._point: Point | None = None
        self._at, self._is_open = Heading.PRESENT, False
        self.list = QListWidget(self)
        self.list.setObjectName("agenda")
        self.list.setUniformItemSizes(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for _heading in HEADINGS:
            QListWidgetItem(self.list)
        self.body.addWidget(self.list, 1)
        self.list.currentRowChanged.connect(lambda row: self.chosen.emit(HEADINGS[row]) if row >= 0 else None)
        look.changed.connect(self._size)
        self._size()
        self._say()

    def show_point(self, point: Point | None, at: Heading, *, is_open: bool) -> None:
        """Show how far the point is."""
        self._point, self._at, self._is_open = point, at, is_open
        self.list.blockSignals(True)
        self.list.setCurrentRow(HEADINGS.index(at))
        self.list.blockSignals(False)
        self._say()

    @Slot()
    def _size(self) -> None:
        self.setFixedWidth(self._look.px(WIDTH))
        for row in range(self.list.count()):
            self.list.item(row).setSizeHint(QSize(0, self._look.px(ROW)))

    def _say(self) -> None:
        self.set_title(_("Agenda"))
        self.list.setAccessibleName(_("Agenda"))
        reached = HEADINGS.index(self._at) if self._is_open else 0
        noted = self._point.notes if self._point else {}
        for row, heading in enumerate(HEADINGS):
            mark = "✓" if self._is_open and (row < reached or heading in noted) else f"{row + 1}"
            self.list.item(row).setText(f"{mark}  {heading_word(heading)}")
