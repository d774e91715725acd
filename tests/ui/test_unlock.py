"""Unlocking, and locking by itself: only a key of the room opens it; idling and the system lock it."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.builders import PASSPHRASE, a_room, an_entry
from tests.ui.locking import Scene, unlock
from ui.app import Program
from ui.settings import Settings
from warroom.domain.incidents import Mode
from warroom.identity.attempts import read_attempts
from warroom.room import KeyringDoor, Room
from warroom.words import speak


@pytest.fixture
def scene(qtbot: QtBot, tmp_path: Path, program: Program) -> Scene:
    made = Scene(program, a_room(tmp_path, backups=False))
    qtbot.waitUntil(lambda: QApplication.activeWindow() is made.window)
    return made


# Unlocking


def test_that_a_wrong_passphrase_leaves_it_locked_and_says_so(qtbot: QtBot, scene: Scene) -> None:
    scene.window.lock.lock()
    page = scene.page
    page.field.setText("four wrong words here")
    page.unlock()

    qtbot.waitUntil(lambda: "The passphrase is wrong" in page._trouble.text(), timeout=10_000)
    assert scene.window.lock.is_locked


def test_that_the_audit_says_when_it_was_locked_and_what_was_tried_before_it_opened(qtbot: QtBot, scene: Scene) -> None:
    scene.window.lock.lock()
    scene.page.field.setText("four wrong words here")
    scene.page.unlock()
    qtbot.waitUntil(lambda: "The passphrase is wrong" in scene.page._trouble.text(), timeout=10_000)
    unlock(qtbot, scene)

    def noted() -> list[str]:
        return [line.what for line in scene.room.audit.rows(limit=4)]

    qtbot.waitUntil(lambda: {"locked", "unlocked", "failed-unlocks"} <= set(noted()), timeout=10_000)
    qtbot.waitUntil(lambda: "wrong secret" in scene.window.messages.text, timeout=10_000)


def test_that_the_keys_of_circles_are_let_go_of_at_the_lock(qtbot: QtBot, scene: Scene) -> None:
    scene.room.circles.make("Juridique", (scene.room.member,))
    incident = scene.room.views.incidents(mode=Mode.BOTH)[0].id
    an_entry(scene.room, incident, text="Avocat prévenu", circle="Juridique")
    assert scene.room._store.circles._keys

    scene.window.lock.lock()

    assert not scene.room._store.circles._keys
    unlock(qtbot, scene)


def test_that_after_five_wrong_tries_each_next_one_waits_longer(qtbot: QtBot, scene: Scene) -> None:
    scene.window.lock.lock()
    page = scene.page
    for _each in range(5):
        page._trouble.setText("")
        page.field.setText("wrong")
        page.unlock()
        qtbot.waitUntil(lambda: bool(page._trouble.text()), timeout=10_000)

    assert not page.primary.isEnabled()
    assert "Next try in 5 s" in page._wait.text() or "Next try in 4 s" in page._wait.text()
    page._trouble.setText("")
    page.field.setText(PASSPHRASE)
    page.unlock()
    qtbot.waitUntil(lambda: "Too many wrong tries" in page._trouble.text(), timeout=10_000)
    assert scene.window.lock.is_locked
    assert [(failed.way, failed.count) for failed in read_attempts(scene.room.path).failed] == [("passphrase", 5)]


def test_that_the_keyring_opens_it_only_when_asked(
    qtbot: QtBot, tmp_path: Path, program: Program, private_keyring: None
) -> None:
    room = a_room(tmp_path, keyring=KeyringDoor(), backups=False)
    window = program.show_room(room)
    window.lock.lock()
    page = window.lock.page
    assert page is not None
    qtbot.waitUntil(page.by_keyring.isVisible, timeout=10_000)
    assert window.lock.is_locked

    page.by_keyring.click()

    qtbot.waitUntil(lambda: not window.lock.is_locked, timeout=10_000)


def test_that_the_recovery_code_opens_it_however_it_is_typed(qtbot: QtBot, tmp_path: Path, program: Program) -> None:
    room = a_room(tmp_path, backups=False)
    window = program.show_room(room)
    window.lock.lock()
    page = window.lock.page
    assert page is not None
    qtbot.waitUntil(page.by_sheet.isVisible)
    page.by_sheet.click()
    page.field.setText(room.recovery_code.lower().replace("-", " "))
    page.unlock()

    qtbot.waitUntil(lambda: not window.lock.is_locked, timeout=10_000)


def test_that_the_key_of_another_room_does_not_open_it(qtbot: QtBot, tmp_path: Path, scene: Scene) -> None:
    other = a_room(tmp_path / "other", backups=False)
    other.close()
    shutil.copy(f"{other.path}.keys", f"{scene.room.path}.keys")
    scene.window.lock.lock()
    page = scene.page
    page.field.setText(PASSPHRASE)
    page.unlock()

    qtbot.waitUntil(lambda: "not the key of this room" in page._trouble.text(), timeout=10_000)
    assert scene.window.lock.is_locked


# By itself


def test_that_it_warns_then_locks_when_nobody_touches_anything(qtbot: QtBot, scene: Scene) -> None:
    scene.program.guard.idle.set_limit(0.6, warning=0.3)

    qtbot.waitUntil(lambda: "any key keeps it open" in scene.window.messages.text)
    assert not scene.window.lock.is_locked
    qtbot.waitUntil(lambda: scene.window.lock.is_locked)
    assert scene.window.messages.isHidden()


def test_that_any_key_keeps_it_open_and_takes_the_warning_back(qtbot: QtBot, scene: Scene) -> None:
    scene.window.desk.notices.show("Something else", parent=scene.window)
    scene.program.guard.idle.set_limit(1.0, warning=0.6)
    qtbot.waitUntil(lambda: "any key keeps it open" in scene.window.messages.text)

    handle = scene.window.windowHandle()
    assert handle is not None
    QTest.keyClick(handle, Qt.Key.Key_Shift)

    assert scene.window.messages.text == "Something else"
    qtbot.wait(300)
    assert not scene.window.lock.is_locked


def test_that_work_of_the_program_is_no_activity(qtbot: QtBot, scene: Scene) -> None:
    scene.program.guard.idle.set_limit(0.5, warning=0.2)
    for number in range(10):
        an_entry(scene.room, scene.crisis.outage, text=f"Line {number}")

    qtbot.waitUntil(lambda: scene.window.lock.is_locked, timeout=3_000)


def test_that_a_manned_station_and_the_wall_stay_open_when_idle_but_not_against_the_key(
    qtbot: QtBot, scene: Scene
) -> None:
    scene.room.lock.set_manned(True)
    scene.program.guard.idle.set_limit(0.2, warning=0.1)
    qtbot.wait(400)
    assert not scene.window.lock.is_locked
    assert scene.window.messages.isHidden()

    scene.room.lock.set_manned(False)
    scene.window.setProperty("stays-open", True)
    qtbot.wait(400)
    assert not scene.window.lock.is_locked

    scene.press_lock()
    assert scene.window.lock.is_locked


def test_that_a_manned_station_is_remembered(tmp_path: Path) -> None:
    room = a_room(tmp_path)
    room.lock.set_manned(True)
    room.close()

    with Room.open(room.path, passphrase=PASSPHRASE, backups=False) as again:
        assert again.lock.is_manned


def test_that_minutes_of_idling_are_kept_and_nonsense_is_the_usual(tmp_path: Path) -> None:
    kept = Settings(path=tmp_path / "window.json", lock_minutes=30)
    kept.save()
    assert Settings.load(kept.path).lock_minutes == 30

    kept.path.write_text('{"lock_minutes": 3}', encoding="utf-8")
    assert Settings.load(kept.path).lock_minutes == 10


@pytest.mark.parametrize("name", ["org.freedesktop.ScreenSaver", "org.gnome.ScreenSaver"])
def test_that_it_locks_with_the_desktop(qtbot: QtBot, scene: Scene, private_keyring: None, name: str) -> None:
    scene.program.guard.listen_to_system()
    tell = ["dbus-send", "--session", "--type=signal", f"/{name.replace('.', '/')}", f"{name}.ActiveChanged"]

    subprocess.run([*tell, "boolean:false"], check=True)
    qtbot.wait(100)
    assert not scene.window.lock.is_locked

    subprocess.run([*tell, "boolean:true"], check=True)
    qtbot.waitUntil(lambda: scene.window.lock.is_locked)


def test_that_messages_of_windows_are_understood() -> None:
    from ctypes.wintypes import MSG

    from ui.windows_session import locks

    lock, unlocked, sleep, other = MSG(), MSG(), MSG(), MSG()
    lock.message, lock.wParam = 0x02B1, 7
    unlocked.message, unlocked.wParam = 0x02B1, 8
    sleep.message, sleep.wParam = 0x0218, 4
    other.message, other.wParam = 0x0100, 7

    assert [locks(message) for message in (lock, unlocked, sleep, other)] == [True, False, True, False]


def test_that_two_windows_lock_together_and_each_opens_with_its_own_key(
    qtbot: QtBot, tmp_path: Path, scene: Scene
) -> None:
    other = scene.program.show_room(a_room(tmp_path / "other", backups=False))
    scene.program.guard.lock()
    assert scene.window.lock.is_locked
    assert other.lock.is_locked

    scene.page.field.setText(PASSPHRASE)
    scene.page.unlock()
    qtbot.waitUntil(lambda: not scene.window.lock.is_locked, timeout=10_000)
    assert other.lock.is_locked


def test_that_the_language_can_be_switched_behind_the_lock(qtbot: QtBot, scene: Scene) -> None:
    scene.window.lock.lock()
    scene.program.switch_language()
    try:
        assert scene.page.primary.text() == "Déverrouiller"
        assert scene.window.windowTitle() == "verrouillé – Warroom"
        unlock(qtbot, scene)
        assert scene.window.rail.row("actions").accessibleName().startswith("Actions")
        assert scene.window.rail.row("board").accessibleName().startswith("Vue d’ensemble")
    finally:
        scene.program.tongue.speak("en")
        speak("en")
