"""Runs that lie: whoever signs, hides, replaces or dresses up what others wrote changes nothing, and is told apart."""

from __future__ import annotations

import random
import tracemalloc
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import orjson
import pytest
import zstandard

from tests.builders import an_entry, an_incident
from tests.warroom.sync.cells import Cell
from tests.warroom.sync.forging import Forge, all_runs, bundle, lines, packed, with_lines
from tests.warroom.sync.meeting import vouch
from warroom.domain.exchange import Why
from warroom.identity.signing import segment_message
from warroom.storage.ops import canonical, chain_hash, head_of
from warroom.sync.packing import unpack


@pytest.fixture
def cell(tmp_path: Path) -> Iterator[Cell]:
    made = Cell(tmp_path, 3)
    incident = an_incident(made.laptops[1].room)
    for number in range(4):
        an_entry(made.laptops[1].room, incident.ref, text=f"vu {number}")
    made.note(made.laptops[1])
    yield made
    made.close()


def take(cell: Cell, who: int, *bodies: bytes) -> dict[Why, int]:
    """What one laptop sets aside of these runs, by reason."""
    outcome = cell.laptops[who].room.exchange.receiver.take(bodies, source="stick")
    found: dict[Why, int] = {}
    for aside in outcome.set_aside:
        found[aside.why] = found.get(aside.why, 0) + 1
    return found


def meet(cell: Cell) -> None:
    """What the first two really wrote makes them one."""
    take(cell, 0, *all_runs(cell.laptops[1]))
    take(cell, 1, *all_runs(cell.laptops[0]))
    assert cell.laptops[0].room.dump() == cell.laptops[1].room.dump()


def newest(cell: Cell, who: int) -> bytes:
    """The last run of this laptop's own writer."""
    writer = Forge.at(cell.laptops[who]).writer
    return [run for run in all_runs(cell.laptops[who]) if unpack(run).header.writer == writer][-1]


LIES: dict[str, dict[str, Any]] = {
    "fewer ops": {"seq_to": lambda header: header.seq_to - 1},
    "more ops": {"seq_to": lambda header: header.seq_to + 1},
    "later numbers": {"seq_from": lambda header: header.seq_from + 1, "seq_to": lambda header: header.seq_to + 1},
    "another beginning": {"prev_hash": lambda header: b"\x01" * 32},
    "another end": {"head_hash": lambda header: b"\x02" * 32},
    "another room": {"room": lambda header: "cd" * 16},
    "another writer": {"writer": lambda header: b"\x03" * 8},
}


@pytest.mark.parametrize("lie", LIES)
def test_that_a_header_that_lies_brings_nothing_even_signed_by_its_station(cell: Cell, lie: str) -> None:
    body = newest(cell, 1)
    segment = unpack(body).segment
    header = replace(segment.header, **{name: change(segment.header) for name, change in LIES[lie].items()})
    before, vector = cell.laptops[0].room.dump(), cell.laptops[0].room.exchange.vector()
    signed = Forge.at(cell.laptops[1]).signed(header, lines(body))

    for run in (packed(header, segment.signature, lines(body)), signed):
        found = take(cell, 0, run)
        assert found
        assert found.keys() <= {Why.TAMPERED, Why.DAMAGED, Why.FOREIGN, Why.UNKNOWN, Why.FORK}
    assert (cell.laptops[0].room.dump(), cell.laptops[0].room.exchange.vector()) == (before, vector)
    assert cell.laptops[0].room.verify() == []
    for aside in cell.laptops[0].room.exchange.asides():
        cell.laptops[0].room.exchange.forget(aside.id)
    meet(cell)


def test_that_nobody_signs_for_another_station(cell: Cell) -> None:
    body = newest(cell, 1)
    header = unpack(body).header
    before = cell.laptops[0].room.dump()
    forged = cell.laptops[2].room.identity.sign(segment_message(header.encoded()))

    assert take(cell, 0, packed(header, forged, lines(body))) == {Why.TAMPERED: 1}
    assert cell.laptops[0].room.dump() == before


def test_that_what_waited_for_a_word_and_was_not_signed_is_then_said_to_be_tampered_with(cell: Cell) -> None:
    stranger = cell.add()
    forge = Forge.at(stranger)
    later = forge.run([forge.op("action", {"text": "plus tard"}).wire()])
    unsigned = packed(unpack(later).header, bytes(64), lines(later))
    assert take(cell, 0, unsigned) == {Why.UNKNOWN: 1}

    vouch(cell.laptops[0].room, stranger.room)

    assert take(cell, 0, *all_runs(stranger)) == {Why.TAMPERED: 1}
    assert [aside.why for aside in cell.laptops[0].room.exchange.asides()] == [Why.TAMPERED]
    assert take(cell, 0, *all_runs(stranger)) == {}


def test_that_nobody_goes_on_as_the_founding_station(cell: Cell) -> None:
    founder, thief = Forge.at(cell.laptops[0]), Forge.at(cell.laptops[2])
    mine = Forge(cell.laptops[2].room, founder.writer, founder.seq, founder.hash)
    stolen = mine.run([mine.op("incident", {"title": "faux"}, record="ab" * 16).wire()])
    claim = Forge(cell.laptops[2].room, b"\x77" * 8, 0, bytes(32))
    station = cell.laptops[0].room.identity.station_id.hex()
    claimed = claim.run([claim.op("writer", {"writer": claim.writer.hex(), "station": station}).wire()])
    before = cell.laptops[1].room.dump()

    assert thief.writer != founder.writer
    assert take(cell, 1, stolen) == {Why.TAMPERED: 1}
    assert take(cell, 1, claimed) == {Why.TAMPERED: 1}
    assert cell.laptops[1].room.dump() == before


def test_that_hidden_ops_are_waited_for_and_take_nobody_else_along(cell: Cell) -> None:
    forge = Forge.at(cell.laptops[1])
    first = forge.op("action", {"text": "un"})
    one = forge.run([first.wire()])
    forge.go_on(1, first.hash_after(forge.hash))
    second = forge.op("action", {"text": "deux"})
    two = forge.run([second.wire()])
    everything = all_runs(cell.laptops[1])

    assert take(cell, 0, *everything, two) == {}
    assert list(cell.laptops[0].rows("SELECT count(*) FROM inbox")) == [(1,)]
    assert cell.laptops[0].room.verify() == []
    assert take(cell, 0, one) == {}
    assert cell.laptops[0].rows("SELECT 1 FROM inbox") == []
    assert [row[0] for row in cell.laptops[0].rows("SELECT text FROM action ORDER BY text")] == ["deux", "un"]


def test_that_ops_in_another_order_are_not_what_was_signed(cell: Cell) -> None:
    body = newest(cell, 1)
    before = cell.laptops[0].room.dump()
    told = lines(body)

    assert take(cell, 0, with_lines(body, told[::-1])) == {Why.DAMAGED: 1}
    assert take(cell, 0, with_lines(body, [*told[:-1], told[-2]])) == {Why.DAMAGED: 1}
    assert cell.laptops[0].room.dump() == before


def dressed(line: bytes) -> Iterator[bytes]:
    """An honest op so that its hash still fits and no program reads it."""
    said = orjson.loads(line)
    yield canonical({**said, "zz": 1})
    yield (
        canonical({**said, "salt": said["salt"].upper(), "v": said["v"]})
        if said["salt"].upper() != said["salt"]
        else b""
    )
    yield canonical({**said, "fs": {"a": "00" * 16}})
    yield orjson.dumps({"hash": "", "raw": ""})


def test_that_nobody_who_carries_an_op_can_dress_it_so_that_it_has_no_effect(cell: Cell) -> None:
    """Whoever passes on another station's run could else keep an entry from everybody it reaches first."""
    body = newest(cell, 1)
    told = lines(body)
    genuine = unpack(body).header
    digest = genuine.prev_hash
    before = cell.laptops[0].room.dump()
    for number, line in enumerate(told):
        head = head_of(line)
        assert head is not None
        digest = chain_hash(digest, head)
        hidden = orjson.dumps({"hash": digest.hex(), "raw": "Z2FyYmFnZQ=="})  # the hash as told, and garbage
        for other in (*filter(None, dressed(line)), hidden):
            take(cell, 0, with_lines(body, [*told[:number], other, *told[number + 1 :]]))
            assert cell.laptops[0].room.dump() == before
    assert {aside.why for aside in cell.laptops[0].room.exchange.asides()} == {Why.DAMAGED}

    meet(cell)


def test_that_what_a_newer_version_says_goes_on_with_its_hash_and_without_effect(cell: Cell) -> None:
    """Such as a field that became a number there: this version cannot read it, and others may."""
    forge = Forge.at(cell.laptops[1])
    strange = canonical(
        {**orjson.loads(forge.op("incident", {}, record="ab" * 16).wire()), "p": {"title": 7, "vital": "oui"}}
    )
    head = head_of(strange)
    assert head is not None
    newer = forge.run([strange])
    forge.go_on(1, chain_hash(forge.hash, head))
    after = forge.run([forge.op("action", {"text": "lisible"}).wire()])

    assert take(cell, 0, *all_runs(cell.laptops[1]), newer, after) == {}
    assert take(cell, 2, *all_runs(cell.laptops[0])) == {}
    for who in (0, 2):
        assert cell.laptops[who].rows("SELECT hash, flag FROM op WHERE w=? AND seq=?", forge.writer, forge.seq) == [
            (chain_hash(unpack(newer).header.prev_hash, head), 1)
        ]
        assert [row[0] for row in cell.laptops[who].rows("SELECT text FROM action")] == ["lisible"]
    assert cell.laptops[0].room.dump() == cell.laptops[2].room.dump()


def test_that_a_run_for_newer_readers_is_kept_and_carried_on_as_it_came(cell: Cell) -> None:
    forge = Forge.at(cell.laptops[1])
    segment = unpack(forge.run([b"{}"])).segment
    body = packed(segment.header, segment.signature, [b"who knows"], min_reader=2)

    assert take(cell, 0, body) == {Why.NEWER: 1}
    assert take(cell, 0, body) == {Why.NEWER: 1}
    path = cell.write(cell.laptops[0], everything=True)
    outcome = cell.laptops[2].room.read_bundle(path)

    assert [aside.why for aside in outcome.set_aside] == [Why.NEWER]
    assert cell.laptops[2].room.exchange.unread() == [body]
    assert cell.laptops[2].room.dump() == cell.laptops[0].room.dump()


@pytest.mark.parametrize("filling", [b"\x00", b"\n", b"{}\n"])
def test_that_a_bomb_takes_little_memory(cell: Cell, filling: bytes) -> None:
    """Sixteen kilobytes that unpack to a gigabyte."""
    forge = Forge.at(cell.laptops[1])
    body = forge.run([b"{}"])
    packer = zstandard.ZstdCompressor().compressobj()
    block = filling * (1024 * 1024 // len(filling))
    bomb = b"".join([body[: body.index(b"\n") + 1], *(packer.compress(block) for _mb in range(1024)), packer.flush()])

    tracemalloc.start()
    try:
        assert take(cell, 0, bomb) == {Why.DAMAGED: 1}
        assert tracemalloc.get_traced_memory()[1] < 250 * 1024 * 1024
    finally:
        tracemalloc.stop()


def test_that_a_flipped_bit_anywhere_in_a_run_brings_nothing_or_all_of_it(cell: Cell) -> None:
    body, before = newest(cell, 1), cell.laptops[0].room.dump()
    dice = random.Random(3)
    for _flip in range(120):
        at = dice.randrange(len(body))
        take(cell, 0, body[:at] + bytes([body[at] ^ 1 << dice.randrange(8)]) + body[at + 1 :])
        if cell.laptops[0].room.dump() != before:  # a bit that nothing looks at, such as one after the end
            assert cell.laptops[0].room.verify() == []
            meet(cell)
            return
    assert {aside.why for aside in cell.laptops[0].room.exchange.asides()} <= {
        Why.DAMAGED, Why.TAMPERED, Why.FOREIGN, Why.UNKNOWN, Why.NEWER,
    }  # fmt: skip


def test_that_an_equivocating_station_is_told_apart_and_blocks_nobody(cell: Cell) -> None:
    """It signs two different continuations: whichever came first stays, the other is set aside on every laptop."""
    forge = Forge.at(cell.laptops[1])
    one, two = (forge.run([forge.op("action", {"text": text}).wire()]) for text in ("oui", "non"))
    base = all_runs(cell.laptops[1])

    assert take(cell, 0, *base, one) == {}
    assert take(cell, 0, two) == {Why.FORK: 1}
    assert take(cell, 2, *base, two) == {}
    assert take(cell, 2, one) == {Why.FORK: 1}
    both = take(cell, 2, one, two)
    assert both == {Why.FORK: 1}
    forge.go_on(1, unpack(two).header.head_hash)
    after_two = forge.run([forge.op("action", {"text": "et puis"}).wire()])
    assert take(cell, 0, after_two) == {Why.FORK: 1}
    assert take(cell, 2, after_two) == {}
    for who in (0, 2):
        assert cell.laptops[who].rows("SELECT 1 FROM inbox") == []
        an_incident(cell.laptops[who].room, title="la suite")
    assert bundle(cell.folder / "x.warroom-bundle", cell.laptops[0].room, [two]).exists()


def test_that_what_cannot_be_read_joins_only_where_it_was_written(cell: Cell) -> None:
    """Even signed by its station, and in one delivery with what it does not follow."""
    forge = Forge.at(cell.laptops[1])
    base, one = all_runs(cell.laptops[1]), forge.run([forge.op("action", {"text": "oui"}).wire()])
    forge.go_on(1, bytes(32))
    strange = canonical({**orjson.loads(forge.op("incident", {}, record="ab" * 16).wire()), "p": {"title": 7}})

    assert take(cell, 0, *base, one, forge.run([strange])) in ({Why.TAMPERED: 1}, {Why.FORK: 1})
    assert cell.laptops[0].room.exchange.vector()[forge.writer] == forge.seq
