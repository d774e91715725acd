"""The room's own network through the room's door: on or off, who is connected, where else to call."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from warroom.clock import Clock
from warroom.domain.exchange import Link, NetworkState, Peer
from warroom.doors.erasures import Erasures
from warroom.doors.exchange import Exchange
from warroom.errors import Refusal, WarroomError
from warroom.identity.stations import StationIdentity
from warroom.storage.exchange import letters
from warroom.storage.store import Store
from warroom.storage.vault import read_only
from warroom.storage.views import Views
from warroom.words import _

if TYPE_CHECKING:
    from warroom.sync.network.local_network import Address, LocalNetwork

ON, ADDRESSES = "network", "network-addresses"
OFF = "off"
ADDRESSES_MOST = 20


class Networked(Protocol):
    """What the network needs of its room."""

    identity: StationIdentity
    clock: Clock
    views: Views
    exchange: Exchange
    erasure: Erasures

    @property
    def read_only(self) -> bool: ...

    def keep_local(self, name: str, value: str) -> None: ...


class Network:
    """`room.network`. Nothing of it runs until `start`. Safe from any thread."""

    def __init__(self, room: Networked, store: Store) -> None:
        self._room, self._store = room, store
        self._running: LocalNetwork | None = None
        self._one = threading.Lock()
        self._listeners: list[Callable[[], None]] = []

    # On and off

    @property
    def is_wanted(self) -> bool:
        """Whether the window is to start it: unless somebody said no, once there is another member or an invitation."""
        room = self._room
        return not room.read_only and room.views.local(ON) != OFF and len(room.exchange.readers()) > 1

    def want(self, wanted: bool) -> None:
        """Start it now and at the next openings, or stop it for good; kept for this room on this laptop. Blocks."""
        self._room.keep_local(ON, "" if wanted else OFF)
        if wanted:
            self.start()
        else:
            self.stop()

    def start_if_wanted(self) -> bool:
        """Start it when it is wanted; whether it is on now. For the window: at opening, and when stations change."""
        if self._running is None and self.is_wanted:
            self.start()
        return self._running is not None

    def start(self, *, port: int = 0, host: str = "", discover: bool = True) -> None:
        """Listen, look for the others, and exchange with every member found, until `stop`. Again changes nothing.

        Port 0 takes any that is free; `host` limits where it listens; without `discover` only known addresses are
        called. Raises Trouble `network-not-listening` or `read-only`. Takes some hundredths of a second.
        """
        from warroom.sync.network.local_network import LocalNetwork
        from warroom.sync.network.room_side import RoomSide

        room = self._room
        if room.read_only:
            raise read_only(self._store.vault.path)
        with self._one:
            if self._running is None:
                side = RoomSide(self._store, room.identity, room.clock, joined=room.erasure.finish)
                self._running = LocalNetwork(
                    side,
                    addresses=[parsed(each) for each in self.addresses()],
                    port=port,
                    host=host,
                    discover=discover,
                    changed=self._tell,
                )
        self._tell()

    def stop(self) -> None:
        """Hang up. What is at hand joins the room first; about half a second."""
        with self._one:
            running, self._running = self._running, None
            if running is not None:
                running.stop()
        if running is not None:
            self._tell()

    # What is shown

    @property
    def state(self) -> NetworkState:
        """Off, looking for others, connected, or without any network to look on."""
        running = self._running
        if running is None:
            return NetworkState.OFF
        if running.lines():
            return NetworkState.CONNECTED
        return NetworkState.SEARCHING if running.is_announced or self.addresses() else NetworkState.ALONE

    @property
    def port(self) -> int | None:
        """Where it listens, None while it is off."""
        running = self._running
        return running.port if running is not None else None

    @property
    def trouble(self) -> WarroomError | None:
        """What ended the last exchange that did not end by itself: a full disk, mostly."""
        running = self._running
        return running.trouble if running is not None else None

    def links(self) -> list[Link]:
        """Who is connected now, by letter, and how far the exchange is."""
        running = self._running
        lines = running.lines() if running is not None else []
        named = letters(self._store.reader()) if lines else {}
        found = []
        for line in lines:
            letter, name = named.get(line.station, ("?", ""))
            progress = line.progress
            found.append(
                Link(
                    station=line.station,
                    letter=letter,
                    name=name,
                    since=line.since,
                    heard_at=line.heard_at,
                    address=line.address,
                    drift=line.drift,
                    sent=progress.sent,
                    to_send=progress.to_send,
                    received=progress.received,
                    to_come=progress.to_come,
                )
            )
        return sorted(found, key=lambda link: (link.letter, link.station))

    def totals(self) -> tuple[int, int]:
        """Ops received and sent since it was started; nothing while it is off."""
        running = self._running
        return running.totals() if running is not None else (0, 0)

    def peers(self) -> list[Peer]:
        """Every station as `room.exchange.peers()` has it, saying which are connected now. Blocks."""
        running = self._running
        live = {line.station: line for line in running.lines()} if running is not None else {}
        return [
            replace(peer, is_live=True, drift=live[peer.station].drift or peer.drift) if peer.station in live else peer
            for peer in self._room.exchange.peers()
        ]

    def subscribe(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Hear, on any thread, that `state` or `links` may say something else; call the result to stop."""
        self._listeners.append(listener)

        def stop() -> None:
            if listener in self._listeners:
                self._listeners.remove(listener)

        return stop

    def _tell(self) -> None:
        for listener in list(self._listeners):
            listener()

    # Addresses given by hand

    def addresses(self) -> list[str]:
        """Where else to call, for networks that block multicast: `host:port`."""
        return self._room.views.local(ADDRESSES).split()

    def add_address(self, address: str) -> None:
        """Call there too, from now on and at the next openings. Refusal `address-unreadable`, `addresses-too-many`."""
        where = parsed(address.strip())
        known = self.addresses()
        if address.strip() not in known:
            if len(known) >= ADDRESSES_MOST:
                raise Refusal(
                    "addresses-too-many",
                    _("There are {n} addresses already.").format(n=len(known)),
                    safe=_("Nothing was changed."),
                    todo=_("Remove one that is not used any more."),
                )
            self._room.keep_local(ADDRESSES, " ".join([*known, address.strip()]))
        with self._one:
            if self._running is not None:
                self._running.call(where)

    def remove_address(self, address: str) -> None:
        """Call there no more, from the next start on."""
        self._room.keep_local(ADDRESSES, " ".join(each for each in self.addresses() if each != address.strip()))


def parsed(address: str) -> Address:
    """Host and port of `host:port` or `[IPv6]:port`. Raises Refusal."""
    host, colon, port = address.rpartition(":")
    bare = host.removeprefix("[").removesuffix("]")
    is_sound = colon and bare and not any(char.isspace() for char in bare) and (":" not in bare or host.startswith("["))
    if not is_sound or not port.isdecimal() or not 0 < int(port) < 65_536:
        raise Refusal(
            "address-unreadable",
            _("“{address}” is not an address of another laptop.").format(address=address),
            safe=_("Nothing was changed."),
            todo=_("Write host and port, e.g. 192.168.1.20:40123."),
        )
    return bare, int(port)
