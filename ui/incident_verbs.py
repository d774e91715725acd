"""The verbs of the incident room, within reach from every page: they bring the room to the front and ask there."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from ui.window import MainWindow
from warroom.words import _

if TYPE_CHECKING:
    from ui.panels.incident import IncidentPanel
    from ui.panels.outlook import OutlookPanel

INCIDENT_VERBS: tuple[tuple[str, Callable[[], str], Callable[[IncidentPanel], object], str], ...] = (
    ("status", lambda: _("Change the status…"), lambda room: room.change_status(), ""),
    ("severity", lambda: _("Change the severity…"), lambda room: room.change_severity(), ""),
    ("describe", lambda: _("Change title, leader, users touched…"), lambda room: room.describe(), ""),
    ("situation", lambda: _("Rewrite the situation…"), lambda room: room.edit_situation(), ""),
    ("request-decision", lambda: _("Ask for a decision…"), lambda room: room.request_decision(), "Ctrl+Shift+N"),
    ("decide", lambda: _("Decide…"), lambda room: room.decide(), "Ctrl+D"),
    ("add-action", lambda: _("Give an action…"), lambda room: room.add_action(), "Ctrl+T"),
    ("set-update", lambda: _("Set the next update…"), lambda room: room.set_update(), "Ctrl+U"),
    ("set-deadline", lambda: _("Set a deadline…"), lambda room: room.set_deadline(), ""),
    ("service", lambda: _("Add a service touched…"), lambda room: room.set_service(), ""),
    ("milestone", lambda: _("Set a milestone…"), lambda room: room.edit_milestone(), ""),
    ("restricted-entry", lambda: _("Write a restricted entry…"), lambda room: room.write_restricted(), ""),
    ("attach", lambda: _("Attach files…"), lambda room: room.attach_files(), ""),
    ("attach-restricted", lambda: _("Attach restricted files…"), lambda room: room.attach_restricted(), ""),
)
OUTLOOK_VERBS: tuple[tuple[str, Callable[[], str], Callable[[OutlookPanel], object]], ...] = (
    ("hypothesis", lambda: _("Open a hypothesis…"), lambda page: page.add_hypothesis()),
    ("can", lambda: _("Report of a technical lead…"), lambda page: page.report()),
)


def add_incident_verbs(window: MainWindow) -> None:
    """Register them; they can be used while an incident is open and the room can be written."""
    desk = window.desk

    def is_possible() -> bool:
        return window.incident is not None and not desk.room.read_only

    def using(ask: Callable[[IncidentPanel], object]) -> Callable[[], None]:
        def run() -> None:
            window.open_page("incident")
            ask(window.pages.incident_room())

        return run

    def looking(ask: Callable[[OutlookPanel], object]) -> Callable[[], None]:
        def run() -> None:
            window.open_page("outlook")
            ask(window.pages.outlook())

        return run

    for verb, said, look in OUTLOOK_VERBS:
        desk.verbs.add(verb, said, looking(look), group="incident", enabled=is_possible)
    for verb, said, ask, keys in INCIDENT_VERBS:
        desk.verbs.add(verb, said, using(ask), shortcut=keys, group="incident", enabled=is_possible)
