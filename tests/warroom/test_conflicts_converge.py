"""Whoever settles what, where and when, and however it travels: all end alike, and nothing unseen is settled."""

from __future__ import annotations

import os
import random
from contextlib import suppress
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.warroom.storage.replicas import ROOM, Replica, World, check_against_oracle, exchange_all, muddled
from warroom.commands import ChangeSeverity, DescribeIncident, SettleConflict
from warroom.commands.base import Command, handle
from warroom.domain.conflicts import Place
from warroom.domain.incidents import Severity
from warroom.errors import Refusal
from warroom.storage.books import Author, Books
from warroom.storage.conflicts import Head, open_heads
from warroom.storage.dump import dump
from warroom.storage.journal import OP_COLUMNS, Journal, op_from_row

EXAMPLES = 110 * int(os.environ.get("WARROOM_FUZZ", "1"))
INCIDENT = f"{7:032x}"
FIELDS = ("severity", "title", "owner")

WHO = st.integers(0, 2)
ACTION = st.one_of(
    st.tuples(st.just("judge"), WHO, st.sampled_from(list(Severity))),
    st.tuples(st.just("describe"), WHO, st.sampled_from(["title", "owner"]), st.sampled_from(["one", "two", "three"])),
    st.tuples(st.just("settle"), WHO, st.sampled_from(FIELDS), st.integers(0, 5), st.booleans()),
    st.tuples(st.just("settle"), WHO, st.sampled_from(FIELDS), st.integers(0, 5), st.booleans()),
    st.tuples(st.just("deliver"), WHO, WHO, st.integers(-1, 2**16)),
    st.tuples(st.just("deliver"), WHO, WHO, st.integers(-1, 2**16)),
)


class Cell:
    """A few laptops, and who saw which heads when they settled them."""

    def __init__(self, count: int) -> None:
        self.world = World()
        self.replicas = [Replica(self.world, number + 1) for number in range(count)]
        self.settled: list[tuple[str, frozenset[Place]]] = []
        first = self.replicas[0]
        first.write("incident", INCIDENT, {"title": "flood", "status": "declared", "severity": 0, "vital": False})
        for other in self.replicas[1:]:
            other.receive(first.lines())

    def do(self, replica: Replica, command: Command[Any]) -> None:
        """A command as a room does it, and what it wrote told to the oracle."""
        past, former = replica.known(), replica.known().get(replica.writer, 0)
        with replica.conn:
            moment, journal = replica.now(), Journal(replica.conn)
            author = Author("", "", chr(64 + replica.number))
            handle(command, Books(replica.conn, journal, moment, author, ROOM))
            journal.close()
        sql = f"SELECT {OP_COLUMNS} FROM op WHERE w=? AND seq>? ORDER BY seq"
        for row in list(replica.conn.execute(sql, (replica.writer, former))):
            op = op_from_row(row)
            self.world.ops[op.writer, op.seq] = op, past

    def play(self, action: tuple[Any, ...]) -> None:
        kind, who, *rest = action
        replica = self.replicas[who % len(self.replicas)]
        with suppress(Refusal):  # an open field, a value that is there already
            getattr(self, kind)(replica, *rest)

    def judge(self, replica: Replica, severity: Severity) -> None:
        self.do(replica, ChangeSeverity(incident=INCIDENT, severity=severity, reason="seen"))

    def describe(self, replica: Replica, name: str, words: str) -> None:
        said: dict[str, Any] = {name: words}
        self.do(replica, DescribeIncident(incident=INCIDENT, **said))

    def settle(self, replica: Replica, name: str, pick: int, is_third: bool) -> None:
        heads = heads_at(replica, name)
        if not heads:
            return
        seen = tuple(head.place for head in heads)
        third = pick % 5 if name == "severity" else f"third {pick}"
        take = None if is_third else heads[pick % len(heads)].place
        where: dict[str, Any] = {"noun": "incident", "record": INCIDENT, "field": name, "seen": seen}
        self.do(replica, SettleConflict(**where, take=take, value=third if is_third else None))
        assert heads_at(replica, name) == []
        self.settled.append((name, frozenset(seen)))

    def deliver(self, replica: Replica, whom: int, seed: int) -> None:
        lines = self.replicas[whom % len(self.replicas)].lines()
        replica.receive(lines if seed < 0 else muddled(lines, random.Random(seed)))


def heads_at(replica: Replica, name: str) -> list[Head]:
    return open_heads(replica.conn, "incident", INCIDENT, name)


@settings(max_examples=EXAMPLES)
@given(count=st.integers(2, 3), actions=st.lists(ACTION, min_size=6, max_size=40))
def test_that_points_settled_in_several_places_at_once_converge(count: int, actions: list[Any]) -> None:
    cell = Cell(count)
    for action in actions:
        cell.play(action)

    exchange_all(cell.replicas)

    first, *others = cell.replicas
    assert [dump(replica.conn) for replica in others] == [dump(first.conn)] * len(others)
    check_against_oracle(cell.world, first)
    for name, seen in cell.settled:
        left = {head.place for head in heads_at(first, name)}
        assert not left & seen, "what somebody saw and settled is closed everywhere"


@settings(max_examples=EXAMPLES // 4)
@given(values=st.permutations([1, 2, 3]), settler=st.integers(0, 1))
def test_that_whoever_did_not_see_a_third_value_leaves_it_open(values: list[int], settler: int) -> None:
    cell = Cell(3)
    for replica, value in zip(cell.replicas, values, strict=True):
        cell.judge(replica, Severity(value))
    one, other, third = cell.replicas
    for receiver, giver in ((one, other), (other, one)):
        receiver.receive(giver.lines())

    cell.settle(cell.replicas[settler], "severity", 0, False)
    exchange_all(cell.replicas)

    for replica in cell.replicas:
        assert len(heads_at(replica, "severity")) == 2
    cell.settle(third, "severity", 1, False)
    exchange_all(cell.replicas)
    assert all(heads_at(replica, "severity") == [] for replica in cell.replicas)
