"""The verbs of the team, within reach from every page: its pages, each with its key."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from ui.window import MainWindow
from warroom.words import _

PAGES: tuple[tuple[str, Callable[[], str], str], ...] = (
    ("seats", lambda: _("Go to the functions"), "Ctrl+Shift+H"),
    ("skills", lambda: _("Go to skills and training"), "Ctrl+Shift+J"),
)


def add_team_verbs(window: MainWindow) -> None:
    """Register them; another page of the team is one line of PAGES."""
    for page, said, key in PAGES:
        window.desk.verbs.add(f"go-{page}", said, partial(window.open_page, page), shortcut=key, group="go")
