"""The page of the situation point: walked by Enter, closed with the next one fixed, on paper in two actions."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from tests.builders import an_entry
from tests.ui.crisis import Crisis, a_crisis
from ui.desk import Desk
from ui.dialogs.reason import ReasonDialog
from ui.panels.point import PointPanel
from ui.panels.point_heading import ItemLine
from ui.panels.point_list import HEADINGS
from warroom.commands import ActivateCell, AskQuestion, ClosePoint, OpenPoint, PlanPoint
from warroom.domain.entries import Kind, Verification
from warroom.domain.paper import PrintKind
from warroom.domain.points import Heading, Point, PointState, QuestionState

MINUTE = 60_000


@pytest.fixture
def crisis(desk: Desk) -> Crisis:
    return a_crisis(desk.room)


@pytest.fixture
def cell(desk: Desk, crisis: Crisis) -> str:
    activate = ActivateCell(incidents=(crisis.outage,), level=3, decider="C. Aubry", reason="Portail public arrêté")
    return str(desk.room.do(activate).result().id)


@pytest.fixture
def panel(qtbot: QtBot, desk: Desk, crisis: Crisis, cell: str) -> PointPanel:
    made = PointPanel(desk)
    qtbot.addWidget(made)
    made.resize(1200, 800)
    made.show_incident(crisis.outage)
    made.show()
    qtbot.waitExposed(made)
    made.activateWindow()
    qtbot.waitUntil(lambda: made._agenda is not None)
    return made


def the_point(desk: Desk, cell: str) -> Point:
    found = desk.room.views.points(cell)
    return next(point for point in found if point.started_at)


def opened(qtbot: QtBot, panel: PointPanel) -> None:
    panel.begin()
    qtbot.waitUntil(lambda: panel._is_open)


def test_that_without_a_cell_the_page_says_what_to_do_first(qtbot: QtBot, desk: Desk, crisis: Crisis) -> None:
    panel = PointPanel(desk)
    qtbot.addWidget(panel)
    panel.show_incident(crisis.outage)
    panel.show()

    assert panel.none.isVisible()
    with qtbot.waitSignal(panel.cell_asked):
        panel.none.go.click()


def test_that_enter_opens_the_point_and_walks_the_agenda(
    qtbot: QtBot, desk: Desk, cell: str, panel: PointPanel
) -> None:
    QTest.keyClick(panel, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: panel._is_open)
    assert panel._clock.text().startswith("in ")
    walked = [panel.card.heading]
    for _step in HEADINGS[1:]:
        QTest.keyClick(panel.card.note, Qt.Key.Key_Return)
        walked.append(panel.card.heading)

    assert walked == list(Heading)
    QTest.keyClick(panel, Qt.Key.Key_PageUp)
    assert panel.card.heading is Heading.COMMUNICATION


def test_that_the_last_enter_closes_the_point_and_fixes_the_next(
    qtbot: QtBot, desk: Desk, crisis: Crisis, cell: str, panel: PointPanel
) -> None:
    an_entry(desk.room, crisis.outage, text="62 % des nœuds répondent", verification=Verification.VERIFIED)
    opened(qtbot, panel)
    panel.go_to(Heading.FACTS)
    panel.card.note.setPlainText("Confirmé par le NOC")
    panel.go_to(Heading.NEXT)
    panel._next.line.setText("+45")
    QTest.keyClick(panel.card.note, Qt.Key.Key_Return)

    qtbot.waitUntil(lambda: the_point(desk, cell).state is PointState.HELD, timeout=10_000)
    point = the_point(desk, cell)
    assert "62 % des nœuds répondent" in point.notes[Heading.FACTS]
    assert point.notes[Heading.FACTS].endswith("Confirmé par le NOC")
    coming = desk.room.views.next_point(cell)
    assert coming is not None
    assert coming.planned_at == point.next_at == desk.room.clock.now_ms() + 45 * MINUTE
    assert list(desk.room.views.entries(crisis.outage))[-1].kind is Kind.REPORT
    qtbot.waitUntil(lambda: point.number in panel._state.text())


def test_that_a_note_half_typed_is_there_again_after_a_crash(
    qtbot: QtBot, desk: Desk, crisis: Crisis, cell: str, panel: PointPanel
) -> None:
    opened(qtbot, panel)
    panel.go_to(Heading.IMPACTS)
    panel.card.note.setPlainText("Lyon et")
    qtbot.waitUntil(lambda: desk.room.draft(f"point:{the_point(desk, cell).id}:impacts") == "Lyon et")

    again = PointPanel(desk)
    qtbot.addWidget(again)
    again.show_incident(crisis.outage)
    qtbot.waitUntil(lambda: again._is_open)
    again.go_to(Heading.IMPACTS)

    assert again.card.note.toPlainText() == "Lyon et"


def test_that_a_point_held_as_it_stands_is_one_key_and_a_page(
    qtbot: QtBot, desk: Desk, crisis: Crisis, cell: str, panel: PointPanel, tmp_path: Path
) -> None:
    desk.room.do(PlanPoint(cell=cell, at=desk.room.clock.now_ms() + 30 * MINUTE)).result()
    QTest.keyClick(panel, Qt.Key.Key_H)

    qtbot.waitUntil(lambda: bool(panel.findChildren(QFileDialog)), timeout=20_000)  # no printer here: a folder is asked
    dialog = panel.findChildren(QFileDialog)[0]
    dialog.fileSelected.emit(str(tmp_path))
    qtbot.waitUntil(lambda: bool(desk.room.views.printouts(crisis.outage)), timeout=10_000)
    dialog.reject()

    (copy,) = desk.room.views.printouts(crisis.outage)
    point = the_point(desk, cell)
    assert (copy.kind, copy.record, point.state) == (PrintKind.POINT, point.id, PointState.HELD)
    assert (tmp_path / f"warroom-{point.number.lower()}.pdf").read_bytes().startswith(b"%PDF-")


def test_that_a_question_asked_between_points_waits_for_the_next_and_is_answered_there(
    qtbot: QtBot, desk: Desk, cell: str, panel: PointPanel
) -> None:
    at = desk.room.clock.now_ms() + 30 * MINUTE
    desk.room.do(PlanPoint(cell=cell, at=at)).result()
    desk.room.do(AskQuestion(cell=cell, text="Et Lyon ?", asked_by="Préfecture")).result()
    qtbot.waitUntil(lambda: panel.questions._note.text() == "1 waits")
    qtbot.waitUntil(lambda: panel._agenda is not None and panel._agenda.point is not None)
    assert panel.questions._waits(desk.room.clock.now_ms()).startswith("waits for ")

    opened(qtbot, panel)
    assert panel.questions._waits(desk.room.clock.now_ms()) == "to answer now"
    (question,) = desk.room.views.questions_asked(cell)
    panel.questions.chosen.emit(question)
    dialog = panel.findChildren(ReasonDialog)[0]
    dialog._answer.setPlainText("Rétabli à 14 h")
    dialog.send()

    qtbot.waitUntil(lambda: desk.room.views.questions_asked(cell)[0].state is QuestionState.ANSWERED)
    qtbot.waitUntil(lambda: panel.questions._note.text() == "")


def test_that_a_point_closed_at_another_station_leaves_the_page_as_it_is_held(
    qtbot: QtBot, desk: Desk, cell: str, panel: PointPanel
) -> None:
    opened(qtbot, panel)
    point = the_point(desk, cell)
    desk.room.do(ClosePoint(point=point.id, next_at=desk.room.clock.now_ms() + 30 * MINUTE)).result()

    qtbot.waitUntil(lambda: panel._last is not None and panel._last.id == point.id)
    assert panel._main.text() == "Open the point"
    again = desk.room.do(OpenPoint(cell=cell)).result()
    assert again.id != point.id


def test_that_what_is_filled_in_leads_to_its_record(
    qtbot: QtBot, desk: Desk, crisis: Crisis, panel: PointPanel
) -> None:
    entry = an_entry(desk.room, crisis.outage, text="Marcoussis répond", verification=Verification.VERIFIED)
    panel.go_to(Heading.FACTS)
    qtbot.waitUntil(lambda: any("Marcoussis" in line.accessibleName() for line in panel.findChildren(ItemLine)))
    with qtbot.waitSignal(panel.record_chosen) as chosen:
        next(line for line in panel.findChildren(ItemLine) if "Marcoussis" in line.accessibleName()).chosen.emit()

    assert chosen.args == [crisis.outage, "entry", entry.id]
