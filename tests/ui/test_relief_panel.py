"""The page of relief: what to do without a cell, the plan as bars, who is there, and what its dialogs do."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from pytestqt.qtbot import QtBot

from tests.builders import NOON, an_incident
from tests.warroom.cells import a_cell
from ui.clocks import State, facts_of, readings
from ui.counts import rail_counts
from ui.desk import Desk
from ui.dialogs.arrival import ArrivalDialog, DepartureDialog, PresenceDialog
from ui.dialogs.decide import DecideDialog
from ui.dialogs.propose_relief import ProposeDialog
from ui.dialogs.rest_rules import RestRulesDialog
from ui.dialogs.shift import ShiftDialog
from ui.panels.relief import ReliefPanel
from warroom import phrases, words
from warroom.clock import FixedClock
from warroom.commands import CheckIn, HoldFunction, PlanShift
from warroom.domain.gantt import BarMark, BarStyle
from warroom.reports.leaflet import Leaflet
from warroom.room import Room

HOUR = 60 * 60_000


def at(hours: float) -> str:
    """So many hours from noon, as this laptop says it."""
    return phrases.moment(NOON + round(hours * HOUR), NOON)


def shown(qtbot: QtBot, desk: Desk, incident: str) -> ReliefPanel:
    panel = ReliefPanel(desk)
    qtbot.addWidget(panel)
    panel.resize(1100, 760)
    panel.show()
    panel.show_incident(incident)
    qtbot.waitUntil(lambda: panel.board is not None)
    return panel


def with_cell(room: Room) -> tuple[str, str]:
    incident = an_incident(room).id
    cell = a_cell(room, incident)
    room.do(HoldFunction(cell=cell, code="COORD", holder="Léa Martin", deputy="Marc Petit")).result()
    return incident, cell


def plan(room: Room, cell: str, name: str, start: int, end: int) -> str:
    times = {"from_at": NOON + start * HOUR, "until_at": NOON + end * HOUR}
    return room.do(PlanShift(cell=cell, person=name, code="COORD", **times)).result()


def sent(qtbot: QtBot, dialog: Any) -> None:
    dialog.open()
    with qtbot.waitSignal(dialog.succeeded):
        dialog.send()


def test_that_without_a_cell_arrivals_can_be_noted_and_the_way_to_the_cell_is_shown(
    qtbot: QtBot, desk: Desk, room: Room
) -> None:
    panel = shown(qtbot, desk, an_incident(room).id)

    assert panel._to_cell.isVisible()
    assert not panel.plan.isVisible()
    assert panel._arrive.isEnabled()
    with qtbot.waitSignal(panel.cell_asked):
        panel._to_cell.click()


def test_that_the_plan_shows_what_is_planned_and_who_is_there_apart(qtbot: QtBot, desk: Desk, room: Room) -> None:
    incident, cell = with_cell(room)
    plan(room, cell, "Léa Martin", -2, 6)
    plan(room, cell, "Marc Petit", 5, 18)
    room.do(CheckIn(person="Léa Martin", incident=incident, code="COORD", at=NOON - HOUR)).result()
    panel = shown(qtbot, desk, incident)

    bars = [(box.bar.text, box.bar.style, box.bar.mark) for box in panel.plan.view.boxes]
    assert (bars[0], bars[2]) == (
        ("Léa Martin", BarStyle.PLANNED, BarMark.NONE), ("Léa Martin", BarStyle.THERE, BarMark.NONE),
    )  # fmt: skip
    assert bars[1] == ("Marc Petit", BarStyle.PLANNED, BarMark.LIMIT)
    said = panel.plan.view.accessibleDescription()
    assert f"Léa Martin, there since {at(-1)}" in said
    assert f"Marc Petit, planned {at(5)}" in said
    assert "past a limit" in said


def test_that_the_arrows_walk_the_bars_and_enter_opens_the_shift(qtbot: QtBot, desk: Desk, room: Room) -> None:
    incident, cell = with_cell(room)
    first = plan(room, cell, "Léa Martin", 0, 8)
    plan(room, cell, "Marc Petit", 7, 15)
    panel = shown(qtbot, desk, incident)
    view = panel.plan.view

    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_Right)
    assert view.current() == first
    assert view.accessibleName() == f"Léa Martin, planned {at(0)} – {at(8)}"
    with qtbot.waitSignal(view.chosen) as opened:
        QTest.keyClick(view, Qt.Key.Key_Return)
    assert opened.args == [first]
    dialog = panel.findChild(ShiftDialog)
    assert dialog is not None
    dialog.end.line.setText(at(7))
    with qtbot.waitSignal(dialog.succeeded):
        dialog.send()
    assert room.views.shifts(cell)[0].until_at == NOON + 7 * HOUR


def test_that_forward_and_back_move_the_plan_and_now_comes_back(qtbot: QtBot, desk: Desk, room: Room) -> None:
    incident, cell = with_cell(room)
    plan(room, cell, "Léa Martin", 30, 38)
    panel = shown(qtbot, desk, incident)
    assert panel.plan.view.boxes == ()

    panel.plan._on.click()
    panel.plan._on.click()
    assert [box.bar.text for box in panel.plan.view.boxes] == ["Léa Martin"]
    panel.plan._now.click()
    panel.plan._wide.click()
    assert [box.bar.text for box in panel.plan.view.boxes] == ["Léa Martin"]


def test_that_the_table_says_who_is_tired_and_until_when(qtbot: QtBot, desk: Desk, room: Room) -> None:
    incident, _cell = with_cell(room)
    room.do(CheckIn(person="Ana Costa", incident=incident, at=NOON - 13 * HOUR)).result()
    panel = shown(qtbot, desk, incident)
    tester = QAbstractItemModelTester(panel.model, QAbstractItemModelTester.FailureReportingMode.Warning)

    row = panel.model.rows()[0]
    said = {column.key: column.text(row, NOON) for column in panel.model.columns}
    assert (said["name"], said["row"], said["end"]) == ("Ana Costa", "13 h", f"late by 2 h · {at(-2)}")
    assert "Ana Costa: 10 h of work a day" in panel._warnings.text()
    assert "L3121-18" in panel._warnings.text()
    panel._leave.click()
    assert panel.findChild(DepartureDialog) is None  # nobody is selected
    panel.table.select(row.person)
    panel._leave.click()
    dialog = panel.findChild(DepartureDialog)
    assert dialog is not None
    with qtbot.waitSignal(dialog.succeeded):
        dialog.send()
    qtbot.waitUntil(lambda: panel.board is not None and not panel.board.people[0].tiredness.is_there)
    tester.deleteLater()


def test_that_an_arrival_is_a_name_and_enter(qtbot: QtBot, desk: Desk, room: Room) -> None:
    incident, _cell = with_cell(room)
    dialog = ArrivalDialog(desk, room.views.duty_board(incident))
    dialog.person.setText("Luc Roy")
    dialog.code.put("COM")
    sent(qtbot, dialog)
    (stay,) = room.views.presences(0)
    assert (stay.code, stay.left_at) == ("COM", None)


def test_that_a_presence_is_corrected_with_a_reason(qtbot: QtBot, desk: Desk, room: Room) -> None:
    incident, _cell = with_cell(room)
    room.do(CheckIn(person="Luc Roy", incident=incident)).result()
    board = room.views.duty_board(incident)
    dialog = PresenceDialog(desk, board, board.stays[0], "Luc Roy")
    dialog.arrived.line.setText(at(-0.5))
    dialog.send()
    qtbot.waitUntil(lambda: "needs a reason" in dialog._trouble.text())
    dialog.reason.setText("Vu à l'accueil")
    sent(qtbot, dialog)
    assert room.views.presences(0)[0].arrived_at == NOON - HOUR // 2


def test_that_a_proposal_is_seen_before_it_is_written(qtbot: QtBot, desk: Desk, room: Room) -> None:
    incident, cell = with_cell(room)
    dialog = ProposeDialog(desk, room.views.duty_board(incident))
    dialog.open()
    qtbot.waitUntil(lambda: len(dialog.proposal) > 1)
    dialog.hours.setValue(14)
    qtbot.waitUntil(lambda: [one.name for one in dialog.proposal] == ["Léa Martin", "Marc Petit"])
    assert room.views.shifts(cell) == []
    with qtbot.waitSignal(dialog.succeeded):
        dialog.send()
    assert len(room.views.shifts(cell)) == 2


def test_that_a_rule_of_rest_is_set_with_a_reason(qtbot: QtBot, desk: Desk, room: Room) -> None:
    dialog = RestRulesDialog(desk)
    dialog.hours.setValue(9)
    dialog.reason.setText("Accord d'entreprise")
    sent(qtbot, dialog)
    assert room.views.rest_rules()[0].minutes == 540


def test_that_whoever_decides_after_a_long_duty_is_warned_and_may_decide(qtbot: QtBot, desk: Desk, room: Room) -> None:
    incident, _cell = with_cell(room)
    room.do(CheckIn(person="Ana Costa", incident=incident, at=NOON - 9 * HOUR)).result()
    dialog = DecideDialog(desk, room.views.incident(incident))
    dialog.open()
    QTest.qWait(50)
    assert not dialog._tired.isVisible()
    dialog._decider.setText("Ana Costa")
    qtbot.waitUntil(dialog._tired.isVisible)
    assert dialog._tired.text.startswith("Ana Costa has been on duty for 9 h")
    assert "Shift of 8 h: passed at" in dialog._tired._said.toolTip()
    dialog._decided.setPlainText("Basculer")
    with qtbot.waitSignal(dialog.succeeded):
        dialog.send()


def test_that_the_plan_is_written_as_pdf_and_html(qtbot: QtBot, desk: Desk, room: Room, tmp_path: Path) -> None:
    incident, cell = with_cell(room)
    plan(room, cell, "Léa Martin", 0, 8)
    panel = shown(qtbot, desk, incident)
    made: list[Leaflet] = []
    panel.printer._ask_folder = lambda leaflet, _incident: made.append(leaflet)  # type: ignore[method-assign]
    panel.print_()
    qtbot.waitUntil(lambda: bool(made), timeout=30_000)
    panel.printer.write(made[0], str(tmp_path))
    page = tmp_path / f"{made[0].name}.html"
    qtbot.waitUntil(lambda: page.exists() and "</html>" in page.read_text(encoding="utf-8"))
    assert "<svg" in page.read_text(encoding="utf-8")
    assert list(tmp_path.glob("*relief*.pdf"))


def test_that_the_page_speaks_french(qtbot: QtBot, desk: Desk, room: Room) -> None:
    incident, cell = with_cell(room)
    plan(room, cell, "Léa Martin", 0, 8)
    with words.speaking("fr"):
        panel = shown(qtbot, desk, incident)
        assert "Léa Martin, prévu" in panel.plan.view.accessibleDescription()
        assert panel.plan.accessibleName() == "Plan de relève"


def test_that_the_rail_counts_reliefs_that_are_late_and_the_strip_shows_the_next(
    qtbot: QtBot, desk: Desk, room: Room
) -> None:
    incident, cell = with_cell(room)
    plan(room, cell, "Léa Martin", -7, 1)
    facts = facts_of(room.views, incident, now_ms=NOON)
    assert readings(facts, NOON)[-1].caption == f"{at(1)} · Relief COORD: nobody yet"
    assert rail_counts(room, incident)["relief"] == (0, 0)

    assert isinstance(room.clock, FixedClock)
    room.clock.advance(seconds=2 * 3600)
    assert rail_counts(room, incident)["relief"] == (1, 1)
    late = readings(facts_of(room.views, incident, now_ms=NOON + 2 * HOUR), NOON + 2 * HOUR)[-1]
    assert (late.noun, late.state) == ("relief", State.LATE)
