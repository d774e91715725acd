"""Functions in the room of the screens: one held by two people's worth of words, a handover that waits, two words."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QWidget

from tests.builders import NOON
from ui.desk import Desk
from ui.dialogs.handover import HandoverDialog
from ui.dialogs.handover_sheet import HandoverSheetDialog
from ui.dialogs.role_card import RoleCardDialog
from ui.dialogs.watchword import WatchwordDialog
from ui.panels.seats import SeatsPanel
from ui.window import MainWindow
from warroom.commands import AmendRoleCard, HoldFunction, OpenHandover, SetWatchword
from warroom.domain.handovers import Side
from warroom.phrases import HOUR
from warroom.reports.handover import handover_sheet
from warroom.reports.seats import Layout
from warroom.room import Room

READ_MS = 200  # read in a task


def with_seats(room: Room, incident: str) -> None:
    """Functions in both cells, a relief, a sheet signed by one of two, a card in the room's own words."""
    do, cell = room.do, room.views.cell_of(incident)
    assert cell is not None
    long = {"deputy": "Anne-Charlotte de Villeneuve", "relief": "Jean-Philippe Grandjean", "relief_at": NOON + 8 * HOUR}
    do(HoldFunction(cell=cell.id, code="COM", holder="Nadia Roussel", phone="01 99 00 43 21", **long)).result()
    for code, holder in (("SIT", "Inès Ferrer"), ("ANT", "Yann Le Goff"), ("LOG", "Omar Diallo"), ("PP", "")):
        do(HoldFunction(cell=cell.id, code=code, holder=holder)).result()
    page = handover_sheet(room.views, cell.id, now_ms=NOON)
    asked = {"promised": "Rappeler la préfecture à 15 h", "watch": "Le standard sature après chaque message."}
    do(
        OpenHandover(
            cell=cell.id, code="COM", arriving="Jean-Philippe Grandjean", page=page, signs=Side.LEAVING, **asked
        )
    ).result()
    do(AmendRoleCard(code="LOG", mission="Salles, repas et taxis pour trois sites.", spend_limit=5_000)).result()
    do(SetWatchword(challenge="boussole", answer="platane", from_at=NOON - HOUR, until_at=NOON + 7 * HOUR)).result()


def open_seats(window: MainWindow, incident: str, page: str) -> QWidget:
    """The chart by cell, or by function."""
    window.open_incident(incident)
    window.open_page("seats")
    panel = window.pages.page("seats")
    assert isinstance(panel, SeatsPanel)
    panel.layout_choice.choose(Layout.SPLIT if page == "split" else Layout.CELLS)
    QTest.qWait(READ_MS)
    return window


def seat_dialogs(desk: Desk, incident: str, window: MainWindow) -> dict[str, Callable[[], QDialog]]:
    views = desk.room.views
    cell = views.cell_of(incident)
    assert cell is not None
    function = next(item for item in views.functions(cell.id) if item.code == "COM")
    handover = views.handovers(cell.id)[0]
    return {
        "handover": lambda: HandoverDialog(desk, cell, function, window),
        "handover-sheet": lambda: HandoverSheetDialog(desk, handover, window),
        "role-card": lambda: RoleCardDialog(desk, "LOG", parent=window),
        "watchword": lambda: WatchwordDialog(desk, window),
    }
