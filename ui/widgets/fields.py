"""Fields of forms: a text box where Enter sends, a name that completes, a time that says how it was understood."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QStringListModel, Qt, Signal
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import QCompleter, QHBoxLayout, QLineEdit, QPlainTextEdit, QWidget

from ui.desk import Desk
from ui.widgets.tone import ToneLabel
from warroom import phrases
from warroom.domain.quick_entry import parse_due, parse_time
from warroom.errors import Refusal
from warroom.words import _

ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class TextBox(QPlainTextEdit):
    """Several lines of text: Enter sends the form, Shift+Enter begins a new line, Tab goes on to the next field."""

    sent = Signal()

    def __init__(self, *, lines: int = 3, enter_sends: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._enter_sends = enter_sends
        self.setTabChangesFocus(True)
        self.set_lines(lines)

    def set_lines(self, lines: int) -> None:
        """As tall as this many lines."""
        margins = self.contentsMargins()
        frame = 2 * (self.frameWidth() + int(self.document().documentMargin()))
        self.setFixedHeight(lines * self.fontMetrics().lineSpacing() + frame + margins.top() + margins.bottom() + 8)

    def setPlainText(self, text: str) -> None:
        """Qt leaves the cursor in front; people type on at the end."""
        super().setPlainText(text)
        self.moveCursor(QTextCursor.MoveOperation.End)

    # What Qt asks

    def keyPressEvent(self, event: QKeyEvent) -> None:
        modifiers = event.modifiers()
        if event.key() in ENTER:
            with_control = bool(modifiers & Qt.KeyboardModifier.ControlModifier)
            with_shift = bool(modifiers & Qt.KeyboardModifier.ShiftModifier)
            if with_control or (self._enter_sends and not with_shift):
                self.sent.emit()
                return
        super().keyPressEvent(event)


class NameField(QLineEdit):
    """A name typed freely, completed from the names the room knows."""

    def __init__(self, names: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names = QStringListModel(list(names), self)
        completer = QCompleter(self._names, self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.setCompleter(completer)

    def set_names(self, names: Sequence[str]) -> None:
        self._names.setStringList(list(names))


class TimeField(QWidget):
    """A time as people type it, and beside it the moment that was understood; `ahead` for what is to come."""

    def __init__(self, desk: Desk, *, ahead: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._ahead = desk, ahead
        self._as_set: tuple[str, int] | None = None  # what was shown at first, and the exact time it stood for
        self.line = QLineEdit(self)
        self.line.setFixedWidth(desk.look.px(232))
        self._said = ToneLabel(desk.look, "muted", wrap=True, parent=self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.line)
        row.addWidget(self._said, 1)
        self.setFocusProxy(self.line)
        self.line.textChanged.connect(self._show_moment)
        self.say()

    def setAccessibleName(self, name: str) -> None:
        """The line is what a screen reader stands on."""
        super().setAccessibleName(name)
        self.line.setAccessibleName(name)

    def say(self) -> None:
        """All words anew, after a change of language."""
        examples = _("15:30, +30, 2 h, tomorrow 9:00") if self._ahead else _("14:32, -20, 23/11 14:32")
        self.line.setPlaceholderText(examples)
        self.line.setToolTip(examples)
        self._show_moment()

    def set_moment(self, at: int | None) -> None:
        """Show a known time (milliseconds UTC)."""
        if at is None:
            return
        local, now = phrases.local(at), phrases.local(self._desk.room.clock.now_ms())
        self.line.setText(local.strftime("%H:%M" if local.date() == now.date() else "%d/%m/%Y %H:%M"))
        self._as_set = (self.line.text(), at)
        self._show_moment()

    def moment(self) -> int | None:
        """Milliseconds UTC, or None when nothing was typed. Raises Refusal for a time that nobody could read."""
        text = self.line.text().strip()
        if not text:
            return None
        at = self._read(text)
        if at is None:
            raise Refusal(
                "time-unread",
                _("“{text}” is not a time that can be read.").format(text=text),
                safe=_("Nothing was changed."),
                todo=_("Type it like {examples}.").format(examples=self.line.placeholderText()),
            )
        return at

    def _read(self, text: str) -> int | None:
        if self._as_set is not None and text == self._as_set[0]:
            return self._as_set[1]  # untouched: the exact time, even when it is past by now
        moment = self._desk.room.clock.moment()
        read = parse_due if self._ahead else parse_time
        return read(text, moment.utc_ms, phrases.local(moment.utc_ms).tzinfo)

    def _show_moment(self) -> None:
        text = self.line.text().strip()
        at = self._read(text) if text else None
        if not text:
            self._said.say("", "muted")
        elif at is None:
            self._said.say(_("not a time yet"), "due")
        else:
            now = self._desk.room.clock.now_ms()
            day = f"{phrases.day(at)} {phrases.time_of_day(at)}"
            said = phrases.until(at, now) if self._ahead else phrases.ago(at, now)
            self._said.say(f"{day} · {said}", "muted")
