"""The register of decisions: what is awaited first, and everything about one a key away."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from tests.builders import NOON
from tests.ui.crisis import Crisis, a_crisis, speak_loudly
from ui.desk import Desk
from ui.dialogs.decide import DecideDialog
from ui.dialogs.decision_details import DecisionDialog
from ui.dialogs.decision_request import RequestDialog
from ui.panels.decisions import DecisionsPanel
from warroom import phrases
from warroom.commands import Decide, RequestDecision

MINUTE = 60_000


@pytest.fixture
def crisis(desk: Desk) -> Crisis:
    return a_crisis(desk.room)


@pytest.fixture
def panel(qtbot: QtBot, desk: Desk, crisis: Crisis) -> DecisionsPanel:
    made = DecisionsPanel(desk)
    qtbot.addWidget(made)
    made.resize(1200, 700)
    made.show(crisis.outage)
    qtbot.waitUntil(lambda: made._model.rowCount() > 0)
    return made


def questions(panel: DecisionsPanel) -> list[str]:
    return [row.decision.question for row in panel._model.rows()]


def test_that_what_is_awaited_stands_first_and_its_lateness_is_said(panel: DecisionsPanel) -> None:
    assert questions(panel) == ["Basculer l'authentification vers Roubaix", "Annoncer une heure ?"]
    assert panel._model.index(0, 0).data() == f"late by 2 min · before {phrases.time_of_day(NOON - 2 * MINUTE)}"
    assert panel._count.text() == "1 awaited · 1 late"


def test_that_a_question_with_less_time_stands_higher(
    qtbot: QtBot, desk: Desk, crisis: Crisis, panel: DecisionsPanel
) -> None:
    soon = RequestDecision(incident=crisis.outage, question="Evacuate?", decide_before=NOON - 30 * MINUTE)
    desk.room.do(soon).result()

    qtbot.waitUntil(lambda: questions(panel)[0] == "Evacuate?")


def test_that_a_decision_taken_leaves_the_awaited(
    qtbot: QtBot, desk: Desk, crisis: Crisis, panel: DecisionsPanel
) -> None:
    desk.room.do(Decide(decision=crisis.waiting, decided="Fail over", decider="C. Aubry")).result()

    qtbot.waitUntil(lambda: panel._count.text() == "0 awaited")
    assert panel._model.index(0, 4).data() == "Fail over"


def test_that_a_page_that_comes_to_the_front_answers_enter(qtbot: QtBot, panel: DecisionsPanel) -> None:
    panel.activateWindow()
    panel.setFocus(Qt.FocusReason.OtherFocusReason)

    assert panel._table.hasFocus()
    QTest.keyClick(panel.focusWidget(), Qt.Key.Key_Return)
    assert panel.findChild(DecisionDialog) is not None


def test_that_enter_opens_a_decision(crisis: Crisis, panel: DecisionsPanel) -> None:
    panel.reveal(crisis.waiting)

    QTest.keyClick(panel._table, Qt.Key.Key_Return)

    assert [type(each) for each in panel.findChildren(QDialog)] == [DecisionDialog]


def test_that_decide_takes_the_selected_question(crisis: Crisis, panel: DecisionsPanel) -> None:
    panel.reveal(crisis.waiting)

    panel.decide()
    panel.request_decision()

    assert {type(each) for each in panel.findChildren(QDialog)} == {DecideDialog, RequestDialog}


def test_that_the_register_of_all_incidents_says_which(qtbot: QtBot, crisis: Crisis, panel: DecisionsPanel) -> None:
    panel.show(None)

    qtbot.waitUntil(lambda: not panel._table.isColumnHidden(2))
    assert {row.incident_number for row in panel._model.rows()} == {"A-001"}


def test_that_the_headings_follow_the_language(panel: DecisionsPanel) -> None:
    speak_loudly(panel)

    assert panel._model.headerData(3, Qt.Orientation.Horizontal) == "QUESTION"
