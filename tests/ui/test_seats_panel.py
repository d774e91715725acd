"""The page of functions: the chart, taking and handing over by hand, cards, challenge and answer."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from tests.builders import a_room, an_incident
from tests.warroom.test_cells import a_cell
from ui.desk import Desk, make_desk
from ui.dialogs.cell_function import FunctionDialog
from ui.dialogs.handover import HandoverDialog
from ui.dialogs.handover_sheet import HandoverSheetDialog
from ui.dialogs.reason import ReasonDialog
from ui.dialogs.role_card import RoleCardDialog
from ui.dialogs.verify_caller import VerifyCallerDialog
from ui.dialogs.watchword import WatchwordDialog
from ui.panels.seats import SeatsPanel
from ui.widgets.seat_card import SeatCard
from warroom.commands import AddPerson, HoldFunction, OpenHandover, RequestDecision, SetWatchword
from warroom.commands.role_cards import card_of
from warroom.domain.handovers import Part, SheetPart, Side, as_page
from warroom.domain.paper import PrintKind
from warroom.domain.watchwords import current
from warroom.reports.cards import cards_leaflet
from warroom.reports.leaflet import Made
from warroom.reports.seats import Layout
from warroom.room import Room


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


@pytest.fixture
def cell(room: Room, incident: str) -> str:
    return a_cell(room, incident).id


def do(room: Room, command: Any) -> Any:
    return room.do(command).result()


def holder(room: Room, cell: str, code: str) -> str:
    return next(item.holder for item in room.views.functions(cell) if item.code == code)


def shown(qtbot: QtBot, desk: Desk, incident: str, width: int = 1240) -> SeatsPanel:
    panel = SeatsPanel(desk)
    qtbot.addWidget(panel)
    panel.resize(width, 800)
    panel.show()
    panel.show_incident(incident)
    qtbot.waitUntil(lambda: panel.facts is not None and panel.facts.incident is not None)
    return panel


def card(panel: SeatsPanel, code: str) -> SeatCard:
    return next(item for item in panel.chart.cards if item.code == code)


def press(qtbot: QtBot, widget: QWidget, words: str) -> None:
    def buttons() -> list[QPushButton]:
        return [item for item in widget.findChildren(QPushButton) if item.text() == words and item.isVisible()]

    qtbot.waitUntil(lambda: bool(buttons()))
    qtbot.mouseClick(buttons()[0], Qt.MouseButton.LeftButton)


def opened(qtbot: QtBot, panel: QWidget, kind: type[Any]) -> Any:
    found: list[Any] = []

    def is_open() -> bool:
        found[:] = [item for item in panel.findChildren(kind) if item.isVisible()]
        return bool(found)

    qtbot.waitUntil(is_open)
    return found[0]


def sent(qtbot: QtBot, dialog: Any) -> None:
    with qtbot.waitSignal(dialog.succeeded):
        dialog.send()


def test_without_a_cell_the_page_says_what_to_do_with_one_button(qtbot: QtBot, desk: Desk, incident: str) -> None:
    panel = shown(qtbot, desk, incident)
    with qtbot.waitSignal(panel.cell_asked):
        press(qtbot, panel, "Go to the cell")


def test_every_function_is_a_card_and_the_command_stands_on_top(
    qtbot: QtBot, desk: Desk, room: Room, incident: str, cell: str
) -> None:
    do(room, HoldFunction(cell=cell, code="DIR", holder="Claire Aubry", deputy="Paul Roy", phone="01 99 00 12 34"))
    panel = shown(qtbot, desk, incident)
    assert panel.chart.cards[0].code == "DIR"
    assert {item.code for item in panel.chart.cards} == {item.code for item in room.views.functions(cell)}
    said = card(panel, "DIR")
    assert said.accessibleName() == "DIR Crisis director: Claire Aubry"
    assert "deputy Paul Roy" in said.accessibleDescription()
    assert "no training noted" in said.accessibleDescription()
    assert "vacant" in card(panel, "COM").accessibleName()


def test_a_vacant_function_is_taken_by_one_click(
    qtbot: QtBot, desk: Desk, room: Room, incident: str, cell: str
) -> None:
    panel = shown(qtbot, desk, incident)
    press(qtbot, card(panel, "COM"), "I take it")
    qtbot.waitUntil(lambda: holder(room, cell, "COM") == room.member)
    qtbot.waitUntil(lambda: room.member in card(panel, "COM").accessibleName())


def test_taking_both_in_a_small_incident_asks_why_and_then_does_it(
    qtbot: QtBot, desk: Desk, room: Room, incident: str
) -> None:
    cell = a_cell(room, incident, level=2).id
    do(room, HoldFunction(cell=cell, code="COORD", holder=room.member))
    panel = shown(qtbot, desk, incident)
    press(qtbot, card(panel, "TECH"), "I take it")
    dialog = opened(qtbot, panel, ReasonDialog)
    dialog._answer.setPlainText("Seul d'astreinte")
    sent(qtbot, dialog)
    qtbot.waitUntil(lambda: "coordinates and resolves" in card(panel, "TECH").accessibleDescription())


def test_in_a_crisis_taking_both_is_refused_in_words(
    qtbot: QtBot, desk: Desk, room: Room, incident: str, cell: str
) -> None:
    do(room, HoldFunction(cell=cell, code="COORD", holder=room.member))
    panel = shown(qtbot, desk, incident)
    with qtbot.waitSignal(desk.notices.shown) as notice:
        press(qtbot, card(panel, "TECH"), "I take it")
    assert "whoever runs the cell resolves nothing" in notice.args[0].what


def test_a_function_changes_hands_with_two_signatures(
    qtbot: QtBot, desk: Desk, room: Room, incident: str, cell: str
) -> None:
    do(room, AddPerson(name="Marc Petit"))
    do(room, HoldFunction(cell=cell, code="COM", holder="Nadia Roussel", relief="Marc Petit"))
    panel = shown(qtbot, desk, incident)
    press(qtbot, card(panel, "COM"), "Hand over…")
    dialog = opened(qtbot, panel, HandoverDialog)
    assert dialog.arriving.text() == "Marc Petit"
    qtbot.waitUntil(lambda: dialog._send.isEnabled())
    assert "COM Communication: Nadia Roussel" in dialog.sheet.text()
    dialog.watch.setPlainText("Le standard sature")
    sent(qtbot, dialog)
    sheet = opened(qtbot, panel, HandoverSheetDialog)
    assert sheet.verb() == "Marc Petit signs and takes it over"
    said = " ".join(label.text() for label in sheet.findChildren(QLabel))
    assert "Le standard sature" in said
    assert "Marc Petit, not signed yet" in said
    sent(qtbot, sheet)
    qtbot.waitUntil(lambda: holder(room, cell, "COM") == "Marc Petit")
    assert room.views.handovers(cell)[0].is_signed


def test_a_sheet_waiting_for_a_signature_is_listed_and_opens(
    qtbot: QtBot, desk: Desk, room: Room, incident: str, cell: str
) -> None:
    do(room, HoldFunction(cell=cell, code="COM", holder="Nadia Roussel"))
    page = as_page([SheetPart(Part.RISKS, ("Orage ce soir",))], [])
    do(room, OpenHandover(cell=cell, code="COM", arriving="Marc Petit", page=page, signs=Side.LEAVING))
    panel = shown(qtbot, desk, incident)
    panel.handovers.opened.emit(room.views.handovers(cell)[0].id)
    sheet = opened(qtbot, panel, HandoverSheetDialog)
    assert sheet.sheet.text() == "Orage ce soir"
    assert sheet.side is Side.ARRIVING


def test_nothing_is_sent_before_the_sheet_is_there(qtbot: QtBot, desk: Desk, room: Room, cell: str) -> None:
    do(room, HoldFunction(cell=cell, code="COM", holder="Nadia Roussel"))
    function = next(item for item in room.views.functions(cell) if item.code == "COM")
    found = room.views.cell(cell)
    assert found is not None
    dialog = HandoverDialog(desk, found, function)
    qtbot.addWidget(dialog)
    dialog.arriving.setText("Marc Petit")
    dialog.send()
    assert room.views.handovers(cell) == []
    qtbot.waitUntil(lambda: dialog._page is not None)


def test_the_chart_is_drawn_by_function_in_columns_where_there_is_room(
    qtbot: QtBot, desk: Desk, room: Room, incident: str, cell: str
) -> None:
    for code in ("SIT", "ANT", "LOG"):
        do(room, HoldFunction(cell=cell, code=code, holder="Nadia Roussel"))
    panel = shown(qtbot, desk, incident, width=1300)
    panel.layout_choice.choose(Layout.SPLIT)
    panel._draw()
    assert panel.chart._drawn is not None
    assert panel.chart._drawn[1]
    assert [branch.title for branch in panel.chart._branches] == [
        "Command", "Situation", "Anticipation", "Logistics", "Action", "Communication",
    ]  # fmt: skip
    panel.resize(760, 800)
    qtbot.waitUntil(lambda: panel.chart._drawn is not None and not panel.chart._drawn[1])
    qtbot.waitUntil(lambda: all(item.isVisible() for item in panel.chart.cards))


def test_a_card_is_opened_by_keyboard(qtbot: QtBot, desk: Desk, room: Room, incident: str, cell: str) -> None:
    panel = shown(qtbot, desk, incident)
    card(panel, "COM").setFocus()
    QTest.keyClick(card(panel, "COM"), Qt.Key.Key_Return)
    dialog = opened(qtbot, panel, FunctionDialog)
    press(qtbot, dialog, "Role card…")
    written = opened(qtbot, panel, RoleCardDialog)
    written.limit.setText("2 500 €")
    sent(qtbot, written)
    assert card_of("COM", room.views.changed_cards()).spend_limit == 2500


def test_a_limit_that_is_no_number_keeps_the_dialog_open(qtbot: QtBot, desk: Desk, room: Room) -> None:
    dialog = RoleCardDialog(desk, "COM")
    qtbot.addWidget(dialog)
    dialog.open()
    dialog.limit.setText("beaucoup")
    dialog.send()
    assert dialog.isVisible()
    assert room.views.changed_cards() == []


def test_words_are_hidden_until_asked_for_and_set_by_two_keys(
    qtbot: QtBot, desk: Desk, room: Room, incident: str, cell: str
) -> None:
    panel = shown(qtbot, desk, incident)
    press(qtbot, panel.words, "Set…")
    dialog = opened(qtbot, panel, WatchwordDialog)
    first = dialog.challenge.text()
    assert first
    press(qtbot, dialog, "Two other words")
    dialog.challenge.setText("boussole")
    sent(qtbot, dialog)
    found = current(room.views.watchwords(), room.clock.now_ms())
    assert found is not None
    assert found.challenge == "boussole"
    qtbot.waitUntil(lambda: panel.words._word is not None)
    text = lambda: " ".join(label.text() for label in panel.words.findChildren(QLabel) if label.isVisible())  # noqa: E731
    assert "boussole" not in text()
    press(qtbot, panel.words, "Show")
    qtbot.waitUntil(lambda: "boussole" in text())
    press(qtbot, panel.words, "Revoke")
    qtbot.waitUntil(lambda: panel.words._word is None)


def test_whoever_verifies_a_caller_reads_the_challenge(qtbot: QtBot, desk: Desk, room: Room, incident: str) -> None:
    do(room, SetWatchword(challenge="boussole", answer="platane"))
    decision = room.views.decision(do(room, RequestDecision(incident=incident, question="Couper ?")).id)
    assert decision is not None
    dialog = VerifyCallerDialog(desk, decision)
    qtbot.addWidget(dialog)
    dialog.open()
    assert "only “platane” is right" in dialog._help.text()


def test_what_is_printed_into_a_folder_is_registered_so_that_old_copies_are_found(
    qtbot: QtBot, desk: Desk, room: Room, incident: str, cell: str, tmp_path: Path
) -> None:
    panel = shown(qtbot, desk, incident)
    found = room.views.cell(cell)
    assert found is not None
    made = Made(room.views, room.member, room.clock.now_ms())
    folder = tmp_path / "stick"
    folder.mkdir()
    panel.deeds.printer.write(cards_leaflet(made, found), str(folder), incident)
    qtbot.waitUntil(lambda: bool(room.views.printouts(incident)))
    assert sorted(path.suffix for path in folder.iterdir()) == [".html", ".pdf"]
    (copy,) = room.views.printouts(incident)
    assert copy.kind == PrintKind.SEATS
    do(room, HoldFunction(cell=cell, code="COM", holder="Nadia Roussel"))
    assert room.views.overtaken(copy).other == 1


def test_in_a_room_that_cannot_be_written_nothing_offers_to(
    qtbot: QtBot, desk: Desk, room: Room, incident: str, cell: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(type(room), "read_only", property(lambda _room: True))
    panel = shown(qtbot, desk, incident)
    qtbot.waitUntil(lambda: bool(panel.chart.cards))
    words = {button.text() for button in panel.findChildren(QPushButton) if button.isVisible()}
    assert "I take it" not in words
    assert "Set…" not in words
    assert "Print the chart" in words
