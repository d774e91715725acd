"""Replicas of one room in memory, a forger who obeys no rule, and an oracle that knows each op's causal past."""

from __future__ import annotations

import functools
import random
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import apsw

from warroom.clock import Moment, order_of
from warroom.domain.ids import born_id, is_born_of, named_id
from warroom.domain.nouns import NOUNS
from warroom.identity.stations import StationIdentity
from warroom.storage.fixed import RECORDING
from warroom.storage.journal import Journal, begin_writer, set_meta
from warroom.storage.merge import Accepted, accept
from warroom.storage.migrations import migrate
from warroom.storage.ops import FIRST_HASH, Op, canonical
from warroom.storage.tables import column_value
from warroom.storage.verify import _derived
from warroom.storage.wire import Wire, outgoing

EPOCH = 1_800_000_000_000
ROOM = "ab" * 16
Place = tuple[bytes, int]
_template: bytes = b""


def fresh() -> apsw.Connection:
    """An empty room in memory."""
    global _template
    conn = apsw.Connection(":memory:")
    if not _template:
        with conn:
            migrate(conn)
        _template = conn.serialize("main")
    conn.deserialize("main", _template)
    return conn


@dataclass
class World:
    """Every op anybody wrote, with the version vector its writer had: what the oracle judges by."""

    ops: dict[Place, tuple[Op, Mapping[bytes, int]]] = field(default_factory=dict)

    def saw(self, later: Place, earlier: Place) -> bool:
        if later[0] == earlier[0]:
            return later[1] > earlier[1]
        return self.ops[later][1].get(earlier[0], 0) >= earlier[1]


@functools.cache
def identity_of(number: int) -> StationIdentity:
    """The keys of a station, or of an invitation, by number."""
    return StationIdentity(bytes([number % 256]) * 64)


class Replica:
    """One station: writes through the journal, receives through the merge."""

    def __init__(self, world: World, number: int, conn: apsw.Connection | None = None) -> None:
        self.world, self.number, self.incarnation, self.skew, self.wall = world, number, 0, 0, EPOCH
        self.conn = conn or fresh()
        self.remint()

    def remint(self) -> None:
        self.incarnation += 1
        with self.conn:
            begin_writer(self.conn, self.writer)

    @property
    def writer(self) -> bytes:
        return bytes([self.number, self.incarnation]) * 4

    @property
    def station(self) -> str:
        """The id of this replica's station, for worlds with rights."""
        return self.identity.station_id.hex()

    @property
    def identity(self) -> StationIdentity:
        return identity_of(self.number)

    def enrol(self, *, founder: str, room: str = ROOM) -> None:
        """Say which station writes here, as a room's file does for each new writer."""
        with self.conn:
            for name, value in (("founder", founder), ("room", room), ("station", self.station)):
                set_meta(self.conn, name, value)
        if self.incarnation == 1:
            self.write("station", self.station, {"letter": "A", "public_key": self.identity.public_key.hex()})
        record = named_id(room, "writer", self.writer.hex())
        self.write("writer", record, {"writer": self.writer.hex(), "station": self.station, "prefix": "A"})

    def now(self) -> Moment:
        self.wall += 1
        return Moment(self.wall + self.skew, 60, "Europe/Paris")

    def write(self, noun: str, record: str | None, patch: Mapping[str, Any], *, author: str = "") -> str:
        """One local write; a record of None is a new one."""
        past = self.known()
        with self.conn:
            journal, moment = Journal(self.conn), self.now()
            record = record or journal.next_id(moment)
            op = journal.append(NOUNS[noun], record, patch, author=author, moment=moment)
            journal.close()
        self.world.ops[op.writer, op.seq] = op, past
        return record

    def receive(self, lines: Iterable[Wire], *, moves_clock: bool = True) -> Accepted:
        with self.conn:
            return accept(self.conn, lines, now_ms=self.wall + self.skew if moves_clock else -(10**14))

    def known(self) -> dict[bytes, int]:
        return dict(self.conn.execute("SELECT w, seq FROM vv"))

    def lines(self, known: Mapping[bytes, int] | None = None) -> list[Wire]:
        return list(outgoing(self.conn, known or {}))

    def state(self) -> dict[str, list[tuple[Any, ...]]]:
        return {
            table: list(self.conn.execute(f'SELECT {names} FROM "{table}" ORDER BY {names}'))
            for table, names in _derived()
        }


class Forger:
    """A writer with a sound chain that says whatever it likes."""

    def __init__(self, world: World, number: int = 200) -> None:
        self.world, self.writer, self.hash = world, bytes([number]) * 8, FIRST_HASH
        self.sent: list[Wire] = []
        self.past: dict[bytes, int] = {}

    def forge(
        self,
        noun: str,
        record: str | None,
        patch: Mapping[str, Any],
        *,
        hlc: int,
        deps: Mapping[bytes, int] | None = None,
        author: str = "",
    ) -> Op:
        """An op of the forger's next number; a record of None is a new one."""
        seq = len(self.sent) + 1
        record = record or born_id(writer=self.writer, seq=seq, wall_ms=EPOCH)
        op = Op(
            self.writer,
            seq,
            hlc,
            noun,
            record,
            patch,
            bytes([seq % 256]) * 16,
            author,
            EPOCH,
            0,
            "UTC",
            {w.hex(): s for w, s in (deps or {}).items()},
        )
        self.hash = op.hash_after(self.hash)
        for w, s in (deps or {}).items():
            self.past[w] = max(s, self.past.get(w, 0))
        self.sent.append(Wire(op.wire(), self.hash))
        self.world.ops[op.writer, seq] = op, dict(self.past)
        return op

    def forge_raw(self, body: bytes, *, digest: bytes) -> Wire:
        """A line nobody can decode, under the hash that its writer says it has."""
        line = Wire(body, digest, self.writer, len(self.sent) + 1)
        self.hash = digest
        self.sent.append(line)
        return line


def exchange_all(replicas: list[Replica], forger: Forger | None = None) -> None:
    """Everybody gives everything to everybody."""
    for _round in range(2):
        for receiver in replicas:
            for giver in replicas:
                if giver is not receiver:
                    receiver.receive(giver.lines(receiver.known()))
            if forger:
                receiver.receive(forger.sent)


def muddled(lines: list[Wire], dice: random.Random) -> list[Wire]:
    """Shuffled, some lost, some twice."""
    kept = [line for line in lines if dice.random() < 0.8]
    kept += [line for line in lines if dice.random() < 0.2]
    dice.shuffle(kept)
    return kept


# The oracle


def expected_registers(
    world: World, without: Collection[Place] = ()
) -> tuple[dict[tuple[str, bytes, str], list[Place]], dict[tuple[str, bytes], tuple[Any, ...]]]:
    """Heads of every field, winner first; and each known record's row: fields, _del, _hidden, _zombie."""
    writers: dict[tuple[str, bytes, str], list[Place]] = {}
    records: set[tuple[str, bytes]] = set()
    for place, (op, _past) in world.ops.items():
        if place in without or (op.noun in NOUNS and NOUNS[op.noun].insert_only):
            continue
        records.add((op.noun, bytes.fromhex(op.record)))
        for name in op.patch:
            writers.setdefault((op.noun, bytes.fromhex(op.record), name), []).append(place)
    heads = {
        slot: sorted(
            (p for p in places if not any(world.saw(q, p) for q in places)),
            key=lambda p: (order_of(world.ops[p][0].hlc), p[0]),
            reverse=True,
        )
        for slot, places in writers.items()
    }
    rows = {record: _expected_row(world, heads, *record) for record in records if record[0] in NOUNS}
    return heads, rows


def _expected_row(
    world: World, heads: Mapping[tuple[str, bytes, str], list[Place]], noun: str, rid: bytes
) -> tuple[Any, ...]:
    def value(name: str) -> Any:
        found = heads.get((noun, rid, name))
        return column_value(NOUNS[noun].field(name), world.ops[found[0]][0].patch[name]) if found else None

    deleted = value("_del")
    erasers = heads.get((noun, rid, "_del"), [])
    others = [
        p for (ent, r, name), places in heads.items() if (ent, r) == (noun, rid) and name != "_del" for p in places
    ]
    all_delete = deleted == 1 and all(world.ops[place][0].patch["_del"] for place in erasers)
    hidden = all_delete and all(any(p == eraser or world.saw(eraser, p) for eraser in erasers) for p in others)
    return (*(value(f.name) for f in NOUNS[noun].fields), deleted, int(hidden), int(deleted == 1 and not hidden))


def expected_makers(world: World, without: Collection[Place] = ()) -> tuple[dict[tuple[str, bytes], Place], set[Place]]:
    """Which op makes each insert-only record, and which ops have no effect."""
    claims: dict[tuple[str, str], list[Place]] = {}
    for place, (op, _past) in world.ops.items():
        if place not in without and op.noun in NOUNS and NOUNS[op.noun].insert_only:
            claims.setdefault((op.noun, op.record), []).append(place)
    makers, dead = {}, set()
    for (noun, record), places in claims.items():
        if record[12] == "5":
            first = [p for p in places if not any(world.saw(p, q) for q in places)]
            maker = min(first, key=lambda p: (order_of(world.ops[p][0].hlc), p[0]))
        else:
            maker = next((p for p in places if is_born_of(record, writer=p[0], seq=p[1])), None)
        if maker is None:
            dead |= set(places)
            continue
        makers[noun, bytes.fromhex(record)] = maker
        same = _said(world, maker)
        dead |= {p for p in places if p != maker and (record[12] != "5" or _said(world, p) != same)}
    return makers, dead


def _said(world: World, place: Place) -> bytes:
    return canonical({name: value for name, value in world.ops[place][0].patch.items() if name not in RECORDING})


def check_against_oracle(world: World, replica: Replica, without: Collection[Place] = ()) -> None:
    """Registers, rows, log, marks and counts are what the causal pasts alone say of the ops that count."""
    conn = replica.conn
    assert set(conn.execute("SELECT w, seq FROM op WHERE gate=0")) == set(without)
    heads, rows = expected_registers(world, without)
    cells = {(e, r, f): (w, s) for e, r, f, w, s in conn.execute("SELECT ent, rid, field, w, seq FROM cell")}
    assert cells == {slot: places[0] for slot, places in heads.items()}
    sibs = {(e, r, f, w, s) for e, r, f, w, s in conn.execute("SELECT ent, rid, field, w, seq FROM sib")}
    assert sibs == {(*slot, *place) for slot, places in heads.items() for place in places[1:]}
    for noun in NOUNS.values():
        names = ", ".join(f'"{f.name}"' for f in noun.fields)
        if noun.insert_only:
            continue
        shown = {
            (noun.name, row[0]): row[1:]
            for row in conn.execute(f'SELECT id, {names}, "_del", _hidden, _zombie FROM "{noun.name}"')
        }
        assert shown == {record: row for record, row in rows.items() if record[0] == noun.name}
    makers, dead = expected_makers(world, without)
    assert set(conn.execute("SELECT w, seq FROM op WHERE effect=0 AND flag=0")) == dead
    entries = {("entry", row[0]): (row[1], row[2]) for row in conn.execute("SELECT id, w, seq FROM entry")}
    assert entries == {record: place for record, place in makers.items() if record[0] == "entry"}
    _check_marks(world, conn, rows)
    for noun in ("attachment", "seal", "cut", "circle_key", "key_share", "enrolment", "trust"):
        names = [f.name for f in NOUNS[noun].fields]
        quoted = ", ".join(f'"{name}"' for name in names)
        shown = {(noun, row[0]): row[1:] for row in conn.execute(f'SELECT id, {quoted} FROM "{noun}"')}
        said = {record: world.ops[place][0].patch for record, place in makers.items() if record[0] == noun}
        assert shown == {
            record: tuple(column_value(NOUNS[noun].field(name), patch.get(name)) for name in names)
            for record, patch in said.items()
        }


def _check_marks(world: World, conn: apsw.Connection, rows: Mapping[tuple[str, bytes], tuple[Any, ...]]) -> None:
    counted: dict[bytes, list[int]] = {}
    sql = "SELECT id, incident, verification, key_event, marked_verification, marked_key_event, follow_up FROM entry"
    for rid, incident, verification, key_event, *shown in conn.execute(sql):
        mark = rows.get(("entry_mark", rid))
        said = mark[:4] if mark and not mark[-2] else (None,) * 4
        wanted = said[0] if said[0] is not None else verification
        flagged = said[1] if said[1] is not None else key_event
        assert shown == [wanted or None, 1 if flagged else None, said[2]]
        if isinstance(incident, bytes):
            count = counted.setdefault(incident, [0, 0, 0])
            count[0] += 1
            count[1] += wanted in ("to_verify", "verifying")
            count[2] += bool(flagged)
    assert {
        row[0]: list(row[1:]) for row in conn.execute("SELECT incident, entries, to_verify, key_events FROM tally")
    } == counted
