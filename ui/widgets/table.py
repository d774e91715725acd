"""A table of lines: keyboard first, one selection, sorted by its headings, as tall as its lines when asked."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QSizePolicy, QTableView, QWidget

from ui.delegates.line import LINE_HEIGHT, PAD, LineDelegate
from ui.models.table import ROW, TableModel
from ui.theme import Look
from ui.widgets.keyboard import paint_focus
from ui.widgets.pill import pill_width
from ui.widgets.tone import tone_color
from warroom.words import _

NARROWEST = 128
LEAST = 0.7  # of its width, below which a column that may go says nothing
HEAD_PAD = 24  # of a heading, with its sort mark
MEASURED = 12  # the longest texts of a column; widths of letters differ less than that


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
        self._unwanted: frozenset[str] = frozenset()
        self._last_needed: dict[int, int] = {}
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
        head.setTextElideMode(Qt.TextElideMode.ElideRight)
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
        for signal in (model.dataChanged, model.rowsInserted, model.modelReset):
            signal.connect(self._share_again)
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
        self._unwanted = frozenset(keys)
        self._share_width()

    def _choose(self, index: QModelIndex) -> None:
        self.chosen.emit(index.data(ROW))

    def _dress(self) -> None:
        self.verticalHeader().setDefaultSectionSize(self._look.px(LINE_HEIGHT))
        self._share_width()
        self.updateGeometry()

    def _share_again(self) -> None:
        """Other words need other widths; nothing moves while they fit as before."""
        needed = self._needed()
        if needed != self._last_needed:
            self._share_width()

    def _share_width(self) -> None:
        """Fixed columns get their width, the others share what is left; with too little, what may be cut gives way."""
        needed = self._last_needed = self._needed()
        columns, width = self._table.columns, self.viewport().width()
        sizes = {at: max(self._look.px(column.width), needed.get(at, 0)) for at, column in enumerate(columns)}
        shown = self._with_room(sizes, needed, width)
        fixed = {at: sizes[at] for at in shown if columns[at].width}
        free = [at for at in shown if not columns[at].width]
        least = self._look.px(NARROWEST) * len(free)
        if sum(fixed.values()) + least * 5 // 4 > width:
            fixed = self._shrunk(fixed, needed, width - least)
        left = max(width - sum(fixed.values()), least)
        for at in range(len(columns)):
            self.setColumnHidden(at, at not in shown)
            if at in shown:
                self.setColumnWidth(at, fixed[at] if at in fixed else left // len(free))

    def _with_room(self, sizes: dict[int, int], needed: dict[int, int], width: int) -> list[int]:
        """The columns wanted, but for those that may go when even short words do not fit."""
        columns = self._table.columns
        shown = [at for at in sizes if columns[at].key not in self._unwanted]
        least = {at: needed.get(at, int(sizes[at] * LEAST) or self._look.px(NARROWEST)) for at in shown}
        for at in [at for at in shown if columns[at].can_go]:
            if sum(least[each] for each in shown) <= width:
                break
            shown.remove(at)
        return shown

    def _shrunk(self, fixed: dict[int, int], needed: dict[int, int], room: int) -> dict[int, int]:
        """Air goes first, then words that the mouse shows whole; times and numbers stay."""
        kept = {at: needed[at] for at in fixed if at in needed}
        spare = room - sum(kept.values())
        others = sum(size for at, size in fixed.items() if at not in kept)
        if others <= spare:
            air = sum(fixed[at] - size for at, size in kept.items())
            share = (spare - others) / air if air else 0.0
            return {
                at: size if at not in kept else kept[at] + int((size - kept[at]) * share) for at, size in fixed.items()
            }
        share = max(0.4, spare / others) if others else 1.0
        return {at: kept.get(at, int(size * share)) for at, size in fixed.items()}

    def _needed(self) -> dict[int, int]:
        """The width without which a time or a number would be cut, by column."""
        head = self.horizontalHeader()
        found: dict[int, int] = {}
        for at, column in enumerate(self._table.columns):
            said = sorted(self._table.never_cut(at), key=len)[-MEASURED:]
            if said:
                weight = QFont.Weight.DemiBold if column.bold or column.pill else QFont.Weight.Normal
                font = self._look.font(13, weight)
                measure = QFontMetrics(font).horizontalAdvance
                widest = max(pill_width(word, font) if column.pill else measure(word) for word in said)
                heading = head.fontMetrics().horizontalAdvance(_(column.words)) + HEAD_PAD
                found[at] = max(widest + 2 * PAD + 2, 0 if head.isHidden() else heading)
        return found

    # What Qt asks

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_width()

    def sizeHint(self) -> QSize:
        if not self._hugs:
            return super().sizeHint()
        lines = min(self._hugs, max(1, self._table.rowCount()))
        return QSize(320, lines * self._look.px(LINE_HEIGHT) + self._head_height() + 2)

    def minimumSizeHint(self) -> QSize:
        lines = min(3, max(1, self._table.rowCount()))
        if not self._hugs:
            return QSize(160, (lines + 1) * self._look.px(LINE_HEIGHT) + self._head_height())
        return QSize(160, lines * self._look.px(LINE_HEIGHT) + self._head_height() + 2)

    def _head_height(self) -> int:
        head = self.horizontalHeader()
        return 0 if head.isHidden() else head.sizeHint().height()

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
