"""The verbs of relief and attendance, within reach from every page."""

from __future__ import annotations

from ui.window import MainWindow
from warroom.words import _


def add_relief_verbs(window: MainWindow) -> None:
    """Register them: open the page, note an arrival, plan, print."""
    desk = window.desk

    def can_write() -> bool:
        return window.incident is not None and not desk.room.read_only

    def arrive() -> None:
        from ui.dialogs.arrival import ArrivalDialog

        if window.incident is not None:
            ArrivalDialog(desk, desk.room.views.duty_board(window.incident), window).open()

    def propose() -> None:
        window.open_page("relief")
        window.pages.relief().propose_when_read()

    def sheet() -> None:
        window.open_page("relief")
        window.pages.relief().print_attendance()

    add = desk.verbs.add
    add(
        "go-relief", lambda: _("Go to relief: shifts, arrivals, fatigue"), lambda: window.open_page("relief"),
        shortcut="Ctrl+Shift+B", group="go",
    )  # fmt: skip
    add("arrive", lambda: _("Note an arrival…"), arrive, group="incident", enabled=can_write)
    add("propose-relief", lambda: _("Propose a relief plan…"), propose, group="incident", enabled=can_write)
    add(
        "attendance", lambda: _("Print the attendance sheet…"), sheet, group="files",
        enabled=lambda: window.incident is not None,
    )  # fmt: skip
