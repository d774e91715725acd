"""Finding each other by multicast DNS, on this machine alone; two machines are in test_namespaces.py."""

from __future__ import annotations

import os
import threading

import pytest

from tests.warroom.sync.network.laptops import LOOPBACK, Laptop, acquainted, networked, until
from warroom.sync.network import discovery
from warroom.sync.network.discovery import Discovery, Found
from warroom.sync.network.interfaces import Interfaces, is_near

PORT = 9  # nobody listens there


def test_that_laptops_find_each_other_without_an_address() -> None:
    one, other = Laptop(), Laptop()
    acquainted(one, other)
    with (
        networked(one, discover=True, interfaces=lambda: LOOPBACK) as first,
        networked(other, discover=True, interfaces=lambda: LOOPBACK) as second,
    ):
        until(lambda: first.lines() and second.lines())
        one.write("found")
        until(lambda: one.text == other.text)
        assert first.is_announced


def test_that_what_is_announced_names_no_room_no_laptop_and_nobody() -> None:
    from zeroconf import Zeroconf

    one = Laptop()
    heard: list[Found] = []
    ear = Discovery(os.urandom(16), 1, found=heard.append, gone=lambda instance: None, interfaces=lambda: LOOPBACK)
    with networked(one, discover=True, interfaces=lambda: LOOPBACK) as network:
        ours = (("127.0.0.1", network.port),)  # other tests may announce theirs at the same time
        until(lambda: any(each.addresses == ours for each in heard))
        name = next(each.instance.hex() for each in heard if each.addresses == ours)
        zeroconf = Zeroconf(interfaces=["127.0.0.1"])
        info = zeroconf.get_service_info(discovery.SERVICE, f"{name}.{discovery.SERVICE}", 3000)
        zeroconf.close()
        assert info is not None
        assert info.properties == {b"v": b"1"}
        assert info.server == f"{name}.local."
        assert one.room.hex() not in info.name
        assert one.station not in info.name
    ear.close()


def test_that_a_cable_plugged_in_later_is_used_and_one_pulled_is_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(discovery, "LOOK_S", 0.1)
    one, other = Laptop(), Laptop()
    acquainted(one, other)
    here = [Interfaces()]
    with (
        networked(one, discover=True, interfaces=lambda: here[0]) as first,
        networked(other, discover=True, interfaces=lambda: LOOPBACK) as second,
    ):
        until(lambda: second.is_announced)
        assert not first.is_announced
        here[0] = LOOPBACK
        until(lambda: first.lines() and second.lines())
        here[0] = Interfaces()
        until(lambda: not first.is_announced)


def test_that_names_from_the_network_are_not_trusted() -> None:
    heard: list[Found] = []
    ear = Discovery(os.urandom(16), 1, found=heard.append, gone=lambda instance: None, interfaces=lambda: LOOPBACK)
    try:
        until(lambda: ear.is_announced)
        _announce_elsewhere()
    finally:
        ear.close()
    assert not [each for each in heard if any(port == PORT for _host, port in each.addresses)]
    assert not [thread for thread in threading.enumerate() if "zeroconf" in thread.name]


def _announce_elsewhere() -> None:
    """Somebody announces a name that is none, and an address on the other side of the world."""
    import time

    from zeroconf import ServiceInfo, Zeroconf

    zeroconf = Zeroconf(interfaces=["127.0.0.1"])
    far, odd = os.urandom(16).hex(), "my laptop"
    for name, address in ((far, "203.0.113.9"), (odd, "127.0.0.1")):
        info = ServiceInfo(
            discovery.SERVICE,
            f"{name}.{discovery.SERVICE}",
            port=9,
            server=f"{address}.local.",
            parsed_addresses=[address],
        )
        zeroconf.register_service(info, cooperating_responders=True)
    time.sleep(1.0)
    zeroconf.close()


def test_that_only_addresses_on_our_own_networks_are_called() -> None:
    here = Interfaces(("192.168.7.4", "fe80::1"), (2,), ("192.168.7.0/24",))
    near = ["192.168.7.9", "fe80::2%2"]
    far = ["192.168.8.9", "8.8.8.8", "2001:db8::1", "::1", "not an address", ""]
    assert [address for address in [*near, *far] if is_near(address, here)] == near
