"""Verbs, palette and menu: everything by its name, in both languages, and only when it can be done."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QMainWindow
from pytestqt.qtbot import QtBot

from ui.language import Tongue
from ui.matching import best
from ui.theme import Look
from ui.verbs import Verbs
from ui.widgets.palette import Palette
from ui.widgets.verb_menu import VerbMenu
from warroom import words


class Bench:
    """A window with a text field and three verbs."""

    def __init__(self, look: Look) -> None:
        self.done: list[str] = []
        self.can_undo = False
        self.window = QMainWindow()
        self.field = QLineEdit(self.window)
        self.window.setCentralWidget(self.field)
        self.window.resize(900, 600)
        self.verbs = Verbs(self.window)
        self.verbs.settle(self.window)
        self.verbs.add(
            "declare",
            self._words("Declare an incident", "Déclarer un incident"),
            self._do("declare"),
            shortcut="Ctrl+N",
            group="incident",
        )
        self.verbs.add(
            "export", self._words("Export to USB", "Exporter sur une clé USB"), self._do("export"), group="files"
        )
        self.verbs.add(
            "undo",
            self._words("Undo", "Annuler"),
            self._do("undo"),
            shortcut="Ctrl+Z",
            group="incident",
            enabled=lambda: self.can_undo,
        )
        self.palette = Palette(self.verbs, look, self.window)

    def _words(self, english: str, french: str) -> object:
        return lambda: french if words.language() == "fr" else english

    def _do(self, name: str) -> object:
        return lambda: self.done.append(name)


@pytest.fixture
def bench(qtbot: QtBot, look: Look) -> Bench:
    made = Bench(look)
    qtbot.addWidget(made.window)
    made.window.show()
    made.window.activateWindow()
    made.field.setFocus()
    qtbot.waitUntil(lambda: made.field.hasFocus())
    return made


def test_that_typed_letters_find_words_without_their_accents() -> None:
    said = ["Exporter sur une clé USB", "Déclarer un incident", "Décider", "Œuvrer"]

    assert [said[at] for at in best("decl", said)] == ["Déclarer un incident"]
    assert [said[at] for at in best("cle usb", said)] == ["Exporter sur une clé USB"]
    assert [said[at] for at in best("oeuv", said)] == ["Œuvrer"]
    assert [said[at] for at in best("expcle", said)] == ["Exporter sur une clé USB"]
    assert best("zz", said) == []
    assert best("  ", said) == [0, 1, 2, 3]


def test_that_the_nearest_words_come_first() -> None:
    said = ["Close the list of incidents", "Incident", "Declare an incident"]

    assert [said[at] for at in best("incident", said)][:2] == ["Incident", "Declare an incident"]


def test_that_the_palette_does_what_was_chosen_and_gives_the_focus_back(qtbot: QtBot, bench: Bench) -> None:
    bench.palette.open()
    QTest.keyClicks(bench.palette.field, "exp")
    QTest.keyClick(bench.palette.field, Qt.Key.Key_Return)

    assert bench.done == ["export"]
    assert bench.palette.isHidden()
    assert bench.field.hasFocus()


def test_that_escape_leaves_the_palette_and_does_nothing(qtbot: QtBot, bench: Bench) -> None:
    bench.palette.open()
    QTest.keyClick(bench.palette.field, Qt.Key.Key_Escape)

    assert bench.done == []
    assert bench.palette.isHidden()
    assert bench.field.hasFocus()


def test_that_the_palette_offers_only_what_can_be_done_now(bench: Bench) -> None:
    bench.palette.open()
    assert bench.palette.offered == ["Declare an incident", "Export to USB"]

    bench.can_undo = True
    bench.palette.open()
    assert bench.palette.offered == ["Declare an incident", "Export to USB", "Undo"]


def test_that_a_shortcut_works_while_a_text_is_typed(bench: Bench) -> None:
    QTest.keyClick(bench.field, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)

    assert bench.done == ["declare"]


def test_that_undo_inside_a_text_undoes_the_text_and_not_the_room(bench: Bench) -> None:
    bench.can_undo = True
    QTest.keyClicks(bench.field, "abc")
    QTest.keyClick(bench.field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)

    assert bench.field.text() == ""
    assert bench.done == []


def test_that_a_verb_that_cannot_be_done_is_refused(bench: Bench) -> None:
    assert bench.verbs.use("undo") is False
    assert bench.done == []


def test_that_words_follow_the_language(bench: Bench) -> None:
    Tongue(bench.window).speak("fr")

    assert bench.verbs["declare"].action.text() == "Déclarer un incident"
    bench.palette.open()
    assert "Déclarer un incident" in bench.palette.offered


def test_that_a_second_verb_of_one_id_replaces_the_first(bench: Bench) -> None:
    bench.verbs.add("declare", lambda: "Declare", lambda: bench.done.append("second"), shortcut="Ctrl+N")

    QTest.keyClick(bench.field, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)

    assert bench.done == ["second"]


def test_that_the_menu_says_what_cannot_be_done_and_shows_the_keys(bench: Bench) -> None:
    menu = VerbMenu(bench.verbs, bench.window)
    menu.fill()

    incident = menu.actions()[0].menu()
    assert incident is not None
    shown = {action.text(): action.isEnabled() for action in incident.actions()}
    keys = QKeySequence("Ctrl+N").toString(QKeySequence.SequenceFormat.NativeText)
    undo = QKeySequence("Ctrl+Z").toString(QKeySequence.SequenceFormat.NativeText)
    assert shown == {f"Declare an incident\t{keys}": True, f"Undo\t{undo}": False}
