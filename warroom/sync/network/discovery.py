"""Discovery: stations on one network hear of each other by multicast DNS. What they say names no room and nobody."""

from __future__ import annotations

import logging
import re
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from warroom.sync.network.interfaces import Interfaces, in_order, is_near, usable

if TYPE_CHECKING:
    from zeroconf import ServiceBrowser, ServiceInfo, ServiceStateChange, Zeroconf

SERVICE = "_warroom._tcp.local."
LOOK_S = 3.0  # between two looks at the interfaces
ASK_MS = 1500
ADDRESSES_MOST = 8
_INSTANCE = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class Found:
    """Some room's station on this network: nothing tells which."""

    instance: bytes
    addresses: tuple[tuple[str, int], ...]


class Discovery:
    """Announces one start of one room's network under a random name, and tells of others."""

    def __init__(
        self,
        instance: bytes,
        port: int,
        *,
        found: Callable[[Found], None],
        gone: Callable[[bytes], None],
        interfaces: Callable[[], Interfaces] = usable,
    ) -> None:
        """`found` and `gone` are called on threads of the library."""
        self._instance, self._port, self._found, self._gone = instance, port, found, gone
        self._interfaces = interfaces
        self._here = Interfaces()
        self._zeroconf: Zeroconf | None = None
        self._browser: ServiceBrowser | None = None
        self._over = threading.Event()
        self._is_announced = False
        self._thread = threading.Thread(target=self._keep, name="network discovery", daemon=True)
        self._thread.start()

    @property
    def is_announced(self) -> bool:
        """Whether there is a network on which others can find this station."""
        return self._is_announced

    def close(self) -> None:
        """Say goodbye and stop. Takes less than a second."""
        self._over.set()
        self._thread.join()

    def _keep(self) -> None:
        """Follow the interfaces: cables are plugged in, hotspots come and go."""
        try:
            while not self._over.is_set():
                here = self._look()
                if here != self._here or (here and self._zeroconf is None):
                    self._begin_anew(here)
                elif self._zeroconf is not None:
                    self._take_up(self._zeroconf)
                self._over.wait(LOOK_S)
        finally:
            self._stop()

    def _look(self) -> Interfaces:
        try:
            return self._interfaces()
        except OSError:  # one went while it was looked at
            return self._here

    def _begin_anew(self, here: Interfaces) -> None:
        from zeroconf import Error as NotAnnounced
        from zeroconf import ServiceBrowser, Zeroconf

        self._stop()
        self._here = here
        if not here:
            return
        # The library logs what a network does wrong; what matters of it shows in `is_announced`.
        logging.getLogger("zeroconf").setLevel(logging.CRITICAL + 1)
        choice: list[str | int] = [*(address for address in here.addresses if ":" not in address), *here.indexes]
        try:
            self._zeroconf = Zeroconf(interfaces=choice)
            self._zeroconf.register_service(self._announced(), cooperating_responders=True)
            self._browser = ServiceBrowser(self._zeroconf, SERVICE, handlers=[self._hear])
            self._is_announced = True
        except (OSError, RuntimeError, NotAnnounced):  # the interface went again: looked at again in a moment
            self._stop()

    def _take_up(self, zeroconf: Zeroconf) -> None:
        """An IPv6 address is of use only a second or two after it appears: what failed then is tried again."""
        from zeroconf import Error as NotTakenUp

        with suppress(OSError, RuntimeError, NotTakenUp):
            zeroconf.update_interfaces()

    def _stop(self) -> None:
        zeroconf, browser = self._zeroconf, self._browser
        self._zeroconf = self._browser = None
        self._is_announced = False
        if zeroconf is None:
            return
        from zeroconf import Error as NotSaidGoodbye

        if browser is not None:
            browser.cancel()
        with suppress(OSError, RuntimeError, NotSaidGoodbye):
            zeroconf.close()

    def _announced(self) -> ServiceInfo:
        from zeroconf import ServiceInfo

        name = self._instance.hex()
        return ServiceInfo(
            SERVICE,
            f"{name}.{SERVICE}",
            port=self._port,
            properties={"v": "1"},
            server=f"{name}.local.",  # not the laptop's name
            parsed_addresses=list(self._here.addresses),
        )

    def _hear(self, zeroconf: Zeroconf, service_type: str, name: str, state_change: ServiceStateChange) -> None:
        from zeroconf import Error as NotSaid
        from zeroconf import ServiceStateChange

        label = name.removesuffix("." + SERVICE)
        if self._over.is_set() or not _INSTANCE.fullmatch(label) or label == self._instance.hex():
            return
        instance = bytes.fromhex(label)
        if state_change is ServiceStateChange.Removed:
            self._gone(instance)
            return
        try:
            info = zeroconf.get_service_info(service_type, name, ASK_MS)
        except (OSError, RuntimeError, NotSaid):  # closed meanwhile
            return
        if info is None or not info.port:
            return
        near = [address for address in info.parsed_scoped_addresses() if is_near(address, self._here)]
        if near:
            addresses = tuple((address, info.port) for address in in_order(near)[:ADDRESSES_MOST])
            self._found(Found(instance, addresses))
