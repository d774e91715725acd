"""The verbs of teams out and means, within reach from every page."""

from __future__ import annotations

from ui.window import MainWindow
from warroom.words import _


def add_field_verbs(window: MainWindow) -> None:
    """Register them: send a team, ask for means."""
    desk = window.desk

    def may() -> bool:
        return window.incident is not None and not desk.room.read_only

    def send() -> None:
        from ui.dialogs.send_team import SendTeamDialog

        incident = window.current_incident()
        if incident is not None:
            SendTeamDialog(desk, incident, None, window).open()

    def ask() -> None:
        from ui.dialogs.ask_means import AskMeansDialog

        incident = window.current_incident()
        if incident is not None:
            AskMeansDialog(desk, incident, None, window).open()

    add = desk.verbs.add
    add("send-team", lambda: _("Send a team…"), send, group="incident", enabled=may)
    add("ask-means", lambda: _("Ask for means…"), ask, group="incident", enabled=may)
