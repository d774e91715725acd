"""Changing the person at the keyboard: initials and Enter, a PIN only for whoever has one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from tests.builders import a_room
from ui.app import open_room_window
from ui.desk import Desk, make_desk
from ui.dialogs.sit_down import SitDownDialog
from ui.settings import Settings
from ui.theme import Look


@pytest.fixture
def dialog(qtbot: QtBot, desk: Desk) -> SitDownDialog:
    for name in ("Karim Benali", "Luc Moreau", "Léa Martin"):
        desk.room.sit_down(name)
    made = SitDownDialog(desk)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(made)
    made.open()
    return made


@pytest.fixture
def nobody(qtbot: QtBot, tmp_path: Path, look: Look, settings: Settings) -> Iterator[SitDownDialog]:
    """The same question in a room that nobody has written in."""
    room = a_room(tmp_path, member="", backups=False)
    desk = make_desk(room, look=look, settings=settings)
    made = SitDownDialog(desk)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(made)
    made.open()
    yield made
    desk.close()
    room.close()


def enter(dialog: SitDownDialog, field: QLineEdit | None = None) -> None:
    QTest.keyClick(field or dialog.name, Qt.Key.Key_Return)


def test_that_initials_and_enter_are_enough(qtbot: QtBot, desk: Desk, dialog: SitDownDialog) -> None:
    QTest.keyClicks(dialog.name, "kb")
    enter(dialog)

    qtbot.waitUntil(lambda: desk.room.member == "Karim Benali")
    qtbot.waitUntil(lambda: not dialog.isVisible())


def test_that_one_enter_does_it_while_names_are_offered(qtbot: QtBot, desk: Desk, dialog: SitDownDialog) -> None:
    QTest.keyClicks(dialog.name, "kb")
    offered = dialog.name.completer().popup()
    qtbot.waitUntil(offered.isVisible)
    QTest.keyClick(offered, Qt.Key.Key_Return)  # it has the keyboard while it is shown

    qtbot.waitUntil(lambda: desk.room.member == "Karim Benali")


def test_that_a_name_is_chosen_with_the_arrow_and_enter(qtbot: QtBot, desk: Desk, dialog: SitDownDialog) -> None:
    QTest.keyClicks(dialog.name, "mo")
    offered = dialog.name.completer().popup()
    qtbot.waitUntil(offered.isVisible)
    QTest.keyClick(offered, Qt.Key.Key_Down)
    QTest.keyClick(offered, Qt.Key.Key_Return)

    qtbot.waitUntil(lambda: desk.room.member == "Luc Moreau")


def test_that_initials_of_two_people_ask_which(qtbot: QtBot, desk: Desk, dialog: SitDownDialog) -> None:
    QTest.keyClicks(dialog.name, "LM")
    enter(dialog)

    assert "Luc Moreau" in dialog.trouble.text()
    assert "Léa Martin" in dialog.trouble.text()
    dialog.name.setText("Luc Moreau")
    enter(dialog)
    qtbot.waitUntil(lambda: desk.room.member == "Luc Moreau")


def test_that_a_name_like_the_initials_of_another_seats_whom_the_dialog_means(
    qtbot: QtBot, tmp_path: Path, look: Look, settings: Settings
) -> None:
    room = a_room(tmp_path, member="Marc Petit", backups=False)
    room.sit_down("Mp")
    room.sit_down("Zoé Roy")
    desk = make_desk(room, look=look, settings=settings)
    made = SitDownDialog(desk)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(made)
    made.open()
    QTest.keyClicks(made.name, "mp")
    assert made.person is not None
    with qtbot.waitSignal(made.sat_down):
        enter(made)

    assert desk.room.member == made.person.name == "Mp"
    desk.close()
    room.close()


def test_that_initials_nobody_has_make_no_person(qtbot: QtBot, desk: Desk, dialog: SitDownDialog) -> None:
    QTest.keyClicks(dialog.name, "XY")
    enter(dialog)

    assert "Nobody here has the initials XY" in dialog.trouble.text()
    assert len(desk.room.views.people()) == 3


def test_that_initials_are_no_name_for_the_first_person_of_a_room(qtbot: QtBot, nobody: SitDownDialog) -> None:
    assert nobody.name.accessibleName() == "First name and name"
    QTest.keyClicks(nobody.name, "lm")
    enter(nobody)
    assert "Type first name and name." in nobody.trouble.text()

    nobody.name.setText("Léa Martin")
    with qtbot.waitSignal(nobody.sat_down):
        enter(nobody)


def test_that_a_new_name_is_added_with_its_initials(qtbot: QtBot, desk: Desk, dialog: SitDownDialog) -> None:
    assert dialog.initials.isHidden()
    QTest.keyClicks(dialog.name, "Nadia Roussel")
    assert dialog.initials.isVisible()
    assert dialog.initials.text() == "NR"
    enter(dialog)

    qtbot.waitUntil(lambda: desk.room.member == "Nadia Roussel")
    assert ("Nadia Roussel", "NR") in [(each.name, each.initials) for each in desk.room.views.people()]


def test_that_a_pin_is_asked_of_nobody_without_one(dialog: SitDownDialog) -> None:
    QTest.keyClicks(dialog.name, "KB")

    assert dialog.pin.isHidden()


def test_that_one_key_asks_who_is_there(qtbot: QtBot, tmp_path: Path, look: Look, settings: Settings) -> None:
    window = open_room_window(a_room(tmp_path), look=look, settings=settings)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    QTest.keyClick(window, Qt.Key.Key_F12)

    qtbot.waitUntil(lambda: window.findChild(SitDownDialog) is not None)
    assert "F12" in window.foot._change.toolTip()
    window.close()
