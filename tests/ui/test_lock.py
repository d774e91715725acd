"""The lock: nothing of the room stays on the screen, all of it is there again afterwards, and only a key opens it."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QBuffer, QIODevice, QPoint, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from tests.builders import NOON, PASSPHRASE, a_room, an_entry, an_incident
from tests.ui.crisis import Crisis, a_crisis
from ui.app import Program
from ui.dialogs.declare import DeclareDialog
from ui.panels.lock import LockPage
from ui.settings import Settings
from ui.theme import Look
from ui.window import MainWindow
from warroom.clock import FixedClock
from warroom.commands import SetDue
from warroom.domain.dues import DueKind
from warroom.doors import lock as doors_lock
from warroom.room import KeyringDoor, Room
from warroom.words import speak

CTRL = Qt.KeyboardModifier.ControlModifier
SECRET = "Rançongiciel chez Exemplar"
MINUTE = 60_000


class Scene:
    """The program with one window on a room in the middle of a crisis."""

    def __init__(self, program: Program, room: Room) -> None:
        self.program, self.room = program, room
        self.crisis: Crisis = a_crisis(room)
        self.window: MainWindow = program.show_room(room)
        self.window.activateWindow()

    @property
    def page(self) -> LockPage:
        page = self.window.lock.page
        assert page is not None, "it is not locked"
        return page

    def press_lock(self) -> None:
        QTest.keyClick(QApplication.focusWidget() or self.window, Qt.Key.Key_L, CTRL)


@pytest.fixture
def program(qtbot: QtBot, look: Look, settings: Settings) -> Iterator[Program]:
    made = Program(settings=settings, look=look)
    yield made
    made.close()


@pytest.fixture
def scene(qtbot: QtBot, tmp_path: Path, program: Program) -> Scene:
    made = Scene(program, a_room(tmp_path, backups=False))
    qtbot.waitUntil(lambda: QApplication.activeWindow() is made.window)
    return made


def unlock(qtbot: QtBot, scene: Scene, passphrase: str = PASSPHRASE) -> None:
    QTest.keyClicks(scene.page.field, passphrase)
    QTest.keyClick(scene.page.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not scene.window.lock.is_locked, timeout=10_000)


def spoken_by(element: QAccessibleInterface, depth: int = 0) -> Iterator[str]:
    """Every name, value and description of the accessible tree under an element."""
    for kind in (QAccessible.Text.Name, QAccessible.Text.Value, QAccessible.Text.Description, QAccessible.Text.Help):
        yield element.text(kind)
    for at in range(element.childCount() if depth < 40 else 0):
        child = element.child(at)
        if child is not None and child.isValid():
            yield from spoken_by(child, depth + 1)


def read_aloud() -> str:
    """What a screen reader could find in any window of the program."""
    said: list[str] = []
    for window in QApplication.topLevelWindows():
        root = window.accessibleRoot()
        if root is not None:
            said.extend(spoken_by(root))
    return "\n".join(said)


def picture(widget: QWidget) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    widget.grab().save(buffer, "PNG")
    return bytes(buffer.data().data())


def open_dialogs(window: MainWindow) -> list[QWidget]:
    return [top for top in QApplication.topLevelWidgets() if top.isVisible() and top is not window]


# Locking


@pytest.mark.parametrize("language", ["en", "fr"])
def test_that_the_key_locks_at_once_and_the_passphrase_opens(qtbot: QtBot, scene: Scene, language: str) -> None:
    scene.program.tongue.speak(language)
    title = scene.window.windowTitle()
    scene.press_lock()

    assert scene.window.lock.is_locked
    assert scene.window.centralWidget() is scene.page
    assert scene.window.windowTitle() in ("locked – Warroom", "verrouillé – Warroom")
    qtbot.waitUntil(lambda: scene.page.field.hasFocus())

    unlock(qtbot, scene)
    assert scene.window.windowTitle() == title
    assert scene.window.pages.isVisible()
    scene.program.tongue.speak("en")


def test_that_the_keyboard_is_back_where_it_was(qtbot: QtBot, scene: Scene) -> None:
    writes = QApplication.focusWidget()
    scene.press_lock()
    unlock(qtbot, scene)

    qtbot.waitUntil(lambda: QApplication.focusWidget() is writes)


def test_that_the_picture_of_a_locked_window_does_not_depend_on_what_the_room_holds(
    qtbot: QtBot, tmp_path: Path, program: Program
) -> None:
    pictures = []
    for number, title in enumerate(("Panne", SECRET)):
        room = a_room(tmp_path / str(number), backups=False)
        an_entry(room, an_incident(room, title=title).id, text=title)
        window = program.show_room(room)
        window.resize(1200, 800)
        qtbot.waitExposed(window)
        window.lock.lock()
        page = window.lock.page
        assert page is not None
        qtbot.waitUntil(lambda page=page: "due" in page.said and page.by_sheet.isVisible())
        page.field.setEnabled(False)  # no cursor that blinks between two pictures
        pictures.append(picture(window))
        window.close()

    assert pictures[0] == pictures[1]


def test_that_a_screen_reader_finds_nothing_of_the_room_behind_the_lock(qtbot: QtBot, scene: Scene) -> None:
    scene.window.declare()
    dialog = scene.window.findChild(DeclareDialog)
    assert dialog is not None
    dialog.findChildren(QLineEdit)[0].setText(SECRET)
    title = scene.room.views.incident(scene.crisis.outage).title
    before = read_aloud()
    assert title in before
    assert SECRET in before

    scene.window.lock.lock()

    after = read_aloud()
    assert title not in after
    assert SECRET not in after
    assert "Passphrase" in after
    dialog.setParent(None)


def test_that_an_open_dialog_is_hidden_and_comes_back_with_its_text(qtbot: QtBot, scene: Scene) -> None:
    scene.window.declare()
    dialog = scene.window.findChild(DeclareDialog)
    assert dialog is not None
    qtbot.waitExposed(dialog)
    field = dialog.findChildren(QLineEdit)[0]
    field.setFocus()
    QTest.keyClicks(field, "Half typed")

    handle = dialog.windowHandle()
    assert handle is not None
    QTest.keyClick(handle, Qt.Key.Key_L, CTRL)  # as the system brings it: to the window in front

    assert scene.window.lock.is_locked
    assert open_dialogs(scene.window) == []
    unlock(qtbot, scene)
    assert dialog.isVisible()
    assert dialog.isModal()
    assert field.text() == "Half typed"
    qtbot.waitUntil(lambda: QApplication.focusWidget() is field)
    field.clear()
    dialog.reject()


def test_that_a_line_half_written_is_there_again(qtbot: QtBot, scene: Scene) -> None:
    field = QApplication.focusWidget()
    assert field is not None
    QTest.keyClicks(field, "Half a line")
    scene.press_lock()
    unlock(qtbot, scene)

    assert field.toPlainText() == "Half a line" if hasattr(field, "toPlainText") else field.text() == "Half a line"
    QTest.keyClick(field, Qt.Key.Key_Escape)


def test_that_a_dialog_that_wants_to_open_behind_the_lock_waits(qtbot: QtBot, scene: Scene) -> None:
    scene.window.lock.lock()

    scene.window.declare()
    qtbot.wait(30)
    assert open_dialogs(scene.window) == []

    unlock(qtbot, scene)
    dialog = scene.window.findChild(DeclareDialog)
    assert dialog is not None
    assert dialog.isVisible()
    dialog.reject()


def test_that_menus_close_when_it_locks(qtbot: QtBot, scene: Scene) -> None:
    menu = scene.window.strip.menu.menu()
    assert menu is not None
    menu.popup(scene.window.mapToGlobal(QPoint(10, 10)))
    qtbot.waitUntil(menu.isVisible)

    scene.window.lock.lock()

    assert not menu.isVisible()


def test_that_the_keys_of_the_window_rest_meanwhile(qtbot: QtBot, scene: Scene) -> None:
    scene.press_lock()
    qtbot.waitUntil(lambda: scene.page.field.hasFocus())

    QTest.keyClick(scene.page.field, Qt.Key.Key_N, CTRL)
    QTest.keyClick(scene.page.field, Qt.Key.Key_K, CTRL)
    qtbot.wait(20)

    assert open_dialogs(scene.window) == []
    assert scene.window.findChild(DeclareDialog) is None
    assert not scene.window.palette_box.isVisible()
    unlock(qtbot, scene)
    qtbot.wait(20)
    assert open_dialogs(scene.window) == [], "nothing was asked for behind the lock"
    assert scene.window.desk.verbs["declare"].action.isEnabled()


def test_that_the_lock_page_says_how_many_clocks_are_late_and_when_the_next_is_due_and_no_titles(
    qtbot: QtBot, tmp_path: Path, program: Program
) -> None:
    clock = FixedClock(NOON)
    room = a_room(tmp_path, clock=clock)
    incident = an_incident(room, title=SECRET)
    for minutes in (5, 17):
        room.do(
            SetDue(
                incident=incident.id, kind=DueKind.DEADLINE, due_at=NOON + minutes * MINUTE, label=SECRET + str(minutes)
            )
        ).result()
    clock.advance(seconds=6 * 60)
    window = program.show_room(room)
    window.lock.lock()
    page = window.lock.page
    assert page is not None

    qtbot.waitUntil(lambda: "1 clock late" in page.said)
    assert "in 11 min" in page.said
    assert SECRET not in page.said

    clock.advance(seconds=13 * 60)  # time goes on behind the lock
    page.refresh()
    assert "2 clocks late" in page.said


def test_that_others_go_on_writing_behind_the_lock(qtbot: QtBot, scene: Scene) -> None:
    scene.window.lock.lock()
    an_entry(scene.room, scene.crisis.outage, text="Written meanwhile")
    unlock(qtbot, scene)

    texts = [entry.text for entry in scene.room.views.entries(scene.crisis.outage)]
    assert "Written meanwhile" in texts


def test_that_a_locked_room_can_be_closed_and_nothing_typed_is_lost(qtbot: QtBot, scene: Scene) -> None:
    field = QApplication.focusWidget()
    assert field is not None
    QTest.keyClicks(field, "Half a line")
    scene.press_lock()

    scene.window.close()

    room = Room.open(scene.room.path, passphrase=PASSPHRASE, backups=False)
    with room:
        assert room.draft(f"log:{scene.crisis.outage}") == "Half a line"


def test_that_a_room_to_read_only_locks_alike(qtbot: QtBot, tmp_path: Path, program: Program) -> None:
    room = a_room(tmp_path, backups=False)
    an_incident(room)
    room.close()
    window = program.show_room(Room.open(room.path, passphrase=PASSPHRASE, read_only=True, backups=False))
    window.lock.lock()
    page = window.lock.page
    assert page is not None
    page.field.setText(PASSPHRASE)
    page.unlock()

    qtbot.waitUntil(lambda: not window.lock.is_locked, timeout=10_000)


# Unlocking


def test_that_a_wrong_passphrase_leaves_it_locked_and_says_so(qtbot: QtBot, scene: Scene) -> None:
    scene.window.lock.lock()
    page = scene.page
    page.field.setText("four wrong words here")
    page.unlock()

    qtbot.waitUntil(lambda: "The passphrase is wrong" in page._trouble.text(), timeout=10_000)
    assert scene.window.lock.is_locked


def test_that_after_five_wrong_tries_each_next_one_waits_longer(
    qtbot: QtBot, scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    recorded: list[tuple[Path, str]] = []
    monkeypatch.setattr(doors_lock, "record_failed_unlock", lambda room, way: recorded.append((room, way)))
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
    assert recorded == [(scene.room.path, "passphrase")] * 5


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
