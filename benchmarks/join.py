"""Joining: from an invitation file and its code to a room in which somebody reads the log and writes an entry.

python -m benchmarks.join FOLDER --entries 1000000

Prints JSON: seconds and operations a second. The room is made in FOLDER if it is not there yet. What was joined is
read (the newest page of the log) and written to (one entry) before the time is taken; search goes on being fed behind.
"""

from __future__ import annotations

import argparse
import cProfile
import json
import os
import pstats
import resource
import shutil
import time
from pathlib import Path

from benchmarks.big_room import PASSPHRASE, QUICK, build, open_big
from warroom.commands import LogEntry
from warroom.room import Room


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("folder", type=Path)
    asked.add_argument("--entries", type=int, default=100_000)
    asked.add_argument("--profile", action="store_true", help="also say where the time goes")
    wanted = asked.parse_args()
    os.environ["WARROOM_HOME"] = str(wanted.folder / "home")
    big = build(wanted.folder, wanted.entries)
    file = wanted.folder / "stick.warroom-invitation"
    with open_big(big.path) as room:
        began = time.perf_counter()
        code = room.invite(file, argon2=QUICK)
        invited = time.perf_counter() - began
        ops = sum(room.exchange.vector().values())
    target = wanted.folder / "joined"
    shutil.rmtree(target, ignore_errors=True)
    profile = cProfile.Profile()
    if wanted.profile:
        profile.enable()
    began = time.perf_counter()
    room = Room.join(
        file, target / "cell.warroom", code=code, station="B", passphrase=PASSPHRASE, argon2=QUICK, backups=False
    )
    joined = time.perf_counter() - began
    profile.disable()
    shown = room.views.entries_by_key(room.views.first_entry_keys(big.incident, count=50))
    written = room.do(LogEntry(incident=big.incident, text="Poste B prêt")).result()
    useful = time.perf_counter() - began
    room.close()
    if wanted.profile:
        pstats.Stats(profile).sort_stats("tottime").print_stats(30)
    print(
        json.dumps(
            {
                "ops": ops,
                "file_mb": round(file.stat().st_size / 1e6, 1),
                "invite_s": round(invited, 2),
                "join_s": round(joined, 2),
                "useful_s": round(useful, 2),
                "ops_per_s": round(ops / joined),
                "entries_shown": len(shown),
                "written": written.number,
                "most_memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
            }
        )
    )


if __name__ == "__main__":
    main()
