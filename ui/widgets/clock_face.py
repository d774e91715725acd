"""One clock of the strip: a figure, a caption, and a click that tells what is behind it."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QVBoxLayout, QWidget

from ui.clocks import Reading
from ui.theme import set_property
from ui.widgets.elided import ElidedLabel

NARROWEST, WIDEST = 128, 230  # of a caption, in pixels
SIDE, TIGHT_SIDE = 14, 8


class ClockFace(QFrame):
    """One clock: a figure, a caption, and a click that tells what is behind it."""

    chosen = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("clock")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self._figure = QLabel(self)
        self._figure.setProperty("role", "clock")
        self._figure.setTextFormat(Qt.TextFormat.PlainText)
        self._caption = ElidedLabel(parent=self)
        self._caption.setProperty("role", "muted")
        self._lines = QVBoxLayout(self)
        self._lines.setSpacing(0)
        self._lines.addWidget(self._figure)
        self._lines.addWidget(self._caption)
        self._reading: Reading | None = None
        self.set_tight(tight=False)

    @property
    def reading(self) -> Reading | None:
        return self._reading

    def show_reading(self, reading: Reading) -> None:
        """Draw only what is new: this is called every second."""
        if reading == self._reading:
            return
        self._reading = reading
        self.updateGeometry()
        self._figure.setText(reading.figure)
        self._caption.setText(reading.caption)
        leads = bool(reading.noun)
        set_property(self, "wash", reading.state.value)
        set_property(self._figure, "state", reading.state.value)
        set_property(self, "leads", leads)
        self.setCursor(Qt.CursorShape.PointingHandCursor if leads else Qt.CursorShape.ArrowCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus if leads else Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(f"{reading.figure}, {reading.caption}")
        self.setToolTip("\n".join(part for part in (reading.caption, reading.rule) if part))

    def set_tight(self, *, tight: bool) -> None:
        """Less air on both sides, for a narrow window."""
        self._side = TIGHT_SIDE if tight else SIDE
        self._lines.setContentsMargins(self._side, 4, self._side, 5)
        self.updateGeometry()

    @property
    def needed(self) -> int:
        """The width without which the figure would be cut."""
        return self.minimumSizeHint().width()

    def _choose(self) -> None:
        if self._reading is not None and self._reading.noun:
            self.chosen.emit(self._reading.noun, self._reading.target)

    # What Qt asks

    def sizeHint(self) -> QSize:
        figure = self._figure.sizeHint().width()
        caption = self._caption.fontMetrics().horizontalAdvance(self._caption.text())
        width = max(figure, min(caption, WIDEST), NARROWEST) + 2 * self._side + 2
        return QSize(width, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """The date and the offset are whole, since nothing leads further there; elsewhere the tip has the rest."""
        leads = self._reading is not None and bool(self._reading.noun)
        is_cut = leads or self._side == TIGHT_SIDE
        caption = 0 if is_cut else self._caption.fontMetrics().horizontalAdvance(self._caption.text())
        return QSize(
            max(self._figure.sizeHint().width(), caption) + 2 * self._side + 2, super().minimumSizeHint().height()
        )

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self._choose()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._choose()
            return
        super().keyPressEvent(event)
