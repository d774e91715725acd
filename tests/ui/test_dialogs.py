"""Dialogs: keyboard first, judged by the core, and nothing typed is lost by a refusal or a stray Esc."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QLineEdit, QPlainTextEdit, QPushButton, QRadioButton, QWidget
from pytestqt.qtbot import QtBot

from tests.builders import NOON, an_action, an_entry, an_incident
from tests.ui.crisis import Crisis, a_crisis, speak_loudly
from ui.desk import Desk
from ui.dialogs.action import ActionDialog, MoveActionDialog
from ui.dialogs.decide import DecideDialog
from ui.dialogs.decision_details import DecisionDialog
from ui.dialogs.decision_request import RequestDialog
from ui.dialogs.declare import DeclareDialog
from ui.dialogs.due import DueDialog
from ui.dialogs.form import Form
from ui.dialogs.milestone import MilestoneDialog
from ui.dialogs.service import ServiceDialog
from ui.dialogs.severity import SeverityDialog
from ui.dialogs.status import StatusDialog
from ui.widgets.options_table import OptionsTable
from warroom.commands import RequestDecision
from warroom.domain.actions import ActionState
from warroom.domain.decisions import DecisionState
from warroom.domain.dues import DueKind
from warroom.domain.incidents import Milestone, Mode, Severity, Status
from warroom.domain.services import ServiceState

MINUTE = 60_000


@pytest.fixture
def crisis(desk: Desk) -> Crisis:
    return a_crisis(desk.room)


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    """What dialogs open over: they go when they are closed, it stays."""
    made = QWidget()
    qtbot.addWidget(made)
    return made


def shown(qtbot: QtBot, dialog: Form) -> Form:
    dialog.open()
    qtbot.waitExposed(dialog)
    return dialog


def line(dialog: QDialog, name: str) -> QLineEdit:
    """The field of this name, typed into by its own line."""
    for field in dialog.findChildren(QLineEdit):
        holder = field.parentWidget()
        if name in (field.accessibleName(), holder.accessibleName() if holder else ""):
            return field
    raise AssertionError(name)


def box(dialog: QDialog, name: str) -> QPlainTextEdit:
    return next(field for field in dialog.findChildren(QPlainTextEdit) if field.accessibleName() == name)


def radio(dialog: QDialog, words: str) -> QRadioButton:
    return next(button for button in dialog.findChildren(QRadioButton) if button.text() == words)


def accept(qtbot: QtBot, dialog: Form) -> object:
    """Enter, and the command's result."""
    with qtbot.waitSignal(dialog.succeeded, timeout=5_000) as told:
        QTest.keyClick(dialog, Qt.Key.Key_Return)
    return told.args[0]


def said(dialog: QDialog) -> str:
    """What the dialog shows as trouble."""
    return dialog._trouble.text() if not dialog._trouble.isHidden() else ""  # type: ignore[attr-defined]


def test_that_an_incident_is_declared_with_a_title_and_enter(qtbot: QtBot, desk: Desk, window: QWidget) -> None:
    dialog = shown(qtbot, DeclareDialog(desk, parent=window))
    QTest.keyClicks(line(dialog, "What happens"), "Payment down")

    accept(qtbot, dialog)

    found = desk.room.views.incidents(mode=Mode.BOTH)
    assert [(each.title, each.severity, each.exercise) for each in found] == [
        ("Payment down", Severity.UNDETERMINED, False)
    ]


def test_that_all_that_is_known_can_be_declared_at_once(qtbot: QtBot, desk: Desk, window: QWidget) -> None:
    dialog = shown(qtbot, DeclareDialog(desk, parent=window))
    QTest.keyClicks(line(dialog, "What happens"), "Payment down")
    radio(dialog, "SEV2 Major").click()
    QTest.keyClicks(line(dialog, "Impact since"), "-20")
    QTest.keyClicks(line(dialog, "Services touched"), "Payment, Web")

    accept(qtbot, dialog)

    card = desk.room.views.cards(mode=Mode.BOTH)[0]
    assert card.services == ("Payment", "Web")
    assert card.incident.severity is Severity.MAJOR
    assert card.incident.milestones[Milestone.IMPACT_STARTED] == NOON - 20 * MINUTE


def test_that_a_refusal_is_shown_in_the_dialog_and_keeps_what_was_typed(
    qtbot: QtBot, desk: Desk, window: QWidget
) -> None:
    dialog = shown(qtbot, DeclareDialog(desk, parent=window))
    QTest.keyClicks(line(dialog, "Users touched"), "all of Lyon")

    QTest.keyClick(dialog, Qt.Key.Key_Return)

    qtbot.waitUntil(lambda: "needs a title" in said(dialog))
    assert dialog.isVisible()
    assert line(dialog, "Users touched").text() == "all of Lyon"


def test_that_a_time_nobody_can_read_is_refused_with_examples(qtbot: QtBot, desk: Desk, window: QWidget) -> None:
    dialog = shown(qtbot, DeclareDialog(desk, parent=window))
    QTest.keyClicks(line(dialog, "What happens"), "Payment down")
    QTest.keyClicks(line(dialog, "Impact since"), "soonish")

    QTest.keyClick(dialog, Qt.Key.Key_Return)

    assert "soonish" in said(dialog)
    assert "14:32" in said(dialog)
    assert desk.room.views.incidents(mode=Mode.BOTH) == []


def test_that_esc_throws_typed_text_away_only_when_pressed_twice(qtbot: QtBot, desk: Desk, window: QWidget) -> None:
    dialog = shown(qtbot, DeclareDialog(desk, parent=window))
    QTest.keyClicks(line(dialog, "What happens"), "Pay")

    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    stayed, warned = dialog.isVisible(), said(dialog)
    QTest.keyClicks(line(dialog, "What happens"), "ment")
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    stayed_after_more = dialog.isVisible()
    with qtbot.waitSignal(dialog.rejected):
        QTest.keyClick(dialog, Qt.Key.Key_Escape)

    assert stayed
    assert stayed_after_more
    assert "Esc again" in warned


def test_that_esc_leaves_at_once_when_nothing_was_typed(qtbot: QtBot, desk: Desk, window: QWidget) -> None:
    dialog = shown(qtbot, DeclareDialog(desk, parent=window))

    with qtbot.waitSignal(dialog.rejected):
        QTest.keyClick(dialog, Qt.Key.Key_Escape)


def test_that_the_likely_next_status_is_first_and_needs_a_reason(
    qtbot: QtBot, desk: Desk, window: QWidget, crisis: Crisis
) -> None:
    dialog = shown(qtbot, StatusDialog(desk, desk.room.views.incident(crisis.outage), parent=window))
    first = dialog.findChildren(QRadioButton)[0].text()

    QTest.keyClick(dialog, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "needs a reason" in said(dialog))
    QTest.keyClicks(box(dialog, "Reason"), "rolled back")
    QTest.keyClick(box(dialog, "Reason"), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: desk.room.views.incident(crisis.outage).status is Status.MONITORING)

    assert first == "Monitoring"


def test_that_a_digit_chooses_a_severity(qtbot: QtBot, desk: Desk, window: QWidget, crisis: Crisis) -> None:
    dialog = shown(qtbot, SeverityDialog(desk, desk.room.views.incident(crisis.outage), parent=window))
    QTest.keyClick(radio(dialog, "SEV1 Critical"), Qt.Key.Key_3)
    QTest.keyClicks(box(dialog, "Reason"), "two regions only")

    accept(qtbot, dialog)

    assert desk.room.views.incident(crisis.outage).severity is Severity.SIGNIFICANT


def test_that_a_milestone_left_alone_keeps_its_exact_time(
    qtbot: QtBot, desk: Desk, window: QWidget, crisis: Crisis
) -> None:
    before = desk.room.views.incident(crisis.outage)
    dialog = MilestoneDialog(desk, before, Milestone.DETECTED, parent=window)
    shown(qtbot, dialog)

    assert dialog.command().at == before.milestones[Milestone.DETECTED]


def test_that_a_milestone_is_cleared_by_an_empty_time(
    qtbot: QtBot, desk: Desk, window: QWidget, crisis: Crisis
) -> None:
    dialog = shown(
        qtbot, MilestoneDialog(desk, desk.room.views.incident(crisis.outage), Milestone.ACKNOWLEDGED, parent=window)
    )
    line(dialog, "Time").clear()
    QTest.keyClicks(box(dialog, "Reason"), "not true")

    accept(qtbot, dialog)

    assert Milestone.ACKNOWLEDGED not in desk.room.views.incident(crisis.outage).milestones


def test_that_an_action_edited_after_its_time_keeps_that_time(
    qtbot: QtBot, desk: Desk, window: QWidget, crisis: Crisis
) -> None:
    action = desk.room.views.action(crisis.late_action)
    assert action is not None
    dialog = shown(qtbot, ActionDialog(desk, desk.room.views.incident(crisis.outage), action, parent=window))
    QTest.keyClicks(box(dialog, "What is to be done"), " now")

    accept(qtbot, dialog)

    changed = desk.room.views.action(crisis.late_action)
    assert changed is not None
    assert changed.text == f"{action.text} now"
    assert changed.due_at == action.due_at


def test_that_a_new_action_takes_a_time_to_come(qtbot: QtBot, desk: Desk, window: QWidget) -> None:
    incident = desk.room.views.incident(an_incident(desk.room).id)
    dialog = shown(qtbot, ActionDialog(desk, incident, parent=window))
    QTest.keyClicks(box(dialog, "What is to be done"), "Call the host")
    QTest.keyClicks(line(dialog, "By whom"), "Roy")
    QTest.keyClicks(line(dialog, "Due"), "+30")

    accept(qtbot, dialog)

    action = desk.room.views.actions(incident.id)[0]
    assert (action.text, action.owner, action.due_at) == ("Call the host", "Roy", NOON + 30 * MINUTE)


def test_that_skipping_an_action_needs_the_reason(qtbot: QtBot, desk: Desk, window: QWidget) -> None:
    incident = an_incident(desk.room)
    action = desk.room.views.action(an_action(desk.room, incident.id).id)
    assert action is not None
    dialog = shown(qtbot, MoveActionDialog(desk, action, parent=window))
    radio(dialog, "Skipped").click()

    QTest.keyClick(dialog, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "Say why" in said(dialog))
    QTest.keyClicks(box(dialog, "Result or reason"), "no longer useful")
    accept(qtbot, dialog)

    moved = desk.room.views.action(action.id)
    assert moved is not None
    assert (moved.state, moved.reason) == (ActionState.SKIPPED, "no longer useful")


def test_that_a_question_carries_its_options_to_whoever_decides(qtbot: QtBot, desk: Desk, window: QWidget) -> None:
    incident = desk.room.views.incident(an_incident(desk.room).id)
    dialog = shown(qtbot, RequestDialog(desk, incident, question="Fail over?", parent=window))
    table = dialog.findChild(OptionsTable)
    table.item(0, 0).setText("Yes")
    table.item(0, 2).setText("15 min of data")
    table.item(1, 0).setText("No")

    accept(qtbot, dialog)

    asked = desk.room.views.decisions(incident.id)[0]
    assert [(option.title, option.risks) for option in asked.options] == [("Yes", "15 min of data"), ("No", "")]


def test_that_what_is_said_of_an_unnamed_option_is_not_lost(qtbot: QtBot, desk: Desk, window: QWidget) -> None:
    incident = desk.room.views.incident(an_incident(desk.room).id)
    dialog = shown(qtbot, RequestDialog(desk, incident, question="Fail over?", parent=window))
    dialog.findChild(OptionsTable).item(0, 2).setText("15 min of data")

    QTest.keyClick(dialog, Qt.Key.Key_Return)

    assert "no name" in said(dialog)
    assert desk.room.views.decisions(incident.id) == []


def test_that_a_decision_is_taken_on_the_question_that_waits(
    qtbot: QtBot, desk: Desk, window: QWidget, crisis: Crisis
) -> None:
    incident, waiting = desk.room.views.incident(crisis.outage), desk.room.views.decision(crisis.waiting)
    fact = an_entry(desk.room, incident.id, text="20 min measured")
    dialog = shown(qtbot, DecideDialog(desk, incident, waiting, parent=window))
    QTest.keyClicks(box(dialog, "Decision"), "Fail over now")
    QTest.keyClicks(line(dialog, "Decided by"), "C. Aubry")
    QTest.keyClicks(line(dialog, "Rests on entries"), fact.number.lower())
    radio(dialog, "by telephone").click()

    accept(qtbot, dialog)

    taken = desk.room.views.decision(crisis.waiting)
    assert taken is not None
    assert taken.state is DecisionState.DECIDED
    assert (taken.decided, taken.decider, taken.how, taken.facts) == (
        "Fail over now",
        "C. Aubry",
        "phone",
        (fact.number,),
    )
    assert len(taken.options) == 2


def test_that_an_entry_number_that_names_nothing_is_refused(
    qtbot: QtBot, desk: Desk, window: QWidget, crisis: Crisis
) -> None:
    dialog = shown(qtbot, DecideDialog(desk, desk.room.views.incident(crisis.outage), parent=window))
    QTest.keyClicks(box(dialog, "Decision"), "Wait")
    QTest.keyClicks(line(dialog, "Rests on entries"), "Z-9999")

    QTest.keyClick(dialog, Qt.Key.Key_Return)

    assert "Z-9999" in said(dialog)


def test_that_a_decision_taken_elsewhere_meanwhile_is_said_in_the_dialog(
    qtbot: QtBot, desk: Desk, window: QWidget, crisis: Crisis
) -> None:
    from warroom.commands import Decide

    dialog = shown(
        qtbot,
        DecideDialog(
            desk, desk.room.views.incident(crisis.outage), desk.room.views.decision(crisis.waiting), parent=window
        ),
    )
    QTest.keyClicks(box(dialog, "Decision"), "Fail over now")
    desk.room.do(Decide(decision=crisis.waiting, decided="Wait")).result()

    QTest.keyClick(dialog, Qt.Key.Key_Return)

    qtbot.waitUntil(lambda: "already taken" in said(dialog))
    assert box(dialog, "Decision").toPlainText() == "Fail over now"


def test_that_a_taken_decision_can_be_read_back(qtbot: QtBot, desk: Desk, window: QWidget, crisis: Crisis) -> None:
    taken = next(each for each in desk.room.views.decisions(crisis.outage) if not each.is_open)
    dialog = shown(qtbot, DecisionDialog(desk, taken, parent=window))
    button = next(each for each in dialog.findChildren(QPushButton) if each.text() == "Read back to the decider")

    button.click()

    qtbot.waitUntil(lambda: desk.room.views.decision(taken.id).read_back_at == NOON)


def test_that_enter_on_an_open_question_goes_on_to_decide_it(qtbot: QtBot, desk: Desk, window: QWidget) -> None:
    incident = an_incident(desk.room)
    asked = desk.room.do(RequestDecision(incident=incident.id, question="Fail over?")).result()
    dialog = DecisionDialog(desk, desk.room.views.decision(asked.id), parent=window)
    shown(qtbot, dialog)

    with qtbot.waitSignal(dialog.decide_asked) as told:
        QTest.keyClick(dialog, Qt.Key.Key_Return)

    assert told.args == [asked.id]


def test_that_a_clock_without_a_time_is_refused(qtbot: QtBot, desk: Desk, window: QWidget) -> None:
    incident = desk.room.views.incident(an_incident(desk.room).id)
    dialog = shown(qtbot, DueDialog(desk, incident, DueKind.UPDATE, parent=window))

    QTest.keyClick(dialog, Qt.Key.Key_Return)
    refused = said(dialog)
    QTest.keyClicks(line(dialog, "Due"), "45 min")
    accept(qtbot, dialog)

    assert "When is it due" in refused
    assert [due.due_at for due in desk.room.views.dues(incident.id)] == [NOON + 45 * MINUTE]


def test_that_a_service_is_added_by_name_with_its_state(qtbot: QtBot, desk: Desk, window: QWidget) -> None:
    incident = desk.room.views.incident(an_incident(desk.room).id)
    dialog = shown(qtbot, ServiceDialog(desk, incident, parent=window))
    QTest.keyClicks(line(dialog, "Service"), "Mail")
    radio(dialog, "Major outage").click()

    accept(qtbot, dialog)

    assert [(each.name, each.state) for each in desk.room.views.services(incident.id)] == [
        ("Mail", ServiceState.MAJOR_OUTAGE)
    ]


def test_that_a_dialog_says_its_words_again_in_another_language(
    qtbot: QtBot, desk: Desk, window: QWidget, crisis: Crisis
) -> None:
    dialog = shown(qtbot, SeverityDialog(desk, desk.room.views.incident(crisis.outage), parent=window))
    QTest.keyClicks(box(dialog, "Reason"), "because")

    speak_loudly(dialog)

    assert radio(dialog, "SEV1 CRITICAL").isChecked()
    assert box(dialog, "REASON").toPlainText() == "because"
