"""One function on the chart: who holds it, who stands in and comes next; a shape and a word say whether it is held."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ui.theme import Look
from ui.widgets.tone import ToneLabel, tone_color
from warroom import phrases

TONES = {"held": "good", "vacant": "muted", "alarm": "late"}
SHAPE, PAD, RADIUS = 11, 10, 4


class Shape(QWidget):
    """A filled circle, a ring, or a triangle: held, vacant, vacant for too long."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look, self._state = look, "held"
        self._size()
        look.changed.connect(self._size)

    def show_state(self, state: str) -> None:
        self._state = state
        self.update()

    def _size(self) -> None:
        self.setFixedSize(QSize(self._look.px(SHAPE), self._look.px(SHAPE)))

    # What Qt asks

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_state(painter, QRectF(self.rect()), self._look, self._state)


def paint_state(painter: QPainter, rect: QRectF, look: Look, state: str) -> None:
    """The shape of a state within this square."""
    color = tone_color(look, TONES[state])
    painter.setPen(QPen(color, 1.6))
    painter.setBrush(Qt.BrushStyle.NoBrush if state == "vacant" else color)
    inner = rect.adjusted(1.5, 1.5, -1.5, -1.5)
    if state == "alarm":
        top = QPointF(inner.center().x(), inner.top())
        painter.drawPolygon(QPolygonF([inner.bottomLeft(), top, inner.bottomRight()]))
        return
    painter.drawEllipse(inner)


class SeatCard(QFrame):
    """A click or Enter opens the function; its buttons do what is done most."""

    opened = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look, self._state = look, "held"
        self.code = ""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._name = ToneLabel(look, "muted", wrap=True, parent=self)
        self._shape = Shape(look, self)
        self._held = ToneLabel(look, px=14, bold=True, wrap=True, parent=self)
        self._more = ToneLabel(look, px=12, wrap=True, parent=self)
        self._warning = ToneLabel(look, "late", px=12, bold=True, wrap=True, parent=self)
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(self._shape, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._held, 1)
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(10)
        self._buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(PAD, 8, PAD, 6)
        column.setSpacing(3)
        column.addWidget(self._name)
        column.addLayout(row)
        column.addWidget(self._more)
        column.addWidget(self._warning)
        column.addStretch(1)
        column.addLayout(self._buttons)
        look.changed.connect(self.update)

    def say(self, code: str, name: str, held: str, lines: list[str], *, state: str, warning: str = "") -> None:
        """`state` is `held`, `vacant` or `alarm`; `warning` what is wrong with it although it is held."""
        self.code, self._state = code, state
        self._name.say(f"{code}  {name}")
        self._shape.show_state(state)
        self._held.say(held, "late" if state == "alarm" else "muted" if state == "vacant" else "")
        self._more.say("\n".join(lines))
        self._more.setVisible(bool(lines))
        self._warning.say(warning)
        self._warning.setVisible(bool(warning))
        self.setAccessibleName(phrases.labelled(f"{code} {name}", held))
        self.setAccessibleDescription(". ".join([*lines, warning] if warning else lines))
        self.update()

    def add_button(self, words: str, run: Callable[[], object], *, tip: str = "") -> QPushButton:
        button = QPushButton(words, self)
        button.setProperty("link", True)
        button.setToolTip(tip)
        button.clicked.connect(lambda _checked=False: run())
        self._buttons.insertWidget(self._buttons.count() - 1, button)
        return button

    def buttons(self) -> list[QPushButton]:
        return self.findChildren(QPushButton)

    # What Qt asks

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        is_lit = self.hasFocus() or self.underMouse()
        painter.setBrush(self._look.color("accent_wash" if is_lit else "panel"))
        edge = "accent" if self.hasFocus() else "sev1" if self._state == "alarm" else "line"
        pen = QPen(self._look.color(edge), 1.4 if edge != "line" else 1.0)
        if self._state != "held":
            pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), RADIUS, RADIUS)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.opened.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.opened.emit()
            return
        super().keyPressEvent(event)
