"""A day as people type it, and beside it the day that was understood."""

from __future__ import annotations

from datetime import tzinfo

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from ui.desk import Desk
from ui.widgets.tone import ToneLabel
from warroom import phrases
from warroom.domain.typed_days import day_typed, parse_day
from warroom.errors import Refusal
from warroom.words import _


class DayField(QWidget):
    """`30/06/2027`; empty is no day. `at_end` gives the last minute of the day instead of noon."""

    def __init__(self, desk: Desk, *, at_end: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._at_end = desk, at_end
        self._as_set: tuple[str, int] | None = None
        self.line = QLineEdit(self)
        self.line.setFixedWidth(desk.look.px(140))
        self._said = ToneLabel(desk.look, "muted", wrap=True, parent=self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.line)
        row.addWidget(self._said, 1)
        self.setFocusProxy(self.line)
        self.line.textChanged.connect(self._show_day)
        self.say()

    def setAccessibleName(self, name: str) -> None:
        """The line is what a screen reader stands on."""
        super().setAccessibleName(name)
        self.line.setAccessibleName(name)

    def say(self) -> None:
        """All words anew, after a change of language."""
        self.line.setPlaceholderText(_("30/06/2027"))
        self._show_day()

    def set_moment(self, at: int | None) -> None:
        """Show a known day (milliseconds UTC)."""
        if at is not None:
            self.line.setText(day_typed(at, self._zone()))
            self._as_set = (self.line.text(), at)
            self._show_day()

    def moment(self) -> int | None:
        """Milliseconds UTC, or None when nothing was typed. Raises Refusal for a day that nobody could read."""
        text = self.line.text().strip()
        at = self._read(text) if text else None
        if text and at is None:
            raise Refusal(
                "time-unread",
                _("“{text}” is not a day that can be read.").format(text=text),
                safe=_("Nothing was changed."),
                todo=_("Type it like {examples}.").format(examples=self.line.placeholderText()),
            )
        return at

    def _zone(self) -> tzinfo | None:
        return phrases.local(self._desk.room.clock.moment().utc_ms).tzinfo

    def _read(self, text: str) -> int | None:
        if self._as_set is not None and text == self._as_set[0]:
            return self._as_set[1]
        return parse_day(text, self._zone(), at_end=self._at_end)

    def _show_day(self) -> None:
        text = self.line.text().strip()
        at = self._read(text) if text else None
        if not text:
            self._said.say("", "muted")
        elif at is None:
            self._said.say(_("not a day yet"), "due")
        else:
            now = self._desk.room.clock.now_ms()
            said = phrases.until(at, now) if at > now else phrases.ago(at, now)
            self._said.say(f"{phrases.date(at)} · {said}", "muted")
