"""The page of points to settle, the marks that lead there, and the dialog for what moved while a form was open."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from tests.builders import an_action, an_incident
from tests.ui.crisis import speak_loudly
from tests.warroom.stations import another_station, meet
from ui.app import Program
from ui.desk import Desk
from ui.dialogs.action import ActionDialog
from ui.dialogs.describe import DescribeDialog
from ui.dialogs.moved import MovedDialog
from ui.dialogs.settle import OTHER, SettleDialog
from ui.models.conflicts import Point
from ui.panels.conflicts import ConflictsPanel
from ui.parts.situation import SituationPart
from ui.widgets.conflict_side import SideCell
from ui.window import SMALLEST, MainWindow
from warroom.commands import (
    AddPerson,
    AmendAction,
    Approve,
    ChangeSeverity,
    Decide,
    DescribeIncident,
    DraftMessage,
    GrantRoles,
    ReleaseMessage,
    RequestDecision,
    SetDue,
    SetService,
)
from warroom.commands.base import Command
from warroom.domain.dues import DueKind
from warroom.domain.incidents import Mode, Severity
from warroom.domain.rights import Role
from warroom.domain.services import ServiceState
from warroom.room import Room

HOUR = 3_600_000


class Pair:
    """This laptop and another one, with an incident and an action that both know."""

    def __init__(self, room: Room, other: Room, incident: str, action: str) -> None:
        self.room, self.other, self.incident, self.action = room, other, incident, action

    def differ(self, here: Command[Any], there: Command[Any]) -> None:
        self.room.do(here).result()
        self.other.do(there).result()
        meet(self.room, self.other)

    def judge_apart(self) -> None:
        self.differ(
            ChangeSeverity(incident=self.incident, severity=Severity.CRITICAL, reason="fonction arrêtée"),
            ChangeSeverity(incident=self.incident, severity=Severity.MAJOR, reason="contournement"),
        )

    def own_apart(self) -> None:
        self.differ(AmendAction(action=self.action, owner="K. Benali"), AmendAction(action=self.action, owner="S. Roy"))


@pytest.fixture
def pair(room: Room, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Pair]:
    incident = an_incident(room)
    action = an_action(room, incident.id)
    with another_station(room, tmp_path, monkeypatch) as other:
        yield Pair(room, other, incident.id, action.id)


@pytest.fixture
def panel(qtbot: QtBot, desk: Desk, pair: Pair) -> ConflictsPanel:
    made = ConflictsPanel(desk)
    qtbot.addWidget(made)
    made.resize(1200, 700)
    made.show()
    return made


def points(qtbot: QtBot, panel: ConflictsPanel, count: int) -> list[Point]:
    qtbot.waitUntil(lambda: panel._points is not None and len(panel.points) == count)
    return panel.points


def dialog_of(panel: ConflictsPanel) -> SettleDialog:
    return panel.findChildren(SettleDialog)[-1]


def test_that_an_empty_page_says_what_it_is_for(qtbot: QtBot, panel: ConflictsPanel) -> None:
    points(qtbot, panel, 0)

    assert panel.empty.isVisible()
    assert "both values are kept" in panel.empty.text()
    assert not panel.table.isVisible()


def test_that_both_sides_stand_beside_each_other_with_author_and_reason(
    qtbot: QtBot, pair: Pair, panel: ConflictsPanel
) -> None:
    pair.judge_apart()
    points(qtbot, panel, 1)

    ours, theirs = panel.table.findChildren(SideCell)[-2:]
    assert (ours.value.text, ours.reason.text) == ("SEV1", "“fonction arrêtée”")
    assert re.match(r"Marc Petit · \d\d:00 · station B", theirs.source.text)
    labels = {label.text() for label in panel.table.findChildren(QLabel)}
    assert {"This station (A)", "Other stations", "given to incident command"} <= labels


def test_that_an_ordinary_point_is_settled_by_one_key(qtbot: QtBot, pair: Pair, panel: ConflictsPanel) -> None:
    pair.own_apart()
    (point,) = points(qtbot, panel, 1)
    button = panel.table.button(point.conflict.id, "B")

    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Space)

    points(qtbot, panel, 0)
    meet(pair.room, pair.other)
    found = pair.other.views.action(pair.action)
    assert found is not None
    assert found.owner == "S. Roy"
    assert pair.other.conflicts() == []


def test_that_a_grave_point_asks_for_the_reason_first(qtbot: QtBot, pair: Pair, panel: ConflictsPanel) -> None:
    pair.judge_apart()
    (point,) = points(qtbot, panel, 1)

    panel.table.button(point.conflict.id, "A").click()
    dialog = dialog_of(panel)
    assert dialog.title() == "Severity: A-001 Panne mondiale de l'API"
    assert dialog.choice.value() == next(side.place for side in point.conflict.values if side.is_ours)
    assert dialog.focusWidget() is dialog.reason
    dialog.reason.setPlainText("vu avec la direction")
    with qtbot.waitSignal(dialog.succeeded):
        dialog.send()

    points(qtbot, panel, 0)
    last = list(pair.room.views.entries(pair.incident))[-1]
    assert last.text.endswith("vu avec la direction")


def test_that_a_third_value_is_written(qtbot: QtBot, pair: Pair, panel: ConflictsPanel) -> None:
    pair.judge_apart()
    (point,) = points(qtbot, panel, 1)

    panel.table.button(point.conflict.id, "other").click()
    dialog = dialog_of(panel)
    assert dialog.choice.value() == OTHER
    dialog._other.widget.choose(Severity.SIGNIFICANT.value)  # type: ignore[union-attr]
    with qtbot.waitSignal(dialog.succeeded):
        dialog.send()

    assert pair.room.views.incident(pair.incident).severity is Severity.SIGNIFICANT


def test_that_every_kind_of_field_can_be_given_another_value(
    qtbot: QtBot, pair: Pair, panel: ConflictsPanel, desk: Desk
) -> None:
    now, room = pair.room.clock.now_ms(), pair.room
    ana = room.do(AddPerson(name="Ana Costa")).result()
    due = room.do(SetDue(incident=pair.incident, kind=DueKind.DEADLINE, due_at=now + HOUR, label="NIS2")).result()
    room.do(SetService(incident=pair.incident, name="Chat", state=ServiceState.DEGRADED)).result()
    meet(room, pair.other)
    assert due
    states = (ServiceState.OPERATIONAL, ServiceState.MAJOR_OUTAGE)
    pair.differ(*(SetService(incident=pair.incident, name="Chat", state=state) for state in states))
    pair.differ(*(AmendAction(action=pair.action, due_at=now + hours * HOUR) for hours in (2, 3)))
    pair.differ(*(DescribeIncident(incident=pair.incident, situation=said) for said in ("ici" * 40, "là")))
    room.do(GrantRoles(person=ana, roles=frozenset({Role.SCRIBE}))).result()
    found = points(qtbot, panel, 3)

    for point in found:
        dialog = SettleDialog(desk, point, None, panel)
        dialog.open()
        assert dialog.choice.value() == OTHER
        with qtbot.waitSignal(dialog.succeeded):
            dialog.send()

    points(qtbot, panel, 0)


def test_that_a_decision_taken_twice_is_one_line_and_settled_whole(
    qtbot: QtBot, pair: Pair, panel: ConflictsPanel
) -> None:
    asked = pair.room.do(RequestDecision(incident=pair.incident, question="Basculer ?")).result()
    meet(pair.room, pair.other)
    pair.differ(
        Decide(decision=asked.id, decided="Oui", rationale="RTO", decider="C. Aubry"),
        Decide(decision=asked.id, decided="Non", rationale="risque", decider="M. Diallo"),
    )
    (point,) = points(qtbot, panel, 1)

    panel.ask(point, point.others[0])
    dialog = dialog_of(panel)
    with qtbot.waitSignal(dialog.succeeded):
        dialog.send()

    points(qtbot, panel, 0)
    decided = pair.room.views.decision(asked.id)
    assert decided is not None
    assert (decided.decided, decided.rationale, decided.decider) == ("Non", "risque", "M. Diallo")


def test_that_a_choice_is_not_taken_when_a_third_value_arrived_meanwhile(
    qtbot: QtBot, pair: Pair, panel: ConflictsPanel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with another_station(pair.room, tmp_path, monkeypatch, letter="C", member="Ana Costa") as third:
        pair.judge_apart()
        (point,) = points(qtbot, panel, 1)
        panel.ask(point, point.ours)
        third.do(ChangeSeverity(incident=pair.incident, severity=Severity.MINOR, reason="vu d’ici")).result()
        meet(pair.room, third)

        dialog = dialog_of(panel)
        dialog.send()
        qtbot.waitUntil(lambda: "Another value has arrived" in dialog._trouble.text())

        assert len(pair.room.conflicts()[0].values) == 3
        qtbot.waitUntil(lambda: len(panel.points[0].conflict.values) == 3)
        assert panel.table.button(point.conflict.id, "other").text() == "Choose…"


def test_that_the_keyboard_stays_where_it_was_when_a_point_is_settled(
    qtbot: QtBot, pair: Pair, panel: ConflictsPanel
) -> None:
    pair.own_apart()
    pair.differ(*(DescribeIncident(incident=pair.incident, users=said) for said in ("tous", "peu")))
    first, second = points(qtbot, panel, 2)
    qtbot.waitUntil(panel.isActiveWindow)
    panel.setFocus()
    qtbot.waitUntil(lambda: panel.table.has_keyboard())

    panel.table.button(first.conflict.id, "A").setFocus()
    panel.table.button(first.conflict.id, "A").click()

    points(qtbot, panel, 1)
    assert panel.table.button(second.conflict.id, "A").hasFocus()
    panel.table.button(second.conflict.id, "A").click()
    points(qtbot, panel, 0)
    assert panel.hasFocus()


def test_that_the_page_speaks_another_language_at_once_and_fits_a_small_window(
    qtbot: QtBot, pair: Pair, panel: ConflictsPanel
) -> None:
    pair.judge_apart()
    points(qtbot, panel, 1)
    panel.resize(SMALLEST.width() - 60, 400)

    speak_loudly(panel)

    assert panel._heading.text() == "TO SETTLE"
    buttons = [button.text() for button in panel.table.findChildren(QPushButton) if button.isVisible()]
    assert "KEEP A" in buttons
    assert all(button.width() >= button.sizeHint().width() for button in panel.table.findChildren(QPushButton))


# Marks and ways


@pytest.fixture
def window(qtbot: QtBot, program: Program, pair: Pair) -> Iterator[MainWindow]:
    pair.judge_apart()
    pair.own_apart()
    yield program.show_room(pair.room)
    program.close()


def test_that_the_rail_counts_and_one_key_leads_there(qtbot: QtBot, window: MainWindow, pair: Pair) -> None:
    qtbot.waitUntil(lambda: window.rail.row("conflicts")._count.text() == "2")

    assert window.desk.verbs["settle"].shortcut == "Alt+5"
    assert window.desk.verbs.use("settle")
    assert window.pages.open_page == "conflicts"
    panel = window.pages.page("conflicts")
    assert isinstance(panel, ConflictsPanel)
    points(qtbot, panel, 2)
    panel.table.button(panel.points[0].conflict.id, "open").click()
    assert window.pages.open_page == "incident"


def test_that_what_is_to_be_settled_is_marked_where_it_is_shown(qtbot: QtBot, window: MainWindow, pair: Pair) -> None:
    room = window.pages.incident_room()
    assert room.header.disputed.isVisibleTo(room)
    assert room.header.disputed.text() == "To settle: Severity"
    marks = [button for button in room.todo.findChildren(QPushButton) if button.text() == "To settle"]
    assert marks
    (card,) = pair.room.views.cards(mode=Mode.BOTH)
    assert card.is_disputed

    marks[-1].click()

    assert window.pages.open_page == "conflicts"
    for found in pair.room.conflicts():
        pair.room.resolve(found.id, "mine")
    qtbot.waitUntil(lambda: not room.header.disputed.isVisibleTo(room))


# What moved while a form was open


def test_that_a_form_shows_the_three_values_and_writes_what_is_chosen(qtbot: QtBot, desk: Desk, pair: Pair) -> None:
    dialog = DescribeDialog(desk, pair.room.views.incident(pair.incident))
    qtbot.addWidget(dialog)
    dialog.open()
    pair.other.do(DescribeIncident(incident=pair.incident, title="Panne et portail", users="10 000")).result()
    meet(pair.room, pair.other)
    dialog._title.setText("Panne publique")
    dialog.send()
    qtbot.waitUntil(lambda: bool(dialog.findChildren(MovedDialog)))

    (compared,) = dialog.findChildren(MovedDialog)
    shown = {label.text() for label in compared.findChildren(QLabel)}
    assert "Panne mondiale de l'API" in shown
    assert any(re.fullmatch(r"Panne et portail\nMarc Petit · \d\d:00 · station B", text) for text in shown)
    (asked,) = compared._asked
    assert asked.box is not None
    asked.box.setPlainText("Panne publique et portail")
    with qtbot.waitSignal(dialog.succeeded):
        compared.send()

    found = pair.room.views.incident(pair.incident)
    assert (found.title, found.users) == ("Panne publique et portail", "10 000")


def test_that_what_is_there_now_is_left_when_nothing_else_is_chosen(qtbot: QtBot, desk: Desk, pair: Pair) -> None:
    action = pair.room.views.action(pair.action)
    assert action is not None
    dialog = ActionDialog(desk, pair.room.views.incident(pair.incident), action)
    qtbot.addWidget(dialog)
    dialog.open()
    pair.room.do(AmendAction(action=pair.action, owner="S. Roy")).result()
    dialog._owner.setText("K. Benali")
    dialog.send()
    qtbot.waitUntil(lambda: bool(dialog.findChildren(MovedDialog)))

    with qtbot.waitSignal(dialog.succeeded):
        dialog.findChildren(MovedDialog)[0].send()

    found = pair.room.views.action(pair.action)
    assert found is not None
    assert found.owner == "S. Roy"


def test_that_a_situation_drafted_before_somebody_changed_it_is_compared(qtbot: QtBot, desk: Desk, pair: Pair) -> None:
    pair.room.do(DescribeIncident(incident=pair.incident, situation="avant")).result()
    part = SituationPart(desk)
    qtbot.addWidget(part)
    part.show_incident(pair.room.views.incident(pair.incident))
    part.edit()
    part._box.setPlainText("ma phrase")
    part._leave()
    pair.room.do(DescribeIncident(incident=pair.incident, situation="après")).result()
    part.show_incident(pair.room.views.incident(pair.incident))
    qtbot.waitUntil(lambda: pair.room.draft(part._place()) == "ma phrase")

    part.edit()
    part.save()

    qtbot.waitUntil(lambda: bool(part.findChildren(MovedDialog)))
    assert pair.room.views.incident(pair.incident).situation == "après"
    dialog = part.findChildren(MovedDialog)[0]
    dialog.send()  # what is there now stays
    qtbot.waitUntil(lambda: [stated.line for stated in pair.room.views.situation(pair.incident)] == ["après"])


def test_that_a_message_let_out_twice_stands_there_with_both_and_nothing_to_choose(
    qtbot: QtBot, pair: Pair, panel: ConflictsPanel
) -> None:
    drafted = DraftMessage(
        incident=pair.incident, audiences=("customers",), languages=("fr",), texts={"fr": {"body": "Panne."}}
    )
    made = pair.room.do(drafted).result()
    pair.room.do(Approve(message=made.id, exception="seule de garde")).result()
    meet(pair.room, pair.other)
    pair.differ(ReleaseMessage(message=made.id), ReleaseMessage(message=made.id))

    (point,) = points(qtbot, panel, 1)
    assert not point.can_be_chosen
    ours, theirs = panel.table.findChildren(SideCell)[-2:]
    assert (ours.value.text, theirs.value.text) == ("Panne.", "Panne.")
    assert {point.conflict.number, point.conflict.record} == {"A-MS01", made.id}
