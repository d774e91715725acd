"""The page of the press: taken up, written, approved, drawn and printed, by keys and in both languages."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from tests.builders import an_incident
from ui.desk import Desk
from ui.dialogs.press import PressDialog
from ui.dialogs.stakeholder import StakeholderDialog
from ui.laid_out import widgets_in
from ui.panels.confidence import ConfidencePanel
from ui.panels.press import PressPanel
from ui.parts.press import PressPart
from ui.widgets.lines import Block, FactLine
from ui.widgets.no_incident import NoIncident
from warroom import words
from warroom.commands import AddStakeholder, WritePress
from warroom.domain.channels import AnswerKind
from warroom.domain.press import is_ready


@pytest.fixture
def incident(desk: Desk) -> str:
    return an_incident(desk.room).id


@pytest.fixture
def panel(qtbot: QtBot, desk: Desk, incident: str) -> PressPanel:
    made = PressPanel(desk)
    qtbot.addWidget(made)
    made.resize(1200, 800)
    made.show()
    made.show_incident(incident)
    made.show_language("fr")
    return made


def blocks(part: PressPart) -> list[Block]:
    return [line for line in widgets_in(part.body) if isinstance(line, Block)]


def test_that_the_ten_questions_are_taken_up_by_one_press_and_answered_in_a_form(
    qtbot: QtBot, desk: Desk, panel: PressPanel, incident: str
) -> None:
    qtbot.mouseClick(panel.proposal, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(blocks(panel.questions)) == 10)
    assert not panel.proposal.isVisible()
    assert len(blocks(panel.limits)) == 7
    qtbot.keyClick(blocks(panel.questions)[0], Qt.Key.Key_Return)
    dialog = panel.questions.findChild(PressDialog)
    assert dialog.question.text() == "Que s’est-il passé\u00a0?"
    dialog.answer.setPlainText("Une panne depuis 9 h.")
    with qtbot.waitSignal(dialog.succeeded):
        dialog.send()
    qtbot.waitUntil(lambda: blocks(panel.questions)[0].what.text == "Une panne depuis 9 h.")
    panel.show_language("en")
    assert blocks(panel.questions)[0].when.text() == "What happened?"


def test_that_somebody_else_approves_with_one_press(qtbot: QtBot, desk: Desk, panel: PressPanel, incident: str) -> None:
    line = WritePress(incident=incident, kind=AnswerKind.LINE, language="fr", answer="Le service revient.")
    desk.room.do(line).result()
    panel.show_incident(incident)
    assert not blocks(panel.line)[0].findChildren(QPushButton)
    desk.room.sit_down("Inès Roy")
    panel.show_incident(incident)
    qtbot.mouseClick(blocks(panel.line)[0].findChildren(QPushButton)[0], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: all(is_ready(one) for one in desk.room.views.press_answers(incident)))


def test_that_a_line_is_written_twice_as_one_and_taken_away(
    qtbot: QtBot, desk: Desk, panel: PressPanel, incident: str
) -> None:
    panel.line.write(AnswerKind.LINE)
    first = panel.line.findChild(PressDialog)
    first.answer.setPlainText("Le service revient.")
    with qtbot.waitSignal(first.succeeded):
        first.send()
    qtbot.waitUntil(lambda: len(blocks(panel.line)) == 1)
    panel.line.write(AnswerKind.LINE)
    again = [one for one in panel.line.findChildren(PressDialog) if one.isVisible()][-1]
    assert again.answer.toPlainText() == "Le service revient."
    with qtbot.waitSignal(again.succeeded):
        qtbot.mouseClick(again.gone, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not blocks(panel.line))


def test_that_stakeholders_are_drawn_as_listed_and_a_click_on_either_opens_them(
    qtbot: QtBot, desk: Desk, panel: PressPanel
) -> None:
    panel.stakeholders.add_stakeholder()
    form = panel.stakeholders.findChild(StakeholderDialog)
    form.name.setText("Hôpital Nord")
    form.influence.choose(3)
    form.concern.choose(2)
    form.key.setChecked(True)
    with qtbot.waitSignal(form.succeeded):
        form.send()
    desk.room.do(AddStakeholder(name="Gazette", influence=1, concern=1)).result()
    panel.stakeholders.refresh()
    lines = [line for line in widgets_in(panel.stakeholders.body) if isinstance(line, FactLine)]
    assert [line.value for line in lines] == ["influence high · concern middling", "influence low · concern low"]
    place = panel.stakeholders.map.place_of(2)
    assert place is not None
    qtbot.mouseClick(panel.stakeholders.map, Qt.MouseButton.LeftButton, pos=place.center().toPoint())
    opened = [one for one in panel.stakeholders.findChildren(StakeholderDialog) if one.isVisible()][-1]
    assert opened.title() == "Gazette"
    opened.expects.setText("Un point par heure")
    with qtbot.waitSignal(opened.succeeded):
        opened.send()


def test_that_papers_are_written_where_there_is_no_printer(
    qtbot: QtBot, desk: Desk, panel: PressPanel, incident: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from warroom.reports.press import one_truth_of

    panel._printer._ask_folder = lambda leaflet, of: panel._printer.write(leaflet, str(tmp_path), of)  # type: ignore[method-assign]
    monkeypatch.setattr("ui.leaflets.default_printer", lambda: "")
    assert one_truth_of is not None
    panel.print_()
    panel.print_one_page()
    panel.print_stakeholders()
    qtbot.waitUntil(lambda: len(list(tmp_path.glob("*.pdf"))) == 3, timeout=20_000)


def test_that_the_press_page_says_what_to_do_without_an_incident_and_in_both_languages(
    desk: Desk, panel: PressPanel, incident: str
) -> None:
    panel.show_incident(None)
    assert not panel.sheet.isVisible()
    panel.show_incident(incident)
    with words.speaking("fr"):
        panel._say()
        assert panel.proposal.text() == "Reprendre les dix questions"


def test_that_with_no_incident_open_the_keyboard_is_on_the_button_that_declares_one(qtbot: QtBot, desk: Desk) -> None:
    for made in (PressPanel(desk), ConfidencePanel(desk)):
        qtbot.addWidget(made)
        made.show()
        made.show_incident(None)
        (nothing,) = made.findChildren(NoIncident)
        assert nothing.isVisible()
        assert nothing.button.property("primary")
        made.setFocus()
        qtbot.waitUntil(lambda nothing=nothing: nothing.button.hasFocus())
