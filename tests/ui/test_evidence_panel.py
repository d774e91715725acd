"""The evidence page: seals as they stand, verification that leads to the record, what comes back, the audit."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from tests.builders import a_room, an_entry, an_incident
from tests.warroom.test_audit import edit
from ui.app import Program
from ui.panels.evidence import EvidencePanel
from ui.panels.evidence_audit import PAGE
from ui.window import MainWindow
from warroom.domain.audit import Event
from warroom.errors import Trouble, WrongKey
from warroom.room import Room

PATIENCE = 20_000


def opened(qtbot: QtBot, program: Program, room: Room) -> tuple[MainWindow, EvidencePanel]:
    window = program.show_room(room)
    window.activateWindow()
    window.open_page("evidence")
    panel = window.pages.page("evidence")
    assert isinstance(panel, EvidencePanel)
    qtbot.waitUntil(lambda: panel.seals._seals is not None and bool(panel.audit._lines), timeout=PATIENCE)
    return window, panel


def verified(qtbot: QtBot, panel: EvidencePanel) -> None:
    panel.verify.start.click()
    qtbot.waitUntil(lambda: panel.verify._job is None, timeout=PATIENCE)


def test_that_seals_are_listed_with_both_names_and_their_whole_fingerprint_on_demand(
    qtbot: QtBot, tmp_path: Path, program: Program
) -> None:
    room = a_room(tmp_path)
    incident = an_incident(room)
    sealed = room.evidence.seal(incident.ref, reason="Relève", witness="Marc Dubois")
    other = room.evidence.seal(incident.ref, reason="Parquet")
    _window, panel = opened(qtbot, program, room)

    both, alone = panel.seals.lines[sealed.id], panel.seals.lines[other.id]
    assert both.name.text() == "A-S01"
    assert "Léa Martin and Marc Dubois" in both.state.text()
    assert "alone" in alone.state.text()
    assert "A-001: Relève" in both.note.text()
    assert sealed.digest not in both.state.text().replace(" ", "")

    whole = both.findChildren(type(panel.seals.seal))[0]
    whole.click()
    assert sealed.digest in both.state.text().replace(" ", "")
    panel.seals.copies[sealed.id].click()
    assert QGuiApplication.clipboard().text() == sealed.digest


def test_that_a_new_seal_appears_while_the_page_is_open(qtbot: QtBot, tmp_path: Path, program: Program) -> None:
    room = a_room(tmp_path)
    incident = an_incident(room)
    _window, panel = opened(qtbot, program, room)
    assert "Nothing was sealed yet." in panel.seals.new.note.text()

    room.evidence.seal(incident.ref, reason="Relève")

    qtbot.waitUntil(lambda: len(panel.seals.lines) == 1, timeout=PATIENCE)


def test_that_many_seals_show_the_newest_first_and_the_rest_on_demand(
    qtbot: QtBot, tmp_path: Path, program: Program
) -> None:
    room = a_room(tmp_path)
    incident = an_incident(room)
    for number in range(11):
        room.evidence.seal(incident.ref, reason=f"Relève {number}")
    _window, panel = opened(qtbot, program, room)
    assert len(panel.seals.lines) == 8
    assert panel.seals.more.state.text() == "3 earlier seals"

    panel.seals.more_button.click()

    assert len(panel.seals.lines) == 11
    assert panel.seals.more.isHidden()


def test_that_a_whole_room_is_said_whole_and_the_audit_remembers(
    qtbot: QtBot, tmp_path: Path, program: Program
) -> None:
    room = a_room(tmp_path)
    an_entry(room, an_incident(room).ref)
    _window, panel = opened(qtbot, program, room)
    qtbot.waitUntil(lambda: "Never verified" in panel.verify.row.note.text(), timeout=PATIENCE)

    verified(qtbot, panel)

    assert panel.verify.row.state.text().startswith("The room is whole")
    qtbot.waitUntil(lambda: "Last verified" in panel.verify.row.note.text(), timeout=PATIENCE)
    qtbot.waitUntil(lambda: panel.audit._lines[0].what == Event.VERIFIED, timeout=PATIENCE)


def test_that_a_changed_entry_is_found_and_leads_to_its_line(qtbot: QtBot, tmp_path: Path, program: Program) -> None:
    room = a_room(tmp_path)
    incident = an_incident(room)
    entry = an_entry(room, incident.ref)
    room.close()
    edit(room.path, "UPDATE entry SET text='calm' WHERE number='A-0002'")
    room = Room.open(room.path, passphrase="four calm words here", backups=False)
    window, panel = opened(qtbot, program, room)

    verified(qtbot, panel)

    assert panel.verify.row.state.text() == "1 problem found."
    (row,) = panel.verify.lines
    assert "What is shown is not what the journal says." in row.state.text()
    assert "log entry A-0002" in row.note.text()
    with qtbot.waitSignal(panel.record_chosen) as told:
        row.findChildren(type(panel.verify.start))[0].click()
    assert told.args == [incident.id, "entry", entry.id]
    assert window.pages.open_page == "incident"


def test_that_verification_can_be_stopped(qtbot: QtBot, tmp_path: Path, program: Program) -> None:
    room = a_room(tmp_path)
    _window, panel = opened(qtbot, program, room)

    panel.verify.start.click()
    assert panel.verify.start.text() == "Stop"
    assert panel.verify._job is not None
    panel.verify.start.click()
    qtbot.waitUntil(lambda: panel.verify._job is None, timeout=PATIENCE)

    assert panel.verify.start.text() == "Verify now"
    assert panel.verify.row.state.text().startswith(("Stopped", "The room is whole"))


def test_that_a_fingerprint_from_paper_is_matched_however_it_is_typed(
    qtbot: QtBot, tmp_path: Path, program: Program
) -> None:
    room = a_room(tmp_path)
    sealed = room.evidence.seal(an_incident(room).ref, reason="Relève")
    _window, panel = opened(qtbot, program, room)
    row = panel.match.page_row

    panel.match.digits.setText(f"{sealed.fingerprint[:4].upper()} {sealed.fingerprint[4:]}")
    panel.match.match()
    qtbot.waitUntil(lambda: "A-S01" in row.state.text(), timeout=PATIENCE)
    assert row.state.tone == "good"

    panel.match.digits.setText("00000000")
    panel.match.match()
    qtbot.waitUntil(lambda: "never had the fingerprint" in row.state.text(), timeout=PATIENCE)
    assert "Looked at: seals 1" in row.note.text()

    panel.match.digits.setText("what")
    panel.match.match()
    qtbot.waitUntil(lambda: "8 to 64 digits" in row.state.text(), timeout=PATIENCE)


def test_that_a_folder_is_compared_and_one_of_something_else_is_refused(
    qtbot: QtBot, tmp_path: Path, program: Program
) -> None:
    room = a_room(tmp_path)
    incident = an_incident(room)
    made = room.export(incident.ref, tmp_path, formats=())
    _window, panel = opened(qtbot, program, room)
    row = panel.match.pack_row

    panel.match.check_folder(made.folder)
    qtbot.waitUntil(lambda: row.state.tone == "good", timeout=PATIENCE)
    (made.folder / "log.csv").write_text("altered")
    panel.match.check_folder(made.folder)
    qtbot.waitUntil(lambda: "A file of the folder was altered. (log.csv)" in row.state.text(), timeout=PATIENCE)
    panel.match.check_folder(tmp_path)
    qtbot.waitUntil(lambda: "is no export folder of Warroom" in row.state.text(), timeout=PATIENCE)


def test_that_the_audit_goes_page_by_page_and_by_kind(qtbot: QtBot, tmp_path: Path, program: Program) -> None:
    room = a_room(tmp_path)
    for _each in range(PAGE + 5):
        room.audit.note(Event.PRINTED)
    _window, panel = opened(qtbot, program, room)
    tester = QAbstractItemModelTester(panel.audit.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    assert panel.audit.model.rowCount() == PAGE

    panel.audit.earlier_button.click()
    qtbot.waitUntil(lambda: panel.audit.model.rowCount() == PAGE + 7, timeout=PATIENCE)
    assert panel.audit.earlier.isHidden()

    kind = panel.audit.kind
    kind.setCurrentIndex(kind.findData(Event.CREATED.value))
    kind.activated.emit(kind.currentIndex())
    qtbot.waitUntil(lambda: panel.audit.model.rowCount() == 1, timeout=PATIENCE)
    assert panel.audit.model.index(0, 2).data().startswith("Room made")
    del tester


def test_that_failed_attempts_stand_out_and_a_changed_audit_is_an_alarm(
    qtbot: QtBot, tmp_path: Path, program: Program
) -> None:
    room = a_room(tmp_path)
    room.close()
    with pytest.raises(WrongKey):
        Room.open(room.path, passphrase="not the one", backups=False)
    edit(room.path, "UPDATE audit SET what='closed' WHERE n=1")
    room = Room.open(room.path, passphrase="four calm words here", backups=False)
    window, panel = opened(qtbot, program, room)

    line = next(line for line in panel.audit._lines if line.what == Event.FAILED_UNLOCKS)
    at = panel.audit.model.index(panel.audit._lines.index(line), 2)
    assert "Failed attempts to open the room" in at.data()
    assert at.data(Qt.ItemDataRole.ForegroundRole).color() == window.desk.look.color("sev1")
    assert "from note 1 on" in panel.audit.alarm.state.text()
    assert "wrong secret" in window.messages.text


def test_that_notes_the_disk_has_not_taken_are_said_in_the_foot(qtbot: QtBot, tmp_path: Path, program: Program) -> None:
    room = a_room(tmp_path)
    window, _panel = opened(qtbot, program, room)
    assert "audit" not in window.foot.saved_text

    room.audit.trouble = Trouble("disk-full", "The disk is full.", safe="What was saved is safe.")
    window.foot.refresh()

    assert "audit not yet" in window.foot.saved_text
    assert "The disk is full." in window.foot._saved.toolTip()
    room.audit.trouble = None


def test_that_a_room_to_read_only_can_be_verified_and_not_sealed(
    qtbot: QtBot, tmp_path: Path, program: Program
) -> None:
    room = a_room(tmp_path)
    room.evidence.seal(an_incident(room).ref, reason="x")
    room.close()
    room = Room.open(room.path, passphrase="four calm words here", read_only=True, backups=False)
    window, panel = opened(qtbot, program, room)

    assert not panel.seals.seal.isEnabled()
    assert not window.desk.verbs["seal"].enabled()
    verified(qtbot, panel)
    assert panel.verify.row.state.text().startswith("The room is whole")
