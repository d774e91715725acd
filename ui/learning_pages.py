"""The pages of what is learnt after a crisis: each built when first opened, and where its records are shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from ui.desk import Desk

if TYPE_CHECKING:
    from ui.pages import Pages
    from ui.panels.memory import MemoryPanel
    from ui.panels.plan import PlanPanel
    from ui.panels.reviews import ReviewsPanel

OF_REVIEWS = ("rex", "rex_section", "rex_note", "rex_comment", "rex_publication", "rex_approval")


def learning_pages(pages: Pages, desk: Desk) -> dict[str, Callable[[], QWidget]]:
    """What builds each page, by the name of the page; nothing is imported before it is wanted."""

    def reviews() -> QWidget:
        from ui.panels.reviews import ReviewsPanel

        panel = ReviewsPanel(desk)
        panel.record_chosen.connect(pages.record_chosen)
        return panel

    def improvement() -> QWidget:
        from ui.panels.improvement import ImprovementPanel

        panel = ImprovementPanel(desk)
        panel.record_chosen.connect(pages.record_chosen)
        return panel

    def plan() -> QWidget:
        from ui.panels.plan import PlanPanel

        panel = PlanPanel(desk)
        panel.record_chosen.connect(pages.record_chosen)
        return panel

    def memory() -> QWidget:
        from ui.panels.memory import MemoryPanel

        panel = MemoryPanel(desk)
        panel.record_chosen.connect(pages.record_chosen)
        return panel

    return {"reviews": reviews, "plan": plan, "memory": memory, "improvement": improvement}


def reviews_page(pages: Pages) -> ReviewsPanel:
    """The page of reviews, built if this is the first time."""
    from ui.panels.reviews import ReviewsPanel

    page = pages.page("reviews")
    assert isinstance(page, ReviewsPanel)
    return page


def plan_page(pages: Pages) -> PlanPanel:
    """The page of the action plan, built if this is the first time."""
    from ui.panels.plan import PlanPanel

    page = pages.page("plan")
    assert isinstance(page, PlanPanel)
    return page


def memory_page(pages: Pages) -> MemoryPanel:
    """The page of the memory, built if this is the first time."""
    from ui.panels.memory import MemoryPanel

    page = pages.page("memory")
    assert isinstance(page, MemoryPanel)
    return page


def reveal_of_learning(pages: Pages, noun: str, record: str) -> bool:
    """Bring a record of what is learnt to the front; False for any other noun."""
    if noun == "corrective":
        pages.open("plan")
        plan_page(pages).reveal(record)
        return True
    if noun in ("lesson", "memory"):
        pages.open("memory")
        memory_page(pages).reveal(noun, record)
        return True
    if noun in ("cause", "barrier"):
        return _reveal_cause(pages, noun, record)
    if noun not in OF_REVIEWS:
        return False
    pages.open("reviews")
    reviews_page(pages).reveal(noun, record)
    return True


def _reveal_cause(pages: Pages, noun: str, record: str) -> bool:
    """Show a cause or a barrier in its review, else in the newest of its incident; False where none was begun."""
    from ui.panels.rex_causes import RexCausesPanel
    from warroom.domain.rex import Step

    page = reviews_page(pages)
    rex = page.review_of(noun, record)
    if not rex:
        return False
    pages.open("reviews")
    page.open_review(rex, step=Step.CAUSES)
    panel = page.findChild(RexCausesPanel)
    if panel is not None:
        panel.reveal(noun, record)
    return True
