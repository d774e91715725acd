"""A portable room made and used in the window leaves nothing on the laptop: a program of its own, an empty home."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.builders import PASSPHRASE
from ui.app import Program
from ui.dialogs.new_room import NewRoomDialog
from ui.tasks import Tasks
from ui.trouble import Notices
from warroom.identity import places

CHECKOUT = Path(__file__).resolve().parents[2]

SESSION = """
import sys
from pathlib import Path
from PySide6.QtWidgets import QApplication
from ui.app import Program, _application
from ui.dialogs.new_room import NewRoomDialog
from ui.dialogs.recovery_sheet import RecoverySheetDialog
from ui.offscreen import settle
from warroom.commands import DeclareIncident

stick, passphrase = Path(sys.argv[1]), sys.argv[2]
app = _application()
program = Program()
program.dress()
start = program.show_start()
start.panel.make_room()
dialog = start.panel.findChild(NewRoomDialog)
settle(0.5)
dialog.name.setText("Cellule")
dialog.portable.setChecked(True)
dialog._is_chosen = True
dialog._take_file(stick / "cell.warroom")
for field in (dialog.passphrase, dialog.again):
    field.setText(passphrase)
dialog.create_room()
while not (sheets := start.panel.findChildren(RecoverySheetDialog)):
    settle(0.1)
sheets[0].confirm.setChecked(True)
sheets[0].primary.click()
while not program.windows:
    settle(0.1)
window = program.windows[0]
room = window.desk.room
room.sit_down("Léa Martin")
incident = room.do(DeclareIncident(title="Panne")).result()
window.open_page("evidence")
room.evidence.seal(incident.id, reason="Relève")
program.switch_colors()
program.switch_language()
program.set_scale(1.1)
program.settings.authority = "https://authority.example/"
program.settings.save()
settle(0.5)
print(window.windowTitle(), "|", window.foot._station.text())
program.close()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="the home of a process is not an environment variable there")
def test_that_a_window_on_a_portable_room_leaves_nothing_at_home(tmp_path: Path) -> None:
    stick, home = tmp_path / "stick", tmp_path / "home"
    stick.mkdir()
    home.mkdir()
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "WARROOM_HOME": str(home / "warroom"),
        "XDG_RUNTIME_DIR": str(tmp_path),
        "QT_QPA_PLATFORM": "offscreen",
        "PYTHONPATH": str(CHECKOUT),
        "PYTHONDONTWRITEBYTECODE": "1",
        "LANG": "C.UTF-8",
    }

    done = subprocess.run(
        [sys.executable, "-c", SESSION, str(stick), PASSPHRASE],
        cwd=stick, env=environment, capture_output=True, text=True, encoding="utf-8", timeout=120, check=False,
    )  # fmt: skip

    assert done.returncode == 0, done.stderr
    assert "portable" in done.stdout.lower().split("|")[0]
    assert "ortable" in done.stdout.split("|")[1]
    assert [str(item.relative_to(home)) for item in home.rglob("*")] == []
    assert {item.name for item in stick.iterdir()} >= {"cell.warroom", "cell.warroom.keys", "cell.warroom.station"}


def test_that_a_portable_room_asks_for_a_place_and_no_keyring(
    qtbot: QtBot, tmp_path: Path, program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(places, "_traceless", [])
    notices = Notices()
    tasks = Tasks(notices)
    dialog = NewRoomDialog(tasks, folder=tmp_path)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.name.setText("Cellule")
    assert dialog._about_portable.isHidden()

    dialog.portable.setChecked(True)

    assert "keep a second copy" in dialog._about_portable.text()
    assert dialog.keyring.isHidden()
    dialog.create_room()
    assert "where on the stick" in dialog.trouble.text()
    assert list(tmp_path.glob("*.warroom")) == []
    tasks.close()
