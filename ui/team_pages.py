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

    def roster() -> QWidget:
        from ui.panels.roster import RosterPanel

        panel = RosterPanel(desk)
        panel.record_chosen.connect(pages.record_chosen)
        return panel

    def seats() -> QWidget:
        from ui.panels.seats import SeatsPanel

        panel = SeatsPanel(desk)
        panel.cell_asked.connect(lambda: pages.open("cell"))
        return panel

    def skills() -> QWidget:
        from ui.panels.skills import SkillsPanel

        return SkillsPanel(desk)

    def templates() -> QWidget:
        from ui.panels.templates import TemplatesPanel

        panel = TemplatesPanel(desk)
        panel.lesson_chosen.connect(lambda lesson: pages.reveals("lesson", lesson))
        return panel

    def oncall() -> QWidget:
        from ui.panels.oncall import OnCallPanel

        return OnCallPanel(desk)

    def field() -> QWidget:
        from ui.panels.field import FieldPanel

        panel = FieldPanel(desk)
        panel.incident_chosen.connect(pages.incident_chosen)
        return panel

    def relief() -> QWidget:
        from ui.panels.relief import ReliefPanel

        panel = ReliefPanel(desk)
        panel.cell_asked.connect(lambda: pages.open("cell"))
        return panel

    def mobilisation() -> QWidget:
        from ui.panels.mobilisation import MobilisationPanel

        panel = MobilisationPanel(desk)
        panel.record_chosen.connect(pages.record_chosen)
        return panel

    return {
        "mobilisation": mobilisation,
        "relief": relief,
        "field": field,
        "roster": roster,
        "oncall": oncall,
        "seats": seats,
        "skills": skills,
        "templates": templates,
    }


def reveal_of_team(pages: Pages, noun: str, record: str) -> bool:
    """Show a record of the team on its own page; False for one that lives elsewhere."""
    if noun in ("person", "reach"):
        from ui.panels.roster import RosterPanel

        pages.open("roster")
        page = pages.page("roster")
        assert isinstance(page, RosterPanel)
        page.reveal(page.desk.room.views.whose_reach(record) if noun == "reach" else record)
        return True
    if noun == "handover":
        from ui.panels.seats import SeatsPanel

        pages.open("seats")
        functions = pages.page("seats")
        assert isinstance(functions, SeatsPanel)
        functions.deeds.open_handover(record)
        return True
    if noun == "rotation":
        pages.open("oncall")
        return True
    if noun in ("skill", "team"):
        from ui.panels.skills import SkillsPanel

        pages.open("skills")
        page = pages.page("skills")
        assert isinstance(page, SkillsPanel)
        page.reveal(noun, record)
        return True
    return False
