"""The verbs of paper: switch to it with one key, and the page where copies and sheets are."""

from __future__ import annotations

from ui.window import MainWindow
from warroom.words import _


def add_paper_verbs(window: MainWindow) -> None:
    """Register them."""
    desk = window.desk

    def switch() -> None:
        from ui.panels.paper import PaperPanel

        window.open_page("paper")
        page = window.pages.page("paper")
        assert isinstance(page, PaperPanel)
        page.switch.switch(_exercise(window))

    add = desk.verbs.add
    add(
        "switch-to-paper", lambda: _("Switch to paper"), switch,
        shortcut="Ctrl+Shift+P", group="room", enabled=lambda: not desk.room.read_only,
    )  # fmt: skip
    add("paper", lambda: _("Go to the paper"), lambda: window.open_page("paper"), shortcut="Alt+0", group="go")


def _exercise(window: MainWindow) -> str:
    """The current incident where it is an exercise: its papers are wanted then, not those of what is real."""
    incident = window.current_incident()
    return incident.id if incident is not None and incident.exercise else ""
