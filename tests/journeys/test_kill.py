"""Killed at any moment: whatever was acknowledged is in the room, and the room is whole."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.builders import PASSPHRASE, a_room, an_incident
from warroom.clock import Clock
from warroom.room import Room

CHECKOUT = Path(__file__).resolve().parents[2]
KILLS = int(os.environ.get("WARROOM_KILLS", "25"))
LONGEST = 0.15  # seconds after the first acknowledgement; some kills come before it
VERIFIED_EVERY = 20

WRITER = f"""
import sys
from warroom.commands import AddAction, LogEntry
from warroom.room import Room
room = Room.open(sys.argv[1], passphrase={PASSPHRASE!r}, backups=False)
print("open", flush=True)
n = 0
while True:
    n += 1
    command = AddAction if n % 5 == 0 else LogEntry
    print(room.do(command(incident="A-001", text=f"texte {{n}}")).result().number, flush=True)
"""


def killed_at_some_moment(room: Path, delay: float) -> list[str]:
    """Let a process write, kill it, and give back what it had acknowledged."""
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(room)],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(CHECKOUT)},
    )
    assert writer.stdout is not None
    assert writer.stdout.readline() == b"open\n"
    time.sleep(delay)
    writer.kill()  # SIGKILL, TerminateProcess: nothing of it runs any more
    said = writer.stdout.read().decode()
    writer.stdout.close()
    writer.wait(timeout=10)
    whole = said if said.endswith("\n") else said[: said.rfind("\n") + 1]  # a line cut short was not acknowledged
    return whole.split()


@pytest.mark.timeout(60 + KILLS * 3)
def test_that_nothing_acknowledged_is_lost_by_a_kill(tmp_path: Path) -> None:
    chance = random.Random(2026)
    with a_room(tmp_path, clock=Clock(), backups=False) as made:
        an_incident(made)
        path = made.path
    acknowledged: list[str] = []

    for kill in range(1, KILLS + 1):
        acknowledged += killed_at_some_moment(path, chance.uniform(0, LONGEST))
        with Room.open(path, passphrase=PASSPHRASE, backups=False) as room:
            incident = room.views.incident("A-001").id
            kept = {entry.number for entry in room.views.entries(incident)}
            kept |= {action.number for action in room.views.actions(incident)}
            lost = [number for number in acknowledged if number not in kept]
            assert not lost, f"kill {kill} lost {lost}"
            if kill % VERIFIED_EVERY == 0 or kill == KILLS:
                assert room.verify() == []

    assert len(acknowledged) == len(set(acknowledged)), "a number was given twice"
    assert len(acknowledged) > KILLS, "the kills came before anything was written"
