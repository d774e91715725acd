"""What can be done about on-call anywhere in a window: make a rotation, import a calendar."""

from __future__ import annotations

from ui.panels.oncall_deeds import OnCallDeeds
from ui.window import MainWindow
from warroom.words import _


def add_on_call_verbs(window: MainWindow) -> None:
    """Register them; the registered verbs keep what they need alive."""
    add, desk = window.desk.verbs.add, window.desk

    def can_write() -> bool:
        return not desk.room.read_only

    deeds = OnCallDeeds(desk, window)
    add("rotation", lambda: _("New rotation of on-call…"), deeds.add_rotation, group="room", enabled=can_write)
    add(
        "import-calendar",
        lambda: _("Import a calendar of on-call…"),
        deeds.import_calendar,
        group="files",
        enabled=can_write,
    )
