"""The pages of the team: each built when first opened, and where its records are shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from ui.desk import Desk

if TYPE_CHECKING:
    from ui.pages import Pages


def team_pages(pages: Pages, desk: Desk) -> dict[str, Callable[[], QWidget]]:
    """What builds each page, by the name of the page; nothing is imported before it is wanted."""

    def seats() -> QWidget:
        from ui.panels.seats import SeatsPanel

        panel = SeatsPanel(desk)
        panel.cell_asked.connect(lambda: pages.open("cell"))
        return panel

    def skills() -> QWidget:
        from ui.panels.skills import SkillsPanel

        return SkillsPanel(desk)

    return {"seats": seats, "skills": skills}


def reveal_of_team(pages: Pages, noun: str, record: str) -> bool:
    """Show a record of the team on its own page; False for one that lives elsewhere."""
    if noun == "handover":
        from ui.panels.seats import SeatsPanel

        pages.open("seats")
        functions = pages.page("seats")
        assert isinstance(functions, SeatsPanel)
        functions.deeds.open_handover(record)
        return True
    if noun in ("skill", "team"):
        from ui.panels.skills import SkillsPanel

        pages.open("skills")
        page = pages.page("skills")
        assert isinstance(page, SkillsPanel)
        page.reveal(noun, record)
        return True
    return False
