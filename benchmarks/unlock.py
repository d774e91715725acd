"""Unlock: from a path and a secret to an open room, by each way, and what one wrong guess costs. Prints JSON.

    python -m benchmarks.unlock --runs 9

The passphrase is stretched with the parameters every new room gets. The keyring is one in memory: what the system's own
takes to answer comes on top. `guess` is one wrong passphrase against the keys file alone, as a thief would try, in this
process on one laptop; better hardware buys speed with memory, which is what Argon2id makes dear.
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

from warroom.errors import WrongKey
from warroom.identity.keyring import KeyringDoor
from warroom.identity.keys import DEFAULT_ARGON2, keys_path, open_keys
from warroom.room import Room

GUESSES = 10_000
PASSPHRASE = "four calm words here"


class Drawer:
    """A keyring in memory."""

    def __init__(self) -> None:
        self.held: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.held.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.held[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.held[service, username]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=9)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["WARROOM_HOME"] = f"{folder}/home"
        path, door = Path(folder) / "bench.warroom", KeyringDoor(backend=Drawer())
        with Room.create(path, name="Bench", passphrase=PASSPHRASE, keyring=door, backups=False) as room:
            code = room.recovery_code
        ways: dict[str, Callable[[], None]] = {
            "passphrase": lambda: Room.open(path, passphrase=PASSPHRASE, backups=False).close(),
            "keyring": lambda: Room.open(path, keyring=door, backups=False).close(),
            "recovery": lambda: Room.open(path, recovery_code=code, backups=False).close(),
            "guess": lambda: guess(path),
        }
        found = {name: quantiles([timed(way) for _run in range(asked.runs)]) for name, way in ways.items()}
    guess_s = found["guess"]["p50_ms"] / 1000
    print(
        json.dumps(
            {
                "runs": asked.runs,
                "cores": os.cpu_count(),
                "argon2id": f"{DEFAULT_ARGON2.memory_kib // 1024} MiB, {DEFAULT_ARGON2.iterations} passes, "
                f"{DEFAULT_ARGON2.lanes} lanes",
                **found,
                f"{GUESSES}_guesses_minutes": round(GUESSES * guess_s / 60, 1),
            },
            indent=2,
        )
    )


def guess(path: Path) -> None:
    try:
        open_keys(keys_path(path), passphrase="another four words")
    except WrongKey:
        return
    raise AssertionError("a wrong passphrase opened the room")


def timed(work: Callable[[], None]) -> float:
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def quantiles(values: list[float]) -> dict[str, float]:
    return {
        "best_ms": round(min(values), 1),
        "p50_ms": round(statistics.median(values), 1),
        "worst_ms": round(max(values), 1),
    }


if __name__ == "__main__":
    main()
