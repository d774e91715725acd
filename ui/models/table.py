"""Small tables held in memory: columns are data, rows are frozen values, and the selection survives every refresh."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QBrush

from ui.theme import Look
from ui.widgets.tone import tone_color
from warroom.words import _

Row = TypeVar("Row")
Index = QModelIndex | QPersistentModelIndex

ROW = Qt.ItemDataRole.UserRole + 1  # the row's value
PILL = Qt.ItemDataRole.UserRole + 2  # (word, tone) to draw as a pill, or None
BOLD = Qt.ItemDataRole.UserRole + 3
WHOLESALE = 400  # more moves than this are told as one reset: cheaper, and nobody can follow them anyway


@dataclass(frozen=True, slots=True)
class Column(Generic[Row]):
    """One column: its heading (marked with N_), what it says of a row now, how it sorts, how it looks."""

    key: str
    words: str
    text: Callable[[Row, int], str]
    order: Callable[[Row], Any] | None = None
    tone: Callable[[Row, int], str] = lambda _row, _now: ""
    pill: Callable[[Row], tuple[str, str]] | None = None
    bold: bool = False
    width: int = 0  # pixels at scale 1; 0 takes what is left
    whole: bool = False  # never cut: a time without its hour, or half a number, misleads
    can_go: bool = False  # hidden where there is no room for it
    lead: Callable[[Row, int], str] | None = None  # only this beginning of it is never cut


class TableModel(QAbstractTableModel, Generic[Row]):
    """Rows as given, sorted by a column when asked; `now` is read by the caller's clock."""

    def __init__(
        self,
        columns: Sequence[Column[Row]],
        *,
        ident: Callable[[Row], str],
        look: Look,
        now: Callable[[], int],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self._ident, self._look, self._now = ident, look, now
        self._given: list[Row] = []
        self._rows: list[Row] = []
        self._sorted: tuple[int, bool] | None = None
        look.changed.connect(self.refresh)

    def rows(self) -> list[Row]:
        """The rows in the order shown."""
        return list(self._rows)

    def row_of(self, ident: str) -> int:
        """Where this record stands, -1 when it is not here."""
        return next((at for at, row in enumerate(self._rows) if self._ident(row) == ident), -1)

    def row_at(self, index: Index) -> Row | None:
        return self._rows[index.row()] if index.isValid() and index.row() < len(self._rows) else None

    def never_cut(self, at: int) -> list[str]:
        """What this column says and must show whole, each once."""
        column, now = self.columns[at], self._now()
        if column.lead is not None:
            return list({f"{said}…": None for row in self._rows if (said := column.lead(row, now))})
        return list({column.text(row, now): None for row in self._rows}) if column.whole else []

    def replace(self, rows: Sequence[Row]) -> None:
        """Show these rows; records that stay keep their selection."""
        self._given = list(rows)
        wanted = self._in_order(self._given)
        if abs(len(wanted) - len(self._rows)) > WHOLESALE:
            self.beginResetModel()
            self._rows = wanted
            self.endResetModel()
            return
        was, now = [self._ident(row) for row in self._rows], [self._ident(row) for row in wanted]
        if was == now:
            self._rows = wanted
            self.refresh()
            return
        if len(set(was) ^ set(now)) > WHOLESALE:
            self.beginResetModel()
            self._rows = wanted
            self.endResetModel()
            return
        self._take_out(set(now))
        self._reorder(now)
        self._put_in(wanted)
        self._rows = wanted
        self.refresh()

    def refresh(self) -> None:
        """Draw everything again: time went on, or the colours changed."""
        if self._rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._rows) - 1, len(self.columns) - 1))

    def retranslate(self) -> None:
        """The language changed."""
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.columns) - 1)
        self.refresh()

    def _in_order(self, rows: list[Row]) -> list[Row]:
        if self._sorted is None:
            return list(rows)
        at, descending = self._sorted
        column, now = self.columns[at], self._now()
        if column.order is None:
            return sorted(rows, key=lambda row: column.text(row, now).casefold(), reverse=descending)
        keyed = [(column.order(row), row) for row in rows]
        filled = [pair for pair in keyed if pair[0] is not None]
        empty = [row for key, row in keyed if key is None]  # what has no value stays last in both directions
        return [row for _key, row in sorted(filled, key=itemgetter(0), reverse=descending)] + empty

    def _take_out(self, staying: set[str]) -> None:
        for at in range(len(self._rows) - 1, -1, -1):
            if self._ident(self._rows[at]) not in staying:
                self.beginRemoveRows(QModelIndex(), at, at)
                del self._rows[at]
                self.endRemoveRows()

    def _reorder(self, order: list[str]) -> None:
        place = {ident: at for at, ident in enumerate(order)}
        settled = sorted(self._rows, key=lambda row: place[self._ident(row)])
        if [self._ident(row) for row in settled] != [self._ident(row) for row in self._rows]:
            self._lay_out(settled)

    def _lay_out(self, settled: list[Row]) -> None:
        """The same rows in another order."""
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        place = {self._ident(row): at for at, row in enumerate(settled)}
        after = [self.index(place[self._ident(self._rows[index.row()])], index.column()) for index in before]
        self._rows = settled
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()

    def _put_in(self, wanted: list[Row]) -> None:
        known = {self._ident(row) for row in self._rows}
        for at, row in enumerate(wanted):
            if self._ident(row) not in known:
                self.beginInsertRows(QModelIndex(), at, at)
                self._rows.insert(at, row)
                self.endInsertRows()

    # What Qt asks

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  (Qt's own default)
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.row_at(index)
        if row is None:
            return None
        column = self.columns[index.column()]
        if role == ROW:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return column.text(row, self._now())
        if role == Qt.ItemDataRole.ForegroundRole:
            return QBrush(tone_color(self._look, column.tone(row, self._now())))
        if role == PILL:
            return column.pill(row) if column.pill else None
        if role == BOLD:
            return column.bold
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Horizontal and role in (
            Qt.ItemDataRole.DisplayRole,
            Qt.ItemDataRole.ToolTipRole,  # a narrow window cuts the heading
        ):
            return _(self.columns[section].words)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self._sorted = (column, order == Qt.SortOrder.DescendingOrder) if column >= 0 else None
        settled = self._in_order(self._given)
        if [self._ident(row) for row in settled] != [self._ident(row) for row in self._rows]:
            self._lay_out(settled)
