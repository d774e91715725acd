"""The stakeholders on nine fields: influence upwards, concern to the right; numbers as in the list beside it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from ui.theme import Look
from warroom.commands.press_words import field_word, weight_word
from warroom.domain.press import WEIGHTS
from warroom.domain.stakeholder_map import Placed, fields_of
from warroom.words import _, pgettext

TALL, LEFT, FOOT, DOT, GAP = 300, 84, 40, 22, 4


class StakeholderMap(QWidget):
    """A circle is a stakeholder, a square a key account: no colour says anything that a shape does not."""

    chosen = Signal(str)  # the id of a stakeholder

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._found: list[Placed] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMouseTracking(True)
        look.changed.connect(self.updateGeometry)

    def show_stakeholders(self, found: Sequence[Placed]) -> None:
        """Draw these; what a screen reader says is in the list beside the map."""
        self._found = list(found)
        self.setAccessibleName(_("Map of the stakeholders; the list beside it says the same."))
        self.update()

    def place_of(self, number: int) -> QRectF | None:
        """Where the one of this number is drawn."""
        return next((box for one, box in self._dots() if one.number == number), None)

    def _field(self, influence: int, concern: int) -> QRectF:
        px = self._look.px
        wide, tall = (self.width() - px(LEFT) - 1) / 3, (self.height() - px(FOOT) - 1) / 3
        return QRectF(px(LEFT) + (concern - 1) * wide, (3 - influence) * tall, wide, tall)

    def _dots(self) -> list[tuple[Placed, QRectF]]:
        side, gap = self._look.px(DOT), self._look.px(GAP)
        found = []
        for (influence, concern), there in fields_of(self._found).items():
            field = self._field(influence, concern)
            in_a_row = max(1, int((field.width() - gap) // (side + gap)))
            for at, one in enumerate(there):
                row, column = divmod(at, in_a_row)
                left = field.left() + gap + column * (side + gap)
                top = field.top() + self._look.px(20) + row * (side + gap)
                found.append((one, QRectF(left, top, side, side)))
        return found

    def _draw_fields(self, painter: QPainter) -> None:
        look = self._look
        for influence in WEIGHTS:
            for concern in WEIGHTS:
                field = self._field(influence, concern)
                painter.setPen(QPen(look.color("line"), 1))
                painter.drawRect(field)
                painter.setPen(look.color("muted"))
                inside = field.adjusted(6, 2, -4, -2)
                said = painter.fontMetrics().elidedText(
                    field_word(influence, concern), Qt.TextElideMode.ElideRight, int(inside.width())
                )
                painter.drawText(inside, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft, said)

    def _draw_axes(self, painter: QPainter) -> None:
        look, foot = self._look, self.height() - self._look.px(FOOT)
        painter.setPen(look.color("ink"))
        center, right = Qt.AlignmentFlag.AlignCenter, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        for weight in WEIGHTS:
            across, along = self._field(1, weight), self._field(weight, 1)
            said = weight_word(weight)
            painter.drawText(QRectF(across.left(), foot, across.width(), look.px(18)), center, said)
            painter.drawText(QRectF(look.px(16), along.top(), look.px(LEFT - 20), along.height()), right, said)
        painter.setPen(look.color("muted"))
        axis = QRectF(look.px(LEFT), foot + look.px(18), self.width() - look.px(LEFT), look.px(20))
        painter.drawText(axis, center, pgettext("stakeholder", "Concern") + " →")
        painter.save()
        painter.translate(QPointF(0, foot))
        painter.rotate(-90)
        painter.drawText(QRectF(0, 0, foot, look.px(16)), center, pgettext("stakeholder", "Influence") + " →")
        painter.restore()

    # What Qt asks

    def sizeHint(self) -> QSize:
        return QSize(self._look.px(320), self._look.px(TALL))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._look.px(240), self._look.px(TALL))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._draw_fields(painter)
        self._draw_axes(painter)
        painter.setBrush(self._look.color("panel"))
        for one, box in self._dots():
            painter.setPen(QPen(self._look.color("ink"), 1.6))
            if one.stakeholder.key_account:
                painter.drawRect(box)
            else:
                painter.drawEllipse(box)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(one.number))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        for one, box in self._dots():
            if box.contains(event.position()) and event.button() is Qt.MouseButton.LeftButton:
                self.chosen.emit(one.stakeholder.id)
                return

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            at = QPointF(event.pos())
            said = next((one.stakeholder.name for one, box in self._dots() if box.contains(at)), "")
            QToolTip.showText(event.globalPos(), said, self)
            return True
        return super().event(event)
