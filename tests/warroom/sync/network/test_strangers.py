"""What somebody who is no member gets from a room's network: 64 random bytes and silence, whatever they try."""

from __future__ import annotations

import os
import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress

import pytest

from tests.warroom.sync.network.laptops import Laptop, acquainted, networked, until
from warroom.identity.stations import StationIdentity
from warroom.sync import envelopes
from warroom.sync.network import handshake, listening
from warroom.sync.network.handshake import LASTS_S, OPENING, SEALED, Failed, answer, call

Line = socket.socket


class Heard:
    """What came over a line, and how long until it ended."""

    def __init__(self, port: int, say: Callable[[Line, bytes], None]) -> None:
        began = time.monotonic()
        with socket.create_connection(("127.0.0.1", port)) as line:
            line.settimeout(20)
            self.came = _exactly(line, OPENING)
            with suppress(ConnectionError):
                say(line, self.came)
            with suppress(ConnectionError):
                while piece := line.recv(4096):
                    self.came += piece
        self.lasted = time.monotonic() - began


def _exactly(line: Line, size: int) -> bytes:
    held = b""
    while len(held) < size:
        piece = line.recv(size - len(held))
        assert piece
        held += piece
    return held


def _asked_by(stranger: Laptop) -> Callable[[Line, bytes], None]:
    """The message of somebody who keeps to the protocol."""

    def say(line: Line, opening: bytes) -> None:
        key = handshake.X25519PrivateKey.generate()
        inside = handshake._introduced(stranger, key, opening, b"caller", b"")
        line.sendall(handshake._sealed(inside, stranger.box_keys()))

    return say


def _lasts(tries: dict[str, Callable[[Line, bytes], None]], port: int) -> dict[str, Heard]:
    """All of them, a few at a time."""
    found: dict[str, Heard] = {}
    names = list(tries)
    for at in range(0, len(names), 3):
        threads = [
            threading.Thread(target=lambda name=name: found.update({name: Heard(port, tries[name])}))
            for name in names[at : at + 3]
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    return found


def test_that_a_stranger_cannot_tell_from_bytes_or_time_how_close_it_came() -> None:
    one, other, revoked = Laptop(), Laptop(), Laptop()
    acquainted(one, other, revoked)
    one.revoke(revoked)
    unknown = Laptop()
    unknown.circle = {one.card, other.card, unknown.card}  # knows the room and every key, and was never admitted
    elsewhere = Laptop(bytes(16))
    elsewhere.identity = other.identity  # a member here, calling for another room
    elsewhere.circle = {one.card, elsewhere.card}
    liar = Laptop()
    liar.circle = {one.card}
    liar.identity = _as_if(other.identity)
    blind = Laptop()  # knows no key of the room
    tries: dict[str, Callable[[Line, bytes], None]] = {
        "nothing": lambda line, opening: None,
        "garbage": lambda line, opening: line.sendall(os.urandom(SEALED)),
        "half": lambda line, opening: line.sendall(os.urandom(SEALED // 2)),
        "slow": _slowly,
        "sealed to others": _asked_by(blind),
        "sealed nonsense": lambda line, opening: line.sendall(_sealed_to(one, os.urandom(272))),
        "sealed, too short": lambda line, opening: line.sendall(_sealed_to(one, b"warroom")),
        "unknown station": _asked_by(unknown),
        "revoked station": _asked_by(revoked),
        "member of another room": _asked_by(elsewhere),
        "in a member's name": _asked_by(liar),
    }
    with networked(one) as first:
        heard = _lasts(tries, first.port)
    for name, what in heard.items():
        assert len(what.came) == OPENING, name
        assert what.lasted >= LASTS_S * 0.99, name
    assert len({what.came for what in heard.values()}) == len(tries)


def _as_if(identity: StationIdentity) -> StationIdentity:
    """Another's name over keys of one's own."""
    own = StationIdentity.fresh()
    own.station_id, own.public_key, own.sealing_key = identity.station_id, identity.public_key, identity.sealing_key
    return own


def _slowly(line: Line, opening: bytes) -> None:
    for _ in range(200):
        line.sendall(b"x")
        time.sleep(0.05)


def _sealed_to(laptop: Laptop, inside: bytes) -> bytes:
    return handshake._sealed(inside, [laptop.identity.sealing_key])


def test_that_a_message_heard_on_the_network_opens_nothing_when_it_is_said_again() -> None:
    one, other = Laptop(), Laptop()
    acquainted(one, other)
    kept: list[bytes] = []
    with networked(one) as first:
        _listening_in(other, first.port, kept)
        again = Heard(first.port, lambda line, opening: line.sendall(kept[0]))
    assert len(kept[0]) == SEALED
    assert len(again.came) == OPENING


def _listening_in(caller: Laptop, port: int, kept: list[bytes]) -> None:
    """The caller meets whoever listens there, through somebody who keeps what it says."""
    ours, theirs = socket.socketpair()
    with ours, theirs, socket.create_connection(("127.0.0.1", port)) as line:

        def carry() -> None:
            theirs.sendall(_exactly(line, OPENING))
            kept.append(_exactly(theirs, SEALED))
            line.sendall(kept[0])
            theirs.sendall(_exactly(line, SEALED))

        thread = threading.Thread(target=carry)
        thread.start()
        call(ours, caller)
        thread.join()


def test_that_our_own_voice_sent_back_to_us_is_not_taken_for_a_member() -> None:
    one = Laptop()
    with networked(one) as first:
        first.call(("127.0.0.1", first.port))
        time.sleep(0.5)
        assert not first.lines()


def test_that_somebody_in_the_middle_who_changes_the_passing_key_is_found_out() -> None:
    one, other = Laptop(), Laptop()
    acquainted(one, other)
    ends = []
    ours, our_end = socket.socketpair()
    theirs, their_end = socket.socketpair()

    def meddle() -> None:
        opening = _exactly(their_end, OPENING)
        key = handshake.X25519PrivateKey.generate().public_key().public_bytes_raw()
        our_end.sendall(opening[:32] + key)
        their_end.sendall(_exactly(our_end, SEALED))
        with suppress(OSError):
            our_end.sendall(their_end.recv(SEALED))

    def shake(line: Line, laptop: Laptop, how: Callable[..., object]) -> None:
        try:
            ends.append(how(line, laptop))
        except Failed as failed:
            ends.append(failed)
        line.close()

    threads = [
        threading.Thread(target=meddle),
        threading.Thread(target=shake, args=(ours, one, call)),
        threading.Thread(target=shake, args=(theirs, other, answer)),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    our_end.close()
    their_end.close()
    assert [type(end) for end in ends] == [Failed, Failed]


def test_that_who_is_called_by_a_room_hears_nothing_that_tells_of_its_members() -> None:
    """A stranger announces itself: what each room says to it has one size and nothing to read."""
    said = []
    for members in (1, 5, 31, 40):
        laptop = Laptop()
        acquainted(laptop, *(Laptop() for _ in range(members - 1)))
        with socket.create_server(("127.0.0.1", 0)) as door, networked(laptop) as network:
            network.call(("127.0.0.1", door.getsockname()[1]))
            line, _address = door.accept()
            with line:
                line.sendall(os.urandom(OPENING))
                said.append(_exactly(line, SEALED))
                stanzas = said[-1].count(b"-> X25519")
                assert stanzas == handshake.SEATS
                assert laptop.identity.station_id not in said[-1]
                with pytest.raises(envelopes.NotForUs):
                    handshake._opened(said[-1], Laptop())
    assert {len(message) for message in said} == {SEALED}


def test_that_one_address_cannot_take_up_the_whole_door_and_nobody_waits_for_ever() -> None:
    one, other = Laptop(), Laptop()
    acquainted(one, other)
    with networked(one) as first:
        lines = [socket.create_connection(("127.0.0.1", first.port)) for _ in range(listening.WAITING_OF_ONE + 3)]
        refused = 0
        for line in lines:
            line.settimeout(20)
            refused += len(_all(line)) == 0
            line.close()
        assert refused == 3
        with networked(other, first):
            until(first.lines)


def _all(line: Line) -> bytes:
    held = b""
    with suppress(ConnectionError):
        while piece := line.recv(4096):
            held += piece
    return held
