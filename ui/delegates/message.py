"""A message in the list: its state as a pill with its time beside it, whom it is for, and what it is."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from ui.models.messages import TONES, Listed, about, hour_said, state_word, when_said
from ui.models.table import ROW
from ui.theme import Look
from ui.widgets.pill import HEIGHT, paint_pill, pill_width
from ui.widgets.tone import tone_color

PAD, BETWEEN = 10, 3
LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)


class MessageDelegate(QStyledItemDelegate):
    """Three lines, four with an alarm; what is cut is whole on hover."""

    def __init__(self, look: Look, now: Callable[[], int], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look, self._now = look, now

    # What Qt asks

    def sizeHint(self, _option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        row = index.data(ROW)
        lines = 3 if isinstance(row, Listed) and row.alarm else 2
        return QSize(120, self._look.px(HEIGHT) + lines * self._line() + (lines + 1) * BETWEEN + 2 * PAD - 6)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        row = index.data(ROW)
        if not isinstance(row, Listed):
            return
        look, rect, now = self._look, option.rect, self._now()
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, look.color("accent_wash"))
        elif row.alarm:
            painter.fillRect(rect, look.color("late_wash"))
        painter.setPen(look.color("line"))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        inside = rect.adjusted(PAD, PAD - 3, -PAD, 0)
        self._paint_head(painter, inside, row, now)
        at = inside.top() + look.px(HEIGHT) + BETWEEN
        if row.alarm:
            at = self._paint_line(painter, inside, at, row.alarm, "late", QFont.Weight.DemiBold)
        at = self._paint_line(painter, inside, at, row.to, "", QFont.Weight.DemiBold)
        self._paint_line(painter, inside, at, about(row), "muted", QFont.Weight.Normal)
        painter.restore()

    def _paint_head(self, painter: QPainter, inside: QRect, row: Listed, now: int) -> None:
        """The pill on the left, the time on the right: with how long it is where there is room, else the hour."""
        look = self._look
        said, tone = when_said(row, now)
        font = look.font(13, QFont.Weight.DemiBold)
        painter.setFont(font)
        height, word = look.px(HEIGHT), state_word(row.state)
        measure = painter.fontMetrics().horizontalAdvance
        if measure(said) + pill_width(word, font) + 6 > inside.width():
            said = hour_said(row, now)
        taken = measure(said)
        width = min(pill_width(word, font), inside.width() - taken - 6)
        painter.setPen(tone_color(look, tone))
        painter.drawText(QRect(inside.left(), inside.top(), inside.width(), height), RIGHT, said)
        color = tone_color(look, TONES[row.state])
        painter.setPen(color)
        if width < pill_width(word, font):
            painter.drawText(
                QRect(inside.left(), inside.top(), width, height),
                LEFT,
                painter.fontMetrics().elidedText(word, Qt.TextElideMode.ElideRight, width),
            )
            return
        paint_pill(painter, QRectF(inside.left(), inside.top(), width, height), word, color, font)

    def _paint_line(self, painter: QPainter, inside: QRect, at: int, said: str, tone: str, weight: QFont.Weight) -> int:
        """One line of words, cut at its end; where the next one begins."""
        painter.setFont(self._look.font(13, weight))
        painter.setPen(tone_color(self._look, tone))
        cut = painter.fontMetrics().elidedText(said, Qt.TextElideMode.ElideRight, inside.width())
        painter.drawText(QRect(inside.left(), at, inside.width(), self._line()), LEFT, cut)
        return at + self._line() + BETWEEN

    def _line(self) -> int:
        return self._look.px(18)
