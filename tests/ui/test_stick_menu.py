"""The button of the stick: read a bundle, write one, export a report, with the mouse or without."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from tests.builders import a_room, an_incident
from ui.app import Program
from ui.dialogs.write_bundle import WriteBundleDialog
from ui.widgets.verb_menu import StickMenu
from ui.window import MainWindow


def lines(menu: QMenu) -> list[tuple[str, bool]]:
    return [(action.text().partition("\t")[0], action.isEnabled()) for action in menu.actions()]


def opened(qtbot: QtBot, window: MainWindow) -> QMenu:
    menu = window.strip.stick.menu()
    assert isinstance(menu, StickMenu)
    menu.popup(window.strip.stick.mapToGlobal(window.strip.stick.rect().bottomLeft()))
    qtbot.waitUntil(menu.isVisible)
    return menu


def test_that_the_stick_offers_what_it_is_good_for_and_enter_takes_what_the_arrows_chose(
    qtbot: QtBot, tmp_path: Path, program: Program
) -> None:
    room = a_room(tmp_path)
    an_incident(room)
    window = program.show_room(room)
    menu = opened(qtbot, window)

    assert [text for text, _enabled in lines(menu)] == [
        "Read a bundle from a stick…", "Write a bundle to a stick…", "Export a report to a stick…",
    ]  # fmt: skip
    assert menu.activeAction() is menu.actions()[0]
    QTest.keyClick(menu, Qt.Key.Key_Down)
    QTest.keyClick(menu, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.findChild(WriteBundleDialog) is not None)
    dialog = window.findChild(WriteBundleDialog)
    assert dialog is not None
    dialog.reject()


def test_that_the_stick_offers_no_report_where_there_is_no_incident(
    qtbot: QtBot, tmp_path: Path, program: Program
) -> None:
    menu = opened(qtbot, program.show_room(a_room(tmp_path)))

    assert [enabled for _text, enabled in lines(menu)] == [True, True, False]
    menu.close()
