"""Import: what will happen is shown before it happens, and nothing that is refused is lost from sight."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QComboBox, QWidget
from pytestqt.qtbot import QtBot

from tests.builders import an_incident
from ui.desk import Desk
from ui.dialogs.import_file import ImportDialog
from warroom.domain.incidents import Incident

ALERTS = Path(__file__).parents[1] / "data" / "cap"
LINES = (
    "Date;Heure;Rédacteur;Nature;Texte;Salle\n"
    "23/11/2026;11:02;LM;Fait;Le lien VPN est tombé;A\n"
    "23/11/2026;11:09;KB;Information;L'opérateur confirme;B\n"
    "32/11/2026;11:15;KB;Fait;Date impossible;B\n"
)


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    return made


@pytest.fixture
def incident(desk: Desk) -> Incident:
    return desk.room.views.incident(an_incident(desk.room).id)


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """A log as a French Excel writes it."""
    file = tmp_path / "journal.csv"
    file.write_bytes(LINES.encode("cp1252"))
    return file


def opened(desk: Desk, window: QWidget, incident: Incident, *files: Path) -> ImportDialog:
    dialog = ImportDialog(desk, window, into=incident, files=[str(file) for file in files])
    dialog.open()
    return dialog


def goes_on(qtbot: QtBot, dialog: ImportDialog, words: str) -> None:
    """Wait until the primary button says this, and press it."""
    qtbot.waitUntil(lambda: dialog._next.isEnabled() and dialog._next.text() == words, timeout=10_000)
    dialog._next.click()


def waits(qtbot: QtBot, dialog: ImportDialog, words: str) -> None:
    qtbot.waitUntil(lambda: dialog._next.isEnabled() and dialog._next.text() == words, timeout=10_000)


def test_that_a_table_is_mapped_rehearsed_and_imported(
    qtbot: QtBot, desk: Desk, window: QWidget, incident: Incident, table: Path
) -> None:
    before = desk.room.views.tally(incident.id)[0]
    dialog = opened(desk, window, incident, table)

    goes_on(qtbot, dialog, "Next")
    waits(qtbot, dialog, "Import")
    rehearsed, untouched = dialog._outcome.said, desk.room.views.tally(incident.id)[0]
    remark = dialog._outcome._model.rows()[0]
    goes_on(qtbot, dialog, "Import")
    waits(qtbot, dialog, "Close")

    assert rehearsed.startswith("Added: 3 log entries")
    assert untouched == before
    assert (remark.is_refused, remark.where) == (False, "line 4")
    assert desk.room.views.tally(incident.id)[0] >= before + 3


def test_that_the_same_file_twice_says_there_is_nothing_to_add(
    qtbot: QtBot, desk: Desk, window: QWidget, incident: Incident, table: Path
) -> None:
    first = opened(desk, window, incident, table)
    goes_on(qtbot, first, "Next")
    goes_on(qtbot, first, "Import")
    goes_on(qtbot, first, "Close")

    again = opened(desk, window, incident, table)
    goes_on(qtbot, again, "Next")
    waits(qtbot, again, "Choose other files")

    assert "Already there: 3 log entries" in again._outcome.said


def test_that_columns_mapped_once_are_remembered_by_their_headings(
    qtbot: QtBot, desk: Desk, window: QWidget, incident: Incident, table: Path
) -> None:
    first = opened(desk, window, incident, table)
    waits(qtbot, first, "Next")
    room_column = first._mapping._choices[5]
    room_column.setCurrentIndex(room_column.findData("service"))
    goes_on(qtbot, first, "Next")
    waits(qtbot, first, "Import")
    first.reject()

    again = opened(desk, window, incident, table)
    waits(qtbot, again, "Next")

    assert again._mapping.mapping().service == 5
    assert "mapped before" in again._mapping._about.text()


def test_that_a_field_is_in_one_column_only(
    qtbot: QtBot, desk: Desk, window: QWidget, incident: Incident, table: Path
) -> None:
    dialog = opened(desk, window, incident, table)
    waits(qtbot, dialog, "Next")
    choices: list[QComboBox] = dialog._mapping._choices

    choices[5].setCurrentIndex(choices[5].findData("text"))
    choices[5].activated.emit(choices[5].currentIndex())

    assert choices[4].currentData() == ""
    assert dialog._mapping.mapping().text == 5


def test_that_a_file_nobody_can_read_is_listed_as_refused_with_its_reason(
    qtbot: QtBot, desk: Desk, window: QWidget, incident: Incident, tmp_path: Path
) -> None:
    broken = tmp_path / "photo.png"
    broken.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8)

    dialog = opened(desk, window, incident, broken)
    waits(qtbot, dialog, "Choose other files")

    remark = dialog._outcome._model.rows()[0]
    assert (remark.is_refused, remark.source) == (True, "photo.png")
    assert remark.reason


def test_that_alerts_are_seen_with_their_incident_before_they_come_in(
    qtbot: QtBot, desk: Desk, window: QWidget, incident: Incident
) -> None:
    an_incident(desk.room, title="Autre panne")
    dialog = ImportDialog(desk, window, files=[str(ALERTS / "canada_signed.cap"), str(ALERTS / "xee.atom")])
    dialog.open()
    waits(qtbot, dialog, "Next")
    page = dialog._alerts
    assert page.incident() == ""  # two are at work: nobody can know
    assert "snowfall warning" in page.lines.item(0).text()
    assert "signature was not checked" in page.lines.item(0).text()
    page.incidents.setCurrentIndex(page.incidents.findData(str(incident.id)))
    page.incidents.activated.emit(page.incidents.currentIndex())
    goes_on(qtbot, dialog, "Next")
    waits(qtbot, dialog, "Import")
    assert any("document type" in remark.reason for remark in dialog._outcome._model.rows())
    goes_on(qtbot, dialog, "Import")
    waits(qtbot, dialog, "Close")
    assert [each.incident for each in desk.room.views.inbounds()] == [incident.id]
    assert "1 alert" in dialog._outcome.said


def test_that_a_real_alert_is_refused_for_an_exercise_as_soon_as_it_is_chosen(
    qtbot: QtBot, desk: Desk, window: QWidget
) -> None:
    drill = an_incident(desk.room, title="Étoile Noire", exercise=True)
    dialog = ImportDialog(desk, window, files=[str(ALERTS / "canada_signed.cap")])
    dialog.open()
    waits(qtbot, dialog, "Next")
    page = dialog._alerts
    page.incidents.setCurrentIndex(page.incidents.findData(str(drill.id)))
    page.incidents.activated.emit(page.incidents.currentIndex())
    qtbot.waitUntil(lambda: "never mix" in page.lines.item(0).text())
