"""The page of a cell: what to do without one, what it shows of one, and what its dialogs do."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from tests.builders import a_room, an_action, an_incident
from tests.ui.crisis import speak_loudly
from tests.warroom.stations import another_station, meet
from tests.warroom.test_cells import a_cell
from ui.desk import Desk, make_desk
from ui.dialogs.cell import ActivateDialog, CoverDialog, IntentDialog, LevelDialog, ObjectiveDialog
from ui.dialogs.cell_freeze import ExceptionDialog, FreezeDialog, LiftDialog
from ui.dialogs.cell_function import FunctionDialog
from ui.dialogs.plan_point import PlanPointDialog
from ui.dialogs.stand_down import StandDownDialog
from ui.models.cell import vacancies
from ui.panels.cell import CellPanel
from ui.widgets.lines import Block, FactLine
from warroom.commands import AddRotation, FreezeChanges, HoldFunction, SetIntent, SetObjective
from warroom.commands.cell_words import seat_word
from warroom.domain.cells import CellState, Criterion, Level, cadence_of
from warroom.domain.points import next_point_at
from warroom.room import Room

MINUTE = 60_000


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    with a_room(tmp_path) as made:
        yield made


@pytest.fixture
def desk(room: Room, qtbot: QtBot) -> Iterator[Desk]:
    made = make_desk(room)
    yield made
    made.tasks.close()
    made.changes.close()


@pytest.fixture
def incident(room: Room) -> str:
    return an_incident(room).id


def shown(qtbot: QtBot, desk: Desk, incident: str) -> CellPanel:
    panel = CellPanel(desk)
    qtbot.addWidget(panel)
    panel.resize(1100, 760)
    panel.show()
    panel.show_incident(incident)
    qtbot.waitUntil(lambda: panel.page is not None and panel.page.incident is not None)
    return panel


def with_cell(qtbot: QtBot, panel: CellPanel) -> CellPanel:
    panel._latest.ask()
    qtbot.waitUntil(lambda: panel.facts is not None)
    return panel


def sent(qtbot: QtBot, dialog: Any) -> None:
    dialog.open()
    with qtbot.waitSignal(dialog.succeeded):
        dialog.send()


def test_that_without_a_cell_the_page_says_what_to_do_with_one_button(qtbot: QtBot, desk: Desk, incident: str) -> None:
    panel = shown(qtbot, desk, incident)

    assert panel.none.isVisible()
    assert [button.text() for button in panel.none.findChildren(QPushButton)] == ["Activate the crisis cell…"]
    assert panel.none.activate.property("primary")
    qtbot.mouseClick(panel.none.activate, Qt.MouseButton.LeftButton)
    dialog = panel.findChild(ActivateDialog)
    assert dialog is not None
    dialog.level.choose(Level.N2)
    dialog.decider.setText("Claire Aubry")
    dialog.reason.setPlainText("Plus de 5 % des usagers")
    dialog.intent.setPlainText("Tenir.")
    with qtbot.waitSignal(dialog.succeeded):
        dialog.send()
    qtbot.waitUntil(lambda: panel.facts is not None)

    assert panel.facts is not None
    assert (panel.facts.cell.level, panel.facts.cell.intent) == (Level.N2, "Tenir.")
    assert panel.pill.text() == "N2 · major incident"
    assert not panel.none.isVisible()


def test_that_what_a_level_is_for_is_shown_while_choosing(qtbot: QtBot, desk: Desk, room: Room, incident: str) -> None:
    dialog = ActivateDialog(desk, room.views.incident(incident))
    dialog.open()

    assert "a regulator’s clock running" in dialog.level._meanings[2].text()
    dialog.level._group.button(1).click()
    said = [label.text() for label in dialog.findChildren(type(dialog._trouble)) if label.isVisible()]
    assert any("A point every 60 min. First external message within 30 min." in text for text in said)
    dialog.close()


def test_that_vacant_functions_stand_on_top_in_red_with_how_long(
    qtbot: QtBot, desk: Desk, room: Room, incident: str
) -> None:
    cell = a_cell(room, incident).id
    room.do(HoldFunction(cell=cell, code="DIR", holder="Claire Aubry", deputy="Sara Roy")).result()
    room.clock.advance(seconds=12 * 60)  # type: ignore[attr-defined]
    panel = with_cell(qtbot, shown(qtbot, desk, incident))

    lines = panel.functions.findChildren(FactLine)
    assert lines[0].value == "vacant for 12 min"
    assert lines[0]._value.tone == "late"
    assert (lines[-1].value, lines[-1].note) == ("Claire Aubry", "deputy Sara Roy")
    assert vacancies(room.views, room.clock.now_ms()) == (4, 4)


def test_that_a_vacant_function_is_taken_by_one_click_on_its_line(
    qtbot: QtBot, desk: Desk, room: Room, incident: str
) -> None:
    cell = a_cell(room, incident).id
    room.do(HoldFunction(cell=cell, code="DIR", holder="Claire Aubry")).result()
    panel = with_cell(qtbot, shown(qtbot, desk, incident))

    offers = panel.functions.findChildren(QPushButton)
    offers = [each for each in offers if each.text() == "I take it"]
    assert len(offers) == len([item for item in room.views.functions(cell) if not item.holder])
    (take,) = [each for each in offers if seat_word("MC") in each.accessibleName()]
    take.click()

    qtbot.waitUntil(lambda: any(f.code == "MC" and f.holder == "Léa Martin" for f in room.views.functions(cell)))


def test_that_a_name_is_enough_to_hold_a_function_and_its_card_is_shown(
    qtbot: QtBot, desk: Desk, room: Room, incident: str
) -> None:
    cell = a_cell(room, incident).id
    panel = with_cell(qtbot, shown(qtbot, desk, incident))
    assert panel.facts is not None
    com = next(item for item in panel.facts.functions if item.code == "COM")
    dialog = FunctionDialog(desk, panel.facts, com)
    dialog.holder.setText("Marc Diallo")
    assert "Plans messages" in dialog._mission.text()
    assert "1. Write the first holding message." in dialog._card.text()
    sent(qtbot, dialog)
    assert next(item for item in room.views.functions(cell) if item.code == "COM").holder == "Marc Diallo"

    own = FunctionDialog(desk, panel.facts, None)
    own.seat.setCurrentIndex(own.seat.count() - 1)
    own.code.setText("DRONE")
    own.label.setText("Équipe drone")
    own.holder.setText("Ana")
    sent(qtbot, own)
    assert ("DRONE", "Équipe drone") in {(item.code, item.label) for item in room.views.functions(cell)}


def test_that_a_function_is_left_with_one_button(qtbot: QtBot, desk: Desk, room: Room, incident: str) -> None:
    cell = a_cell(room, incident).id
    room.do(HoldFunction(cell=cell, code="COM", holder="Marc")).result()
    panel = with_cell(qtbot, shown(qtbot, desk, incident))
    assert panel.facts is not None
    dialog = FunctionDialog(desk, panel.facts, panel.facts.functions[-1])
    dialog.open()
    leave = next(button for button in dialog.findChildren(QPushButton) if button.text() == "The holder leaves")
    with qtbot.waitSignal(dialog.succeeded):
        leave.click()

    assert {item.holder for item in room.views.functions(cell)} == {""}


def test_that_level_intent_and_objectives_are_changed_from_the_page(
    qtbot: QtBot, desk: Desk, room: Room, incident: str
) -> None:
    made = a_cell(room, incident, level=2).id
    other = an_incident(room, title="Portail").id
    cell = room.views.cell(made)
    assert cell is not None
    level = LevelDialog(desk, cell)
    level.level.choose(Level.N4)
    level.decider.setText("DG")
    level.reason.setPlainText("Deux pays")
    sent(qtbot, level)
    intent = IntentDialog(desk, cell)
    intent.intent.setPlainText("Couper d’abord.")
    sent(qtbot, intent)
    objective = ObjectiveDialog(desk, cell)
    objective.text.setPlainText("Rendre l’API")
    sent(qtbot, objective)
    cover = CoverDialog(desk, cell)
    sent(qtbot, cover)

    now = room.views.cell(made)
    assert now is not None
    assert (now.level, now.intent) == (Level.N4, "Couper d’abord.")
    assert [item.id for item in room.views.covered(made)] == [incident, other]
    panel = with_cell(qtbot, shown(qtbot, desk, incident))
    reached = next(button for button in panel.objectives.findChildren(QPushButton) if button.text() == "Reached")
    reached.click()
    qtbot.waitUntil(lambda: room.views.objectives(made)[0].state == "reached")


def test_that_the_first_point_is_planned_by_the_rhythm_with_one_enter(
    qtbot: QtBot, desk: Desk, room: Room, incident: str
) -> None:
    made = a_cell(room, incident).id
    panel = with_cell(qtbot, shown(qtbot, desk, incident))
    panel.point.plan()
    dialog = panel.point.findChild(PlanPointDialog)
    assert dialog is not None
    with qtbot.waitSignal(dialog.succeeded):
        QTest.keyClick(dialog.at.line, Qt.Key.Key_Return)

    planned = room.views.next_point(made)
    cell = room.views.cell(made)
    assert planned is not None
    assert cell is not None
    wanted = next_point_at(room.clock.now_ms(), cadence_of(cell.cadence_min, cell.level))
    assert planned.planned_at == wanted


def test_that_a_form_that_is_behind_asks_before_it_overwrites_an_intent(
    qtbot: QtBot, desk: Desk, room: Room, incident: str
) -> None:
    from ui.dialogs.moved import MovedDialog

    made = a_cell(room, incident).id
    cell = room.views.cell(made)
    assert cell is not None
    dialog = IntentDialog(desk, cell)
    dialog.open()
    room.do(SetIntent(cell=made, intent="Tenir.")).result()
    dialog.intent.setPlainText("Couper.")
    dialog.send()
    qtbot.waitUntil(lambda: dialog.findChild(MovedDialog) is not None)

    assert room.views.cell(made).intent == "Tenir."  # type: ignore[union-attr]


def test_that_a_freeze_is_ordered_excepted_and_lifted(qtbot: QtBot, desk: Desk, room: Room, incident: str) -> None:
    made = a_cell(room, incident).id
    cell = room.views.cell(made)
    assert cell is not None
    freeze = FreezeDialog(desk, cell)
    freeze.scope.setPlainText("Toute la production")
    freeze.by.setText("Karim")
    freeze.reason.setPlainText("Cause inconnue")
    sent(qtbot, freeze)
    (held,) = room.views.freezes(made)
    exception = ExceptionDialog(desk, held)
    exception.text.setPlainText("Retour arrière")
    exception.approver.setText("Claire")
    exception.reason.setPlainText("Seul remède")
    sent(qtbot, exception)
    panel = with_cell(qtbot, shown(qtbot, desk, incident))
    blocks = panel.freezes.findChildren(Block)
    assert [block.what.text for block in blocks] == ["Toute la production", "Retour arrière"]
    lift = LiftDialog(desk, held)
    lift.by.setText("Claire")
    sent(qtbot, lift)
    assert room.views.freezes(made)[0].ended_by == "Claire"


def test_that_a_stand_down_lists_what_remains_and_says_what_it_was_refused_for(
    qtbot: QtBot, desk: Desk, room: Room, incident: str
) -> None:
    made = a_cell(room, incident).id
    an_action(room, incident, text="Rendre les accès")
    room.do(FreezeChanges(cell=made, scope="Réseau", by="Karim", reason="r")).result()
    panel = with_cell(qtbot, shown(qtbot, desk, incident))
    assert panel.facts is not None
    dialog = StandDownDialog(desk, panel.facts)
    dialog.open()
    assert [owner.text() for owner in dialog.remains.owners] == ["", "Karim", ""]
    dialog.by.setText("DG")
    dialog.reason.setPlainText("Stable depuis 4 h")
    for box in dialog.criteria.boxes.values():
        box.setChecked(True)
    dialog.criteria.boxes[Criterion.REVIEW].setChecked(False)
    dialog.send()
    qtbot.waitUntil(lambda: "Review after the crisis dated" in dialog._trouble.text())
    dialog.criteria.remarks[Criterion.REVIEW].setText("lundi")
    dialog.send()
    qtbot.waitUntil(lambda: "A-A001 Rendre les accès" in dialog._trouble.text())
    dialog.remains.owners[0].setText("Inès")
    with qtbot.waitSignal(dialog.succeeded):
        dialog.send()
    qtbot.waitUntil(lambda: panel.facts is not None and not panel.facts.cell.is_active)

    assert panel.facts.cell.state is CellState.STOOD_DOWN
    assert panel.end.isVisible()
    assert not panel.point.isVisible()
    assert panel._again.isVisible()


def test_that_the_keyboard_reaches_every_owner_of_what_remains(
    qtbot: QtBot, desk: Desk, room: Room, incident: str
) -> None:
    a_cell(room, incident)
    for at in range(9):
        an_action(room, incident, text=f"Action {at}")
    panel = with_cell(qtbot, shown(qtbot, desk, incident))
    assert panel.facts is not None
    dialog = StandDownDialog(desk, panel.facts)
    dialog.show()
    reached = []
    for _at in range(40):
        dialog.focusNextPrevChild(True)
        reached.append(dialog.focusWidget())

    assert set(dialog.remains.owners) <= set(reached)
    dialog.close()


def test_that_two_cells_for_one_incident_are_both_shown_and_one_is_kept(
    qtbot: QtBot, room: Room, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    incident = an_incident(room).id
    with another_station(room, tmp_path, monkeypatch) as other:
        first = a_cell(room, incident, level=2)
        room.clock.advance(seconds=60)  # type: ignore[attr-defined]
        a_cell(other, incident, level=2)
        meet(room, other)
    desk = make_desk(room)
    panel = with_cell(qtbot, shown(qtbot, desk, incident))

    assert panel.rivals.isVisible()
    assert f"{first.number} leads" in panel.rivals._text.text()
    assert panel.rivals.keep.text() == f"Keep only {first.number}…"
    desk.tasks.close()
    desk.changes.close()


def test_that_the_page_is_said_anew_in_another_language(qtbot: QtBot, desk: Desk, room: Room, incident: str) -> None:
    cell = a_cell(room, incident).id
    room.do(SetObjective(cell=cell, text="But")).result()
    panel = with_cell(qtbot, shown(qtbot, desk, incident))
    qtbot.waitUntil(lambda: bool(panel.objectives.findChildren(Block)))

    speak_loudly(panel)

    assert panel._heading.text() == "CRISIS CELL A-C01"
    assert panel.functions.accessibleName() == "FUNCTIONS"


def test_that_the_functions_say_who_is_on_call_now(qtbot: QtBot, room: Room, desk: Desk, incident: str) -> None:
    a_cell(room, incident)
    room.do(AddRotation(name="Réseau", members=("Ana Ruiz",), zone="Europe/Paris")).result()
    panel = with_cell(qtbot, shown(qtbot, desk, incident))
    said = [label.text() for label in panel.functions.findChildren(QLabel)]
    assert "On call now: Ana Ruiz (Réseau)" in said
