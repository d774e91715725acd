"""Real rooms on one network: what is typed on one laptop stands on the others a moment later, and all end alike."""

from __future__ import annotations

import os
import queue
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.builders import PASSPHRASE, a_room, an_entry, an_incident, reopened
from tests.warroom.stations import another_station
from tests.warroom.sync.meeting import admitted, meet_by_key, vouch
from tests.warroom.sync.network.laptops import until
from warroom.clock import Clock
from warroom.commands import LogEntry, RevokeStation
from warroom.domain.exchange import NetworkState
from warroom.errors import Refusal, Trouble
from warroom.room import Change, Room


@pytest.fixture
def rooms(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Room, Room, Room]]:
    """Three laptops of one room that know each other."""
    with ExitStack() as stack:
        one = stack.enter_context(a_room(tmp_path, clock=Clock()))
        others = [
            stack.enter_context(admitted(one, tmp_path, monkeypatch, letter=letter, member=f"Membre {letter}"))
            for letter in "BC"
        ]
        for other in others:
            meet_by_key(one, other)
        yield (one, *others)


def connect(room: Room, *others: Room) -> None:
    """Put these rooms on this machine's network, calling each other."""
    for other in others:
        room.network.add_address(f"127.0.0.1:{other.network.port}")


def on(*rooms: Room) -> None:
    for room in rooms:
        room.network.start(host="127.0.0.1", discover=False)


def alike(*rooms: Room) -> bool:
    return len({room.dump() for room in rooms}) == 1


def test_that_an_entry_typed_on_one_laptop_stands_on_the_others(rooms: tuple[Room, Room, Room]) -> None:
    one, two, three = rooms
    incident = an_incident(one).id
    on(*rooms)
    connect(two, one)
    connect(three, one)
    until(lambda: alike(*rooms))
    heard: queue.SimpleQueue[Change] = queue.SimpleQueue()
    three.changes.subscribe(heard.put)
    logged = an_entry(two, incident, text="Le groupe électrogène a démarré")
    until(lambda: three.views.entry_by_number(logged.number))
    entry = three.views.entry_by_number(logged.number)
    assert entry is not None
    assert entry.text == "Le groupe électrogène a démarré"
    until(lambda: any(heard.get().touches("entry") for _ in range(heard.qsize())))
    until(lambda: alike(*rooms))
    assert not [problem for room in rooms for problem in room.verify()]


def test_that_what_was_written_apart_for_days_becomes_one_room(rooms: tuple[Room, Room, Room], tmp_path: Path) -> None:
    one, two, three = rooms
    paper = tmp_path / "plan.pdf"
    paper.write_bytes(os.urandom(600_000))
    for room in rooms:
        incident = an_incident(room, title=f"Seul sur {room.station}").id
        for n in range(250):
            an_entry(room, incident, text=f"{room.station} {n}")
    kept = one.attach(paper, noun="incident", parent=an_incident(one).id)
    on(*rooms)
    connect(two, one, three)
    until(lambda: alike(*rooms), within=60)
    until(lambda: not any(room.exchange.awaited() for room in rooms), within=60)
    assert b"".join(three.views.attachment_bytes(kept)) == paper.read_bytes()
    assert one.network.state is NetworkState.CONNECTED
    assert {link.letter for link in two.network.links()} == {"A", "C"}
    until(lambda: all(peer.heard_at for peer in one.network.peers() if not peer.is_ours))
    assert [peer.letter for peer in one.network.peers() if peer.is_live] == ["B"]
    assert not [problem for room in rooms for problem in room.verify()]


def test_that_a_revoked_laptop_is_hung_up_on_and_reads_nothing_more(rooms: tuple[Room, Room, Room]) -> None:
    one, two, three = rooms
    incident = an_incident(one).id
    on(*rooms)
    connect(two, one)
    connect(three, one)
    until(lambda: alike(*rooms))
    one.do(RevokeStation(station="C", reason="volé")).result()
    secret = an_entry(one, incident, text="Ce que l’ordinateur volé ne lira pas")
    until(lambda: not three.network.links())
    until(lambda: two.views.entry_by_number(secret.number))
    assert three.views.entry_by_number(secret.number) is None
    an_entry(three, incident, text="voix d’outre-tombe")
    until(lambda: [link.letter for link in one.network.links()] == ["B"])
    assert not alike(one, three)


def test_that_a_laptop_nobody_admitted_gets_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with a_room(tmp_path, clock=Clock()) as one, another_station(one, tmp_path, monkeypatch, letter="X") as stranger:
        on(one, stranger)
        connect(stranger, one)
        connect(one, stranger)
        an_incident(one)
        stranger_dump = stranger.dump()
        with pytest.raises(AssertionError):
            until(lambda: one.network.links() or stranger.network.links(), within=4)
        assert stranger.dump() == stranger_dump
        vouch(one, stranger)  # a person decides
        meet_by_key(one, stranger)
        until(lambda: one.network.links(), within=60)
        until(lambda: alike(one, stranger))


def test_that_the_network_is_off_until_asked_and_off_with_the_room(rooms: tuple[Room, Room, Room]) -> None:
    one, two, _three = rooms
    assert one.network.state is NetworkState.OFF
    assert one.network.is_wanted
    on(one, two)
    on(one)
    connect(two, one)
    until(one.network.links)
    one.network.want(False)
    assert one.network.state is NetworkState.OFF
    assert not one.network.start_if_wanted()
    assert not one.network.is_wanted
    until(lambda: not two.network.links())
    two.close()  # while it looks for the others


def test_that_a_room_closes_in_the_middle_of_an_exchange_and_goes_on_from_there(rooms: tuple[Room, Room, Room]) -> None:
    one, two, _three = rooms
    incident = an_incident(one).id
    for _ in range(12):
        one.do_all([LogEntry(incident=incident, text=f"entrée {n}") for n in range(500)]).result()
    on(one, two)
    connect(two, one)
    before = sum(two.exchange.vector().values())
    until(lambda: sum(two.exchange.vector().values()) > before)
    again = reopened(two, machine=b"B" * 32)  # as the same laptop
    with again:
        half = sum(again.exchange.vector().values())
        assert half < sum(one.exchange.vector().values())
        again.network.start(host="127.0.0.1", discover=False)
        until(lambda: one.exchange.vector().items() <= again.exchange.vector().items(), within=60)
        until(lambda: alike(one, again))


def test_that_a_room_alone_or_only_read_keeps_off_the_network(tmp_path: Path) -> None:
    with a_room(tmp_path) as room:
        assert not room.network.is_wanted
    with Room.open(room.path, passphrase=PASSPHRASE, read_only=True, backups=False) as reading:
        assert not reading.network.is_wanted
        with pytest.raises(Trouble):
            reading.network.start()


@pytest.mark.parametrize("address", ["", "here", "here:0", "here:70000", ":80", "fe80::1:80", "a b:80", "here:x"])
def test_that_what_is_no_address_is_refused(tmp_path: Path, address: str) -> None:
    with a_room(tmp_path) as room, pytest.raises(Refusal):
        room.network.add_address(address)


def test_that_addresses_are_kept_for_the_next_opening(tmp_path: Path) -> None:
    room = a_room(tmp_path)
    room.network.add_address("192.0.2.7:4000")
    room.network.add_address("[fe80::1%2]:4000")
    with reopened(room) as again:
        assert again.network.addresses() == ["192.0.2.7:4000", "[fe80::1%2]:4000"]
        again.network.remove_address("192.0.2.7:4000")
        assert again.network.addresses() == ["[fe80::1%2]:4000"]
