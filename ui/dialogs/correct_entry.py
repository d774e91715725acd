"""Correcting an entry: a new entry that says what it corrects and why; the old text stays."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from ui.desk import Desk
from ui.dialogs.form import Form
from ui.widgets.circle_choice import CircleChoice, add_circle
from ui.widgets.fields import TextBox, TimeField
from ui.widgets.tone import ToneLabel
from warroom.commands import CorrectEntry
from warroom.commands.base import Command
from warroom.domain.entries import Entry
from warroom.words import _

SHOWN_MOST = 600  # characters of the old text shown above the new one


class CorrectEntryDialog(Form):
    """The old text, the new text, the reason, and the event time where that was wrong."""

    def __init__(self, desk: Desk, entry: Entry, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent, width=640)
        self._entry = entry
        old = ToneLabel(desk.look, "muted", wrap=True, parent=self)
        old.say(entry.text if len(entry.text) <= SHOWN_MOST else entry.text[:SHOWN_MOST] + " …")
        self._text = TextBox(lines=4, parent=self)
        self._text.setPlainText(entry.text)
        self._reason = TextBox(lines=2, parent=self)
        self._time = TimeField(desk, parent=self)
        self._time.set_moment(entry.event_at)
        self.add(lambda: _("As written"), old)
        self.add(lambda: _("Corrected text"), self._text)
        self.add(lambda: _("Event time"), self._time)
        self.add(lambda: _("Reason"), self._reason, hint=lambda: _("The old text stays in the log, struck through."))
        self._circle = CircleChoice(desk, self)
        if entry.circle:
            self._circle.hide()  # it stays in the circle of what it corrects
        else:
            add_circle(self.add, self._circle)
        self._text.setFocus()
        self._text.selectAll()

    def title(self) -> str:
        return _("Correct {number}").format(number=self._entry.number)

    def verb(self) -> str:
        return _("Write the correction")

    def command(self) -> Command[Any]:
        return CorrectEntry(
            entry=self._entry.id,
            text=self._text.toPlainText(),
            reason=self._reason.toPlainText(),
            event_at=self._time.moment(),
            circle=self._circle.value(),
        )
