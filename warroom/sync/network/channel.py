"""The channel: an authenticated line between two members. Messages go in pieces, so that a log entry overtakes a file.

On the wire: `u32 length | ChaCha20-Poly1305(flags, u32 length, piece, zeros up to the next 512 bytes)`; the nonce is a
counter of each way, so that nothing can be repeated, left out or turned round. Used from one thread but for `wake`.
"""

from __future__ import annotations

import enum
import selectors
import socket
import struct
import time
from collections import deque
from contextlib import suppress
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from warroom.sync.network.handshake import Session

MESSAGE_MOST = 16 * 1024 * 1024  # bytes
PIECE = 32 * 1024
STEP = 512  # sizes on the wire are multiples of it: they do not tell how long an entry is
SILENCE_S = 25.0  # a line that is silent for so long is dead
BUFFER = 256 * 1024  # bytes the system may hold: what is behind it can still be overtaken
_LENGTH = struct.Struct(">I")
_HEAD = struct.Struct(">BI")
_TAG = 16
_LONGEST = -(-(_HEAD.size + PIECE) // STEP) * STEP + _TAG
_FILES, _LAST = 1, 2


class Kind(enum.IntEnum):
    """What a message is."""

    BULLETIN = 1
    RUN = 2  # 8 bytes writer, u64 first and last number, the packed run
    PLAN = 3  # u64: so many ops are coming
    PING = 4  # u64: when it was sent, milliseconds
    PONG = 5  # three u64: when it was sent, when it came, when this was sent
    WANT = 6  # hashes of chunks
    CHUNK = 7  # a hash and the chunk
    NONE = 8  # a hash: not here


class Broken(Exception):
    """The line is over: hung up, silent for too long, or somebody meddled with it."""


@dataclass(slots=True)
class _Lane:
    """One of two queues: what is urgent, and files."""

    waiting: deque[memoryview] = field(default_factory=deque)
    queued: int = 0
    coming: bytearray = field(default_factory=bytearray)


class Channel:
    """Sends and receives whole messages. Closing is safe from any thread."""

    def __init__(self, line: socket.socket, session: Session) -> None:
        line.setblocking(False)
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        line.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, BUFFER)
        self._line = line
        self._out, self._in = ChaCha20Poly1305(session.sends), ChaCha20Poly1305(session.receives)
        self._sent = self._received = 0
        self._lanes = (_Lane(), _Lane())
        self._wire, self._held = bytearray(), bytearray()
        self._heard = time.monotonic()
        self._bell, self._ear = socket.socketpair()
        for end in (self._bell, self._ear):
            end.setblocking(False)
        self._both = selectors.DefaultSelector()
        self._both.register(self._ear, selectors.EVENT_READ)
        self._both.register(line, selectors.EVENT_READ)

    def send(self, kind: Kind, payload: bytes = b"", *, as_file: bool = False) -> None:
        """Queue a message; `pump` sends it."""
        if len(payload) >= MESSAGE_MOST:
            raise ValueError("longer than a message may be")
        lane = self._lanes[as_file]
        lane.waiting.append(memoryview(bytes([kind]) + payload))
        lane.queued += 1 + len(payload)

    def queued(self, *, as_file: bool = False) -> int:
        """Bytes that wait to be sent."""
        return self._lanes[as_file].queued

    def wake(self) -> None:
        """Make `pump` return soon. Safe from any thread, also after the end."""
        try:
            self._bell.send(b"!")
        except OSError:  # closed, or it will wake anyway
            return

    def pump(self, timeout: float, *, listen: bool = True) -> list[tuple[Kind, bytes]]:
        """Send what is queued and return what came; at the latest after `timeout` seconds. Raises Broken.

        Without `listen` what comes stays on the line, and the other is held up in the end.
        """
        try:
            return self._pump(timeout, listen)
        except (OSError, ValueError, InvalidTag, struct.error) as error:  # ValueError: closed, or a kind nobody knows
            raise Broken from error

    def _pump(self, timeout: float, listen: bool) -> list[tuple[Kind, bytes]]:
        self._flush()
        self._watch((selectors.EVENT_READ if listen else 0) | (selectors.EVENT_WRITE if self._wire else 0))
        if not listen:
            self._heard = time.monotonic()
        came: list[tuple[Kind, bytes]] = []
        for key, ready in self._both.select(timeout):
            if key.fileobj is self._ear:
                self._ear.recv(4096)
                continue
            if ready & selectors.EVENT_READ:
                came += self._take_in()
            if ready & selectors.EVENT_WRITE:
                self._flush()
        if time.monotonic() - self._heard > SILENCE_S:
            raise Broken
        return came

    def close(self) -> None:
        """Hang up."""
        with suppress(OSError):  # the other was first
            self._line.shutdown(socket.SHUT_RDWR)
        self._both.close()
        for end in (self._line, self._bell, self._ear):
            end.close()

    def _watch(self, wanted: int) -> None:
        """Be told of these events of the line from now on."""
        watched = self._both.get_map().get(self._line)
        if watched is not None and watched.events == wanted:
            return
        if watched is not None:
            self._both.unregister(self._line)
        if wanted:
            self._both.register(self._line, wanted)

    # Out

    def _flush(self) -> None:
        while True:
            if not self._wire and not self._fill():
                return
            try:
                gone = self._line.send(self._wire)
            except BlockingIOError:
                return
            del self._wire[:gone]
            if self._wire:
                return

    def _fill(self) -> bool:
        """Seal the next piece: urgent ones first."""
        for number, lane in enumerate(self._lanes):
            if not lane.waiting:
                continue
            message = lane.waiting.popleft()
            piece, rest = message[:PIECE], message[PIECE:]
            if rest:
                lane.waiting.appendleft(rest)
            lane.queued -= len(piece)
            self._wire += self._sealed((_FILES if number else 0) | (0 if rest else _LAST), piece)
            return True
        return False

    def _sealed(self, flags: int, piece: memoryview) -> bytes:
        size = _HEAD.size + len(piece)
        plain = _HEAD.pack(flags, len(piece)) + piece + bytes(-size % STEP)
        length = _LENGTH.pack(len(plain) + _TAG)
        self._sent += 1
        return length + self._out.encrypt(self._sent.to_bytes(12), plain, length)

    # In

    def _take_in(self) -> list[tuple[Kind, bytes]]:
        try:
            piece = self._line.recv(BUFFER)
        except BlockingIOError:
            return []
        if not piece:
            raise ConnectionError
        self._held += piece
        came = []
        while len(self._held) >= _LENGTH.size:
            (size,) = _LENGTH.unpack_from(self._held)
            if not _TAG < size <= _LONGEST:
                raise ValueError("no frame of ours")
            if len(self._held) < _LENGTH.size + size:
                break
            plain = self._opened(bytes(self._held[: _LENGTH.size + size]))
            del self._held[: _LENGTH.size + size]
            message = self._put_together(plain)
            if message:
                came.append((Kind(message[0]), message[1:]))
        return came

    def _opened(self, frame: bytes) -> bytes:
        length, sealed = frame[: _LENGTH.size], frame[_LENGTH.size :]
        self._received += 1
        plain = self._in.decrypt(self._received.to_bytes(12), sealed, length)
        self._heard = time.monotonic()
        return plain

    def _put_together(self, plain: bytes) -> bytes:
        """The whole message when this was the last piece of it, else nothing."""
        flags, size = _HEAD.unpack_from(plain)
        if size > len(plain) - _HEAD.size or flags > (_FILES | _LAST):
            raise ValueError("no piece of ours")
        lane = self._lanes[flags & _FILES]
        lane.coming += plain[_HEAD.size : _HEAD.size + size]
        if len(lane.coming) > MESSAGE_MOST:
            raise ValueError("longer than a message may be")
        if not flags & _LAST:
            return b""
        whole = bytes(lane.coming)
        lane.coming = bytearray()
        return whole
