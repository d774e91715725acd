"""Listening: the door on which anybody on the network may knock, and how much of it anybody may take up."""

from __future__ import annotations

import ipaddress
import selectors
import socket
import threading
from collections import Counter
from collections.abc import Callable
from contextlib import suppress

from warroom.errors import Trouble
from warroom.words import _

WAITING_MOST = 32  # handshakes at once; one takes 4 KiB, a thread, and ends after `handshake.LASTS_S`
WAITING_OF_ONE = 4  # from one address

Knock = Callable[[socket.socket, str], None]


class Listener:
    """Takes connections on every interface and hands each to `knocked`, which says when it `left` the handshake."""

    def __init__(self, knocked: Knock, *, port: int = 0, host: str = "") -> None:
        """Port 0: any that is free. Raises Trouble when the system lets nobody listen."""
        self._knocked = knocked
        self._door = _door(host, port)
        self.port: int = self._door.getsockname()[1]
        self._waiting: Counter[str] = Counter()
        self._lock = threading.Lock()
        self._bell, self._ear = socket.socketpair()
        self._thread = threading.Thread(target=self._listen, name="network listener", daemon=True)
        self._thread.start()

    def left(self, address: str) -> None:
        """A handshake from there is over, well or not."""
        with self._lock:
            self._waiting[address] -= 1
            self._waiting += Counter()  # forget who left

    def close(self) -> None:
        """Take no more."""
        with suppress(OSError):
            self._bell.send(b"!")
        self._thread.join()

    def _listen(self) -> None:
        with selectors.DefaultSelector() as both:
            both.register(self._ear, selectors.EVENT_READ)
            both.register(self._door, selectors.EVENT_READ)
            while not any(key.fileobj is self._ear for key, _ready in both.select()):
                try:
                    line, address = self._door.accept()
                except OSError:  # gone again, or no more files may be open: who knocked tries again
                    self._wait_a_moment()
                    continue
                here = plain(address[0])
                if self._is_free(here):
                    self._knocked(line, here)
                else:
                    line.close()
        for end in (self._door, self._bell, self._ear):
            end.close()

    def _is_free(self, address: str) -> bool:
        with self._lock:
            is_free = self._waiting.total() < WAITING_MOST and self._waiting[address] < WAITING_OF_ONE
            if is_free:
                self._waiting[address] += 1
            return is_free

    def _wait_a_moment(self) -> None:
        threading.Event().wait(0.05)


def plain(address: str) -> str:
    """An address as people write it: IPv4 is not dressed up as IPv6."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    mapped = found.ipv4_mapped if isinstance(found, ipaddress.IPv6Address) else None
    return str(mapped or found)


def _door(host: str, port: int) -> socket.socket:
    try:
        if not host and socket.has_dualstack_ipv6():
            door = socket.create_server(("", port), family=socket.AF_INET6, dualstack_ipv6=True, backlog=WAITING_MOST)
        else:
            door = socket.create_server((host, port), backlog=WAITING_MOST)
    except OSError as error:
        raise Trouble(
            "network-not-listening",
            _("The room’s own network cannot start: {reason}.").format(reason=error.strerror or error),
            safe=_("Everything here is saved; sticks and other ways go on."),
            todo=_("Try again, or choose another port."),
        ) from error
    door.setblocking(False)
    return door
