"""The real program on a real X display, with a real window manager and real keys."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from tests.builders import PASSPHRASE
from tests.journeys.program import a_written_room, is_open, log_of, offscreen, passphrase_file, running, until
from warroom.domain.incidents import Mode
from warroom.room import Room, system_keyring

pytestmark = [pytest.mark.xvfb, pytest.mark.timeout(90)]
QUITS_WITHIN = 3.0  # seconds


@dataclass(slots=True)
class Desktop:
    """The window as the desktop sees it: keys in, title and pixels out."""

    program: subprocess.Popen[bytes]
    environment: dict[str, str]
    room: Path

    def run(self, *command: str) -> str:
        done = subprocess.run(command, env=self.environment, capture_output=True, text=True, check=False, timeout=20)
        return done.stdout.strip()

    def window(self) -> str:
        """The id of the window that has the keyboard; the manager calls it active a moment before keys reach it."""
        active = ""

        def has_keyboard() -> bool:
            nonlocal active
            active = self.run("xdotool", "getactivewindow")
            return active in ("", self.run("xdotool", "getwindowfocus", "-f"))

        until(has_keyboard, what="the active window has the keyboard")
        return active

    def title(self) -> str:
        return self.run("xdotool", "getwindowname", self.window())

    def press(self, *keys: str) -> None:
        for key in keys:
            self.run("xdotool", "key", "--clearmodifiers", key)

    def write(self, text: str) -> None:
        self.run("xdotool", "type", "--delay", "15", text)

    def picture(self, file: Path) -> QImage:
        self.run("import", "-window", self.window(), str(file))
        return QImage(str(file))

    def quits(self) -> bool:
        """Ended by itself, in time and well."""
        began = time.monotonic()
        try:
            return self.program.wait(timeout=QUITS_WITHIN) == 0
        except subprocess.TimeoutExpired:
            return False
        finally:
            print(f"ended after {time.monotonic() - began:.2f} s")


@pytest.fixture
def desktop(xvfb: dict[str, str], home: Path, tmp_path: Path) -> Iterator[Desktop]:
    """`warroom open ROOM` in French, with the keyboard in its window."""
    room = a_written_room(tmp_path, content="fr")
    subprocess.run(["setxkbmap", "fr", "oss"], env=xvfb, check=True)  # the keyboard of a French cell
    secret = passphrase_file(tmp_path)
    command = ("open", room, "--passphrase-file", secret, "--lang", "fr")
    with running(*command, home=home, environment=xvfb) as program:
        made = Desktop(program, xvfb, room)
        until(lambda: is_open(home, room), what="the room is open")
        until(lambda: "Warroom" in made.title(), what="its window has the keyboard")
        yield made


def test_that_a_person_writes_searches_commands_and_quits(desktop: Desktop, pictures: Path, tmp_path: Path) -> None:
    assert desktop.title() == "A-001 Panne mondiale de l'API – Cellule – Warroom"

    desktop.write("Le cœur de réseau répond à nouveau, vérifié sur place")
    desktop.press("Return")
    until(lambda: len(log_of(desktop.room)) == 2, what="the first line is on disk")
    desktop.press("F3")
    desktop.write("Rétablir l'accès")
    desktop.press("Return")
    until(lambda: len(log_of(desktop.room)) == 3, what="the decision is on disk")
    entries = log_of(desktop.room)
    assert entries[1] == ("A-0002", "Le cœur de réseau répond à nouveau, vérifié sur place")
    assert entries[2] == ("A-0003", "Rétablir l'accès (A-D001)")

    whole = desktop.picture(pictures / "xvfb-1-written.png")
    desktop.press("ctrl+k")
    palette = changed(desktop, whole, pictures / "xvfb-2-palette.png")
    desktop.write("decisions")
    time.sleep(0.3)
    desktop.press("Return")
    page = changed(desktop, palette, pictures / "xvfb-3-decisions.png")
    desktop.press("ctrl+f")
    changed(desktop, page, pictures / "xvfb-4-search.png")
    assert colours_of(whole) > 20

    desktop.press("ctrl+q")
    assert desktop.quits()
    assert (tmp_path / "home.err").read_text("utf-8") == ""


def test_that_closing_the_window_ends_the_program_and_keeps_the_line_begun(desktop: Desktop) -> None:
    desktop.write("Hébergeur rappelle")
    time.sleep(0.2)

    desktop.run("xdotool", "windowclose" if not desktop.window() else "key", "--clearmodifiers", "alt+F4")

    assert desktop.quits()
    with Room.open(desktop.room, passphrase="four calm words here", backups=False) as room:
        assert room.views.draft("log:" + room.views.incident("A-001").id) == "Hébergeur rappelle"


def test_that_a_room_known_to_the_keyring_opens_without_a_question(
    xvfb: dict[str, str], private_keyring: None, home: Path, tmp_path: Path
) -> None:
    room = a_written_room(tmp_path, keyring=system_keyring())

    with running("open", room, home=home, environment={**offscreen(), **xvfb}) as program:
        until(lambda: is_open(home, room), what="the room is open")
        desktop = Desktop(program, xvfb, room)
        until(lambda: desktop.title().endswith("Cellule – Warroom"), what="its window has the keyboard")
        desktop.press("ctrl+q")
        assert desktop.quits()


def test_that_a_real_key_locks_and_the_passphrase_typed_gives_the_line_back(
    desktop: Desktop, pictures: Path, tmp_path: Path
) -> None:
    desktop.write("Hébergeur rappelle")
    open_title = desktop.title()
    whole = desktop.picture(pictures / "xvfb-5-before-the-lock.png")

    desktop.press("ctrl+l")
    until(lambda: desktop.title() == "verrouillé – Warroom", what="the title says that it is locked")
    locked = changed(desktop, whole, pictures / "xvfb-6-locked.png")
    desktop.press("ctrl+n")  # the keys of the window rest
    desktop.write("not the passphrase")
    desktop.press("Return")
    changed(desktop, locked, pictures / "xvfb-7-wrong.png")
    assert desktop.title() == "verrouillé – Warroom"

    time.sleep(1.0)  # the wrong one is being stretched
    desktop.press("ctrl+a")
    desktop.write(PASSPHRASE)
    desktop.press("Return")
    until(lambda: desktop.title() == open_title, what="it is open again")
    desktop.write(" : bascule faite")
    desktop.press("Return")
    until(lambda: len(log_of(desktop.room)) == 2, what="the line goes on where it was")
    assert log_of(desktop.room)[1][1] == "Hébergeur rappelle : bascule faite"

    desktop.press("ctrl+q")
    assert desktop.quits()
    assert (tmp_path / "home.err").read_text("utf-8") == ""


def test_that_a_real_key_locks_also_over_an_open_dialog_and_its_text_comes_back(
    desktop: Desktop, pictures: Path
) -> None:
    open_title = desktop.title()
    desktop.press("ctrl+n")
    until(lambda: desktop.title() != open_title, what="the dialog has the keyboard")
    dialog_title = desktop.title()
    desktop.write("Panne à Lyon")

    desktop.press("ctrl+l")
    until(lambda: desktop.title() == "verrouillé – Warroom", what="the dialog is gone, the window is locked")
    desktop.picture(pictures / "xvfb-8-locked-over-dialog.png")
    desktop.write(PASSPHRASE)
    desktop.press("Return")
    until(lambda: desktop.title() == dialog_title, what="the dialog has the keyboard again")
    desktop.press("Return")
    until(lambda: len(titles_of(desktop.room)) == 2, what="the incident is declared with the text typed before")

    assert "Panne à Lyon" in titles_of(desktop.room)


def test_that_a_real_key_initials_and_enter_change_the_person(desktop: Desktop) -> None:
    title = desktop.title()
    for typed, name in (("Karim Benali", "Karim Benali"), ("lm", "Léa Martin"), ("kb", "Karim Benali")):
        desktop.press("F12")
        until(lambda: desktop.title() != title, what="the question has the keyboard")
        desktop.write(typed)
        desktop.press("Return")
        until(lambda: desktop.title() == title, what=f"{name} sits here")
        desktop.write(f"Ici {name}")
        desktop.press("Return")
    until(lambda: len(authors_of(desktop.room)) == 4, what="three lines are on disk")

    assert authors_of(desktop.room)[1:] == ["Karim Benali", "Léa Martin", "Karim Benali"]


def authors_of(path: Path) -> list[str]:
    with Room.open(path, passphrase=PASSPHRASE, backups=False) as room:
        return [entry.author for entry in room.views.entries(room.views.incident("A-001").id)]


def titles_of(path: Path) -> list[str]:
    with Room.open(path, passphrase=PASSPHRASE, backups=False) as room:
        return [incident.title for incident in room.views.incidents(mode=Mode.BOTH)]


def changed(desktop: Desktop, before: QImage, file: Path) -> QImage:
    """The window once it looks otherwise than before."""
    until(lambda: desktop.picture(file) != before, seconds=10, what=f"something new on screen for {file.stem}")
    time.sleep(0.2)
    return desktop.picture(file)


def colours_of(image: QImage) -> int:
    return len({image.pixel(x, y) for x in range(0, image.width(), 5) for y in range(0, image.height(), 5)})
