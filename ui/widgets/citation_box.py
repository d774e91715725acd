"""A text box for the situation: `[` offers the entries of the log, newest first, and Esc leaves."""

from __future__ import annotations

import re
from collections.abc import Sequence

from PySide6.QtCore import QStringListModel, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import QAbstractItemView, QCompleter, QWidget

from ui.widgets.fields import ENTER, TextBox

OPEN = re.compile(r"\[[^\[\]]*?(?P<typed>[^\[\]\s,;]*)$")  # brackets that are not closed before the cursor
CHOOSES = (*ENTER, Qt.Key.Key_Tab, Qt.Key.Key_Escape, Qt.Key.Key_Backtab)
NUMBER_ENDS = "  "  # between the number and the words of an offer


class CitationBox(TextBox):
    """One sentence a line; what is cited stands in brackets at its end."""

    left = Signal()

    def __init__(self, *, lines: int, parent: QWidget | None = None) -> None:
        super().__init__(lines=lines, enter_sends=False, parent=parent)
        self._offers = QStringListModel(self)
        self.completer = QCompleter(self._offers, self)
        self.completer.setWidget(self)
        self.completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.completer.activated.connect(self._take)
        self.textChanged.connect(self._offer)

    @property
    def popup(self) -> QAbstractItemView:
        """The list of offers."""
        found = self.completer.popup()
        assert found is not None
        return found

    def set_entries(self, entries: Sequence[tuple[str, str]]) -> None:
        """What may be cited: numbers and texts."""
        self._offers.setStringList([f"{number}{NUMBER_ENDS}{' '.join(text.split())[:80]}" for number, text in entries])

    def cite(self, text: str, number: str) -> None:
        """One more line that says this and cites that entry."""
        before = self.toPlainText().rstrip()
        said = f"{' '.join(text.split())} [{number}]"
        self.setPlainText(f"{before}\n{said}" if before else said)

    @Slot()
    def _offer(self) -> None:
        """Offer entries while brackets are open at the cursor."""
        found = OPEN.search(self._before())
        if found is None or not self.hasFocus():
            self.popup.hide()
            return
        self.completer.setCompletionPrefix(found["typed"])
        if not self.completer.completionCount() or self._is_whole(found["typed"]):
            self.popup.hide()
            return
        self.popup.setCurrentIndex(self.completer.completionModel().index(0, 0))
        place = self.cursorRect()
        place.setWidth(max(self.width() - place.x(), 280))
        self.completer.complete(place)

    def _is_whole(self, typed: str) -> bool:
        return any(offer.split(NUMBER_ENDS)[0].casefold() == typed.casefold() for offer in self._offers.stringList())

    @Slot(str)
    def _take(self, offer: str) -> None:
        """Put the number in place of what was typed of it; close the brackets where they are not."""
        number = offer.split(NUMBER_ENDS)[0]
        found = OPEN.search(self._before())
        cursor = self.textCursor()
        for _letter in found["typed"] if found else "":
            cursor.deletePreviousChar()
        cursor.insertText(number)
        rest = cursor.block().text()[cursor.positionInBlock() :]
        if not rest.lstrip().startswith("]"):
            cursor.insertText("]")
            cursor.movePosition(QTextCursor.MoveOperation.PreviousCharacter)
        self.setTextCursor(cursor)

    def _before(self) -> str:
        cursor = self.textCursor()
        return cursor.block().text()[: cursor.positionInBlock()]

    # What Qt asks

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.popup.isVisible() and event.key() in CHOOSES:
            event.ignore()  # the list of offers takes it
            return
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return
        super().keyPressEvent(event)
