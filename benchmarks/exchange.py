"""Exchange: a bundle with the ops of `benchmarks/merge.py` read into a room, beside their raw encrypted insert.

Reading is all of it: the file checked, the envelope opened, signatures verified, ops decoded strictly, commitments and
chains hashed, merged, made findable. Prints JSON: the best of several rounds, and the ratios, which carry over to other
machines; `cpu` are the same of processor time, which others on the machine disturb less. `--live` makes every second op
carry what its writer has seen.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import merge as raw

from warroom.commands import AddAction, AmendAction, DeclareIncident
from warroom.domain.ids import named_id
from warroom.identity.keys import Argon2Parameters
from warroom.identity.signing import segment_message
from warroom.identity.stations import StationIdentity
from warroom.room import Room
from warroom.storage.exchange import Line
from warroom.storage.journal import INSERT_OP, begin_writer, op_row
from warroom.storage.merge import accept
from warroom.storage.migrations import migrate
from warroom.storage.ops import FIRST_HASH, Op
from warroom.storage.segments import LONGEST, Header, Segment
from warroom.storage.vault import Vault
from warroom.storage.wire import Wire, arrive
from warroom.sync.bundles import write_bundle
from warroom.sync.frames import Magic
from warroom.sync.packing import pack

QUICK = Argon2Parameters(memory_kib=8_192, iterations=1, lanes=1)
Written = list[tuple[Op, Wire]]
Cost = tuple[float, float]


class Laptop(raw.Hand):
    """A writer with a station of its own, whose first two ops say so."""

    def __init__(self, number: int, room: str) -> None:
        super().__init__(number)
        self.identity = StationIdentity.fresh()
        self.room, self.station = room, self.identity.station_id.hex()

    def enrolled(self) -> Written:
        keys = {"public_key": self.identity.public_key.hex(), "box_key": self.identity.sealing_key.hex()}
        writer = {"writer": self.writer.hex(), "station": self.station, "prefix": "X", "why": "created"}
        record = named_id(self.room, "writer", self.writer.hex())
        return [self._say("station", self.station, {"letter": "X", **keys}), self._say("writer", record, writer)]

    def _say(self, noun: str, record: str, patch: dict[str, Any]) -> tuple[Op, Wire]:
        self.seq += 1
        hlc, salt = (raw.NOW + self.seq) << 16, os.urandom(16)
        op = Op(self.writer, self.seq, hlc, noun, record, patch, salt, "", raw.NOW, 60, "Europe/Paris", {})
        self.hash = op.hash_after(self.hash)
        return op, Wire(op.wire(), self.hash, self.writer, self.seq)

    def packed(self, written: Written) -> list[bytes]:
        """Its ops in runs, signed, as it sends them."""
        mine = [line for op, line in written if op.writer == self.writer]
        runs, previous = [], FIRST_HASH
        for start in range(0, len(mine), LONGEST):
            part = mine[start : start + LONGEST]
            header = Header(self.room, self.writer, part[0].seq, part[-1].seq, previous, part[-1].hash)
            signature = self.identity.sign(segment_message(header.encoded()))
            runs.append(pack(Segment(header, signature), [Line(line.body) for line in part]))
            previous = part[-1].hash
        return runs


def a_room(folder: Path) -> Room:
    os.environ["WARROOM_HOME"] = str(folder / "home")
    return Room.create(folder / "cell.warroom", name="Bench", passphrase="bench", argon2=QUICK, backups=False)


def bundle(path: Path, room: Room, runs: list[bytes]) -> None:
    write_bundle(
        path,
        magic=Magic.BUNDLE,
        header={"room": room.id},
        manifest={"at": raw.NOW, "bulletins": [], "files_left": 0, "station": ""},
        runs=runs,
        pieces=[],
        piece=lambda sha: None,
        box_keys=[room.identity.sealing_key],
    )


def one_round(folder: Path, *, ops: int, rows: int, live: bool) -> dict[str, float]:
    room = a_room(folder)
    laptops = [Laptop(number, room.id) for number in (1, 2, 3, 4, 5, 9)]
    first = laptops[-1]
    before = first.enrolled() + [
        first.write(f"{n:032x}", dict.fromkeys(raw.FIELDS, f"before {n}"), {}) for n in range(rows)
    ]
    written = [each for laptop in laptops[:5] for each in laptop.enrolled()]
    written += raw.incoming(ops, rows, first, live=live, hands=list(laptops[:5]))
    for laptop in laptops:
        said = {"station": laptop.station, "public_key": laptop.identity.public_key.hex(), "reason": "bench"}
        room._store.submit(lambda books, said=said: books.make("trust", said)).result()  # type: ignore[misc]
    bundle(folder / "before.warroom-bundle", room, first.packed(before))
    runs = [run for some in zip(*(each.packed(written) for each in laptops[:5]), strict=True) for run in some]
    bundle(folder / "after.warroom-bundle", room, runs)  # oldest first, as a laptop writes them
    room.read_bundle(folder / "before.warroom-bundle")
    room._store.asked_at = -math.inf  # nobody has typed for a while; who does waits less, and the merge takes longer
    (read_s, read_cpu), outcome = cost(lambda: room.read_bundle(folder / "after.warroom-bundle"))
    if outcome.received != len(written) or outcome.set_aside:
        raise SystemExit(f"only {outcome.received} of {len(written)} ops joined: {outcome.set_aside[:3]}")
    (again_s, again_cpu), _outcome = cost(lambda: room.read_bundle(folder / "after.warroom-bundle"))
    room.close()
    (floor_s, floor_cpu), (merge_s, merge_cpu) = floor_and_merge(folder, before, written)
    wall = {"floor_s": floor_s, "merge_s": merge_s, "read_bundle_s": read_s, "read_again_s": again_s}
    return wall | {
        "floor_cpu": floor_cpu,
        "merge_cpu": merge_cpu,
        "read_bundle_cpu": read_cpu,
        "read_again_cpu": again_cpu,
    }


def cost(job: Callable[[], Any]) -> tuple[Cost, Any]:
    """Seconds on the wall and of the processor, and what came of it."""
    wall, cpu = time.perf_counter(), time.process_time()
    result = job()
    return (time.perf_counter() - wall, time.process_time() - cpu), result


def floor_and_merge(folder: Path, before: Written, written: Written) -> tuple[Cost, Cost]:
    """The raw insert of the same journal rows, and the merge alone of ops decoded beforehand."""
    vault = Vault(folder / "floor.warroom", key=os.urandom(32), create=True)
    with vault.writing() as conn:
        migrate(conn)
    rows = sorted((op_row(op, digest=line.hash, cx=0) for op, line in written), key=lambda row: (row[0], row[1]))

    def insert() -> None:
        with vault.writing() as conn:
            conn.executemany(INSERT_OP, rows)

    floor, _none = cost(insert)
    vault.close()
    vault = Vault(folder / "merge.warroom", key=os.urandom(32), create=True)
    with vault.writing() as conn:
        migrate(conn)
        begin_writer(conn, b"benchmrk")
        accept(conn, [line for _op, line in before], now_ms=raw.NOW)
    arrivals = [arrive(line) for _op, line in written]

    def take() -> None:
        with vault.writing() as conn:
            accept(conn, arrivals, now_ms=raw.NOW)

    merged, _none = cost(take)
    vault.close()
    return floor, merged


def local_edit(folder: Path, *, edits: int = 400) -> float:
    """Seconds of one edit through the door, the disk's own wait left out (synchronous=OFF); the median."""
    room = a_room(folder)
    room._store.aside(lambda: list(room._store.vault.writer.execute("PRAGMA synchronous=OFF"))).result()  # type: ignore[arg-type]
    incident = room.do(DeclareIncident(title="Bench")).result()
    action = room.do(AddAction(incident=incident.id, text="edited")).result().id
    taken = []
    for number in range(edits):
        start = time.perf_counter()
        room.do(AmendAction(action=action, text=f"edited {number}")).result()
        taken.append(time.perf_counter() - start)
    room.close()
    return statistics.median(taken)


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--ops", type=int, default=100_000)
    asked.add_argument("--rows", type=int, default=20_000)
    asked.add_argument("--live", action="store_true")
    asked.add_argument("--rounds", type=int, default=3, help="the best of so many is told")
    wanted = asked.parse_args()
    rounds = []
    for _round in range(wanted.rounds):
        with tempfile.TemporaryDirectory() as folder:
            rounds.append(one_round(Path(folder), ops=wanted.ops, rows=wanted.rows, live=wanted.live))
    with tempfile.TemporaryDirectory() as folder:
        edit_s = local_edit(Path(folder))
    found = {name: min(each[name] for each in rounds) for name in rounds[0]}
    report = {
        "ops": wanted.ops,
        "field_ops": wanted.ops * 2,
        "live": wanted.live,
        **{name: round(seconds, 3) for name, seconds in found.items()},
        "merge_to_floor": round(found["merge_s"] / found["floor_s"], 2),
        "read_bundle_to_floor": round(found["read_bundle_s"] / found["floor_s"], 2),
        "cpu": {
            "merge_to_floor": round(found["merge_cpu"] / found["floor_cpu"], 2),
            "read_bundle_to_floor": round(found["read_bundle_cpu"] / found["floor_cpu"], 2),
            "read_again_to_merge": round(found["read_again_cpu"] / found["merge_cpu"], 3),
        },
        "read_again_to_merge": round(found["read_again_s"] / found["merge_s"], 3),
        "local_edit_ms": round(edit_s * 1000, 2),
        "goals": {"merge_to_floor": 6, "read_bundle_to_floor": 10, "read_again_to_merge": 0.1, "local_edit_ms": 1},
    }
    print(json.dumps(report, indent=2))


if __name__ == "__main__":
    main()
