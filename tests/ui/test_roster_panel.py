"""The roster page: found while one types, the card beside it, what the outage cuts off, cards that may be one."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from tests.builders import an_incident
from ui.desk import Desk
from ui.dialogs.erase import ErasePersonDialog, LeftDialog
from ui.dialogs.roster_alike import AlikeDialog
from ui.dialogs.roster_card import AddCardDialog, AmendCardDialog, RenameDialog
from ui.dialogs.roster_merge import MergeDialog
from ui.dialogs.roster_reach import ReachDialog
from ui.panels.roster import RosterPanel
from warroom.commands import AddCard, AmendCard, MarkNeed
from warroom.domain.needs import Need, NeedState
from warroom.domain.roster import GivenReach, ReachKind

MOBILE = GivenReach(kind=ReachKind.MOBILE, value="06 39 98 12 34")
HOME = GivenReach(kind=ReachKind.HOME, value="01 99 00 12 34")


@pytest.fixture
def panel(qtbot: QtBot, desk: Desk) -> RosterPanel:
    do = desk.room.do
    do(AddCard(name="Hélène Dupré", job="Réseau", site="Lyon", reaches=(MOBILE, HOME))).result()
    do(AddCard(name="J. Martin", job="Système", reaches=(GivenReach(kind=ReachKind.WORK, value="4512"),))).result()
    do(AddCard(name="Jean Martin", employer="Opérateur")).result()
    made = RosterPanel(desk)
    qtbot.addWidget(made)
    made.resize(1200, 800)
    made.show()
    qtbot.waitUntil(lambda: made.model.rowCount() == 3 and made.card.facts is not None)
    return made


def names(panel: RosterPanel) -> list[str]:
    return [row.line.name for row in panel.model.rows()]


def said(widget: QWidget) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget))


def press(qtbot: QtBot, widget: QWidget, words: str) -> None:
    button = next(each for each in widget.findChildren(QPushButton) if each.text() == words)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def until(qtbot: QtBot, fact: Callable[[], bool]) -> None:
    qtbot.waitUntil(fact, timeout=5_000)


def test_that_the_list_follows_what_is_typed_and_the_card_the_list(qtbot: QtBot, panel: RosterPanel) -> None:
    qtbot.keyClicks(panel.search, "martin oper")
    until(qtbot, lambda: names(panel) == ["Jean Martin"])
    until(qtbot, lambda: panel.card.facts is not None and panel.card.facts.card.name == "Jean Martin")
    qtbot.keyClick(panel.search, Qt.Key.Key_Escape)
    until(qtbot, lambda: len(names(panel)) == 3)
    assert panel.table.current().line.name == "Jean Martin"


def test_that_arrows_leave_the_search_for_the_list(qtbot: QtBot, panel: RosterPanel) -> None:
    panel.search.setFocus()
    assert panel.table.current().line.name == "Hélène Dupré"
    qtbot.keyClick(panel.search, Qt.Key.Key_Down)
    assert panel.table.current().line.name == "J. Martin"


def test_that_nobody_found_says_so_and_shows_no_card(qtbot: QtBot, panel: RosterPanel) -> None:
    qtbot.keyClicks(panel.search, "zzz")
    until(qtbot, lambda: names(panel) == [])
    until(qtbot, lambda: panel.card.facts is None)
    assert panel.table._empty == "Nobody in the roster fits these words."


def test_that_the_card_says_how_they_are_reached_and_a_check_is_one_click(qtbot: QtBot, panel: RosterPanel) -> None:
    shown = said(panel.card)
    assert "Hélène Dupré" in shown
    assert "06 39 98 12 34" in shown
    press(qtbot, panel.card.ways, "Does not work")
    until(qtbot, lambda: "Did not work when it was last tried." in said_texts(panel))
    assert panel.card.facts is not None
    assert panel.card.facts.reaches[0].works is False
    until(qtbot, lambda: panel.model.rows()[0].way.value == "01 99 00 12 34")  # type: ignore[union-attr]


def said_texts(panel: RosterPanel) -> str:
    return "\n".join(widget.what.text for widget in panel.card.ways.findChildren(QWidget) if hasattr(widget, "what"))


def test_that_what_the_outage_breaks_is_greyed_with_the_reason(qtbot: QtBot, panel: RosterPanel) -> None:
    incident = an_incident(panel.desk.room)
    down = MarkNeed(incident=incident.id, need=Need.MOBILE, state=NeedState.DOWN, reason="HLR perdu")
    panel.desk.room.do(down).result()

    until(qtbot, lambda: "Cut off now: Mobile network down (HLR perdu)" in said_texts(panel))
    assert panel.model.rows()[0].way is not None
    assert panel.model.rows()[0].way.value == "01 99 00 12 34"  # the first that still works
    down = MarkNeed(incident=incident.id, need=Need.LANDLINE, state=NeedState.DOWN, reason="baie coupée")
    panel.desk.room.do(down).result()
    until(qtbot, lambda: panel.model.rows()[0].is_cut_off)
    until(qtbot, lambda: "none works now" in panel.card.ways._note.text())


def test_that_another_station_changing_a_card_shows_at_once(qtbot: QtBot, panel: RosterPanel) -> None:
    person = panel.model.rows()[0].line.id
    panel.desk.room.do(AmendCard(person=person, job="Cœur de réseau", site="Lyon")).result()
    until(qtbot, lambda: panel.model.rows()[0].line.job == "Cœur de réseau")
    until(qtbot, lambda: "Cœur de réseau · Lyon" in said(panel.card))


def test_that_a_card_added_is_the_one_shown(qtbot: QtBot, panel: RosterPanel) -> None:
    dialog = AddCardDialog(panel.desk, "Nour Haddad", panel)
    dialog.succeeded.connect(panel.reveal)
    dialog.mobile.setText("0639982002")
    dialog.show()
    dialog.send()
    until(qtbot, lambda: panel.card.facts is not None and panel.card.facts.card.name == "Nour Haddad")
    until(qtbot, lambda: panel.table.current().line.name == "Nour Haddad")


def test_that_a_name_that_has_a_card_is_told_before_it_is_completed(qtbot: QtBot, desk: Desk) -> None:
    desk.room.do(AddCard(name="Hélène Dupré", job="Réseau")).result()
    dialog = AddCardDialog(desk, "helene")
    qtbot.addWidget(dialog)
    assert not dialog._known.isVisibleTo(dialog)
    dialog.name.setText("hélène DUPRÉ")
    assert "has a card already (Réseau)" in dialog._known.text()


def test_that_a_number_nobody_can_dial_stays_in_the_form(qtbot: QtBot, panel: RosterPanel) -> None:
    facts = panel.card.facts
    assert facts is not None
    dialog = ReachDialog(panel.desk, facts.card, None, panel)
    dialog.show()
    dialog.value.setText("06 39")
    dialog.value.setText("06 39 98 12")
    assert "too few or too many" in dialog._form.text()
    dialog.send()
    until(qtbot, lambda: "too few or too many" in dialog._trouble.text())
    dialog.value.setText("+33 6 39 98 12 99")
    assert dialog._form.text() == "+33639981299"
    with qtbot.waitSignal(dialog.succeeded):
        dialog.send()
    assert panel.desk.room.views.reaches(facts.card.id)[-1].normal == "+33639981299"


def test_that_forms_save_what_they_show(qtbot: QtBot, panel: RosterPanel) -> None:
    facts = panel.card.facts
    assert facts is not None
    amend = AmendCardDialog(panel.desk, facts.card.id, panel)
    amend.job.setText("Cœur de réseau")
    amend.languages.setText("fr; en")
    with qtbot.waitSignal(amend.succeeded):
        amend.send()
    rename = RenameDialog(panel.desk, facts.card, panel)
    rename.name.setText("Hélène Dupré-Roy")
    with qtbot.waitSignal(rename.succeeded):
        rename.send()
    card = panel.desk.room.views.person_named("Hélène Dupré-Roy")
    assert card is not None
    assert (card.job, card.languages, card.site) == ("Cœur de réseau", ("fr", "en"), "Lyon")


def test_that_two_cards_are_merged_from_the_card(qtbot: QtBot, panel: RosterPanel) -> None:
    card = panel.desk.room.views.person_named("J. Martin")
    assert card is not None
    dialog = MergeDialog(panel.desk, card, parent=panel)
    dialog.other.setText("jean martin")
    dialog.other_stays.setChecked(True)
    with qtbot.waitSignal(dialog.kept):
        dialog.send()
    until(qtbot, lambda: names(panel) == ["Hélène Dupré", "Jean Martin"])


def test_that_cards_that_may_be_one_are_counted_merged_or_told_apart(qtbot: QtBot, panel: RosterPanel) -> None:
    until(qtbot, lambda: panel.alike.text() == "1 possible duplicate…")
    dialog = AlikeDialog(panel.desk, panel)
    dialog.show()
    until(qtbot, lambda: len(dialog.pairs) == 1)
    press(qtbot, dialog, "Two people")
    until(qtbot, lambda: dialog.pairs == [])
    until(qtbot, lambda: not panel.alike.isVisibleTo(panel))
    panel.desk.room.undo().result()
    until(qtbot, lambda: len(dialog.pairs) == 1)
    with qtbot.waitSignal(dialog.merged):
        press(qtbot, dialog, "One person: keep the second")
    until(qtbot, lambda: dialog.pairs == [])
    dialog.accept()


def test_that_a_person_is_erased_from_their_card(qtbot: QtBot, panel: RosterPanel) -> None:
    panel.card.erase()
    dialog = panel.window().findChild(ErasePersonDialog)
    assert dialog is not None
    assert "goes with all its numbers" in said(dialog)
    dialog.reason.setPlainText("demande 2026-114")
    with qtbot.waitSignal(dialog.erased):
        dialog.erase()
    until(qtbot, lambda: names(panel) == ["J. Martin", "Jean Martin"])
    left = panel.window().findChild(LeftDialog)
    assert left is not None
    left.accept()
    until(qtbot, lambda: panel.card.facts is not None and panel.card.facts.card.name != "Hélène Dupré")


def test_that_its_model_keeps_what_qt_expects(qtbot: QtBot, panel: RosterPanel) -> None:
    QAbstractItemModelTester(panel.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    qtbot.keyClicks(panel.search, "martin")
    until(qtbot, lambda: len(names(panel)) == 2)
    panel.search.clear()
    until(qtbot, lambda: len(names(panel)) == 3)
