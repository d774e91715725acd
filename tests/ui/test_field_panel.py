"""The page “Teams and means”: who is silent on top, one key for a contact, a request carried on by Enter."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from tests.builders import NOON, an_entry, an_incident
from tests.journeys.screens_of_field import in_the_field
from tests.ui.crisis import Crisis, a_crisis
from tests.warroom.cells import a_cell
from tests.warroom.limits import a_limit
from ui.desk import Desk
from ui.dialogs.approve_means import ApproveMeansDialog
from ui.dialogs.contact import ContactDialog
from ui.dialogs.means_moves import ArriveMeansDialog, OrderMeansDialog
from ui.dialogs.send_team import SendTeamDialog
from ui.panels.document_print import DocumentPrinter, free_path
from ui.panels.field import FieldPanel
from ui.widgets.amount import AmountField
from warroom.clock import FixedClock
from warroom.commands import AddCard, AddTeam, HoldFunction, JoinTeam, MoveTeam, SendTeam
from warroom.commands.field_words import silence_said
from warroom.domain.field_teams import FieldStatus
from warroom.domain.incidents import Mode
from warroom.domain.means import MeansState
from warroom.errors import Refusal
from warroom.reports.field import team_sheet

MINUTE = 60_000


@pytest.fixture
def crisis(desk: Desk) -> Crisis:
    made = a_crisis(desk.room)
    cell = a_cell(desk.room, made.outage)
    desk.room.do(HoldFunction(cell=cell, code="COORD", holder=desk.room.member)).result()
    in_the_field(desk.room, made.outage)
    return made


@pytest.fixture
def panel(qtbot: QtBot, desk: Desk, crisis: Crisis) -> FieldPanel:
    made = FieldPanel(desk)
    qtbot.addWidget(made)
    made.resize(1200, 800)
    made.show()
    made.show_incident(crisis.outage)
    qtbot.waitUntil(lambda: made.teams._model.rowCount() == 3 and made.means._model.rowCount() == 4)
    return made


def names(panel: FieldPanel) -> list[str]:
    return [out.team.name for out in panel.teams._model.rows()]


def test_that_who_is_silent_stands_on_top_in_words_and_is_counted(panel: FieldPanel) -> None:
    assert names(panel) == ["Équipe de remise sous tension du DC2", "Équipe fibre", "Renfort de nuit"]
    model = panel.teams._model
    said = [str(model.index(at, 0).data()) for at in range(3)]
    assert [each.split(" ·")[0] for each in said] == ["silent", "call soon", "no limit"]
    assert panel.teams._count.text() == "3 out · 1 silent"


def test_that_a_team_just_sent_is_not_said_to_be_heard(desk: Desk, crisis: Crisis) -> None:
    desk.room.do(SendTeam(incident=crisis.outage, name="Équipe neuve")).result()
    now = desk.room.clock.now_ms()
    (fresh,) = [each for each in desk.room.views.teams_out(mode=Mode.REAL) if each.team.name == "Équipe neuve"]
    assert silence_said(fresh, now).startswith("just sent out · ")


def test_that_both_lists_are_sound_models(panel: FieldPanel) -> None:
    for part in (panel.teams, panel.means):
        QAbstractItemModelTester(part._model, QAbstractItemModelTester.FailureReportingMode.Fatal)
        part._latest.ask()


def test_that_one_key_notes_that_all_is_well(qtbot: QtBot, desk: Desk, crisis: Crisis, panel: FieldPanel) -> None:
    silent = desk.room.views.teams_out(crisis.outage, mode=Mode.REAL)[0]
    panel.reveal(silent.id)
    QTest.keyClick(panel.teams._table, Qt.Key.Key_O)

    qtbot.waitUntil(lambda: desk.room.views.team_out(silent.id).last.at == NOON)
    qtbot.waitUntil(lambda: names(panel)[0] == "Équipe fibre")
    assert "silent" not in panel.teams._count.text()


def test_that_no_answer_is_noted_and_the_team_stays_silent(
    qtbot: QtBot, desk: Desk, crisis: Crisis, panel: FieldPanel
) -> None:
    silent = desk.room.views.teams_out(crisis.outage, mode=Mode.REAL)[0]
    panel.reveal(silent.id)
    QTest.keyClick(panel.teams._table, Qt.Key.Key_N)

    qtbot.waitUntil(lambda: len(desk.room.views.contacts(silent.id)) == 3)
    assert names(panel)[0] == "Équipe de remise sous tension du DC2"


def test_that_c_opens_the_contact_and_enter_notes_it(
    qtbot: QtBot, desk: Desk, crisis: Crisis, panel: FieldPanel
) -> None:
    silent = desk.room.views.teams_out(crisis.outage, mode=Mode.REAL)[0]
    panel.reveal(silent.id)
    QTest.keyClick(panel.teams._table, Qt.Key.Key_C)
    dialog = opened(panel, ContactDialog)
    dialog.text.setPlainText("Deux onduleurs sur trois sont de retour")
    dialog.status.setCurrentIndex(1 + list(FieldStatus).index(FieldStatus.WAITING))
    with qtbot.waitSignal(dialog.accepted):
        QTest.keyClick(dialog.text, Qt.Key.Key_Return)

    found = desk.room.views.team_out(silent.id)
    assert found.last.text == "Deux onduleurs sur trois sont de retour"
    assert found.team.status is FieldStatus.WAITING


def test_that_an_entry_in_the_log_wakes_the_board(qtbot: QtBot, desk: Desk, crisis: Crisis, panel: FieldPanel) -> None:
    an_entry(desk.room, crisis.outage, text="On sort", from_who="delta 2")

    qtbot.waitUntil(lambda: names(panel)[0] == "Équipe fibre")


def test_that_a_team_turns_red_while_nobody_writes(desk: Desk, panel: FieldPanel) -> None:
    assert isinstance(desk.room.clock, FixedClock)
    desk.room.clock.advance(seconds=4 * 60)
    panel.teams._tick()

    assert panel.teams._count.text() == "3 out · 2 silent"


def test_that_exercise_and_real_are_never_on_one_list(qtbot: QtBot, desk: Desk, panel: FieldPanel) -> None:
    exercise = an_incident(desk.room, title="Exercice Hiver", exercise=True)
    desk.room.do(SendTeam(incident=exercise.id, name="Équipe jouée")).result()
    panel.show_incident(exercise.id)

    qtbot.waitUntil(lambda: names(panel) == ["Équipe jouée"])
    assert panel.means._model.rowCount() == 0


def test_that_a_form_on_a_team_asks_before_it_overwrites(
    qtbot: QtBot, desk: Desk, crisis: Crisis, panel: FieldPanel
) -> None:
    out = desk.room.views.teams_out(crisis.outage, mode=Mode.REAL)[0]
    dialog = SendTeamDialog(desk, desk.room.views.incident(crisis.outage), out.team, panel)
    dialog.show()
    desk.room.do(MoveTeam(field_team=out.id, place="DC3")).result()
    dialog.place.setText("DC1")
    dialog.send()

    qtbot.waitUntil(lambda: any(type(each).__name__ == "MovedDialog" for each in dialog.findChildren(QDialog)))
    assert desk.room.views.team_out(out.id).team.place == "DC3"
    for each in dialog.findChildren(QDialog):
        QDialog.reject(each)
    QDialog.reject(dialog)


def test_that_enter_carries_a_request_from_asking_to_arrival(
    qtbot: QtBot, desk: Desk, crisis: Crisis, panel: FieldPanel
) -> None:
    request = next(each for each in desk.room.views.means_asked(mode=Mode.REAL) if each.state is MeansState.ASKED)
    for kind, state in (
        (ApproveMeansDialog, MeansState.APPROVED),
        (OrderMeansDialog, MeansState.COMING),
        (ArriveMeansDialog, MeansState.ARRIVED),
    ):
        panel.reveal(request.id)
        QTest.keyClick(panel.means._table, Qt.Key.Key_Return)
        dialog = opened(panel, kind)
        with qtbot.waitSignal(dialog.accepted):
            dialog.send()
        qtbot.waitUntil(lambda state=state: desk.room.views.means_request(request.id).state is state)  # type: ignore[misc]
        qtbot.waitUntil(lambda state=state: shown_state(panel, request.id) in (state, None))  # type: ignore[misc]


def test_that_the_limit_is_shown_and_past_it_the_reason_is_asked(desk: Desk, crisis: Crisis, panel: FieldPanel) -> None:
    a_limit(desk.room, "DIR", 100_000)
    request = next(each for each in desk.room.views.means_asked(mode=Mode.REAL) if each.state is MeansState.ASKED)
    dialog = ApproveMeansDialog(desk, request, Mode.REAL, panel)
    dialog.show()
    assert "€14,600 committed of €10,000" in dialog._limit.text()
    assert not dialog.why.isVisible()

    dialog.cost.set_amount(1)
    assert dialog.why.isVisible()
    assert dialog.allowed_by.isVisible()
    QDialog.reject(dialog)
    assert "committed of €10,000" in panel.means._spent.text()


def test_that_an_amount_is_read_as_people_write_it(qtbot: QtBot, desk: Desk) -> None:
    field = AmountField(desk.look)
    qtbot.addWidget(field)
    for typed, n in (("12 500", 12_500), ("12\u202f500 €", 12_500), ("12,500", 12_500), ("", 0), ("7", 7)):
        field.line.setText(typed)
        assert field.amount() == n
    for typed in ("douze", "-3", "1e9", "9" * 40, "٣"):
        field.line.setText(typed)
        with pytest.raises(Refusal):
            field.amount()
        assert field.known() == 0


def test_that_a_sheet_is_written_beside_one_that_is_there(
    qtbot: QtBot, desk: Desk, crisis: Crisis, panel: FieldPanel, tmp_path: Path
) -> None:
    printer = DocumentPrinter(desk, panel)
    out = desk.room.views.teams_out(crisis.outage, mode=Mode.REAL)[0]
    document = team_sheet(desk.room.views, out.id, printer._asked())
    for _each in range(2):
        with qtbot.waitSignal(desk.notices.said, timeout=20_000):
            printer.write(document, str(tmp_path))

    assert sorted(path.name for path in tmp_path.glob("*.pdf")) == [
        "warroom-team-a-e01-2.pdf",
        "warroom-team-a-e01.pdf",
    ]
    assert free_path(tmp_path, "warroom-team-a-e01").name == "warroom-team-a-e01-3.pdf"


def shown_state(panel: FieldPanel, means: str) -> MeansState | None:
    return next((each.state for each in panel.means._model.rows() if each.id == means), None)


def opened(panel: FieldPanel, kind: type[Any]) -> Any:
    (dialog,) = [each for each in panel.findChildren(kind) if each.isVisible()]
    return dialog


def test_that_a_team_of_the_roster_brings_its_people_along(desk: Desk, crisis: Crisis, panel: FieldPanel) -> None:
    room = desk.room
    for name in ("Karim Benali", "Nadia Roussel"):
        room.do(AddCard(name=name)).result()
    team = room.do(AddTeam(name="Équipe énergie", lead="Karim Benali")).result()
    for name in ("Karim Benali", "Nadia Roussel"):
        room.do(JoinTeam(team=team, person=name)).result()
    dialog = SendTeamDialog(desk, room.views.incident(crisis.outage), None, panel)
    dialog.name.setText("Équipe énergie")

    assert (dialog.leader.text(), dialog.members.text()) == ("Karim Benali", "Nadia Roussel")
    QDialog.reject(dialog)


def test_that_teams_that_are_out_complete_who_says_something(desk: Desk, crisis: Crisis) -> None:
    assert {"Équipe fibre", "Fibre 1", "Delta 2"} <= set(desk.room.views.names_on_air())
