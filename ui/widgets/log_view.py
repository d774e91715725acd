"""The log on screen: lines as tall as their text, of which only those in sight are ever measured."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractItemModel,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QPointF,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QRegion, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyleOptionViewItem, QWidget

from ui.delegates.log_entry import LogEntryDelegate
from ui.widgets.keyboard import paint_focus

Index = QModelIndex | QPersistentModelIndex
UNIT = 100  # steps of the scroll bar for one line
LINE_STEP = 48  # pixels
ROWS_MOST = 2_000_000_000 // UNIT
CursorAction = QAbstractItemView.CursorAction


class LogView(QAbstractItemView):
    """A list whose place is a line and the pixels of it that are out of sight; so a million lines cost nothing."""

    opened = Signal(int)  # row: Enter or a double click
    led_to = Signal(str)  # the number of another entry
    typed = Signal(str)  # somebody writes while the list has the keyboard
    moved = Signal()

    def __init__(self, delegate: LogEntryDelegate, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines = delegate
        self.setItemDelegate(delegate)
        self._top, self._hidden = 0, 0.0  # first line in sight, pixels of it above the edge
        self._is_scrolling = False
        self._shown: list[tuple[int, int, int]] = []  # row, y, height of the lines in sight
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setMouseTracking(True)
        self.viewport().setMouseTracking(True)
        self.verticalScrollBar().valueChanged.connect(self._follow_bar)

    # Where we are

    @property
    def is_at_top(self) -> bool:
        return self._top == 0 and self._hidden < 1

    def rows_in_sight(self) -> range:
        """The rows of which something can be seen."""
        self._place_lines()
        return range(self._shown[0][0], self._shown[-1][0] + 1) if self._shown else range(0)

    def go_to_top(self) -> None:
        self._go(0, 0.0)

    def keep_place(self, first: int, count: int) -> None:
        """Rows came in above: what is being read stays where it is."""
        if not self.is_at_top and first <= self._top:
            self._top += count
        self._settle_place()

    def remeasure(self) -> None:
        """Letters, theme or language changed."""
        self._lines.forget()
        self._settle_place()

    # Measuring

    def _rows(self) -> int:
        model: QAbstractItemModel | None = self.model()  # none before setModel, whatever the stubs say
        return model.rowCount() if model else 0

    def _height(self, row: int) -> int:
        return self._lines.laid(self.model().index(row, 0), self.viewport().width()).height

    def _place_lines(self) -> None:
        """Which lines are in sight, and where."""
        self._shown = []
        y, row, rows, edge = -self._hidden, self._top, self._rows(), self.viewport().height()
        while row < rows and y < edge:
            height = self._height(row)
            self._shown.append((row, round(y), height))
            y, row = y + height, row + 1

    def _last_place(self) -> tuple[int, float]:
        """The lowest place: the last line ends at the lower edge."""
        room, row = float(self.viewport().height()), self._rows()
        while row > 0 and room > 0:
            row -= 1
            room -= self._height(row)
        return (row, -room) if room < 0 else (row, 0.0)

    def _go(self, row: int, hidden: float) -> None:
        """Make this the first line in sight, within what there is."""
        rows = self._rows()
        row = max(0, min(row, max(0, rows - 1)))
        while hidden < 0 and row > 0:
            row -= 1
            hidden += self._height(row)
        hidden = max(0.0, hidden)
        while row < rows - 1 and hidden >= (height := self._height(row)):
            row, hidden = row + 1, hidden - height
        last = self._last_place()
        self._top, self._hidden = min((row, hidden), last)
        self._show_place(last)

    def _settle_place(self) -> None:
        """Heights or rows changed: stay at the end if we were there, else keep the first line."""
        self._go(self._top, self._hidden)

    def _show_place(self, last: tuple[int, float]) -> None:
        self._place_lines()
        bar = self.verticalScrollBar()
        self._is_scrolling = True
        bar.setRange(0, self._bar_value(*last))
        bar.setPageStep(max(1, len(self._shown)) * UNIT)
        bar.setSingleStep(UNIT)
        bar.setValue(self._bar_value(self._top, self._hidden))
        self._is_scrolling = False
        self.viewport().update()
        self.moved.emit()

    def _bar_value(self, row: int, hidden: float) -> int:
        if row >= self._rows():
            return 0
        return min(row, ROWS_MOST) * UNIT + (
            min(UNIT - 1, int(hidden * UNIT / max(1, self._height(row)))) if hidden > 0 else 0
        )

    def _follow_bar(self, value: int) -> None:
        if self._is_scrolling or not self._rows():
            return
        if value >= self.verticalScrollBar().maximum():
            self._go(*self._last_place())
            return
        row, part = divmod(value, UNIT)
        self._go(row, part * self._height(min(row, self._rows() - 1)) / UNIT)

    # What Qt asks of every view

    def setModel(self, model: QAbstractItemModel | None) -> None:
        super().setModel(model)
        if model is not None:
            model.rowsRemoved.connect(self._settle_place)
        self._go(0, 0.0)

    def visualRect(self, index: Index) -> QRect:
        for row, y, height in self._shown:
            if row == index.row():
                return QRect(0, y, self.viewport().width(), height)
        return QRect()

    def indexAt(self, point: QPoint) -> QModelIndex:
        for row, y, height in self._shown:
            if y <= point.y() < y + height:
                return self.model().index(row, 0)
        return QModelIndex()

    def scrollTo(
        self, index: Index, hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible
    ) -> None:
        if not index.isValid() or index.model() is not self.model():
            return
        edge, row = self.viewport().height(), index.row()
        if hint is QAbstractItemView.ScrollHint.PositionAtCenter:
            self._go(row, -(edge - self._height(row)) / 2)
            return
        place = self.visualRect(index)
        if place.isValid() and place.top() >= 0 and place.bottom() <= edge:
            return
        if row <= self._top or hint is QAbstractItemView.ScrollHint.PositionAtTop:
            self._go(row, 0.0)
        else:
            self._go(row, -float(max(0, edge - self._height(row))))

    def moveCursor(self, action: QAbstractItemView.CursorAction, _modifiers: Qt.KeyboardModifier) -> QModelIndex:
        rows = self._rows()
        if not rows:
            return QModelIndex()
        now = self.currentIndex().row()
        page = max(1, len(self._shown) - 1)
        step = {
            CursorAction.MoveUp: -1,
            CursorAction.MovePrevious: -1,
            CursorAction.MoveDown: 1,
            CursorAction.MoveNext: 1,
            CursorAction.MovePageUp: -page,
            CursorAction.MovePageDown: page,
            CursorAction.MoveHome: -rows,
            CursorAction.MoveEnd: rows,
        }.get(action, 0)
        if now < 0:
            now = self._top - (step > 0)
        return self.model().index(max(0, min(rows - 1, now + step)), 0)

    def horizontalOffset(self) -> int:
        return 0

    def verticalOffset(self) -> int:
        return 0

    def isIndexHidden(self, _index: Index) -> bool:
        return False

    def setSelection(self, rect: QRect, command: QItemSelectionModel.SelectionFlag) -> None:
        touched = [row for row, y, height in self._shown if y < rect.bottom() + 1 and y + height > rect.top()]
        selection = QItemSelection()
        if touched:
            selection.select(self.model().index(touched[0], 0), self.model().index(touched[-1], 0))
        self.selectionModel().select(selection, command)

    def visualRegionForSelection(self, _selection: QItemSelection) -> QRegion:
        return QRegion(self.viewport().rect())

    # What Qt asks of this one

    def rowsInserted(self, parent: Index, first: int, last: int) -> None:
        super().rowsInserted(parent, first, last)
        self.keep_place(first, last - first + 1)

    def rowsAboutToBeRemoved(self, parent: Index, first: int, last: int) -> None:
        super().rowsAboutToBeRemoved(parent, first, last)
        if self._top > last:
            self._top -= last - first + 1
        elif self._top >= first:
            self._top, self._hidden = first, 0.0

    def dataChanged(self, first: Index, last: Index, roles: Sequence[int] = ()) -> None:
        super().dataChanged(first, last, roles)
        bottom = self._shown[-1][0] + 1 if self._shown else 0
        if first.row() <= bottom and last.row() >= self._top - 1:
            self._settle_place()

    def reset(self) -> None:
        super().reset()
        self._go(0, 0.0)

    def doItemsLayout(self) -> None:
        super().doItemsLayout()
        self._settle_place()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._settle_place()

    def wheelEvent(self, event: QWheelEvent) -> None:
        pixels = event.pixelDelta().y() or round(event.angleDelta().y() / 120 * 3 * LINE_STEP)
        if pixels and self._rows():
            self._go(self._top, self._hidden - pixels)
            event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        link = self._link_at(event.position().toPoint())
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if link else Qt.CursorShape.ArrowCursor)
        super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if event.button() is Qt.MouseButton.LeftButton and (link := self._link_at(event.position().toPoint())):
            self.led_to.emit(link)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if index.isValid():
            self.opened.emit(index.row())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.currentIndex().isValid():
                self.opened.emit(self.currentIndex().row())
            return
        control = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
        if (
            event.text()
            and event.text().isprintable()
            and not event.text().isspace()
            and not event.modifiers() & control
        ):
            self.typed.emit(event.text())
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        self._place_lines()
        painter = QPainter(self.viewport())
        chosen = self.selectionModel()  # there is one as soon as there are lines
        for row, y, height in self._shown:
            place = QRect(0, y, self.viewport().width(), height)
            if not place.intersects(event.rect()):
                continue
            index = self.model().index(row, 0)
            option = QStyleOptionViewItem()
            self.initViewItemOption(option)
            option.rect = place
            option.state &= ~QStyle.StateFlag.State_Selected
            if chosen.isSelected(index):
                option.state |= QStyle.StateFlag.State_Selected
            if self.hasFocus():
                option.state |= QStyle.StateFlag.State_HasFocus
            self._lines.paint(painter, option, index)
        painter.end()
        paint_focus(self)

    def _link_at(self, point: QPoint) -> str:
        for row, y, height in self._shown:
            if y <= point.y() < y + height:
                laid = self._lines.laid(self.model().index(row, 0), self.viewport().width())
                return laid.link_at(QPointF(point.x(), point.y() - y))
        return ""
