"""The verbs of the situation point, within reach from every page."""

from __future__ import annotations

from ui.window import MainWindow
from warroom.words import _


def add_point_verbs(window: MainWindow) -> None:
    """Register them: open the page, hold the point as it stands, ask at the next one."""
    desk = window.desk

    def has_cell() -> bool:
        if window.incident is None or desk.room.read_only:
            return False
        cell = desk.room.views.cell_of(window.incident)
        return cell is not None and cell.is_active

    def ask() -> None:
        from ui.panels.point_deeds import ask_dialog

        cell = desk.room.views.cell_of(window.incident) if window.incident else None
        if cell is not None:
            ask_dialog(desk, cell.id, window).open()

    def hold() -> None:
        window.open_page("point")
        window.pages.point().hold_when_read()

    add = desk.verbs.add
    add(
        "point", lambda: _("Go to the situation point"), lambda: window.open_page("point"),
        shortcut="Ctrl+G", group="incident", enabled=lambda: window.incident is not None,
    )  # fmt: skip
    add(
        "hold-point", lambda: _("Hold the situation point as it stands, and print it"), hold,
        shortcut="Ctrl+Shift+G", group="incident", enabled=has_cell,
    )  # fmt: skip
    add("ask-question", lambda: _("Ask at the next point…"), ask, group="incident", enabled=has_cell)
    window.pages.point_asked.connect(lambda: window.open_page("point"))
