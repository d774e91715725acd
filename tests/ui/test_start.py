"""From nothing to an open room: resume, open with any key, make a new one, and say plainly what does not open."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.builders import NOON, PASSPHRASE, QUICK, a_room
from ui.app import Program
from ui.dialogs.new_room import NewRoomDialog, free_file
from ui.dialogs.open_room import OpenRoomDialog
from ui.dialogs.passphrase import PassphraseDialog
from ui.dialogs.recovery_sheet import RecoverySheetDialog
from ui.panels.start import StartPanel
from ui.settings import RecentRoom, Settings
from ui.strength import Strength, strength_of
from ui.theme import Look
from warroom.clock import FixedClock
from warroom.errors import WrongKey
from warroom.identity.keys import DEFAULT_ARGON2, describe_keys, keys_path
from warroom.room import KeyringDoor, Room

PATIENCE = 10_000  # milliseconds; stretching a passphrase takes its time


@pytest.fixture
def program(qtbot: QtBot, look: Look, settings: Settings) -> Iterator[Program]:
    made = Program(settings=settings, look=look, clock=FixedClock(NOON))
    yield made
    made.close()


def a_known_room(folder: Path, settings: Settings) -> tuple[Path, str]:
    """A room file that was open here before; its path and recovery code."""
    room = a_room(folder, name="Cellule de crise", backups=False)
    code = room.recovery_code
    room.close()
    settings.rooms = (RecentRoom(str(room.path), "Cellule de crise", NOON - 60_000),)
    return room.path, code


def start_of(program: Program) -> StartPanel:
    panel = program.show_start().panel
    panel.activateWindow()
    return panel


def dialog_of(qtbot: QtBot, panel: StartPanel, kind: type) -> object:
    qtbot.waitUntil(lambda: panel.findChild(kind) is not None, timeout=PATIENCE)
    return panel.findChild(kind)


def test_that_resume_is_first_and_default_and_says_when_the_last_entry_was(
    qtbot: QtBot, program: Program, settings: Settings, tmp_path: Path
) -> None:
    a_known_room(tmp_path, settings)
    panel = start_of(program)
    qtbot.waitUntil(lambda: QApplication.activeWindow() is panel)

    assert panel.resume.text() == "Resume Cellule de crise (last entry 10:59)"
    assert panel.resume.hasFocus()
    assert panel.resume.property("primary")


def test_that_enter_resumes_and_the_right_passphrase_opens_the_room(
    qtbot: QtBot, program: Program, settings: Settings, tmp_path: Path
) -> None:
    a_known_room(tmp_path, settings)
    panel = start_of(program)

    QTest.keyClick(panel.resume, Qt.Key.Key_Return)
    dialog = dialog_of(qtbot, panel, OpenRoomDialog)
    assert isinstance(dialog, OpenRoomDialog)
    dialog.field.setText(PASSPHRASE)
    dialog.primary.click()

    qtbot.waitUntil(lambda: bool(program.windows), timeout=PATIENCE)
    assert program.windows[0].desk.room.views.name() == "Cellule de crise"
    assert program.start is None


def test_that_a_wrong_passphrase_is_said_in_the_dialog_and_can_be_tried_again(
    qtbot: QtBot, program: Program, settings: Settings, tmp_path: Path
) -> None:
    path, _code = a_known_room(tmp_path, settings)
    panel = start_of(program)
    panel.open_path(path)
    dialog = dialog_of(qtbot, panel, OpenRoomDialog)
    assert isinstance(dialog, OpenRoomDialog)

    dialog.field.setText("not this one")
    dialog.unlock()
    qtbot.waitUntil(lambda: dialog.trouble.isVisible(), timeout=PATIENCE)

    assert dialog.trouble.text() == "The passphrase is wrong. The room was not touched."
    assert dialog.primary.isEnabled()
    dialog.reject()


def test_that_the_recovery_code_opens_the_room_however_it_is_typed(
    qtbot: QtBot, program: Program, settings: Settings, tmp_path: Path
) -> None:
    path, code = a_known_room(tmp_path, settings)
    panel = start_of(program)
    panel.open_path(path)
    dialog = dialog_of(qtbot, panel, OpenRoomDialog)
    assert isinstance(dialog, OpenRoomDialog)

    dialog.use_recovery_sheet()
    dialog.field.setText(code.lower().replace("-", " "))
    dialog.unlock()

    qtbot.waitUntil(lambda: bool(program.windows), timeout=PATIENCE)


def test_that_a_mistyped_recovery_code_names_the_group(
    qtbot: QtBot, program: Program, settings: Settings, tmp_path: Path
) -> None:
    path, code = a_known_room(tmp_path, settings)
    panel = start_of(program)
    panel.open_path(path)
    dialog = dialog_of(qtbot, panel, OpenRoomDialog)
    assert isinstance(dialog, OpenRoomDialog)
    groups = code.split("-")
    groups[2] = groups[2][1] + groups[2][0] + groups[2][2:] if groups[2][0] != groups[2][1] else "00001"

    dialog.use_recovery_sheet()
    dialog.field.setText("-".join(groups))
    dialog.unlock()
    qtbot.waitUntil(lambda: dialog.trouble.isVisible(), timeout=PATIENCE)

    assert "3" in dialog.trouble.text()
    dialog.reject()


def test_that_a_damaged_room_is_said_on_the_start_screen(
    qtbot: QtBot, program: Program, settings: Settings, tmp_path: Path
) -> None:
    path, _code = a_known_room(tmp_path, settings)
    path.write_bytes(b"not a room at all" * 4_096)
    panel = start_of(program)
    panel.open_path(path)
    dialog = dialog_of(qtbot, panel, OpenRoomDialog)
    assert isinstance(dialog, OpenRoomDialog)

    dialog.field.setText(PASSPHRASE)
    dialog.unlock()
    qtbot.waitUntil(lambda: bool(panel.trouble), timeout=PATIENCE)

    assert "damaged" in panel.trouble
    assert panel.new.isEnabled()


def test_that_a_missing_keys_file_is_said_in_place(
    qtbot: QtBot, program: Program, settings: Settings, tmp_path: Path
) -> None:
    panel = start_of(program)

    panel.open_path(tmp_path / "nowhere.warroom")
    qtbot.waitUntil(lambda: bool(panel.trouble) or panel.findChild(OpenRoomDialog) is not None, timeout=PATIENCE)

    assert "nowhere" in panel.trouble


def test_that_leaving_while_a_room_opens_closes_it_again(
    qtbot: QtBot, program: Program, settings: Settings, tmp_path: Path
) -> None:
    path, _code = a_known_room(tmp_path, settings)
    panel = start_of(program)
    panel.open_path(path)
    dialog = dialog_of(qtbot, panel, OpenRoomDialog)
    assert isinstance(dialog, OpenRoomDialog)
    dialog.field.setText(PASSPHRASE)
    dialog.unlock()

    dialog.reject()
    assert dialog.isVisible()
    program.close()

    assert program.windows == []  # and conftest fails this test if the room's own thread still runs


def test_that_the_demonstration_opens_and_is_not_offered_again(
    qtbot: QtBot, program: Program, settings: Settings
) -> None:
    panel = start_of(program)

    panel.demo.click()
    qtbot.waitUntil(lambda: bool(program.windows), timeout=3 * PATIENCE)

    assert program.windows[0].pages.open_page == "incident"
    assert settings.rooms == ()


def test_that_rooms_whose_file_is_gone_are_not_offered(program: Program, settings: Settings, tmp_path: Path) -> None:
    settings.rooms = (RecentRoom(str(tmp_path / "gone.warroom"), "Partie", NOON),)

    panel = start_of(program)

    assert panel.recent == []
    assert not panel.resume.isVisible()
    assert panel.new.property("primary")


def test_that_a_new_room_shows_its_recovery_sheet_before_it_opens(
    qtbot: QtBot, program: Program, tmp_path: Path
) -> None:
    panel = start_of(program)
    dialog = NewRoomDialog(program.show_start().tasks, folder=tmp_path, parent=panel)
    dialog.created.connect(panel.show_sheet)
    dialog.open()
    dialog.name.setText("Cellule numérique")
    dialog.passphrase.setText(PASSPHRASE)
    dialog.again.setText(PASSPHRASE)
    dialog.create_room()

    sheet = dialog_of(qtbot, panel, RecoverySheetDialog)
    assert isinstance(sheet, RecoverySheetDialog)
    assert len(sheet.groups) == 8
    assert not sheet.primary.isEnabled()
    sheet.reject()
    assert sheet.isVisible()

    sheet.confirm.setChecked(True)
    sheet.primary.click()
    qtbot.waitUntil(lambda: bool(program.windows), timeout=PATIENCE)
    assert program.windows[0].desk.room.path == tmp_path / "Cellule numérique.warroom"


def test_that_the_recovery_sheet_can_be_saved_as_pdf(qtbot: QtBot, look: Look, tmp_path: Path) -> None:
    room = a_room(tmp_path, backups=False)
    sheet = RecoverySheetDialog(room, look)
    qtbot.addWidget(sheet)
    assert "former" not in sheet.intro.text()

    assert sheet.save_pdf(tmp_path / "sheet.pdf")
    assert (tmp_path / "sheet.pdf").read_bytes().startswith(b"%PDF")
    assert not sheet.save_pdf(tmp_path / "no folder" / "sheet.pdf")
    room.close()


def test_that_two_different_passphrases_create_nothing(qtbot: QtBot, program: Program, tmp_path: Path) -> None:
    panel = start_of(program)
    dialog = NewRoomDialog(program.show_start().tasks, folder=tmp_path / "rooms", parent=panel)
    dialog.open()
    dialog.name.setText("Cellule")
    dialog.passphrase.setText(PASSPHRASE)
    dialog.again.setText(PASSPHRASE + "!")

    dialog.create_room()

    assert dialog.trouble.text() == "The two passphrases are not the same."
    assert not (tmp_path / "rooms").exists()
    dialog.reject()


def test_that_the_name_of_a_room_never_leaves_its_folder(tmp_path: Path) -> None:
    assert free_file(tmp_path, "../../etc/passwd").parent == tmp_path
    (tmp_path / "Cellule.warroom").touch()
    assert free_file(tmp_path, "Cellule").name == "Cellule 2.warroom"
    assert free_file(tmp_path, " . ").name == "room.warroom"


@pytest.mark.parametrize(
    ("passphrase", "strength"),
    [
        ("", Strength.WEAK),
        ("azerty", Strength.WEAK),
        ("aaaaaaaaaaaaaaaaaaaa", Strength.WEAK),
        ("tuile tuile tuile tuile", Strength.WEAK),
        ("tuile cobalt marée", Strength.FAIR),
        ("tuile cobalt marée fagot", Strength.GOOD),
        ("x7$Kq!vB2#pL", Strength.GOOD),
    ],
)
def test_that_four_random_words_are_good_and_one_word_is_not(passphrase: str, strength: Strength) -> None:
    assert strength_of(passphrase) is strength


def test_that_the_sheet_alone_recovers_the_room_and_a_new_passphrase_is_chosen_at_once(
    qtbot: QtBot, program: Program, settings: Settings, tmp_path: Path
) -> None:
    path, code = a_known_room(tmp_path, settings)
    panel = start_of(program)
    panel.open_path(path)
    dialog = dialog_of(qtbot, panel, OpenRoomDialog)
    assert isinstance(dialog, OpenRoomDialog)
    dialog.use_recovery_sheet()
    dialog.field.setText(code.lower().replace("-", "  ").replace("0", "o").replace("1", "l"))
    dialog.unlock()
    qtbot.waitUntil(lambda: bool(program.windows), timeout=PATIENCE)
    window = program.windows[0]
    qtbot.waitUntil(lambda: window.findChild(PassphraseDialog) is not None)
    choose = window.findChild(PassphraseDialog)
    assert choose is not None
    assert choose.former.isHidden()

    choose.passphrase.setText("five other calm words here")
    choose.again.setText("five other calm words here")
    with qtbot.waitSignal(choose.changed, timeout=PATIENCE):
        choose.change()
    window.close()

    with Room.open(path, passphrase="five other calm words here", backups=False):
        pass
    with pytest.raises(WrongKey):
        Room.open(path, passphrase=PASSPHRASE, backups=False)


def test_that_a_room_opened_with_its_passphrase_asks_for_no_other(
    qtbot: QtBot, program: Program, settings: Settings, tmp_path: Path
) -> None:
    path, _code = a_known_room(tmp_path, settings)
    panel = start_of(program)
    panel.open_path(path)
    dialog = dialog_of(qtbot, panel, OpenRoomDialog)
    assert isinstance(dialog, OpenRoomDialog)
    dialog.field.setText(PASSPHRASE)
    dialog.strengthen.setChecked(False)
    dialog.unlock()
    qtbot.waitUntil(lambda: bool(program.windows), timeout=PATIENCE)
    qtbot.wait(50)

    assert program.windows[0].findChild(PassphraseDialog) is None
    assert describe_keys(keys_path(path)).argon2 == QUICK


def test_that_a_passphrase_kept_in_an_older_way_is_strengthened_while_it_opens(
    qtbot: QtBot, program: Program, settings: Settings, tmp_path: Path
) -> None:
    path, _code = a_known_room(tmp_path, settings)
    panel = start_of(program)
    panel.open_path(path)
    dialog = dialog_of(qtbot, panel, OpenRoomDialog)
    assert isinstance(dialog, OpenRoomDialog)
    assert dialog.strengthen.isVisible()
    dialog.field.setText(PASSPHRASE)
    dialog.unlock()
    qtbot.waitUntil(lambda: bool(program.windows), timeout=PATIENCE)
    program.windows[0].close()

    assert describe_keys(keys_path(path)).argon2 == DEFAULT_ARGON2
    Room.open(path, passphrase=PASSPHRASE, backups=False).close()


def test_that_a_keyring_out_of_reach_is_said_where_the_passphrase_is_asked(
    qtbot: QtBot,
    program: Program,
    settings: Settings,
    tmp_path: Path,
    private_keyring: None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    room = a_room(tmp_path, keyring=KeyringDoor())
    room.close()
    monkeypatch.setenv("WARROOM_KEYRING", "off")
    panel = start_of(program)
    panel.open_path(room.path)
    dialog = dialog_of(qtbot, panel, OpenRoomDialog)
    assert isinstance(dialog, OpenRoomDialog)

    assert "cannot be used: it is switched off" in dialog.intro.text()
    dialog.reject()
