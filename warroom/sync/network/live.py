"""Live exchange with one peer: what either side lacks, then every commit as it happens, then files."""

from __future__ import annotations

import struct
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from warroom.domain.exchange import Drift
from warroom.errors import WarroomError
from warroom.storage.exchange import Vector
from warroom.sync.covering import Range
from warroom.sync.network.channel import MESSAGE_MOST, Broken, Channel, Kind
from warroom.sync.network.drift import Measuring
from warroom.sync.network.files import Errands, Files
from warroom.sync.network.handshake import Card
from warroom.sync.network.intake import Intake, Job
from warroom.sync.network.side import Side

HEARTBEAT_S = 5.0
NEWS_S = 2.0  # between two bulletins, however much happens
PINGS, PING_AGAIN_S = 4, 60.0
AHEAD = 1024 * 1024  # bytes queued before the next run is read from the disk
HELD_MOST = 4 * 1024 * 1024  # bytes that came and are not in the journal yet: what is more stays on the line
AGAIN_S, AGAIN_MOST_S = 30.0, 600.0  # when what was sent never joined over there
TOGETHER = 2_000  # ops that join at once
LEISURE = 3  # after looking for what is new, so many times as long passes before the next look
ANNOUNCED = 100  # ops; fewer come without a word
BULLETIN_MOST = 1024 * 1024
_RUN, _NUMBER, _TIMES = struct.Struct(">8sQQ"), struct.Struct(">Q"), struct.Struct(">qqq")


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an exchange is, in ops."""

    sent: int = 0
    to_send: int = 0
    received: int = 0
    to_come: int = 0


class Conversation:
    """One peer and us. `run` blocks until it is over; `wake`, `end` and what is read are safe from any thread."""

    def __init__(
        self,
        side: Side,
        channel: Channel,
        peer: Card,
        *,
        intake: Intake,
        errands: Errands,
        told: Callable[[], None] = lambda: None,
    ) -> None:
        """`told` is called when there is something new to show of this peer."""
        self._side, self._channel, self._peer, self._intake, self._told = side, channel, peer, intake, told
        self.station = peer.station.hex()
        self.trouble: WarroomError | None = None
        self.heard_at: int | None = None  # milliseconds UTC, our clock
        self._over = threading.Event()
        self._is_new = True  # the room changed since we last looked
        self._sent = self._received = self._to_come = 0
        # Their bulletins, ours
        self._measuring = Measuring()
        self._passed: dict[str, int] = {}  # station → time of the bulletin that the peer has of it
        self._spoke_at, self._owes_news = float("-inf"), True
        self._told_vector: Vector = {}
        self._pings, self._ping_at = 0, 0.0
        # Their runs, ours
        self._has: Vector | None = None  # what the peer has, or will have when what is on its way is read
        self._plan: deque[Range] = deque()
        self._to_send, self._look_at = 0, 0.0
        self._sent_at, self._again = 0.0, AGAIN_S
        self._came: list[tuple[bytes, int]] = []  # not in the journal yet
        self._held, self._holding = 0, threading.Lock()
        self._files = Files(side, channel, errands, lambda job: intake.put(lambda: self._writing(job), is_file=True))

    @property
    def progress(self) -> Progress:
        return Progress(self._sent, self._to_send, self._received, self._to_come)

    @property
    def drift(self) -> Drift | None:
        """The peer's clock against ours."""
        return self._measuring.drift

    def run(self) -> None:
        """Exchange until the line breaks, the peer is no member any more, or `end`. Never raises."""
        try:
            while not self._over.is_set():
                is_full = self._held >= HELD_MOST
                for kind, payload in self._channel.pump(self._pause(), listen=not is_full):
                    self._hear(kind, payload)
                self._speak()
        except (Broken, ValueError, struct.error):  # what follows the first is not what a member of this version sends
            return
        except WarroomError as trouble:
            self.trouble = trouble
        finally:
            self._over.set()
            self._files.end()

    def wake(self) -> None:
        """The room changed, or what came has joined it."""
        self._is_new = True
        self._channel.wake()

    def end(self) -> None:
        """Let `run` return soon."""
        self._over.set()
        self._channel.wake()

    def _pause(self) -> float:
        """Seconds until there is something to say unasked."""
        if self._plan and self._channel.queued() < AHEAD:
            return 0.0
        next_word = self._spoke_at + (NEWS_S if self._owes_news else HEARTBEAT_S)
        soonest = min(next_word, self._look_at) if self._is_new else next_word
        return min(max(0.0, soonest - time.monotonic()), 1.0)

    # What the peer says

    def _hear(self, kind: Kind, payload: bytes) -> None:
        heard: dict[Kind, Callable[[bytes], None]] = {
            Kind.BULLETIN: self._hear_bulletin,
            Kind.RUN: self._hear_run,
            Kind.PLAN: self._hear_plan,
            Kind.PING: self._hear_ping,
            Kind.PONG: self._hear_pong,
            Kind.WANT: self._files.asked,
            Kind.CHUNK: self._files.came,
            Kind.NONE: self._files.not_there,
        }
        heard[kind](payload)
        self.heard_at = self._side.now_ms()

    def _hear_bulletin(self, payload: bytes) -> None:
        if len(payload) > BULLETIN_MOST:
            raise ValueError("no bulletin")
        bulletin = self._side.hear(payload, drift=self.drift, said_by=self.station)
        if bulletin is None:
            return
        self._passed[bulletin.station] = max(bulletin.at, self._passed.get(bulletin.station, bulletin.at))
        if bulletin.station == self.station:
            self._learn(bulletin.vector)
            self._files.heard()
        self._told()

    def _learn(self, vector: Vector) -> None:
        """What the peer has. Of what we sent meanwhile it does not know yet; if it never does, it is sent again."""
        if self._has is None:
            self._has, self._is_new = dict(vector), True
            return
        for writer, seq in vector.items():
            self._has[writer] = max(seq, self._has.get(writer, 0))
        is_behind = any(seq > vector.get(writer, 0) for writer, seq in self._has.items())
        if not is_behind:
            self._again = AGAIN_S
        elif time.monotonic() - self._sent_at > self._again and not self._plan:
            self._again = min(2 * self._again, AGAIN_MOST_S)
            self._has, self._is_new = dict(vector), True

    def _hear_run(self, payload: bytes) -> None:
        writer, first, last = _RUN.unpack_from(payload)
        body = payload[_RUN.size :]
        if self._has is not None:
            self._has[writer] = max(last, self._has.get(writer, 0))
        self._to_come = max(0, self._to_come - (last - first + 1))
        with self._holding:
            self._came.append((body, last - first + 1))
            self._held += len(body)
        self._intake.put(lambda: self._writing(self._take))

    def _writing(self, job: Job) -> None:
        """On the intake's thread: what the disk refuses ends this conversation, and the peer tries again later."""
        try:
            if not self._over.is_set():
                job()
        except WarroomError as trouble:
            self.trouble = trouble
            self._over.set()
        self.wake()

    def _take(self) -> None:
        """As much of what came as keeps nobody waiting who writes here."""
        with self._holding:
            bodies, count = [], 0
            while self._came and count < TOGETHER:
                body, ops = self._came.pop(0)
                bodies.append(body)
                count += ops
        if bodies:
            self._side.take(bodies, station=self.station)
            self._received += count
            with self._holding:
                self._held -= sum(map(len, bodies))

    def _hear_plan(self, payload: bytes) -> None:
        (self._to_come,) = _NUMBER.unpack(payload)
        self._told()

    def _hear_ping(self, payload: bytes) -> None:
        came = self._side.now_ms()
        (asked,) = _NUMBER.unpack(payload)
        self._channel.send(Kind.PONG, _TIMES.pack(asked, came, self._side.now_ms()))

    def _hear_pong(self, payload: bytes) -> None:
        asked, came, answered = _TIMES.unpack(payload)
        self._measuring.add(asked=asked, came=came, answered=answered, heard=self._side.now_ms())
        self._pings += 1
        if self._pings % PINGS:
            self._ping_at = 0.0
        else:
            self._owes_news = True
            self._told()

    # What we say

    def _speak(self) -> None:
        now = time.monotonic()
        if now >= self._ping_at:
            self._ping_at = now + PING_AGAIN_S
            self._channel.send(Kind.PING, _NUMBER.pack(self._side.now_ms()))
        if self._is_new and now >= self._look_at:
            self._is_new = False
            self._owes_news |= self._side.vector() != self._told_vector
            self._files.look_again()
            self._look_for_runs()
            self._look_at = time.monotonic() + LEISURE * (time.monotonic() - now)
        self._send_runs()
        if now - self._spoke_at >= (NEWS_S if self._owes_news else HEARTBEAT_S):
            self._send_bulletins(now)
        if not self._plan:
            self._files.speak()

    def _look_for_runs(self) -> None:
        if not self._side.admits(self._peer):
            self._over.set()
        elif self._has is not None:
            self._plan = deque(self._side.runs(self._has))
            self._to_send = sum(run.seq_to - max(run.seq_from - 1, self._has.get(run.writer, 0)) for run in self._plan)
            if self._to_send >= ANNOUNCED:
                self._channel.send(Kind.PLAN, _NUMBER.pack(self._to_send))

    def _send_runs(self) -> None:
        if not self._plan or self._has is None:
            return
        packed: list[bytes] = []
        while self._plan and self._channel.queued() + sum(len(body) for body in packed) < AHEAD:
            run = self._plan.popleft()
            body = self._side.packed(run)
            if len(body) < MESSAGE_MOST - _RUN.size - 1:
                packed.append(_RUN.pack(run.writer, run.seq_from, run.seq_to) + body)
            self._to_send -= run.seq_to - max(run.seq_from - 1, self._has.get(run.writer, 0))
            self._has[run.writer] = max(run.seq_to, self._has.get(run.writer, 0))
            self._sent += run.seq_to - run.seq_from + 1
        # Asked after reading: what was written after a revocation is never read before it.
        if not self._side.admits(self._peer):
            self._over.set()
            return
        for body in packed:
            self._channel.send(Kind.RUN, body)
        self._sent_at = time.monotonic()

    def _send_bulletins(self, now: float) -> None:
        self._spoke_at, self._owes_news = now, False
        self._told_vector = self._side.vector()
        self._channel.send(Kind.BULLETIN, self._side.own_bulletin())
        for bulletin in self._side.bulletins():
            if bulletin.station != self.station and bulletin.at > self._passed.get(bulletin.station, -1):
                self._passed[bulletin.station] = bulletin.at
                self._channel.send(Kind.BULLETIN, bulletin.body)
