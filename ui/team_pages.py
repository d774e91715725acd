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

    def skills() -> QWidget:
        from ui.panels.skills import SkillsPanel

        return SkillsPanel(desk)

    return {"skills": skills}


def reveal_of_team(pages: Pages, noun: str, record: str) -> bool:
    """Show a record of the team on its own page; False for one that lives elsewhere."""
    if noun in ("skill", "team"):
        from ui.panels.skills import SkillsPanel

        pages.open("skills")
        page = pages.page("skills")
        assert isinstance(page, SkillsPanel)
        page.reveal(noun, record)
        return True
    return False
