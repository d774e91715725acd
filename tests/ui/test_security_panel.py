"""The security page: the ways into the room as they are, and each verb that changes one."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.builders import PASSPHRASE, QUICK, a_room, an_incident
from ui.app import Program
from ui.dialogs.change_key import ChangeKeyDialog
from ui.dialogs.passphrase import PassphraseDialog
from ui.dialogs.recovery_sheet import RecoverySheetDialog
from ui.panels.security import SecurityPanel
from ui.settings import Settings
from ui.window import MainWindow
from warroom.clock import FixedClock
from warroom.errors import WrongKey
from warroom.identity.keys import DEFAULT_ARGON2, Method, describe_keys, keys_path, open_keys
from warroom.room import KeyringDoor, Room

NEW = "five other calm words here"


def opened(qtbot: QtBot, program: Program, room: Room) -> tuple[MainWindow, SecurityPanel]:
    window = program.show_room(room)
    window.activateWindow()
    window.open_page("security")
    panel = window.pages.page("security")
    assert isinstance(panel, SecurityPanel)
    qtbot.waitUntil(lambda: panel.ways._ways is not None, timeout=10_000)
    return window, panel


def dialog_of(qtbot: QtBot, window: MainWindow, kind: type[PassphraseDialog]) -> PassphraseDialog:
    qtbot.waitUntil(lambda: window.findChild(kind) is not None)
    dialog = window.findChild(kind)
    assert dialog is not None
    return dialog


def opens(room: Room, passphrase: str) -> bool:
    try:
        open_keys(keys_path(room.path), passphrase=passphrase)
    except WrongKey:
        return False
    return True


def test_that_the_page_says_what_opens_the_room(qtbot: QtBot, tmp_path: Path, program: Program) -> None:
    _window, panel = opened(qtbot, program, a_room(tmp_path))

    assert panel.ways.keyring.state.text() == "Does not open this room."
    assert panel.ways.passphrase.state.text().startswith("Weaker than today’s practice")
    assert "8 MiB" in panel.ways.passphrase.note.text()
    assert panel.ways.sheet.state.text().startswith("Opens the room alone")


def test_that_a_keyring_that_cannot_be_used_says_why_and_is_not_offered(
    qtbot: QtBot, tmp_path: Path, program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WARROOM_KEYRING", "off")
    _window, panel = opened(qtbot, program, a_room(tmp_path))

    assert "switched off" in panel.ways.keyring.note.text()
    assert panel.ways.add_keyring.isHidden()


def test_that_the_passphrase_is_changed_only_with_the_one_of_today(
    qtbot: QtBot, tmp_path: Path, program: Program
) -> None:
    room = a_room(tmp_path)
    window, panel = opened(qtbot, program, room)
    panel.ways.change.click()
    dialog = dialog_of(qtbot, window, PassphraseDialog)
    assert "keep the former passphrase" in dialog.intro.text()
    dialog.former.setText("not the one")
    dialog.passphrase.setText(NEW)
    dialog.again.setText(NEW)
    dialog.change()
    qtbot.waitUntil(lambda: "wrong" in dialog.trouble.text(), timeout=10_000)
    assert opens(room, PASSPHRASE)

    dialog.former.setText(PASSPHRASE)
    with qtbot.waitSignal(dialog.changed, timeout=10_000):
        dialog.change()

    assert opens(room, NEW)
    assert not opens(room, PASSPHRASE)


def test_that_two_different_new_passphrases_are_refused(qtbot: QtBot, tmp_path: Path, program: Program) -> None:
    window, panel = opened(qtbot, program, a_room(tmp_path))
    panel.ways.change.click()
    dialog = dialog_of(qtbot, window, PassphraseDialog)
    dialog.former.setText(PASSPHRASE)
    dialog.passphrase.setText(NEW)
    dialog.again.setText(NEW + "s")
    dialog.change()

    assert "not the same" in dialog.trouble.text()
    dialog.reject()


def test_that_an_older_passphrase_is_strengthened_and_stays_the_same(
    qtbot: QtBot, tmp_path: Path, program: Program
) -> None:
    room = a_room(tmp_path)
    assert describe_keys(keys_path(room.path)).argon2 == QUICK
    window, panel = opened(qtbot, program, room)
    panel.ways.strengthen.click()
    dialog = dialog_of(qtbot, window, PassphraseDialog)
    dialog.former.setText(PASSPHRASE)
    with qtbot.waitSignal(dialog.changed, timeout=10_000):
        dialog.change()

    assert describe_keys(keys_path(room.path)).argon2 == DEFAULT_ARGON2
    assert opens(room, PASSPHRASE)
    qtbot.waitUntil(panel.ways.strengthen.isHidden, timeout=10_000)


def test_that_the_keyring_is_added_and_taken_away(
    qtbot: QtBot, tmp_path: Path, program: Program, private_keyring: None
) -> None:
    room = a_room(tmp_path)
    _window, panel = opened(qtbot, program, room)
    panel.ways.add_keyring.click()
    qtbot.waitUntil(panel.ways.revoke_keyring.isVisible, timeout=10_000)
    assert open_keys(keys_path(room.path), keyring=KeyringDoor())

    panel.ways.revoke_keyring.click()
    qtbot.waitUntil(panel.ways.revoke_keyring.isHidden, timeout=10_000)
    with pytest.raises(WrongKey):
        open_keys(keys_path(room.path), keyring=KeyringDoor())


def test_that_a_keyring_which_is_the_only_way_cannot_be_taken_away(
    qtbot: QtBot, tmp_path: Path, program: Program, private_keyring: None
) -> None:
    room = Room.create(tmp_path / "cell.warroom", name="Cellule", keyring=KeyringDoor(), backups=False)
    room.sit_down("Léa Martin")
    window, panel = opened(qtbot, program, room)
    assert panel.ways.change.text() == "Choose one…"
    panel.ways.revoke_keyring.click()

    qtbot.waitUntil(lambda: "only everyday way" in window.messages.text, timeout=10_000)
    assert Method.KEYRING in describe_keys(keys_path(room.path)).methods


def test_that_a_new_sheet_opens_the_room_and_the_former_does_not(
    qtbot: QtBot, tmp_path: Path, program: Program
) -> None:
    room = a_room(tmp_path)
    former = room.recovery_code
    window, panel = opened(qtbot, program, room)
    panel.ways.new_sheet.click()
    asking = dialog_of(qtbot, window, PassphraseDialog)
    asking.former.setText(PASSPHRASE)
    asking.change()
    qtbot.waitUntil(lambda: window.findChild(RecoverySheetDialog) is not None, timeout=10_000)
    dialog = window.findChild(RecoverySheetDialog)
    assert dialog is not None
    code = "-".join(dialog.groups)
    assert "The former sheet no longer opens this room" in dialog.intro.text()
    dialog.confirm.setChecked(True)
    dialog.primary.click()

    assert open_keys(keys_path(room.path), recovery_code=code)
    with pytest.raises(WrongKey):
        open_keys(keys_path(room.path), recovery_code=former)
    assert room.recovery_code == "", "the code stays nowhere"
    qtbot.waitUntil(lambda: "Made " in panel.ways.sheet.state.text(), timeout=10_000)


def test_that_an_open_screen_alone_gives_nobody_a_sheet(qtbot: QtBot, tmp_path: Path, program: Program) -> None:
    room = a_room(tmp_path)
    window, panel = opened(qtbot, program, room)
    panel.ways.new_sheet.click()
    asking = dialog_of(qtbot, window, PassphraseDialog)
    asking.former.setText("four wrong words here")
    asking.change()

    qtbot.waitUntil(lambda: "The passphrase is wrong" in asking.trouble.text(), timeout=10_000)
    assert window.findChild(RecoverySheetDialog) is None
    assert open_keys(keys_path(room.path), recovery_code=room.recovery_code)
    asking.reject()


def test_that_a_room_to_read_only_offers_no_change(qtbot: QtBot, tmp_path: Path, program: Program) -> None:
    room = a_room(tmp_path)
    room.close()
    _window, panel = opened(qtbot, program, Room.open(room.path, passphrase=PASSPHRASE, read_only=True, backups=False))

    assert not any(
        button.isEnabled()
        for button in (panel.ways.change, panel.ways.strengthen, panel.ways.new_sheet, panel.ways.change_key)
    )


def test_that_minutes_and_manned_are_kept_at_once(
    qtbot: QtBot, tmp_path: Path, program: Program, settings: Settings
) -> None:
    room = a_room(tmp_path)
    _window, panel = opened(qtbot, program, room)
    assert panel.lock.minutes.currentText() == "after 10 min"
    panel.lock.minutes.setCurrentIndex(1)
    panel.lock.minutes.activated.emit(1)
    panel.lock.manned.click()

    assert Settings.load(settings.path).lock_minutes == 2
    assert program.guard.idle._limit == 120
    qtbot.waitUntil(lambda: room.views.local("manned") == "1")


def test_that_the_key_of_the_room_is_changed_and_nothing_typed_is_lost(
    qtbot: QtBot, tmp_path: Path, program: Program
) -> None:
    room = a_room(tmp_path, clock=FixedClock(1_795_431_600_000))
    incident = an_incident(room)
    former_key = open_keys(keys_path(room.path), passphrase=PASSPHRASE)
    former_code = room.recovery_code
    window = program.show_room(room)
    window.activateWindow()
    qtbot.waitUntil(lambda: window.pages.incident_room().log.isAncestorOf(QApplication.focusWidget()))
    QTest.keyClicks(QApplication.focusWidget(), "Half a line")
    window.open_page("security")
    panel = window.pages.page("security")
    assert isinstance(panel, SecurityPanel)
    qtbot.waitUntil(panel.ways.change_key.isEnabled, timeout=10_000)
    panel.ways.change_key.click()
    dialog = window.findChild(ChangeKeyDialog)
    assert dialog is not None
    dialog.field.setText("not the one")
    dialog.confirm()
    qtbot.waitUntil(lambda: "wrong" in dialog.trouble.text(), timeout=10_000)
    dialog.field.setText(PASSPHRASE)
    dialog.confirm()

    qtbot.waitUntil(lambda: bool(program.start and program.start.panel.findChild(RecoverySheetDialog)), timeout=20_000)
    assert program.start is not None
    sheet = program.start.panel.findChild(RecoverySheetDialog)
    assert sheet is not None
    code = "-".join(sheet.groups)
    sheet.confirm.setChecked(True)
    QTest.keyClick(sheet.primary, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: bool(program.windows) and program.windows[0] is not window, timeout=10_000)

    again = program.windows[0]
    assert again.desk.room.lock.sheet_at is not None
    assert again.desk.room.draft(f"log:{incident.id}") == "Half a line"
    assert open_keys(keys_path(room.path), passphrase=PASSPHRASE) != former_key
    assert open_keys(keys_path(room.path), recovery_code=code)
    with pytest.raises(WrongKey):
        open_keys(keys_path(room.path), recovery_code=former_code)
