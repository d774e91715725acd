"""Sticks as they come at three in the morning: a laptop nobody admitted, a torn bundle, a locked screen."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QPushButton

from tests.builders import PASSPHRASE, a_room, an_entry, an_incident
from tests.journeys.scribe import Scribe
from tests.journeys.test_two_laptops import button
from tests.warroom.stations import another_station
from tests.warroom.sync.meeting import admitted, stick
from ui.app import Program
from ui.dialogs.admit_station import AdmitStationDialog
from ui.window import MainWindow
from warroom.domain.sticks import Looked, Stick
from warroom.room import Room

LABEL = "CELLULE-2"


def plugged(place: Path) -> Stick:
    return Stick(place, LABEL, 10**9, 10**9, read_only=False)


def carried(other: Room, folder: Path) -> Path:
    place = folder / LABEL
    place.mkdir()
    other.sticks.write(place)
    return place


def looking(scribe: Scribe, window: MainWindow, looked: Looked) -> None:
    """Read from the bar; the page says what it brings."""
    scribe.back_in(window)
    window.stick_bar.offer(looked)
    scribe.tab_to(window.stick_bar.reads)
    scribe.press("Space")
    scribe.until(window.pages.stations().merge.primary.isEnabled)


def test_that_a_laptop_nobody_admitted_is_set_aside_explained_and_joins_once_it_is_admitted(
    scribe: Scribe, program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = a_room(tmp_path)
    incident = an_incident(room)
    with another_station(room, tmp_path, monkeypatch) as stranger:
        an_entry(stranger, incident.ref, text="seen by a stranger")
        place = carried(stranger, tmp_path)
    (place / "setup.exe").write_bytes(b"MZ")
    window = program.show_room(room)
    looked = room.sticks.look(plugged(place))
    looking(scribe, window, looked)
    panel = window.pages.stations()

    assert "bundle of a station nobody knows" in window.stick_bar.text
    assert "1 of them is a program" in window.stick_bar.text
    assert panel.merge.primary.text().startswith("Set ")
    scribe.press("Space")
    scribe.until(lambda: panel.currentWidget() is panel.page and bool(panel.page.asides.lines))
    (line,) = panel.page.asides.lines
    scribe.until(lambda: "Admit…" in {each.text() for each in line.findChildren(QPushButton) if each.isVisible()})
    scribe.tab_to(button(line, "Admit…"))
    scribe.press("Space")
    dialog = scribe.dialog(AdmitStationDialog)
    scribe.tab_to(dialog.compared)
    scribe.press("Space")
    scribe.fill("known by voice", dialog.reason)
    scribe.tab_to(button(dialog, "Admit"))
    scribe.leave(dialog)
    scribe.until(lambda: "seen by a stranger" in {entry.text for entry in room.views.entries(incident.id)})
    scribe.until(lambda: room.exchange.asides() == [])  # let go of once it has joined


def test_that_a_torn_bundle_says_what_is_safe_and_what_to_do(
    scribe: Scribe, program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = a_room(tmp_path)
    with admitted(room, tmp_path, monkeypatch) as other:
        an_incident(other)
        place = carried(other, tmp_path)
    (bundle,) = place.rglob("*.warroom-bundle")
    bundle.write_bytes(bundle.read_bytes()[:-40])
    window = program.show_room(room)
    window.stick_bar.offer(room.sticks.look(plugged(place)))

    assert "incomplete or damaged: have it written again" in window.stick_bar.text
    assert not window.stick_bar.reads.isVisible()
    window.pages.stations()
    window.open_page("stations")
    window.pages.stations().show_merge(Looked(plugged(place), (room.sticks.parcel_in(bundle),)))
    merge = window.pages.stations().merge
    scribe.until(lambda: "Have it written again" in merge._said.text())
    assert not merge.primary.isEnabled()
    scribe.until(merge.leave.hasFocus)
    scribe.press("Escape")
    assert window.pages.stations().currentWidget() is window.pages.stations().page


def test_that_a_merge_that_ends_behind_the_lock_takes_no_key_and_is_told_afterwards(
    scribe: Scribe, program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = a_room(tmp_path)
    incident = an_incident(room)
    with admitted(room, tmp_path, monkeypatch) as other:
        stick(room, other, tmp_path)
        an_entry(other, incident.ref, text="meanwhile")
        place = carried(other, tmp_path)
    room.exchange.begin_reading()
    window = program.show_room(room)
    looking(scribe, window, room.sticks.look(plugged(place)))
    merge = window.pages.stations().merge
    merge.merge()
    program.guard.lock()
    scribe.until(lambda: not merge.is_working)

    page = window.lock.page
    hand = QApplication.focusWidget()
    assert page is not None
    assert hand is not None
    assert page.isAncestorOf(hand)
    assert "meanwhile" in {entry.text for entry in room.views.entries(incident.id)}
    scribe.write(PASSPHRASE)
    scribe.press("Return")
    scribe.until(lambda: not window.lock.is_locked)
    scribe.until(window.foot.stations.unread.isVisible)


def test_that_a_window_closed_while_it_looks_or_merges_leaves_a_whole_room(
    scribe: Scribe, program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = a_room(tmp_path)
    incident = an_incident(room)
    with admitted(room, tmp_path, monkeypatch) as other:
        stick(room, other, tmp_path)
        an_entry(other, incident.ref, text="meanwhile")
        place = carried(other, tmp_path)
    window = program.show_room(room)
    looking(scribe, window, room.sticks.look(plugged(place)))
    window.pages.stations().merge.merge()
    window.close()

    with Room.open(room.path, passphrase=PASSPHRASE, machine=b"A" * 32, backups=False) as again:
        assert again.verify() == []
