"""A program that forks laptops at work and kills them at random moments: `python -m tests.warroom.sync.killed …`.

It forks rather than starts them, so that a moment costs milliseconds. What fails ends it with a traceback.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

from tests.builders import PASSPHRASE, QUICK, an_entry, an_incident
from tests.warroom.sync.cells import at_home
from warroom.room import Room
from warroom.sync import packing
from warroom.sync.frames import Magic, check

ENTRIES = 240


def opened(home: Path) -> Room:
    with at_home(home):
        return Room.open(
            home / "cell.warroom", passphrase=PASSPHRASE, machine=home.name[:1].encode() * 32, backups=False
        )


def apart(work: Callable[[], None]) -> None:
    """Run in a process of its own, so that no thread of a room is there when the next one is forked."""
    pid = os.fork()
    if pid == 0:
        code = 1
        try:
            work()
            code = 0
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            if code:
                import traceback

                traceback.print_exc()
            os._exit(code)
    if os.waitpid(pid, 0)[1] != 0:
        raise SystemExit("what was left after a kill is not sound")


def found(folder: Path) -> None:
    """Two laptops of one room; the second has much to tell."""
    from tests.warroom.sync.cells import Cell

    cell = Cell(folder, 2)
    one, two = cell.laptops
    incident = an_incident(two.room)
    for number in range(ENTRIES):
        an_entry(two.room, incident.ref, text=f"vu {number}")
    an_incident(one.room)
    two.room.write_bundle(folder / "stick.warroom-bundle", everything=True)
    cell.close()
    assert QUICK.memory_kib < 10_000


def writes(home: Path, out: Path, told: int) -> None:
    room = opened(home)
    os.write(told, b"ready\n")
    for number in range(10**6):
        room.write_bundle(out / f"s{number}.warroom-bundle", everything=True)
        os.write(told, f"{number}\n".encode())


def reads(home: Path, out: Path, told: int) -> None:
    packing.BATCH = 20
    room = opened(home)
    os.write(told, b"ready\n")
    for number in range(10**6):
        room.read_bundle(out.parent / "stick.warroom-bundle")
        incident = room._store.reader().execute("SELECT id FROM incident ORDER BY id LIMIT 1").fetchall()[0][0].hex()
        os.write(told, f"{an_entry(room, incident, text=f'après {number}').number}\n".encode())


def after_writing(home: Path, out: Path, told: list[str]) -> None:
    here = {path.name for path in out.iterdir() if not path.name.startswith(".tmp-")}
    assert {f"s{number}.warroom-bundle" for number in told} <= here, (told, here)
    for name in here:
        with (out / name).open("rb") as stream:
            check(stream, Magic.BUNDLE)
    with opened(home) as room:
        assert room.verify() == []
        room.write_bundle(out / "again.warroom-bundle", everything=True)


def after_reading(home: Path, out: Path, told: list[str]) -> None:
    with opened(home) as room:
        for number in told:
            assert room.views.entry_by_number(number) is not None, number
        assert [problem for problem in room.verify() if not problem.is_note] == []
        room.read_bundle(out.parent / "stick.warroom-bundle")
        assert room._store.reader().execute("SELECT count(*) FROM entry").fetchall()[0][0] >= ENTRIES
        assert room._store.reader().execute("SELECT count(*) FROM inbox").fetchall()[0][0] == 0
        assert room.exchange.asides() == []
        room.write_bundle(out / "back.warroom-bundle", everything=True)
    other = out / "b"
    shutil.copytree(out.parent / "home-B", other)
    with opened(other) as room:
        room.read_bundle(out / "back.warroom-bundle")
        room.write_bundle(out / "forth.warroom-bundle")
        expected = room.dump()
    with opened(home) as room:
        room.read_bundle(out / "forth.warroom-bundle")
        assert room.verify() == []
        assert room.dump() == expected


def kill_once(folder: Path, mode: str, number: int, wait_s: float) -> int:
    """Fork a laptop at work, kill it after so many seconds, and look at what it left; how much it had told."""
    home, out = folder / f"{'B' if mode == 'write' else 'A'}-{mode}-{number}", folder / f"out-{mode}-{number}"
    shutil.copytree(folder / ("home-B" if mode == "write" else "home-A"), home)
    out.mkdir()
    hear, tell = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(hear)
        try:
            (writes if mode == "write" else reads)(home, out, tell)
        finally:
            os._exit(1)
    os.close(tell)
    with os.fdopen(hear, "rb") as said:
        assert said.readline() == b"ready\n"
        time.sleep(wait_s)
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        told = [line.decode().strip() for line in said.read().split(b"\n")[:-1]]
    apart(lambda: (after_writing if mode == "write" else after_reading)(home, out, told))
    shutil.rmtree(home)
    shutil.rmtree(out)
    return len(told)


def main() -> None:
    folder, mode, moments, seed = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
    apart(lambda: found(folder))
    dice = random.Random(seed)
    told = [kill_once(folder, mode, number, dice.random() ** 2 * 0.4) for number in range(moments)]
    print(f"{moments} kills; acknowledged before each: {told}")


if __name__ == "__main__":
    main()
