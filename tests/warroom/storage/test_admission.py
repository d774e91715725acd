"""Admission: whose runs may join, and to whom what leaves a laptop is sealed."""

from __future__ import annotations

from pathlib import Path

from tests.builders import a_room
from tests.warroom.storage.replicas import Replica
from tests.warroom.storage.test_gates import LEA
from tests.warroom.storage.test_who_joins import (
    ONCE,
    enrolment,
    founded,
    invite,
    join,
    revoke,
    trust,
    withdraw,
)
from warroom.clock import Clock
from warroom.storage.admission import (
    admitted,
    enrolled_in,
    is_shut_out,
    may_join,
    open_invitations,
    readers,
    shut_out,
    used_twice,
)
from warroom.storage.ops import decode


def test_that_an_open_invitation_is_sealed_to_until_it_is_used_or_withdrawn() -> None:
    a = founded()
    invitation = invite(a)
    assert readers(a.conn)[invitation] == ONCE.sealing_key
    b = join(a, 2, invitation)
    a.receive(b.lines(a.known()))
    assert invitation not in readers(a.conn)
    assert readers(a.conn)[b.station] == b.identity.sealing_key

    other = invite(a)
    assert other in readers(a.conn)
    withdraw(a, other)
    assert other not in readers(a.conn)
    assert open_invitations(a.conn) == []


def test_that_nothing_is_sealed_to_a_revoked_station_nor_to_whom_it_invited() -> None:
    a = founded()
    b = join(a, 2, invite(a))
    late = invite(b)
    a.receive(b.lines(a.known()))
    assert {b.station, late} <= readers(a.conn).keys()

    revoke(a, b, by=LEA)

    assert not {b.station, late} & readers(a.conn).keys()
    assert admitted(a.conn)[b.station].is_revoked
    assert may_join(a.conn, b.station, b.identity.public_key), "late runs are kept, without effect"


def test_that_a_vouch_without_effect_lets_runs_join_and_seals_nothing() -> None:
    a = founded()
    invitation = invite(a)
    b = join(a, 2, invitation)
    withdraw(a, invitation)
    a.receive(b.lines(a.known()))

    assert may_join(a.conn, b.station, b.identity.public_key)
    assert b.station not in readers(a.conn)
    assert [(each.id, each.why) for each in shut_out(a.conn)] == [(b.station, "withdrawn")]
    assert is_shut_out(a.conn, b.station)
    trust(a, b)
    assert b.station in readers(a.conn)
    assert shut_out(a.conn) == []


def test_that_another_key_is_never_a_stations() -> None:
    a = founded()
    b = join(a, 2, invite(a))
    a.receive(b.lines(a.known()))

    assert not may_join(a.conn, b.station, ONCE.public_key)
    assert not may_join(a.conn, b.station, b"")


def test_that_an_enrolment_admits_the_run_that_brings_it() -> None:
    a = founded()
    b = join(a, 2, invite(a))
    ops = [decode(line.body) for line in b.lines(a.known())]

    assert enrolled_in(a.conn, ops) == {b.station: b.identity.public_key}
    assert not may_join(a.conn, b.station, b.identity.public_key)
    c = Replica(a.world, 3)
    assert enrolled_in(c.conn, ops) == {}, "the invitation is not known there"


def test_that_a_second_laptop_with_one_invitation_is_told() -> None:
    a = founded()
    invitation = invite(a)
    b = join(a, 2, invitation)
    c = Replica(a.world, 3)
    c.receive(a.lines())
    c.wall += 1000
    enrolment(c, invitation)
    c.enrol(founder=a.station)
    for other in (b, c):
        a.receive(other.lines(a.known()))

    assert used_twice(a.conn) == {invitation: [b.station, c.station]}
    assert [(each.id, each.why) for each in shut_out(a.conn)] == [(c.station, "used")]


def test_that_the_founder_reads_what_others_seal(tmp_path: Path) -> None:
    with a_room(tmp_path, clock=Clock()) as room:
        assert room.exchange.readers() == {room.identity.station_id.hex(): room.identity.sealing_key}
