"""Merge: 100,000 ops (200,000 field values) of five writers into 20,000 rows, beside their raw encrypted insert.

Prints JSON. `--live` makes every second op carry what its writer has seen, as a live exchange does. Ratios carry over
to other machines, seconds do not. Reading (strict decoding and hashing) needs no lock and is shown apart.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from warroom.domain.nouns import NOUNS
from warroom.storage.journal import INSERT_OP, begin_writer, op_row
from warroom.storage.merge import accept
from warroom.storage.migrations import migrate
from warroom.storage.ops import FIRST_HASH, Op
from warroom.storage.vault import Vault
from warroom.storage.wire import Arrival, Wire, arrive

NOW = 1_800_000_000_000
FIELDS = [field.name for field in NOUNS["decision"].fields if field.type.name == "TEXT" and field.name != "number"][:10]


class Hand:
    """A writer somewhere else."""

    def __init__(self, number: int) -> None:
        self.writer, self.seq, self.hash = bytes([number]) * 8, 0, FIRST_HASH

    def write(self, record: str, patch: dict[str, Any], deps: dict[str, int]) -> tuple[Op, Wire]:
        self.seq += 1
        hlc = (NOW + self.seq) << 16
        op = Op(
            self.writer, self.seq, hlc, "decision", record, patch, os.urandom(16), "", NOW, 60, "Europe/Paris", deps
        )
        self.hash = op.hash_after(self.hash)
        return op, Wire(op.wire(), self.hash, self.writer, self.seq)


def preload(rows: int) -> tuple[Hand, list[tuple[Op, Wire]]]:
    hand = Hand(9)
    return hand, [hand.write(f"{n:032x}", dict.fromkeys(FIELDS, f"before {n}"), {}) for n in range(rows)]


def incoming(
    ops: int, rows: int, first: Hand, *, live: bool, hands: list[Hand] | None = None
) -> Iterator[tuple[Op, Wire]]:
    dice = random.Random(7)
    hands = hands or [Hand(number) for number in range(1, 6)]
    every = 2 if live else 500
    for number in range(ops):
        hand = hands[number % 5]
        deps = {first.writer.hex(): first.seq} if number < 5 else {}
        if hand.seq and hand.seq % every == 0:
            deps = {other.writer.hex(): other.seq for other in hands if other is not hand and other.seq}
        row = rows + number if dice.random() < 0.05 else dice.randrange(rows)
        yield hand.write(f"{row:032x}", dict.fromkeys(dice.sample(FIELDS, 2), f"after {number}"), deps)


def timed(job: Callable[[], Any]) -> tuple[float, Any]:
    start = time.perf_counter()
    result = job()
    return time.perf_counter() - start, result


def floor(folder: Path, written: list[tuple[Op, Wire]]) -> float:
    """The same journal rows, inserted by one prepared statement in one transaction, and nothing else."""
    vault = Vault(folder / "floor.warroom", key=os.urandom(32), create=True)
    with vault.writing() as conn:
        migrate(conn)
    rows = sorted((op_row(op, digest=line.hash, cx=0) for op, line in written), key=lambda row: (row[0], row[1]))

    def insert() -> None:
        with vault.writing() as conn:
            conn.executemany(INSERT_OP, rows)

    seconds, _none = timed(insert)
    vault.close()
    return seconds


def merge(folder: Path, before: list[tuple[Op, Wire]], written: list[tuple[Op, Wire]]) -> dict[str, float]:
    vault = Vault(folder / "merge.warroom", key=os.urandom(32), create=True)
    with vault.writing() as conn:
        migrate(conn)
        begin_writer(conn, b"benchmrk")
        accept(conn, [line for _op, line in before], now_ms=NOW)

    def take(lines: list[Arrival]) -> Any:
        with vault.writing() as conn:
            return accept(conn, lines, now_ms=NOW)

    read_s, lines = timed(lambda: [arrive(line) for _op, line in written])
    merge_s, accepted = timed(lambda: take(lines))
    if accepted.new != len(written):
        raise SystemExit(f"only {accepted.new} of {len(written)} ops were merged: {accepted.set_aside[:3]}")
    again_s, _accepted = timed(lambda: take(lines))
    vault.close()
    return {"read_s": read_s, "merge_s": merge_s, "again_s": again_s}


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--ops", type=int, default=100_000)
    asked.add_argument("--rows", type=int, default=20_000)
    asked.add_argument("--live", action="store_true")
    asked.add_argument("--rounds", type=int, default=3, help="the best of so many is told")
    wanted = asked.parse_args()
    first, before = preload(wanted.rows)
    written = list(incoming(wanted.ops, wanted.rows, first, live=wanted.live))
    floors, merges = [], []
    for _round in range(wanted.rounds):
        with tempfile.TemporaryDirectory() as folder:
            floors.append(floor(Path(folder), written))
            merges.append(merge(Path(folder), before, written))
    floor_s, found = min(floors), {name: min(times[name] for times in merges) for name in merges[0]}
    report = {
        "ops": wanted.ops,
        "field_ops": wanted.ops * 2,
        "rows": wanted.rows,
        "live": wanted.live,
        "floor_s": round(floor_s, 3),
        **{name: round(seconds, 3) for name, seconds in found.items()},
        "field_ops_per_s": round(wanted.ops * 2 / found["merge_s"]),
        "merge_to_floor": round(found["merge_s"] / floor_s, 2),
        "read_and_merge_to_floor": round((found["read_s"] + found["merge_s"]) / floor_s, 2),
        "goal_merge_to_floor": 6,
    }
    print(json.dumps(report, indent=2))


if __name__ == "__main__":
    main()
