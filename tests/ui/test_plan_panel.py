"""The page of the action plan and its part of a review: an action put right with the keyboard alone."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QDialog, QWidget
from pytestqt.qtbot import QtBot

from tests.builders import NOON, an_incident
from tests.journeys.screens_of_plan import with_a_plan
from tests.ui.crisis import Crisis, a_crisis
from ui.desk import Desk
from ui.dialogs.corrective import CorrectiveDialog
from ui.dialogs.corrective_moves import PostponeDialog, ProveDialog, VerifyDialog
from ui.dialogs.reason import ReasonDialog
from ui.panels.plan import PlanPanel
from ui.panels.rex_plan import RexPlan
from warroom.commands import AddCorrective, OpenRex
from warroom.domain.corrective_state import DAY, Group
from warroom.domain.correctives import CorrectiveState
from warroom.domain.rex import Heat

Key = Qt.Key


@pytest.fixture
def crisis(desk: Desk) -> Crisis:
    made = a_crisis(desk.room)
    rex = desk.room.do(OpenRex(incident=made.outage, heat=Heat.HOT)).result()
    with_a_plan(desk.room, made.outage, rex.id)
    return made


@pytest.fixture
def panel(qtbot: QtBot, desk: Desk, crisis: Crisis) -> PlanPanel:
    made = PlanPanel(desk)
    qtbot.addWidget(made)
    made.resize(1300, 800)
    made.show()
    made.show_incident(crisis.outage)
    qtbot.waitUntil(lambda: made.list.model.rowCount() == 7)
    made.list.table.setFocus()
    return made


def opened(qtbot: QtBot, panel: QWidget, kind: type[QDialog]) -> Any:
    qtbot.waitUntil(lambda: any(each.isVisible() for each in panel.findChildren(kind)))
    return next(each for each in panel.findChildren(kind) if each.isVisible())


def numbers(panel: PlanPanel | RexPlan) -> list[str]:
    return [line.corrective.number for line in panel.list.model.rows()]


def said(widget: QWidget) -> str:
    return " | ".join(label.text() for label in widget.findChildren(QWidget) if hasattr(label, "text"))


def test_that_what_is_late_stands_on_top_with_all_that_is_known(panel: PlanPanel, desk: Desk) -> None:
    QAbstractItemModelTester(panel.list.model)
    assert panel.list.model.rows()[0].group is Group.LATE
    assert panel.list.current() == panel.list.model.rows()[0]
    assert "gel des changements" in said(panel.list.detail)
    assert "1 late" in panel._count.text()
    assert "actions of former crises" in panel._carried.text()


def test_that_an_action_is_proved_and_verified_by_keys(qtbot: QtBot, desk: Desk, panel: PlanPanel) -> None:
    late = panel.list.current()
    assert late is not None
    QTest.keyClick(panel.list.table, Key.Key_D)
    prove: ProveDialog = opened(qtbot, panel, ProveDialog)
    qtbot.keyClicks(prove.proof, "En production depuis le 20")
    QTest.keyClick(prove.proof, Key.Key_Return)
    qtbot.waitUntil(lambda: _state(desk, late.id) is CorrectiveState.DONE)
    panel.reveal(late.id)
    qtbot.waitUntil(lambda: (line := panel.list.current()) is not None and line.group is Group.TO_VERIFY)
    QTest.keyClick(panel.list.table, Key.Key_Return)  # what comes next
    verify: VerifyDialog = opened(qtbot, panel, VerifyDialog)
    assert not verify.exception.isVisible()
    verify.by.setText("Karim Benali")  # its pilot
    assert verify.exception.isVisible()
    verify.by.setText("Ana Costa")
    QTest.keyClick(verify.remark, Key.Key_Return)
    qtbot.waitUntil(lambda: _state(desk, late.id) is CorrectiveState.VERIFIED)
    qtbot.waitUntil(lambda: late.corrective.number not in numbers(panel))


def test_that_it_is_postponed_with_a_reason_and_dropped_with_one(qtbot: QtBot, desk: Desk, panel: PlanPanel) -> None:
    late = panel.list.current()
    assert late is not None
    QTest.keyClick(panel.list.table, Key.Key_P)
    postpone: PostponeDialog = opened(qtbot, panel, PostponeDialog)
    postpone.due.line.setText("31/12/2026")
    QTest.keyClick(postpone.reason, Key.Key_Return)
    qtbot.waitUntil(lambda: "why" in postpone._trouble.text())
    qtbot.keyClicks(postpone.reason, "gel")
    QTest.keyClick(postpone.reason, Key.Key_Return)
    qtbot.waitUntil(lambda: len(desk.room.views.postponements(late.id)) == 3)
    panel.reveal(late.id)
    QTest.keyClick(panel.list.table, Key.Key_X)
    reason: ReasonDialog = opened(qtbot, panel, ReasonDialog)
    qtbot.keyClicks(reason._answer, "obsolete")
    QTest.keyClick(reason._answer, Key.Key_Return)
    qtbot.waitUntil(lambda: _state(desk, late.id) is CorrectiveState.DROPPED)


def test_that_a_new_action_says_when_it_is_only_awareness(qtbot: QtBot, desk: Desk, panel: PlanPanel) -> None:
    QTest.keyClick(panel.list.table, Key.Key_N)
    dialog: CorrectiveDialog = opened(qtbot, panel, CorrectiveDialog)
    qtbot.keyClicks(dialog.text, "Remind everybody to check")
    assert dialog._weak.isVisible()
    dialog.text.setPlainText("Check by machine before each change")
    assert not dialog._weak.isVisible()
    proposed = dialog.due.moment()
    dialog.priority.choose(1)
    dialog.priority.chosen.emit()
    assert proposed is not None
    assert (dialog.due.moment() or 0) < proposed
    dialog.pilot.setText("Ana Costa")
    dialog.send()
    qtbot.waitUntil(lambda: panel.list.model.rowCount() == 8)
    assert any(
        line.corrective.pilot == "Ana Costa" and line.corrective.priority == 1 for line in panel.list.model.rows()
    )


def test_that_bands_pilots_and_crises_narrow_the_list(qtbot: QtBot, panel: PlanPanel) -> None:
    panel.bands[Group.TO_VERIFY].click()
    assert numbers(panel) == ["A-AC03"]
    panel.bands[Group.TO_VERIFY].click()
    panel.pilot.choose("Ana Costa")
    assert {line.corrective.pilot for line in panel.list.model.rows()} == {"Ana Costa"}
    panel.reveal(next(line.id for line in panel._found.lines if line.corrective.pilot == "Nadia Roussel"))  # type: ignore[union-attr]
    assert panel.pilot.value() == ""
    panel.over.click()
    assert {line.group for line in panel.list.model.rows()} >= {Group.OVER}


def test_that_a_reminder_is_copied_for_its_pilot(qtbot: QtBot, panel: PlanPanel) -> None:
    QGuiApplication.clipboard().clear()
    QTest.keyClick(panel.list.table, Key.Key_C)
    qtbot.waitUntil(lambda: "A-AC01" in QGuiApplication.clipboard().text())


def test_that_the_part_of_a_review_shows_its_own_and_what_is_left_open(
    qtbot: QtBot, desk: Desk, crisis: Crisis
) -> None:
    part = RexPlan(desk)
    qtbot.addWidget(part)
    part.resize(900, 500)
    part.show()
    (rex,) = desk.room.views.rexes(crisis.outage)
    part.show_rex(rex)
    qtbot.waitUntil(lambda: part.list.model.rowCount() == 2)
    assert "A-AC09" in part.weak.text()
    part.carried.click()
    assert "A-AC01" in numbers(part)
    part.carried.click()
    part.add_action()
    dialog: CorrectiveDialog = opened(qtbot, part, CorrectiveDialog)
    dialog.text.setPlainText("Doubler la sonde")
    dialog.send()
    qtbot.waitUntil(lambda: part.list.model.rowCount() == 3)
    (made,) = [each for each in desk.room.views.correctives(crisis.outage) if each.text == "Doubler la sonde"]
    assert made.rex == rex.id
    part.show_rex(None)
    qtbot.waitUntil(lambda: part.list.model.rowCount() == 0)


def test_that_the_plans_of_exercises_are_shown_apart(qtbot: QtBot, desk: Desk, panel: PlanPanel) -> None:
    drill = an_incident(desk.room, title="Étoile Noire", exercise=True)
    desk.room.do(AddCorrective(incident=drill.id, text="Imprimer l’annuaire", due_at=NOON + DAY)).result()
    panel.show_incident(drill.id)
    qtbot.waitUntil(lambda: [line.exercise for line in panel.list.model.rows()] == [True])


def _state(desk: Desk, record: str) -> CorrectiveState:
    found = desk.room.views.corrective(record)
    assert found is not None
    return found.state
