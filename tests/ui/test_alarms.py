"""Alarms on screen: one band whatever their number, a key that answers it, a chime that comes back, a list of them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from tests.builders import NOON, PASSPHRASE, an_incident
from tests.warroom.stations import another_station, carry
from ui.alarms import AMBER_EVERY_S, LATE_EVERY_S, PATIENT_AFTER_S, AlarmWatch
from ui.app import Program
from ui.chime import RATE, tone
from ui.desk import Desk, make_desk
from ui.dialogs.silence import SilenceDialog
from ui.panels.alarms import AlarmsPanel
from ui.settings import Settings
from ui.theme import Look
from ui.widgets.alarm_band import AlarmBand
from ui.window import MainWindow
from warroom.clock import FixedClock
from warroom.commands import AcknowledgeAlarm, ActivateCell, RequestDecision, SetDue
from warroom.domain.dues import DueKind
from warroom.room import Room

MINUTE = 60_000
CTRL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def incident(room: Room) -> str:
    return an_incident(room).id


@pytest.fixture
def band(qtbot: QtBot, desk: Desk) -> Iterator[AlarmBand]:
    made = AlarmBand(desk)
    yield made
    made.close_watch()
    made.deleteLater()


@pytest.fixture
def window(qtbot: QtBot, room: Room, incident: str, program: Program) -> MainWindow:
    made = program.show_room(room)
    qtbot.waitUntil(lambda: QApplication.activeWindow() is made)
    return made


def a_deadline(room: Room, incident: str, *, minutes: int, label: str = "NIS2") -> None:
    due_at = room.clock.now_ms() + minutes * MINUTE
    room.do(SetDue(incident=incident, kind=DueKind.DEADLINE, due_at=due_at, label=label)).result()


def a_question(room: Room, incident: str, *, minutes: int) -> None:
    due_at = room.clock.now_ms() + minutes * MINUTE
    room.do(RequestDecision(incident=incident, question="Switch to Roubaix", decide_before=due_at)).result()


def later(room: Room, minutes: float) -> None:
    assert isinstance(room.clock, FixedClock)
    room.clock.advance(seconds=minutes * 60)


def test_that_nothing_is_shown_while_nothing_calls(qtbot: QtBot, room: Room, incident: str, band: AlarmBand) -> None:
    a_deadline(room, incident, minutes=30)
    qtbot.waitUntil(lambda: band.watch._facts is not None)

    band.watch.tick()

    assert band.isHidden()
    assert band.watch.chime.played == 0


def test_that_one_band_says_the_gravest_and_how_many_more(
    qtbot: QtBot, room: Room, incident: str, band: AlarmBand
) -> None:
    for minutes in (1, 2, 8):
        a_deadline(room, incident, minutes=minutes, label=f"NIS2 {minutes}")
    a_question(room, incident, minutes=3)
    later(room, 4)
    qtbot.waitUntil(lambda: len(band.watch.calling) == 4)

    assert band.text.text().startswith("To decide: Switch to Roubaix · late by 1 min")
    assert band.more.text() == "and 3 more"
    assert band.property("wash") == "late"


def test_that_what_becomes_late_is_said_without_anybody_writing(
    qtbot: QtBot, room: Room, incident: str, band: AlarmBand
) -> None:
    a_deadline(room, incident, minutes=5)
    qtbot.waitUntil(lambda: band.property("wash") == "due")

    later(room, 6)
    qtbot.waitUntil(lambda: band.property("wash") == "late")

    assert "late by 1 min" in band.text.text()


def test_that_the_key_takes_one_alarm_and_the_next_is_shown(qtbot: QtBot, window: MainWindow) -> None:
    room, incident = window.desk.room, window.incident
    assert incident is not None
    a_question(room, incident, minutes=5)
    a_deadline(room, incident, minutes=5)
    qtbot.waitUntil(lambda: len(window.alarms.watch.calling) == 2)
    writes = QApplication.focusWidget()
    assert writes is not None
    QTest.keyClicks(writes, "Half a li")

    QTest.keyClick(writes, Qt.Key.Key_Y, CTRL_SHIFT)
    qtbot.waitUntil(lambda: window.alarms.text.text().startswith("NIS2"))
    QTest.keyClicks(writes, "ne")
    QTest.keyClick(writes, Qt.Key.Key_Y, CTRL_SHIFT)
    qtbot.waitUntil(window.alarms.isHidden)

    assert QApplication.focusWidget() is writes
    assert writes.toPlainText() == "Half a line" if hasattr(writes, "toPlainText") else writes.text() == "Half a line"
    assert {answer.acknowledged_by for answer in room.views.alarm_answers().values()} == {"Léa Martin"}
    QTest.keyClick(writes, Qt.Key.Key_Escape)


def test_that_what_another_station_took_is_gone_here_too(
    qtbot: QtBot, room: Room, incident: str, band: AlarmBand, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_deadline(room, incident, minutes=5)
    qtbot.waitUntil(lambda: len(band.watch.calling) == 1)
    with another_station(room, tmp_path, monkeypatch) as other:
        other.do(AcknowledgeAlarm(what=band.watch.calling[0].key)).result()
        carry(other, room)

    qtbot.waitUntil(band.isHidden)


def test_that_the_chime_comes_back_until_somebody_answers_and_less_often_when_nobody_does(
    qtbot: QtBot, desk: Desk, room: Room, incident: str
) -> None:
    at = [0.0]
    a_deadline(room, incident, minutes=5)
    later(room, 6)
    owner = AlarmBand(desk)
    owner.close_watch()
    watch = AlarmWatch(desk, owner, elapsed=lambda: at[0])
    qtbot.waitUntil(lambda: watch.chime.played == 1)

    def rung_after(seconds: float) -> int:
        at[0] += seconds
        watch.tick()
        return watch.chime.played

    assert rung_after(LATE_EVERY_S - 1) == 1
    assert rung_after(1) == 2
    assert rung_after(PATIENT_AFTER_S) == 3
    assert rung_after(LATE_EVERY_S) == 3
    assert rung_after(AMBER_EVERY_S - LATE_EVERY_S) == 4

    room.do(AcknowledgeAlarm(what=watch.calling[0].key)).result()
    qtbot.waitUntil(lambda: not watch.calling)
    assert rung_after(10 * AMBER_EVERY_S) == 4
    watch.close()


def test_that_a_laptop_whose_sound_is_off_only_shows(qtbot: QtBot, desk: Desk, room: Room, incident: str) -> None:
    desk.settings.alarm_sound = False
    a_deadline(room, incident, minutes=5)
    band = AlarmBand(desk)
    qtbot.waitUntil(lambda: not band.isHidden())

    assert band.watch.chime.played == 0
    band.close_watch()


def test_that_a_room_to_read_only_shows_and_never_rings(
    qtbot: QtBot, room: Room, incident: str, look: Look, settings: Settings
) -> None:
    a_deadline(room, incident, minutes=5)
    room.close()
    desk = make_desk(
        Room.open(room.path, passphrase=PASSPHRASE, read_only=True, backups=False, clock=FixedClock(NOON)),
        look=look,
        settings=settings,
    )
    band = AlarmBand(desk)
    qtbot.waitUntil(lambda: not band.isHidden())

    assert band.watch.chime.played == 0
    assert band.acknowledge.isHidden()
    assert band.silence.isHidden()
    band.close_watch()
    desk.close()


def test_that_the_chime_is_silent_at_its_edges_and_as_loud_as_asked() -> None:
    loud, soft = (memoryview(tone(volume)).cast("h") for volume in (100, 20))

    assert 0.2 < len(loud) / RATE < 0.6
    assert abs(loud[0]) < 300
    assert abs(loud[-1]) < 300
    assert max(loud) > 4 * max(soft) > 0
    assert not any(memoryview(tone(0)).cast("h"))


def test_that_an_alarm_is_told_to_a_screen_reader(qtbot: QtBot, room: Room, incident: str, band: AlarmBand) -> None:
    was_active = QAccessible.isActive()
    QAccessible.setActive(True)
    try:
        a_deadline(room, incident, minutes=5)
        qtbot.waitUntil(lambda: not band.isHidden())
    finally:
        QAccessible.setActive(was_active)

    assert band.accessibleName().startswith("NIS2 · in 5 min")


def test_that_a_silent_alarm_leaves_the_band_and_the_log_says_why(qtbot: QtBot, window: MainWindow) -> None:
    room, incident = window.desk.room, window.incident
    assert incident is not None
    a_deadline(room, incident, minutes=5)
    qtbot.waitUntil(lambda: not window.alarms.isHidden())

    window.alarms.silence.click()
    dialog = window.findChild(SilenceDialog)
    assert dialog is not None
    dialog._reason.setPlainText("The director decides at noon")
    dialog.send()

    qtbot.waitUntil(window.alarms.isHidden)
    told = [entry.text for entry in room.views.entries(incident) if entry.code == "alarm-muted"]
    assert len(told) == 1
    assert told[0].endswith("NIS2. The director decides at noon")


def test_that_the_list_holds_what_was_answered_and_takes_several_at_once(qtbot: QtBot, window: MainWindow) -> None:
    room, incident = window.desk.room, window.incident
    assert incident is not None
    for minutes in (3, 4, 5):
        a_deadline(room, incident, minutes=minutes)
    qtbot.waitUntil(lambda: len(window.alarms.watch.calling) == 3)
    window.alarms.more.click()
    panel = window.pages.page("alarms")
    assert isinstance(panel, AlarmsPanel)
    qtbot.waitUntil(lambda: len(panel._model.rows()) == 3)
    tester = ModelTester(None)
    tester.check(panel._model)

    panel._table.selectAll()
    panel.take()

    qtbot.waitUntil(window.alarms.isHidden)
    qtbot.waitUntil(lambda: all(row.is_acknowledged for row in panel._model.rows()))
    assert panel._model.index(0, 4).data().startswith("taken by Léa Martin")
    tester._cleanup()


def test_that_a_click_opens_what_is_behind_the_alarm(qtbot: QtBot, window: MainWindow) -> None:
    room, incident = window.desk.room, window.incident
    assert incident is not None
    a_question(room, incident, minutes=5)
    qtbot.waitUntil(lambda: not window.alarms.isHidden())
    chosen: list[tuple[str, str, str]] = []
    window.alarms.record_chosen.connect(lambda *what: chosen.append(what))
    window.alarms.record_chosen.disconnect(window.reveal)

    QTest.mouseClick(window.alarms, Qt.MouseButton.LeftButton, pos=window.alarms.text.geometry().center())

    assert [(place, noun) for place, noun, _record in chosen] == [(incident, "decision")]


def test_that_a_vacant_function_leads_to_the_cell(qtbot: QtBot, window: MainWindow) -> None:
    room, incident = window.desk.room, window.incident
    assert incident is not None
    room.do(ActivateCell(incidents=(incident,), level=2, decider="C. Aubry", reason="Outage")).result()
    later(room, 11)
    qtbot.waitUntil(lambda: "nobody has held it" in window.alarms.text.text())

    QTest.mouseClick(window.alarms, Qt.MouseButton.LeftButton, pos=window.alarms.text.geometry().center())

    assert window.pages.open_page == "cell"
