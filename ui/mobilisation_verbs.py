"""The verbs of a mobilisation, within reach from every page."""

from __future__ import annotations

from ui.window import MainWindow
from warroom.words import _


def add_mobilisation_verbs(window: MainWindow) -> None:
    """Register them: go to the page, ready to call out or to log calls; say what the outage breaks."""
    desk = window.desk

    def go() -> None:
        from ui.panels.mobilisation import MobilisationPanel

        window.open_page("mobilisation")
        page = window.pages.page("mobilisation")
        assert isinstance(page, MobilisationPanel)
        page.ready()

    def mark() -> None:
        from ui.dialogs.needs import BrokenDialog

        incident = window.current_incident()
        if incident is not None:
            BrokenDialog(desk, incident, window).open()

    desk.verbs.add(
        "mobilise", lambda: _("Call people out: mobilisation"), go,
        shortcut="Ctrl+Shift+M", group="incident", enabled=lambda: window.incident is not None,
    )  # fmt: skip
    desk.verbs.add(
        "mark-broken", lambda: _("Say what the outage breaks…"), mark, group="incident",
        enabled=lambda: window.incident is not None and not desk.room.read_only,
    )  # fmt: skip
