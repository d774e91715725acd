"""The verbs of what comes in, within reach from every page."""

from __future__ import annotations

from ui.incoming_pages import incoming_page
from ui.window import MainWindow
from warroom.words import _


def add_incoming_verbs(window: MainWindow) -> None:
    """Register them: go to both pages, note what is said outside, note a promise."""
    desk = window.desk
    add = desk.verbs.add

    def may() -> bool:
        return window.incident is not None and not desk.room.read_only

    def go_to(part: str) -> None:
        window.open_page("incoming")
        incoming_page(window.pages).open_part(part)

    def note_rumour() -> None:
        from ui.dialogs.rumour import RumourDialog

        if (incident := window.current_incident()) is not None:
            RumourDialog(desk, incident, window).open()

    def note_promise() -> None:
        from ui.dialogs.promise import PromiseDialog

        if (incident := window.current_incident()) is not None:
            PromiseDialog(desk, incident, parent=window).open()

    add("go-incoming", lambda: _("Take a message in"), lambda: go_to("inbound"), shortcut="Alt+I", group="go")
    add("go-rumours", lambda: _("Go to what is said outside"), lambda: go_to("rumour"), group="go")
    add("go-promises", lambda: _("Go to the promises"), lambda: go_to("promise"), group="go")
    add(
        "go-confidence", lambda: _("Go to confidence"), lambda: window.open_page("confidence"),
        shortcut="Ctrl+Shift+Q", group="go",
    )  # fmt: skip
    add("note-rumour", lambda: _("Note what is said outside…"), note_rumour, group="incident", enabled=may)
    add("note-promise", lambda: _("Note a promise…"), note_promise, group="incident", enabled=may)
