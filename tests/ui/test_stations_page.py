"""The page of stations, the merge before it happens, what was missed, the bar of a stick, and the foot."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from tests.builders import a_room, an_entry, an_incident
from tests.ui.crisis import speak_loudly
from tests.warroom.stations import another_station, carry
from tests.warroom.sync.meeting import admitted, stick
from ui.app import Program
from ui.dialogs.admit_station import AdmitStationDialog
from ui.dialogs.revoke_station import RevokeStationDialog
from ui.dialogs.write_bundle import WriteBundleDialog
from ui.models.stations import age_said, drift_said, leg_said, pile_note, piles_of
from ui.panels.stations import StationsPanel
from ui.widgets.foot_stations import FootStations
from ui.window import MainWindow
from warroom.commands import GrantRoles, LogEntry
from warroom.domain.exchange import Aside, Drift, Leg, Peer, Trust, Why
from warroom.domain.rights import Role
from warroom.domain.sticks import Looked, Stick
from warroom.room import Room
from warroom.words import _, speaking

Two = tuple[Room, Room, str]


@pytest.fixture
def two(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Two]:
    """Two laptops; B has an entry and a key event that A lacks. The window closes A."""
    one = a_room(tmp_path)
    with admitted(one, tmp_path, monkeypatch) as other:
        incident = an_incident(one)
        stick(one, other, tmp_path)
        one.exchange.begin_reading()
        an_entry(other, incident.ref, text="a detail")
        other.do(LogEntry(incident=incident.ref, text="the turning point", key_event=True)).result()
        yield one, other, incident.ref
    one.close()


def page(qtbot: QtBot, program: Program, room: Room) -> tuple[MainWindow, StationsPanel]:
    window = program.show_room(room)
    window.activateWindow()
    window.desk.verbs.use("stations")
    panel = window.pages.stations()
    qtbot.waitUntil(lambda: panel.page.strip.model.rowCount() > 0, timeout=10_000)
    return window, panel


def a_stick(folder: Path, other: Room) -> tuple[Path, Stick]:
    place = folder / "CELLULE-2"
    place.mkdir(exist_ok=True)
    other.sticks.write(place)
    return place, Stick(place, "CELLULE-2", 10**9, 10**9, read_only=False)


def looked(room: Room, where: Stick) -> Looked:
    return room.sticks.look(where)


def test_that_the_strip_says_when_a_station_was_heard_and_what_it_lacks(
    qtbot: QtBot, two: Two, program: Program, tmp_path: Path
) -> None:
    one, other, incident = two
    stick(other, one, tmp_path, name="back.warroom-bundle")
    one.clock.advance(seconds=47 * 60)  # type: ignore[attr-defined]
    an_entry(one, incident)
    _window, panel = page(qtbot, program, one)
    _tester = QAbstractItemModelTester(panel.page.strip.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    panel.page.strip.table.selectRow(1)

    assert panel.page.strip.model.rows()[0].station.is_ours
    said = panel.page.strip.about.text()
    assert said.startswith("B: heard 47 min ago, by stick, lacks 1 entry")
    assert "Key, to compare by voice: " in said
    qtbot.waitUntil(lambda: bool(panel.page.courier.lines))
    assert panel.page.courier.lines[0].name.text() == "A → B"
    assert "carry 1 change, 1 log entry among them" in panel.page.courier.lines[0].state.text()
    assert "A → B" in panel.page.courier.paper()


def test_that_the_page_of_people_leaves_stations_to_their_page(qtbot: QtBot, two: Two, program: Program) -> None:
    window, _panel = page(qtbot, program, two[0])
    window.open_page("members")
    tabs = [button.text() for button in window.pages.page("members").findChildren(QPushButton)]

    assert not any(text.startswith("Stations") for text in tabs)


def test_that_a_revoked_station_says_so_for_good(
    qtbot: QtBot, tmp_path: Path, program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = a_room(tmp_path)
    room.do(
        GrantRoles(person=room.member, roles=frozenset({Role.ADMINISTRATOR, Role.COMMANDER}), reason="Ordre")
    ).result()
    with another_station(room, tmp_path, monkeypatch, member="Léa Martin") as other:
        an_incident(other)
        carry(other, room)
        window, panel = page(qtbot, program, room)
        strip = panel.page.strip
        qtbot.waitUntil(lambda: strip.model.rowCount() == 2)
        strip.table.selectRow(1)
        strip.revoke()
        dialog = window.findChild(RevokeStationDialog)
        assert dialog is not None
        dialog.reason.setPlainText("Portable perdu")
        with qtbot.waitSignal(dialog.succeeded):
            dialog.send()
        qtbot.waitUntil(lambda: "Portable perdu" in strip.about.text())
        assert strip.model.rows()[-1].is_revoked


def test_that_what_was_set_aside_is_explained_and_can_be_forgotten(
    qtbot: QtBot, program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = a_room(tmp_path)
    with another_station(room, tmp_path, monkeypatch) as stranger:
        an_incident(stranger)
        stick(stranger, room, tmp_path)
    _window, panel = page(qtbot, program, room)
    section = panel.page.asides
    qtbot.waitUntil(lambda: bool(section.lines))
    (line,) = section.lines

    assert line.name.text() == "“B”, as it says"
    assert line.state.text() == "Nobody admitted this station to the room yet."
    assert "Once its station is admitted it joins by itself" in line.note.text()
    assert "from stick.warroom-bundle" in line.note.text()
    admit = next(button for button in line.findChildren(QPushButton) if button.text() == "Admit…")
    admit.click()
    dialog = panel.window().findChild(AdmitStationDialog)
    assert dialog is not None
    dialog.reject()
    forget = next(button for button in line.findChildren(QPushButton) if button.text() == "Forget")
    forget.click()
    qtbot.waitUntil(lambda: section.none.isVisible())
    assert room.exchange.asides() == []


@pytest.mark.parametrize("why", list(Why))
def test_that_every_reason_says_what_is_safe_and_what_to_do(why: Why) -> None:
    aside = Aside("00", why, "x.warroom-bundle", "", "B", "00", 1, 5, 1_795_431_600_000, is_kept=True)
    (pile,) = piles_of([aside])
    for language in ("en", "fr"):
        with speaking(language):
            assert len(pile_note(pile, aside.seen_at)) > 30


def test_that_a_merge_is_shown_before_it_happens_and_told_afterwards(
    qtbot: QtBot, two: Two, program: Program, tmp_path: Path
) -> None:
    one, other, incident = two
    _place, where = a_stick(tmp_path, other)
    window, panel = page(qtbot, program, one)
    before = one.dump()
    window.stick_bar.offer(looked(one, where))
    assert window.stick_bar.text.startswith("Stick CELLULE-2: bundle of station B from ")
    assert "not read yet" in window.stick_bar.text
    window.stick_bar.reads.click()
    merge = panel.merge
    qtbot.waitUntil(merge.primary.isEnabled, timeout=10_000)
    _tester = QAbstractItemModelTester(merge.table.model(), QAbstractItemModelTester.FailureReportingMode.Fatal)

    assert merge.primary.text() == "Merge 2 changes"
    assert one.dump() == before
    merge.form.courier.setText("Nora Petit")
    merge.form.scan.setCurrentIndex(1)
    QTest.keyClick(merge.primary, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: bool(panel.missed.lines), timeout=10_000)

    assert panel.currentWidget() is panel.missed
    (line,) = panel.missed.lines
    assert line.accessibleName().endswith("Key event: the turning point")
    with qtbot.waitSignal(panel.record_chosen) as chosen:
        QTest.keyClick(line, Qt.Key.Key_Return)
    assert chosen.args[1] == "entry"
    last = list(one.views.entries(incident))[-1]
    assert "Nora Petit" in last.text
    assert "scanned" in last.text
    assert other.dump() != before


def test_that_escape_leaves_a_merge_without_changing_anything(
    qtbot: QtBot, two: Two, program: Program, tmp_path: Path
) -> None:
    one, other, _incident = two
    _place, where = a_stick(tmp_path, other)
    _window, panel = page(qtbot, program, one)
    before = one.dump()
    panel.show_merge(looked(one, where))
    qtbot.waitUntil(panel.merge.primary.isEnabled, timeout=10_000)
    QTest.keyClick(panel.merge.primary, Qt.Key.Key_Escape)

    assert panel.currentWidget() is panel.page
    assert one.dump() == before


def test_that_a_stick_pulled_before_the_merge_is_said_on_the_page(
    qtbot: QtBot, two: Two, program: Program, tmp_path: Path
) -> None:
    one, other, _incident = two
    place, where = a_stick(tmp_path, other)
    _window, panel = page(qtbot, program, one)
    panel.show_merge(looked(one, where))
    qtbot.waitUntil(panel.merge.primary.isEnabled, timeout=10_000)
    place.rename(tmp_path / "elsewhere")
    panel.merge.merge()
    qtbot.waitUntil(lambda: "pulled out" in panel.merge._said.text(), timeout=10_000)

    assert panel.currentWidget() is panel.merge


def test_that_the_bar_takes_no_focus_from_whoever_types(
    qtbot: QtBot, two: Two, program: Program, tmp_path: Path
) -> None:
    one, other, _incident = two
    _place, where = a_stick(tmp_path, other)
    window = program.show_room(one)
    window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
    typing = QApplication.focusWidget()
    window.stick_bar.offer(looked(one, where))

    assert QApplication.focusWidget() is typing
    window.stick_bar.withdraw(where.path)
    assert window.stick_bar.isHidden()


def test_that_a_bundle_is_written_from_the_window(qtbot: QtBot, two: Two, program: Program, tmp_path: Path) -> None:
    one, other, _incident = two
    window, _panel = page(qtbot, program, one)
    window.desk.verbs.use("write-bundle")
    dialog = window.findChild(WriteBundleDialog)
    assert dialog is not None
    place = tmp_path / "folder"
    place.mkdir()
    dialog.use_folder(str(place))
    qtbot.waitUntil(lambda: dialog.whom.count() == 2)
    with qtbot.waitSignal(dialog.written, timeout=10_000):
        dialog.write()

    assert "read back and verified" in dialog.trouble.text()
    (made,) = place.rglob("*.warroom-bundle")
    assert other.read_bundle(made).received >= 0
    dialog.accept()


def test_that_a_stick_that_comes_is_offered_and_one_that_goes_is_not(
    qtbot: QtBot, two: Two, program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from warroom.reports import drives

    one, other, _incident = two
    _place, where = a_stick(tmp_path, other)
    there: list[drives.Drive] = []
    monkeypatch.setattr(drives, "removable_drives", lambda: list(there))
    window = program.show_room(one)
    there.append(drives.Drive(where.path, "CELLULE-2", 10**9, 10**9, "vfat", read_only=False))
    qtbot.waitUntil(window.stick_bar.isVisible, timeout=10_000)
    there.clear()
    qtbot.waitUntil(window.stick_bar.isHidden, timeout=10_000)


def test_that_the_foot_names_a_few_stations_and_folds_many(
    qtbot: QtBot, two: Two, program: Program, tmp_path: Path
) -> None:
    one, other, _incident = two
    stick(other, one, tmp_path, name="back.warroom-bundle")
    one.exchange.keep_read()
    one.clock.advance(seconds=8 * 60)  # type: ignore[attr-defined]
    window = program.show_room(one)
    window.resize(1440, 900)
    foot: FootStations = window.foot.stations
    qtbot.waitUntil(lambda: bool(foot.links), timeout=10_000)
    assert [link.text() for _dot, link in foot.links] == ["B 8 min ago"]
    many = [replace(foot.peers[0], letter=letter) for letter in "BCDEFG"]
    foot._show(([*many], []))
    assert [link.text() for _dot, link in foot.links] == ["6 other stations, oldest 8 min ago"]
    with qtbot.waitSignal(foot.stations_wanted):
        foot.links[0][1].click()
    assert window.pages.open_page == "stations"


def test_that_what_came_by_itself_is_a_quiet_line_in_the_foot(
    qtbot: QtBot, two: Two, program: Program, tmp_path: Path
) -> None:
    one, other, _incident = two
    window = program.show_room(one)
    stick(other, one, tmp_path, name="by-itself.warroom-bundle")
    qtbot.waitUntil(window.foot.stations.unread.isVisible, timeout=10_000)

    assert window.foot.stations.unread.text() == "B: 2 new entries · read"
    window.foot.stations.unread.click()
    qtbot.waitUntil(lambda: bool(window.pages.stations().missed.lines), timeout=10_000)
    qtbot.waitUntil(lambda: one.exchange.news() == [], timeout=10_000)


def test_that_everything_on_the_page_is_said_anew_in_another_language(
    qtbot: QtBot, two: Two, program: Program, tmp_path: Path
) -> None:
    one, other, _incident = two
    _place, where = a_stick(tmp_path, other)
    window, panel = page(qtbot, program, one)
    panel.show_merge(looked(one, where))
    qtbot.waitUntil(panel.merge.primary.isEnabled, timeout=10_000)
    speak_loudly(window)
    for widget in (panel.page, panel.merge, panel.missed):
        for label in widget.findChildren(QPushButton):
            assert label.text() == label.text().upper(), label.text()
    for label in panel.merge.findChildren(QLabel):
        if label.property("role") in ("title", "page", "muted") and "warroom" not in label.text().lower():
            assert label.text() == label.text().upper(), label.text()


def test_that_no_text_of_the_page_is_cut_at_1024(qtbot: QtBot, two: Two, program: Program, tmp_path: Path) -> None:
    one, other, _incident = two
    _place, where = a_stick(tmp_path, other)
    with speaking("fr"):
        window, panel = page(qtbot, program, one)
        window.resize(1024, 720)
        panel.show_merge(looked(one, where))
        qtbot.waitUntil(panel.merge.primary.isEnabled, timeout=10_000)
        for front in (panel.page, panel.merge, panel.missed):
            panel.setCurrentWidget(front)
            QApplication.processEvents()
            for button in front.findChildren(QPushButton):
                if button.isVisible():
                    assert button.width() >= button.minimumSizeHint().width(), button.text()
                    right = button.mapTo(front, button.rect().topRight()).x()
                    assert right <= front.width(), button.text()


def test_that_numbers_are_said_as_people_say_them() -> None:
    peer = Peer("aa", "B", "", False, Trust.VERIFIED, 0, 0, "usb", 3, 31, False, None, 12, 12, True)

    assert age_said(peer, 47 * 60_000) == "B 47 min ago, battery 31 %"
    assert drift_said(Drift(110_000, 130_000)) == "+2 min"
    assert drift_said(Drift(-130_000, -110_000)) == "−2 min"
    assert drift_said(Drift(None, 5_000)) == "—"
    assert leg_said(Leg("a", "b", 0, 0)) == "go and fetch what it wrote"
    assert _("Stations") == "Stations"
