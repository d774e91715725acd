"""The verbs of what is said and of what comes in, within reach from every page."""

from __future__ import annotations

from ui.message_pages import messages_page
from ui.window import MainWindow
from warroom.domain.incidents import Severity
from warroom.words import _


def add_message_verbs(window: MainWindow) -> None:
    """Register them: go to the page, write a message, the first one, one that says that nothing changed."""
    desk = window.desk
    add = desk.verbs.add

    def can_write() -> bool:
        return window.incident is not None and not desk.room.read_only

    def is_first() -> bool:
        incident = window.current_incident()
        return incident is not None and can_write() and (incident.vital or incident.severity is Severity.CRITICAL)

    def first() -> None:
        window.open_page("messages")
        messages_page(window.pages).first_message()

    def no_change() -> None:
        window.open_page("messages")
        messages_page(window.pages).no_change()

    def write() -> None:
        window.open_page("messages")
        messages_page(window.pages).new_message()

    add(
        "go-messages", lambda: _("Go to the messages"), lambda: window.open_page("messages"),
        shortcut="Alt+C", group="go",
    )  # fmt: skip
    add(
        "go-outbox", lambda: _("Go to the outbox"), lambda: window.open_page("outbox"),
        shortcut="Ctrl+B", group="go",
    )  # fmt: skip
    add(
        "go-audiences", lambda: _("Go to the audiences and channels"), lambda: window.open_page("audiences"),
        shortcut="Ctrl+O", group="go",
    )  # fmt: skip
    add(
        "first-message", lambda: _("First message of a SEV1, approved in advance…"), first,
        shortcut="Alt+Shift+C", group="incident", enabled=is_first,
    )  # fmt: skip
    add(
        "no-change", lambda: _("Say that nothing changed"), no_change,
        shortcut="Alt+N", group="incident", enabled=can_write,
    )  # fmt: skip
    add(
        "new-message", lambda: _("Write a message…"), write, shortcut="Alt+W", group="incident", enabled=can_write,
    )  # fmt: skip
