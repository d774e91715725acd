"""Lines of tables as drawn: 30 px, one line under each, words in their tone, a pill where the column has one."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QFont, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from ui.models.table import BOLD, PILL
from ui.theme import Look
from ui.widgets.pill import HEIGHT, paint_pill, pill_width
from ui.widgets.tone import tone_color

LINE_HEIGHT = 30
PAD = 10


class LineDelegate(QStyledItemDelegate):
    """Paints one cell; it asks the model for words and tone, never for records."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look

    # What Qt asks

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(64, self._look.px(LINE_HEIGHT))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        rect = option.rect
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, self._look.color("accent_wash"))
        painter.setPen(self._look.color("line"))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        inside = rect.adjusted(PAD, 0, -PAD, 0)
        pill = index.data(PILL)
        if pill is not None:
            word, tone = pill
            font = self._look.font(13, QFont.Weight.DemiBold)
            height = self._look.px(HEIGHT)
            top = inside.top() + (inside.height() - height) / 2
            box = QRectF(inside.left(), top, min(pill_width(word, font), inside.width()), height)
            paint_pill(painter, box, word, tone_color(self._look, tone), font)
        else:
            weight = QFont.Weight.DemiBold if index.data(BOLD) else QFont.Weight.Normal
            painter.setFont(self._look.font(13, weight))
            brush = index.data(Qt.ItemDataRole.ForegroundRole)
            painter.setPen(brush.color() if isinstance(brush, QBrush) else self._look.color("ink"))
            text = str(index.data(Qt.ItemDataRole.DisplayRole) or "").replace("\n", " ")
            cut = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, inside.width())
            painter.drawText(inside, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), cut)
        painter.restore()
