"""Cells: two to five laptops with real rooms on disk, clocks of their own, and sticks between them."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import apsw

from tests.builders import NOON, PASSPHRASE, a_room
from tests.warroom.storage.replicas import World, check_against_oracle
from tests.warroom.sync.meeting import vouch
from warroom.clock import FixedClock, Moment
from warroom.domain.exchange import Outcome, Why
from warroom.errors import Refusal
from warroom.identity.files import private_folder
from warroom.room import Room
from warroom.storage.journal import OP_COLUMNS, op_from_row, set_meta
from warroom.storage.ops import Op
from warroom.storage.vault import Vault

LETTERS = "ABCDE"
NAMES = ("Léa Martin", "Marc Petit", "Ines Roux", "Karim Ben", "Jo Blanc")


class SkewedClock(FixedClock):
    """The world's time, a millisecond later at every look, and wrong by what this laptop is wrong by."""

    def __init__(self, times: Iterator[int]) -> None:
        super().__init__(NOON)
        self._times, self.skew_ms = times, 0

    def now_ms(self) -> int:
        self.set(next(self._times) + self.skew_ms)
        return super().now_ms()

    def moment(self) -> Moment:
        self.now_ms()
        return super().moment()


class Laptop:
    """One laptop: its home, its room file, and the room while it is open."""

    def __init__(self, letter: str, home: Path, clock: SkewedClock, *, machine: bytes) -> None:
        self.letter, self.home, self.clock, self.machine = letter, home, clock, machine
        self.path = home / "cell.warroom"
        self.room: Room
        self.snapshot: dict[str, bytes] = {}
        self.backup = home / "backup.warroom"

    def open(self) -> None:
        with at_home(self.home):
            self.room = Room.open(
                self.path, passphrase=PASSPHRASE, clock=self.clock, machine=self.machine, backups=False
            )

    def restart(self) -> None:
        self.room.close()
        self.open()

    def rows(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        return list(self.room._store.reader().execute(sql, values))

    # What goes wrong with laptops

    def take_snapshot(self) -> None:
        """Remember every byte of the home, as an image of the machine does."""
        self.room.close()
        self.snapshot = {p.name: p.read_bytes() for p in sorted(self.home.iterdir()) if p.is_file()}
        self.open()

    def revert(self) -> None:
        """The machine is set back to its image: the same files, on the same disk, as they were."""
        self.room.close()
        for path in self.home.iterdir():
            if path.is_file() and path.name not in self.snapshot:
                path.unlink()
        for name, body in self.snapshot.items():
            with (self.home / name).open("r+b") as stream:
                stream.truncate(0)
                stream.write(body)
        self.open()

    def restore_backup(self) -> None:
        self.room.close()
        shutil.copyfile(self.backup, self.path)
        self.open()


class Cell:
    """The laptops of one room, and everything anybody wrote with what its writer knew."""

    def __init__(self, folder: Path, count: int) -> None:
        self.folder, self.world = folder, World()
        self._times = iter(range(NOON, NOON + 10**9))
        self.laptops: list[Laptop] = []
        self.sticks: list[Path] = []
        self._found()
        for _laptop in range(count - 1):
            self.add()
            vouch(self.laptops[0].room, self.laptops[-1].room)
            self.note(self.laptops[0])
            introduce(self.laptops[0], self.laptops[-1])

    def close(self) -> None:
        for laptop in self.laptops:
            laptop.room.close()

    def _home(self, letter: str) -> tuple[Path, SkewedClock, bytes]:
        return private_folder(self.folder / f"home-{letter}"), SkewedClock(self._times), letter.encode()[:1] * 32

    def _found(self) -> None:
        home, clock, machine = self._home("A")
        laptop = Laptop("A", home, clock, machine=machine)
        with at_home(home):
            laptop.room = a_room(home, clock=clock, machine=machine, member=NAMES[0])
        self.laptops.append(laptop)
        self.note(laptop)

    def add(self) -> Laptop:
        """Another laptop that has the room's file and key, and for which nobody vouches yet."""
        letter = LETTERS[len(self.laptops)]
        home, clock, machine = self._home(letter)
        laptop = Laptop(letter, home, clock, machine=machine)
        founder = self.laptops[0].room
        founder.backup(laptop.path)
        vault = Vault(laptop.path, key=founder._key.raw)
        with vault.writing() as conn:
            set_meta(conn, "letter", letter)
            set_meta(conn, "incarnations", 0)
            for table in ("bulletin", "aside"):
                conn.execute(f"DELETE FROM {table}")
            conn.execute("DELETE FROM meta WHERE name LIKE 'local.%'")
        vault.close()
        laptop.open()
        self.note(laptop)
        laptop.room.sit_down(NAMES[len(self.laptops)])
        self.laptops.append(laptop)
        self.note(laptop)
        return laptop

    def clone(self, laptop: Laptop) -> Laptop:
        """The laptop's disk on another machine: the same file, the same station, the same note of how far it came."""
        laptop.room.close()
        home = self.folder / f"clone-{len(self.laptops)}"
        shutil.copytree(laptop.home, home)
        laptop.open()
        twin = Laptop(laptop.letter, home, SkewedClock(self._times), machine=b"another machine".ljust(32))
        twin.open()
        self.laptops.append(twin)
        self.note(twin)
        return twin

    def note(self, laptop: Laptop) -> None:
        """Remember what this laptop wrote since it was last looked at: it knew then what it knows now.

        To be called after every write and every merge, and never after both.
        """
        ((own,),) = laptop.rows("SELECT value FROM meta WHERE name='writer'")
        past = laptop.room.exchange.vector()
        for (seq,) in laptop.rows("SELECT seq FROM op WHERE w=?", own):
            if (own, seq) not in self.world.ops:
                self.world.ops[own, seq] = _op(laptop, own, seq), past

    def forget_unheard(self, laptop: Laptop) -> None:
        """What this laptop wrote and nobody heard before it was set back was never written."""
        known = laptop.room.exchange.vector()
        own = laptop.room.identity.station_id.hex()
        mine = {bytes.fromhex(w) for (w,) in laptop.rows("SELECT writer FROM writer WHERE station=unhex(?)", own)}
        for w, seq in list(self.world.ops):
            if (
                w in mine
                and seq > known.get(w, 0)
                and not any(each.room.exchange.vector().get(w, 0) >= seq for each in self.laptops)
            ):
                del self.world.ops[w, seq]

    # Sticks

    def write(self, laptop: Laptop, *, everything: bool = False, to: str = "") -> Path:
        path = self.folder / f"stick-{len(self.sticks)}.warroom-bundle"
        laptop.room.write_bundle(path, everything=everything, to=to)
        self.sticks.append(path)
        return path

    def read(self, laptop: Laptop, path: Path, *, agree: bool = True) -> Outcome | None:
        """Read a stick; None when it is not sealed to this laptop, or it takes a person to agree first."""
        try:
            outcome = laptop.room.read_bundle(path, agree_to_deletes=agree)
        except Refusal as refusal:
            assert refusal.code == "bundle-not-for-us"  # noqa: PT017  # nothing else may be refused
            return None
        allowed = {Why.UNKNOWN} if agree else {Why.UNKNOWN, Why.DELETES}
        assert {aside.why for aside in outcome.set_aside} <= allowed, outcome.set_aside
        self.note(laptop)
        return outcome

    # The end

    def settle(self, *, everything: bool) -> None:
        """Everybody reads everybody's newest bundle, twice round, and a third time for what was vouched for late."""
        for _round in range(3):
            written: list[Path] = []
            for laptop in self.laptops:
                with suppress(Refusal):  # nobody left to write to
                    written.append(self.write(laptop, everything=everything))
            for laptop in self.laptops:
                for path in written:
                    self.read(laptop, path)

    def readable(self) -> list[Laptop]:
        """The laptops to which every one of them seals what it writes."""
        found = list(self.laptops)
        while True:
            seal_to = [set(laptop.room.exchange.readers()) for laptop in found]
            kept = [x for x in found if all(x.room.identity.station_id.hex() in each for each in seal_to)]
            if kept == found:
                break
            found = kept
        is_one = len({each.room.identity.station_id for each in found}) < 2  # and its clones: nobody to write to
        return found[:1] if is_one else found

    def check(self) -> None:
        """One room again: the same bytes everywhere, what causal pasts say, nothing waiting, nothing damaged."""
        together = self.readable()
        if not together:
            return
        first = together[0]
        dumped = first.room.dump()
        for laptop in together:
            assert laptop.room.dump() == dumped, _differs(laptop, first)
            assert not laptop.rows("SELECT 1 FROM inbox")
            assert not laptop.room.exchange.asides()
            problems = [p for p in laptop.room.verify() if not p.is_note and "right was missing" not in p.what]
            assert not problems, (laptop.letter, problems)
        self._check_oracle(first)
        for laptop in together:
            laptop.room.rebuild()
            assert laptop.room.dump() == dumped

    def _check_oracle(self, laptop: Laptop) -> None:
        world, known = World(), laptop.room.exchange.vector()
        for (w, seq), (_op_then, past) in self.world.ops.items():
            if seq <= known.get(w, 0):
                op = _op(laptop, w, seq)  # as erasures left it
                world.ops[w, seq] = replace(op, patch=dict(op.told)), past
        assert len(world.ops) == sum(known.values())

        class Here:
            conn = laptop.room._store.reader()

        without = {(w, seq) for w, seq in laptop.rows("SELECT w, seq FROM op WHERE gate=0")}
        check_against_oracle(world, Here, without)  # type: ignore[arg-type]  # only its connection is asked for


def introduce(one: Laptop, other: Laptop) -> None:
    """Each knows the other's station, as an invitation brings about."""
    path = one.home / "introduction.warroom-bundle"
    other.room.exchange.receiver.take(_packed(one), source="invitation")
    one.room.exchange.receiver.take(_packed(other), source="invitation")
    path.unlink(missing_ok=True)


def _packed(laptop: Laptop) -> list[bytes]:
    laptop.room.exchange.sign()
    return laptop.room.exchange.packed_beyond({})


def _op(laptop: Laptop, w: bytes, seq: int) -> Op:
    ((*row,),) = laptop.rows(f"SELECT {OP_COLUMNS} FROM op WHERE w=? AND seq=?", w, seq)
    return op_from_row(tuple(row))


@contextmanager
def at_home(home: Path) -> Iterator[None]:
    """What a program keeps for its user lies in this folder meanwhile."""
    before = os.environ.get("WARROOM_HOME")
    os.environ["WARROOM_HOME"] = str(home)
    try:
        yield
    finally:
        if before is None:
            del os.environ["WARROOM_HOME"]
        else:
            os.environ["WARROOM_HOME"] = before


class Crash(apsw.AbortError):  # as SQLite itself might end a statement: whoever is idle waits for better days
    """The power went."""


@contextmanager
def crashing(room: Room, after: int) -> Iterator[list[int]]:
    """Raise Crash at the statement with this number that the writer runs; how many ran."""
    conn, ran = room._store.vault.writer, [0]

    def trace(_cursor: Any, sql: str, _values: Any) -> bool:
        ran[0] += 1
        if ran[0] > after and not sql.startswith("ROLLBACK"):
            raise Crash
        return True

    def set_trace(how: Any) -> None:
        conn.exec_trace = how

    room._store.aside(lambda: set_trace(trace)).result()
    try:
        yield ran
    finally:
        room._store.aside(lambda: set_trace(None)).result()


def _differs(one: Laptop, other: Laptop) -> str:
    """Where two laptops differ, for whoever reads the failure."""
    mine, theirs = one.room.exchange.vector(), other.room.exchange.vector()
    ops = {w.hex(): (mine.get(w), theirs.get(w)) for w in mine.keys() | theirs.keys()}
    here, there = (set(laptop.room.dump().replace(b"},{", b"}\n{").splitlines()) for laptop in (one, other))
    return (
        f"{one.letter}, {other.letter}: {ops}, only here {list(here - there)[:4]}, only there {list(there - here)[:4]}"
    )
