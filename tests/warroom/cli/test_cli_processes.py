"""Several processes on one room: a window and commands write side by side, and nobody waits for ever."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

from tests.builders import PASSPHRASE, an_entry
from tests.warroom.cli.conftest import CHECKOUT, Run, ended, start
from warroom.room import Room

HOLDER = """
import sys, time
import apsw
from pathlib import Path
from warroom.identity.keys import keys_path, open_keys
from warroom.storage.vault import key_connection
path = Path(sys.argv[1])
conn = apsw.Connection(str(path))
key_connection(conn, open_keys(keys_path(path), passphrase=sys.argv[2]).raw)
list(conn.execute("BEGIN IMMEDIATE"))
print("held", flush=True)
sys.stdin.read()
"""


def held(room: Path) -> subprocess.Popen[bytes]:
    """A process that holds the write lock of a room until its standard input is closed."""
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(room), PASSPHRASE],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(CHECKOUT)},
    )
    assert holder.stdout is not None
    assert holder.stdout.readline() == b"held\n"
    return holder


def let_go(holder: subprocess.Popen[bytes]) -> None:
    holder.communicate(timeout=10)


def test_that_a_command_writes_while_a_window_has_the_room_open(room: Path) -> None:
    heard: list[object] = []
    with Room.open(room, passphrase=PASSPHRASE, backups=False) as window:
        incident = window.views.incident("A-001").id
        window.changes.subscribe(heard.append)
        first = an_entry(window, incident, text="depuis la fenêtre")

        done = ended(start("log", room, "A-001", "depuis la ligne de commande", "--by", "Paul Durand"))
        again = an_entry(window, incident, text="encore depuis la fenêtre")

        assert (first.number, done.out, again.number) == ("A-0002", "A-0003\n", "A-0004"), done.err
        told = [(entry.number, entry.author) for entry in window.views.entries(incident)]
        assert told[1:] == [("A-0002", "Léa Martin"), ("A-0003", "Paul Durand"), ("A-0004", "Léa Martin")]
        deadline = time.monotonic() + 5
        while len(heard) < 2 and time.monotonic() < deadline:
            time.sleep(0.05)
        assert len(heard) >= 2, "the window hears of what the command wrote"
        assert window.verify() == []


def test_that_commands_at_the_same_time_share_the_numbers(room: Path, run: Run) -> None:
    several = [start("log", room, "A-001", f"en même temps {n}") for n in range(4)]

    numbers = sorted(ended(process).out.strip() for process in several)
    assert numbers == ["A-0002", "A-0003", "A-0004", "A-0005"]
    assert run("verify", room).code == 0


def test_that_a_lock_held_over_five_seconds_is_exit_4(room: Path, run: Run) -> None:
    holder = held(room)
    began = time.monotonic()
    done = run("log", room, "A-001", "trop tard", "--json")
    waited = time.monotonic() - began
    shown = run("show", room, "A-001", "--json")
    let_go(holder)

    assert (done.code, done.error["code"]) == (4, "room-locked")
    assert 4 < waited < 12
    assert shown.code == 0, "reading never waits for writers"
    assert run("log", room, "A-001", "maintenant").out == "A-0002\n", "nothing was half done"


def test_that_a_lock_held_shortly_is_waited_for(room: Path) -> None:
    holder = held(room)
    waiting = start("log", room, "A-001", "patience")
    time.sleep(1.5)
    assert waiting.poll() is None
    let_go(holder)

    assert ended(waiting).out == "A-0002\n"


def test_that_a_room_open_elsewhere_keeps_its_key(room: Path) -> None:
    with Room.open(room, passphrase=PASSPHRASE, backups=False) as window:
        done = ended(start("rekey", room))
        written = an_entry(window, window.views.incident("A-001").id, text="écrit pendant ce temps")

    assert done.code == 4
    assert done.out == "", "no recovery code that would open nothing"
    with Room.open(room, passphrase=PASSPHRASE, backups=False) as again:
        assert again.views.entry_by_number(written.number) is not None
