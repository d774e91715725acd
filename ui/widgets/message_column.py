"""One language of a message: its title, its text, how long that is, and what is to be looked at in it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from ui.theme import Look, set_property
from ui.widgets.clamped import ClampedText
from ui.widgets.lines import Lead, clear
from ui.widgets.message_box import Mark, MessageBox
from ui.widgets.spoken import Spoken
from ui.widgets.tone import ToneLabel
from warroom import phrases
from warroom.words import _, ngettext

TALLS = (270, 340, 460)  # of the column: from which height one, two, three hints have a line of their own
LEAST_LINES = 3


class MessageColumn(Spoken, QWidget):
    """`typed` with every letter, `settled` when the keyboard leaves, `sent` when the next step is wanted."""

    typed = Signal()
    settled = Signal()
    sent = Signal()

    def __init__(self, look: Look, language: str, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.language, self._name = language, name
        self._look, self._is_unchecked = look, False
        self._marks: tuple[Mark, ...] = ()
        self._most, self._in_title = len(TALLS), ""
        self.title, self.box = QLineEdit(self), MessageBox(look, self)
        self._head = QLabel(self)
        self._head.setProperty("role", "title")
        self._note = ToneLabel(look, "due", parent=self)
        self._count = ToneLabel(look, "muted", wrap=True, parent=self)
        self._looks = QVBoxLayout()
        self._looks.setSpacing(0)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._head)
        head.addWidget(self._note, 1, Qt.AlignmentFlag.AlignRight)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(head)
        column.addWidget(self.title)
        column.addWidget(self.box, 1)
        column.addWidget(self._count)
        column.addLayout(self._looks)
        self.title.textEdited.connect(self.typed)
        self.title.editingFinished.connect(self.settled)
        self.box.textChanged.connect(self.typed)
        self.box.settled.connect(self.settled)
        self.box.sent.connect(self.sent)
        look.changed.connect(self._size)
        self._size()
        self._say()

    @property
    def has_keyboard(self) -> bool:
        return self.title.hasFocus() or self.box.hasFocus()

    def show_text(self, *, title: str, text: str, has_title: bool) -> None:
        """Show these words; nobody is told."""
        with QSignalBlocker(self.box), QSignalBlocker(self.title):
            if self.title.text() != title:
                self.title.setText(title)
                self.title.setCursorPosition(0)
            self.box.put(text)
        self.title.setVisible(has_title)

    def set_read_only(self, is_read_only: bool) -> None:
        self.title.setReadOnly(is_read_only)
        self.box.setReadOnly(is_read_only)

    def show_translated(self, *, is_unchecked: bool) -> None:
        """Whether somebody put it into this language whom nobody checked."""
        self._is_unchecked = is_unchecked
        self._note.say(_("translation to be checked") if is_unchecked else "")
        self._note.setVisible(is_unchecked)

    def next_look(self, *, after_cursor: bool) -> bool:
        """Select the next thing to look at in the text; False when there is none further on."""
        return self.box.next_mark(after_cursor=after_cursor)

    def show_count(self, said: str, tone: str) -> None:
        """How long the text is."""
        self._count.say(said, tone)

    def show_marks(self, marks: Sequence[Mark], *, in_title: str = "") -> None:
        """What is to be looked at here, marked in the text and listed under it; a click goes there."""
        self.box.show_marks(marks)
        self._in_title = in_title
        set_property(self.title, "wrong", bool(in_title))
        self.title.setToolTip(in_title or phrases.labelled(_("Title"), self.title.text()))
        self._marks, self._most = tuple(marks), self._hints_shown()
        hints = [mark for mark in marks if not mark.is_missing]  # what is missing is asked for over the texts
        clear(self._looks)
        for mark in hints[: self._most]:
            self._looks.addWidget(self._line(mark))
        more = len(hints) - self._most
        if more > 0:
            label = ToneLabel(self._look, "muted", parent=self)
            said = ngettext("{n} more to look at: F8", "{n} more to look at: F8", more)
            label.say(
                (
                    said if self._most else ngettext("{n} thing to look at: F8", "{n} things to look at: F8", more)
                ).format(n=more)
            )
            self._looks.addWidget(label)

    def _hints_shown(self) -> int:
        """How many lines there are for what is to be looked at, so that the text keeps its place."""
        return sum(1 for tall in TALLS if self.height() >= self._look.px(tall))

    def _line(self, mark: Mark) -> Lead:
        line = Lead(self._look, self)
        line.is_last = True
        said = ClampedText(self._look, "late" if mark.is_missing else "due", lines=2, parent=line)
        said.say(mark.reason)
        line.setAccessibleName(mark.reason)
        row = QHBoxLayout(line)
        row.setContentsMargins(4, 3, 4, 3)
        row.addWidget(said)
        line.chosen.connect(lambda: self.box.select(mark.start, mark.end))
        return line

    @Slot()
    def _size(self) -> None:
        self.box.setMinimumHeight(LEAST_LINES * self.box.fontMetrics().lineSpacing() + 16)

    def _say(self) -> None:
        self._head.setText(self._name)
        self.show_translated(is_unchecked=self._is_unchecked)
        self.title.setPlaceholderText(_("Title"))
        self.title.setAccessibleName(_("Title, {language}").format(language=self._name))
        self.box.setAccessibleName(_("Text, {language}").format(language=self._name))

    # What Qt asks

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._hints_shown() != self._most:
            self.show_marks(self._marks, in_title=self._in_title)
