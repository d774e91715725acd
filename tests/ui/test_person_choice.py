"""A field for somebody: any name passes, known ones are offered from the whole roster."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from ui.desk import Desk
from ui.dialogs.roster_shown import PersonCardDialog
from ui.widgets.person_choice import Offers, PersonChoice
from warroom.commands import AddCard


@pytest.fixture
def field(qtbot: QtBot, desk: Desk) -> PersonChoice:
    for name, job in (("Hélène Dupré", "Réseau"), ("Jean Martin", ""), ("Martine Jeanson", "Système")):
        desk.room.do(AddCard(name=name, job=job)).result()
    made = PersonChoice(desk)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    made.setFocus()
    return made


def test_that_people_are_offered_while_one_types_and_one_key_takes_them(qtbot: QtBot, field: PersonChoice) -> None:
    qtbot.keyClicks(field, "helene")
    qtbot.waitUntil(lambda: field.names_offered == ["Hélène Dupré"])
    popup = field._completer.popup()
    assert popup is not None
    assert popup.isVisible()
    assert popup.model().index(0, 0).data() == "Hélène Dupré   Réseau"

    with qtbot.waitSignal(field.chosen) as chosen:
        qtbot.keyClick(popup, Qt.Key.Key_Down)
        qtbot.keyClick(popup, Qt.Key.Key_Return)
    assert field.text() == "Hélène Dupré"
    assert chosen.args == [field.person_id()]


def test_that_a_name_nobody_has_is_fine(qtbot: QtBot, field: PersonChoice) -> None:
    qtbot.keyClicks(field, "Ali Ben Salah")
    qtbot.waitUntil(lambda: field._latest._job is None)
    assert field.text() == "Ali Ben Salah"
    assert field.person() is None
    assert field.person_id() == ""


def test_that_a_name_typed_otherwise_is_the_person(field: PersonChoice) -> None:
    field.setText("jean  MARTIN")
    person = field.person()
    assert person is not None
    assert person.name == "Jean Martin"
    field.put_person("")
    assert field.text() == ""
    field.put_person(person.id)
    assert field.text() == "Jean Martin"


def test_that_nothing_is_offered_once_the_name_is_whole(qtbot: QtBot, field: PersonChoice) -> None:
    qtbot.keyClicks(field, "helene dupre")
    qtbot.waitUntil(lambda: field._latest._job is None)
    popup = field._completer.popup()
    assert popup is not None
    assert not popup.isVisible()


def test_that_a_known_name_shows_its_card_over_the_form(qtbot: QtBot, field: PersonChoice) -> None:
    field.setText("Ali Ben Salah")
    qtbot.keyClick(field, Qt.Key.Key_Return, Qt.KeyboardModifier.AltModifier)
    assert field.findChild(PersonCardDialog) is None

    field.setText("helene dupré")
    assert not field._card.isVisible()  # an accent less is another name
    field.setText("hélène dupré")
    qtbot.keyClick(field, Qt.Key.Key_Return, Qt.KeyboardModifier.AltModifier)
    dialog = field.findChild(PersonCardDialog)
    assert dialog is not None
    qtbot.waitUntil(lambda: dialog.card.facts is not None)
    assert dialog.card.facts is not None
    assert dialog.card.facts.card.name == "Hélène Dupré"
    dialog.accept()


def test_that_its_model_keeps_what_qt_expects(qtbot: QtBot, desk: Desk) -> None:
    desk.room.do(AddCard(name="Jean Martin")).result()
    model = Offers()
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.show_lines(desk.room.views.find_people(""))
    model.show_lines(())
