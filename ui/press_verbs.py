"""The verbs of the press and of cadence, within reach from every page."""

from __future__ import annotations

from ui.message_pages import press_page
from ui.window import MainWindow
from warroom.words import _


def add_press_verbs(window: MainWindow) -> None:
    """Register them: go to the page, print what everybody may say."""
    desk = window.desk

    def print_one_page() -> None:
        window.open_page("press")
        press_page(window.pages).print_one_page()

    desk.verbs.add(
        "go-press", lambda: _("Go to the press"), lambda: window.open_page("press"), shortcut="Ctrl+H", group="go"
    )
    desk.verbs.add(
        "print-one-page", lambda: _("Print what everybody may say"), print_one_page, group="incident",
        enabled=lambda: window.incident is not None,
    )  # fmt: skip
