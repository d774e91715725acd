"""Paged rows: all keys in order, rows read on demand and cached by key, so that a million rows cost eight megabytes."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer, Slot

Row = TypeVar("Row")
Index = QModelIndex | QPersistentModelIndex

ROW = Qt.ItemDataRole.UserRole + 1  # the row's value, None while it is read
KEY = Qt.ItemDataRole.UserRole + 2
WAITING = "…"
AHEAD, BEHIND = 48, 16  # rows read around one that is wanted
ROWS_KEPT = 2_000
NEAR = 2_000  # how far from the top a changed row is looked for before the whole list is repainted


class PagedModel(QAbstractListModel, Generic[Row]):
    """A list whose `data` never reads: a miss shows “…”; one question per turn of the loop fills all."""

    def __init__(self, read: Callable[[list[int]], Mapping[int, Row]], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._read = read
        self._keys: array[int] = array("q")
        self._rows: dict[int, Row] = {}
        self._stale: set[int] = set()
        self._wanted: set[int] = set()  # row numbers that were asked for and are not there
        self._reading = QTimer(self)
        self._reading.setSingleShot(True)
        self._reading.timeout.connect(self._read_wanted)

    # What the list holds

    def key_at(self, row: int) -> int:
        return self._keys[row]

    def row_of(self, key: int, *, most: int | None = None) -> int:
        """The row of a key, -1 when not among the first `most`. Over a million rows it takes some milliseconds."""
        try:
            return self._keys.index(key, 0, len(self._keys) if most is None else most)
        except ValueError:
            return -1

    def value(self, row: int) -> Row | None:
        """The row's value if it is there; asks for it otherwise."""
        if not 0 <= row < len(self._keys):
            return None
        key = self._keys[row]
        found = self._rows.get(key)
        if found is None or key in self._stale:
            self._wanted.add(row)
            if not self._reading.isActive():
                self._reading.start(0)
        return found

    def value_now(self, row: int) -> Row | None:
        """The row's value, read at once when it is not there: for one row that a person acts on."""
        if not 0 <= row < len(self._keys):
            return None
        key = self._keys[row]
        if key not in self._rows or key in self._stale:
            self._keep(self._read([key]))
        return self._rows.get(key)

    # Changing it

    def settle(self, keys: array[int]) -> None:
        """Take a new order as at most one removal and one insertion: what is selected and stays, stays selected."""
        same = common_start(self._keys, keys)
        tail = common_end(self._keys, keys, most=min(len(self._keys), len(keys)) - same)
        old_end, new_end = len(self._keys) - tail, len(keys) - tail
        if old_end > same:
            self.beginRemoveRows(QModelIndex(), same, old_end - 1)
            del self._keys[same:old_end]
            self.endRemoveRows()
        if new_end > same:
            self.beginInsertRows(QModelIndex(), same, new_end - 1)
            self._keys[same:same] = keys[same:new_end]
            self.endInsertRows()

    def insert(self, row: int, keys: array[int]) -> None:
        """New rows before this one, read at once: what was just written is visible in the same turn."""
        self._keep(self._read(list(keys)))
        self.beginInsertRows(QModelIndex(), row, row + len(keys) - 1)
        self._keys[row:row] = keys
        self.endInsertRows()

    def clear(self) -> None:
        self.beginResetModel()
        self._keys = array("q")
        self._rows.clear()
        self._stale.clear()
        self._wanted.clear()
        self.endResetModel()

    def refresh(self, keys: Iterable[int]) -> None:
        """These rows changed: shown as they were until they are read again."""
        known = [key for key in keys if key in self._rows]
        self._stale.update(known)
        rows = [self.row_of(key, most=NEAR) for key in known]
        if rows and min(rows) >= 0:
            self._say_changed(min(rows), max(rows))
        elif rows:
            self._say_changed(0, len(self._keys) - 1)

    def refresh_all(self) -> None:
        """Any row may have changed."""
        self._stale.update(self._rows)
        self._say_changed(0, len(self._keys) - 1)

    def prime(self, rows: Mapping[int, Row]) -> None:
        """Rows that are known already, before their keys are shown."""
        self._keep(rows)

    # Reading

    @Slot()
    def _read_wanted(self) -> None:
        total = len(self._keys)
        rows = sorted(row for row in self._wanted if row < total)
        self._wanted.clear()
        pages = {near for row in rows for near in range(max(0, row - BEHIND), min(total, row + AHEAD))}
        missing = [row for row in sorted(pages) if self._keys[row] not in self._rows or self._keys[row] in self._stale]
        if not missing:
            return
        self._keep(self._read([self._keys[row] for row in missing]))
        self._say_changed(missing[0], missing[-1])

    def _keep(self, rows: Mapping[int, Row]) -> None:
        for key, row in rows.items():
            self._rows.pop(key, None)
            self._rows[key] = row
        self._stale.difference_update(rows)
        for key in list(self._rows)[: max(0, len(self._rows) - ROWS_KEPT)]:
            del self._rows[key]
            self._stale.discard(key)

    def _say_changed(self, first: int, last: int) -> None:
        if last >= first >= 0:
            self.dataChanged.emit(self.index(first), self.index(last))

    def words(self, row: Row) -> str:
        """A row as one line of text, for accessibility and copying."""
        return str(row)

    # What Qt asks

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  (Qt's own default)
        return 0 if parent.isValid() else len(self._keys)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or not 0 <= index.row() < len(self._keys):
            return None
        if role == KEY:
            return self._keys[index.row()]
        if role not in (ROW, Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        found = self.value(index.row())
        if role == ROW:
            return found
        return WAITING if found is None else self.words(found)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemNeverHasChildren


def common_start(old: array[int], new: array[int]) -> int:
    """How many keys at the start are the same; halving, since comparing whole slices is fast."""
    low, high = 0, min(len(old), len(new))
    while low < high:
        middle = (low + high + 1) // 2
        if old[low:middle] == new[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def common_end(old: array[int], new: array[int], *, most: int) -> int:
    """How many keys at the end are the same, at most `most`."""
    low, high = 0, most
    while low < high:
        middle = (low + high + 1) // 2
        if old[len(old) - middle : len(old) - low] == new[len(new) - middle : len(new) - low]:
            low = middle
        else:
            high = middle - 1
    return low
