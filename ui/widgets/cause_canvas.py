"""What both drawings of causes have in common: boxes that the arrows walk, Enter opens and the mouse drags."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QCursor,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QApplication, QScrollArea, QSizePolicy, QToolTip, QWidget

from ui.theme import Look

ARROWS = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right)


@dataclass(frozen=True, slots=True)
class Box:
    """Where a record is drawn, and what is said of it; `place` is what it hangs on: a cause, a branch."""

    record: str
    area: QRectF
    said: str
    place: str = ""


class CauseCanvas(QWidget):
    """`chosen` opens a cause, `picked` tells which stands out; `dropped` says that one was put on another."""

    chosen = Signal(str)
    picked = Signal(str)
    asked = Signal(str)  # why of this cause; "" for a new one at the top
    removed = Signal(str)
    stepped = Signal(str, int)  # among its siblings: -1 up, 1 down
    dropped = Signal(str, str)  # a cause, and what it was dropped on; "" for nothing

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self.read_only = False
        self.boxes: tuple[Box, ...] = ()
        self._at = ""
        self._held: str | None = None
        self._held_at = QPointF()
        self._dragged: QPointF | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        look.changed.connect(self.lay_out)

    # What each drawing says

    def place(self, width: int) -> tuple[Sequence[Box], QSize]:
        """Every box at this width, in reading order, and how large the drawing is."""
        raise NotImplementedError

    def paint(self, painter: QPainter) -> None:
        """Draw it all."""
        raise NotImplementedError

    def neighbour(self, record: str, key: Qt.Key) -> str:
        """Where an arrow leads from a box; "" for nowhere."""
        raise NotImplementedError

    def target(self, at: QPointF) -> str:
        """What something dropped here would hang on."""
        found = self._box_at(at)
        return found.record if found is not None else ""

    # What all of them do

    @property
    def current(self) -> str:
        """The record that stands out, "" for none."""
        return self._at

    @Slot()
    def lay_out(self) -> None:
        """Place everything anew; the box that stood out still does where it is still there."""
        boxes, size = self.place(self.width())
        self.boxes = tuple(boxes)
        if self._at not in {box.record for box in self.boxes}:
            self._at = self.boxes[0].record if self.boxes else ""
        self.setMinimumSize(size)
        self.updateGeometry()
        self._tell()

    def pick(self, record: str) -> None:
        """Let this one stand out."""
        if self.box(record) is not None:
            self._at = record
            self.picked.emit(record)
            self._tell()
            self._come_into_view()

    def box(self, record: str) -> Box | None:
        return next((box for box in self.boxes if box.record == record), None)

    def _tell(self) -> None:
        box = self.box(self._at)
        self.setAccessibleName(box.said if box is not None else "")
        self.setAccessibleDescription("\n".join(each.said for each in self.boxes))
        self.update()

    def _come_into_view(self) -> None:
        """Whatever scrolls this drawing shows the box that stands out."""
        box = self.box(self._at)
        above = self.parentWidget()
        while above is not None and box is not None:
            if isinstance(above, QScrollArea) and (inside := above.widget()) is not None:
                middle = self.mapTo(inside, box.area.center().toPoint())
                half = box.area.size() / 2
                above.ensureVisible(middle.x(), middle.y(), round(half.width()) + 8, round(half.height()) + 8)
            above = above.parentWidget()

    def _box_at(self, at: QPointF) -> Box | None:
        return next((box for box in reversed(self.boxes) if box.area.contains(at)), None)

    def _use(self, key: int) -> bool:
        """What a key alone does with the box that stands out; False where it does nothing here."""
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self._at:
            self.chosen.emit(self._at)
        elif self.read_only:
            return False
        elif key == Qt.Key.Key_Insert:
            self.asked.emit(self._at)
        elif key == Qt.Key.Key_Delete and self._at:
            self.removed.emit(self._at)
        else:
            return False
        return True

    # What Qt asks

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        with_control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if with_control and key in (Qt.Key.Key_Up, Qt.Key.Key_Down) and self._at and not self.read_only:
            self.stepped.emit(self._at, -1 if key == Qt.Key.Key_Up else 1)
        elif key in ARROWS and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier and self.boxes:
            self.pick(self.neighbour(self._at, key) or self._at)
        elif with_control or not self._use(key):
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        return QSize(self.minimumWidth(), self.minimumHeight())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.lay_out()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.paint(painter)
        if self._dragged is not None and (held := self.box(self._held or "")) is not None:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(self.look.color("accent"), 1.6, Qt.PenStyle.DashLine))
            painter.drawRoundedRect(held.area.translated(self._dragged - self._held_at), 5, 5)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        found = self._box_at(event.position())
        if event.button() is not Qt.MouseButton.LeftButton or found is None:
            super().mousePressEvent(event)
            return
        self.setFocus()
        self.pick(found.record)
        self._held, self._held_at = found.record, event.position()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._held is None or self.read_only:
            return
        far = (event.position() - self._held_at).manhattanLength() >= QApplication.startDragDistance()
        if far or self._dragged is not None:
            self._dragged = event.position()
            self.setCursor(QCursor(Qt.CursorShape.ClosedHandCursor))
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        held, dragged = self._held, self._dragged
        self._held = self._dragged = None
        self.unsetCursor()
        self.update()
        if held is None or dragged is None:
            return
        onto = self.target(event.position())
        if onto != held and self.rect().contains(event.position().toPoint()):
            self.dropped.emit(held, onto)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        found = self._box_at(event.position())
        if found is not None:
            self._held = None
            self.chosen.emit(found.record)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            found = self._box_at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), found.said if found is not None else "", self)
            return True
        return super().event(event)
