"""Set the moment that starts legal clocks, proved by an entry; or correct it, with the reason."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from ui.desk import Desk
from ui.dialogs.form import Form
from ui.widgets.entry_choice import EntryChoice
from ui.widgets.fields import TextBox, TimeField
from ui.widgets.tone import ToneLabel
from warroom import words
from warroom.commands import CorrectClockEvent, SetClockEvent
from warroom.commands.base import Command
from warroom.domain.entries import Entry
from warroom.domain.ids import RecordId
from warroom.domain.regimes import ClockEvent
from warroom.words import _


class ClockStartDialog(Form):
    """Which entry proves it, when it was, and for a correction why."""

    def __init__(
        self, desk: Desk, incident: str, event: str, *, former: ClockEvent | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(desk, parent, width=680)
        self._incident, self._event, self._former = incident, event, former
        self._book = desk.room.views.rulebook()
        known = self._book.events.get(event)
        if known is not None and known.hint.en:
            hint = ToneLabel(desk.look, "muted", wrap=True, parent=self)
            self.spoken(hint.setText, lambda: known.hint.in_language(words.language()))
            self.add_wide(hint)
        self._entry = EntryChoice(desk, incident, self)
        self._at = TimeField(desk, parent=self)
        self._reason = TextBox(lines=2, parent=self)
        self.add(lambda: _("Proved by entry"), self._entry)
        self.add(lambda: _("When it was"), self._at)
        self._reason.setVisible(former is not None)
        if former is not None:
            self.add(lambda: _("Reason"), self._reason)
            self._at.set_moment(former.at)
            self._entry.choose(former.entry)
        self._entry.chosen.connect(self._take_time)
        self._watch(self._at)

    def title(self) -> str:
        label = self._book.event_label(self._event, words.language())
        said = _("Correct “{event}”") if self._former else _("When was “{event}”?")
        return said.format(event=label)

    def verb(self) -> str:
        return _("Correct") if self._former else _("Start the clock")

    def command(self) -> Command[RecordId]:
        entry = self._entry.entry()
        at = self._at.moment()
        when = at if at is not None else entry.event_at if entry is not None else self.desk.room.clock.now_ms()
        proof = entry.id if entry is not None else ""
        if self._former is not None:
            return CorrectClockEvent(
                clock_event=self._former.id, at=when, reason=self._reason.toPlainText(), entry=proof
            )
        return SetClockEvent(incident=self._incident, event=self._event, at=when, entry=proof)

    def _take_time(self, entry: Entry) -> None:
        """The entry says when, until somebody types another time."""
        if not self._at.line.isModified() and self._former is None:
            self._at.set_moment(entry.event_at)

    def _say(self) -> None:
        super()._say()
        self._entry.say()
