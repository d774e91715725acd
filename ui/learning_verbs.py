"""The verbs of what is learnt, within reach from every page. Keys of these pages: Alt+Shift and R, P, M, I."""

from __future__ import annotations

from ui.learning_pages import reviews_page
from ui.window import MainWindow
from warroom.words import _


def add_learning_verbs(window: MainWindow) -> None:
    """Register them: go to the reviews, start one, go to the action plan."""
    desk = window.desk

    def start() -> None:
        window.open_page("reviews")
        reviews_page(window.pages).start()

    desk.verbs.add(
        "go-improvement", lambda: _("Go to continuous improvement"), lambda: window.open_page("improvement"),
        shortcut="Alt+Shift+I", group="go",
    )  # fmt: skip
    desk.verbs.add(
        "go-memory", lambda: _("Go to the memory: have we seen this?"), lambda: window.open_page("memory"),
        shortcut="Alt+Shift+M", group="go",
    )  # fmt: skip
    desk.verbs.add(
        "start-review", lambda: _("Start a review (REX)…"), start, group="incident",
        enabled=lambda: not desk.room.read_only,
    )  # fmt: skip
    desk.verbs.add(
        "go-reviews", lambda: _("Go to the reviews (REX)"), lambda: window.open_page("reviews"),
        shortcut="Alt+Shift+R", group="go",
    )  # fmt: skip
    desk.verbs.add(
        "go-plan",
        lambda: _("Go to the action plan"),
        lambda: window.open_page("plan"),
        shortcut="Alt+Shift+P",
        group="go",
    )
