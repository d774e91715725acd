"""Names lead to the roster: of whoever holds a function, of whoever a search finds."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.builders import a_room, an_incident
from tests.warroom.test_cells import a_cell
from ui.app import Program
from ui.desk import Desk
from ui.dialogs.cell_function import FunctionDialog
from ui.panels.cell import CellPanel
from ui.panels.roster import RosterPanel
from ui.widgets.lines import FactLine
from warroom.commands import AddCard, HoldFunction
from warroom.domain.roster import GivenReach, ReachKind

MOBILE = GivenReach(kind=ReachKind.MOBILE, value="06 39 98 12 34")


def a_holder(desk: Desk) -> tuple[str, str]:
    """A cell whose log is kept by somebody of the roster: the incident and the person."""
    incident = an_incident(desk.room)
    cell = a_cell(desk.room, incident.id)
    desk.room.do(HoldFunction(cell=cell.id, code="MC", holder="hélène Dupré")).result()
    person = desk.room.do(AddCard(name="Hélène Dupré", job="Réseau", reaches=(MOBILE,))).result()
    return incident.id, person


def test_that_a_click_on_a_holder_leads_to_their_card(qtbot: QtBot, desk: Desk) -> None:
    incident, person = a_holder(desk)
    panel = CellPanel(desk)
    qtbot.addWidget(panel)
    panel.resize(1200, 800)
    panel.show()
    panel.show_incident(incident)
    qtbot.waitUntil(lambda: any(line.value == "hélène Dupré" for line in panel.functions.findChildren(FactLine)))
    line = next(line for line in panel.functions.findChildren(FactLine) if line.value == "hélène Dupré")
    with qtbot.waitSignal(panel.record_chosen) as led:
        qtbot.mouseClick(line, Qt.MouseButton.LeftButton, pos=line._value.geometry().center())
    assert led.args == ["", "person", person]


def test_that_a_person_found_or_settled_shows_their_card(qtbot: QtBot, program: Program, tmp_path: Path) -> None:
    window = program.show_room(a_room(tmp_path))
    _incident, person = a_holder(window.desk)
    way = window.desk.room.views.reaches(person)[0].id
    window.reveal("", "reach", way)
    page = window.pages.page("roster")
    assert isinstance(page, RosterPanel)
    assert window.pages.open_page == "roster"
    qtbot.waitUntil(lambda: page.card.facts is not None and page.card.facts.card.id == person)


def test_that_the_number_of_whoever_is_chosen_for_a_function_is_offered(qtbot: QtBot, desk: Desk) -> None:
    incident, person = a_holder(desk)
    panel = CellPanel(desk)
    qtbot.addWidget(panel)
    panel.show_incident(incident)
    qtbot.waitUntil(lambda: panel.facts is not None)
    assert panel.facts is not None
    dialog = FunctionDialog(desk, panel.facts, panel.facts.functions[0], panel)
    dialog.holder.chosen.emit(person)
    assert dialog.phone.text() == "06 39 98 12 34"
    dialog.phone.setText("4512")
    dialog.holder.chosen.emit(person)
    assert dialog.phone.text() == "4512"
