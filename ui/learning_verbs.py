"""The verbs of what is learnt, within reach from every page. Keys of these pages: Alt+Shift and R, P, M, I."""

from __future__ import annotations

from ui.window import MainWindow
from warroom.words import _


def add_learning_verbs(window: MainWindow) -> None:
    """Register them: go to the reviews."""
    window.desk.verbs.add(
        "go-reviews", lambda: _("Go to the reviews (REX)"), lambda: window.open_page("reviews"),
        shortcut="Alt+Shift+R", group="go",
    )  # fmt: skip
