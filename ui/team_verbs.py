"""The verbs of the team, within reach from every page: its pages, each with its key."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from ui.mobilisation_verbs import add_mobilisation_verbs
from ui.on_call_verbs import add_on_call_verbs
from ui.window import MainWindow
from warroom.words import _

PAGES: tuple[tuple[str, Callable[[], str], str], ...] = (
    ("oncall", lambda: _("Go to on-call: who is now, who is next"), "Ctrl+Shift+O"),
    ("relief", lambda: _("Go to relief: shifts, arrivals, fatigue"), "Ctrl+Shift+B"),
    ("field", lambda: _("Go to the teams out and the means asked for"), "Ctrl+Shift+X"),
    ("roster", lambda: _("Go to the roster"), "Ctrl+Shift+U"),
    ("seats", lambda: _("Go to the functions"), "Ctrl+Shift+H"),
    ("skills", lambda: _("Go to skills and training"), "Ctrl+Shift+J"),
    ("templates", lambda: _("Go to the message templates"), "Ctrl+Shift+Z"),
)


def add_team_verbs(window: MainWindow) -> None:
    """Register them; another page of the team is one line of PAGES."""
    add = window.desk.verbs.add
    for page, said, key in PAGES:
        add(f"go-{page}", said, partial(window.open_page, page), shortcut=key, group="go")

    def on_roster(verb: str) -> None:
        window.open_page("roster")
        getattr(window.pages.page("roster"), verb)()

    add(
        "add-card", lambda: _("Add a card to the roster…"), partial(on_roster, "add_card"),
        group="room", enabled=lambda: not window.desk.room.read_only,
    )  # fmt: skip
    add("roster-doubles", lambda: _("Cards that may be one person…"), partial(on_roster, "open_doubles"), group="room")
    add_on_call_verbs(window)
    add_mobilisation_verbs(window)
