"""What can be done about clocks anywhere in a window: go to the deadlines, qualify, set objectives, change rules."""

from __future__ import annotations

from ui.window import MainWindow
from warroom.words import _


def add_clock_verbs(window: MainWindow) -> None:
    """Register them; the registered verbs keep what they need alive."""
    add, desk = window.desk.verbs.add, window.desk

    def can_write() -> bool:
        return not desk.room.read_only

    def qualify() -> None:
        window.open_page("deadlines")
        window.pages.deadlines().qualify()

    def objectives() -> None:
        from ui.dialogs.continuity import ContinuityDialog

        ContinuityDialog(desk, parent=window).open()

    def rules() -> None:
        from ui.dialogs.clock_rules import ClockRulesDialog

        ClockRulesDialog(desk, window).open()

    add(
        "go-deadlines", lambda: _("Go to the deadlines"), lambda: window.open_page("deadlines"),
        shortcut="Alt+8", group="go",
    )  # fmt: skip
    add(
        "qualify", lambda: _("Qualify a regime…"), qualify, group="incident",
        enabled=lambda: can_write() and window.incident is not None,
    )  # fmt: skip
    add("objectives", lambda: _("Objectives of a service (RTO)…"), objectives, group="incident", enabled=can_write)
    add("clock-rules", lambda: _("Rules of legal clocks…"), rules, group="room", enabled=can_write)
