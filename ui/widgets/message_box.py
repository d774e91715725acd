"""The text of a message while it is written: what is missing is marked, and what a hint is about is underlined."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QHelpEvent, QKeyEvent, QMouseEvent, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit, QToolTip, QWidget

from ui.theme import Look
from ui.widgets.fields import ENTER


@dataclass(frozen=True, slots=True)
class Mark:
    """A piece of the text, from `start` to `end` in characters, and what is said about it."""

    start: int
    end: int
    reason: str
    is_missing: bool = False  # a variable that nobody filled in yet


class MessageBox(QPlainTextEdit):
    """Enter begins a line, Tab goes on, Ctrl+Enter takes the next step; `settled` when the keyboard leaves it."""

    sent = Signal()
    settled = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._marks: tuple[Mark, ...] = ()
        self.setTabChangesFocus(True)
        self._dress()
        look.changed.connect(self._dress)

    @property
    def marks(self) -> tuple[Mark, ...]:
        return self._marks

    def put(self, text: str) -> None:
        """Show this text; the cursor stays where it was as well as it can."""
        if text == self.toPlainText():
            return
        at = self.textCursor().position()
        self.setPlainText(text)
        cursor = self.textCursor()
        cursor.setPosition(min(at, self.document().characterCount() - 1))
        self.setTextCursor(cursor)

    def show_marks(self, marks: Sequence[Mark]) -> None:
        """Mark these pieces of what stands here now."""
        self._marks = tuple(marks)
        self._draw_marks()

    def select(self, start: int, end: int) -> None:
        """Select from character to character, ready to be typed over, with the keyboard."""
        cursor = self.textCursor()
        cursor.setPosition(self._place(start))
        cursor.setPosition(self._place(end), QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)
        self.ensureCursorVisible()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def next_mark(self, *, after_cursor: bool = True) -> bool:
        """Select the next thing that is marked; False when there is none further on."""
        here = self.textCursor().selectionEnd() if after_cursor else -1
        for mark in sorted(self._marks, key=lambda each: each.start):
            if self._place(mark.start) >= here:
                self.select(mark.start, mark.end)
                return True
        return False

    def _place(self, at: int) -> int:
        """Where a character stands in Qt's document, which counts UTF-16."""
        return len(self.toPlainText()[:at].encode("utf-16-le", "surrogatepass")) // 2

    def _dress(self) -> None:
        self.setFont(self._look.font(15))
        self._draw_marks()

    def _draw_marks(self) -> None:
        shown = []
        for mark in self._marks:
            piece = QTextEdit.ExtraSelection()
            cursor = QTextCursor(self.document())
            cursor.setPosition(self._place(mark.start))
            cursor.setPosition(self._place(mark.end), QTextCursor.MoveMode.KeepAnchor)
            look = QTextCharFormat()
            if mark.is_missing:
                look.setBackground(self._look.color("late_wash"))
                look.setForeground(self._look.color("sev1"))
            else:
                look.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
                look.setUnderlineColor(self._look.color("sev3"))
            piece.cursor, piece.format = cursor, look
            shown.append(piece)
        self.setExtraSelections(shown)

    def _mark_at(self, place: int) -> Mark | None:
        for mark in self._marks:
            if self._place(mark.start) <= place < self._place(mark.end):
                return mark
        return None

    # What Qt asks

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            mark = self._mark_at(self.cursorForPosition(self.viewport().mapFrom(self, event.pos())).position())
            QToolTip.showText(event.globalPos(), mark.reason if mark else "", self)
            return True
        return super().event(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        mark = self._mark_at(self.textCursor().position())
        if mark is not None and mark.is_missing and not self.textCursor().hasSelection() and not self.isReadOnly():
            self.select(mark.start, mark.end)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ENTER and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.sent.emit()
            return
        super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.settled.emit()
