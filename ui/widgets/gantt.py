"""A relief plan on screen: bars that read in black and white, walked with the arrows, each leading to its record."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QFontMetrics,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from ui.theme import Look
from warroom.domain.gantt import BarMark, BarStyle, Box, Chart, Drawn, Sizes, drawn
from warroom.reports.relief_chart import bar_said, bar_text, said_of, tick_said

HEAD, LANE, AXIS, GAP, TICK = 168, 24, 34, 4, 64
PAD = 12


class GanttView(QWidget):
    """Shows a chart; `chosen` tells the record of a bar, `picked` every bar that one walks to."""

    chosen = Signal(str)
    picked = Signal(str)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._chart: Chart | None = None
        self._drawn: Drawn | None = None
        self._at = -1
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        look.changed.connect(self._lay_out)

    @property
    def chart(self) -> Chart | None:
        return self._chart

    @property
    def boxes(self) -> tuple[Box, ...]:
        """The bars on screen, in the order in which the arrows walk them."""
        return self._drawn.boxes if self._drawn is not None else ()

    def current(self) -> str:
        """The record of the bar that stands out, "" for none."""
        return self.boxes[self._at].bar.record if 0 <= self._at < len(self.boxes) else ""

    def show_chart(self, chart: Chart) -> None:
        """Draw this; the bar that stood out still does where it is still there."""
        key = self.current()
        self._chart = chart
        self._at = -1
        self._lay_out()
        if key:
            self._at = next((at for at, box in enumerate(self.boxes) if box.bar.record == key), -1)
        self.say()

    def say(self) -> None:
        """The words that stand for the picture."""
        if self._chart is not None:
            self.setAccessibleDescription(said_of(self._chart))
        self.update()

    @Slot()
    def _lay_out(self) -> None:
        if self._chart is None:
            return
        px = self._look.px
        sizes = Sizes(
            width=self.width() - px(PAD), head=px(HEAD), lane=px(LANE), axis=px(AXIS), gap=px(GAP), tick=px(TICK)
        )
        self._drawn = drawn(self._chart, sizes, None)
        self.setFixedHeight(round(self._drawn.height) + px(GAP))
        self.updateGeometry()
        self.update()

    def _walk(self, step: int) -> None:
        if not self.boxes:
            return
        self._at = (self._at + step) % len(self.boxes) if self._at >= 0 else (0 if step > 0 else len(self.boxes) - 1)
        self.picked.emit(self.current())
        self._tell()

    def _tell(self) -> None:
        box = self.boxes[self._at] if 0 <= self._at < len(self.boxes) else None
        if box is not None and self._chart is not None:
            self.setAccessibleName(bar_said(box.bar, self._chart.now_ms))
        self.update()

    # Painting

    def paint_sample(self, painter: QPainter, box: Box) -> None:
        """One bar without its words, for the legend."""
        self._paint_box(painter, box, is_current=False)

    def _paint_axis(self, painter: QPainter, found: Drawn) -> None:
        look, px = self._look, self._look.px
        for band in found.bands:
            painter.setPen(look.color("line"))
            painter.drawLine(QPointF(0, band.y), QPointF(self.width(), band.y))
        for tick in found.ticks:
            painter.setPen(QPen(look.color("muted" if tick.day else "line"), 1.4 if tick.day else 1))
            painter.drawLine(QPointF(tick.x, px(AXIS) - px(6)), QPointF(tick.x, found.height))
            painter.setPen(look.color("muted"))
            painter.setFont(look.font(13, QFont.Weight.DemiBold if tick.day else QFont.Weight.Normal))
            said = tick_said(tick.at, None, is_day=tick.day)
            width = painter.fontMetrics().horizontalAdvance(said)
            x = min(tick.x - width / 2, self.width() - width - 2)
            painter.drawText(QPointF(max(x, 0), px(AXIS) - px(12)), said)

    def _paint_heads(self, painter: QPainter, found: Drawn) -> None:
        look, px = self._look, self._look.px
        for band in found.bands:
            y, x = band.y + px(GAP), px(PAD)
            room = px(HEAD) - 2 * px(PAD)
            painter.setFont(look.font(13, QFont.Weight.DemiBold))
            painter.setPen(look.color("ink"))
            code = band.row.name
            wide = painter.fontMetrics().horizontalAdvance(code) + px(8) if code else 0
            line = QRectF(x, y, room, px(LANE))
            middle = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
            painter.drawText(line, middle, code)
            painter.setFont(look.font(13))
            painter.setPen(look.color("muted"))
            note = painter.fontMetrics().elidedText(band.row.note, Qt.TextElideMode.ElideRight, round(room - wide))
            painter.drawText(line.adjusted(wide, 0, 0, 0), middle, note)

    def _paint_box(self, painter: QPainter, box: Box, *, is_current: bool) -> None:
        look, bar = self._look, box.bar
        shape = QRectF(box.x, box.y, max(box.width, 2), box.height).adjusted(0.5, 0.5, -0.5, -0.5)
        fill, ink, line = look.color("panel"), look.color("ink"), look.color("muted")
        if bar.style is BarStyle.THERE:
            fill, ink = look.color("muted"), look.color("panel")
        if bar.mark is BarMark.LIMIT:
            line = look.color("sev1")
        elif bar.mark is BarMark.TARGET:
            line = look.color("sev3")
        pen = QPen(line, 2 if bar.mark is BarMark.LIMIT or is_current else 1)
        if bar.style is BarStyle.GAP:
            pen = QPen(look.color("sev1"), 1.4, Qt.PenStyle.DashLine)
        if is_current and self.hasFocus():
            pen = QPen(look.color("accent"), 2.4)
        painter.setPen(pen)
        painter.setBrush(fill)
        painter.drawRoundedRect(shape, 4, 4)
        if bar.mark is BarMark.LIMIT and bar.style is BarStyle.PLANNED:
            hatch = QColor(look.color("sev1"))
            hatch.setAlphaF(0.28)
            painter.setBrush(QBrush(hatch, Qt.BrushStyle.BDiagPattern))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.drawRoundedRect(shape, 4, 4)
        self._paint_text(painter, box, shape, ink)

    def _paint_text(self, painter: QPainter, box: Box, shape: QRectF, ink: QColor) -> None:
        painter.setFont(self._look.font(13))
        metrics = QFontMetrics(painter.font())
        room = round(shape.width()) - self._look.px(10)
        said = metrics.elidedText(bar_text(box.bar), Qt.TextElideMode.ElideRight, room)
        if room < metrics.horizontalAdvance("M…"):
            return
        inside = shape.adjusted(self._look.px(6), 0, 0, 0)
        middle = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        if box.bar.mark is BarMark.LIMIT and box.bar.style is BarStyle.PLANNED:
            back = metrics.boundingRect(said).width() + self._look.px(6)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._look.color("panel"))
            low = shape.adjusted(self._look.px(3), 3, 0, -3)
            low.setWidth(min(back + self._look.px(4), shape.width() - self._look.px(6)))
            painter.drawRect(low)
        painter.setPen(ink)
        painter.drawText(inside, middle, said)

    # What Qt asks

    def sizeHint(self) -> QSize:
        return QSize(self._look.px(640), self.height())

    def minimumSizeHint(self) -> QSize:
        return QSize(self._look.px(360), self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._lay_out()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._drawn is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_axis(painter, self._drawn)
        self._paint_heads(painter, self._drawn)
        for at, box in enumerate(self._drawn.boxes):
            self._paint_box(painter, box, is_current=at == self._at)
        if self._drawn.now_x is not None:
            x, top = self._drawn.now_x, self._look.px(AXIS) - self._look.px(8)
            painter.setPen(QPen(self._look.color("accent"), 2))
            painter.drawLine(QPointF(x, top), QPointF(x, self._drawn.height))
            painter.setBrush(self._look.color("accent"))
            painter.drawPolygon(QPolygonF([QPointF(x - 4, top), QPointF(x + 4, top), QPointF(x, top + 6)]))
        if self.hasFocus():
            painter.setPen(QPen(self._look.color("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))
        painter.end()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent) and self._drawn and self._chart:
            box = self._drawn.box_at(event.pos().x(), event.pos().y())
            if box is not None:
                QToolTip.showText(event.globalPos(), bar_said(box.bar, self._chart.now_ms), self)
            else:
                QToolTip.hideText()
            return True
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        if self._drawn is None:
            return
        box = self._drawn.box_at(event.position().x(), event.position().y())
        self._at = self._drawn.boxes.index(box) if box is not None else -1
        self.picked.emit(self.current())
        self._tell()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self.current():
            self.chosen.emit(self.current())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1, Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1}
        step = steps.get(Qt.Key(event.key()))
        if step is not None:
            self._walk(step)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.current():
            self.chosen.emit(self.current())
        else:
            super().keyPressEvent(event)
