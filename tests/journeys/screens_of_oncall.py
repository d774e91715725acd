"""On call in the room of the screens: rotations with hours, a swap, a shift taken, a gap, a calendar."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QDialog

from tests.builders import NOON
from ui.desk import Desk
from ui.dialogs.import_calendar import ImportCalendarDialog
from ui.dialogs.oncall import MatchDialog, StandInDialog, SwapDialog
from ui.dialogs.rotation import RotationDialog
from ui.window import MainWindow
from warroom.commands import AddRotation, ImportDuties, OverrideDuty, SwapDuties, TakeShift
from warroom.commands.duties import DutyIn
from warroom.domain.on_call import TurnUnit
from warroom.phrases import DAY, HOUR
from warroom.room import Room

MONDAY = NOON - 3 * HOUR


def with_on_call(room: Room) -> None:
    """Three rotations and a calendar."""
    paris = {"zone": "Europe/Paris", "starts_at": MONDAY - 21 * DAY}
    people = ("Jean-Philippe Grandjean", "Karim Benali", "Nadia Roussel")
    network = room.do(AddRotation(name="Réseau et accès", members=people, **paris)).result()  # type: ignore[arg-type]
    backup = {"unit": TurnUnit.DAY, "rank": 2, "hands_over": "08:00", **paris}
    second = room.do(AddRotation(name="Réseau, renfort", members=people[::-1], **backup)).result()  # type: ignore[arg-type]
    hours = tuple((day, "18:00", "08:00") for day in range(5))
    storage = {"unit": TurnUnit.DAY, "hours": hours, **paris}
    room.do(AddRotation(name="Stockage, nuits ouvrées", members=people[1:], **storage)).result()  # type: ignore[arg-type]
    room.do(TakeShift(rotation=second, from_at=NOON, until_at=NOON + 8 * HOUR, reason="Injoignable")).result()
    room.do(
        OverrideDuty(rotation=network, person="Nadia Roussel", from_at=NOON + 2 * DAY, until_at=NOON + 3 * DAY)
    ).result()
    turns = ((NOON + 3 * DAY, NOON + 3 * DAY + 8 * HOUR), (NOON + 8 * DAY, NOON + 8 * DAY + 8 * HOUR))
    room.do(SwapDuties(rotation=network, first=turns[0], second=turns[1])).result()
    said = tuple(
        DutyIn(name, MONDAY + day * DAY, MONDAY + (day + 1) * DAY - cut, f"u{day}", "")
        for day, name, cut in ((0, "Ph. Durand (hébergeur)", 0), (2, "Karim Benali", 8 * HOUR), (3, "S. Lopez", 0))
    )
    room.do(ImportDuties(rotation="Hébergeur", source="hebergeur.ics", duties=said)).result()


def on_call_dialogs(desk: Desk, window: MainWindow) -> dict[str, Callable[[], QDialog]]:
    views, now = desk.room.views, desk.room.clock.now_ms()
    rotation = next(each for each in views.rotations() if each.hours)
    network = next(each for each in views.rotations() if each.name == "Réseau et accès")
    held = views.on_call_between(now, now + 7 * DAY, rotation=network.id)
    return {
        "rotation-add": lambda: RotationDialog(desk, None, window),
        "rotation-change": lambda: RotationDialog(desk, rotation, window),
        "stand-in": lambda: StandInDialog(desk, network, held[0], window),
        "swap": lambda: SwapDialog(desk, network, held[0], window),
        "match": lambda: MatchDialog(desk, tuple(views.unmatched_duties()), window),
        "calendar-import": lambda: ImportCalendarDialog(desk, window),
    }
