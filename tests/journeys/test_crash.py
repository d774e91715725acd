"""Killed in the middle of a sentence: what was saved is there, and so is the half sentence."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.builders import PASSPHRASE
from tests.journeys.program import CHECKOUT, a_written_room, log_of, offscreen
from tests.journeys.scribe import Scribe
from ui.app import Program
from warroom.room import Room

SAVED = ("Le cœur de réseau ne répond plus", "Onduleur grillé à l’étage", "Médecin de garde prévenu")
DRAFT = "Hébergeur rappelle : bascule possible à"

# The program itself; a timer is the hand that types, since nobody else can reach into an offscreen process.
TYPIST = f"""
import sys
from PySide6.QtCore import QCoreApplication, QTimer, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
import ui.app

LINES = {[*SAVED]!r}
show_room = ui.app.Program.show_room

def type_text(text):
    event = QInputMethodEvent()
    event.setCommitString(text)
    QCoreApplication.sendEvent(QApplication.focusWidget(), event)

def show_and_type(program, room):
    window = show_room(program, room)
    window.activateWindow()
    log = window.pages.incident_room().log
    incident = window.incident
    typed = []  # what was sent off: on a busy machine its saving takes longer than a beat

    def work():
        written = room.views.tally(incident)[0] - 1
        if log._quick.text:
            if room.views.draft("log:" + incident) == log._quick.text:
                print("draft", flush=True)
        elif written < len(typed):
            return
        elif written < len(LINES):
            typed.append(LINES[written])
            type_text(LINES[written])
            QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
        else:
            type_text({DRAFT!r})

    timer = QTimer(window, interval=100)
    timer.timeout.connect(work)
    timer.start()
    return window

ui.app.Program.show_room = show_and_type
sys.exit(ui.app.main(sys.argv[1:]))
"""


@pytest.mark.timeout(90)
def test_that_a_killed_window_loses_neither_entries_nor_the_half_typed_line(
    scribe: Scribe, program: Program, home: Path, tmp_path: Path
) -> None:
    path = a_written_room(tmp_path)
    killed_while_typing(path, tmp_path)

    assert log_of(path)[1:] == [(f"A-{number:04}", text) for number, text in enumerate(SAVED, start=2)]
    window = program.show_room(Room.open(path, passphrase=PASSPHRASE, backups=False))
    scribe.back_in(window)
    assert window.pages.incident_room().log._quick.text == DRAFT
    assert window.desk.room.verify() == []


def killed_while_typing(path: Path, folder: Path) -> None:
    """Let the window write and begin a line, then take its power away."""
    secret = folder / "passphrase.txt"
    secret.write_text(PASSPHRASE, encoding="utf-8")
    typist = subprocess.Popen(
        [sys.executable, "-c", TYPIST, str(path), "--passphrase-file", str(secret)],
        stdout=subprocess.PIPE,
        env={**offscreen(), "PYTHONPATH": os.fspath(CHECKOUT)},
    )
    try:
        assert typist.stdout is not None
        assert typist.stdout.readline() == b"draft\n"
    finally:
        typist.kill()
        typist.communicate(timeout=10)
