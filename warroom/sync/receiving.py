"""Receiving: packed runs from elsewhere are verified and taken into the journal in batches; the rest is set aside."""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from collections.abc import Iterable
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from warroom.clock import Clock
from warroom.domain.conflicts import Place, questions, together
from warroom.domain.exchange import Aside, Outcome, Trust, Why
from warroom.storage.admission import may_join
from warroom.storage.asides import aside_id, kept_bodies, note_asides, stations_of_forks, whys_of_asides
from warroom.storage.attachments import Step
from warroom.storage.conflicts import to_settle
from warroom.storage.enrolment import seat_of
from warroom.storage.exchange import letters, stations_of, vector
from warroom.storage.gates import bounds
from warroom.storage.journal import read_tip
from warroom.storage.queries import disputes
from warroom.storage.queries.message_doubles import double_places
from warroom.storage.rehearsal import private_copy
from warroom.storage.segments import Header
from warroom.storage.store import Store
from warroom.storage.taking import Verified, is_known, is_much, take, waiting
from warroom.sync.apart import Decode, Decoder, decoded_here
from warroom.sync.packing import BATCH, Packed, Unsound, batches, unpack
from warroom.sync.tallies import Tally
from warroom.sync.verifying import deletes_of, introduce, letter_said, signers

TAKEN = 4_000  # ops taken in by one transaction while somebody types: whoever does waits for the end of one
TYPES_S = 10.0  # so long after something was written here somebody may write again
TRIED = 1_000  # ops tried at once: whoever leaves meanwhile need not wait
REHEARSED_MOST = 20_000  # ops whose merge is tried beforehand, with what would be to settle
IN_LIMBO = (Why.UNKNOWN, Why.NEWER, Why.DELETES)  # looked at again whenever something arrives


@dataclass(slots=True)
class _Run:
    """A run that is not here yet."""

    packed: Packed
    source: str
    name: str
    station: str = ""
    is_fork: bool = False  # other ops than those that are here under these numbers


@dataclass(slots=True)
class _Pass:
    """What one delivery came to so far."""

    source: str
    now_ms: int
    tally: Tally = field(default_factory=Tally)
    received: int = 0
    aside: dict[str, tuple[Aside, bytes | None]] = field(default_factory=dict)
    settled: set[str] = field(default_factory=set)  # asides that are needed no more
    by_name: dict[str, _Run] = field(default_factory=dict)
    began_writer: bool = False


class Receiver:
    """Takes runs into one room. Blocks: call it from a task. Several at once wait for each other's batches."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store, self._clock = store, clock

    def take(
        self,
        bodies: Iterable[bytes],
        *,
        source: str,
        agree_to_deletes: bool = False,
        step: Step = lambda done, total: None,
    ) -> Outcome:
        """Take packed runs in: those of admitted stations join the journal, all others are set aside and explained.

        `source` is what the user calls where they came from. When `step` raises it stops between two batches: what was
        taken until then stays, and the same delivery goes on from there. Never raises for what a run says.
        """
        before = self._asked(self._store.reader())
        now = _Pass(source, self._clock.now_ms())
        runs = self._sorted(self._store.reader(), bodies, now)
        total = max(sum(run.packed.header.count for run in runs), 1)
        while runs:
            joining, left = self._judge(self._store.reader(), runs, now)
            joining = joining if agree_to_deletes else self._without_mass_deletes(joining, now)
            if not joining:
                self._leave(left, Why.UNKNOWN, now)
                break
            self._take_all(joining, now, step, total)
            runs = left
        if self._is_cloned(self._store.reader(), now):
            self._store.run(lambda conn: self._take(conn, [], now), takes_in=True).result()
        step(total, total)
        self._note(now)
        if any(aside.why is Why.FORK for aside, _body in now.aside.values()) and waiting(self._store.reader()):
            self._store.run(partial(self._take, runs=[], now=now), takes_in=True).result()  # they need wait no more
        return self._outcome(self._store.reader(), now, before)

    def rehearse(self, bodies: Iterable[bytes], *, source: str, step: Step = lambda done, total: None) -> Outcome:
        """What `take` would do, played on a copy of the room in memory: nothing is done, and nobody who writes waits.

        When `step` raises it is given up. Of more than 20,000 ops, or in a room of more than 96 MB, what is to be
        settled is not known beforehand.
        """
        reader = self._store.reader()
        before = {item.seen for item in to_settle(reader)} | double_places(reader, self._store.sight())
        now = _Pass(source, self._clock.now_ms())
        runs = self._sorted(reader, bodies, now)
        total = sum(run.packed.header.count for run in runs)
        if total > REHEARSED_MOST:
            return self._counted(runs, now, step)
        with private_copy(reader) as copy:
            if copy is None:
                return self._counted(runs, now, step)
            while runs:
                joining, runs = self._judge(copy, runs, now)
                if not joining:
                    self._leave(runs, Why.UNKNOWN, now)
                    break
                for batch in batches(joining, _header, most=lambda: TRIED):
                    step(min(now.received, total), total)
                    self._take(copy, self._verified(batch, now), now)
            return replace(self._outcome(copy, now, 0), **self._to_settle_in(copy, before))

    def _counted(self, runs: list[_Run], now: _Pass, step: Step) -> Outcome:
        """What can be said without merging."""
        reader = self._store.reader()
        heads = vector(reader)
        joining, left = self._judge(reader, runs, now)
        for at, batch in enumerate(joining):
            step(at, len(joining))
            for run in self._verified([batch], now):
                new = [item for item in run.arrivals if item.seq > heads.get(item.writer, 0)]
                now.received += len(new)
                now.tally.add(batch.station, new)
        self._leave(left, Why.UNKNOWN, now)
        return replace(self._outcome(reader, now, 0), new_conflicts=0, settles_unknown=True)

    def _to_settle_in(self, copy: Any, before: set[tuple[Place, ...]]) -> dict[str, Any]:
        store = self._store
        found = disputes.conflicts(
            copy,
            store.sight(conn=copy),
            store.circles,
            store.author,
            own=store.seat.station,
            only=None,
            room=store.room,
        )
        asked = tuple(item for item in questions(found) if item.lead.seen not in before)
        return {"new_conflicts": len(asked), "to_settle": asked}

    # Sorting

    def _sorted(self, conn: Any, bodies: Iterable[bytes], now: _Pass) -> list[_Run]:
        """The runs that bring anything, with those in limbo; what is no run of this room is set aside."""
        room, heads = seat_of(conn).room, vector(conn)
        runs: dict[str, _Run] = {}
        waiting_again = kept_bodies(conn, *IN_LIMBO)
        for source, body in (*((now.source, body) for body in bodies), *waiting_again):
            name = aside_id(body)
            try:
                run = _Run(unpack(body), source, name)
            except Unsound:
                now.aside[name] = (Aside(name, Why.DAMAGED, source, "", "", "", 0, 0, now.now_ms, False), None)
                continue
            header = run.packed.header
            if header.room != room:
                self._leave([run], Why.FOREIGN, now)
            elif run.packed.is_newer:
                self._leave([run], Why.NEWER, now)
            else:
                known = is_known(conn, run.packed.segment, heads.get(header.writer, 0))
                if known:
                    now.settled.add(run.name)
                else:
                    run.is_fork = known is False
                    runs.setdefault(run.name, run)
        return list(runs.values())

    # Who signed

    def _judge(self, conn: Any, runs: list[_Run], now: _Pass) -> tuple[list[_Run], list[_Run]]:
        """Those whose station is admitted and signed them, and those nobody vouches for yet; liars are set aside."""
        owners, keys, enrolled = signers(conn, [run.packed for run in runs])
        rivals = self._rivals(conn, runs, owners, keys)
        admitted: dict[str, bool] = {}
        joining: list[_Run] = []
        left: list[_Run] = []
        for run in runs:
            run.station = owners.get(run.packed.header.writer, "")
            key = keys.get(run.station)
            if key is None:
                left.append(run)
            elif not run.packed.segment.is_signed_by(key):
                rival = next((s for s in rivals[run.packed.header.writer] if _signed(run, keys.get(s))), "")
                run.station = rival or run.station
                self._leave([run], Why.FORK if rival else Why.TAMPERED, now)
            elif run.is_fork:
                self._leave([run], Why.FORK, now)
            else:
                if run.station not in admitted:
                    admitted[run.station] = enrolled.get(run.station) == key or may_join(conn, run.station, key)
                (joining if admitted[run.station] else left).append(run)
        return joining, left

    @staticmethod
    def _rivals(
        conn: Any, runs: list[_Run], owners: dict[bytes, str], keys: dict[str, bytes]
    ) -> dict[bytes, list[str]]:
        """Writer → other admitted stations than the one it is of here that began it, too, under their own signature.

        One of them took the other's number; nothing tells which, so that none may keep others waiting.
        """
        found: dict[bytes, list[str]] = defaultdict(list)
        for writer, station in stations_of_forks(conn):
            if station != owners.get(writer):
                found[writer].append(station)
        for run in runs:
            header, said = run.packed.header, dict[bytes, str]()
            owner = owners.get(header.writer)
            if header.seq_from > 1 or owner is None or _signed(run, keys.get(owner)):
                continue
            introduce(run.packed, said, {})
            rival = said.get(header.writer, owner)
            key = keys.get(rival)
            if rival != owner and key is not None and _signed(run, key) and may_join(conn, rival, key):
                found[header.writer].append(rival)
        return found

    def _without_mass_deletes(self, runs: list[_Run], now: _Pass) -> list[_Run]:
        """Set aside the runs that delete a great deal, with what their writers wrote after: a person decides."""
        deletes = {run.name: deletes_of(run.packed) for run in runs}
        total = sum((Counter(found) for found in deletes.values()), Counter[str]())
        if not any(is_much(self._store.reader(), noun, count) for noun, count in total.items()):
            return runs
        since: dict[bytes, int] = {}
        for run in runs:
            header = run.packed.header
            if deletes[run.name]:
                since[header.writer] = min(header.seq_from, since.get(header.writer, header.seq_from))
        kept = [run for run in runs if run.packed.header.seq_from < since.get(run.packed.header.writer, 2**63)]
        names = {run.name for run in kept}
        self._leave([run for run in runs if run.name not in names], Why.DELETES, now)
        return kept

    # Into the journal

    def _take_all(self, runs: list[_Run], now: _Pass, step: Step, total: int) -> None:
        """Batch after batch; the next one is decoded while the last one is written."""
        taking: Future[None] | None = None
        with Decoder(total) as decoder:
            try:
                for batch in batches(runs, _header, most=self._at_once):
                    step(min(now.received, total), total)
                    verified = self._verified(batch, now, decoder.decode)
                    if taking is not None:
                        taking.result()
                    taking = self._store.run(partial(self._take, runs=verified, now=now), takes_in=True)
            finally:
                if taking is not None:
                    taking.result()

    def _at_once(self) -> int:
        """Many ops at once cost less, each record being shown once; whoever types must not wait for them."""
        return TAKEN if time.monotonic() - self._store.asked_at < TYPES_S else BATCH

    def _verified(self, runs: list[_Run], now: _Pass, decode: Decode = decoded_here) -> list[Verified]:
        now.by_name |= {run.name: run for run in runs}
        try:
            arrivals = decode([run.packed for run in runs])
        except Unsound:
            if len(runs) > 1:  # which of them it is
                return [found for run in runs for found in self._verified([run], now)]
            self._leave(runs, Why.DAMAGED, now)
            return []
        return [Verified(run.name, run.packed.segment, each) for run, each in zip(runs, arrivals, strict=True)]

    def _take(self, conn: Any, runs: list[Verified], now: _Pass) -> None:
        cloned = self._is_cloned(conn, now)
        taken = take(conn, runs, station=self._store.station, clock=self._clock, cloned=cloned)
        for name, why in taken.refused.items():
            self._leave([now.by_name[name]], why, now)
        for name, arrivals in taken.joined.items():
            now.tally.add(now.by_name[name].station, arrivals)
        now.settled |= taken.joined.keys()
        now.received += taken.ops
        now.began_writer |= taken.began_writer

    @staticmethod
    def _is_cloned(conn: Any, now: _Pass) -> bool:
        """Whether somebody else wrote something else as this file's own writer."""
        writer = read_tip(conn).writer.hex()
        return any(aside.why is Why.FORK and aside.writer == writer for aside, _body in now.aside.values())

    # What came of it

    def _leave(self, runs: list[_Run], why: Why, now: _Pass) -> None:
        """Set aside, with the bytes where they may be of use."""
        named = letters(self._store.reader())
        for run in runs:
            header = run.packed.header
            letter = named.get(run.station, ("", ""))[0] or (letter_said(run.packed) if why is Why.UNKNOWN else "")
            is_kept = why in (*IN_LIMBO, Why.FORK)
            place = (header.writer.hex(), header.seq_from, header.seq_to)
            aside = Aside(run.name, why, run.source, run.station, letter, *place, now.now_ms, is_kept)
            now.aside[run.name] = aside, run.packed.body if is_kept else None

    def _note(self, now: _Pass) -> None:
        """Remember what was set aside, and forget what has joined since."""
        known = whys_of_asides(self._store.reader())
        gone = known.keys() & now.settled
        if not gone and all(known.get(name) is aside.why for name, (aside, _body) in now.aside.items()):
            return

        kept = list(now.aside.values())
        self._store.run(lambda conn: note_asides(conn, kept, gone)).result()

    def _asked(self, conn: Any) -> int:
        """How many points people are asked to settle: fields of the same two acts are one."""
        return len(together(to_settle(conn))) + len(double_places(conn, self._store.sight(conn=conn)))

    def _outcome(self, conn: Any, now: _Pass, before: int) -> Outcome:
        after = self._asked(conn)
        cut = bounds(conn)
        revoked = {station for w, station in stations_of(conn).items() if w in cut}
        # what waits here from before is looked at again each time, but it is no news of this delivery
        asides = [aside for aside, _body in now.aside.values() if not now.source or aside.source == now.source]
        said = now.tally.told(letters(conn), revoked) + now.tally.unknown(a for a in asides if a.why is Why.UNKNOWN)
        return Outcome(
            source=now.source,
            received=now.received,
            set_aside=tuple(asides),
            conflicts=after,
            new_conflicts=max(after - before, 0),
            waiting=waiting(conn),
            stations=tuple(said),
            began_writer=now.began_writer,
            deletes=sum(item.deletes for item in said if item.trust is not Trust.UNKNOWN),
            summary=now.tally.summary(),
        )


def _header(run: _Run) -> Header:
    return run.packed.header


def _signed(run: _Run, key: bytes | None) -> bool:
    return key is not None and run.packed.segment.is_signed_by(key)
