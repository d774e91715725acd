"""The pages of what is said and of what comes in: each built when first opened, and where its records are shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from ui.desk import Desk

if TYPE_CHECKING:
    from ui.pages import Pages
    from ui.panels.messages import MessagesPanel
    from ui.panels.outbox import OutboxPanel
    from ui.panels.press import PressPanel

OF_AUDIENCES = ("audience", "channel")
OF_CADENCE = ("cadence", "cadence_step")
OF_PRESS = ("press_answer", "stakeholder")
OF_MESSAGES = ("message", "message_text", "review", "claim", "release")


def message_pages(pages: Pages, desk: Desk) -> dict[str, Callable[[], QWidget]]:
    """What builds each page, by the name of the page; nothing is imported before it is wanted."""

    def messages() -> QWidget:
        from ui.panels.messages import MessagesPanel

        panel = MessagesPanel(desk)
        panel.record_chosen.connect(pages.record_chosen)
        return panel

    def outbox() -> QWidget:
        from ui.panels.outbox import OutboxPanel

        panel = OutboxPanel(desk)
        panel.record_chosen.connect(pages.record_chosen)
        return panel

    def audiences() -> QWidget:
        from ui.panels.audiences import AudiencesPanel

        return AudiencesPanel(desk)

    def press() -> QWidget:
        from ui.panels.press import PressPanel

        panel = PressPanel(desk)
        panel.record_chosen.connect(pages.record_chosen)
        return panel

    return {
        "messages": messages,
        "press": press,
        "outbox": outbox,
        "audiences": audiences,
    }


def messages_page(pages: Pages) -> MessagesPanel:
    """The page of messages, built if this is the first time."""
    from ui.panels.messages import MessagesPanel

    page = pages.page("messages")
    assert isinstance(page, MessagesPanel)
    return page


def press_page(pages: Pages) -> PressPanel:
    """The page of the press, built if this is the first time."""
    from ui.panels.press import PressPanel

    page = pages.page("press")
    assert isinstance(page, PressPanel)
    return page


def outbox_page(pages: Pages) -> OutboxPanel:
    """The page of the outbox, built if this is the first time."""
    from ui.panels.outbox import OutboxPanel

    page = pages.page("outbox")
    assert isinstance(page, OutboxPanel)
    return page


def reveal_of_messages(pages: Pages, noun: str, record: str) -> bool:
    """Bring a record of what is said to the front; False for any other noun."""
    if noun in OF_MESSAGES:
        pages.open("messages")
        messages_page(pages).reveal(noun, record)
        return True
    if noun == "sending":
        pages.open("outbox")
        outbox_page(pages).reveal(record)
        return True
    if noun in OF_AUDIENCES:
        pages.open("audiences")
        return True
    if noun in OF_CADENCE:
        pages.open("messages")
        return True
    if noun in OF_PRESS:
        pages.open("press")
        press_page(pages).reveal(noun, record)
        return True
    return False


def open_message(pages: Pages, message: str) -> None:
    """This message on its page, or, without one, a new message."""
    pages.open("messages")
    if message:
        messages_page(pages).open_message(message, enters=True)
    else:
        messages_page(pages).new_message()
