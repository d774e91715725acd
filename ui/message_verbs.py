"""The verbs of what is said and of what comes in, within reach from every page."""

from __future__ import annotations

from ui.message_pages import messages_page
from ui.window import MainWindow
from warroom.words import _


def add_message_verbs(window: MainWindow) -> None:
    """Register them: go to the page, write a message, the first one, one that says that nothing changed."""
    desk = window.desk
    add = desk.verbs.add

    def can_write() -> bool:
        return window.incident is not None and not desk.room.read_only

    def write() -> None:
        window.open_page("messages")
        messages_page(window.pages).new_message()

    add(
        "go-messages", lambda: _("Go to the messages"), lambda: window.open_page("messages"),
        shortcut="Alt+M", group="go",
    )  # fmt: skip
    add(
        "go-outbox", lambda: _("Go to the outbox"), lambda: window.open_page("outbox"),
        shortcut="Ctrl+B", group="go",
    )  # fmt: skip
    add("new-message", lambda: _("Write a message…"), write, group="incident", enabled=can_write)
