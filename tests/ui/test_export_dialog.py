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
from warroom.commands import LogEntry
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
    dialog._boxes["pdf"].setChecked(False)

    with qtbot.waitSignal(dialog.exported, timeout=30_000) as told:
        dialog.export()
        dialog._show_drives([])  # a stick that is busy may be missed by a look around

    made = told.args[0]
    assert "situation.html" in made.files or any(name.endswith(".html") for name in made.files)
    assert "read back and verified" in dialog._said.text()
    assert "safe to remove the stick" in dialog._said.text()
    assert made.folder.parent == tmp_path
    assert dialog._drives.chosen() == tmp_path


def test_that_the_usual_report_needs_nothing_of_what_lies_behind_more(dialog: ExportDialog) -> None:
    assert dialog.more.isHidden()
    assert not dialog.more.is_evidence
    assert dialog.more.redaction() is None
    assert dialog.more.circle_name() is None


def test_that_a_redacted_pack_withholds_what_was_checked_and_says_what_stays(
    qtbot: QtBot, dialog: ExportDialog, desk: Desk, tmp_path: Path
) -> None:
    room = desk.room
    chosen = an_entry(room, "A-001", text="Léa Martin a prévenu la préfecture")
    left = an_entry(room, "A-001", text="Rappel de Léa Martin")
    dialog.use_folder(str(tmp_path))
    dialog.more_button.setChecked(True)
    dialog.more.evidence.setChecked(True)
    dialog.more.people.setChecked(True)
    qtbot.waitUntil(lambda: dialog.more.texts.count() > 0, timeout=30_000)
    texts = [dialog.more.texts.item(at) for at in range(dialog.more.texts.count())]
    next(item for item in texts if item.text().startswith(chosen.number)).setCheckState(Qt.CheckState.Checked)
    assert not dialog._kind.isEnabled()
    dialog._boxes["pdf"].setChecked(False)

    with qtbot.waitSignal(dialog.exported, timeout=60_000) as told:
        dialog.export()

    made = told.args[0]
    assert made.withheld == (chosen.number,)
    assert left.number in made.names_left
    said = dialog._said.text()
    assert f"Withheld whole: {chosen.number}." in said
    assert left.number in said
    assert "check.py" in said
    assert (made.folder / "check.py").is_file()


def test_that_a_circle_is_offered_to_its_members_alone(qtbot: QtBot, dialog: ExportDialog, desk: Desk) -> None:
    room = desk.room
    room.do(LogEntry(incident="A-001", text="Avis du conseil", circle="legal")).result()
    again = ExportDialog(desk, room.views.incident("A-001"))
    qtbot.addWidget(again)
    qtbot.waitUntil(lambda: again.more.circle.count() == 2, timeout=30_000)
    again.more.circle.setCurrentIndex(1)
    assert again.more.circle_name() == room.circles.get("legal").id

    room.sit_down("Marc Dubois")
    stranger = ExportDialog(desk, room.views.incident("A-001"))
    qtbot.addWidget(stranger)
    qtbot.wait(300)
    assert stranger.more.circle.count() == 1
    again.close()
    stranger.close()


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
