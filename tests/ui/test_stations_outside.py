"""Remotes and the room's own network on the page of stations: real folders, real sockets, no mocks."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from tests.builders import a_room, an_entry, an_incident
from tests.warroom.sync.meeting import admitted, stick
from ui.app import Program
from ui.dialogs.remote import RemoteDialog
from ui.models.remotes import KINDS, network_said
from ui.panels.stations import StripPage
from ui.window import MainWindow
from warroom.domain.exchange import NetworkState
from warroom.room import Room
from warroom.words import speaking

Two = tuple[Room, Room, str]
PATIENCE = 20_000


@pytest.fixture
def two(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Two]:
    """Two laptops that know each other; the window closes A."""
    one = a_room(tmp_path)
    with admitted(one, tmp_path, monkeypatch) as other:
        incident = an_incident(one)
        stick(one, other, tmp_path)
        stick(other, one, tmp_path, name="back.warroom-bundle")
        yield one, other, incident.ref
    one.close()


def page(qtbot: QtBot, program: Program, room: Room) -> tuple[MainWindow, StripPage]:
    window = program.show_room(room)
    window.desk.verbs.use("stations")
    shown = window.pages.stations().page
    qtbot.waitUntil(lambda: shown.strip.model.rowCount() > 0, timeout=PATIENCE)
    return window, shown


def press(qtbot: QtBot, shown: StripPage, words: str) -> None:
    def there() -> list[QPushButton]:
        buttons = shown.remotes.findChildren(QPushButton)
        return [each for each in buttons if each.text() == words and each.isVisible()]

    qtbot.waitUntil(lambda: len(there()) == 1)
    there()[0].click()


def test_that_a_folder_is_added_tested_synced_and_removed(
    qtbot: QtBot, two: Two, program: Program, tmp_path: Path
) -> None:
    one, other, incident = two
    place = tmp_path / "nas"
    place.mkdir()
    an_entry(other, incident, text="from B")
    other.sync(place.as_uri())
    window, shown = page(qtbot, program, one)
    shown.remotes.ask_new()
    dialog = window.findChild(RemoteDialog)
    assert dialog is not None
    dialog.name.setText("nas")
    dialog.url.setText(str(place))
    with qtbot.waitSignal(dialog.kept, timeout=PATIENCE):
        dialog.keep()
    qtbot.waitUntil(lambda: len(shown.remotes.lines) == 1, timeout=PATIENCE)

    assert shown.remotes.lines[0].name.text() == "nas"
    press(qtbot, shown, "Sync now")
    qtbot.waitUntil(lambda: shown.remotes.lines[0].state.text().startswith("up to date"), timeout=PATIENCE)
    assert "from B" in {entry.text for entry in one.views.entries(incident)}
    press(qtbot, shown, "Remove")
    qtbot.waitUntil(lambda: shown.remotes.lines == [], timeout=PATIENCE)
    assert one.remotes.list() == []


def test_that_a_place_that_is_not_there_says_so_and_stays(
    qtbot: QtBot, two: Two, program: Program, tmp_path: Path
) -> None:
    one, _other, _incident = two
    (tmp_path / "file").write_text("no folder", encoding="ascii")
    one.remotes.add("usb", (tmp_path / "file" / "below").as_uri())
    window, shown = page(qtbot, program, one)
    qtbot.waitUntil(lambda: len(shown.remotes.lines) == 1, timeout=PATIENCE)
    press(qtbot, shown, "Sync now")
    qtbot.waitUntil(lambda: shown.remotes.lines[0].state.tone == "due", timeout=PATIENCE)

    assert window.messages.text
    assert "never reached" in shown.remotes.lines[0].note.text()


def test_that_what_cannot_be_an_address_is_said_in_the_dialog(qtbot: QtBot, two: Two, program: Program) -> None:
    window, shown = page(qtbot, program, two[0])
    shown.remotes.ask_new()
    dialog = window.findChild(RemoteDialog)
    assert dialog is not None
    dialog.keep()
    assert "needs a name and an address" in dialog.trouble.text()
    dialog.name.setText("x")
    dialog.url.setText("gopher://example.org")
    dialog.keep()
    qtbot.waitUntil(lambda: "gopher" in dialog.trouble.text(), timeout=PATIENCE)
    dialog.reject()


def test_that_every_kind_shows_its_own_help_and_password_only_where_there_is_one(
    qtbot: QtBot, two: Two, program: Program
) -> None:
    window, shown = page(qtbot, program, two[0])
    shown.remotes.ask_new()
    dialog = window.findChild(RemoteDialog)
    assert dialog is not None
    seen = set()
    for at, kind in enumerate(KINDS):
        dialog.kind.setCurrentIndex(at)
        seen.add(dialog._help.text())
        assert dialog.password.isVisible() is kind.has_password
        assert dialog.url.placeholderText() == kind.example
    assert len(seen) == len(KINDS)
    dialog.reject()


def test_that_a_laptop_connected_over_the_network_is_shown_live(qtbot: QtBot, two: Two, program: Program) -> None:
    one, other, incident = two
    other.network.start(host="127.0.0.1", discover=False)
    one.network.start(host="127.0.0.1", discover=False)
    window, shown = page(qtbot, program, one)
    shown.network.address.setText(f"127.0.0.1:{other.network.port}")
    shown.network.add_address()
    qtbot.waitUntil(lambda: len(shown.network.lines) == 1, timeout=PATIENCE)

    assert shown.network.lines[0].name.text() == "Station B"
    assert shown.network.lines[0].state.text().startswith("connected")
    assert shown.network.switch.state.text() == "1 station connected"
    an_entry(other, incident, text="live from B")
    qtbot.waitUntil(lambda: "live from B" in {e.text for e in one.views.entries(incident)}, timeout=PATIENCE)
    qtbot.waitUntil(
        lambda: [link.text() for _dot, link in window.foot.stations.links] == ["B connected"], timeout=PATIENCE
    )
    shown.network.on.click()
    qtbot.waitUntil(lambda: shown.network.switch.state.text().startswith("Off"), timeout=PATIENCE)
    assert one.network.state is NetworkState.OFF


def test_that_nothing_is_begun_before_the_program_says_so(qtbot: QtBot, two: Two, program: Program) -> None:
    one = two[0]
    page(qtbot, program, one)

    assert one.network.state is NetworkState.OFF


def test_that_every_state_of_the_network_has_words() -> None:
    for language in ("en", "fr"):
        with speaking(language):
            assert all(network_said(state, 2)[0] for state in NetworkState)
