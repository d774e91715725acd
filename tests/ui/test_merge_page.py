"""The page of a merge: what it takes from nobody, and what it shows before anything happens."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from tests.journeys.eyes import cut_texts, overlaps
from tests.ui.test_stations_page import Two, a_stick, looked, page, two
from ui.app import Program
from ui.models.deliveries import brings_said
from warroom.commands import ChangeSeverity
from warroom.domain.incidents import Severity
from warroom.words import LANGUAGES

__all__ = ["two"]


def test_that_a_preview_takes_the_keyboard_from_nobody_who_fills_in_how_it_came(
    qtbot: QtBot, two: Two, program: Program, tmp_path: Path
) -> None:
    one, other, _incident = two
    _place, where = a_stick(tmp_path, other)
    _window, panel = page(qtbot, program, one)
    panel.show_merge(looked(one, where))
    panel.merge.form.courier.setFocus()
    qtbot.waitUntil(panel.merge.primary.isEnabled, timeout=10_000)

    hand = QApplication.focusWidget()
    assert hand is not None
    assert panel.merge.form.isAncestorOf(hand)


def test_that_a_merge_that_ends_leaves_the_keyboard_to_whoever_went_on_elsewhere(
    qtbot: QtBot, two: Two, program: Program, tmp_path: Path
) -> None:
    one, other, _incident = two
    _place, where = a_stick(tmp_path, other)
    window, panel = page(qtbot, program, one)
    panel.show_merge(looked(one, where))
    qtbot.waitUntil(panel.merge.primary.isEnabled, timeout=10_000)
    panel.merge.merge()
    window.open_page("incident")
    typing = QApplication.focusWidget()
    qtbot.waitUntil(lambda: not panel.merge.is_working, timeout=10_000)

    assert QApplication.focusWidget() is typing
    assert panel.currentWidget() is panel.page
    assert panel.missed.missed is None, "what nobody looked at was told as read"
    qtbot.waitUntil(window.foot.stations.unread.isVisible, timeout=10_000)


def test_that_a_preview_shows_what_will_be_to_settle(qtbot: QtBot, two: Two, program: Program, tmp_path: Path) -> None:
    one, other, incident = two
    for room, severity in ((one, Severity.CRITICAL), (other, Severity.MAJOR)):
        room.do(ChangeSeverity(incident=incident, severity=severity, reason="seen from here")).result()
    _place, where = a_stick(tmp_path, other)
    _window, panel = page(qtbot, program, one)
    panel.show_merge(looked(one, where))
    qtbot.waitUntil(panel.merge.primary.isEnabled, timeout=10_000)

    assert panel.merge.ahead.isVisible()
    assert [point.conflict.field for point in panel.merge.ahead.points] == ["severity"]
    assert not panel.merge.ahead.findChildren(QPushButton)
    assert "1 point will be for somebody to settle" in panel.merge._after_text.text()
    row = panel.merge._model.rows()[0]
    assert brings_said(row).startswith(f"{row.ops} changes: ")
    assert panel.merge.primary.text() == f"Merge {row.ops} changes"


@pytest.mark.parametrize("language", LANGUAGES)
def test_that_the_page_of_a_merge_is_whole_at_every_size(
    qtbot: QtBot, two: Two, program: Program, tmp_path: Path, language: str
) -> None:
    one, other, incident = two
    for room, severity in ((one, Severity.CRITICAL), (other, Severity.MAJOR)):
        room.do(ChangeSeverity(incident=incident, severity=severity, reason="as it looks from here")).result()
    place, where = a_stick(tmp_path, other)
    (place / "setup.exe").write_bytes(b"MZ")
    program.tongue.speak(language)
    window, panel = page(qtbot, program, one)
    panel.show_merge(looked(one, where))
    qtbot.waitUntil(panel.merge.primary.isEnabled, timeout=10_000)

    for size in (QSize(1440, 900), QSize(1366, 768), QSize(880, 560)):
        window.resize(size)
        qtbot.wait(100)
        assert [said for said in (*cut_texts(window), *overlaps(window)) if "MergePanel" in said] == []
    program.tongue.speak("en")
