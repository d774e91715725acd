"""A text box as tall as its text, between a few lines and many: the page scrolls, not the box."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from ui.widgets.fields import TextBox

LEAST, MOST = 3, 18  # lines


class GrowingBox(TextBox):
    """Enter begins a new line; `left` when the keyboard goes elsewhere."""

    left = Signal()

    def __init__(self, *, least: int = LEAST, most: int = MOST, parent: QWidget | None = None) -> None:
        self._least, self._most = least, most
        super().__init__(lines=least, enter_sends=False, parent=parent)
        self.document().documentLayout().documentSizeChanged.connect(self._grow)

    @Slot()
    def _grow(self) -> None:
        lines = round(self.document().size().height())  # a plain text counts its lines, not pixels
        self.set_lines(min(max(lines, self._least), self._most))
        shown = Qt.ScrollBarPolicy.ScrollBarAsNeeded if lines > self._most else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        self.setVerticalScrollBarPolicy(shown)

    # What Qt asks

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._grow()
