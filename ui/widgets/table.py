"""A table of lines: keyboard first, one selection, sorted by its headings, as tall as its lines when asked."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QSizePolicy, QTableView, QWidget

from ui.delegates.line import LINE_HEIGHT, LineDelegate
from ui.models.table import ROW, TableModel
from ui.theme import Look
from ui.widgets.keyboard import paint_focus
from ui.widgets.tone import tone_color

NARROWEST = 128


class Table(QTableView):
    """Shows a TableModel; `chosen` carries the row's value on double click or Enter."""

    chosen = Signal(object)
    selected = Signal()

    def __init__(
        self,
        model: TableModel[Any],
        look: Look,
        *,
        sortable: bool = True,
        hugs: int = 0,
        headed: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        """`hugs` > 0 makes the table as tall as its lines, at most that many."""
        super().__init__(parent)
        self._look, self._hugs, self._empty = look, hugs, ""
        self._table = model
        self.setModel(model)
        self.setItemDelegate(LineDelegate(look, self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head = self.horizontalHeader()
        head.setVisible(headed)
        head.setHighlightSections(False)
        head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head.setMinimumSectionSize(32)
        if sortable:
            head.setSectionsClickable(True)
            head.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
            head.setSortIndicatorClearable(True)
            self.setSortingEnabled(True)
        if hugs:
            self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
            for signal in (model.rowsInserted, model.rowsRemoved, model.modelReset):
                signal.connect(self.updateGeometry)
        self.doubleClicked.connect(self._choose)
        self.selectionModel().selectionChanged.connect(lambda *_: self.selected.emit())
        look.changed.connect(self._dress)
        self._dress()

    def say_empty(self, sentence: str) -> None:
        """What an empty table says, in one sentence."""
        self._empty = sentence
        self.viewport().update()

    def current(self) -> Any:
        """The selected row's value, None without a selection."""
        chosen = self.selectionModel().selectedRows()
        return chosen[0].data(ROW) if chosen else None

    def select(self, ident: str) -> bool:
        """Select this record and bring it into view; False when it is not here."""
        at = self._table.row_of(ident)
        if at < 0:
            return False
        self.selectRow(at)
        self.scrollTo(self._table.index(at, 0))
        return True

    def hide_columns(self, *keys: str) -> None:
        for at, column in enumerate(self._table.columns):
            self.setColumnHidden(at, column.key in keys)
        self._share_width()

    def _choose(self, index: QModelIndex) -> None:
        self.chosen.emit(index.data(ROW))

    def _dress(self) -> None:
        self.verticalHeader().setDefaultSectionSize(self._look.px(LINE_HEIGHT))
        self._share_width()
        self.updateGeometry()

    def _share_width(self) -> None:
        """Fixed columns get their width, the others share what is left; the fixed shrink when there is too little."""
        shown = [at for at in range(len(self._table.columns)) if not self.isColumnHidden(at)]
        fixed = {at: self._look.px(self._table.columns[at].width) for at in shown if self._table.columns[at].width}
        free = [at for at in shown if at not in fixed]
        width = self.viewport().width()
        least = self._look.px(NARROWEST) * 5 // 4 * len(free)
        if sum(fixed.values()) + least > width and fixed:
            share = max(0.4, (width - least) / sum(fixed.values()))
            fixed = {at: int(size * share) for at, size in fixed.items()}
        left = max(width - sum(fixed.values()), self._look.px(NARROWEST) * len(free))
        for at in shown:
            self.setColumnWidth(at, fixed[at] if at in fixed else left // max(1, len(free)))

    # What Qt asks

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_width()

    def sizeHint(self) -> QSize:
        if not self._hugs:
            return super().sizeHint()
        lines = min(self._hugs, max(1, self._table.rowCount()))
        head = self.horizontalHeader().sizeHint().height() if self.horizontalHeader().isVisible() else 0
        return QSize(320, lines * self._look.px(LINE_HEIGHT) + head + 2)

    def minimumSizeHint(self) -> QSize:
        if not self._hugs:
            return super().minimumSizeHint()
        lines = min(3, max(1, self._table.rowCount()))
        return QSize(160, lines * self._look.px(LINE_HEIGHT) + 2)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self._choose(self.currentIndex())
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        paint_focus(self)
        if self._empty and not self._table.rowCount():
            painter = QPainter(self.viewport())
            painter.setPen(tone_color(self._look, "muted"))
            painter.setFont(self._look.font(13))
            area = self.viewport().rect().adjusted(14, 0, -14, 0)
            top = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap
            if not self._hugs:
                area.setHeight(self._look.px(LINE_HEIGHT * 2))
            painter.drawText(area, int(top), self._empty)
