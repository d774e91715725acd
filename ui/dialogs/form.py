"""The form that every small dialog is: fields, one primary button, and what was refused said where the eye is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ui.desk import Desk
from ui.widgets.fields import TextBox, TimeField
from ui.widgets.keyboard import first_as_seen, go_as_seen
from ui.widgets.options_table import OptionsTable
from ui.widgets.spoken import Spoken
from ui.widgets.tone import ToneLabel
from warroom.commands.base import Command
from warroom.commands.seen import MovedMeanwhile
from warroom.errors import Refusal, WarroomError
from warroom.words import _


class Form(Spoken, QDialog):
    """A dialog that becomes one command. The core judges it; what was typed stays until the command succeeded."""

    succeeded = Signal(object)  # what the command gave back

    def __init__(self, desk: Desk, parent: QWidget | None = None, *, width: int = 560) -> None:
        super().__init__(parent)
        self.desk = desk
        self._words: list[tuple[Callable[[str], None], Callable[[], str]]] = []
        self._times: list[TimeField] = []
        self._notes: dict[QWidget, ToneLabel] = {}
        self._at_first: dict[QWidget, str] = {}
        self._warned_of: dict[QWidget, str] | None = None
        self._is_sending = False
        self._sent: Command[Any] | None = None
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(desk.look.px(width))
        self._heading = QLabel(self)
        self._heading.setProperty("role", "title")
        self._heading.setTextFormat(Qt.TextFormat.PlainText)
        self._heading.setWordWrap(True)
        self.fields = QGridLayout()
        self.fields.setHorizontalSpacing(12)
        self.fields.setVerticalSpacing(8)
        self.fields.setColumnMinimumWidth(0, 128)
        self.fields.setColumnStretch(1, 1)
        self._trouble = ToneLabel(desk.look, "late", wrap=True, parent=self)
        self._trouble.hide()
        self._send, self._leave = QPushButton(self), QPushButton(self)
        self._send.setProperty("primary", True)
        self._send.setDefault(True)
        self._send.clicked.connect(self.send)
        self._leave.clicked.connect(self.reject)
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(8)
        self.buttons.addStretch(1)
        self.buttons.addWidget(self._leave)
        self.buttons.addWidget(self._send)
        self.whole = QVBoxLayout(self)
        self.whole.setContentsMargins(20, 16, 20, 16)
        self.whole.setSpacing(12)
        self.whole.addWidget(self._heading)
        self.whole.addLayout(self.fields)
        self.whole.addStretch(1)
        self.whole.addWidget(self._trouble)
        self.whole.addLayout(self.buttons)

    # What each dialog says and does

    def title(self) -> str:
        """The question in a few words."""
        raise NotImplementedError

    def verb(self) -> str:
        """The words of the primary button."""
        raise NotImplementedError

    def command(self) -> Command[Any]:
        """The command that the fields make. May raise Refusal."""
        raise NotImplementedError

    # Building

    def add(self, words: Callable[[], str], field: QWidget, *, hint: Callable[[], str] | None = None) -> QWidget:
        """One more line: a label with its words, and the field."""
        row = self.fields.rowCount()
        label = QLabel(self)
        label.setWordWrap(True)
        label.setBuddy(field)
        label.setProperty("role", "muted")
        self.fields.addWidget(label, row, 0, Qt.AlignmentFlag.AlignTop)
        self.fields.addWidget(field, row, 1)
        self.spoken(label.setText, words)
        self.spoken(field.setAccessibleName, words)
        if hint is not None:
            note = ToneLabel(self.desk.look, "muted", wrap=True, parent=self)
            self.fields.addWidget(note, row + 1, 1)
            self.spoken(note.setText, hint)
            self._notes[field] = note
        self._watch(field)
        return field

    def show_line(self, field: QWidget, is_shown: bool) -> None:
        """A line that is there only sometimes: the field with its label and its hint."""
        for label in self.findChildren(QLabel):
            if label.buddy() is field:
                label.setVisible(is_shown)
        if field in self._notes:
            self._notes[field].setVisible(is_shown)
        field.setVisible(is_shown)

    def add_wide(self, field: QWidget) -> QWidget:
        """A field as wide as the form, without a label."""
        self.fields.addWidget(field, self.fields.rowCount(), 0, 1, 2)
        self._watch(field)
        return field

    def spoken(self, put: Callable[[str], None], words: Callable[[], str]) -> None:
        """Say these words now and after every change of language."""
        self._words.append((put, words))
        put(words())

    def complain(self, error: Exception) -> None:
        """Show what was refused, what is safe and what to do, under the fields."""
        self._show_trouble(str(error), "late")

    # Sending and leaving

    def send(self) -> None:
        """Try it: the dialog closes when it is on disk."""
        if self._is_sending:
            return
        try:
            command = self.command()
        except Refusal as refusal:
            self.complain(refusal)
            return
        self._sent = command
        self._set_sending(True)
        self.desk.tasks.follow(self.desk.room.do(command), owner=self, done=self._end, failed=self._stay)

    def reject(self) -> None:
        """Leave; typed text is thrown away only when asked twice."""
        typed = self._typed()
        if self._has_typed() and typed != self._warned_of:
            self._warned_of = typed
            self._show_trouble(_("What you typed is not saved. Press Esc again to throw it away."), "due")
            return
        super().reject()

    def _show_trouble(self, text: str, tone: str) -> None:
        """Say it under the fields, and grow rather than squeeze them."""
        self._trouble.say(text, tone)
        self._trouble.show()
        self._grow()

    def _grow(self) -> None:
        self.resize(self.width(), max(self.height(), self._needed()))

    def _needed(self) -> int:
        """How tall the words need it to be at this width."""
        layout = self.whole
        layout.activate()
        return layout.totalHeightForWidth(self.width()) if layout.hasHeightForWidth() else layout.sizeHint().height()

    def _end(self, result: object) -> None:
        self._set_sending(False)
        self.succeeded.emit(result)
        self.accept()

    def _stay(self, error: Exception) -> None:
        self._set_sending(False)
        if not isinstance(error, WarroomError):
            self.desk.notices.show(error, parent=self)
            return
        if isinstance(error, MovedMeanwhile) and self._sent is not None:
            self._compare(self._sent, error)
            return
        self.complain(error)

    def _compare(self, command: Command[Any], moved: MovedMeanwhile) -> None:
        """Somebody changed what this was about to write: the three values, and a choice."""
        from ui.dialogs.moved import MovedDialog

        dialog = MovedDialog(self.desk, command, moved, self)
        dialog.succeeded.connect(self._end)
        dialog.open()

    def _set_sending(self, sending: bool) -> None:
        self._is_sending = sending
        self._send.setEnabled(not sending)

    def _watch(self, field: QWidget) -> None:
        if isinstance(field, TextBox):
            field.sent.connect(self.send)
        if isinstance(field, TimeField):
            self._times.append(field)

    def _typed(self) -> dict[QWidget, str]:
        typed: dict[QWidget, str] = {field: field.text() for field in self.findChildren(QLineEdit)}
        typed |= {field: field.toPlainText() for field in self.findChildren(QPlainTextEdit)}
        typed |= {table: table.said() for table in self.findChildren(OptionsTable)}
        return typed

    def _has_typed(self) -> bool:
        return any(text.strip() and text != self._at_first.get(field, "") for field, text in self._typed().items())

    def _say(self) -> None:
        self.setWindowTitle(self.title())
        self._heading.setText(self.title())
        self._send.setText(self.verb())
        self._leave.setText(_("Cancel"))
        for put, words in self._words:
            put(words())
        for field in self._times:
            field.say()

    # What Qt asks

    def focusNextPrevChild(self, forward: bool) -> bool:
        return go_as_seen(self, forward=forward) or super().focusNextPrevChild(forward)

    def showEvent(self, event: QShowEvent) -> None:
        if not self._at_first:
            self._say()
            self._at_first = self._typed()
            if self.focusWidget() in (None, self._send) and (first := first_as_seen(self.fields)) is not None:
                first.setFocus(Qt.FocusReason.OtherFocusReason)  # a first Enter is for a field, not for sending
        super().showEvent(event)
        self.resize(self.width(), self._needed())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.send()
            return
        super().keyPressEvent(event)
