"""The verbs of what is shown to everybody outside, within reach from every page."""

from __future__ import annotations

from ui.window import MainWindow
from warroom.words import _


def add_publicity_verbs(window: MainWindow) -> None:
    """Register them: write the public status page, choose the services on it."""
    desk = window.desk

    def status_page() -> None:
        from ui.dialogs.status_page import StatusPageDialog

        incident = window.current_incident()
        StatusPageDialog(desk, window, exercise=incident is not None and incident.exercise).open()

    def public_service() -> None:
        from ui.dialogs.public_service import PublicServiceDialog

        PublicServiceDialog(desk, parent=window).open()

    add = desk.verbs.add
    add("status-page", lambda: _("Write the public status page…"), status_page, group="files")
    add(
        "public-service", lambda: _("Put a service on the public status page…"), public_service, group="room",
        enabled=lambda: not desk.room.read_only,
    )  # fmt: skip
