"""Clocks compared by round trips, and the small rules about addresses."""

from __future__ import annotations

import ipaddress

from hypothesis import given
from hypothesis import strategies as st

from warroom.domain.exchange import Drift
from warroom.sync.network.drift import Measuring
from warroom.sync.network.interfaces import in_order, usable
from warroom.sync.network.listening import plain

MS = st.integers(0, 5_000)


@given(st.integers(-(10**9), 10**9), st.lists(st.tuples(MS, MS, MS), min_size=1, max_size=30))
def test_that_the_true_drift_lies_within_the_bounds(ahead: int, trips: list[tuple[int, int, int]]) -> None:
    measuring, now = Measuring(), 1_795_431_600_000
    for there, thinking, back in trips:
        asked, came = now, now + there + ahead
        now += there + thinking + back
        measuring.add(asked=asked, came=came, answered=came + thinking, heard=now)
    drift = measuring.drift
    assert drift is not None
    assert drift.least is not None
    assert drift.most is not None
    assert drift.least <= ahead <= drift.most
    assert drift.most - drift.least == min(there + back for there, _thinking, back in trips[-16:])


def test_that_a_clock_set_meanwhile_is_not_taken_for_a_measurement() -> None:
    measuring = Measuring()
    measuring.add(asked=1_000, came=500, answered=900_000, heard=1_010)
    assert measuring.drift is None
    measuring.add(asked=2_000, came=2_105, answered=2_106, heard=2_012)
    assert measuring.drift == Drift(94, 105)


def test_that_the_loopback_and_lasting_addresses_are_not_announced() -> None:
    for address in usable().addresses:
        found = ipaddress.ip_address(address)
        assert not found.is_loopback
        assert found.version == 4 or found.is_link_local


def test_that_addresses_are_shown_and_tried_as_people_write_them() -> None:
    assert plain("::ffff:192.0.2.7") == "192.0.2.7"
    assert plain("fe80::1%2") == "fe80::1%2"
    assert plain("nobody") == "nobody"
    assert in_order(["fe80::1%2", "192.0.2.7"]) == ["192.0.2.7", "fe80::1%2"]
