"""The pages of what comes in: each built when first opened, and where its records are shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from ui.desk import Desk

if TYPE_CHECKING:
    from ui.pages import Pages
    from ui.panels.incoming import IncomingPanel

OF_INCOMING = ("inbound", "rumour", "promise")


def incoming_pages(pages: Pages, desk: Desk) -> dict[str, Callable[[], QWidget]]:
    """What builds each page, by the name of the page; nothing is imported before it is wanted."""

    def incoming() -> QWidget:
        from ui.panels.incoming import IncomingPanel

        panel = IncomingPanel(desk)
        panel.record_chosen.connect(pages.record_chosen)
        return panel

    def confidence() -> QWidget:
        from ui.panels.confidence import ConfidencePanel

        panel = ConfidencePanel(desk)
        panel.record_chosen.connect(pages.record_chosen)
        return panel

    return {"incoming": incoming, "confidence": confidence}


def incoming_page(pages: Pages) -> IncomingPanel:
    """The page of what comes in, built if this is the first time."""
    from ui.panels.incoming import IncomingPanel

    page = pages.page("incoming")
    assert isinstance(page, IncomingPanel)
    return page


def reveal_of_incoming(pages: Pages, noun: str, record: str) -> bool:
    """Bring a message that came in, a rumour or a promise to the front; False for any other noun."""
    if noun not in OF_INCOMING:
        return False
    pages.open("incoming")
    incoming_page(pages).reveal(noun, record)
    return True
