"""The real program as a process of its own, started as a person starts it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from tests.builders import PASSPHRASE, a_room, an_incident
from warroom.clock import Clock
from warroom.room import Room

CHECKOUT = Path(__file__).resolve().parents[2]
PATIENCE = 30.0  # seconds; a busy machine starts slowly


def a_written_room(folder: Path, **more: str) -> Path:
    """A room on disk with one incident and Léa Martin at the keyboard."""
    with a_room(folder, clock=Clock(), **more) as room:
        an_incident(room)
        return room.path


def passphrase_file(folder: Path) -> Path:
    file = folder / "passphrase.txt"
    file.write_text(PASSPHRASE, encoding="utf-8")
    return file


@contextmanager
def running(*arguments: str | Path, home: Path, environment: Mapping[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """`python -m warroom …` with a home of its own, ended whatever happens; its stderr is kept beside the home."""
    environment = {**environment, "WARROOM_HOME": str(home), "PYTHONPATH": str(CHECKOUT)}
    with (home.parent / f"{home.name}.err").open("ab") as errors:
        program = subprocess.Popen(
            [sys.executable, "-m", "warroom", *map(str, arguments)], cwd=home.parent, env=environment, stderr=errors
        )
        try:
            yield program
        finally:
            if program.poll() is None:
                program.kill()
            program.wait(timeout=10)


def until(is_so: Callable[[], bool], *, seconds: float = PATIENCE, what: str) -> None:
    """Ask again and again. Raises AssertionError when it never is."""
    deadline = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < deadline, f"never: {what}"
        time.sleep(0.05)


def is_open(home: Path, room: Path) -> bool:
    """The window noted the room as open."""
    try:
        kept = json.loads((home / "window.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return any(known["path"] == str(room) for known in kept["rooms"])


def log_of(path: Path) -> list[tuple[str, str]]:
    """Number and text of the only incident's log, oldest first, read by this process while the window may be open."""
    with Room.open(path, passphrase=PASSPHRASE, backups=False) as room:
        entries = room.views.entries(room.views.incident("A-001").id)
        return [(entry.number, entry.text) for entry in entries]


def offscreen() -> dict[str, str]:
    return {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
