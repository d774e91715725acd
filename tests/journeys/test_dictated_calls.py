"""Ten dictated calls, logged in the grammar and by keys alone: in a window, and killed half-way on a real display."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.builders import a_room, an_incident
from tests.journeys.dictated import CALLS, Call, assert_as_dictated, hows, logged
from tests.journeys.program import a_written_room, is_open, passphrase_file, running, until
from tests.journeys.scribe import Scribe
from tests.journeys.test_real_window import Desktop
from ui.app import Program
from warroom.room import Room

HANDS = ("grammar", "keys")
XDOTOOL = {"Return": "Return", "Esc": "Escape"}


@pytest.mark.parametrize("hand", HANDS)
def test_that_ten_dictated_calls_are_in_the_log_as_dictated(
    scribe: Scribe, program: Program, tmp_path: Path, hand: str
) -> None:
    program.tongue.speak("fr")
    # Offscreen no window manager takes the keyboard back from a list of names: nobody dictated is known here.
    room = a_room(tmp_path, content="fr", member="Nadia Roussel")
    an_incident(room)
    window = program.show_room(room)
    scribe.back_in(window)
    window.pages.incident_room().log.focus_entry()

    for call in CALLS:
        before = room.views.tally("A-001")[0]
        take_down(call, hand, press=scribe.press, write=scribe.write)
        scribe.until(lambda: room.views.tally("A-001")[0] > before)  # noqa: B023  (asked at once)

    entries = list(room.views.entries("A-001"))
    assert len(entries) == 1 + len(CALLS), "ten calls are ten entries"
    for call in CALLS:
        assert_as_dictated(call, entries, hows(room))


def take_down(call: Call, hand: str, *, press: Callable[[str], None], write: Callable[[str], None]) -> None:
    if hand == "grammar":
        write(call.typed)
        press("Return")
        return
    for act, what in call.strokes():
        (press if act == "press" else write)(what)


def take_down_at(desktop: Desktop, call: Call, hand: str) -> None:
    take_down(call, hand, press=lambda key: desktop.press(xdotool_key(key)), write=desktop.write)


def xdotool_key(key: str) -> str:
    modifier, plus, letter = key.rpartition("+")
    return f"{modifier.lower()}{plus}{letter.lower()}" if plus else XDOTOOL.get(key, key)


@pytest.mark.xvfb
@pytest.mark.timeout(240)
@pytest.mark.parametrize("hand", HANDS)
def test_that_ten_calls_typed_on_a_french_keyboard_survive_a_kill_half_way(
    xvfb: dict[str, str], home: Path, tmp_path: Path, hand: str
) -> None:
    room = a_written_room(tmp_path, content="fr")
    subprocess.run(["setxkbmap", "fr", "oss"], env=xvfb, check=True)
    command = ("open", room, "--passphrase-file", passphrase_file(tmp_path), "--lang", "fr")
    half = len(CALLS) // 2
    with running(*command, home=home, environment=xvfb) as program:
        desktop = opened(program, xvfb, room, home)
        for place, call in enumerate(CALLS[:half], start=1):
            take_down_at(desktop, call, hand)
            until(lambda: acknowledged(room) > place, what="it is on disk")  # noqa: B023  (asked at once)
        before = acknowledged(room)
        desktop.write("de:SAMU tél Encore deux blessés")
        until(lambda: "deux blessés" in draft_of(room), what="the line begun is kept")
        os.kill(program.pid, signal.SIGKILL)
        program.wait(timeout=10)
    assert acknowledged(room) == before, "nothing acknowledged is lost"

    with running(*command, home=home, environment=xvfb) as program:
        desktop = opened(program, xvfb, room, home)
        until(lambda: goes_on(desktop, room), what="the line begun is there again, and goes on")
        desktop.press("Return")
        until(lambda: acknowledged(room) == before + 1, what="it goes on where it was")
        for place, call in enumerate(CALLS[half:], start=before + 1):
            take_down_at(desktop, call, hand)
            until(lambda: acknowledged(room) > place, what="it is on disk")  # noqa: B023  (asked at once)
        desktop.press("ctrl+q")
        assert desktop.quits()

    entries, how = logged(room)
    assert len(entries) == 1 + len(CALLS) + 1
    for call in CALLS:
        assert_as_dictated(call, entries, how)
    rescued = next(entry for entry in entries if "deux blessés" in entry.text)
    assert (rescued.text.rstrip("."), rescued.from_who, rescued.channel) == ("Encore deux blessés", "SAMU", "phone")


def opened(program: subprocess.Popen[bytes], xvfb: dict[str, str], room: Path, home: Path) -> Desktop:
    desktop = Desktop(program, xvfb, room)
    until(lambda: is_open(home, room), what="the room is open")
    until(lambda: "Warroom" in desktop.title(), what="its window has the keyboard")
    return desktop


def goes_on(desktop: Desktop, room: Path) -> bool:
    """One more letter, until the window that just opened takes it."""
    if not draft_of(room).endswith("blessés."):
        desktop.write(".")
        time.sleep(0.5)
    return "blessés." in draft_of(room)


def acknowledged(room: Path) -> int:
    return len(logged(room)[0])


def draft_of(path: Path) -> str:
    with Room.open(path, passphrase="four calm words here", backups=False) as room:
        return room.views.draft("log:" + room.views.incident("A-001").id)
