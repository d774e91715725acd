"""A bug of ours: written down without a word of the room, said once, and nothing stops."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from ui.crash import CrashReports, report_of
from ui.trouble import Notices, show_crash

SECRET = "Le mot de passe est azerty"


@pytest.fixture
def reports(tmp_path: Path) -> Iterator[CrashReports]:
    made = CrashReports(tmp_path)
    made.install()
    yield made
    made.remove()


def test_that_a_report_holds_the_place_and_nothing_of_the_room() -> None:
    try:
        try:
            raise KeyError(SECRET)
        except KeyError as first:
            raise RuntimeError(f"While writing {SECRET}") from first
    except RuntimeError as error:
        text = report_of(error, error.__traceback__, thread="MainThread")

    assert "RuntimeError" in text
    assert "KeyError" in text
    assert "test_crash.py" in text
    assert SECRET not in text
    assert "azerty" not in text
    assert str(Path.home()) not in text


def test_that_a_failure_on_another_thread_is_written_down(qtbot: QtBot, reports: CrashReports, tmp_path: Path) -> None:
    def fail() -> None:
        raise ZeroDivisionError(SECRET)

    with qtbot.waitSignal(reports.written) as told:
        thread = threading.Thread(target=fail, name="import")
        thread.start()
        thread.join()

    assert told.args is not None
    written = told.args[0].read_text(encoding="utf-8")
    assert "ZeroDivisionError" in written
    assert SECRET not in written


def test_that_a_bug_behind_a_notice_becomes_a_report(qtbot: QtBot, reports: CrashReports) -> None:
    with qtbot.waitSignal(reports.written):
        Notices().show(ValueError(SECRET))


def test_that_a_folder_that_cannot_be_written_does_not_make_it_worse(qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    reports = CrashReports(tmp_path / "file")
    reports.install()
    try:
        with qtbot.waitSignal(reports.written) as told:
            Notices().show(ValueError(SECRET))
    finally:
        reports.remove()

    assert told.args == [None]


def test_that_the_box_says_what_is_safe_and_stops_nothing(qtbot: QtBot, tmp_path: Path) -> None:
    box = show_crash(tmp_path / "report.txt", None)
    qtbot.addWidget(box)

    assert not box.isModal()
    assert "safe" in box.text()
    assert "report.txt" in box.informativeText()
    assert box.standardButtons() == QMessageBox.StandardButton.Ok
    box.close()
