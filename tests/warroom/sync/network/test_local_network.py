"""The room's own network between laptops in memory: who is connected to whom, what goes to whom, and when it ends."""

from __future__ import annotations

import hashlib
import os
import time

import pytest

from tests.warroom.sync.network.laptops import Laptop, acquainted, networked, until


def test_that_two_members_exchange_what_either_lacks_and_then_every_line_as_it_is_written() -> None:
    one, other = Laptop(), Laptop()
    acquainted(one, other)
    one.write(*(f"one {n}" for n in range(1300)))
    other.write(*(f"other {n}" for n in range(700)))
    with networked(one) as first, networked(other, first):
        until(lambda: one.text == other.text)
        assert len(one.lines[other.writer]) == 700
        one.write("live from one")
        until(lambda: other.lines[one.writer][-1] == "live from one", within=5)
        other.write("live from the other")
        until(lambda: one.lines[other.writer][-1] == "live from the other", within=5)


def test_that_each_line_is_sent_once() -> None:
    one, other = Laptop(), Laptop()
    acquainted(one, other)
    with networked(one) as first, networked(other, first) as second:
        until(lambda: first.lines() and second.lines())
        for n in range(50):
            one.write(f"line {n}")
        until(lambda: one.text == other.text)
        time.sleep(0.7)
        assert other.taken == 50
        assert one.taken == 0


def test_that_of_two_lines_between_two_laptops_one_stays() -> None:
    one, other = Laptop(), Laptop()
    acquainted(one, other)
    with networked(one) as first, networked(other, first) as second:
        first.call(("127.0.0.1", second.port))
        until(lambda: first.lines() and second.lines())
        time.sleep(1.0)
        one.write("still there")
        until(lambda: one.text == other.text)
        assert len(first.lines()) == len(second.lines()) == 1


def test_that_both_ends_choose_the_same_line_when_both_call_at_one_moment() -> None:
    for _ in range(10):
        one, other = Laptop(), Laptop()
        acquainted(one, other)
        with networked(one) as first, networked(other) as second:
            first.call(("127.0.0.1", second.port))
            second.call(("127.0.0.1", first.port))
            until(lambda: first.lines() and second.lines())
            time.sleep(0.3)
            assert len(first.lines()) == len(second.lines()) == 1


def test_that_what_came_from_one_peer_goes_on_to_another_that_does_not_see_it() -> None:
    one, middle, other = Laptop(), Laptop(), Laptop()
    acquainted(one, middle, other)
    with networked(middle) as hub, networked(one, hub) as first, networked(other, hub) as last:
        until(lambda: first.lines() and last.lines())
        one.write("from one")
        other.write("from the other")
        until(lambda: one.text == middle.text == other.text)
        until(lambda: one.station in other.heard and other.station in one.heard)
        assert {line.station for line in hub.lines()} == {one.station, other.station}


@pytest.mark.parametrize("is_silent", [True, False])
def test_that_a_revoked_laptop_is_hung_up_on_at_once_and_gets_nothing_written_after(is_silent: bool) -> None:
    one, other = Laptop(), Laptop()
    acquainted(one, other)
    with networked(one) as first, networked(other, first):
        until(first.lines)
        one.write("before")
        until(lambda: one.text == other.text)
        if is_silent:
            one.revoke(other)
            until(lambda: not first.lines())
            one.write("after")
        else:
            one.revoke(other)
            one.write("after")
            until(lambda: not first.lines())
        time.sleep(1.5)
        assert not first.lines()
        assert other.lines[one.writer] == ["before"]


def test_that_somebody_admitted_while_both_networks_run_is_connected_soon() -> None:
    one, other = Laptop(), Laptop()
    with networked(one) as first, networked(other, first):
        time.sleep(0.5)
        assert not first.lines()
        acquainted(one, other)
        one.tell()
        other.tell()
        until(first.lines, within=10)


def test_that_the_other_rooms_on_the_same_laptop_stay_apart() -> None:
    one, other, elsewhere = Laptop(), Laptop(), Laptop(bytes(16))
    acquainted(one, other)
    elsewhere.identity = one.identity  # one laptop, two rooms
    elsewhere.circle = {elsewhere.card, other.card}
    with networked(one) as first, networked(elsewhere, first) as apart, networked(other, first, apart):
        until(first.lines)
        time.sleep(1.0)
        assert not apart.lines()
        assert [line.station for line in first.lines()] == [other.station]


def test_that_files_follow_behind_and_come_whole() -> None:
    one, other = Laptop(), Laptop()
    acquainted(one, other)
    for _ in range(40):
        body = os.urandom(200_000)
        one.files[hashlib.sha256(body).digest()] = body
    other.lacks = [*one.files, bytes(32)]
    with networked(one) as first, networked(other, first):
        until(lambda: one.files == other.files)
        one.write("a line")
        until(lambda: one.text == other.text, within=5)


def test_that_each_learns_how_far_the_clock_of_the_other_is_off() -> None:
    one, other = Laptop(), Laptop(ahead_ms=120_000)
    acquainted(one, other)
    with networked(one) as first, networked(other, first) as second:
        until(lambda: first.lines() and first.lines()[0].drift and second.lines() and second.lines()[0].drift)
        drift = first.lines()[0].drift
        assert drift is not None
        assert drift.least is not None
        assert drift.most is not None
        assert drift.least <= 120_000 <= drift.most
        assert drift.most - drift.least < 5_000
        back = second.lines()[0].drift
        assert back is not None
        assert back.least is not None
        assert back.most is not None
        assert back.least <= -120_000 <= back.most


def test_that_ten_peers_are_enough() -> None:
    hub = Laptop()
    others = [Laptop() for _ in range(11)]
    acquainted(hub, *others)
    networks = []
    with networked(hub) as middle:
        try:
            for other in others:
                networks.append(networked(other, middle))
                networks[-1].__enter__()
            until(lambda: len(middle.lines()) == 10)
            time.sleep(0.5)
            assert len(middle.lines()) == 10
        finally:
            for network in networks:
                network.__exit__(None, None, None)
