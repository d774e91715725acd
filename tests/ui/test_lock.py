"""The lock: nothing of the room stays on the screen, all of it is there again afterwards, and only a key opens it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QBuffer, QIODevice, QPoint, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from tests.builders import NOON, PASSPHRASE, a_room, an_entry, an_incident
from tests.ui.locking import CTRL, Scene, unlock
from ui.app import Program
from ui.dialogs.declare import DeclareDialog
from ui.window import MainWindow
from warroom.clock import FixedClock
from warroom.commands import SetDue
from warroom.domain.dues import DueKind
from warroom.room import Room

SECRET = "Rançongiciel chez Exemplar"
MINUTE = 60_000


@pytest.fixture
def scene(qtbot: QtBot, tmp_path: Path, program: Program) -> Scene:
    made = Scene(program, a_room(tmp_path, backups=False))
    qtbot.waitUntil(lambda: QApplication.activeWindow() is made.window)
    return made


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
