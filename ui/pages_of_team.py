"""The pages of the team, in the order of the rail; each imported when first needed."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from ui.desk import Desk

if TYPE_CHECKING:
    from ui.pages import Pages


def team_pages(desk: Desk, pages: Pages) -> dict[str, Callable[[], QWidget]]:
    """Name → what builds it."""
    return {"field": lambda: _field(desk, pages)}


def _field(desk: Desk, pages: Pages) -> QWidget:
    from ui.panels.field import FieldPanel

    panel = FieldPanel(desk)
    panel.incident_chosen.connect(pages.incident_chosen)
    return panel
