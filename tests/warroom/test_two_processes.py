"""Window and command line on one room at once: nothing lost, numbers unique, each hears of the other."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from tests.builders import PASSPHRASE, a_room, an_entry, an_incident
from warroom.access import restore
from warroom.room import Room

WRITE = """
import json, sys, threading, time
from warroom.commands import DescribeIncident, LogEntry
from warroom.room import Room
path, passphrase, name, incident, count = sys.argv[1:6]
heard = {}
with Room.open(path, passphrase=passphrase, backups=False) as room:
    room.sit_down(name)
    def listen(change):
        now = time.time()
        for record in change.ids("entry") or ():
            heard.setdefault(record, now)
    room.changes.subscribe(listen)
    print("ready", flush=True)
    sys.stdin.readline()
    mine = {}
    for number in range(int(count)):
        done = room.do(LogEntry(incident=incident, text=f"{name} {number}")).result()
        mine[done.id] = [done.number, time.time()]
        if number % 50 == 0:
            room.do(DescribeIncident(incident=incident, users=f"{name} {number}")).result()
    print("written", flush=True)
    sys.stdin.readline()
    print(json.dumps({"mine": mine, "heard": heard, "writer": room._store._anchor.read().writer_id.hex()}), flush=True)
"""
COUNT = 200


def start(path: Path, name: str, incident: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", WRITE, str(path), PASSPHRASE, name, incident, str(COUNT)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": str(CHECKOUT)},
    )  # fmt: skip


def say(programs: list[subprocess.Popen[str]], word: str) -> None:
    for program in programs:
        assert program.stdin is not None
        program.stdin.write(word + "\n")
        program.stdin.flush()


def answers(programs: list[subprocess.Popen[str]]) -> list[str]:
    return [program.stdout.readline().strip() for program in programs if program.stdout is not None]


def test_that_two_programs_write_one_room_without_losing_or_repeating_anything(tmp_path: Path) -> None:
    room = a_room(tmp_path, clock=None)
    incident = an_incident(room).id
    heard_here: set[str] = set()
    room.changes.subscribe(lambda change: heard_here.update(change.ids("entry") or ()))
    with start(room.path, "Paul", incident) as paul, start(room.path, "Inès", incident) as ines:
        mine_here, told = both_write(room, incident, [paul, ines])

    numbers = [number for one in told for number, _at in one["mine"].values()]
    entries = list(room.views.entries(incident))
    assert len(numbers) == len(set(numbers)) == 2 * COUNT
    assert len({entry.number for entry in entries}) == len(entries) == 1 + 3 * COUNT
    assert {entry.number[:2] for entry in entries} == {"A-"}
    for name in ("Paul", "Inès"):
        own = [entry.text for entry in entries if entry.author == name]
        assert own == [f"{name} {number}" for number in range(COUNT)]
    for one, other in (told, told[::-1]):
        late = [at - one["mine"][record][1] for record, at in other["heard"].items() if record in one["mine"]]
        assert len(late) == COUNT
        assert max(late) < 1.0
    assert heard_here >= mine_here | told[0]["mine"].keys() | told[1]["mine"].keys()
    assert room.verify() == []
    assert len({one["writer"] for one in told}) == 1
    room.close()


def both_write(
    room: Room, incident: str, programs: list[subprocess.Popen[str]]
) -> tuple[set[str], list[dict[str, Any]]]:
    """Both programs and this one write at once; what was written here, and what each of them did and heard."""
    assert answers(programs) == ["ready", "ready"]
    say(programs, "go")
    here = {an_entry(room, incident, text=f"ici {number}").id for number in range(COUNT)}
    assert answers(programs) == ["written", "written"]
    time.sleep(1.0)  # as long as news may take
    say(programs, "tell")
    return here, [json.loads(answer) for answer in answers(programs)]


KILL = """
import os, sys
from warroom.commands import LogEntry
from warroom.room import Room
room = Room.open(sys.argv[1], passphrase=sys.argv[2], backups=False)
for number in range(10_000):
    print(room.do(LogEntry(incident="A-001", text=f"{number}")).result().number, flush=True)
"""

CHECKOUT = Path(__file__).resolve().parents[2]


def test_that_what_was_acknowledged_survives_a_kill_while_another_program_looks_on(tmp_path: Path) -> None:
    with a_room(tmp_path, clock=None) as room:
        incident = an_incident(room).id
        for _turn in range(3):
            with subprocess.Popen(
                [sys.executable, "-c", KILL, str(room.path), PASSPHRASE],
                stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": str(CHECKOUT)},
            ) as program:  # fmt: skip
                assert program.stdout is not None
                acknowledged = [program.stdout.readline().strip() for _line in range(25)]
                program.kill()
                acknowledged += program.stdout.read().split()
            known = {entry.number for entry in room.views.entries(incident)}
            assert set(acknowledged) <= known
        assert an_entry(room, incident).number.startswith("A-")
        assert room.verify() == []


def test_that_a_restored_room_numbers_apart_and_so_does_the_one_it_left(tmp_path: Path) -> None:
    room = a_room(tmp_path)
    incident = an_incident(room).id
    an_entry(room, incident)
    room.backup(tmp_path / "copy.warroom")
    an_entry(room, incident, text="après la copie")
    room.close()

    restore(tmp_path / "copy.warroom", tmp_path / "again.warroom", passphrase=PASSPHRASE)

    with Room.open(tmp_path / "again.warroom", passphrase=PASSPHRASE, backups=False) as again:
        assert again.station == "A"
        assert an_entry(again, incident).number == "A2-0001"
        assert an_incident(again).ref == "A2-001"
        assert [entry.number for entry in again.views.entries(incident)] == ["A-0001", "A-0002", "A2-0001"]
        assert again.verify() == []
    with Room.open(room.path, passphrase=PASSPHRASE, backups=False) as first:
        assert an_entry(first, incident).number == "A3-0001"
        assert first.verify() == []


def test_that_a_copied_file_never_goes_on_with_the_same_chain(tmp_path: Path) -> None:
    room = a_room(tmp_path)
    incident = an_incident(room).id
    room.close()
    shutil.copy(room.path, tmp_path / "clone.warroom")
    shutil.copy(f"{room.path}.keys", tmp_path / "clone.warroom.keys")

    with Room.open(tmp_path / "clone.warroom", passphrase=PASSPHRASE, backups=False) as clone:
        assert an_entry(clone, incident).number == "A2-0001"


def test_that_a_renamed_room_goes_on(tmp_path: Path) -> None:
    room = a_room(tmp_path)
    incident = an_incident(room).id
    room.close()
    moved = tmp_path / "renamed.warroom"
    room.path.rename(moved)
    Path(f"{room.path}.keys").rename(f"{moved}.keys")

    with Room.open(moved, passphrase=PASSPHRASE, backups=False) as again:
        assert an_entry(again, incident).number == "A-0002"
