"""The window of a room: it opens where the work is, follows the room, and closes without losing anything."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from tests.builders import NOON, PASSPHRASE, a_room, an_entry, an_incident
from tests.ui.crisis import Crisis, a_crisis
from tests.warroom.test_cells import a_cell
from ui.app import open_room_window
from ui.dialogs.due import DueDialog
from ui.dialogs.mirror import MirrorDialog
from ui.dialogs.sit_down import SitDownDialog
from ui.language import Tongue
from ui.models.log import LogModel
from ui.settings import Settings
from ui.theme import Look
from ui.window import MainWindow
from warroom.commands import AddAction, ChangeSeverity
from warroom.domain.incidents import Severity
from warroom.room import Room

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


class Scene:
    """A window on a room in the middle of a crisis."""

    def __init__(self, room: Room, look: Look, settings: Settings) -> None:
        self.room = room
        self.crisis: Crisis = a_crisis(room)
        self.window = open_room_window(room, look=look, settings=settings)
        self.window.activateWindow()


@pytest.fixture
def scene(qtbot: QtBot, tmp_path: Path, look: Look, settings: Settings) -> Iterator[Scene]:
    made = Scene(a_room(tmp_path, backups=False), look, settings)
    qtbot.waitUntil(lambda: QApplication.activeWindow() is made.window)
    yield made
    made.window.close()


def opened(room: Room, look: Look, settings: Settings) -> MainWindow:
    window = open_room_window(room, look=look, settings=settings)
    window.activateWindow()
    return window


def test_that_a_room_without_incidents_opens_on_the_board(
    qtbot: QtBot, tmp_path: Path, look: Look, settings: Settings
) -> None:
    window = opened(a_room(tmp_path, backups=False), look, settings)

    assert window.pages.open_page == "board"
    assert len(window.strip.readings) == 1
    window.close()


def test_that_the_only_open_incident_is_opened_with_the_focus_in_its_quick_entry(
    qtbot: QtBot, tmp_path: Path, look: Look, settings: Settings
) -> None:
    room = a_room(tmp_path, backups=False)
    incident = an_incident(room)
    window = opened(room, look, settings)

    assert window.pages.open_page == "incident"
    qtbot.waitUntil(lambda: window.pages.incident_room().log.isAncestorOf(QApplication.focusWidget()))
    assert window.incident == incident.id
    window.close()


def test_that_the_incident_that_was_open_is_open_again(
    qtbot: QtBot, tmp_path: Path, look: Look, settings: Settings
) -> None:
    room = a_room(tmp_path, backups=False)
    crisis = a_crisis(room)
    window = opened(room, look, settings)
    window.open_incident(crisis.outage)
    qtbot.waitUntil(lambda: room.views.local("incident") == crisis.outage)
    window.close()
    qtbot.wait(10)

    again = opened(Room.open(room.path, passphrase=PASSPHRASE, clock=room.clock, backups=False), look, settings)

    assert (again.pages.open_page, again.incident) == ("incident", crisis.outage)
    again.close()


def test_that_the_strip_speaks_of_the_gravest_real_incident(scene: Scene) -> None:
    assert scene.window.incident == scene.crisis.outage
    assert "A-001" in scene.window.windowTitle()


def test_that_the_rail_counts_what_is_late_in_red(qtbot: QtBot, scene: Scene) -> None:
    row = scene.window.rail.row("actions")
    qtbot.waitUntil(lambda: "late" in row.accessibleName())
    late = scene.room.views.counts()["actions"][1]

    assert row.accessibleName().endswith(f"{late} late")


def test_that_what_another_hand_writes_is_counted(qtbot: QtBot, scene: Scene) -> None:
    row = scene.window.rail.row("incident")
    qtbot.waitUntil(lambda: any(figure.isdigit() for figure in row.accessibleName()))
    before = row.accessibleName()

    an_entry(scene.room, scene.crisis.outage)

    qtbot.waitUntil(lambda: row.accessibleName() != before)


def test_that_a_narrow_window_folds_the_rail_to_icons_with_their_words_on_hover(scene: Scene) -> None:
    scene.window.resize(1280, 720)
    folded = scene.window.rail.row("board")

    assert scene.window.rail.is_folded
    assert folded.text() == ""
    assert "Board" in folded.toolTip()

    scene.window.resize(1440, 900)
    assert scene.window.rail.row("board").text() == "Board"


def test_that_every_page_of_the_rail_opens(scene: Scene) -> None:
    for page in ("board", "incident", "actions", "decisions", "search"):
        scene.window.rail.row(page).click()

        assert scene.window.pages.open_page == page
        assert scene.window.rail.row(page).isChecked()


def test_that_the_language_is_switched_while_it_runs(scene: Scene, settings: Settings) -> None:
    QTest.keyClick(scene.window, Qt.Key.Key_L, CTRL | SHIFT)

    assert settings.language == "fr"
    assert scene.window.desk.verbs["language"].action.text() == "Switch to English"
    QTest.keyClick(scene.window, Qt.Key.Key_L, CTRL | SHIFT)
    assert settings.language == "en"


def test_that_colours_and_size_change_by_key_and_are_kept(scene: Scene, settings: Settings, look: Look) -> None:
    try:
        QTest.keyClick(scene.window, Qt.Key.Key_D, CTRL | SHIFT)
        QTest.keyClick(scene.window, Qt.Key.Key_Plus, CTRL)

        assert (look.dark, settings.dark) == (True, True)
        assert (look.scale, Settings.load(settings.path).scale) == (1.1, 1.1)
    finally:
        look.set_dark(False)
        QTest.keyClick(scene.window, Qt.Key.Key_0, CTRL)
    assert look.scale == 1.0


def test_that_the_palette_opens_over_the_quick_entry_and_gives_it_back(qtbot: QtBot, scene: Scene) -> None:
    scene.window.open_incident(scene.crisis.outage)
    qtbot.waitUntil(lambda: scene.window.pages.incident_room().log.isAncestorOf(QApplication.focusWidget()))
    field = QApplication.focusWidget()

    QTest.keyClick(field, Qt.Key.Key_K, CTRL)
    assert scene.window.palette_box.field.hasFocus()
    QTest.keyClick(scene.window.palette_box.field, Qt.Key.Key_Escape)

    assert QApplication.focusWidget() is field


def test_that_no_key_has_two_meanings(scene: Scene) -> None:
    scene.window.open_page("incident")
    keys = [key.toString() for verb in scene.window.desk.verbs for key in verb.action.shortcuts()]

    assert sorted(set(keys)) == sorted(keys)


def test_that_undo_takes_back_the_last_change_and_says_so(qtbot: QtBot, scene: Scene) -> None:
    incident = scene.crisis.outage
    scene.room.do(ChangeSeverity(incident=incident, severity=Severity.MAJOR, reason="Moins grave")).result()
    said: list[str] = []
    scene.window.desk.notices.said.connect(said.append)
    scene.window.open_page("board")

    scene.window.desk.verbs.use("undo")
    qtbot.waitUntil(lambda: bool(said))

    assert scene.room.views.incident(incident).severity is Severity.CRITICAL
    assert said[0] == "Undone: severity of A-001 back to SEV1."


def test_that_a_clock_that_is_not_set_asks_when(qtbot: QtBot, tmp_path: Path, look: Look, settings: Settings) -> None:
    room = a_room(tmp_path, backups=False)
    an_incident(room)
    window = opened(room, look, settings)

    qtbot.mouseClick(window.strip.faces[2], Qt.MouseButton.LeftButton)

    dialog = window.findChild(DueDialog)
    assert dialog is not None
    dialog.reject()
    window.close()


def test_that_trouble_is_said_in_a_bar_and_takes_no_focus(qtbot: QtBot, scene: Scene) -> None:
    scene.window.open_incident(scene.crisis.outage)
    before = QApplication.focusWidget()

    refused = scene.room.do(AddAction(incident=scene.crisis.outage, text=" "))
    scene.window.desk.tasks.follow(refused, owner=scene.window)
    qtbot.waitUntil(lambda: scene.window.messages.isVisible())

    assert scene.window.messages.text
    assert QApplication.focusWidget() is before


def test_that_a_click_on_the_foot_chooses_the_folder_of_the_second_copy(
    qtbot: QtBot, scene: Scene, tmp_path: Path
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()

    scene.window.foot._copy.click()
    dialog = scene.window.findChild(MirrorDialog)
    dialog.choose_folder()
    dialog.findChild(QFileDialog).fileSelected.emit(str(stick))
    assert dialog.paper.isChecked(), "on by default, and said"
    dialog.send()

    qtbot.waitUntil(lambda: scene.window.desk.room.views.local("mirror") == str(stick))
    qtbot.waitUntil(lambda: scene.window.desk.room.views.local("mirror-paper") == str(stick))


def test_that_the_foot_says_what_is_saved_and_that_there_is_no_second_copy(scene: Scene) -> None:
    assert scene.window.foot.saved_text.startswith("Saved ")
    assert scene.window.foot.saved_text.endswith("no second copy")


def test_that_a_room_opened_to_read_says_so_and_offers_nothing_that_writes(
    qtbot: QtBot, tmp_path: Path, look: Look, settings: Settings
) -> None:
    room = a_room(tmp_path, backups=False)
    an_incident(room)
    room.close()
    window = opened(Room.open(room.path, passphrase=PASSPHRASE, read_only=True), look, settings)

    assert window.foot.saved_text.startswith("Read-only")
    assert "read-only" in window.windowTitle()
    assert not window.desk.verbs["declare"].enabled()
    window.close()


def test_that_another_person_sits_down(qtbot: QtBot, scene: Scene) -> None:
    scene.window.ask_person()
    dialog = scene.window.findChild(SitDownDialog)
    assert dialog is not None
    dialog.name.setText("Karim Benali")
    assert dialog.initials.text() == "KB"

    dialog.sit_down()

    qtbot.waitUntil(lambda: scene.room.member == "Karim Benali")


def test_that_closing_at_once_reads_nothing_from_the_closed_room(
    qtbot: QtBot, tmp_path: Path, look: Look, settings: Settings
) -> None:
    room = a_room(tmp_path, backups=False)
    incident = an_incident(room)
    for number in range(300):
        an_entry(room, incident.id, text=f"Ligne {number}")
    window = opened(room, look, settings)
    log = window.pages.incident_room().log.findChild(LogModel)
    assert log is not None
    log.data(log.index(log.rowCount() - 1, 0), Qt.ItemDataRole.DisplayRole)  # a miss: it is read at the next turn

    window.close()

    assert not any(timer.isActive() for timer in window.findChildren(QTimer))
    QApplication.processEvents()  # anything that still reads would raise here, and pytest-qt would fail the test


def test_that_closing_remembers_the_room_and_its_last_entry(
    qtbot: QtBot, tmp_path: Path, look: Look, settings: Settings
) -> None:
    room = a_room(tmp_path, backups=False)
    window = opened(room, look, settings)
    an_entry(room, an_incident(room).id)
    window.close()

    kept = Settings.load(settings.path).rooms[0]
    assert (kept.name, kept.last_entry_at) == ("Cellule", NOON)


def test_that_a_closed_window_stays_quiet_when_the_language_changes(
    qtbot: QtBot, look: Look, settings: Settings, room: Room
) -> None:
    window = open_room_window(room, look=look, settings=settings)
    window.close()

    Tongue().speak("fr")

    assert window.isHidden()


def test_that_a_function_or_a_cell_that_was_chosen_elsewhere_opens_the_page_of_the_cell(
    qtbot: QtBot, scene: Scene
) -> None:
    cell = a_cell(scene.room, scene.crisis.outage).id
    function = scene.room.views.functions(cell)[0].id

    for noun, record in (("function", function), ("crisis_cell", cell)):
        scene.window.open_page("board")
        scene.window.reveal(scene.crisis.outage, noun, record)
        assert scene.window.pages.open_page == "cell"
    qtbot.waitUntil(lambda: scene.window.pages.cell().facts is not None)
