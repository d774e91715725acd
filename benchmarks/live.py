"""Live: from Enter on one laptop to the change feed of another, over the room's own network. Prints JSON.

The laptops are rooms of one process on 127.0.0.1, which share its interpreter and the disk: on laptops of their own
they do not. With `--namespaces` (root, Linux) two programs meet over a virtual cable, without an address given.
The time runs from `room.do(LogEntry(…))`; `committed` is when the writer itself sees its entry, for comparison.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.warroom.stations import another_station
from tests.warroom.sync.meeting import meet_by_key, vouch
from warroom.commands import DeclareIncident, LogEntry
from warroom.domain.incidents import Mode
from warroom.identity.keys import Argon2Parameters
from warroom.room import Change, Room

QUICK = Argon2Parameters(memory_kib=8_192, iterations=1, lanes=1)
PASSPHRASE = "four calm words here"
TEXT = "Supervision : 62 % des nœuds répondent à nouveau, l'astreinte de l'hébergeur est jointe"


class Seen:
    """When each entry came to one laptop's change feed."""

    def __init__(self, room: Room, *, aloud: bool = False) -> None:
        self._aloud = aloud
        self._at: dict[str, float] = {}
        self._bell = threading.Condition()
        room.changes.subscribe(self._hear)

    def _hear(self, change: Change) -> None:
        now = time.perf_counter()
        with self._bell:
            for record in change.ids("entry") or ():
                self._at.setdefault(record, now)
                if self._aloud:
                    print("came", record, now, flush=True)
            self._bell.notify_all()

    def wait(self, record: str, *, within: float = 30.0) -> float:
        """When it came, by `time.perf_counter`."""
        with self._bell:
            if not self._bell.wait_for(lambda: record in self._at, within):
                raise SystemExit("an entry never came")
            return self._at[record]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=200, help="entries")
    parser.add_argument("--every", type=float, default=0.05, help="seconds between two entries")
    parser.add_argument("--folder", type=Path, help="a folder on the disk to measure; a temporary one otherwise")
    parser.add_argument("--namespaces", action="store_true", help="two programs over a virtual cable")
    parser.add_argument("--write", type=Path, metavar="ROOM", help=argparse.SUPPRESS)
    parser.add_argument("--read", type=Path, metavar="ROOM", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.write or asked.read:
        alone(asked.write or asked.read, asked.count if asked.write else 0, asked.every)
        return
    if asked.namespaces:
        with tempfile.TemporaryDirectory(dir=asked.folder) as folder:
            print(json.dumps({"two programs, a virtual cable": over_a_cable(Path(folder), asked.count, asked.every)}))
        return
    found = {}
    for peers in (1, 3):
        with tempfile.TemporaryDirectory(dir=asked.folder) as folder:
            found[f"{peers} peers" if peers > 1 else "1 peer"] = measured(Path(folder), peers, asked.count, asked.every)
    print(json.dumps(found, indent=2))


def measured(folder: Path, peers: int, count: int, every: float) -> dict[str, object]:
    """Milliseconds until every peer has each entry."""
    with ExitStack() as stack:
        patch = stack.enter_context(pytest.MonkeyPatch.context())
        one, *others = laptops(folder, 1 + peers, stack, patch)
        incident = one.do(DeclareIncident(title="Bench")).result().id
        for room in (one, *others):
            room.network.start(host="127.0.0.1", discover=False)
        for room in others:
            room.network.add_address(f"127.0.0.1:{one.network.port}")
        here, seen = Seen(one), [Seen(room) for room in others]
        committed, arrived = [], []
        for number in range(count + 10):
            time.sleep(every)
            began = time.perf_counter()
            record = one.do(LogEntry(incident=incident, text=TEXT)).result().id
            last = [each.wait(record) for each in seen]
            if number >= 10:
                committed.append(1000 * (here.wait(record) - began))
                arrived += [1000 * (at - began) for at in last]
        return {"committed": summary(committed), "arrived": summary(arrived)}


def alone(path: Path, count: int, every: float) -> None:
    """One program of two: writes, or only listens; says when each entry was typed or came, by the machine's clock."""
    with Room.open(path, passphrase=PASSPHRASE, backups=False) as room:
        incident = next(iter(room.views.cards(mode=Mode.REAL))).incident.id
        Seen(room, aloud=not count)
        room.network.start()
        while not room.network.links():
            time.sleep(0.05)
        time.sleep(3)
        for _number in range(count):
            time.sleep(every)
            began = time.perf_counter()
            record = room.do(LogEntry(incident=incident, text=TEXT)).result().id
            print("typed", record, began, flush=True)
        time.sleep(3 if count else 10_000)


def over_a_cable(folder: Path, count: int, every: float) -> dict[str, float]:
    """Milliseconds from Enter in one program to the change feed of the other; `time.perf_counter` is the kernel's."""
    spaces = [f"warroom-bench-{os.getpid()}-{letter}" for letter in "ab"]
    with ExitStack() as stack, pytest.MonkeyPatch.context() as patch:
        with ExitStack() as rooms:
            one, two = laptops(folder, 2, rooms, patch)
            one.do(DeclareIncident(title="Bench")).result()
            meet_by_key(one, two)
        for space in spaces:
            subprocess.run(["ip", "netns", "add", space], check=True)
            stack.callback(subprocess.run, ["ip", "netns", "delete", space])
        cable = ["type", "veth", "peer", "name", "cable", "netns", spaces[1]]
        subprocess.run(["ip", "link", "add", "cable", "netns", spaces[0], *cable], check=True)
        homes = [folder / "home", two.path.parent]
        programs = []
        for number, (space, role) in enumerate(zip(spaces, ("--write", "--read"), strict=True), start=1):
            subprocess.run(["ip", "-n", space, "addr", "add", f"10.99.78.{number}/24", "dev", "cable"], check=True)
            subprocess.run(["ip", "-n", space, "link", "set", "cable", "up"], check=True)
            command = ["ip", "netns", "exec", space, sys.executable, "-m", "benchmarks.live", role]
            command += [str((one, two)[number - 1].path), "--count", str(count), "--every", str(every)]
            environment = {**os.environ, "WARROOM_HOME": str(homes[number - 1])}
            programs.append(subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True))
        said = programs[0].communicate(timeout=300)[0]
        programs[1].terminate()
        said += programs[1].communicate(timeout=30)[0]
    times: dict[str, dict[str, float]] = {"typed": {}, "came": {}}
    for line in said.splitlines():
        what, record, at = line.split()
        times[what].setdefault(record, float(at))
    return summary([1000 * (times["came"][record] - at) for record, at in times["typed"].items()])


def laptops(folder: Path, count: int, stack: ExitStack, patch: pytest.MonkeyPatch) -> list[Room]:
    """Open rooms of one cell that know each other."""
    os.environ["WARROOM_HOME"] = str(folder / "home")
    path = folder / "cell.warroom"
    one = Room.create(path, name="Bench", station="A", passphrase=PASSPHRASE, argon2=QUICK, backups=False)
    rooms = [stack.enter_context(one)]
    one.sit_down("Léa Martin")
    for letter in "BCDEFGHIJ"[: count - 1]:
        other = stack.enter_context(another_station(one, folder, patch, letter=letter, member=f"Membre {letter}"))
        vouch(one, other)
        rooms.append(other)
    for _twice in range(2):
        for other in rooms[1:]:
            meet_by_key(one, other)
    return rooms


def summary(times: list[float]) -> dict[str, float]:
    """Milliseconds."""
    cuts = statistics.quantiles(times, n=100)
    return {"median": round(cuts[49], 2), "p95": round(cuts[94], 2), "worst": round(max(times), 2)}


if __name__ == "__main__":
    main()
