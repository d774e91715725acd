"""Export: to a stick or a folder, verified, and every failure of the medium said where it happens."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.builders import an_entry, an_incident
from ui.desk import Desk
from ui.dialogs.export_report import ExportDialog
from ui.widgets.drive_list import DriveList, drive_said
from warroom.reports.drives import Drive

GIGABYTE = 1_000_000_000


@pytest.fixture
def dialog(qtbot: QtBot, desk: Desk) -> ExportDialog:
    incident = an_incident(desk.room)
    an_entry(desk.room, incident.id)
    made = ExportDialog(desk, desk.room.views.incident(incident.id))
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(made)
    made.show()
    return made


def a_stick(path: Path, *, read_only: bool = False) -> Drive:
    return Drive(path, "KINGSTON", 12 * GIGABYTE, 16 * GIGABYTE, "vfat", read_only)


def test_that_a_report_is_written_verified_and_safe_to_remove(
    qtbot: QtBot, dialog: ExportDialog, tmp_path: Path
) -> None:
    dialog._looking.stop()
    dialog._drives.show_drives([a_stick(tmp_path)])
    dialog._pdf.setChecked(False)

    with qtbot.waitSignal(dialog.exported, timeout=30_000) as told:
        dialog.export()
        dialog._show_drives([])  # a stick that is busy may be missed by a look around

    made = told.args[0]
    assert "situation.html" in made.files or any(name.endswith(".html") for name in made.files)
    assert "read back and verified" in dialog._said.text()
    assert "safe to remove the stick" in dialog._said.text()
    assert made.folder.parent == tmp_path
    assert dialog._drives.chosen() == tmp_path


def test_that_without_a_place_it_asks_for_one(qtbot: QtBot, dialog: ExportDialog) -> None:
    dialog._looking.stop()
    dialog._drives.show_drives([])

    dialog.export()

    assert "Plug in a stick" in dialog._said.text()


def test_that_a_place_that_went_away_is_said_with_what_is_safe(
    qtbot: QtBot, dialog: ExportDialog, tmp_path: Path
) -> None:
    gone = tmp_path / "pulled out"
    dialog.use_folder(str(gone / "deeper"))
    gone.write_text("not a folder")

    dialog.export()

    qtbot.waitUntil(lambda: dialog._said.tone == "late", timeout=30_000)
    assert len(dialog._said.text().splitlines()) >= 2
    assert dialog._start.isEnabled()


def test_that_a_read_only_stick_cannot_be_chosen(qtbot: QtBot, desk: Desk, tmp_path: Path) -> None:
    drives = DriveList(desk.look)
    qtbot.addWidget(drives)

    drives.show_drives([a_stick(tmp_path / "locked", read_only=True), a_stick(tmp_path / "open")])

    assert drives.chosen() == tmp_path / "open"


def test_that_the_choice_stays_while_another_stick_comes_and_goes(qtbot: QtBot, desk: Desk, tmp_path: Path) -> None:
    drives = DriveList(desk.look)
    qtbot.addWidget(drives)
    drives.show_drives([a_stick(tmp_path / "b")])

    drives.show_drives([a_stick(tmp_path / "a"), a_stick(tmp_path / "b")])

    assert drives.chosen() == tmp_path / "b"
    assert drives.is_stick()


def test_that_no_stick_is_said(qtbot: QtBot, desk: Desk) -> None:
    drives = DriveList(desk.look)
    window = QWidget()
    qtbot.addWidget(window)
    drives.setParent(window)
    drives.say()

    assert drives._none.text() == "No stick is plugged in."
    assert drives.chosen() is None


def test_that_a_stick_says_what_is_free_on_it(tmp_path: Path) -> None:
    assert drive_said(a_stick(tmp_path)) == "KINGSTON · 12 GB free of 16 GB · vfat"
