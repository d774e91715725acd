"""Silence an alarm for a while: how long, and why; the log tells both."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from ui.desk import Desk
from ui.dialogs.form import Form
from ui.widgets.choice import Choice, Way
from ui.widgets.fields import TextBox
from warroom import phrases
from warroom.commands import MuteAlarm
from warroom.commands.alarm_words import alarm_name
from warroom.domain.alarms import Alarm
from warroom.words import _

MINUTES = (10, 30, 60, 120, 240)
USUAL = 30


class SilenceDialog(Form):
    """It comes back by itself; nothing is silent for longer than four hours."""

    def __init__(self, desk: Desk, alarm: Alarm, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._alarm = alarm
        ways = [
            Way(minutes, lambda minutes=minutes: phrases.duration(minutes * phrases.MINUTE))  # type: ignore[misc]
            for minutes in MINUTES
        ]
        self._minutes: Choice[int] = Choice(desk.look, ways, self, in_a_row=True)
        self._minutes.choose(USUAL)
        self._reason = TextBox(lines=2, parent=self)
        self.add(lambda: _("Silent for"), self._minutes)
        self.add(lambda: _("Reason"), self._reason, hint=lambda: _("The log says it, with your name and until when."))
        self._reason.setFocus()

    def title(self) -> str:
        return _("Silence “{what}” for a while?").format(what=alarm_name(self._alarm))

    def verb(self) -> str:
        return _("Silence")

    def command(self) -> MuteAlarm:
        now = self.desk.room.clock.now_ms()
        return MuteAlarm(
            what=self._alarm.key,
            until=now + (self._minutes.value() or USUAL) * phrases.MINUTE,
            reason=self._reason.toPlainText(),
            label=alarm_name(self._alarm),
            incident=self._alarm.incident,
        )

    def _say(self) -> None:
        super()._say()
        self._minutes.say()
