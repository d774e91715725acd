"""The verbs of what is learnt, within reach from every page. Keys of these pages: Alt+Shift and R, P, M, I."""

from __future__ import annotations

from ui.window import MainWindow
from warroom.words import _


def add_learning_verbs(window: MainWindow) -> None:
    """Register them: go to the reviews and to the action plan."""
    window.desk.verbs.add(
        "go-reviews", lambda: _("Go to the reviews (REX)"), lambda: window.open_page("reviews"),
        shortcut="Alt+Shift+R", group="go",
    )  # fmt: skip
    window.desk.verbs.add(
        "go-plan",
        lambda: _("Go to the action plan"),
        lambda: window.open_page("plan"),
        shortcut="Alt+Shift+P",
        group="go",
    )
