"""Which of this laptop's addresses others on the same cable, switch or hotspot can reach."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Interfaces:
    """The usable ones. IPv4, and IPv6 within the link: they work where no server hands out addresses."""

    addresses: tuple[str, ...] = ()
    indexes: tuple[int, ...] = ()  # of those that speak IPv6
    networks: tuple[str, ...] = ()  # IPv4 ones

    def __bool__(self) -> bool:
        return bool(self.addresses)


def usable() -> Interfaces:
    """What is up now, without tunnels: a VPN leads elsewhere than to the people in the room."""
    import ifaddr

    up = _up()
    addresses, indexes, networks = [], set(), []
    for adapter in ifaddr.get_adapters():
        if not up.get(adapter.nice_name, True):
            continue
        for found in adapter.ips:
            address = ipaddress.ip_address(found.ip[0] if isinstance(found.ip, tuple) else found.ip)
            if address.is_loopback:
                continue
            if address.version == 4:
                networks.append(str(ipaddress.ip_network((address, found.network_prefix), strict=False)))
            elif not address.is_link_local:
                continue  # a lasting name of this laptop on the whole internet
            elif adapter.index is not None:
                indexes.add(adapter.index)
            addresses.append(str(address))
    return Interfaces(tuple(sorted(addresses)), tuple(sorted(indexes)), tuple(sorted(networks)))


def is_near(address: str, here: Interfaces) -> bool:
    """Whether this can be on a network of ours: what others announce never makes us call further away."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return False
    if found.version == 6:
        return found.is_link_local
    return any(found in ipaddress.ip_network(network) for network in here.networks)


def in_order(addresses: Iterable[str]) -> list[str]:
    """Those to try first come first."""
    return sorted(addresses, key=lambda address: (":" in address, address))


def _up() -> dict[str, bool]:
    """Name → whether the interface is up and no tunnel, where the system tells."""
    import psutil

    return {
        name: found.isup and "pointopoint" not in getattr(found, "flags", "")
        for name, found in psutil.net_if_stats().items()
    }
