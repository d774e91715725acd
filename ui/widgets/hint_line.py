"""One line in a tone that never asks for more width than there is; what is cut shows on hover."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme import Look
from ui.widgets.tone import ToneLabel


class HintLine(ToneLabel):
    """A label that ends in … when there is no room."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        self._whole = ""
        super().__init__(look, "muted", parent=parent)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    @property
    def whole(self) -> str:
        """The words before they are cut."""
        return self._whole

    def say(self, text: str, tone: str | None = None) -> None:
        self._whole = text
        super().say(text, tone)
        self._cut()

    def _cut(self) -> None:
        shown = self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, max(0, self.width()))
        self.setText(shown)
        self.setToolTip(self._whole if shown != self._whole else "")
        self.setAccessibleName(self._whole)

    # What Qt asks

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._cut()
