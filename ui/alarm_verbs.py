"""The verbs of alarms, and what the band under the strip leads to."""

from __future__ import annotations

from ui.window import MainWindow
from warroom.domain.alarms import Alarm
from warroom.words import _


def add_alarm_verbs(window: MainWindow) -> None:
    """Register them, and join the band to the window."""
    desk, band = window.desk, window.alarms

    def can_answer() -> bool:
        return band.alarm is not None and not desk.room.read_only

    def silence() -> None:
        if band.alarm is not None:
            ask_silence(band.alarm)

    def ask_silence(alarm: Alarm) -> None:
        from ui.dialogs.silence import SilenceDialog

        SilenceDialog(desk, alarm, window).open()

    add = desk.verbs.add
    add(
        "acknowledge-alarm", lambda: _("Acknowledge the alarm"), band.take,
        shortcut="Ctrl+Shift+Y", group="room", enabled=can_answer,
    )  # fmt: skip
    add("silence-alarm", lambda: _("Silence the alarm for a while…"), silence, group="room", enabled=can_answer)
    add("hear-alarm", lambda: _("Hear the sound of an alarm"), band.watch.chime.ring, group="room")
    add("alarms", lambda: _("Go to the alarms"), lambda: window.open_page("alarms"), group="go")
    band.record_chosen.connect(window.reveal)
    band.list_wanted.connect(lambda: window.open_page("alarms"))
    band.silence_wanted.connect(ask_silence)
