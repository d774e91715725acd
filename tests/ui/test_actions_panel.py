"""The page of actions: late ones first, moved by one key, of one incident or of all."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QPushButton
from pytestqt.qtbot import QtBot

from tests.builders import NOON, an_action, an_incident
from tests.ui.crisis import Crisis, a_crisis
from ui.desk import Desk
from ui.dialogs.action import ActionDialog, MoveActionDialog
from ui.panels.actions import ActionsPanel
from warroom.commands import ChangeStatus, MoveAction
from warroom.domain.actions import ActionState
from warroom.domain.incidents import Status

MINUTE = 60_000


@pytest.fixture
def crisis(desk: Desk) -> Crisis:
    return a_crisis(desk.room)


@pytest.fixture
def panel(qtbot: QtBot, desk: Desk, crisis: Crisis) -> ActionsPanel:
    made = ActionsPanel(desk)
    qtbot.addWidget(made)
    made.resize(1200, 700)
    made.show(crisis.outage)
    qtbot.waitUntil(lambda: made._model.rowCount() > 0)
    return made


def texts(panel: ActionsPanel) -> list[str]:
    return [row.action.text for row in panel._model.rows()]


def test_that_the_late_stand_on_top_and_those_without_a_time_at_the_end(panel: ActionsPanel) -> None:
    assert texts(panel) == [
        "Joindre l'astreinte de l'hébergeur, GTI dépassée",
        "Bloquer l'API d'administration",
        "Préparer le point de 12:30",
        "Lister les clients à rappeler",
    ]
    assert panel._count.text() == "4 open · 1 late"


def test_that_t_takes_in_hand_and_d_ends(qtbot: QtBot, desk: Desk, crisis: Crisis, panel: ActionsPanel) -> None:
    panel.reveal(crisis.late_action)
    QTest.keyClick(panel._table, Qt.Key.Key_T)
    qtbot.waitUntil(lambda: desk.room.views.action(crisis.late_action).acknowledged_at == NOON)

    QTest.keyClick(panel._table, Qt.Key.Key_D)

    qtbot.waitUntil(lambda: desk.room.views.action(crisis.late_action).state is ActionState.DONE)
    qtbot.waitUntil(lambda: len(texts(panel)) == 3)


def test_that_those_that_are_over_come_last_when_asked(
    qtbot: QtBot, desk: Desk, crisis: Crisis, panel: ActionsPanel
) -> None:
    desk.room.do(MoveAction(action=crisis.late_action, state=ActionState.DONE, result="reached")).result()
    qtbot.waitUntil(lambda: len(texts(panel)) == 3)

    panel._over.click()

    qtbot.waitUntil(lambda: len(texts(panel)) == 4)
    assert texts(panel)[-1] == "Joindre l'astreinte de l'hébergeur, GTI dépassée"


def test_that_the_actions_of_all_incidents_are_told_apart(qtbot: QtBot, crisis: Crisis, panel: ActionsPanel) -> None:
    panel.show(None)

    qtbot.waitUntil(lambda: len(texts(panel)) == 5)
    assert {row.incident_number for row in panel._model.rows()} == {"A-001", "A-003"}
    assert not panel._table.isColumnHidden(2)


def test_that_an_open_action_of_a_closed_incident_is_still_listed(
    qtbot: QtBot, desk: Desk, crisis: Crisis, panel: ActionsPanel
) -> None:
    desk.room.do(ChangeStatus(incident=crisis.outage, status=Status.CLOSED, reason="over")).result()

    panel.show(None)

    qtbot.waitUntil(lambda: len(texts(panel)) == 5)


def test_that_enter_asks_for_the_new_state_and_e_for_the_words(
    qtbot: QtBot, crisis: Crisis, panel: ActionsPanel
) -> None:
    panel.reveal(crisis.late_action)

    QTest.keyClick(panel._table, Qt.Key.Key_Return)
    QTest.keyClick(panel._table, Qt.Key.Key_E)

    opened = [type(each) for each in panel.findChildren(QDialog)]
    assert MoveActionDialog in opened
    assert ActionDialog in opened


def test_that_the_selection_stays_on_its_action_while_others_arrive(
    qtbot: QtBot, desk: Desk, crisis: Crisis, panel: ActionsPanel
) -> None:
    panel.reveal(crisis.late_action)

    an_action(desk.room, crisis.outage, text="Sooner", due_at=NOON - 30 * MINUTE)

    qtbot.waitUntil(lambda: texts(panel)[0] == "Sooner")
    assert panel._table.current().action.id == crisis.late_action


def test_that_done_cannot_be_pressed_on_what_is_over(qtbot: QtBot, desk: Desk) -> None:
    incident = an_incident(desk.room)
    action = an_action(desk.room, incident.id)
    desk.room.do(MoveAction(action=action.id, state=ActionState.DONE)).result()
    panel = ActionsPanel(desk)
    qtbot.addWidget(panel)
    panel._over.setChecked(True)
    panel.show(incident.id)
    qtbot.waitUntil(lambda: panel._model.rowCount() == 1)

    panel.reveal(action.id)

    done = next(each for each in panel.findChildren(QPushButton) if each.text() == "Done")
    assert not done.isEnabled()
