"""Lines that break: a cable is pulled after any byte, two groups are parted for a while, and everything still comes."""

from __future__ import annotations

import hashlib
import os
import selectors
import socket
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress

import pytest

from tests.warroom.sync.network.laptops import Laptop, acquainted, networked, until
from warroom.errors import Trouble
from warroom.sync.network import local_network
from warroom.sync.network.channel import Broken, Channel, Kind
from warroom.sync.network.handshake import call
from warroom.sync.network.local_network import LocalNetwork


class Cable:
    """Carries bytes to a port, and breaks after so many of them, as often as `cuts` says; then it holds."""

    def __init__(self, port: int, cuts: list[int]) -> None:
        self._to, self.cuts = port, cuts
        self._door = socket.create_server(("127.0.0.1", 0))
        self.port = self._door.getsockname()[1]
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._carry)
        self._thread.start()

    def close(self) -> None:
        self._over.set()
        self._thread.join()
        self._door.close()

    def _carry(self) -> None:
        self._door.settimeout(0.05)
        while not self._over.is_set():
            with suppress(TimeoutError, ConnectionError):
                here, _address = self._door.accept()
                with here, socket.create_connection(("127.0.0.1", self._to)) as there:
                    self._between(here, there, self.cuts.pop(0) if self.cuts else None)

    def _between(self, here: socket.socket, there: socket.socket, left: int | None) -> None:
        with selectors.DefaultSelector() as both:
            both.register(here, selectors.EVENT_READ, there)
            both.register(there, selectors.EVENT_READ, here)
            while not self._over.is_set():
                for key, _ready in both.select(0.05):
                    assert isinstance(key.fileobj, socket.socket)
                    piece = key.fileobj.recv(65536 if left is None else min(left, 65536))
                    if not piece:
                        return
                    key.data.sendall(piece)
                    left = None if left is None else left - len(piece)
                    if left == 0:
                        return


@contextmanager
def joined(one: LocalNetwork, other: LocalNetwork, cuts: list[int]) -> Iterator[Cable]:
    """One calls the other over a cable."""
    cable = Cable(other.port, cuts)
    one.call(("127.0.0.1", cable.port))
    try:
        yield cable
    finally:
        cable.close()


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Torn lines are tried again at once."""
    monkeypatch.setattr(local_network, "LONGEST_PAUSE_S", 0.01)


@pytest.mark.usefixtures("hurried")
def test_that_a_line_torn_after_any_byte_is_taken_up_again_until_everything_is_there() -> None:
    one, other = Laptop(), Laptop()
    acquainted(one, other)
    one.write(*(f"{n} {os.urandom(40).hex()}" for n in range(3000)))
    other.write(*(f"{n} {os.urandom(40).hex()}" for n in range(2000)))
    for _ in range(8):
        body = os.urandom(100_000)
        one.files[hashlib.sha256(body).digest()] = body
    other.lacks = list(one.files)
    early = [1, 63, 64, 65, 1000, 64 + 4096, 64 + 4097, 64 + 8191, 64 + 8192, 8257, 8500, 9000, 12_000]
    later = list(range(20_000, 400_000, 23_456))
    with networked(one) as first, networked(other) as second, joined(first, second, [*early, *later]) as cable:
        until(lambda: one.text == other.text and one.files == other.files, within=100)
        assert len(cable.cuts) <= len(later) - 3
        one.write("after all that")
        until(lambda: one.text == other.text)


@pytest.mark.usefixtures("hurried")
def test_that_parted_groups_heal_when_any_cable_is_plugged_in_again() -> None:
    one, two, three = Laptop(), Laptop(), Laptop()
    acquainted(one, two, three)
    with networked(one) as first, networked(two) as second, networked(three) as third:
        with joined(first, second, []), joined(second, third, []):
            one.write("together")
            until(lambda: one.text == two.text == three.text)
        until(lambda: not second.lines())
        for laptop in (one, two, three):
            laptop.write(*(f"alone {n}" for n in range(600)))
        with joined(third, first, []):
            until(lambda: one.text == three.text)
            assert one.text != two.text
            with joined(second, third, []):
                until(lambda: one.text == two.text == three.text)


@pytest.mark.usefixtures("hurried")
def test_that_a_disk_that_is_full_ends_a_line_and_what_was_missed_comes_when_there_is_room_again() -> None:
    one, other = Full(), Laptop()
    acquainted(one, other)
    body = os.urandom(5000)
    other.files[hashlib.sha256(body).digest()] = body
    one.lacks = list(other.files)
    with networked(one) as first, networked(other, first):
        other.write("a line")
        until(lambda: first.trouble)
        assert not one.text
        one.is_full = False
        until(lambda: one.text == other.text and one.files == other.files)


class Full(Laptop):
    """A laptop whose disk is full until somebody makes room."""

    is_full = True

    def take(self, bodies: Sequence[bytes], *, station: str) -> None:
        self._refuse()
        super().take(bodies, station=station)

    def keep_chunk(self, digest: bytes, body: bytes) -> None:
        self._refuse()
        super().keep_chunk(digest, body)

    def _refuse(self) -> None:
        if self.is_full:
            raise Trouble("disk-full", "The disk is full.")


def test_that_garbage_from_a_member_ends_its_line_and_nothing_else() -> None:
    one, other, third = Laptop(), Laptop(), Laptop()
    acquainted(one, other, third)
    with networked(one) as first, networked(third, first):
        until(first.lines)
        with socket.create_connection(("127.0.0.1", first.port)) as line:
            channel = Channel(line, call(line, other))
            until(lambda: len(first.lines()) == 2)
            channel.send(Kind.RUN, b"short")
            with pytest.raises(Broken):
                _listen_to_the_end(channel)
            channel.close()
        one.write("goes on")
        until(lambda: one.text == third.text)


def _listen_to_the_end(channel: Channel) -> None:
    while True:
        channel.pump(1.0)
