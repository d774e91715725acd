"""A column of parts beside the log; its scroll bar stands in the gap, so that no part is cut or moved by it."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

GAP = 12


class Flowing(QWidget):
    """The inside of a scroll area: as tall as its words need at the width there is.

    Qt would ask for the least height of every wrapped line at its least width, and show a scroll bar for nothing.
    """

    # What Qt asks

    def minimumSizeHint(self) -> QSize:
        least, layout = super().minimumSizeHint(), self.layout()
        return QSize(least.width(), 0) if layout is not None and layout.hasHeightForWidth() else least


class SideColumn(QScrollArea):
    """Parts one under the other, always `width` wide, with a gap on the right and on demand one before them."""

    def __init__(self, parts: Iterable[QWidget], *, before: int = 0, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._before = before
        inside = Flowing()
        self._column = QVBoxLayout(inside)
        self._column.setSpacing(GAP)
        for part in parts:
            self._column.addWidget(part)
        self._column.addStretch(1)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(inside)
        self.verticalScrollBar().rangeChanged.connect(self._make_room)
        self._make_room(0, 0)

    def set_width(self, width: int) -> None:
        """How wide the parts are, in pixels of the screen."""
        self.setFixedWidth(self._before + width + GAP)

    def take(self, parts: Iterable[QWidget]) -> None:
        """Put these parts under the others; they leave the column where they were."""
        for part in parts:
            self._column.insertWidget(self._column.count() - 1, part)

    @Slot(int, int)
    def _make_room(self, _least: int, most: int) -> None:
        bar = self.verticalScrollBar().sizeHint().width() if most else 0
        self._column.setContentsMargins(self._before, 0, max(0, GAP - bar), 0)
