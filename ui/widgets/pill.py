"""The pill: a word in a rounded outline of its colour, as drawn; alone, as a button, or painted by a delegate."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QEnterEvent, QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from ui.theme import Look
from ui.widgets.tone import tone_color

PAD, HEIGHT = 9, 22


def pill_width(word: str, font: QFont) -> int:
    """The width that a word needs as a pill, in pixels."""
    return QFontMetrics(font).horizontalAdvance(word) + 2 * PAD


def paint_pill(painter: QPainter, rect: QRectF, word: str, color: QColor, font: QFont) -> None:
    """Draw a pill that fills the rectangle."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(color, 1.2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    radius = rect.height() / 2
    painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), radius, radius)
    painter.setFont(font)
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, word)
    painter.restore()


class Pill(QAbstractButton):
    """A word in its colour; a button when somebody listens to it."""

    def __init__(self, look: Look, *, leads: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look, self._tone, self._leads = look, "muted", leads
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if leads else Qt.FocusPolicy.NoFocus)
        if leads:
            self.setCursor(Qt.CursorShape.PointingHandCursor)
        else:
            self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        look.changed.connect(self.updateGeometry)

    def say(self, word: str, tone: str) -> None:
        self._tone = tone
        self.setText(word)
        self.setAccessibleName(word)
        self.updateGeometry()
        self.update()

    def _font(self) -> QFont:
        return self._look.font(13, QFont.Weight.DemiBold)

    # What Qt asks

    def sizeHint(self) -> QSize:
        arrow = self._look.px(14) if self._leads else 0
        return QSize(pill_width(self.text(), self._font()) + arrow, self._look.px(HEIGHT + (4 if self._leads else 0)))

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        rect, color = QRectF(self.rect()), tone_color(self._look, self._tone)
        if self._leads and (self.underMouse() or self.hasFocus()):
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._look.color("accent_wash"))
            painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), rect.height() / 2, rect.height() / 2)
        if not self._leads:
            paint_pill(painter, rect, self.text(), color, self._font())
            return
        paint_pill(painter, rect, "", color, self._font())
        painter.setPen(QPen(color))
        painter.setFont(self._font())
        arrow = self._look.px(14)
        painter.drawText(rect.adjusted(0, 0, -arrow, 0), Qt.AlignmentFlag.AlignCenter, self.text())
        middle, left = rect.center().y(), rect.right() - arrow - 1
        painter.setPen(QPen(color, 1.4))
        painter.drawPolyline([QPointF(left + x, middle + y) for x, y in ((0, -2), (3.5, 2), (7, -2))])
