"""The verbs of the team, within reach from every page."""

from __future__ import annotations

from ui.mobilisation_verbs import add_mobilisation_verbs
from ui.window import MainWindow


def add_team_verbs(window: MainWindow) -> None:
    """Register them."""
    add_mobilisation_verbs(window)
