"""Memory and improvement on screen: what is found and seen again while declaring, what is sure of few incidents."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from tests.builders import an_incident
from tests.journeys.screens_of_memory import with_memory
from ui.desk import Desk
from ui.dialogs.declare import DeclareDialog
from ui.dialogs.lesson import LessonDialog, LinkLessonDialog
from ui.dialogs.remembered import RememberedDialog
from ui.panels.improvement import ImprovementPanel
from ui.panels.memory import MemoryPanel
from ui.panels.rex_lessons import LessonsPart
from ui.panels.templates import TemplatesPanel
from ui.widgets.lesson_block import LessonBlock
from warroom.commands import AddLesson, OpenRex
from warroom.domain.lessons import LinkedNoun
from warroom.domain.rex import Heat
from warroom.words import speaking

FATAL = QAbstractItemModelTester.FailureReportingMode.Fatal


@pytest.fixture
def past(desk: Desk) -> Desk:
    with_memory(desk.room)
    return desk


@pytest.fixture
def panel(qtbot: QtBot, past: Desk) -> MemoryPanel:
    made = MemoryPanel(past)
    qtbot.addWidget(made)
    made.resize(1200, 800)
    made.show()
    qtbot.waitUntil(lambda: len(made.view.lines) == 3)
    return made


def titles(panel: MemoryPanel) -> list[str]:
    return [line.remembered.incident.title for line in panel.model.rows()]


def test_that_words_narrow_and_where_none_holds_them_all_the_likest_stand(qtbot: QtBot, panel: MemoryPanel) -> None:
    QAbstractItemModelTester(panel.model, FATAL, panel)
    qtbot.keyClicks(panel.words, "certificat")
    qtbot.waitUntil(lambda: titles(panel) == ["Certificat du portail de paiement expiré"])
    assert panel._note.isHidden()
    panel.words.setText("expired certificates everywhere")
    qtbot.waitUntil(lambda: not panel._note.isHidden())
    assert titles(panel) == ["Certificat du portail de paiement expiré"]
    assert "in its title" in panel.card._by.text()
    panel.words.setText("zeppelin")
    qtbot.waitUntil(lambda: titles(panel) == [])
    panel.words.clear()
    qtbot.waitUntil(lambda: len(titles(panel)) == 3)
    panel.service.choose("DNS")
    qtbot.waitUntil(lambda: len(titles(panel)) == 2)
    panel.learnt.setChecked(True)
    qtbot.waitUntil(lambda: len(titles(panel)) == 1)


def test_that_a_lesson_is_shown_with_what_it_changed_and_leads_there(
    qtbot: QtBot, past: Desk, panel: MemoryPanel
) -> None:
    lesson = next(each for each in past.room.views.lessons() if each.applies_when)
    panel.reveal("lesson", lesson.id)
    qtbot.waitUntil(lambda: bool(panel.card.findChildren(LessonBlock)) and "résolution" in _said(panel))
    (block,) = [each for each in panel.card.findChildren(LessonBlock) if each.isVisible()]
    assert block.buttons()[0].text() == "changed: Template T07"
    with qtbot.waitSignal(panel.record_chosen) as led:
        qtbot.mouseClick(block.buttons()[0], Qt.MouseButton.LeftButton)
    assert led.args[1:] == ["template", "T07"]
    block.retire_asked.emit(lesson.id)
    qtbot.waitUntil(lambda: not any(each.isVisible() for each in panel.card.findChildren(LessonBlock)))


def _said(panel: MemoryPanel) -> str:
    return " ".join(each.more.text for each in panel.card.findChildren(LessonBlock))


def test_that_the_template_leads_back_to_the_lesson(qtbot: QtBot, past: Desk) -> None:
    panel = TemplatesPanel(past)
    qtbot.addWidget(panel)
    panel.resize(1200, 800)
    panel.show()
    panel.reveal("T07")
    qtbot.waitUntil(lambda: panel.card._taught_by.count() == 2)
    item = panel.card._taught_by.itemAt(1)
    assert item is not None
    with qtbot.waitSignal(panel.lesson_chosen):
        qtbot.mouseClick(item.widget(), Qt.MouseButton.LeftButton)


def test_that_declaring_reminds_of_the_past_and_waits_for_nothing(qtbot: QtBot, past: Desk) -> None:
    dialog = DeclareDialog(past)
    qtbot.addWidget(dialog)
    dialog.open()
    dialog._title.setText("Panne de résolution de noms")
    assert dialog.command().title == "Panne de résolution de noms"  # before any answer is there
    dialog._services.setText("DNS")
    qtbot.waitUntil(lambda: len(dialog.seen.found) == 2)
    assert [line.isVisible() for line in dialog.seen.lines] == [True, True, False]
    size = dialog.size()
    qtbot.mouseClick(dialog.seen.lines[0], Qt.MouseButton.LeftButton)
    assert dialog.findChildren(RememberedDialog)
    dialog._title.clear()
    dialog._services.clear()
    qtbot.waitUntil(lambda: not dialog.seen.found)
    assert dialog.size() == size


def test_that_an_exercise_reminds_of_exercises_only(qtbot: QtBot, past: Desk) -> None:
    drill = an_incident(past.room, title="Exercice : résolveur DNS saturé", exercise=True).id
    dialog = DeclareDialog(past, text="Résolveur DNS saturé")
    qtbot.addWidget(dialog)
    dialog.open()
    qtbot.waitUntil(lambda: len(dialog.seen.found) >= 2)
    dialog._exercise.setChecked(True)
    qtbot.waitUntil(lambda: [each.alike.incident for each in dialog.seen.found] == [drill])


def test_that_a_lesson_is_amended_against_what_was_shown_and_tied(qtbot: QtBot, past: Desk) -> None:
    lesson = next(each for each in past.room.views.lessons() if each.applies_when)
    dialog = LessonDialog(past, lesson)  # which goes by itself once it is done
    assert dialog.command().services == ("DNS",)
    dialog._text.setPlainText("Dire depuis quand")
    dialog.open()
    with qtbot.waitSignal(dialog.succeeded):
        dialog.send()
    found = past.room.views.lesson(lesson.id)
    assert found is not None
    assert found.text == "Dire depuis quand"
    tied = LinkLessonDialog(past, found)
    qtbot.addWidget(tied)
    tied._noun.choose(LinkedNoun.ROLE_CARD)
    tied._target.choose("COM")
    tied._what.setText("appeler le support d’abord")
    assert (tied.command().noun, tied.command().target) == (LinkedNoun.ROLE_CARD, "COM")


def test_that_the_lessons_of_a_review_are_typed_one_a_line(qtbot: QtBot, past: Desk) -> None:
    room = past.room
    incident = an_incident(room, title="Résolveur DNS interne muet").id
    rex = room.views.rex(room.do(OpenRex(incident=incident, heat=Heat.HOT)).result().id)
    part = LessonsPart(past)
    qtbot.addWidget(part)
    part.show()
    part.show_rex(rex)
    qtbot.waitUntil(lambda: len(part.view.before) == 1)
    assert part.before.isVisible()
    part.line.setText("Sonder le résolveur lui-même")
    qtbot.keyClick(part.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: [each.text for each in part.view.lessons] == ["Sonder le résolveur lui-même"])
    assert part.line.text() == ""


def test_that_improvement_says_how_sure_it_is_and_draws_what_is_chosen(qtbot: QtBot, past: Desk) -> None:
    made = ImprovementPanel(past)
    qtbot.addWidget(made)
    made.resize(1100, 900)
    made.show()
    qtbot.waitUntil(lambda: bool(made.view.facts) and not made.trend.view.is_empty, timeout=20_000)
    QAbstractItemModelTester(made.model, FATAL, made)
    facts = {fact.key: (fact.value, fact.note) for fact in made.view.facts}
    assert facts["changed"] == ("1 of 2", "95 % sure: 9 % to 91 %")
    assert facts["kept"] == ("—", "nothing to count yet")
    assert len(made.view.taught) == 3
    assert "Median" in made.trend.view.accessibleDescription() or "incident" in made.trend.view.accessibleDescription()
    made.span.choose("year")
    made.exercises.setChecked(True)
    qtbot.waitUntil(lambda: made.view.period.exercises and not made.view.incidents)
    assert not made._nothing.isHidden()


def test_that_ten_crises_of_one_cause_show_it_comes_back(past: Desk) -> None:
    from warroom.domain.incidents import Severity

    for n in range(12):
        incident = an_incident(past.room, title=f"Panne {n}", severity=Severity.CRITICAL).id
        past.room.do(AddLesson(incident=incident, text=f"Leçon {n}")).result()
    from ui.models.improvement import Period, read_improvement

    with speaking("en"):
        view = read_improvement(past.room, Period())
    assert len(view.taught) == 10
    assert all(each.lessons for each in view.taught)
