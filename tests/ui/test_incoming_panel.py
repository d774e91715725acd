"""The page of what comes in: taken in with the keyboard alone, and carried on by one key a step."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from tests.builders import NOON
from tests.journeys.screens_of_incoming import with_incoming
from tests.ui.crisis import Crisis, a_crisis
from tests.warroom.formats.test_formats_cap import alert
from ui.desk import Desk
from ui.dialogs.attach_inbound import AttachInboundDialog
from ui.dialogs.inbound_moves import AnswerDialog, CorrectAnswerDialog, DecideInboundDialog, TriageDialog
from ui.dialogs.promise import KeepPromiseDialog, PromiseDialog
from ui.dialogs.rumour import JudgeRumourDialog
from ui.models.confidence import Behind
from ui.panels.confidence import ConfidencePanel
from ui.panels.incoming import IncomingPanel
from warroom.commands import MakePromise
from warroom.domain.inbound import InboundState, PromiseState, RumourState

Key = Qt.Key


@pytest.fixture
def crisis(desk: Desk) -> Crisis:
    made = a_crisis(desk.room)
    with_incoming(desk.room, made.outage)
    return made


@pytest.fixture
def panel(qtbot: QtBot, desk: Desk, crisis: Crisis) -> IncomingPanel:
    made = IncomingPanel(desk)
    qtbot.addWidget(made)
    made.resize(1200, 800)
    made.show()
    made.show_incident(crisis.outage)
    made.setFocus()
    qtbot.waitUntil(lambda: made.messages._model.rowCount() == 4)
    return made


def opened(qtbot: QtBot, panel: IncomingPanel, kind: type[QDialog]) -> Any:
    qtbot.waitUntil(lambda: any(each.isVisible() for each in panel.findChildren(kind)))
    return next(each for each in panel.findChildren(kind) if each.isVisible())


def test_that_a_message_is_taken_in_without_a_mouse(
    qtbot: QtBot, desk: Desk, crisis: Crisis, panel: IncomingPanel
) -> None:
    intake = panel.intake
    qtbot.waitUntil(intake.from_who.hasFocus)
    qtbot.keyClicks(intake.from_who, "Mairie du Lac")
    QTest.keyClick(intake.from_who, Key.Key_Tab)
    qtbot.keyClicks(intake.channel, "e-m")
    intake.text.setFocus()
    qtbot.keyClicks(intake.text, "Le marche peut-il ouvrir ?")
    QTest.keyClick(intake.text, Key.Key_Return)

    qtbot.waitUntil(lambda: panel.messages._model.rowCount() == 5)
    made = next(each for each in desk.room.views.inbounds(crisis.outage) if each.from_who == "Mairie du Lac")
    assert (made.text, made.channel, made.received_by) == ("Le marche peut-il ouvrir ?", "mail", "Léa Martin")
    assert intake.from_who.hasFocus()
    assert (intake.from_who.text(), intake.text.toPlainText()) == ("", "")


def test_that_tab_goes_from_field_to_field_and_on(panel: IncomingPanel, qtbot: QtBot) -> None:
    intake = panel.intake
    intake.from_who.setFocus()
    seen = []
    for _step in range(6):
        QTest.keyClick(panel.window().focusWidget(), Key.Key_Tab)
        seen.append(panel.window().focusWidget())
    assert seen[:5] == [intake.channel, intake.audience, intake.answer_by.line, intake.text, intake.save]
    assert seen[5] not in seen[:5]


def test_that_a_time_nobody_can_read_keeps_what_was_typed(qtbot: QtBot, panel: IncomingPanel) -> None:
    intake = panel.intake
    intake.text.setPlainText("Rappelez-nous")
    intake.answer_by.line.setText("demain peut-etre")
    intake.send()
    assert "demain peut-etre" in intake._said.text()
    assert intake.text.toPlainText() == "Rappelez-nous"
    assert intake.answer_by.line.hasFocus()


def test_that_what_is_half_typed_is_there_after_a_crash(
    qtbot: QtBot, desk: Desk, crisis: Crisis, panel: IncomingPanel
) -> None:
    panel.intake.from_who.setText("Mairie")
    panel.intake.text.setPlainText("à moitié")
    panel.settle()
    desk.room.keeps_all_drafts()
    again = IncomingPanel(desk)
    qtbot.addWidget(again)
    again.show_incident(crisis.outage)
    assert (again.intake.from_who.text(), again.intake.text.toPlainText()) == ("Mairie", "à moitié")


def test_that_enter_does_what_comes_next(qtbot: QtBot, desk: Desk, crisis: Crisis, panel: IncomingPanel) -> None:
    lines = {line.inbound.state: line.inbound for line in desk.room.views.inbound_lines(crisis.outage)}
    steps: tuple[tuple[InboundState, type[QDialog]], ...] = (
        (InboundState.RECEIVED, TriageDialog),
        (InboundState.TRIAGED, DecideInboundDialog),
        (InboundState.DECIDED, AnswerDialog),
    )
    for state, kind in steps:
        panel.reveal("inbound", lines[state].id)
        QTest.keyClick(panel.messages._table, Key.Key_Return)
        opened(qtbot, panel, kind).reject()


def test_that_an_answer_is_noted_and_the_message_leaves_the_list(
    qtbot: QtBot, desk: Desk, crisis: Crisis, panel: IncomingPanel
) -> None:
    waiting = next(each for each in desk.room.views.inbounds(crisis.outage) if each.state is InboundState.DECIDED)
    panel.reveal("inbound", waiting.id)
    QTest.keyClick(panel.messages._table, Key.Key_A)
    dialog = opened(qtbot, panel, AnswerDialog)
    dialog.answer.setPlainText("Point envoyé")
    dialog.send()
    qtbot.waitUntil(lambda: panel.messages._model.rowCount() == 3)
    found = desk.room.views.inbound(waiting.id)
    assert found is not None
    assert (found.answer, found.answered_by) == ("Point envoyé", "Léa Martin")


def test_that_an_answer_already_given_can_only_be_corrected(
    qtbot: QtBot, desk: Desk, crisis: Crisis, panel: IncomingPanel
) -> None:
    panel.messages._over.setChecked(True)
    answered = next(each for each in desk.room.views.inbounds(crisis.outage) if each.state is InboundState.ANSWERED)
    qtbot.waitUntil(lambda: panel.messages._model.row_of(answered.id) >= 0)
    panel.reveal("inbound", answered.id)
    QTest.keyClick(panel.messages._table, Key.Key_A)
    assert opened(qtbot, panel, CorrectAnswerDialog).title().startswith("Correct the answer")


def test_that_a_promise_is_noted_from_the_message_that_asked_for_it(
    qtbot: QtBot, desk: Desk, crisis: Crisis, panel: IncomingPanel
) -> None:
    waiting = next(each for each in desk.room.views.inbounds(crisis.outage) if each.state is InboundState.TRIAGED)
    panel.reveal("inbound", waiting.id)
    QTest.keyClick(panel.messages._table, Key.Key_P)
    dialog = opened(qtbot, panel, PromiseDialog)
    assert (dialog.to_whom.text(), dialog.source.text()) == (waiting.from_who, waiting.number)
    dialog.text.setPlainText("Le chiffre à 14 h")
    dialog.due_at.line.setText("+90")
    dialog.send()
    qtbot.waitUntil(lambda: any(each.source == waiting.id for each in desk.room.views.promises(crisis.outage)))


def test_that_a_rumour_is_judged_and_then_offers_the_message_or_the_entry(
    qtbot: QtBot, desk: Desk, crisis: Crisis, panel: IncomingPanel
) -> None:
    panel.open_part("rumour")
    qtbot.waitUntil(lambda: panel.rumours._model.rowCount() == 3)
    unchecked, false, true = panel.rumours._model.rows()
    assert (unchecked.state, false.state, true.state) == (RumourState.TO_CHECK, RumourState.FALSE, RumourState.TRUE)

    panel.reveal("rumour", unchecked.id)
    QTest.keyClick(panel.rumours._table, Key.Key_Return)
    opened(qtbot, panel, JudgeRumourDialog).reject()
    panel.reveal("rumour", false.id)
    with qtbot.waitSignal(panel.record_chosen) as asked:
        QTest.keyClick(panel.rumours._table, Key.Key_Return)
    judged = desk.room.views.rumour(false.id)
    assert judged is not None
    assert asked.args == [crisis.outage, "message", judged.message]
    begun = desk.room.views.message(judged.message)
    assert begun is not None
    assert begun.template == "T19"
    panel.reveal("rumour", true.id)
    QTest.keyClick(panel.rumours._table, Key.Key_Return)
    qtbot.waitUntil(lambda: bool((desk.room.views.rumour(true.id) or true).entry))


def test_that_promises_show_the_late_one_on_top_and_enter_keeps_it(
    qtbot: QtBot, desk: Desk, crisis: Crisis, panel: IncomingPanel
) -> None:
    panel.open_part("promise")
    qtbot.waitUntil(lambda: panel.promises._model.rowCount() == 3)
    first = panel.promises._model.rows()[0]
    assert panel.promises._count.text() == "3 open · 1 late"
    panel.reveal("promise", first.id)
    QTest.keyClick(panel.promises._table, Key.Key_Return)
    dialog = opened(qtbot, panel, KeepPromiseDialog)
    dialog.remark.setPlainText("Rappelé")
    dialog.send()
    qtbot.waitUntil(lambda: panel.promises._model.rowCount() == 2)
    kept = desk.room.views.promise(first.id)
    assert kept is not None
    assert kept.state is PromiseState.KEPT


def test_that_all_lists_are_sound_models(panel: IncomingPanel) -> None:
    for part in (panel.messages, panel.rumours, panel.promises):
        QAbstractItemModelTester(part._model, QAbstractItemModelTester.FailureReportingMode.Fatal)
        part._latest.ask()


def test_that_without_an_incident_nothing_can_be_typed_and_the_page_says_why(qtbot: QtBot, desk: Desk) -> None:
    made = IncomingPanel(desk)
    qtbot.addWidget(made)
    made.show_incident(None)
    assert not made.intake.text.isEnabled()
    assert "Ctrl+N" in made.intake._said.text()


# Confidence


@pytest.fixture
def figures(qtbot: QtBot, desk: Desk, crisis: Crisis) -> ConfidencePanel:
    made = ConfidencePanel(desk)
    qtbot.addWidget(made)
    made.resize(1100, 760)
    made.show()
    made.show_incident(crisis.outage)
    qtbot.waitUntil(lambda: "contacts" in made.lines)
    return made


def test_that_every_figure_opens_what_is_behind_it(qtbot: QtBot, figures: ConfidencePanel) -> None:
    QAbstractItemModelTester(figures._model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    QTest.keyClick(figures.lines["failed"], Key.Key_Return)
    (late,) = figures.rows
    assert (late.noun, late.number) == ("promise", "A-PR01")
    with qtbot.waitSignal(figures.record_chosen) as chosen:
        figures.table.chosen.emit(late)
    assert chosen.args is not None
    assert chosen.args[1:] == ["promise", late.id]


def test_that_the_arrows_go_from_hour_to_hour_and_each_says_itself(figures: ConfidencePanel) -> None:
    bars = figures.bars
    bars.setFocus()
    QTest.keyClick(bars, Key.Key_Right)
    assert [row.number for row in figures.rows] == ["A-ME02"]
    assert bars.accessibleDescription().endswith("Key accounts 1")
    QTest.keyClick(bars, Key.Key_Right)
    assert len(figures.rows) == 5


def test_that_figures_follow_what_is_written(
    qtbot: QtBot, desk: Desk, crisis: Crisis, figures: ConfidencePanel
) -> None:
    assert figures.lines["running"].value == "2"
    promise = MakePromise(incident=crisis.outage, to_whom="Mairie", text="Rappeler", due_at=NOON + 60_000)
    desk.room.do(promise).result()
    qtbot.waitUntil(lambda: figures.lines["running"].value == "3")
    figures.choose("running")
    assert [type(row) for row in figures.rows] == [Behind] * 3


def test_that_a_message_without_an_incident_is_given_one_before_anything_else(
    qtbot: QtBot, desk: Desk, crisis: Crisis, panel: IncomingPanel
) -> None:
    preview = desk.room.alerts.preview_bytes(alert().encode(), "alert.xml", into="")
    desk.room.alerts.bring_in(preview)
    (adrift,) = [each for each in desk.room.views.inbounds() if not each.incident]
    qtbot.waitUntil(lambda: panel.messages._model.rowCount() == 5)
    panel.messages.reveal(adrift.id)
    panel.messages.go_on()
    dialog = opened(qtbot, panel, AttachInboundDialog)
    assert dialog.incidents.currentData() == crisis.outage
    with qtbot.waitSignal(dialog.succeeded):
        dialog.send()
    assert adrift.id in {each.id for each in desk.room.views.inbounds(crisis.outage)}
