"""The verbs of relief and attendance, within reach from every page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.window import MainWindow
from warroom.words import _

if TYPE_CHECKING:
    from ui.panels.relief import ReliefPanel


def add_relief_verbs(window: MainWindow) -> None:
    """Register them: note an arrival, plan, print."""
    desk = window.desk

    def can_write() -> bool:
        return window.incident is not None and not desk.room.read_only

    def arrive() -> None:
        from ui.dialogs.arrival import ArrivalDialog

        if window.incident is not None:
            ArrivalDialog(desk, desk.room.views.duty_board(window.incident), window).open()

    def on_page() -> ReliefPanel:
        from ui.panels.relief import ReliefPanel

        window.open_page("relief")
        page = window.pages.page("relief")
        assert isinstance(page, ReliefPanel)
        return page

    add = desk.verbs.add
    add("arrive", lambda: _("Note an arrival…"), arrive, group="incident", enabled=can_write)
    add(
        "propose-relief", lambda: _("Propose a relief plan…"), lambda: on_page().propose_when_read(),
        group="incident", enabled=can_write,
    )  # fmt: skip
    add(
        "attendance", lambda: _("Print the attendance sheet…"), lambda: on_page().print_attendance(), group="files",
        enabled=lambda: window.incident is not None,
    )  # fmt: skip
