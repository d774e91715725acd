"""Attacks on the exchange: tampered insiders, writers in a store without a key, clocks and copies gone astray."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import orjson
import pytest

from tests.builders import NOON, an_entry, an_incident
from tests.warroom.sync.cells import Cell, Laptop
from tests.warroom.sync.forging import Forge, all_runs, packed
from warroom.cli import exchanged
from warroom.domain.exchange import Why
from warroom.domain.ids import named_id
from warroom.identity.signing import bulletin_message
from warroom.storage import asides, journal
from warroom.storage.enrolment import enrol
from warroom.storage.ops import FIRST_HASH, canonical, chain_hash, head_of
from warroom.sync.bulletins import Bulletin
from warroom.sync.packing import unpack

DAY_MS = 86_400_000


@pytest.fixture
def cell(tmp_path: Path) -> Iterator[Cell]:
    """Three laptops that know each other; the third is in hostile hands where a test says so."""
    made = Cell(tmp_path, 3)
    everything = [run for laptop in made.laptops for run in all_runs(laptop)]
    for laptop in made.laptops:
        take(laptop, *everything)
    yield made
    made.close()


@pytest.fixture
def store(tmp_path: Path) -> Path:
    path = tmp_path / "nas"
    path.mkdir()
    return path


def take(laptop: Laptop, *bodies: bytes) -> list[Why]:
    """Why what was set aside of these runs was."""
    return [aside.why for aside in laptop.room.exchange.receiver.take(bodies, source="stick").set_aside]


def own_writer(laptop: Laptop) -> bytes:
    ((writer,),) = laptop.rows("SELECT value FROM meta WHERE name='writer'")
    return bytes(writer)


def begun(laptop: Laptop, writer: bytes, station: str = "") -> bytes:
    """The first run of a writer that this laptop says is of its own station, or of another."""
    claim = Forge(laptop.room, writer, 0, FIRST_HASH)
    said = {"writer": writer.hex(), "station": station or laptop.room.identity.station_id.hex(), "prefix": "Z"}
    record = named_id(laptop.room.id, "writer", writer.hex())
    return claim.run([claim.op("writer", {**said, "started_at": NOON, "why": "new"}, record=record).wire()])


def titles(laptop: Laptop) -> set[str]:
    return {row[0] for row in laptop.rows("SELECT title FROM incident")}


def texts(laptop: Laptop) -> set[str]:
    return {row[0] for row in laptop.rows("SELECT text FROM entry")}


def is_whole(laptop: Laptop) -> bool:
    return not laptop.rows("SELECT 1 FROM inbox") and not [p for p in laptop.room.verify() if not p.is_note]


# An insider with a tampered program


def test_that_a_flood_of_writers_leaves_what_is_written_next_readable_elsewhere(
    cell: Cell, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One op names what its writer had merged; readers take no more than ten thousand names."""
    monkeypatch.setattr(journal, "DEPS_MOST", 50)
    one, two, hostile = cell.laptops
    flood = [begun(hostile, number.to_bytes(8)) for number in range(1, 170)]
    for laptop in (one, two):
        assert take(laptop, *flood) == []
        an_incident(laptop.room, title=f"vital {laptop.letter}")
    for _turn in range(3):
        take(two, *all_runs(one))
        take(one, *all_runs(two))
    most = max(len(orjson.loads(deps)) for (deps,) in two.rows("SELECT deps FROM op WHERE deps IS NOT NULL"))

    assert titles(one) == titles(two) == {"vital A", "vital B"}
    assert most == 50
    assert one.room.dump() == two.room.dump()
    heads = one.room.exchange.vector()
    take(one, *all_runs(two))
    assert one.room.exchange.vector() == heads  # nobody answers a merge with a write
    assert is_whole(one)
    assert is_whole(two)


def test_that_a_laptop_restored_amid_a_flood_begins_a_writer_that_others_can_read(
    cell: Cell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(journal, "DEPS_MOST", 50)
    one, two, hostile = cell.laptops
    take(one, *(begun(hostile, number.to_bytes(8)) for number in range(1, 170)))
    one.room._store.run(lambda conn: enrol(conn, one.room._store.station, clock=one.clock, why="restored")).result()
    an_incident(one.room, title="après")

    assert take(two, *all_runs(one)) == []
    assert titles(two) == {"après"}
    take(one, *all_runs(two))
    assert one.room.dump() == two.room.dump()


def test_that_who_takes_the_number_of_another_s_new_writer_is_told_and_keeps_nobody_waiting(cell: Cell) -> None:
    """The insider hears the new writer of B first, and gives A one of its own under that number."""
    one, two, hostile = cell.laptops
    two.room._store.run(lambda conn: enrol(conn, two.room._store.station, clock=two.clock, why="restored")).result()
    incident = an_incident(two.room, title="de B")
    stolen = begun(hostile, own_writer(two))
    assert take(one, stolen) == []
    take(hostile, *all_runs(two))
    an_entry(hostile.room, incident.ref, text="qui l’avait vu")

    assert take(one, *all_runs(two)) == [Why.FORK]
    assert set(take(one, *all_runs(hostile))) <= {Why.FORK}
    assert one.rows("SELECT 1 FROM inbox") == []
    assert take(two, stolen) == [Why.FORK]  # B hears that its number is taken, and goes on under another
    an_incident(two.room, title="encore de B")
    take(one, *all_runs(two))
    assert "encore de B" in titles(one)
    assert is_whole(one)
    assert is_whole(two)


def test_that_deletes_in_mass_are_seen_however_they_are_spelled(cell: Cell) -> None:
    one, _two, hostile = cell.laptops
    forge = Forge.at(hostile)
    records = [f"{number:032x}" for number in range(1, 41)]
    made = forge.run(
        [forge.op("action", {"text": "x"}, record=r, seq=forge.seq + n).wire() for n, r in enumerate(records, 1)]
    )
    assert take(one, *all_runs(hostile), made) == []
    forge.go_on(len(records), unpack(made).header.head_hash)
    gone = [forge.op("action", {"_del": True}, record=r, seq=forge.seq + n).wire() for n, r in enumerate(records, 1)]
    segment = unpack(forge.run(gone)).segment
    for spelled in (b'"_del": true', b'"\\u005fdel":true', b'"_d\\u0065l":true'):
        lines = [line.replace(b'"_del":true', spelled) for line in gone]
        assert take(one, packed(segment.header, segment.signature, lines)) == [Why.DELETES] * len(
            one.rows("SELECT 1 FROM aside")
        )
        assert one.rows("SELECT count(*) FROM action WHERE NOT _hidden") == [(40,)]


def test_that_strangers_fill_no_disk_with_what_is_set_aside(cell: Cell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asides, "ALL_KEPT_MOST", 100_000)
    monkeypatch.setattr(asides, "NOTED_MOST", 60)
    one, two, hostile = cell.laptops
    for _turn in range(3):
        found = [begun(hostile, os.urandom(8), os.urandom(16).hex()) + os.urandom(5_000) for _run in range(40)]
        assert set(take(one, *found)) == {Why.UNKNOWN}
    ((count, size),) = one.rows("SELECT count(*), sum(length(body)) FROM aside")
    assert count == 60
    assert size <= 100_000

    an_incident(two.room, title="vital")
    take(one, *all_runs(two))
    assert titles(one) == {"vital"}


def test_that_a_bulletin_that_lies_hurts_only_who_signed_it(cell: Cell, store: Path) -> None:
    """It knows everything, B knows everything, and it was written in the year 38 million."""
    one, two, hostile = cell.laptops
    said = orjson.loads(hostile.room.exchange.bulletin().body)
    vector = dict.fromkeys(said["vv"], 10**9)
    other = two.room.identity.station_id.hex()
    lies = []
    for changed in ({"at": 2**60, "vv": vector, "heard": {other: [2**60, -(2**60)]}}, {"station": other, "vv": vector}):
        body = canonical({**said, **changed})
        lies.append(Bulletin(body, hostile.room.identity.sign(bulletin_message(body))))
    one.room.exchange.hear(lies, route="usb", direct=said["station"])
    an_incident(one.room, title="vital")

    two.room.read_bundle(cell.write(one))
    assert titles(two) == {"vital"}
    hostile.room.read_bundle(cell.write(one, to="C"))  # sealed to it, with nothing in it: it knows all that, it said
    assert titles(hostile) == set()
    for laptop in (one, hostile):
        laptop.room.sync(store.as_uri())
    assert titles(hostile) == {"vital"}


# Whoever may write in a store, without a key


def test_that_no_name_in_a_store_makes_a_laptop_keep_its_own_back(cell: Cell, store: Path) -> None:
    """A file nobody can read, called by A's writer, all its numbers and today's members."""
    one, two, _third = cell.laptops
    for laptop in (one, two, one):
        laptop.room.sync(store.as_uri())
    folder = next(store.glob(f"warroom-*/{own_writer(one).hex()}"))
    tag = max(folder.glob("*.wrs")).name[-12:]
    (folder / f"000000000001-000000999999-00000000-{tag}").write_bytes(os.urandom(4_000))
    an_incident(one.room, title="vital")
    one.room.sync(store.as_uri())

    assert {aside.why for aside in two.room.sync(store.as_uri()).set_aside} == {Why.DAMAGED}
    assert titles(two) == {"vital"}


def test_that_a_copied_laptop_which_wrote_as_much_is_told_apart_in_a_store(cell: Cell, store: Path) -> None:
    one, two, _third = cell.laptops
    incident = an_incident(two.room)
    for laptop in (one, two, one):
        laptop.room.sync(store.as_uri())
    two.take_snapshot()
    an_entry(two.room, incident.ref, text="avant")
    two.room.sync(store.as_uri())
    two.revert()
    an_entry(two.room, incident.ref, text="à la place")
    outcome = two.room.sync(store.as_uri())
    an_entry(two.room, incident.ref, text="ensuite")
    for laptop in (two, one, two):
        laptop.room.sync(store.as_uri())

    assert [aside.why for aside in outcome.set_aside] == [Why.FORK]
    assert outcome.began_writer
    assert any("new numbers" in line for line in exchanged.lines(outcome))
    assert "ensuite" in texts(one)
    assert is_whole(one)
    assert is_whole(two)


# Clocks and copies gone astray


def test_that_a_clock_days_ahead_for_a_while_hides_nothing_said_after(cell: Cell) -> None:
    """It spoke from the future, was set right, and set back to a copy that knew less: sticks bring what it lost."""
    one, two, third = cell.laptops
    two.take_snapshot()
    incident = an_incident(one.room, title="perdu là-bas")
    two.room.read_bundle(cell.write(one))
    two.clock.skew_ms = 400 * DAY_MS
    ahead = cell.write(two)
    for laptop in (one, third):
        laptop.room.read_bundle(ahead)
    two.clock.skew_ms = 0
    two.revert()
    for number in range(2):
        an_entry(one.room, incident.ref, text=f"après {number}")
        two.room.read_bundle(cell.write(one, to="B"))
        one.room.read_bundle(cell.write(two))
        one.room.read_bundle(cell.write(third))  # which still tells what it heard from the future

    assert two.room.dump() == one.room.dump()
    assert is_whole(two)
    (peer,) = [peer for peer in one.room.exchange.peers() if peer.letter == "B"]
    assert peer.lacks == 0
    assert peer.drift is not None
    assert (peer.drift.least or 0) < DAY_MS


def test_that_what_waits_is_said(cell: Cell) -> None:
    """The op in between is on another stick, or never comes."""
    one, _two, hostile = cell.laptops
    forge = Forge.at(hostile)
    hidden = forge.op("action", {"text": "caché"}).wire()
    head = head_of(hidden)
    assert head is not None
    forge.go_on(1, chain_hash(forge.hash, head))
    outcome = one.room.exchange.receiver.take([forge.run([forge.op("action", {"text": "suite"}).wire()])], source="clé")

    assert outcome.waiting == 1
    assert any("nobody brought yet" in line for line in exchanged.lines(outcome))


def test_that_an_erasure_names_the_stores_and_bundles_that_may_still_hold_the_name(cell: Cell, store: Path) -> None:
    """Members can open what was sealed to them before: neither a stick in a drawer nor a store forgets by itself."""
    one = cell.laptops[0]
    one.room.sync(store.as_uri())
    stick = cell.write(one)
    erased = one.room.erasure.erase_person("Marc Petit", "demande du 12 mai")
    one.room.sync(store.as_uri())

    for copies in (erased.copies_not_reached, one.room.erasure.erasures()[0].copies_not_reached):
        found = {copy.kind: copy.name for copy in copies}
        assert found["bundle"] == str(stick)
        assert found["store"] == store.as_uri()
