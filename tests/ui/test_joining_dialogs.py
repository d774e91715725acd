"""Inviting, joining and admitting on screen: the file, the code in large letters, the key read aloud."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from tests.builders import PASSPHRASE, QUICK, a_room, an_entry, an_incident
from tests.warroom.test_joining import carry, invited, joined
from ui.app import Program
from ui.desk import Desk
from ui.dialogs.admit_station import AdmitStationDialog
from ui.dialogs.invite import InviteDialog
from ui.dialogs.join_room import JoinRoomDialog
from ui.dialogs.recovery_sheet import RecoverySheetDialog
from ui.panels.people_stations import StationsList
from ui.panels.start import StartPanel
from ui.settings import Settings
from ui.theme import Look
from warroom.clock import Clock
from warroom.commands import RevokeStation, WithdrawInvitation
from warroom.room import Room

PATIENCE = 20_000  # milliseconds; stretching a code and a passphrase takes its time


@pytest.fixture
def stations(qtbot: QtBot, desk: Desk) -> Iterator[StationsList]:
    made = StationsList(desk)
    qtbot.addWidget(made)
    made.resize(1200, 600)
    made.show()
    qtbot.waitUntil(lambda: made.model.rowCount() == 1)
    yield made
    made.hide()


def hand(panel: StationsList, words: str) -> QPushButton:
    return next(each for each in panel.findChildren(QPushButton) if each.text() == words)


def test_that_an_invitation_is_written_and_its_code_shown_large(
    qtbot: QtBot, desk: Desk, stations: StationsList, tmp_path: Path
) -> None:
    hand(stations, "Invite a laptop…").click()
    dialog = stations.window().findChild(InviteDialog)
    assert dialog is not None
    assert dialog.letter.currentText() == "B"
    dialog.take_file(tmp_path / "stick")
    dialog.label.setText("Marc")

    dialog.primary.click()
    qtbot.waitUntil(lambda: bool(dialog.code), timeout=PATIENCE)

    assert (tmp_path / "stick.warroom-invitation").exists()
    assert dialog._code.font().pixelSize() > 30
    assert dialog.heading.text() == "Read this code aloud"
    code = dialog.code
    dialog.primary.click()
    qtbot.waitUntil(lambda: stations.model.rowCount() == 2)
    assert any(row.station.name == "Marc" for row in stations.model.rows())
    with Room.join(
        tmp_path / "stick.warroom-invitation", tmp_path / "b.warroom", code=code, passphrase=PASSPHRASE, argon2=QUICK,
        backups=False,
    ) as b:  # fmt: skip
        assert b.station == "B"


def test_that_an_open_invitation_is_withdrawn_from_its_line(
    qtbot: QtBot, desk: Desk, stations: StationsList, tmp_path: Path
) -> None:
    invited(desk.room, tmp_path)
    stations.refresh()
    qtbot.waitUntil(lambda: stations.model.rowCount() == 2)
    stations.table.select(desk.room.invitations()[0].id)
    assert "withdraw it" in stations.about.text()

    hand(stations, "Withdraw").click()

    qtbot.waitUntil(lambda: stations.model.rowCount() == 1)
    assert desk.room.invitations() == []


def test_that_a_laptop_nobody_vouched_for_is_admitted_after_its_key_was_compared(
    qtbot: QtBot, desk: Desk, stations: StationsList, tmp_path: Path
) -> None:
    room = desk.room
    incident = an_incident(room).id
    invitation = invited(room, tmp_path / "stick")
    room.do(WithdrawInvitation(invitation=room.invitations()[0].id)).result()
    b = joined(invitation, tmp_path)
    an_entry(b, incident, text="du poste B")
    carry(b, room, tmp_path)
    stations.refresh()
    qtbot.waitUntil(lambda: stations.model.rowCount() == 2)
    stations.table.select(b.identity.station_id.hex())
    assert "its invitation was withdrawn" in stations.about.text()

    hand(stations, "Admit…").click()
    dialog = stations.window().findChild(AdmitStationDialog)
    assert dialog is not None
    assert dialog.fingerprint.text() == next(s for s in b.rights.stations() if s.is_ours).fingerprint
    dialog.reason.setPlainText("Relu au téléphone")
    dialog.send()
    assert "Compare the key first" in dialog._trouble.text()
    dialog.compared.setChecked(True)
    with qtbot.waitSignal(dialog.succeeded):
        dialog.send()

    qtbot.waitUntil(lambda: all(row.station.is_admitted for row in stations.model.rows()))
    assert "du poste B" in {entry.text for entry in room.views.entries(incident)}
    b.close()


def test_that_a_revoked_line_says_who_has_not_heard(
    qtbot: QtBot, desk: Desk, stations: StationsList, tmp_path: Path
) -> None:
    room = desk.room
    for letter in ("B", "C"):
        other = joined(invited(room, tmp_path / letter), tmp_path, station=letter)
        carry(other, room, tmp_path)
        other.close()
    room.do(RevokeStation(station="B", reason="volé")).result()
    stations.refresh()
    qtbot.waitUntil(lambda: any(row.is_revoked for row in stations.model.rows()))
    stations.table.select(next(row.station.id for row in stations.model.rows() if row.is_revoked))

    assert "Has not heard of it yet: C." in stations.about.text()


@pytest.fixture
def start(qtbot: QtBot, look: Look, settings: Settings) -> Iterator[StartPanel]:
    program = Program(settings=settings, look=look, clock=Clock())
    yield program.show_start().panel
    program.close()


def test_that_the_start_screen_joins_a_room_and_shows_its_sheet(
    qtbot: QtBot, start: StartPanel, tmp_path: Path
) -> None:
    with a_room(tmp_path, clock=Clock()) as room:
        path, code = invited(room, tmp_path / "stick")
    start.join.click()
    dialog = start.findChild(JoinRoomDialog)
    assert dialog is not None
    dialog._folder = tmp_path / "documents"
    dialog.primary.click()
    assert "Choose the invitation first." in dialog.trouble.text()
    dialog.take_invitation(path)
    dialog.code.setText("0000-0000-0000")
    dialog.passphrase.setText(PASSPHRASE)
    dialog.again.setText(PASSPHRASE)
    dialog.primary.click()
    qtbot.waitUntil(lambda: "mistyped" in dialog.trouble.text(), timeout=PATIENCE)
    dialog.code.setText(code.lower())
    with qtbot.waitSignal(dialog.joined, timeout=PATIENCE) as made:
        dialog.primary.click()

    qtbot.waitUntil(lambda: start.findChild(RecoverySheetDialog) is not None, timeout=PATIENCE)
    (joined_room,) = made.args
    assert joined_room.station == "B"
    joined_room.close()
