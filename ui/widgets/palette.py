"""The palette (Ctrl+K): every verb by its words, over the window and gone with Esc."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from ui.matching import best
from ui.theme import Look
from ui.verbs import Verb, Verbs
from ui.widgets.spoken import Spoken
from warroom.words import _

WIDTH, ROWS, ROW = 560, 10, 34
KEYS = Qt.ItemDataRole.UserRole
VERB = Qt.ItemDataRole.UserRole + 1


class _Line(QStyledItemDelegate):
    """The words on the left, the keys on the right."""

    def __init__(self, look: Look, parent: QObject) -> None:
        super().__init__(parent)
        self._look = look

    # What Qt asks

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(64, self._look.px(ROW))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        look, rect = self._look, option.rect.adjusted(12, 0, -12, 0)
        is_chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        if is_chosen:
            painter.fillRect(option.rect, look.color("accent_wash"))
        painter.setFont(look.font())
        keys = index.data(KEYS)
        painter.setPen(look.color("muted"))
        painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, keys)
        room = rect.width() - painter.fontMetrics().horizontalAdvance(keys) - 16
        painter.setPen(QColor(look.color("accent" if is_chosen else "ink")))
        words = painter.fontMetrics().elidedText(index.data(), Qt.TextElideMode.ElideRight, room)
        painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)
        painter.restore()


class Palette(Spoken, QFrame):
    """A field and the verbs that match it; Enter does the first. What had the focus has it again afterwards."""

    def __init__(self, verbs: Verbs, look: Look, window: QWidget) -> None:
        super().__init__(window)
        self.setProperty("panel", True)
        self.setVisible(False)
        self._verbs, self._look, self._over = verbs, look, window
        self._before: QWidget | None = None
        self.field = QLineEdit(self)
        self.list = QListWidget(self)
        self.list.setItemDelegate(_Line(look, self))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setUniformItemSizes(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(8)
        column.addWidget(self.field)
        column.addWidget(self.list)
        self._say()
        self.field.textChanged.connect(self._match)
        self.field.installEventFilter(self)
        self.list.itemClicked.connect(self._use)

    def open(self) -> None:
        """Show it over the window, empty, with the focus."""
        self._before = QApplication.focusWidget()
        self.field.clear()
        self._match("")
        self._place()
        self.show()
        self.raise_()
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)

    def leave(self) -> None:
        """Hide it; the focus goes back to where it was."""
        if self.isHidden():
            return
        self.hide()
        if self._before is not None and isValid(self._before) and self._before.isVisible():
            self._before.setFocus(Qt.FocusReason.PopupFocusReason)
        self._before = None

    @property
    def offered(self) -> list[str]:
        """The words in the list, from the top."""
        return [self.list.item(row).text() for row in range(self.list.count())]

    def _match(self, typed: str) -> None:
        able = [verb for verb in self._verbs if verb.enabled() and verb.id != "palette"]
        self.list.clear()
        for place in best(typed, [verb.words() for verb in able]):
            verb = able[place]
            item = QListWidgetItem(verb.words(), self.list)
            item.setData(KEYS, verb.keys)
            item.setData(VERB, verb.id)
        self.list.setCurrentRow(0)

    def _use(self, item: QListWidgetItem | None) -> None:
        if item is None:
            return
        verb: Verb = self._verbs[item.data(VERB)]
        self.leave()
        verb.use()

    def _place(self) -> None:
        window = self._over
        width = min(self._look.px(WIDTH), window.width() - 32)
        height = min(self._look.px(ROW) * ROWS + self._look.px(64), window.height() - 96)
        self.setGeometry((window.width() - width) // 2, self._look.px(60), width, height)

    def _say(self) -> None:
        self.field.setPlaceholderText(_("What do you want to do?"))
        self.field.setAccessibleName(_("What do you want to do?"))

    # What Qt asks

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.FocusOut and self.isVisible() and QApplication.activeWindow() is self.window():
            self.leave()
        if event.type() is not QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: ROWS, Qt.Key.Key_PageUp: -ROWS}
        if event.key() in steps:
            last = self.list.count() - 1
            self.list.setCurrentRow(min(max(self.list.currentRow() + steps[Qt.Key(event.key())], 0), last))
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._use(self.list.currentItem())
        elif event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            return False
        return True
