"""The incident room: what is true, what happened, what is awaited, and everything one key or click away."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QMainWindow, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from tests.builders import NOON, an_action
from tests.ui.crisis import Crisis, a_crisis, speak_loudly
from ui.desk import Desk
from ui.dialogs.decide import DecideDialog
from ui.dialogs.decision_details import DecisionDialog
from ui.dialogs.decision_request import RequestDialog
from ui.dialogs.milestone import MilestoneDialog
from ui.dialogs.severity import SeverityDialog
from ui.dialogs.status import StatusDialog
from ui.laid_out import widgets_in
from ui.panels.incident import IncidentPanel
from ui.parts.attachments import plain_name
from ui.parts.milestones import delay_said
from ui.widgets.lines import Block, FactLine
from ui.widgets.sentence_line import SentenceLine
from warroom import phrases
from warroom.clock import FixedClock
from warroom.commands import ChangeSeverity, ChangeStatus, FinishDue, LogEntry, SetMilestone, SetService
from warroom.domain.actions import ActionState
from warroom.domain.entries import Kind
from warroom.domain.incidents import Milestone, Severity, Status
from warroom.domain.services import ServiceState

MINUTE = 60_000


@pytest.fixture
def crisis(desk: Desk) -> Crisis:
    return a_crisis(desk.room)


@pytest.fixture
def window(qtbot: QtBot, desk: Desk) -> QMainWindow:
    made = QMainWindow()
    qtbot.addWidget(made)
    made.setCentralWidget(IncidentPanel(desk))
    made.resize(1440, 900)
    return made


@pytest.fixture
def panel(qtbot: QtBot, window: QMainWindow, crisis: Crisis) -> IncidentPanel:
    made = window.centralWidget()
    assert isinstance(made, IncidentPanel)
    made.show(crisis.outage)
    window.show()
    qtbot.waitExposed(window)
    return made


def blocks(part: object) -> list[Block]:
    return [line for line in widgets_in(part.body) if isinstance(line, Block)]  # type: ignore[attr-defined]


def whens(part: object) -> list[str]:
    return [block.when.text() for block in blocks(part)]


def whats(part: object) -> list[str]:
    return [block.what.text for block in blocks(part)]


def is_in_sight(part: QWidget) -> bool:
    return not part.visibleRegion().isEmpty()


def dialogs(panel: IncidentPanel) -> list[type]:
    return [type(each) for each in panel.findChildren(QDialog) if each.isVisible()]


def test_that_the_head_says_how_grave_and_how_far(panel: IncidentPanel) -> None:
    assert panel.header.severity.text() == "SEV1"
    assert panel.header.status.text() == "Identified"
    assert panel.header._title.text().startswith("Panne mondiale")
    assert panel.header._exercise.isHidden()


def test_that_an_exercise_says_so_first(panel: IncidentPanel, crisis: Crisis) -> None:
    panel.show(crisis.exercise)

    assert panel.header._exercise.text() == "EXERCISE"
    assert panel.header._exercise.isVisible()


def test_that_a_vital_service_overrides_the_severity_shown(
    qtbot: QtBot, desk: Desk, crisis: Crisis, panel: IncidentPanel
) -> None:
    command = ChangeSeverity(incident=crisis.outage, severity=Severity.MINOR, vital=True, reason="112 touched")
    desk.room.do(command).result()

    qtbot.waitUntil(lambda: panel.header.severity.text() == "SEV1 vital")


def test_that_the_pills_open_their_dialogs(panel: IncidentPanel) -> None:
    panel.header.severity.click()
    panel.header.status.click()

    assert set(dialogs(panel)) == {SeverityDialog, StatusDialog}


def test_that_the_room_follows_what_others_do(qtbot: QtBot, desk: Desk, crisis: Crisis, panel: IncidentPanel) -> None:
    desk.room.do(ChangeStatus(incident=crisis.outage, status=Status.RESOLVED, reason="all back")).result()
    desk.room.do(SetService(incident=crisis.outage, name="Paie", state=ServiceState.OPERATIONAL)).result()

    qtbot.waitUntil(lambda: panel.header.status.text() == "Resolved")
    qtbot.waitUntil(lambda: len(panel.services.findChildren(FactLine)) >= 5)
    assert panel.milestones.lines[Milestone.RESOLVED].value == phrases.time_of_day(NOON)


def test_that_milestones_show_their_delay_after_the_impact(panel: IncidentPanel) -> None:
    lines = panel.milestones.lines

    assert lines[Milestone.IMPACT_STARTED].note == ""
    assert lines[Milestone.DETECTED].note == "+2 h 09"
    assert lines[Milestone.CLOSED].value == "—"


def test_that_a_milestone_before_the_impact_is_shown_with_its_sign(
    qtbot: QtBot, desk: Desk, crisis: Crisis, panel: IncidentPanel
) -> None:
    command = SetMilestone(
        incident=crisis.outage, milestone=Milestone.IMPACT_STARTED, at=NOON - 30 * MINUTE, reason="logs"
    )
    desk.room.do(command).result()

    assert delay_said(desk.room.views.incident(crisis.outage), Milestone.DETECTED) == "−8 min"
    qtbot.waitUntil(lambda: panel.milestones.lines[Milestone.DETECTED].note == "−8 min")


def test_that_a_click_on_a_milestone_asks_for_the_reason(panel: IncidentPanel) -> None:
    QTest.mouseClick(panel.milestones.lines[Milestone.MITIGATED], Qt.MouseButton.LeftButton)

    assert dialogs(panel) == [MilestoneDialog]


def test_that_a_late_decision_is_red_and_has_the_primary_button(panel: IncidentPanel) -> None:
    first = blocks(panel.decisions)[0]

    assert first.when.tone == "late"
    assert [(each.text(), bool(each.property("primary"))) for each in first.buttons()] == [
        ("Decide", True),
        ("Options", False),
    ]


def test_that_decide_opens_on_the_question_that_waits(panel: IncidentPanel) -> None:
    blocks(panel.decisions)[0].buttons()[0].click()

    assert dialogs(panel) == [DecideDialog]
    assert panel.findChildren(DecideDialog)[0].title() == "Decide, A-D002"


def test_that_a_decision_taken_opens_with_what_was_decided(panel: IncidentPanel) -> None:
    QTest.keyClick(blocks(panel.decisions)[1], Qt.Key.Key_Return)

    assert dialogs(panel) == [DecisionDialog]


def test_that_late_actions_are_on_top_and_counted_in_red(panel: IncidentPanel) -> None:
    assert whats(panel.todo)[0] == "Joindre l'astreinte de l'hébergeur, GTI dépassée"
    assert blocks(panel.todo)[0].when.tone == "late"
    assert panel.todo._note.text() == "4 open · 1 late"
    assert panel.todo._note.property("role") == "late"


def test_that_one_click_takes_an_action_in_hand_and_one_ends_it(
    qtbot: QtBot, desk: Desk, crisis: Crisis, panel: IncidentPanel
) -> None:
    blocks(panel.todo)[0].buttons()[0].click()
    qtbot.waitUntil(lambda: desk.room.views.action(crisis.late_action).acknowledged_at == NOON)
    qtbot.waitUntil(lambda: [each.text() for each in blocks(panel.todo)[0].buttons()] == ["Done"])

    blocks(panel.todo)[0].buttons()[0].click()

    qtbot.waitUntil(lambda: desk.room.views.action(crisis.late_action).state is ActionState.DONE)
    qtbot.waitUntil(lambda: len(blocks(panel.todo)) == 3)


def test_that_a_key_ends_an_action_and_the_keyboard_stays_in_the_list(
    qtbot: QtBot, desk: Desk, crisis: Crisis, window: QMainWindow, panel: IncidentPanel
) -> None:
    window.activateWindow()
    blocks(panel.todo)[0].setFocus()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is blocks(panel.todo)[0])

    QTest.keyClick(blocks(panel.todo)[0], Qt.Key.Key_D)

    qtbot.waitUntil(lambda: len(blocks(panel.todo)) == 3)
    assert QApplication.focusWidget() is blocks(panel.todo)[0]


def test_that_a_hundred_actions_do_not_flood_the_room(
    qtbot: QtBot, desk: Desk, crisis: Crisis, panel: IncidentPanel
) -> None:
    for number in range(40):
        an_action(desk.room, crisis.outage, text=f"Call {number}")
    qtbot.waitUntil(lambda: "44 open" in panel.todo._note.text())

    assert len(blocks(panel.todo)) == 20
    assert whens(panel.todo)[0].startswith("late by 7 min")


def test_that_clocks_turn_late_by_themselves(desk: Desk, panel: IncidentPanel) -> None:
    before = [block.when.tone for block in blocks(panel.clocks)]
    clock = desk.room.clock
    assert isinstance(clock, FixedClock)
    clock.advance(seconds=7 * 60)

    panel._tick()

    assert before == ["due", ""]
    assert [block.when.tone for block in blocks(panel.clocks)] == ["late", ""]


def test_that_a_clock_that_is_done_leaves(qtbot: QtBot, desk: Desk, crisis: Crisis, panel: IncidentPanel) -> None:
    QTest.keyClick(blocks(panel.clocks)[0], Qt.Key.Key_D)

    qtbot.waitUntil(lambda: whats(panel.clocks) == ["NIS2, alerte précoce"])
    due = desk.room.views.dues(crisis.outage)[0]
    desk.room.do(FinishDue(due=due.id)).result()
    qtbot.waitUntil(lambda: whats(panel.clocks) == [])


def test_that_the_situation_is_edited_in_place_and_saved_by_ctrl_enter(
    qtbot: QtBot, desk: Desk, crisis: Crisis, panel: IncidentPanel
) -> None:
    panel.edit_situation()
    panel.situation._box.setPlainText("All regions answer again.")

    QTest.keyClick(panel.situation._box, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    qtbot.waitUntil(lambda: said(panel) == ["All regions answer again."])
    assert [stated.line for stated in desk.room.views.situation(crisis.outage)] == ["All regions answer again."]
    assert desk.room.views.incident(crisis.outage).situation == ""
    assert panel.situation._editor.isHidden()


def said(panel: IncidentPanel) -> list[str]:
    """The sentences on screen."""
    body = panel.situation.body
    widgets = widgets_in(body)
    return [widget.text.text() for widget in widgets if isinstance(widget, SentenceLine)]


def test_that_esc_keeps_a_half_typed_situation_as_a_draft(
    qtbot: QtBot, desk: Desk, crisis: Crisis, panel: IncidentPanel
) -> None:
    panel.edit_situation()
    panel.situation._box.setPlainText("Half a sen")

    QTest.keyClick(panel.situation._box, Qt.Key.Key_Escape)

    qtbot.waitUntil(lambda: desk.room.views.draft(f"situation:{crisis.outage}") == "Half a sen")
    assert panel.situation._note.text() == "draft kept"
    panel.edit_situation()
    assert panel.situation._box.toPlainText() == "Half a sen"


def test_that_a_half_typed_situation_is_kept_when_another_incident_is_shown(
    qtbot: QtBot, desk: Desk, crisis: Crisis, panel: IncidentPanel
) -> None:
    panel.edit_situation()
    panel.situation._box.setPlainText("Half a sen")

    panel.show(crisis.exercise)

    qtbot.waitUntil(lambda: desk.room.views.draft(f"situation:{crisis.outage}") == "Half a sen")
    assert desk.room.views.draft(f"situation:{crisis.exercise}") == ""


def drop(panel: IncidentPanel, *files: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    event = QDropEvent(
        QPointF(20, 20), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    panel.dropEvent(event)


def test_that_dropped_files_are_kept_and_can_be_saved_again(
    qtbot: QtBot, desk: Desk, crisis: Crisis, panel: IncidentPanel, tmp_path: Path
) -> None:
    evidence = tmp_path / "trace.log"
    evidence.write_bytes(b"line\n" * 100_000)

    drop(panel, evidence)
    qtbot.waitUntil(lambda: whats(panel.attachments) == ["trace.log"], timeout=10_000)
    kept = desk.room.views.incident_attachments(crisis.outage)[0]
    panel.attachments.write_copy(kept, tmp_path / "copy.log")

    qtbot.waitUntil(lambda: (tmp_path / "copy.log").exists(), timeout=10_000)
    assert (tmp_path / "copy.log").read_bytes() == evidence.read_bytes()
    assert not (tmp_path / "copy.log.part").exists()
    assert "SHA-256 " + kept.sha256[:8] in blocks(panel.attachments)[0].more.text


def test_that_a_copy_that_cannot_be_written_says_what_is_safe(
    qtbot: QtBot, desk: Desk, crisis: Crisis, panel: IncidentPanel, tmp_path: Path
) -> None:
    evidence = tmp_path / "trace.log"
    evidence.write_bytes(b"line")
    drop(panel, evidence)
    qtbot.waitUntil(lambda: whats(panel.attachments) == ["trace.log"], timeout=10_000)
    kept = desk.room.views.incident_attachments(crisis.outage)[0]

    with qtbot.waitSignal(desk.notices.shown, timeout=10_000) as told:
        panel.attachments.write_copy(kept, tmp_path / "absent" / "copy.log")

    assert "untouched" in told.args[0].safe


@pytest.mark.parametrize(
    ("name", "plain"),
    [("../../etc/passwd", "passwd"), ("C:\\Windows\\evil.exe", "evil.exe"), ("..", "file"), ("a.txt", "a.txt")],
)
def test_that_the_name_of_a_file_is_never_a_path(name: str, plain: str) -> None:
    assert plain_name(name) == plain


def test_that_the_right_column_goes_under_the_left_on_a_small_screen(
    qtbot: QtBot, window: QMainWindow, panel: IncidentPanel
) -> None:
    beside = panel.todo.mapTo(panel, QPoint()).x()
    window.resize(1280, 720)
    qtbot.waitUntil(lambda: panel.todo.y() > panel.milestones.y())
    under = panel.todo.mapTo(panel, QPoint())
    window.resize(1440, 900)
    qtbot.waitUntil(lambda: panel._right.isAncestorOf(panel.todo))

    assert beside > panel.log.x()
    assert under.x() < panel.log.x()
    assert panel.decisions.y() < panel.todo.y()


def test_that_on_a_small_screen_a_line_above_the_column_says_what_is_late_and_leads_to_it(
    qtbot: QtBot, window: QMainWindow, panel: IncidentPanel
) -> None:
    window.resize(1280, 400)
    qtbot.waitUntil(lambda: panel.todo.y() > panel.milestones.y() and panel._late.isVisible())
    said, was_in_sight = panel._late.text, is_in_sight(panel.todo)

    qtbot.mouseClick(panel._late, Qt.MouseButton.LeftButton)

    assert "1 action late" in said
    assert not was_in_sight
    assert is_in_sight(panel.todo)


def test_that_after_an_answer_the_keyboard_writes_in_the_log_again(qtbot: QtBot, panel: IncidentPanel) -> None:
    panel.request_decision()
    asked = panel.findChildren(RequestDialog)[0]
    asked.accept()

    qtbot.waitUntil(lambda: panel.window().focusWidget() is panel.log._quick._field)


def test_that_what_is_due_is_said_anew_when_the_room_comes_back_to_the_front(desk: Desk, panel: IncidentPanel) -> None:
    assert isinstance(desk.room.clock, FixedClock)
    before = whens(panel.todo)
    panel.hide()
    desk.room.clock.advance(seconds=3600)
    panel.show()

    assert whens(panel.todo) != before


def test_that_an_entry_that_calls_for_a_decision_becomes_its_question(panel: IncidentPanel) -> None:
    room, incident = panel._desk.room, panel.incident
    assert incident is not None
    said = {"text": "Do we announce a time?", "channel": "phone", "kind": Kind.REQUEST}
    logged = room.do(LogEntry(incident=incident.id, **said)).result()  # type: ignore[arg-type]
    panel.log.decision_wanted.emit(room.views.entry(logged.id))

    asked = panel.findChildren(RequestDialog)[0]
    command = asked.command()
    assert (command.question, command.facts, command.how) == ("Do we announce a time?", (logged.number,), "phone")
    assert asked.verb() == "Ask all the same", "whoever phoned was not verified"


def test_that_every_part_says_its_words_in_another_language(panel: IncidentPanel) -> None:
    speak_loudly(panel)

    heads = [part._title.text() for part in panel.parts]
    assert heads == ["SITUATION", "SERVICES", "CLOCKS", "MILESTONES", "DECISIONS", "ACTIONS", "MESSAGES", "FILES"]
    assert panel.header.status.text() == "IDENTIFIED"
    assert any(each.text() == "DECIDE" for each in panel.decisions.findChildren(QPushButton))


def test_that_a_panel_whose_room_is_closed_stays_quiet_when_the_language_changes(
    desk: Desk, panel: IncidentPanel
) -> None:
    desk.close()

    speak_loudly(panel)
