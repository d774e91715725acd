"""The screens of relief: a plan in the middle of a crisis, somebody past a limit, somebody who slept."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QDialog

from tests.builders import NOON
from tests.ui.crisis import Crisis
from ui.dialogs.arrival import ArrivalDialog, DepartureDialog, PresenceDialog
from ui.dialogs.propose_relief import ProposeDialog
from ui.dialogs.rest_rules import RestRulesDialog
from ui.dialogs.shift import ShiftDialog
from ui.window import MainWindow
from warroom.commands import CheckIn, CheckOut, PlanShift
from warroom.phrases import HOUR
from warroom.room import Room


def with_relief(room: Room, crisis: Crisis, cell: str) -> None:
    """Arrivals since last night, a departure, and shifts until tomorrow, one of them past a limit."""
    for name, code, place, came, left in (
        ("Karim Benali", "TECH", "Salle de crise, mur nord", -13, None),
        ("Claire Aubry", "DIR", "", -5, None),
        ("Léa Martin", "COORD", "Salle de crise", -7, None),
        ("Nadia Roussel", "MC", "Salle de crise", -9, -1),
        ("Jean-Philippe Grandjean", "COORD", "", -21, -13),
    ):
        room.do(CheckIn(person=name, incident=crisis.outage, code=code, place=place, at=NOON + came * HOUR)).result()
        if left is not None:
            room.do(CheckOut(person=name, at=NOON + left * HOUR)).result()
    for name, code, start, end in (
        ("Léa Martin", "COORD", -7, 1),
        ("Jean-Philippe Grandjean", "COORD", 0.5, 8.5),
        ("Claire Aubry", "DIR", -5, 3),
        ("Karim Benali", "TECH", -13, 2),
        ("Ana Costa", "TECH", 1.5, 9.5),
        ("Nadia Roussel", "MC", 6, 14),
    ):
        times = {"from_at": NOON + round(start * HOUR), "until_at": NOON + round(end * HOUR)}
        if times["until_at"] - times["from_at"] <= 24 * HOUR:
            room.do(PlanShift(cell=cell, person=name, code=code, **times)).result()


def relief_dialogs(window: MainWindow, crisis: Crisis) -> dict[str, Callable[[], QDialog]]:
    """Every dialog of relief, by the name of its picture."""
    desk, room = window.desk, window.desk.room
    board = room.views.duty_board(crisis.outage)
    shift = next(one for one in board.plan if one.findings)
    stay = board.stays[0]
    name = board.names[stay.person]
    return {
        "arrival": lambda: ArrivalDialog(desk, board, window),
        "departure": lambda: DepartureDialog(desk, name, stay.person, window),
        "presence": lambda: PresenceDialog(desk, board, stay, name, window),
        "shift": lambda: ShiftDialog(desk, board, None, window),
        "shift-change": lambda: ShiftDialog(desk, board, shift, window),
        "propose-relief": lambda: ProposeDialog(desk, board, window),
        "rest-rules": lambda: RestRulesDialog(desk, window),
    }
