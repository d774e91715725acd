"""The list of messages on the left of their page: one selection, keyboard first, Enter goes into the text."""

from __future__ import annotations

from PySide6.QtCore import QItemSelection, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

from ui.delegates.message import MessageDelegate
from ui.desk import Desk
from ui.models.messages import Listed, messages_model
from ui.models.table import ROW
from ui.widgets.keyboard import paint_focus
from ui.widgets.tone import tone_color


class MessageList(QListView):
    """`chosen` names the message that is selected now, `entered` that somebody wants to write in it."""

    chosen = Signal(str)
    entered = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look, self._empty = desk.look, ""
        self.rows = messages_model(desk.look, desk.room.clock.now_ms, self)
        self.setModel(self.rows)
        self.setItemDelegate(MessageDelegate(desk.look, desk.room.clock.now_ms, self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.doubleClicked.connect(lambda index: self._enter(index.data(ROW)))

    def show_rows(self, rows: list[Listed]) -> None:
        """These messages; the one selected stays selected."""
        self.rows.replace(rows)
        self.scheduleDelayedItemsLayout()  # an alarm more is a line more

    def select(self, message: str) -> bool:
        """Select this message and bring it into view; False when it is not here."""
        at = self.rows.row_of(message)
        if at < 0:
            return False
        index = self.rows.index(at, 0)
        self.setCurrentIndex(index)
        self.scrollTo(index)
        return True

    def current(self) -> Listed | None:
        found = self.currentIndex().data(ROW)
        return found if isinstance(found, Listed) else None

    def say_empty(self, sentence: str) -> None:
        """What an empty list says, in one sentence."""
        self._empty = sentence
        self.viewport().update()

    def _enter(self, row: object) -> None:
        if isinstance(row, Listed):
            self.entered.emit(row.id)

    # What Qt asks

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        super().selectionChanged(selected, deselected)
        if (row := self.current()) is not None and not selected.isEmpty():
            self.chosen.emit(row.id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self._enter(self.current())
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        paint_focus(self)
        if self._empty and not self.rows.rowCount():
            painter = QPainter(self.viewport())
            painter.setPen(tone_color(self._look, "muted"))
            painter.setFont(self._look.font(13))
            area = self.viewport().rect().adjusted(14, 12, -14, 0)
            place = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
            painter.drawText(area, int(place), self._empty)
