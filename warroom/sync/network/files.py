"""Files over the room's own network: missing chunks of attachments, asked of one peer at a time, behind all else."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Iterable

from warroom.domain.files import CHUNK_BYTES
from warroom.sync.network.channel import Channel, Kind
from warroom.sync.network.intake import Job
from warroom.sync.network.side import Side

DIGEST = 32
AT_ONCE = 16  # chunks asked for together
ASKED_MOST = 256  # that a peer may ask for before it is answered
CHUNK_MOST = CHUNK_BYTES + 1024
AHEAD = 512 * 1024  # bytes queued before the next chunk is read from the disk
LOOK_AGAIN_S = 1.0
ASK_AGAIN_S = 30.0


class Errands:
    """Which chunk was asked of which peer, so that no two bring the same one. Safe from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._out: dict[bytes, object] = {}

    def take(self, digests: Iterable[bytes], who: object, *, most: int) -> list[bytes]:
        """The first of these that nobody was asked for yet; now `who` is."""
        with self._lock:
            free = [digest for digest in digests if digest not in self._out][:most]
            self._out |= dict.fromkeys(free, who)
        return free

    def drop(self, who: object, digest: bytes | None = None) -> None:
        """This peer no longer has to bring this chunk, or any."""
        with self._lock:
            self._out = {known: by for known, by in self._out.items() if by is not who or digest not in (None, known)}


class Files:
    """The files of one conversation. Used from its thread; `later` runs what writes on another one."""

    def __init__(self, side: Side, channel: Channel, errands: Errands, later: Callable[[Job], None]) -> None:
        self._side, self._channel, self._errands, self._later = side, channel, errands, later
        self._asked: deque[bytes] = deque()  # of us
        self._open: set[bytes] = set()  # what we asked for
        self._not_there: dict[bytes, float] = {}  # not to be asked for before
        self._refused: set[bytes] = set()  # of them, those that came
        self._look_at = 0.0
        self.received = 0

    def asked(self, payload: bytes) -> None:
        """The peer wants these; ValueError for what is no list of hashes, or too long a one."""
        digests = _digests(payload)
        if len(self._asked) + len(digests) > ASKED_MOST:
            raise ValueError("too many at once")
        self._asked += digests

    def came(self, payload: bytes) -> None:
        """A chunk we asked for; another is not looked at."""
        digest, body = payload[:DIGEST], payload[DIGEST:]
        if len(body) > CHUNK_MOST:
            raise ValueError("no chunk")
        if digest not in self._open:
            return
        self._open.discard(digest)
        self._refused.add(digest)  # unless it is what it should be
        self._not_there[digest] = time.monotonic() + ASK_AGAIN_S

        def keep() -> None:
            self._side.keep_chunk(digest, body)
            self._errands.drop(self, digest)
            self.received += 1

        self._later(keep)

    def not_there(self, payload: bytes) -> None:
        """The peer has not got it."""
        for digest in _digests(payload):
            if digest in self._open:
                self._open.discard(digest)
                self._errands.drop(self, digest)
                self._not_there[digest] = time.monotonic() + ASK_AGAIN_S
        self._look_at = 0.0

    def heard(self) -> None:
        """The peer said what it has: it may have got what it had not."""
        self._not_there = {digest: until for digest, until in self._not_there.items() if digest in self._refused}
        self.look_again()

    def look_again(self) -> None:
        """Something changed: more may be missing."""
        self._look_at = min(self._look_at, time.monotonic() + LOOK_AGAIN_S)

    def speak(self) -> None:
        """Ask for what is missing, hand out what was asked for."""
        now = time.monotonic()
        if not self._open and now >= self._look_at:
            self._ask(now)
        while self._asked and self._channel.queued(as_file=True) < AHEAD:
            digest = self._asked.popleft()
            body = self._side.chunk(digest)
            if body is None:
                self._channel.send(Kind.NONE, digest, as_file=True)
            else:
                self._channel.send(Kind.CHUNK, digest + body, as_file=True)

    def end(self) -> None:
        """Others may be asked now."""
        self._errands.drop(self)

    def _ask(self, now: float) -> None:
        self._not_there = {digest: until for digest, until in self._not_there.items() if until > now}
        self._refused &= self._not_there.keys()
        wanted = [digest for digest in self._side.awaited() if digest not in self._not_there]
        taken = self._errands.take(wanted, self, most=AT_ONCE)
        # Until then only a change, or an answer, makes us look.
        self._look_at = now + (0.0 if taken else ASK_AGAIN_S)
        if taken:
            self._open = set(taken)
            self._channel.send(Kind.WANT, b"".join(taken), as_file=True)


def _digests(payload: bytes) -> list[bytes]:
    if len(payload) % DIGEST:
        raise ValueError("no hashes")
    return [payload[at : at + DIGEST] for at in range(0, len(payload), DIGEST)]
