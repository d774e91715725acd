"""The pages of the team: each built when first opened."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from ui.desk import Desk

if TYPE_CHECKING:
    from ui.pages import Pages


def team_pages(pages: Pages, desk: Desk) -> dict[str, Callable[[], QWidget]]:
    """What builds each page, by the name of the page; nothing is imported before it is wanted."""

    def mobilisation() -> QWidget:
        from ui.panels.mobilisation import MobilisationPanel

        panel = MobilisationPanel(desk)
        panel.record_chosen.connect(pages.record_chosen)
        return panel

    return {"mobilisation": mobilisation}
