"""Commit: what one durable entry costs through the room's door, beside the floor of one bare commit. Prints JSON.

The floor is one row in one table with two indexes, in a file with the same cipher, WAL and synchronous=FULL. Bare
commits and entries take turns, so that both meet the same disk at the same moment; milliseconds.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import apsw

from warroom.commands import DeclareIncident, LogEntry
from warroom.identity.keys import Argon2Parameters
from warroom.room import Room
from warroom.storage.vault import Vault

QUICK = Argon2Parameters(memory_kib=8_192, iterations=1, lanes=1)
TEXT = "Supervision : 62 % des nœuds répondent à nouveau, l'astreinte de l'hébergeur est jointe"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=1_000, help="commits of each sort")
    parser.add_argument("--folder", type=Path, help="a folder on the disk to measure; a temporary one otherwise")
    parser.add_argument("--profile", action="store_true", help="profile the writer's work instead of timing it")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=asked.folder) as made:
        folder = Path(made)
        os.environ["WARROOM_HOME"] = str(folder / "home")
        with Room.create(
            folder / "bench.warroom", name="Bench", passphrase="four calm words here", argon2=QUICK, backups=False
        ) as room:
            room.sit_down("Léa Martin")
            incident = room.do(DeclareIncident(title="Bench")).result().id
            log = entry_writer(room, incident)
            if asked.profile:
                profile(room, incident, asked.count)
            else:
                print(json.dumps(measure(floor_writer(folder / "floor.db"), log, asked.count), indent=2))


def entry_writer(room: Room, incident: str) -> Callable[[], None]:
    """One entry from the click to the disk: the future's end is what the screen waits for."""

    def write() -> None:
        room.do(LogEntry(incident=incident, text=TEXT)).result()

    return write


def floor_writer(path: Path) -> Callable[[], None]:
    """One row, one commit, as little as SQLite can do for it."""
    conn = Vault(path, key=os.urandom(32), create=True).writer
    for statement in (
        "CREATE TABLE line(key INTEGER PRIMARY KEY, id BLOB, at INTEGER, text TEXT)",
        "CREATE INDEX line_id ON line(id)",
        "CREATE INDEX line_at ON line(at)",
    ):
        conn.execute(statement)

    def write() -> None:
        conn.execute("BEGIN IMMEDIATE")
        conn.execute("INSERT INTO line(id, at, text) VALUES(?,?,?)", (os.urandom(16), time.time_ns(), TEXT))
        conn.execute("COMMIT")

    return write


def measure(floor: Callable[[], None], entry: Callable[[], None], count: int) -> dict[str, object]:
    for _warm in range(50):
        floor()
        entry()
    bare, whole = [], []
    for _turn in range(count):
        bare.append(timed(floor))
        whole.append(timed(entry))
    found = {"bare_commit": quantiles(bare), "log_entry": quantiles(whole)}
    return {
        "count": count,
        "sqlite": apsw.sqlite_lib_version(),
        **found,
        "ratio_p50": round(found["log_entry"]["p50_ms"] / found["bare_commit"]["p50_ms"], 2),
        "ratio_p99": round(found["log_entry"]["p99_ms"] / found["bare_commit"]["p99_ms"], 2),
    }


def timed(work: Callable[[], None]) -> float:
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def quantiles(values: list[float]) -> dict[str, float]:
    cuts = statistics.quantiles(values, n=100)
    return {"p50_ms": round(cuts[49], 3), "p99_ms": round(cuts[98], 3)}


def profile(room: Room, incident: str, count: int) -> None:
    """Where the writer's time goes, most costly first."""
    import cProfile
    import pstats

    from warroom.commands.base import handle

    watch = cProfile.Profile()
    store = room._store

    def work() -> None:
        command = LogEntry(incident=incident, text=TEXT)
        for _turn in range(count):
            watch.enable()
            store._transact(lambda books: handle(command, books), store.author, None)
            watch.disable()

    store._writer.submit(work).result()
    pstats.Stats(watch).sort_stats("tottime").print_stats(30)


if __name__ == "__main__":
    main()
