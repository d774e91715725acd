"""Paper: from the one key to a PDF that was read back, on the demonstration and on a long log. Prints JSON.

    python -m benchmarks.paper --entries 10000 --runs 3

`switch` is everything: reading the room, taking numbers, laying out, writing, reading back (a folder on this disk).
`printer` is the pages as a printer gets them. `overtaken` is what the register asks of one
copy after 1,000 more entries.
`write` is one entry with the readable copy beside the second copy on, and `close` the end of such a room, in
milliseconds; the same without it beside them.
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
from typing import Any

from warroom.commands import DeclareIncident, LogEntry
from warroom.demo import make_demo
from warroom.identity.keys import Argon2Parameters
from warroom.room import Room

PASSPHRASE = "four calm words here"
QUICK = Argon2Parameters(memory_kib=8_192, iterations=1, lanes=1)
BATCH = 1_000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entries", type=int, default=10_000)
    parser.add_argument("--runs", type=int, default=3)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ["WARROOM_HOME"] = f"{name}/home"
        found: dict[str, Any] = {}
        with make_demo(folder / "demo.warroom", language="fr") as room:
            found["demo"] = on_paper(room, folder, asked.runs)
        room, incident = a_long_log(folder, asked.entries)
        with room:
            found[f"{asked.entries} entries"] = on_paper(room, folder, asked.runs)
            write_more(room, incident, BATCH)
            copy = room.views.printouts()[0]
            found["overtaken ms"] = timed(lambda: room.views.overtaken(copy), asked.runs) * 1000
        found["beside the second copy"] = {
            "on": beside(folder / "on", asked.entries, paper=True),
            "off": beside(folder / "off", asked.entries, paper=False),
        }
    print(json.dumps(found, indent=1))


def on_paper(room: Room, folder: Path, runs: int) -> dict[str, float]:
    """Seconds, the middle of some runs."""
    papers = room.paper.take()
    return {
        "switch s": timed(lambda: room.paper.switch(folder), runs),
        "printer s": timed(lambda: room.paper.pages(papers), runs),
    }


def beside(folder: Path, entries: int, *, paper: bool) -> dict[str, float]:
    """Milliseconds: the slowest of 300 entries while the first papers are made, and closing."""
    disk = folder / "disk"
    disk.mkdir(parents=True)
    room, incident = a_long_log(folder, entries, backups=True)
    room.choose_mirror(str(disk), paper=paper)
    slowest = max(timed(lambda: room.do(LogEntry(incident=incident, text="Un fait")).result(), 1) for _n in range(300))
    while not room.protection.mirror_at or (paper and not room.protection.paper_at):
        time.sleep(0.05)
    room.do(LogEntry(incident=incident, text="Le dernier")).result()
    began = time.perf_counter()
    room.close()
    return {"slowest write ms": slowest * 1000, "close ms": (time.perf_counter() - began) * 1000}


def a_long_log(folder: Path, entries: int, *, backups: bool = False) -> tuple[Room, str]:
    room = Room.create(folder / "long.warroom", name="Long", passphrase=PASSPHRASE, argon2=QUICK, backups=backups)
    room.sit_down("Léa Martin")
    incident = room.do(DeclareIncident(title="Panne mondiale")).result().id
    write_more(room, incident, entries)
    return room, incident


def write_more(room: Room, incident: str, entries: int) -> None:
    for start in range(0, entries, BATCH):
        more = [
            LogEntry(incident=incident, text=f"Supervision, relevé {number} : 62 % des nœuds répondent")
            for number in range(start, min(start + BATCH, entries))
        ]
        room.do_all(list(more)).result()


def timed(work: Callable[[], object], runs: int) -> float:
    took = []
    for _run in range(runs):
        began = time.perf_counter()
        work()
        took.append(time.perf_counter() - began)
    return statistics.median(took)


if __name__ == "__main__":
    main()
