"""Intake: which ops that came in may join the journal now, which wait for others, and which are set aside.

An op joins after the one before it of its writer and after everything it says its writer had seen; without that,
which of two values was later could be judged differently on two stations.
"""

from __future__ import annotations

import enum
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import apsw
import orjson

from warroom.storage.erased import may_withhold
from warroom.storage.ops import FIRST_HASH, Undecodable, canonical
from warroom.storage.wire import Arrival, Wire, arrive


class Why(enum.StrEnum):
    """Why an op was set aside: it never joins, and keeps no other from joining."""

    TAMPERED = "tampered"  # it lacks the hash its writer gave it, or a value that no erasure takes
    FORK = "fork"  # the same writer wrote something else under this number: a cloned laptop or a restored copy
    UNREADABLE = "unreadable"  # nothing tells whose it is


@dataclass(frozen=True, slots=True)
class SetAside:
    """One op that was refused; writer and number are empty when they cannot be made out."""

    why: Why
    writer: bytes
    seq: int


class Intake:
    """Sorts arrivals against the version vector, inside one open write transaction."""

    def __init__(self, conn: apsw.Connection) -> None:
        self._conn = conn
        rows = conn.execute("SELECT w, seq, hash FROM vv")
        self.heads: dict[bytes, tuple[int, bytes]] = {w: (seq, digest) for w, seq, digest in rows}
        self._forked = dict(conn.execute("SELECT w, max(seq_to) FROM aside WHERE why='fork' GROUP BY w"))
        self.duplicates = 0
        self.parked = 0
        self.set_aside: list[SetAside] = []
        self._pending: dict[bytes, dict[int, list[Arrival]]] = defaultdict(dict)

    def offer(self, line: Wire | Arrival) -> None:
        """Take in one op; nothing is decided yet, but for those that are here already."""
        if line.writer and 0 < line.seq <= self._upto(line.writer):
            self._compare(line.writer, line.seq, line.hash)
            return
        if isinstance(line, Arrival):
            arrival = line
        else:
            try:
                arrival = arrive(line)
            except Undecodable:
                self._refuse(Why.UNREADABLE, line.writer, line.seq)
                return
        if arrival.seq <= self._upto(arrival.writer):
            self._compare(arrival.writer, arrival.seq, arrival.hash)
        else:
            self._pending[arrival.writer].setdefault(arrival.seq, []).append(arrival)

    def ready(self) -> Iterator[Arrival]:
        """Every op that may join, here or waiting in the inbox, each after all that it depends on."""
        waiting = {bytes(row[0]) for row in self._conn.execute("SELECT DISTINCT w FROM inbox")}
        moved = True
        while moved:
            moved = False
            for writer in sorted(waiting | self._pending.keys()):
                while (arrival := self._next(writer, look_in_inbox=writer in waiting)) is not None:
                    moved = True
                    self.heads[writer] = arrival.seq, arrival.hash
                    yield arrival

    def park(self) -> None:
        """Leave what cannot join yet in the inbox, and empty it of what has joined."""
        for writer, line in self._pending.items():
            for seq, arrivals in line.items():
                for arrival in arrivals:
                    self._park(writer, seq, arrival)
        sql = "SELECT i.w, i.seq, i.hash FROM inbox i JOIN vv ON vv.w=i.w AND vv.seq>=i.seq"
        for writer, seq, digest in list(self._conn.execute(sql)):
            self._compare(writer, seq, digest)
            self._forget(writer, seq)

    def _upto(self, writer: bytes) -> int:
        head = self.heads.get(writer)
        return head[0] if head else 0

    def _next(self, writer: bytes, *, look_in_inbox: bool) -> Arrival | None:
        last, previous = self.heads.get(writer, (0, FIRST_HASH))
        seq = last + 1
        arrivals = self._pending[writer].pop(seq, None)
        found = self._choose(arrivals, previous) if arrivals else None
        if found is None and look_in_inbox:
            found = self._from_inbox(writer, seq, previous)
        return found

    def _choose(self, arrivals: list[Arrival], previous: bytes) -> Arrival | None:
        """The one to join among those under one number: one that can be decoded is believed before one that cannot."""
        only = arrivals[0] if len(arrivals) == 1 else None
        if (
            only
            and only.op
            and only.follows(previous)
            and self._is_met(only.writer, only.op.deps)
            and not only.op.withheld
        ):
            return only  # nearly every op
        sound = []
        for arrival in arrivals:
            if not _is_sound(arrival, previous):
                self._refuse(Why.TAMPERED, arrival.writer, arrival.seq)
            else:
                sound.append(arrival)
        if not sound:
            return None
        chosen = next((arrival for arrival in sound if arrival.op is not None), sound[0])
        if chosen.op is not None and not self._is_met(chosen.writer, chosen.op.deps):
            self._pending[chosen.writer][chosen.seq] = sound
            return None
        for other in sound:
            if other is not chosen:
                self._count(other.writer, other.seq, same=other.hash == chosen.hash)
        return chosen

    def _from_inbox(self, writer: bytes, seq: int, previous: bytes) -> Arrival | None:
        sql = "SELECT body, hash, deps FROM inbox WHERE w=? AND seq=?"
        row = next(iter(self._conn.execute(sql, (writer, seq))), None)
        if row is None or (row[2] is not None and not self._is_met(writer, orjson.loads(row[2]))):
            return None
        self._forget(writer, seq)
        return self._choose([arrive(Wire(body=row[0], hash=row[1], writer=writer, seq=seq))], previous)

    def _is_met(self, writer: bytes, deps: Mapping[str, int]) -> bool:
        """Whether all that its writer had seen is here, but for another branch of a fork, which will never join here."""
        for name, seq in deps.items():
            other = bytes.fromhex(name)
            if other != writer and seq > max(self._upto(other), self._forked.get(other, 0)):
                return False
        return True

    def _park(self, writer: bytes, seq: int, arrival: Arrival) -> None:
        if seq <= self._upto(writer):
            self._compare(writer, seq, arrival.hash)
            return
        deps = canonical(dict(arrival.op.deps)).decode() if arrival.op else None
        sql = "INSERT OR IGNORE INTO inbox(w, seq, body, hash, deps) VALUES(?,?,?,?,?)"
        body = arrival.body or (arrival.op.wire() if arrival.op else b"")
        self._conn.execute(sql, (writer, seq, body, arrival.hash, deps))
        if self._conn.changes():
            self.parked += 1
            return
        ((digest,),) = self._conn.execute("SELECT hash FROM inbox WHERE w=? AND seq=?", (writer, seq))
        self._count(writer, seq, same=digest == arrival.hash)

    def _compare(self, writer: bytes, seq: int, digest: bytes) -> None:
        """An op under a number that is taken: the same again, or a fork."""
        ((kept,),) = self._conn.execute("SELECT hash FROM op WHERE w=? AND seq=?", (writer, seq))
        self._count(writer, seq, same=kept == digest)

    def _count(self, writer: bytes, seq: int, *, same: bool) -> None:
        if same:
            self.duplicates += 1
        else:
            self._refuse(Why.FORK, writer, seq)

    def _forget(self, writer: bytes, seq: int) -> None:
        self._conn.execute("DELETE FROM inbox WHERE w=? AND seq=?", (writer, seq))

    def _refuse(self, why: Why, writer: bytes, seq: int) -> None:
        self.set_aside.append(SetAside(why=why, writer=writer, seq=seq))


def _is_sound(arrival: Arrival, previous: bytes) -> bool:
    """Whether this is what its writer wrote, with nothing withheld but what an erasure takes."""
    if arrival.op is None:  # nothing tells the hash of what cannot be read, unless its chain was verified already
        return not arrival.previous or arrival.follows(previous)
    return arrival.follows(previous) and (not arrival.op.withheld or may_withhold(arrival.op))
