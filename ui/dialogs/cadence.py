"""The cadence of messages: put the next one off, choose another pace, say that an audience was told another way."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QWidget

from ui.desk import Desk
from ui.dialogs.form import Form
from ui.widgets.choice import Choice, Way
from ui.widgets.fields import TextBox, TimeField
from ui.widgets.number_box import NumberBox
from warroom import phrases
from warroom.commands import LongIncident, NoteUpdate, SetCadence, SnoozeCadence, StartCadence
from warroom.commands.cadence_words import audiences_said
from warroom.domain.audience_pace import LONG_MIN
from warroom.domain.incidents import Incident
from warroom.domain.message_cadence import MOST_MIN
from warroom.errors import Refusal
from warroom.words import _

SNOOZES = (5, 10, 15, 30, 60)  # minutes
USUAL = 15


class SnoozeDialog(Form):
    """Put the next message off: by how much, and why; the log keeps both."""

    def __init__(
        self, desk: Desk, incident: Incident, audiences: tuple[str, ...], due_at: int, parent: QWidget | None = None
    ) -> None:
        super().__init__(desk, parent)
        self._incident, self._audiences, self._due_at = incident, audiences, due_at
        ways = [
            Way(minutes, lambda minutes=minutes: phrases.duration(minutes * phrases.MINUTE))  # type: ignore[misc]
            for minutes in SNOOZES
        ]
        self._by: Choice[int] = Choice(desk.look, ways, self, in_a_row=True)
        self._by.choose(USUAL)
        self._until = TimeField(desk, ahead=True)
        self._reason = TextBox(lines=2, parent=self)
        self.add(lambda: _("Put off by"), self._by)
        self.add(lambda: _("Or until"), self._until)
        self.add(
            lambda: _("Reason"), self._reason, hint=lambda: _("The log keeps it, and the cadence report counts it.")
        )
        self._reason.setFocus()

    def title(self) -> str:
        names = audiences_said(self.desk.room.views.audience_book(), self._audiences)
        return _("Put off the next message to {audiences}?").format(audiences=names)

    def verb(self) -> str:
        return _("Put off")

    def command(self) -> SnoozeCadence:
        start = max(self._due_at, self.desk.room.clock.now_ms())
        until = self._until.moment() or start + (self._by.value() or USUAL) * phrases.MINUTE
        return SnoozeCadence(
            incident=self._incident.id, audiences=self._audiences, until=until, reason=self._reason.toPlainText()
        )

    def _say(self) -> None:
        super()._say()
        self._by.say()


class PaceDialog(Form):
    """Another interval, chosen by hand; or the pace of a long incident."""

    def __init__(
        self,
        desk: Desk,
        incident: Incident,
        audiences: tuple[str, ...],
        *,
        minutes: int = LONG_MIN,
        is_long: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(desk, parent)
        self._incident, self._audiences, self._is_long = incident, audiences, is_long
        self._minutes = NumberBox(self)
        self._minutes.setRange(1 if is_long else 0, MOST_MIN)
        self._minutes.setSingleStep(15)
        self._minutes.setValue(minutes)
        self._minutes.setMinimumWidth(desk.look.px(140))
        self._reason = TextBox(lines=2, parent=self)
        self.add(lambda: _("One every"), self._minutes, hint=self._hint)
        self.add(lambda: _("Reason"), self._reason)
        self._reason.setFocus()

    def title(self) -> str:
        names = audiences_said(self.desk.room.views.audience_book(), self._audiences)
        asked = (
            _("A long incident: fewer, weightier messages to {audiences}?")
            if self._is_long
            else _("How often is {audiences} to hear?")
        )
        return asked.format(audiences=names)

    def verb(self) -> str:
        return _("Long incident") if self._is_long else _("Lay down")

    def command(self) -> LongIncident | SetCadence:
        kind = LongIncident if self._is_long else SetCadence
        return kind(
            incident=self._incident.id,
            audiences=self._audiences,
            minutes=self._minutes.value(),
            reason=self._reason.toPlainText(),
        )

    def _hint(self) -> str:
        if self._is_long:
            return _("Each says when the next comes, and what has changed since the last.")
        return _("0 is never, but for an hour that a message promises.")

    def _say(self) -> None:
        super()._say()
        self._minutes.setSuffix(" " + _("min"))


class ToldDialog(Form):
    """An audience was told another way: by telephone, in a meeting, by somebody else's message."""

    def __init__(
        self, desk: Desk, incident: Incident, audiences: tuple[str, ...], parent: QWidget | None = None
    ) -> None:
        super().__init__(desk, parent)
        self._incident, self._audiences = incident, audiences
        self._how = QLineEdit(self)
        self._at, self._next = TimeField(desk), TimeField(desk, ahead=True)
        self.add(lambda: _("How, by whom"), self._how)
        self.add(lambda: _("At"), self._at, hint=lambda: _("Left empty: now."))
        self.add(lambda: _("The next announced for"), self._next, hint=lambda: _("Left empty: as the cadence says."))
        self._how.setFocus()

    def title(self) -> str:
        names = audiences_said(self.desk.room.views.audience_book(), self._audiences)
        return _("{audiences}: told another way").format(audiences=names)

    def verb(self) -> str:
        return _("Note it")

    def command(self) -> NoteUpdate:
        return NoteUpdate(
            incident=self._incident.id,
            audiences=self._audiences,
            how=self._how.text(),
            at=self._at.moment(),
            next_at=self._next.moment(),
        )


class StartDialog(Form):
    """Owe one more audience messages: whom, when first, how often."""

    def __init__(
        self, desk: Desk, incident: Incident, audiences: tuple[str, ...], parent: QWidget | None = None
    ) -> None:
        super().__init__(desk, parent)
        self._incident = incident
        book = desk.room.views.audience_book()
        ways = [
            Way(code, lambda code=code: audiences_said(book, [code]))  # type: ignore[misc]
            for code in audiences
        ]
        self._audience: Choice[str] = Choice(desk.look, ways, self)
        self._first, self._every = NumberBox(self), NumberBox(self)
        for box in (self._first, self._every):
            box.setRange(0, MOST_MIN)
            box.setSingleStep(15)
            box.setMinimumWidth(desk.look.px(140))
        self.add(lambda: _("Audience"), self._audience)
        self.add(lambda: _("First message in"), self._first)
        self.add(
            lambda: _("Then one every"),
            self._every,
            hint=lambda: _("Both at 0: as the severity asks of this audience."),
        )

    def title(self) -> str:
        return _("Whom else do we owe messages?")

    def verb(self) -> str:
        return _("Start the messages")

    def command(self) -> StartCadence:
        audience = self._audience.value()
        if audience is None:
            raise Refusal("audience-missing", _("Which audience?"), safe=_("Nothing was changed."))
        first, every = self._first.value(), self._every.value()
        if not first and not every:
            return StartCadence(incident=self._incident.id, audiences=(audience,))
        return StartCadence(incident=self._incident.id, audiences=(audience,), first_min=first or every, minutes=every)

    def _say(self) -> None:
        super()._say()
        self._audience.say()
        self._first.setSuffix(" " + _("min"))
        self._every.setSuffix(" " + _("min"))
