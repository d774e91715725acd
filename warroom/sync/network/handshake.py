"""The handshake: two members recognise each other, and a stranger learns only that a room exists.

The one who answers sends a nonce and a passing key. The caller sends who it is, sealed to every member among throw-away
keys; the other answers in kind, sealed to the caller alone. What fails ends like garbage, at the same moment
(docs/decisions/0080-the-rooms-own-network.md).
"""

from __future__ import annotations

import hashlib
import os
import socket
import struct
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from warroom.identity.stations import StationIdentity, station_id_of, verify
from warroom.sync.envelopes import NotForUs, opened, seal

DOMAIN = b"warroom-net-1\n"
LASTS_S = 3.0  # a handshake that fails ends so long after it began, whatever was wrong with it
SEATS = 32  # keys that the caller's message is always sealed to; a room of more members tells only so many
_KEY = 32
SEALED = 4096  # bytes of a sealed message on the wire, whatever is in it
OPENING = 64  # bytes: a nonce and a passing key
_INSIDE = struct.Struct("16s16s32s32s32s16s64s64s")
_SIZE = struct.Struct(">H")


class Failed(Exception):
    """No member answered, or what it said was not right. Why is told to nobody."""


@dataclass(frozen=True, slots=True)
class Card:
    """Who a station says it is. A newcomer shows by which invitation it came; others leave that empty."""

    station: bytes
    instance: bytes  # this start of its network
    public_key: bytes
    box_key: bytes
    invitation: bytes = bytes(16)
    voucher: bytes = bytes(64)  # the invitation's signature of its enrolment


class Host(Protocol):
    """What a handshake needs of its room."""

    @property
    def room(self) -> bytes:
        """The room's id, 16 bytes."""

    @property
    def identity(self) -> StationIdentity:
        """This station's keys."""

    @property
    def card(self) -> Card:
        """What this station says of itself."""

    def box_keys(self) -> Sequence[bytes]:
        """The keys of everyone who may know who calls: members first, this station left out or not."""

    def secrets(self) -> Sequence[bytes]:
        """The X25519 secret keys that open what is sealed to this station."""

    def admits(self, card: Card) -> bool:
        """Whether this is a member now: its keys are those of an admitted station that nobody revoked."""


@dataclass(frozen=True, slots=True)
class Session:
    """What a handshake leaves: who is there, and a key for each way. The keys outlive neither the line nor the room."""

    peer: Card
    is_caller: bool
    sends: bytes
    receives: bytes

    def __repr__(self) -> str:
        return f"Session({self.peer.station.hex()})"


class _Ends(Exception):
    """This handshake leads nowhere."""


Wait = Callable[[float], object]


def call(line: socket.socket, host: Host, *, wait: Wait = time.sleep) -> Session:
    """Shake hands as the one who connected. Blocks; raises Failed, at the end of its time unless the other hung up.

    `wait` sleeps for so many seconds, or less when all of it is to end.
    """
    return _in_time(lambda until: _call(line, host, until), wait)


def answer(line: socket.socket, host: Host, *, wait: Wait = time.sleep) -> Session:
    """Shake hands as the one who was connected to. Blocks; raises Failed, always at the end of its time."""
    return _in_time(lambda until: _answer(line, host, until), wait)


def _in_time(shake: Callable[[float], Session], wait: Wait) -> Session:
    until = time.monotonic() + LASTS_S
    try:
        return shake(until)
    except ConnectionError:
        raise Failed from None
    except (_Ends, NotForUs, OSError, ValueError):
        # ValueError: a key that is none, or a weak one.
        wait(max(0.0, until - time.monotonic()))
        raise Failed from None


def _call(line: socket.socket, host: Host, until: float) -> Session:
    ephemeral = X25519PrivateKey.generate()
    opening = _read(line, OPENING, until)
    own = _introduced(host, ephemeral, opening, b"caller", b"")
    asked = _sealed(own, host.box_keys())
    _write(line, asked, until)
    said = _read(line, SEALED, until)
    peer, theirs = _met(host, _opened(said, host), opening, b"answerer", own)
    if theirs != opening[_KEY:] or peer.instance == host.card.instance:
        raise _Ends
    return _session(host, ephemeral, peer, theirs, (opening, asked, said), is_caller=True)


def _answer(line: socket.socket, host: Host, until: float) -> Session:
    ephemeral = X25519PrivateKey.generate()
    opening = os.urandom(_KEY) + ephemeral.public_key().public_bytes_raw()
    _write(line, opening, until)
    asked = _read(line, SEALED, until)
    introduced = _opened(asked, host)
    peer, theirs = _met(host, introduced, opening, b"caller", b"")
    if peer.instance == host.card.instance:
        raise _Ends  # our own voice
    said = _sealed(_introduced(host, ephemeral, opening, b"answerer", introduced), [peer.box_key])
    session = _session(host, ephemeral, peer, theirs, (opening, asked, said), is_caller=False)
    _write(line, said, until)
    return session


# Who is there


def _introduced(host: Host, ephemeral: X25519PrivateKey, opening: bytes, role: bytes, heard: bytes) -> bytes:
    """Who we are, signed for this one conversation; `heard` is what the other said of itself before."""
    card, passing = host.card, ephemeral.public_key().public_bytes_raw()
    fields = (
        card.station,
        card.instance,
        passing,
        card.public_key,
        card.box_key,
        card.invitation,
        card.voucher,
    )
    signature = host.identity.sign(_message(host.room, role, opening, heard, fields))
    return _INSIDE.pack(*fields, signature)


def _met(host: Host, inside: bytes, opening: bytes, role: bytes, heard: bytes) -> tuple[Card, bytes]:
    """Who the other is, and its passing key. Raises _Ends for anyone who is not a member."""
    *fields, signature = _INSIDE.unpack(inside)
    station, instance, passing, public_key, box_key, invitation, voucher = fields
    card = Card(station, instance, public_key, box_key, invitation, voucher)
    is_theirs = station_id_of(public_key) == station
    if not is_theirs or not verify(public_key, _message(host.room, role, opening, heard, fields), signature):
        raise _Ends
    if not host.admits(card):
        raise _Ends
    return card, passing


def _message(room: bytes, role: bytes, opening: bytes, heard: bytes, fields: Iterable[bytes]) -> bytes:
    """What is signed: nothing of it holds in another room, another conversation or the other role."""
    said = hashlib.sha256(b"".join(fields)).digest()
    return DOMAIN + role + b"\n" + room + opening + hashlib.sha256(heard).digest() + said


def _session(
    host: Host,
    ephemeral: X25519PrivateKey,
    peer: Card,
    theirs: bytes,
    transcript: tuple[bytes, bytes, bytes],
    *,
    is_caller: bool,
) -> Session:
    shared = ephemeral.exchange(X25519PublicKey.from_public_bytes(theirs))
    derived = HKDF(
        algorithm=SHA256(),
        length=2 * _KEY,
        salt=hashlib.sha256(b"".join(transcript)).digest(),
        info=DOMAIN + b"session\n" + host.room,
    ).derive(shared)
    forth, back = derived[:_KEY], derived[_KEY:]
    return Session(peer, is_caller, *((forth, back) if is_caller else (back, forth)))


# On the wire


def _sealed(inside: bytes, box_keys: Sequence[bytes]) -> bytes:
    """Sealed to these keys among throw-away ones, in a message of one size."""
    seats = list(dict.fromkeys(box_keys))[:SEATS]
    seats += [X25519PrivateKey.generate().public_key().public_bytes_raw() for _ in range(SEATS - len(seats))]
    while True:
        envelope = seal(inside, seats)  # age adds a random line of its own: now and then it is too long
        if len(envelope) <= SEALED - _SIZE.size:
            return _SIZE.pack(len(envelope)) + envelope + os.urandom(SEALED - _SIZE.size - len(envelope))


def _opened(sealed: bytes, host: Host) -> bytes:
    (size,) = _SIZE.unpack_from(sealed)
    inside = opened(sealed[_SIZE.size : _SIZE.size + size], host.secrets())
    if len(inside) != _INSIDE.size:
        raise _Ends
    return inside


def _read(line: socket.socket, size: int, until: float) -> bytes:
    """Exactly so many bytes. Raises ConnectionError when the other hung up, TimeoutError when the time is over."""
    held = bytearray()
    while len(held) < size:
        line.settimeout(max(0.001, until - time.monotonic()))
        piece = line.recv(size - len(held))
        if not piece:
            raise ConnectionError
        held += piece
        if time.monotonic() > until:
            raise TimeoutError
    return bytes(held)


def _write(line: socket.socket, message: bytes, until: float) -> None:
    line.settimeout(max(0.001, until - time.monotonic()))
    line.sendall(message)
