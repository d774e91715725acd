"""The field of quick entry: Enter saves, understood words turn grey, names complete; nothing typed is thrown away."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QStringListModel, Qt, Signal
from PySide6.QtGui import QKeyEvent, QSyntaxHighlighter, QTextCharFormat, QTextCursor, QTextDocument
from PySide6.QtWidgets import QCompleter, QListView, QPlainTextEdit, QWidget

from ui.theme import Look
from warroom.domain.quick_entry import Span

TEXT_PX = 15
LINES_MOST = 5
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
PERSON_OPENINGS = ("@", "de:", "from:", "à:", "a:", "to:")
SERVICE_OPENINGS = ("#",)


class QuickField(QPlainTextEdit):
    """One line that grows to five; Shift+Enter begins a new one."""

    entered = Signal()
    left = Signal()  # Esc: the text stays

    def __init__(self, look: Look, understand: Callable[[str], Sequence[Span]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._people: tuple[str, ...] = ()
        self._services: tuple[str, ...] = ()
        self._colors = _Understood(self.document(), look, understand)
        self._names = QStringListModel(self)
        self._completer = QCompleter(self._names, self)
        self._popup = QListView(self)
        self._popup.setObjectName("names")
        self._completer.setPopup(self._popup)
        self._completer.setWidget(self)
        self._completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self._completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self._completer.activated.connect(self._complete)
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().documentLayout().documentSizeChanged.connect(self._grow)
        self.textChanged.connect(self._grow)
        self.restyle()

    def set_names(self, *, people: Sequence[str], services: Sequence[str]) -> None:
        """The names that complete after @, de:, à: and #."""
        self._people, self._services = tuple(people), tuple(services)

    @property
    def names_offered(self) -> QWidget:
        """The list of names under the field."""
        return self._popup

    def restyle(self) -> None:
        """Another theme or size of letters."""
        self.setFont(self._look.font(TEXT_PX))
        self.viewport().setFont(self._look.font(TEXT_PX))  # it draws the placeholder, and keeps its first font
        self._colors.rehighlight()
        self._grow()

    def put(self, text: str) -> None:
        """Replace the text and write on at its end."""
        self.setPlainText(text)
        self.moveCursor(QTextCursor.MoveOperation.End)

    def _grow(self) -> None:
        lines = min(LINES_MOST, max(1, round(self.document().size().height())))
        padding = 2 * (self._look.px(4) + 1) + round(2 * self.document().documentMargin())
        height = lines * self.fontMetrics().lineSpacing() + padding + 2
        if height != self.height():
            self.setFixedHeight(height)

    # Completion

    def _opening(self) -> tuple[str, str, tuple[str, ...]]:
        """What is being named: the opening, what is typed of the name, and the names there are."""
        cursor = self.textCursor()
        before = cursor.block().text()[: cursor.positionInBlock()]
        for names, openings in ((self._people, PERSON_OPENINGS), (self._services, SERVICE_OPENINGS)):
            for opening in openings:
                at = before.lower().rfind(opening)
                if at < 0 or (at and not before[at - 1].isspace()):
                    continue
                said = before[at + len(opening) :]
                if said.count(" ") <= 2 and not said.startswith(" "):
                    return opening, said, names
        return "", "", ()

    def _offer_names(self) -> None:
        opening, said, names = self._opening()
        fitting = [name for name in names if said.lower() in name.lower()] if opening else []
        if not fitting or said.lower() in (name.lower() for name in fitting):
            self._popup.hide()
            return
        self._names.setStringList(fitting)
        self._completer.setCompletionPrefix(said)
        place = self.cursorRect()
        place.setBottom(self.height())  # under the field, not over its text
        place.setWidth(
            self._popup.sizeHintForColumn(0) + self._popup.verticalScrollBar().sizeHint().width() + self._look.px(24)
        )
        self._completer.complete(place)
        self._popup.setCurrentIndex(self._completer.completionModel().index(0, 0))

    def _complete(self, name: str) -> None:
        _opening, said, _names = self._opening()
        cursor = self.textCursor()
        cursor.movePosition(QTextCursor.MoveOperation.Left, QTextCursor.MoveMode.KeepAnchor, len(said))
        cursor.insertText(name + " ")
        self.setTextCursor(cursor)

    # What Qt asks

    def focusNextPrevChild(self, is_next: bool) -> bool:
        """Tab takes the name that is offered; without one it goes on."""
        return False if self._popup.isVisible() else super().focusNextPrevChild(is_next)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._popup.isVisible() and event.key() in (*ENTER, Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_Escape):
            event.ignore()  # the list of names takes it
            return
        if event.key() in ENTER and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.entered.emit()
            return
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return
        super().keyPressEvent(event)
        if event.text():
            self._offer_names()

    def inputMethodEvent(self, event: Any) -> None:
        super().inputMethodEvent(event)
        if event.commitString():
            self._offer_names()


class _Understood(QSyntaxHighlighter):
    """Greys what is understood, so that one sees what will be text."""

    def __init__(self, document: QTextDocument, look: Look, understand: Callable[[str], Sequence[Span]]) -> None:
        super().__init__(document)
        self._look, self._understand = look, understand

    def highlightBlock(self, text: str) -> None:
        start = self.currentBlock().position()
        whole = self.document().toPlainText()
        grey = QTextCharFormat()
        grey.setForeground(self._look.color("muted"))
        for span in self._understand(whole):
            first, last = utf16(whole, span.start) - start, utf16(whole, span.end) - start
            if last > 0 and first < utf16(text, len(text)):
                self.setFormat(max(0, first), last - max(0, first), grey)


def utf16(text: str, at: int) -> int:
    """Where Qt counts a character: two places for one outside the first plane."""
    return at + sum(1 for char in text[:at] if ord(char) > 0xFFFF)
