"""What is learnt after a crisis in the room of the drawings: its pages and its dialogs."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QWidget

from tests.journeys.screens_of_plan import plan_dialogs, with_a_plan
from ui.desk import Desk
from ui.window import MainWindow
from warroom.room import Room

LEARNING = ("reviews", "plan")
SHOWN_MS = 200  # read in a task


def with_learning(room: Room, incident: str) -> None:
    """What the pages of the group Learn show."""
    with_a_plan(room, incident)


def open_learning(window: MainWindow, page: str) -> QWidget:
    """One of the pages of the group Learn."""
    window.open_page(page)
    QTest.qWait(SHOWN_MS)
    return window


def learning_dialogs(desk: Desk, incident: str, window: QWidget) -> dict[str, Callable[[], QDialog]]:
    """Each dialog with what it is usually opened on."""
    return {**plan_dialogs(desk, incident, window)}
