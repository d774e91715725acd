"""The page of skills: holes, the matrix, teams, training."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from tests.builders import NOON
from tests.journeys.screens_of_team import with_skills
from ui.desk import Desk
from ui.dialogs.skill import MasterDialog, SkillDialog
from ui.dialogs.team import JoinTeamDialog, QuitTeamDialog, TeamDialog
from ui.dialogs.training import TrainingDialog
from ui.panels.skills import SkillsPanel
from ui.panels.skills_print import MatrixPrinter
from warroom import phrases
from warroom.domain.incidents import Mode
from warroom.reports.capability import capability
from warroom.reports.matrix import matrix_page

Kind = TypeVar("Kind", bound=QDialog)


@pytest.fixture
def panel(qtbot: QtBot, desk: Desk) -> Iterator[SkillsPanel]:
    with_skills(desk.room)
    made = SkillsPanel(desk)
    qtbot.addWidget(made)
    strict = QAbstractItemModelTester.FailureReportingMode.Fatal
    testers = [QAbstractItemModelTester(each.model, strict, made) for each in made.sections]
    made.resize(1200, 700)
    made.show()
    qtbot.waitUntil(lambda: made.coverage.model.rowCount() == 4)
    yield made
    assert testers
    made.hide()


def dialog_of(panel: SkillsPanel, kind: type[Kind]) -> Kind:
    found = panel.window().findChildren(kind)
    assert found, kind
    return found[-1]


def said(panel: SkillsPanel, column: int = 0) -> list[str]:
    model = panel.coverage.model
    return [str(model.data(model.index(row, column))) for row in range(model.rowCount())]


def test_that_what_nobody_has_comes_first_and_what_hangs_on_one_person_next(panel: SkillsPanel) -> None:
    assert said(panel) == ["Sauvegardes sur bande", "Base de données des identités", "HSM", "Répartition de charge"]
    assert said(panel, 1) == ["nobody has it", "one person only", "one person only", "too few"]
    assert panel.coverage.count == 3


def test_that_a_chosen_skill_says_who_has_it_and_whose_expired(panel: SkillsPanel) -> None:
    panel.coverage.table.selectRow(1)

    about = panel.coverage.about.text()

    assert "Jean-Philippe Grandjean, expert" in about
    assert "Nadia Roussel, alone, expired on 20 Nov 2026" in about


def test_that_enter_on_a_cell_of_the_matrix_changes_it(qtbot: QtBot, panel: SkillsPanel) -> None:
    panel.open_section(panel.matrix)
    qtbot.waitUntil(lambda: panel.matrix.model.rowCount() == 4)
    names = [panel.matrix.model.person_at(row).name for row in range(4)]
    skills = [panel.matrix.model.skill_at(column).skill.name for column in range(4)]
    at = panel.matrix.model.index(names.index("Léa Martin"), skills.index("HSM"))
    panel.matrix.grid.setCurrentIndex(at)
    panel.matrix.grid.setFocus()

    QTest.keyClick(panel.matrix.grid, Qt.Key.Key_Return)
    dialog = dialog_of(panel, MasterDialog)
    assert dialog.title() == "Léa Martin · HSM"
    assert dialog.gone.isHidden()
    with qtbot.waitSignal(dialog.succeeded):
        dialog.send()

    qtbot.waitUntil(lambda: panel.matrix.model.holder_at(at) is not None)
    assert panel.matrix.grid.currentIndex() == at


def test_that_who_has_a_skill_no_longer_is_taken_out_in_the_same_place(qtbot: QtBot, panel: SkillsPanel) -> None:
    panel.open_section(panel.matrix)
    qtbot.waitUntil(lambda: panel.matrix.model.rowCount() == 4)
    grid, model = panel.matrix.grid, panel.matrix.model
    held = next(
        model.index(row, column)
        for row in range(4)
        for column in range(4)
        if model.person_at(row).name == "Karim Benali" and model.skill_at(column).skill.name == "HSM"
    )
    grid.setCurrentIndex(held)
    panel.matrix.change()
    dialog = dialog_of(panel, MasterDialog)
    assert not dialog.gone.isHidden()

    with qtbot.waitSignal(dialog.succeeded):
        dialog.gone.click()

    qtbot.waitUntil(lambda: panel.matrix.model.holder_at(held) is None)


def test_that_the_whole_roster_is_shown_when_asked(qtbot: QtBot, panel: SkillsPanel) -> None:
    panel._desk.room.do(_a_card("Odile Vauquelin")).result()
    panel.open_section(panel.matrix)
    qtbot.waitUntil(lambda: panel.matrix.model.rowCount() == 4)

    panel.matrix.everybody.click()

    assert panel.matrix.model.rowCount() == 5


def _a_card(name: str) -> object:
    from warroom.commands import AddTeam

    return AddTeam(name="Autre", lead=name)


def test_that_a_skill_is_added_and_chosen(qtbot: QtBot, panel: SkillsPanel) -> None:
    panel.coverage.add()
    dialog = dialog_of(panel, SkillDialog)
    dialog.name.setText("BGP")
    dialog.services.setText("API, Réseau")

    with qtbot.waitSignal(dialog.succeeded):
        dialog.send()

    qtbot.waitUntil(lambda: (row := panel.coverage.current()) is not None and row.skill.name == "BGP")
    row = panel.coverage.current()
    assert row is not None
    assert len(row.skill.services) == 2


def test_that_a_number_nobody_can_read_is_refused_in_the_form(panel: SkillsPanel) -> None:
    panel.coverage.add()
    dialog = dialog_of(panel, SkillDialog)
    dialog.name.setText("BGP")
    dialog.least.setText("trois")

    dialog.send()

    assert "trois" in dialog._trouble.text()
    assert "BGP" not in [skill.name for skill in panel._desk.room.views.skills()]


def test_that_teams_say_whether_they_are_specially_trained(qtbot: QtBot, panel: SkillsPanel) -> None:
    panel.open_section(panel.teams)
    qtbot.waitUntil(lambda: panel.teams.model.rowCount() == 2)
    model = panel.teams.model

    lines = [(model.data(model.index(row, 0)), model.data(model.index(row, 4))) for row in range(2)]

    assert lines == [
        ("Équipe d’intervention rapide", "specially trained"),
        ("Centre de données de Roubaix", "0 of 1 trained"),
    ]


def test_that_people_join_and_quit_a_team(qtbot: QtBot, panel: SkillsPanel) -> None:
    panel.open_section(panel.teams)
    qtbot.waitUntil(lambda: panel.teams.model.rowCount() == 2)
    panel.teams.table.selectRow(0)
    panel.teams.join()
    joining = dialog_of(panel, JoinTeamDialog)
    joining.person.setText("Odile Vauquelin")
    with qtbot.waitSignal(joining.succeeded):
        joining.send()
    qtbot.waitUntil(lambda: (row := panel.teams.current()) is not None and len(row.members) == 3)

    panel.teams.quit()
    quitting = dialog_of(panel, QuitTeamDialog)
    row = panel.teams.current()
    assert row is not None
    quitting.who.choose(next(member.person for member in row.members if member.name == "Odile Vauquelin"))
    with qtbot.waitSignal(quitting.succeeded):
        quitting.send()

    qtbot.waitUntil(lambda: (now := panel.teams.current()) is not None and len(now.members) == 2)


def test_that_a_team_form_that_changes_nothing_leaves_it_as_it_is(qtbot: QtBot, panel: SkillsPanel) -> None:
    panel.open_section(panel.teams)
    qtbot.waitUntil(lambda: panel.teams.model.rowCount() == 2)
    before = panel._desk.room.views.teams()
    panel.teams.table.selectRow(1)
    panel.teams.change()
    dialog = dialog_of(panel, TeamDialog)

    with qtbot.waitSignal(dialog.succeeded):
        dialog.send()

    assert panel._desk.room.views.teams() == before


def test_that_functions_say_how_many_are_trained_and_a_note_counts_at_once(qtbot: QtBot, panel: SkillsPanel) -> None:
    panel.open_section(panel.training)
    qtbot.waitUntil(lambda: panel.training.model.rowCount() == 5)
    model = panel.training.model
    states = {str(model.data(model.index(row, 1))): str(model.data(model.index(row, 2))) for row in range(5)}
    assert states["COORD"] == "nobody trained"
    assert states["TECH"] == "1 person only"

    panel.training.choose("COORD")
    panel.training.note()
    dialog = dialog_of(panel, TrainingDialog)
    assert dialog.function.currentData() == "COORD"
    dialog.person.setText("Léa Martin")
    with qtbot.waitSignal(dialog.succeeded):
        dialog.send()

    qtbot.waitUntil(lambda: (row := panel.training.current()) is not None and row.trained == ("Léa Martin",))


def test_that_a_training_noted_by_mistake_goes(qtbot: QtBot, panel: SkillsPanel) -> None:
    panel.open_section(panel.held)
    qtbot.waitUntil(lambda: panel.held.model.rowCount() == 4)

    panel.held.drop()

    qtbot.waitUntil(lambda: panel.held.model.rowCount() == 3)


def test_that_a_day_is_read_as_typed_and_nonsense_is_said(panel: SkillsPanel) -> None:
    panel.coverage.note()
    dialog = dialog_of(panel, MasterDialog)
    dialog.until.line.setText("31/12/2026")
    shown = dialog.until.moment()
    assert shown is not None
    assert phrases.local(shown).strftime("%d/%m/%Y %H:%M") == "31/12/2026 23:59"
    dialog.until.line.setText("31/02/2027")
    dialog.person.setText("Léa Martin")
    dialog.skill.setText("BGP")

    dialog.send()

    assert "31/02/2027" in dialog._trouble.text()


def test_that_a_skill_that_was_found_is_shown_on_its_page(qtbot: QtBot, panel: SkillsPanel) -> None:
    views = panel._desk.room.views
    found = next(record for record in views.search("nuit", mode=Mode.REAL).records if record.noun == "skill")

    panel.reveal(found.noun, found.id)

    qtbot.waitUntil(lambda: (row := panel.coverage.current()) is not None and row.skill.id == found.id)


def test_that_the_matrix_is_written_where_there_is_no_printer(qtbot: QtBot, panel: SkillsPanel, tmp_path: Path) -> None:
    room = panel._desk.room
    page = matrix_page(capability(room.views, NOON), room="Cellule", zone=None, author="Léa Martin")

    MatrixPrinter(panel._desk, panel).write(page, str(tmp_path))

    qtbot.waitUntil(lambda: (tmp_path / "warroom-skills.pdf").exists())
    assert (tmp_path / "warroom-skills.pdf").read_bytes().startswith(b"%PDF-")
    qtbot.waitUntil(lambda: any("warroom-skills.pdf" in str(row) for row in room.audit.rows()))
