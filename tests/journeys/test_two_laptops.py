"""Two laptops that were never connected: one invites the other, both write apart, sticks make them one room again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton, QWidget

from tests.builders import PASSPHRASE, a_room, an_incident
from tests.journeys.scribe import Scribe
from ui.app import Program
from ui.dialogs.invite import InviteDialog
from ui.dialogs.join_room import JoinRoomDialog
from ui.dialogs.recovery_sheet import RecoverySheetDialog
from ui.dialogs.settle import SettleDialog
from ui.dialogs.sit_down import SitDownDialog
from ui.dialogs.write_bundle import WriteBundleDialog
from ui.settings import Settings
from ui.theme import Look
from ui.window import MainWindow
from warroom.clock import Clock
from warroom.commands import ChangeSeverity
from warroom.domain.incidents import Severity
from warroom.domain.sticks import Stick
from warroom.room import Room


@pytest.fixture
def second(look: Look, tmp_path: Path) -> Iterator[Program]:
    """The program on the other laptop."""
    made = Program(settings=Settings(path=tmp_path / "second.json"), look=look)
    yield made
    made.close()


def button(place: QWidget, words: str) -> QPushButton:
    return next(each for each in place.findChildren(QPushButton) if each.text() == words and each.isVisible())


def write_down(scribe: Scribe, window: MainWindow, text: str) -> None:
    """A line in the log of the incident in hand."""
    scribe.back_in(window)
    window.open_page("incident")
    incident, views = str(window.incident), window.desk.room.views
    before = views.tally(incident)[0]
    scribe.write(text)
    scribe.press("Return")
    scribe.until(lambda: views.tally(incident)[0] == before + 1)


def invite(scribe: Scribe, window: MainWindow, folder: Path) -> tuple[Path, str]:
    """Postes, Invite; the file goes to the stick, the code is read aloud."""
    scribe.back_in(window)
    scribe.press("Alt+6")
    panel = window.pages.stations()
    scribe.until(lambda: panel.page.strip.model.rowCount() == 1)
    scribe.tab_to(button(panel, "Invite a laptop…"))
    scribe.press("Space")
    dialog = scribe.dialog(InviteDialog)
    dialog.take_file(folder / "room.warroom-invitation")
    scribe.write("legal desk")
    scribe.press("Return")
    scribe.until(lambda: bool(dialog.code))
    file, code = dialog.file, dialog.code
    assert str(file) in dialog._written.text(), "nobody says where the file is"
    scribe.press("Return")
    return file, code


def join(scribe: Scribe, program: Program, invitation: tuple[Path, str], folder: Path) -> MainWindow:
    """On the other laptop: Join a room, the file, the code as it was heard, a passphrase."""
    start = program.show_start().panel
    scribe.back_in(start)
    scribe.tab_to(start.join)
    scribe.press("Space")
    dialog = scribe.dialog(JoinRoomDialog)
    dialog._folder = folder
    dialog.take_invitation(invitation[0])
    scribe.write(invitation[1].lower().replace("-", " "))
    scribe.fill(PASSPHRASE, dialog.passphrase)
    scribe.fill(PASSPHRASE, dialog.again)
    scribe.press("Return")
    sheet = scribe.dialog(RecoverySheetDialog)
    scribe.tab_to(sheet.confirm)
    scribe.press("Space", "Return")
    scribe.until(lambda: bool(program.windows))
    person = scribe.dialog(SitDownDialog)
    scribe.write("Marc Petit")
    scribe.leave(person)
    return program.windows[0]


def write_stick(scribe: Scribe, window: MainWindow, place: Path) -> None:
    """The verb of the stick, a folder instead of one, and the words that say it is whole."""
    place.mkdir(exist_ok=True)
    scribe.back_in(window)
    scribe.press("Ctrl+Shift+E")
    dialog = scribe.dialog(WriteBundleDialog)
    dialog.use_folder(str(place))
    scribe.tab_to(dialog.primary)
    scribe.press("Space")
    scribe.until(lambda: "read back and verified" in dialog.trouble.text())
    scribe.press("Return")


def merge_stick(scribe: Scribe, window: MainWindow, place: Path) -> str:
    """Read from the bar, look, Enter; what the page said before is given back."""
    room = window.desk.room
    scribe.back_in(window)
    window.stick_bar.offer(room.sticks.look(Stick(place, "CELLULE-2", 10**9, 10**9, read_only=False)))
    assert "not read yet" in window.stick_bar.text
    scribe.tab_to(window.stick_bar.reads)
    scribe.press("Space")
    panel = window.pages.stations()
    scribe.until(lambda: panel.merge.primary.hasFocus() and panel.merge.primary.isEnabled())
    said = panel.merge._after_text.text()
    rows = panel.merge._model.rows()
    assert panel.merge.primary.text() == f"Merge {sum(row.ops for row in rows)} changes"
    for field in (panel.merge.form.courier, panel.merge.form.log, panel.merge.leave, panel.merge.primary):
        scribe.tab_to(field)
    scribe.press("Space")
    scribe.until(lambda: panel.currentWidget() is panel.missed and panel.missed.missed is not None)
    return said


def differ(first: Room, second: Room) -> str:
    """Both judge the same incident and cannot know of each other."""
    incident = first.views.incident("A-001").id
    for room, severity in ((first, Severity.CRITICAL), (second, Severity.MAJOR)):
        room.do(ChangeSeverity(incident=incident, severity=severity, reason="as it looks from here")).result()
    return str(incident)


def test_that_two_laptops_become_one_room_by_a_file_a_code_and_two_sticks(
    scribe: Scribe, program: Program, second: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    homes = {name: tmp_path / name for name in ("home-a", "home-b")}
    monkeypatch.setenv("WARROOM_HOME", str(homes["home-a"]))
    here = a_room(tmp_path, clock=Clock())
    an_incident(here)
    a = program.show_room(here)
    invitation = invite(scribe, a, tmp_path)
    monkeypatch.setenv("WARROOM_HOME", str(homes["home-b"]))
    b = join(scribe, second, invitation, tmp_path / "other")
    there = b.desk.room

    assert there.station == "B"
    write_down(scribe, a, "Seen from the first laptop")
    write_down(scribe, b, "Seen from the second laptop")
    incident = differ(here, there)
    write_stick(scribe, b, tmp_path / "stick")
    assert "1 point will be for somebody to settle" in merge_stick(scribe, a, tmp_path / "stick")
    missed = a.pages.stations().missed
    assert missed.settle.text() == "Settle 1 point"
    assert here.views.to_settle() == 1

    scribe.tab_to(missed.settle)
    scribe.press("Space")
    scribe.until(lambda: a.pages.open_page == "conflicts")
    table = a.pages.page("conflicts").table
    scribe.until(lambda: bool(table._buttons))
    scribe.tab_to(button(table, "Take B"))
    scribe.press("Space")
    dialog = scribe.dialog(SettleDialog)
    scribe.fill("agreed by telephone", dialog.reason)
    scribe.tab_to(button(dialog, "Settle"))
    scribe.leave(dialog)
    scribe.until(lambda: here.views.to_settle() == 0)

    write_stick(scribe, a, tmp_path / "back")
    merge_stick(scribe, b, tmp_path / "back")
    assert there.views.to_settle() == 0
    assert there.views.incident(incident).severity is Severity.MAJOR
    texts = {entry.text for entry in there.views.entries(incident)}
    assert {"Seen from the first laptop", "Seen from the second laptop"} <= texts
