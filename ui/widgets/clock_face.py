"""One clock of the strip: a figure, a caption, and a click that tells what is behind it."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QVBoxLayout, QWidget

from ui.clocks import Reading
from ui.theme import set_property
from ui.widgets.elided import ElidedLabel

NARROWEST = 128  # of a caption, in pixels
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
        self._ration: int | None = None
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
        self._say_caption()
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
        self._say_caption()
        self.updateGeometry()

    @property
    def needed(self) -> int:
        """The width without which the figure, a date or an hour would be cut."""
        return self.minimumSizeHint().width()

    @property
    def wanted(self) -> int:
        """The width at which nothing is cut."""
        return max(self._figure.sizeHint().width(), self._advance(self._caption.text()), NARROWEST) + self._air

    def ration(self, width: int | None) -> None:
        """Take no more than this; None takes what is wanted."""
        if width != self._ration:
            self._ration = width
            self.updateGeometry()

    @property
    def _air(self) -> int:
        return 2 * self._side + 2

    def _advance(self, text: str) -> int:
        return self._caption.fontMetrics().horizontalAdvance(text)

    def _say_caption(self) -> None:
        """The date alone where there is little room: the tip has the rest."""
        reading = self._reading
        if reading is not None:
            is_short = self._side == TIGHT_SIDE and bool(reading.short) and not reading.noun
            self._caption.setText(reading.short if is_short else reading.caption)

    def _choose(self) -> None:
        if self._reading is not None and self._reading.noun:
            self.chosen.emit(self._reading.noun, self._reading.target)

    # What Qt asks

    def sizeHint(self) -> QSize:
        width = self.wanted if self._ration is None else max(self.needed, min(self.wanted, self._ration))
        return QSize(width, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """The date, the offset and an hour are whole; of a name the tip has the rest."""
        reading = self._reading
        kept = self._caption.text()
        if reading is not None and reading.noun:
            kept = f"{reading.short} · …" if reading.short else ""
        width = max(self._figure.sizeHint().width(), self._advance(kept)) + self._air
        return QSize(width, super().minimumSizeHint().height())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self._choose()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._choose()
            return
        super().keyPressEvent(event)
