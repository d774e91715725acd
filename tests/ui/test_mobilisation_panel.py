"""The page of a mobilisation: whom it proposes, one key for each call, who is missing first."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from pytestqt.qtbot import QtBot

from tests.builders import NOON, a_room, an_incident
from tests.warroom.cells import a_cell
from tests.warroom.mobilised import a_mobilisation, a_reach, line
from ui.desk import Desk, make_desk
from ui.dialogs.carries import CarriesDialog
from ui.dialogs.mobilisation import AddCalleeDialog, AmendMobilisationDialog, CloseMobilisationDialog, DeputyDialog
from ui.dialogs.needs import BrokenDialog
from ui.dialogs.promise import PromiseDialog
from ui.leaflets import LeafletPrinter
from ui.panels.mobilisation import MobilisationPanel
from warroom.clock import FixedClock
from warroom.commands import HoldFunction, MarkNeed
from warroom.domain.mobilisation import CalleeState, CallResult, Shape
from warroom.domain.needs import Need, NeedState
from warroom.reports.callout import call_sheets
from warroom.reports.leaflet import Made
from warroom.room import Room


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(NOON)


@pytest.fixture
def room(tmp_path: Path, clock: FixedClock) -> Iterator[Room]:
    with a_room(tmp_path, clock=clock) as made:
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


@pytest.fixture
def held(room: Room, incident: str) -> str:
    """A cell whose functions two people hold, each with two numbers."""
    cell = a_cell(room, incident)
    for code, name, deputy in (("COORD", "Inès Roy", ""), ("TECH", "Marc Petit", "Ana Costa")):
        room.do(HoldFunction(cell=cell, code=code, holder=name, deputy=deputy)).result()
        a_reach(room, name, f"+3363998000{len(name)}", needs=(Need.MOBILE,))
        a_reach(room, name, f"+3319900000{len(name)}", rank=2, needs=(Need.LANDLINE,))
    return cell


def shown(qtbot: QtBot, desk: Desk, incident: str) -> MobilisationPanel:
    panel = MobilisationPanel(desk)
    qtbot.addWidget(panel)
    panel.resize(1200, 760)
    panel.show()
    panel.show_incident(incident)
    qtbot.waitUntil(lambda: panel.page is not None and panel.page.incident is not None)
    return panel


def on_board(qtbot: QtBot, desk: Desk, incident: str) -> MobilisationPanel:
    a_mobilisation(desk.room, incident, muster="Pont 1")
    panel = shown(qtbot, desk, incident)
    qtbot.waitUntil(lambda: panel.page is not None and panel.page.shown is not None)
    panel.board.focus()
    return panel


def read_again(qtbot: QtBot, panel: MobilisationPanel, holds: Callable[[], bool]) -> None:
    panel._latest.ask()
    qtbot.waitUntil(holds)


def state(panel: MobilisationPanel, name: str) -> CalleeState:
    assert panel.page is not None
    (found,) = [one for one in panel.page.lines if one.name == name]
    return found.callee.state


def sent(qtbot: QtBot, dialog: Any) -> None:
    dialog.open()
    with qtbot.waitSignal(dialog.succeeded):
        dialog.send()


def test_without_an_incident_the_page_says_what_to_do(qtbot: QtBot, desk: Desk) -> None:
    panel = MobilisationPanel(desk)
    qtbot.addWidget(panel)
    panel.show()
    qtbot.waitUntil(lambda: panel.page is not None)
    assert panel._none.isVisible()
    assert "Ctrl+N" in panel._none.text()
    assert panel._declare.isVisible()


def test_where_nobody_can_be_proposed_the_hand_is_on_the_name_to_type(qtbot: QtBot, desk: Desk, incident: str) -> None:
    panel = shown(qtbot, desk, incident)
    panel.activateWindow()
    panel.ready()
    qtbot.waitUntil(panel.proposal.name.hasFocus)
    assert panel.proposal.ack_by.height() < 2 * panel.proposal.muster.height()


def test_the_proposal_is_started_with_one_press_and_the_board_comes_up(
    qtbot: QtBot, desk: Desk, incident: str, held: str
) -> None:
    panel = shown(qtbot, desk, incident)
    QAbstractItemModelTester(panel.proposal.model, panel)
    assert [choice.proposed.name for choice in panel.proposal.chosen] == ["Inès Roy", "Marc Petit"]
    panel.proposal.muster.setText("Pont 1")
    assert "Pont 1" in panel.proposal.text.toPlainText()
    QTest.keyClick(panel.proposal.muster, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: panel.page is not None and panel.page.shown is not None)
    assert panel.board.isVisible()
    (started,) = desk.room.views.mobilisations(incident)
    assert (started.muster, started.shape) == ("Pont 1", Shape.LIST)


def test_somebody_is_left_out_and_somebody_else_added_before_the_start(
    qtbot: QtBot, desk: Desk, incident: str, held: str
) -> None:
    panel = shown(qtbot, desk, incident)
    proposal = panel.proposal
    proposal.table.setFocus()
    QTest.keyClick(proposal.table, Qt.Key.Key_Return)
    proposal.name.setText("Bo Lin")
    proposal.add()
    assert [choice.proposed.name for choice in proposal.chosen] == ["Marc Petit", "Bo Lin"]
    read_again(qtbot, panel, lambda: True)
    proposal.tree.setChecked(True)
    proposal.send()
    qtbot.waitUntil(lambda: panel.page is not None and panel.page.shown is not None)
    assert panel.page is not None
    assert [one.name for one in panel.page.lines] == ["Marc Petit", "Bo Lin"]
    assert desk.room.views.mobilisations(incident)[0].shape is Shape.TREE


def test_a_time_that_nobody_can_read_is_said_where_the_eye_is(
    qtbot: QtBot, desk: Desk, incident: str, held: str
) -> None:
    panel = shown(qtbot, desk, incident)
    panel.proposal.ack_by.line.setText("bientôt")
    panel.proposal.send()
    assert "bientôt" in panel.proposal._trouble.text()
    assert desk.room.views.mobilisations(incident) == []


def test_one_key_logs_a_call_and_the_next_one_to_call_comes_up(
    qtbot: QtBot, desk: Desk, incident: str, held: str
) -> None:
    panel = on_board(qtbot, desk, incident)
    QAbstractItemModelTester(panel.board.model, panel)
    assert panel.board.card.line is not None
    assert panel.board.card.line.name == "Inès Roy"
    QTest.keyClick(panel.board.table, Qt.Key.Key_R)
    qtbot.waitUntil(lambda: state(panel, "Inès Roy") is CalleeState.ACKNOWLEDGED)
    qtbot.waitUntil(lambda: panel.board.card.line is not None and panel.board.card.line.name == "Marc Petit")


def test_after_a_silence_the_next_way_is_proposed_and_after_the_last_the_next_person(
    qtbot: QtBot, desk: Desk, incident: str, held: str
) -> None:
    panel = on_board(qtbot, desk, incident)
    card = panel.board.card
    first = card.reach
    QTest.keyClick(panel.board.table, Qt.Key.Key_N)
    qtbot.waitUntil(lambda: card.reach != first)
    assert card.line is not None
    assert card.line.name == "Inès Roy"
    QTest.keyClick(panel.board.table, Qt.Key.Key_N)
    qtbot.waitUntil(lambda: card.line is not None and card.line.name == "Marc Petit")
    assert [call.result for call in line(desk.room, _mobilisation(panel), "Inès Roy").tries] == [
        CallResult.NO_ANSWER,
        CallResult.NO_ANSWER,
    ]


def test_a_way_that_the_outage_breaks_is_greyed_out_with_the_reason(
    qtbot: QtBot, desk: Desk, incident: str, held: str
) -> None:
    desk.room.do(MarkNeed(incident=incident, need="mobile", state=NeedState.DOWN, reason="Cœur de réseau")).result()
    panel = on_board(qtbot, desk, incident)
    card = panel.board.card
    assert [row.isEnabled() for row in card._rows[:2]] == [False, True]
    assert "Cœur de réseau" in card._lacks[0].text()
    assert card._rows[1].isChecked()
    assert not card.choose_way(1)


def test_a_key_of_the_call_log_is_a_letter_where_people_type(
    qtbot: QtBot, desk: Desk, incident: str, held: str
) -> None:
    panel = on_board(qtbot, desk, incident)
    panel.board.card.eta.line.setFocus()
    QTest.keyClicks(panel.board.card.eta.line, "+30n")
    assert panel.board.card.eta.line.text() == "+30n"
    assert desk.room.views.calls(_mobilisation(panel)) == []
    panel.board.card.eta.line.setText("+30")
    QTest.keyClick(panel.board.card.eta.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: state(panel, "Inès Roy") is CalleeState.ON_THE_WAY)


def test_a_call_logged_by_mistake_is_taken_back_with_one_key(
    qtbot: QtBot, desk: Desk, incident: str, held: str
) -> None:
    panel = on_board(qtbot, desk, incident)
    QTest.keyClick(panel.board.table, Qt.Key.Key_X)
    qtbot.waitUntil(lambda: state(panel, "Inès Roy") is CalleeState.REFUSED)
    panel.board.table.select(line(desk.room, _mobilisation(panel), "Inès Roy").callee.id)
    QTest.keyClick(panel.board.table, Qt.Key.Key_T)
    qtbot.waitUntil(lambda: state(panel, "Inès Roy") is CalleeState.TO_CALL)


def test_whoever_arrives_stands_last_and_who_is_missing_first(
    qtbot: QtBot, desk: Desk, incident: str, held: str
) -> None:
    panel = on_board(qtbot, desk, incident)
    QTest.keyClick(panel.board.table, Qt.Key.Key_A)
    qtbot.waitUntil(lambda: state(panel, "Inès Roy") is CalleeState.IN_FUNCTION)
    qtbot.waitUntil(lambda: [row.line.name for row in panel.board.model.rows()] == ["Marc Petit", "Inès Roy"])
    (presence,) = desk.room.views.presences(NOON - 1)
    assert presence.place == "Pont 1"


def test_the_deputy_is_called_with_one_key_and_asked_for_where_nobody_knows_who(
    qtbot: QtBot, desk: Desk, incident: str, held: str
) -> None:
    panel = on_board(qtbot, desk, incident)
    asked: list[str] = []
    panel.board.deputy_asked.connect(asked.append)
    panel.board.deputy_asked.disconnect(panel._ask_deputy)
    QTest.keyClick(panel.board.table, Qt.Key.Key_E)
    qtbot.waitUntil(lambda: bool(asked))
    lines = {one.callee.id: one for one in desk.room.views.callee_lines(_mobilisation(panel))}
    dialog = DeputyDialog(desk, lines[asked[0]], panel)
    dialog.name.setText("Bo Lin")
    sent(qtbot, dialog)
    assert line(desk.room, _mobilisation(panel), "Bo Lin").instead_of == "Inès Roy"
    panel.board.table.select(line(desk.room, _mobilisation(panel), "Marc Petit").callee.id)
    QTest.keyClick(panel.board.table, Qt.Key.Key_E)
    qtbot.waitUntil(lambda: "Ana Costa" in [one.name for one in desk.room.views.callee_lines(_mobilisation(panel))])


def test_the_dialogs_add_somebody_change_the_place_and_end_it(
    qtbot: QtBot, desk: Desk, incident: str, held: str
) -> None:
    panel = on_board(qtbot, desk, incident)
    assert panel.page is not None
    assert panel.page.shown is not None
    add = AddCalleeDialog(desk, panel.page.shown, panel)
    add.name.setText("Bo Lin")
    add.code.setCurrentIndex(1)
    sent(qtbot, add)
    assert line(desk.room, _mobilisation(panel), "Bo Lin").callee.code == "DIR"
    change = AmendMobilisationDialog(desk, panel.page.shown, panel)
    change.muster.setText("Pont 2")
    sent(qtbot, change)
    assert desk.room.views.mobilisation(_mobilisation(panel)).muster == "Pont 2"
    end = CloseMobilisationDialog(desk, panel.page, panel)
    end.open()
    assert "Inès Roy" in end._missing.text()
    with qtbot.waitSignal(end.succeeded):
        end.send()
    read_again(qtbot, panel, lambda: panel.page is not None and panel.page.shown is not None)
    read_again(qtbot, panel, lambda: not panel.finish.isVisible() or panel.proposal.isVisible())


def test_what_the_outage_breaks_is_marked_and_asks_how_it_is_known(qtbot: QtBot, desk: Desk, incident: str) -> None:
    dialog = BrokenDialog(desk, desk.room.views.incident(incident))
    qtbot.addWidget(dialog)
    dialog.show()
    down = list(NeedState).index(NeedState.DOWN)
    dialog.states[Need.VPN].setCurrentIndex(down)
    dialog.mark(Need.VPN)
    qtbot.waitUntil(dialog._trouble.isVisible)
    dialog.reasons[Need.VPN].setText("Concentrateur injoignable")
    dialog.mark(Need.VPN)
    qtbot.waitUntil(lambda: [item.need for item in desk.room.views.broken()] == ["vpn"])
    qtbot.waitUntil(lambda: not dialog._trouble.isVisible())


def test_what_depends_on_a_service_is_ticked_once_and_known_again(qtbot: QtBot, desk: Desk, incident: str) -> None:
    dialog = CarriesDialog(desk)
    dialog.service.setText("Cœur mobile")
    dialog.boxes[Need.MOBILE].setChecked(True)
    sent(qtbot, dialog)
    assert desk.room.views.carries() == {"Cœur mobile": ("mobile",)}
    again = CarriesDialog(desk)
    qtbot.addWidget(again)
    again.service.setText("cœur mobile")
    assert [need for need, box in again.boxes.items() if box.isChecked()] == [Need.MOBILE]


def test_the_text_is_read_out_in_the_other_language_where_that_is_chosen(
    qtbot: QtBot, desk: Desk, incident: str, held: str
) -> None:
    panel = shown(qtbot, desk, incident)
    panel.proposal.tongue.setCurrentIndex(panel.proposal.tongue.findData("fr"))
    assert panel.proposal.text.toPlainText().startswith("Alerte")
    panel.proposal.send()
    qtbot.waitUntil(lambda: panel.page is not None and panel.page.shown is not None)
    assert desk.room.views.mobilisations(incident)[0].text.startswith("Alerte")


def test_the_call_sheets_are_written_with_what_is_broken_struck_out(
    qtbot: QtBot, desk: Desk, incident: str, held: str, tmp_path: Path
) -> None:
    made = a_mobilisation(desk.room, incident, shape=Shape.TREE, muster="Pont 1")
    leaflet = call_sheets(Made(desk.room.views, "Léa Martin", NOON), made.id)
    panel = MobilisationPanel(desk)
    qtbot.addWidget(panel)
    LeafletPrinter(desk, panel).write(leaflet, str(tmp_path))
    qtbot.waitUntil((tmp_path / "warroom-a-m01.pdf").exists)
    assert leaflet.pdf.startswith(b"%PDF-")
    assert len(leaflet.pictures()) == 2


def _mobilisation(panel: MobilisationPanel) -> str:
    assert panel.page is not None
    assert panel.page.shown is not None
    return panel.page.shown.id


def test_what_is_promised_on_the_telephone_is_noted_from_the_board(
    qtbot: QtBot, desk: Desk, incident: str, held: str
) -> None:
    panel = on_board(qtbot, desk, incident)
    QTest.keyClick(panel.board.table, Qt.Key.Key_P)
    assert not panel.board.findChildren(PromiseDialog)
    QTest.keyClick(panel.board.table, Qt.Key.Key_L)
    read_again(qtbot, panel, lambda: any(line.tries for line in (panel.page.lines if panel.page else ())))
    panel.board.table.select(next(line.callee.id for line in panel.page.lines if line.tries))  # type: ignore[union-attr]
    QTest.keyClick(panel.board.table, Qt.Key.Key_P)
    (asking,) = panel.board.findChildren(PromiseDialog)
    assert asking.to_whom.text() == "Inès Roy"
    asking.text.setPlainText("Rappeler dans l’heure")
    with qtbot.waitSignal(asking.succeeded):
        asking.send()
    (promise,) = desk.room.views.promises(incident)
    assert promise.source_noun == "call"
