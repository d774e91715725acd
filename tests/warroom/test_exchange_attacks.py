"""probes"""
from __future__ import annotations
from collections.abc import Iterator
from pathlib import Path
from typing import Any
import time
import orjson, pytest, os
from tests.builders import NOON, an_entry, an_incident
from tests.warroom.sync.cells import Cell
from tests.warroom.sync.forging import Forge, all_runs, bundle, lines, packed
from tests.warroom.sync.test_hostile_runs import take, meet, newest
from warroom.domain.exchange import Why
from warroom.domain.ids import born_id, named_id
from warroom.storage.ops import FIRST_HASH, canonical
from warroom.sync.packing import unpack


@pytest.fixture
def cell(tmp_path: Path) -> Iterator[Cell]:
    made = Cell(tmp_path, 3)
    yield made
    made.close()


def new_writer(forge: Forge, writer: bytes, station: str = "") -> bytes:
    claim = Forge(forge.room, writer, 0, FIRST_HASH)
    station = station or forge.room.identity.station_id.hex()
    rec = named_id(forge.room.id, "writer", writer.hex())
    return claim.run([claim.op("writer", {"writer": writer.hex(), "station": station, "prefix": "Z", "started_at": NOON, "why": "x"}, record=rec).wire()])


def test_e12_writers(cell: Cell) -> None:
    a, b, m = cell.laptops
    f = Forge.at(m)
    runs = [new_writer(f, i.to_bytes(8)) for i in range(1, 10_101)]
    t = time.time(); print(take(cell, 0, *runs)); print("take", time.time() - t)
    t = time.time()
    an_incident(a.room, title="vital"); print("write", time.time() - t)
    t = time.time()
    out = take(cell, 1, *all_runs(a)); print("B", out, time.time() - t)
    print(b.rows("SELECT title FROM incident"), b.rows("SELECT count(*) FROM op WHERE flag=1"), b.rows("SELECT count(*) FROM inbox"))
    t = time.time(); p = a.room.verify(); print("verify", time.time() - t, p[:3])
    assert b.rows("SELECT title FROM incident") == [("vital",)]


def test_e2_squat(cell: Cell) -> None:
    a, b, m = cell.laptops
    for who in (0, 1, 2):
        take(cell, who, *all_runs(a), *all_runs(b), *all_runs(m))
    # B begins a new writer (restored); M hears it first, and gives A a writer of its own under that id
    from warroom.storage.enrolment import enrol
    b.room._store.run(lambda conn: enrol(conn, b.room._store.station, clock=b.clock, why="restored")).result()
    ((own,),) = b.rows("SELECT value FROM meta WHERE name='writer'")
    inc = an_incident(b.room, title="de B")
    fake = new_writer(Forge.at(m), bytes(own))
    print("A takes fake", take(cell, 0, fake))
    print("A takes B", take(cell, 0, *all_runs(b)))
    print("B takes fake", take(cell, 1, fake))
    an_entry(b.room, inc.ref, text="plus")
    take(cell, 2, *all_runs(b))
    an_entry(m.room, inc.ref, text="vu par C")
    print("A takes B", take(cell, 0, *all_runs(b)), "C", take(cell, 0, *all_runs(m)))
    print(a.rows("SELECT title FROM incident"), a.rows("SELECT count(*) FROM inbox"), a.room.verify())
    an_incident(b.room, title="encore B")
    print("A takes B", take(cell, 0, *all_runs(b)), "C", take(cell, 0, *all_runs(m)))
    assert ("encore B",) in a.rows("SELECT title FROM incident")


def test_e1_deletes(cell: Cell) -> None:
    a, b, m = cell.laptops
    f = Forge.at(m)
    recs = [f"{i:032x}" for i in range(1, 61)]
    ops = [f.op("action", {"text": "x"}, record=r, seq=f.seq + 1 + i) for i, r in enumerate(recs)]
    run = f.run([o.wire() for o in ops])
    print(take(cell, 0, *all_runs(m), run))
    f.go_on(60, unpack(run).header.head_hash)
    dels = [f.op("action", {"_del": True}, record=r, seq=f.seq + 1 + i) for i, r in enumerate(recs)]
    bodies = [o.wire().replace(b'"_del":true', b'"_del": true') for o in dels]
    plain = f.run([o.wire() for o in dels])
    seg = unpack(plain).segment
    sly = packed(seg.header, seg.signature, bodies)
    print("sly", take(cell, 0, sly))
    print(a.rows("SELECT count(*) FROM action WHERE NOT _hidden"))
    assert a.rows("SELECT count(*) FROM action WHERE NOT _hidden") == [(60,)]


def test_e3_flood(cell: Cell) -> None:
    a, b, m = cell.laptops
    f = Forge.at(m)
    runs = []
    for i in range(70):
        claim = Forge(f.room, os.urandom(8), 0, FIRST_HASH)
        run = claim.run([claim.op("writer", {"writer": claim.writer.hex(), "station": os.urandom(16).hex()}).wire()])
        runs.append(run + os.urandom(5_000_000))
    t = time.time(); print(take(cell, 0, *runs)); print(time.time() - t)
    print(a.path.stat().st_size, a.rows("SELECT count(*), sum(length(body)) FROM aside"))
    t = time.time(); take(cell, 0); print("next", time.time() - t)


def test_e29_names(cell: Cell, tmp_path: Path) -> None:
    """Somebody who may write in the store, and has no key, says that all is there."""
    a, b, m = cell.laptops
    nas = tmp_path / "nas"; nas.mkdir()
    for x in (a, b, a, b): x.room.sync(nas.as_uri())
    inc = an_incident(a.room)
    ((own,),) = a.rows("SELECT value FROM meta WHERE name='writer'")
    home = next(nas.glob("warroom-*"))
    tag = sorted((home / bytes(own).hex()).glob("*.wrs"))[-1].name[-12:]
    junk = home / bytes(own).hex() / f"000000000001-000000999999-00000000-{tag}"
    junk.write_bytes(os.urandom(4000))
    for x in (a, b, a, b): print(x.room.sync(nas.as_uri()).set_aside)
    assert b.rows("SELECT title FROM incident") != []


def test_e6_clone(cell: Cell, tmp_path: Path) -> None:
    """Two copies of a laptop wrote equally much; each gives its own to the same store."""
    a, b, m = cell.laptops
    nas = tmp_path / "nas"; nas.mkdir()
    inc = an_incident(b.room)
    for x in (a, b, a, b): x.room.sync(nas.as_uri())
    b.take_snapshot()
    an_entry(b.room, inc.ref, text="un")
    b.room.sync(nas.as_uri())
    b.revert()
    an_entry(b.room, inc.ref, text="deux")
    print(b.rows("SELECT value FROM meta WHERE name='writer'"), b.room.exchange.vector())
    o = b.room.sync(nas.as_uri()); print(o.set_aside, o.began_writer)
    an_entry(b.room, inc.ref, text="trois")
    for x in (a, b, a, b): o = x.room.sync(nas.as_uri()); print(o.set_aside, o.began_writer)
    print([r[0] for r in a.rows("SELECT text FROM entry")], [r[0] for r in b.rows("SELECT text FROM entry")], a.rows("select count(*) from inbox"))


def test_e5_crashed(cell: Cell, tmp_path: Path) -> None:
    """A laptop is killed, its disk is read by another one, which goes on as a station of its own."""
    import shutil
    from tests.warroom.sync.cells import Laptop, SkewedClock, at_home
    from warroom.identity.files import private_folder
    a, b, m = cell.laptops
    inc = an_incident(b.room)
    take(cell, 0, *all_runs(b))
    an_entry(b.room, inc.ref, text="jamais signé")
    b.room._store.vault.writer
    home = private_folder(tmp_path / "neuf")
    b.room.mirror = None
    for p in b.home.iterdir():
        if p.name.startswith("cell.warroom"):
            shutil.copy(p, home / p.name)
    n = Laptop("B", home, SkewedClock(iter(range(NOON, NOON + 10**6))), machine=b"neuf".ljust(32))
    n.open()
    print(n.room.identity.station_id == b.room.identity.station_id)
    from tests.warroom.sync.meeting import vouch
    vouch(a.room, n.room)
    n.room.sit_down("Neuf Homme")
    an_entry(n.room, inc.ref, text="du nouveau")
    print(take(cell, 0, *all_runs(n)), a.rows("select count(*) from inbox"))
    print([r[0] for r in a.rows("SELECT text FROM entry")], a.room.verify(), n.room.verify(), [str(x) for x in a.room.exchange.asides()])
    print(n.room.sync((tmp_path).as_uri()))
    n.room.close()


def test_e8_liar(cell: Cell, tmp_path: Path) -> None:
    a, b, m = cell.laptops
    for who in (0, 1, 2): take(cell, who, *all_runs(a), *all_runs(b), *all_runs(m))
    from warroom.sync.bulletins import Bulletin
    from warroom.identity.signing import bulletin_message
    good = m.room.exchange.bulletin()
    said = orjson.loads(good.body)
    vv = {w: 10**9 for w in said["vv"]}
    body = canonical({**said, "vv": vv, "at": 2**60, "heard": {b.room.identity.station_id.hex(): [2**60, -2**60]}})
    lie = Bulletin(body, m.room.identity.sign(bulletin_message(body)))
    # a lie about b, signed by m
    body2 = canonical({**said, "station": b.room.identity.station_id.hex(), "vv": vv})
    lie2 = Bulletin(body2, m.room.identity.sign(bulletin_message(body2)))
    for x in (a, b):
        x.room.exchange.hear([lie, lie2], route="usb", direct=m.room.identity.station_id.hex())
    an_incident(a.room, title="vital")
    p = cell.write(a)
    print(b.room.read_bundle(p).received)
    assert b.rows("SELECT title FROM incident") == [("vital",)]
    print(m.room.read_bundle(p).received)
    print(a.room.exchange.peers(), a.room.exchange.courier())
    nas = tmp_path / "nas"; nas.mkdir()
    for x in (a, m, b, a, m, b): x.room.sync(nas.as_uri())
    assert m.rows("SELECT title FROM incident") == [("vital",)]


def test_e22_clock(cell: Cell, tmp_path: Path) -> None:
    a, b, m = cell.laptops
    for who in (0, 1, 2): take(cell, who, *all_runs(a), *all_runs(b), *all_runs(m))
    b.clock.skew_ms = 3 * 86_400_000
    a.room.read_bundle(cell.write(b))
    b.clock.skew_ms = 0
    an_incident(a.room)
    b.room.read_bundle(cell.write(a))
    a.room.read_bundle(cell.write(b))
    print([(p.letter, p.lacks, p.drift, p.knows_cuts) for p in a.room.exchange.peers()])


def test_e30_restored_without_own(cell: Cell, tmp_path: Path) -> None:
    """A laptop that only read is set back; sticks for it must hold what it lost."""
    a, b, m = cell.laptops
    for who in (0, 1, 2): take(cell, who, *all_runs(a), *all_runs(b), *all_runs(m))
    b.take_snapshot()
    inc = an_incident(a.room)
    b.room.read_bundle(cell.write(a))
    a.room.read_bundle(cell.write(b))
    b.revert()
    an_entry(a.room, inc.ref, text="après")
    print(b.room.exchange.vector())
    o = b.room.read_bundle(cell.write(a)); print(o.waiting, o.received)
    a.room.read_bundle(cell.write(b)); o = b.room.read_bundle(cell.write(a)); print(o.waiting, o.received)
    assert b.room.dump() == a.room.dump()


def test_e30b_restored_without_own_clock_ahead(cell: Cell, tmp_path: Path) -> None:
    a, b, m = cell.laptops
    for who in (0, 1, 2): take(cell, who, *all_runs(a), *all_runs(b), *all_runs(m))
    b.take_snapshot()
    inc = an_incident(a.room)
    b.room.read_bundle(cell.write(a, to='B'))
    b.clock.skew_ms = 400 * 86_400_000
    a.room.read_bundle(cell.write(b))
    b.clock.skew_ms = 0
    b.revert()
    for i in range(3):
        an_entry(a.room, inc.ref, text="après")
        o = b.room.read_bundle(cell.write(a, to='B')); print(o.waiting, o.received)
        a.room.read_bundle(cell.write(b))
    o = b.room.read_bundle(cell.write(a, to='B')); print(o.waiting, o.received)
    assert b.room.dump() == a.room.dump()
