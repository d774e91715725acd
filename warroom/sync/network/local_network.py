"""A room's own network, while it is on: it listens, looks for others, and keeps one line to each member it finds."""

from __future__ import annotations

import os
import random
import socket
import threading
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, replace

from warroom.domain.exchange import Drift
from warroom.errors import WarroomError
from warroom.sync.network.channel import Channel
from warroom.sync.network.discovery import Discovery, Found
from warroom.sync.network.files import Errands
from warroom.sync.network.handshake import Card, Failed, Session, answer, call
from warroom.sync.network.intake import Intake
from warroom.sync.network.interfaces import Interfaces, usable
from warroom.sync.network.listening import Listener
from warroom.sync.network.live import Conversation, Progress
from warroom.sync.network.side import Side

PEERS_MOST = 10
CALLS_MOST = 8  # at once
KNOWN_MOST = 128  # rooms' stations heard of; on a crowded network those that never answered are forgotten first
CONNECT_S = 2.0
LATER_S = 1.5  # the higher of two names waits so long for the other to call
FIRST_PAUSE_S, LONGEST_PAUSE_S = 1.0, 60.0
LOOK_S = 0.5

Address = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Line:
    """A live connection as it is shown."""

    station: str  # id
    since: int  # milliseconds UTC
    heard_at: int | None
    address: str
    drift: Drift | None
    progress: Progress


@dataclass(slots=True)
class _Known:
    """Somewhere to call: heard of, or given by hand."""

    addresses: tuple[Address, ...]
    next_at: float
    instance: bytes | None  # None until somebody answered, for an address given by hand
    failures: int = 0
    is_called: bool = False

    def put_off(self) -> None:
        """Call again later, each time a little later; not all at one moment."""
        pause = min(LONGEST_PAUSE_S, FIRST_PAUSE_S * 2 ** min(self.failures, 10))
        self.failures += 1
        self.next_at = time.monotonic() + pause * random.uniform(0.8, 1.2)


@dataclass(frozen=True, slots=True)
class _Live:
    session: Session
    conversation: Conversation
    address: str
    since: int


class _Voice:
    """The room's side under the name of this start of its network."""

    def __init__(self, side: Side, instance: bytes) -> None:
        self._side, self._instance = side, instance
        self.room, self.identity = side.room, side.identity
        self.box_keys, self.secrets, self.admits = side.box_keys, side.secrets, side.admits

    @property
    def card(self) -> Card:
        return replace(self._side.card, instance=self._instance)


class LocalNetwork:
    """Started when made, until `stop`. Safe from any thread."""

    def __init__(
        self,
        side: Side,
        *,
        addresses: Iterable[Address] = (),
        port: int = 0,
        host: str = "",
        discover: bool = True,
        interfaces: Callable[[], Interfaces] = usable,
        changed: Callable[[], None] = lambda: None,
    ) -> None:
        """`addresses` are called besides whoever is discovered, for networks that block multicast.

        `changed` is called, on any thread, when `lines` would say something else. Raises Trouble.
        """
        self._side, self._changed = side, changed
        self._instance = os.urandom(16)
        self._voice = _Voice(side, self._instance)
        self._errands = Errands()
        self._lock = threading.Lock()
        self._known: dict[object, _Known] = {}
        self._live: dict[tuple[bytes, bytes], _Live] = {}
        self._lines: set[socket.socket] = set()  # shaking hands
        self._threads: set[threading.Thread] = set()
        self._over = threading.Event()
        self._bell = threading.Event()
        self._members: list[bytes] = []
        self._has_changed = True
        self._past = (0, 0)
        self.trouble: WarroomError | None = None  # what ended the last conversation that did not end by itself
        self._listener = Listener(self._knocked, port=port, host=host)
        self._intake = Intake(name="network intake", end=side.done_reading)
        self._unsubscribe = side.subscribe(self._hear_change)
        self._calls = threading.Thread(target=self._keep_calling, name="network calls", daemon=True)
        self._calls.start()
        for address in addresses:
            self.call(address)
        self._discovery = (
            Discovery(self._instance, self.port, found=self._found, gone=self._gone, interfaces=interfaces)
            if discover
            else None
        )

    @property
    def port(self) -> int:
        """Where this station listens."""
        return self._listener.port

    @property
    def is_announced(self) -> bool:
        """Whether others can find this station without an address."""
        return self._discovery is not None and self._discovery.is_announced

    def lines(self) -> list[Line]:
        """Who is connected now."""
        with self._lock:
            live = list(self._live.values())
        return [
            Line(
                station=one.conversation.station,
                since=one.since,
                heard_at=one.conversation.heard_at,
                address=one.address,
                drift=one.conversation.drift,
                progress=one.conversation.progress,
            )
            for one in sorted(live, key=lambda one: (one.conversation.station, one.since))
        ]

    def totals(self) -> tuple[int, int]:
        """Ops received and sent since the start, with everybody."""
        with self._lock:
            live = [one.conversation.progress for one in self._live.values()]
            received, sent = self._past
        return received + sum(each.received for each in live), sent + sum(each.sent for each in live)

    def call(self, address: Address) -> None:
        """Keep a line to whoever of this room listens there."""
        with self._lock:
            self._known.setdefault(address, _Known((address,), time.monotonic(), None))
        self._bell.set()

    def stop(self) -> None:
        """Hang up and end; whatever is at hand joins the room first. About half a second; once is enough."""
        with self._lock:
            self._over.set()
            lines, live, threads = list(self._lines), list(self._live.values()), list(self._threads)
        self._bell.set()
        self._unsubscribe()
        self._listener.close()
        for line in lines:
            with suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)
        for one in live:
            one.conversation.end()
        if self._discovery is not None:
            self._discovery.close()
        self._intake.close()
        self._calls.join()
        for thread in threads:
            thread.join()

    # Whom to call

    def _found(self, found: Found) -> None:
        patience = 0.0 if self._instance < found.instance else LATER_S
        with self._lock:
            known = self._known.get(found.instance)
            if known is not None:
                known.addresses = found.addresses
                return
            if len(self._known) >= KNOWN_MOST:
                self._forget_one()
            self._known[found.instance] = _Known(found.addresses, time.monotonic() + patience, found.instance)
        self._bell.set()

    def _forget_one(self) -> None:
        strangers = [key for key, known in self._known.items() if isinstance(key, bytes) and not known.is_called]
        if strangers:
            del self._known[max(strangers, key=lambda key: self._known[key].failures)]

    def _gone(self, instance: bytes) -> None:
        with self._lock:
            self._known.pop(instance, None)

    def _hear_change(self) -> None:
        self._has_changed = True
        with self._lock:
            live = list(self._live.values())
        for one in live:
            one.conversation.wake()

    def _keep_calling(self) -> None:
        try:
            while not self._over.is_set():
                self._bell.wait(LOOK_S)
                self._bell.clear()
                if self._has_changed:
                    self._has_changed = False
                    try:
                        self._try_newcomers()
                    except WarroomError:  # the file is busy: looked at again in a moment
                        self._has_changed = True
                for known in self._due():
                    self._in_a_thread(lambda known=known: self._call(known), "network call")  # type: ignore[misc]
        finally:
            self._side.done_reading()

    def _try_newcomers(self) -> None:
        """Whom nobody knew a moment ago may be a member now: no need to wait."""
        members = sorted(self._side.box_keys()) if self._side.admits(self._side.card) else []
        if members == self._members:
            return
        self._members = members
        with self._lock:
            for known in self._known.values():
                known.failures, known.next_at = 0, min(known.next_at, time.monotonic() + FIRST_PAUSE_S)

    def _due(self) -> list[_Known]:
        now = time.monotonic()
        with self._lock:
            if self._over.is_set() or not self._members or len(self._live) >= PEERS_MOST:
                return []
            here = {instance for _station, instance in self._live}
            calls = sum(known.is_called for known in self._known.values())
            due = [
                known
                for known in sorted(self._known.values(), key=lambda known: known.next_at)
                if known.next_at <= now and not known.is_called and known.instance not in here
            ][: CALLS_MOST - calls]
            for known in due:
                known.is_called = True
            return due

    # Lines

    def _call(self, known: _Known) -> None:
        try:
            for address in known.addresses:
                if self._over.is_set():
                    return
                began = time.monotonic()
                if self._call_there(known, address):
                    if time.monotonic() - began > LONGEST_PAUSE_S:
                        known.failures = 0
                    return
        finally:
            known.put_off()
            known.is_called = False
            self._bell.set()

    def _call_there(self, known: _Known, address: Address) -> bool:
        """Whether a member answered there; returns when it hung up."""
        try:
            line = socket.create_connection(address, timeout=CONNECT_S)
        except OSError:
            return False
        session = self._shake(line, call)
        if session is None:
            return False
        known.instance, known.next_at = session.peer.instance, time.monotonic() + LATER_S
        known.is_called = False
        self._converse(line, session, address[0])
        return True

    def _knocked(self, line: socket.socket, address: str) -> None:
        def serve() -> None:
            try:
                session = self._shake(line, answer)
            finally:
                self._listener.left(address)
            if session is not None:
                self._converse(line, session, address)

        if not self._in_a_thread(serve, "network answer"):
            line.close()

    def _shake(self, line: socket.socket, shake: Callable[..., Session]) -> Session | None:
        """The session, or None and the line is closed."""
        with self._lock:
            if self._over.is_set():
                line.close()
                return None
            self._lines.add(line)
        try:
            return shake(line, self._voice, wait=self._over.wait)
        except (Failed, WarroomError):
            line.close()
            return None
        finally:
            with self._lock:
                self._lines.discard(line)

    def _converse(self, line: socket.socket, session: Session, address: str) -> None:
        channel = Channel(line, session)
        conversation = Conversation(
            self._side, channel, session.peer, intake=self._intake, errands=self._errands, told=self._changed
        )
        one = _Live(session, conversation, address, self._side.now_ms())
        key = (session.peer.station, session.peer.instance)
        try:
            if self._is_kept(key, one):
                self._changed()
                conversation.run()
        except WarroomError as trouble:
            conversation.trouble = trouble
        finally:
            channel.close()
            with self._lock:
                if self._live.get(key) is one:
                    del self._live[key]
                done = conversation.progress
                self._past = self._past[0] + done.received, self._past[1] + done.sent
            if conversation.trouble is not None:
                self.trouble = conversation.trouble
            self._changed()

    def _is_kept(self, key: tuple[bytes, bytes], one: _Live) -> bool:
        """One line to each: of two, the one that the lower of both names called; of two such, the newer."""
        we_call = (self._side.identity.station_id, self._instance) < key
        with self._lock:
            if self._over.is_set():
                return False
            other = self._live.get(key)
            if other is not None:
                if one.session.is_caller != we_call and other.session.is_caller == we_call:
                    return False
                other.conversation.end()
            elif len(self._live) >= PEERS_MOST:
                return False
            self._live[key] = one
            return True

    def _in_a_thread(self, work: Callable[[], None], name: str) -> bool:
        """False when all is over."""

        def whole() -> None:
            try:
                work()
            finally:
                self._side.done_reading()
                with self._lock:
                    self._threads.discard(thread)

        thread = threading.Thread(target=whole, name=name, daemon=True)
        with self._lock:
            if self._over.is_set():
                return False
            self._threads.add(thread)
            thread.start()
        return True
