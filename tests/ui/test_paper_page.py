"""The page about paper: one key to switch, copies that grow old, sheets that come back without a word lost."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.builders import NOON, a_room, an_entry, an_incident
from ui.app import Program
from ui.desk import Desk, make_desk
from ui.panels.paper import PaperPanel
from ui.printing import print_pages
from ui.settings import Settings
from ui.widgets.paper_place import PaperPlace
from warroom.clock import FixedClock
from warroom.commands import RegisterPrintout
from warroom.domain.paper import PrintKind, SheetState
from warroom.phrases import MINUTE
from warroom.room import Room
from warroom.words import speak


@pytest.fixture(autouse=True)
def _in_english() -> None:
    speak("en")


@pytest.fixture
def page(qtbot: QtBot, desk: Desk) -> PaperPanel:
    made = PaperPanel(desk)
    qtbot.addWidget(made)
    made.resize(1100, 900)
    return made


def shown(qtbot: QtBot, page: PaperPanel) -> None:
    page.show()
    qtbot.waitUntil(lambda: not page.copies._latest._job and not page.sheets._latest._job, timeout=10_000)


def a_set(room: Room, incident: str, sheets: int = 3) -> tuple[str, ...]:
    command = RegisterPrintout(kind=PrintKind.PAPER, incident=incident, sheets=sheets)
    return room.do(command).result().sheets


def type_lines(page: PaperPanel, *lines: str) -> None:
    for line in lines:
        page.transcribe.line.setText(line)
        QTest.keyClick(page.transcribe.line, Qt.Key.Key_Return)


def test_that_one_key_puts_the_room_on_paper_where_papers_went_last(
    qtbot: QtBot, program: Program, settings: Settings, tmp_path: Path
) -> None:
    room = a_room(tmp_path)
    an_incident(room)
    settings.paper_place = PaperPlace("folder", str(tmp_path)).kept
    window = program.show_room(room)
    qtbot.waitExposed(window)

    window.desk.verbs["switch-to-paper"].use()

    qtbot.waitUntil(lambda: (tmp_path / "warroom-paper-A-I01.pdf").exists(), timeout=30_000)
    panel = window.pages.page("paper")
    assert isinstance(panel, PaperPanel)
    qtbot.waitUntil(lambda: "A-020" in panel.switch.result.text(), timeout=10_000)
    assert window.pages.open_page == "paper"


def test_that_a_laptop_without_a_printer_says_so_and_offers_a_folder(qtbot: QtBot, page: PaperPanel) -> None:
    shown(qtbot, page)
    page.switch._show_places([])

    page.switch.go.click()

    assert "no printer" in page.switch.result.text()
    assert page.switch.folder.isEnabled()


def test_that_a_place_is_asked_once_and_remembered(
    qtbot: QtBot, page: PaperPanel, desk: Desk, room: Room, tmp_path: Path
) -> None:
    an_incident(room)
    shown(qtbot, page)
    page.switch.use_folder(str(tmp_path))
    page.switch.go.click()
    qtbot.waitUntil(lambda: not page.switch.is_working, timeout=30_000)

    assert desk.settings.paper_place == f"folder:{tmp_path}"
    assert "A-I01" in page.switch.result.text()
    page.switch.switch()
    qtbot.waitUntil(lambda: (tmp_path / "warroom-paper-A-I02.pdf").exists(), timeout=30_000)
    qtbot.waitUntil(lambda: not page.switch.is_working, timeout=30_000)


def test_that_cancelling_takes_nothing_and_voids_the_numbers(
    qtbot: QtBot, page: PaperPanel, room: Room, tmp_path: Path
) -> None:
    an_incident(room)
    shown(qtbot, page)
    page.switch.use_folder(str(tmp_path))
    page.switch.go.click()
    assert page.switch._job is not None
    page.switch._job.cancel()
    qtbot.waitUntil(lambda: not page.switch.is_working, timeout=30_000)

    assert not list(tmp_path.glob("warroom-paper*"))
    assert all(sheet.state is SheetState.VOID for sheet in room.views.sheets())
    assert page.switch.go.isEnabled()


def test_that_a_copy_turns_out_of_date_and_says_by_what(qtbot: QtBot, page: PaperPanel, room: Room) -> None:
    incident = an_incident(room)
    a_set(room, incident.id)
    shown(qtbot, page)
    QAbstractItemModelTester(page.copies.model, page)
    QAbstractItemModelTester(page.sheets.model, page)
    qtbot.waitUntil(lambda: page.copies.model.rowCount() == 1)
    assert page.copies.model.index(0, 6).data() == "up to date"

    an_entry(room, incident.id, text="Nouveau")

    qtbot.waitUntil(lambda: "out of date since" in page.copies.model.index(0, 6).data(), timeout=10_000)
    assert "1 new entry" in page.copies.about.text()
    page.copies.withdraw.click()
    qtbot.waitUntil(lambda: "withdrawn" in page.copies.model.index(0, 6).data(), timeout=10_000)


def test_that_a_sheet_is_typed_line_by_line_and_written_at_once(qtbot: QtBot, page: PaperPanel, room: Room) -> None:
    incident = an_incident(room)
    sheet = a_set(room, incident.id)[0]
    shown(qtbot, page)
    QAbstractItemModelTester(page.transcribe.model, page)
    qtbot.waitUntil(lambda: page.transcribe.incident.count() == 1)
    page.sheets.sheet_chosen.emit(sheet)

    type_lines(page, "10:05 from:Durand tel Node 3 is silent", "It starts again", "no time")
    assert room.views.tally(incident.id)[0] == len(list(room.views.entries(incident.id)))
    before = room.views.tally(incident.id)[0]
    QTest.keyClick(page.transcribe.table, Qt.Key.Key_End)
    page.transcribe.table.selectRow(2)
    page.transcribe.edit_line()
    page.transcribe.line.clear()
    page.transcribe.go.click()

    qtbot.waitUntil(lambda: "is in the log" in page.transcribe.result.text(), timeout=10_000)
    entries = [entry for entry in room.views.entries(incident.id) if entry.sheet == sheet]
    assert [entry.text for entry in entries] == ["Node 3 is silent", "It starts again"]
    assert {entry.event_at for entry in entries} == {entries[0].event_at}
    assert entries[0].event_at < NOON
    assert room.views.tally(incident.id)[0] == before + 3
    assert page.transcribe.sheet.currentText() == ""


def test_that_a_line_without_any_time_is_kept_and_asks_for_one(qtbot: QtBot, page: PaperPanel) -> None:
    shown(qtbot, page)
    type_lines(page, "nobody said when")

    assert page.transcribe.line.text() == "nobody said when"
    assert "time" in page.transcribe.result.text()
    assert page.transcribe.model.rowCount() == 0


def test_that_a_sheet_typed_twice_asks_before_it_adds(qtbot: QtBot, page: PaperPanel, room: Room) -> None:
    incident = an_incident(room)
    sheet = a_set(room, incident.id)[0]
    shown(qtbot, page)
    qtbot.waitUntil(lambda: page.transcribe.incident.count() == 1)
    for _each in range(2):
        page.transcribe.sheet.setEditText(sheet)
        type_lines(page, "10:05 Seen")
        page.transcribe.go.click()
        qtbot.waitUntil(lambda: not page.transcribe._is_sending, timeout=10_000)

    assert "was transcribed by Léa Martin" in page.transcribe.result.text()
    assert page.transcribe.go.text() == "Write them all the same"
    assert page.transcribe.model.rowCount() == 1
    page.transcribe.go.click()
    qtbot.waitUntil(lambda: "is in the log" in page.transcribe.result.text(), timeout=10_000)
    assert sum(entry.sheet == sheet for entry in room.views.entries(incident.id)) == 2


def test_that_half_a_sheet_is_there_again_after_a_crash(qtbot: QtBot, page: PaperPanel, desk: Desk, room: Room) -> None:
    an_incident(room)
    shown(qtbot, page)
    page.transcribe.sheet.setEditText("A-001")
    type_lines(page, "10:05 Seen", "10:10 Heard")
    page.transcribe.line.setText("10:15 half of")
    qtbot.waitUntil(lambda: "half of" in room.draft("paper-sheet"), timeout=5_000)
    assert isinstance(room.clock, FixedClock)
    room.clock.advance(seconds=24 * 60 * MINUTE // 1000)  # a day later the times are still those of the day typed

    second = make_desk(room, look=desk.look, settings=desk.settings)
    again = PaperPanel(second)
    qtbot.addWidget(again)

    assert again.transcribe.sheet.currentText() == "A-001"
    assert [row.typed for row in again.transcribe.model.rows()] == ["10:05 Seen", "10:10 Heard"]
    assert again.transcribe.model.rows()[0].at == page.transcribe.model.rows()[0].at
    assert again.transcribe.line.text() == "10:15 half of"
    second.tasks.close()
    second.changes.close()


def test_that_pages_go_to_a_printer_as_they_were_laid_out(qapp: QApplication, room: Room, tmp_path: Path) -> None:
    incident = an_incident(room)
    papers = room.paper.take(incident.id, sheets=1)
    pages = room.paper.pages(papers)
    assert len(pages) >= 2
    assert not QImage.fromData(pages[0]).isNull()

    print_pages(pages, printer="", title="A-I01", output=str(tmp_path / "out.pdf"))

    assert (tmp_path / "out.pdf").read_bytes().startswith(b"%PDF-")
