"""The page of messages where the language changes, in an exercise, and with what is left of a marker."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.builders import an_incident
from tests.ui.messages import WRITER, a_message
from ui.desk import Desk
from ui.panels.messages import MessagesPanel
from warroom.domain.message_words import EXERCISE
from warroom.room import Room

HOLE = {language: {"title": "Point", "body": "Le ⟦workaround⟧."} for language in ("fr", "en")}
REST = {language: {"title": "Point", "body": "Retour à ⟦next_up"} for language in ("fr", "en")}


@pytest.fixture
def panel(qtbot: QtBot, desk: Desk, room: Room) -> MessagesPanel:
    room.sit_down(WRITER)
    made = MessagesPanel(desk)
    qtbot.addWidget(made)
    made.resize(1400, 860)
    made.show()
    return made


def opened(qtbot: QtBot, panel: MessagesPanel, incident: str, message: str) -> None:
    panel.show_incident(incident)
    panel.open_message(message)
    qtbot.waitUntil(lambda: panel._shown is not None and panel._shown.id == message)


def test_that_the_language_changes_while_something_missing_is_asked(
    qtbot: QtBot, panel: MessagesPanel, room: Room
) -> None:
    incident = an_incident(room).id
    opened(qtbot, panel, incident, a_message(room, incident, texts=HOLE).id)
    panel.editor.begin_filling()
    for widget in (panel.editor.fill, *panel.editor.findChildren(type(panel.editor.fill))):
        QApplication.sendEvent(widget, QEvent(QEvent.Type.LanguageChange))


def test_that_texts_of_an_exercise_copied_for_a_portal_say_that_they_are_one(
    qtbot: QtBot, panel: MessagesPanel, room: Room
) -> None:
    incident = an_incident(room, exercise=True).id
    opened(qtbot, panel, incident, a_message(room, incident).id)
    assert panel._shown is not None
    panel.deeds.copy(panel._shown)
    copied = QGuiApplication.clipboard().text()
    assert [copied.count(line) for line in EXERCISE] == [2, 2]
    assert copied.startswith(EXERCISE[0])


def test_that_what_is_left_of_a_marker_is_marked_and_gets_the_keyboard(
    qtbot: QtBot, panel: MessagesPanel, room: Room
) -> None:
    incident = an_incident(room).id
    opened(qtbot, panel, incident, a_message(room, incident, texts=REST).id)
    assert any(mark.is_missing for mark in panel.editor._judged("fr", "body").marks)
    panel.editor.begin_filling()
    qtbot.waitUntil(lambda: panel.editor.columns["fr"].has_keyboard)
