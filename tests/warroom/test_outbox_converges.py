"""Whoever sends what, where and in which order it is heard of: all read alike, and nothing goes twice in silence."""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import combinations
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.warroom.storage.replicas import ROOM, Replica, World, exchange_all, muddled
from warroom.commands import AnswerOdd, BeginSending, EndSending, GiveUp, NoteSending
from warroom.commands.base import Command, handle
from warroom.domain.incidents import Mode
from warroom.domain.messages import Result
from warroom.domain.outbox import LineState, Odd, OddKind, OutboxLine, arrived, whom
from warroom.errors import Refusal
from warroom.storage.books import Author, Books
from warroom.storage.dump import dump
from warroom.storage.journal import Journal
from warroom.storage.projections import json_field
from warroom.storage.queries import outbox
from warroom.storage.rulebook import sight_of

EXAMPLES = 30 * int(os.environ.get("WARROOM_FUZZ", "1"))
INCIDENT, MESSAGE, CHANNEL = (f"{n:032x}" for n in (7, 8, 10))
PEOPLE = ("desk@example.org", "press@example.org")

WHO, PERSON = st.integers(0, 2), st.sampled_from(PEOPLE)
ACTION = st.one_of(
    st.tuples(st.just("begin"), WHO, st.booleans()),
    st.tuples(st.just("begin"), WHO, st.booleans()),
    st.tuples(st.just("end"), WHO, st.sampled_from([Result.SENT, Result.SENT, Result.FAILED, Result.UNCLEAR])),
    st.tuples(st.just("end"), WHO, st.sampled_from([Result.SENT, Result.SENT, Result.FAILED, Result.UNCLEAR])),
    st.tuples(st.just("note"), WHO, PERSON, st.sampled_from([Result.SENT, Result.READ_BACK, Result.FAILED])),
    st.tuples(st.just("give_up"), WHO),
    st.tuples(st.just("answer"), WHO, st.integers(0, 3)),
    st.tuples(st.just("wait"), WHO),
    st.tuples(st.just("deliver"), WHO, WHO, st.integers(-1, 2**16)),
    st.tuples(st.just("deliver"), WHO, WHO, st.integers(-1, 2**16)),
)


class Stations:
    """A few laptops with one message to bring out, each with a sender of its own."""

    def __init__(self, count: int) -> None:
        self.replicas = [Replica(world, number + 1) for world in [World()] for number in range(count)]
        self.begun: dict[int, list[str]] = {replica.number: [] for replica in self.replicas}
        first = self.replicas[0]
        first.write("incident", INCIDENT, {"title": "flood", "status": "declared", "severity": 1, "number": "A-001"})
        first.write("channel", CHANNEL, {"name": "Relay", "kind": "smtp"})
        first.write("message", MESSAGE, {"number": "A-MS01", "incident": INCIDENT})
        said = {"message": MESSAGE, "incident": INCIDENT, "number": "A-MS01", "status": "declared"}
        listed = {"channels": json_field([CHANNEL]), "audiences": json_field(["customers"]), "texts": json_field({})}
        self.release = first.write("release", None, {**said, **listed, "at": first.wall})
        for other in self.replicas[1:]:
            other.receive(first.lines())

    @contextmanager
    def books(self, replica: Replica) -> Iterator[Books]:
        with replica.conn:
            journal = Journal(replica.conn)
            author = Author("", f"P{replica.number}", chr(64 + replica.number))
            yield Books(replica.conn, journal, replica.now(), author, ROOM)
            journal.close()

    def do(self, replica: Replica, command: Command[Any]) -> Any:
        with self.books(replica) as books:
            return handle(command, books)

    def line(self, replica: Replica) -> OutboxLine:
        with self.books(replica) as books:
            (found,) = outbox.outbox(
                replica.conn, sight_of(books), None, Mode.REAL, broken=[], now_ms=replica.wall, room=ROOM
            )
        return found

    def odd(self, replica: Replica) -> list[Odd]:
        with self.books(replica) as books:
            return outbox.oddities(replica.conn, sight_of(books), None, Mode.REAL, room=ROOM)

    def play(self, action: tuple[Any, ...]) -> None:
        kind, who, *rest = action
        with suppress(Refusal):
            getattr(self, kind)(self.replicas[who % len(self.replicas)], *rest)

    def begin(self, replica: Replica, insists: bool) -> None:
        before = self.line(replica)
        despite = "asked for again" if insists else ""
        made = self.do(
            replica,
            BeginSending(release=self.release, channel=CHANNEL, recipients=PEOPLE, despite=despite, is_checked=True),
        )
        self.begun[replica.number].append(made.attempt)
        assert before.state is not LineState.SENDING
        if not insists:
            assert before.state in (LineState.TO_SEND, LineState.FAILED, LineState.PARTLY)

    def end(self, replica: Replica, result: Result) -> None:
        if self.begun[replica.number]:
            attempt = self.begun[replica.number].pop()
            reached = PEOPLE if result is Result.SENT else ()
            self.do(replica, EndSending(attempt=attempt, result=result, reached=reached))

    def note(self, replica: Replica, person: str, result: Result) -> None:
        self.do(replica, NoteSending(release=self.release, channel=CHANNEL, recipient=person, result=result))

    def give_up(self, replica: Replica) -> None:
        self.do(replica, GiveUp(release=self.release, channel=CHANNEL, reason="overtaken"))

    def answer(self, replica: Replica, pick: int) -> None:
        found = [one for one in self.odd(replica) if one.answer is None]
        if found:
            chosen = found[pick % len(found)]
            self.do(replica, AnswerOdd(sendings=tuple(one.id for one in chosen.sendings), done="told"))

    def wait(self, replica: Replica) -> None:
        replica.wall += 200_000

    def deliver(self, replica: Replica, other: int, seed: int) -> None:
        lines = self.replicas[other % len(self.replicas)].lines()
        replica.receive(lines if seed < 0 else muddled(lines, random.Random(seed)))


@settings(max_examples=EXAMPLES)
@given(count=st.integers(2, 3), actions=st.lists(ACTION, min_size=4, max_size=30))
def test_that_what_was_sent_apart_reads_alike_everywhere_and_no_double_is_silent(
    count: int, actions: list[Any]
) -> None:
    stations = Stations(count)
    for action in actions:
        stations.play(action)

    exchange_all(stations.replicas)

    first, *others = stations.replicas
    assert [dump(replica.conn) for replica in others] == [dump(first.conn)] * len(others)
    late = max(replica.wall for replica in stations.replicas) + 200_000
    for replica in stations.replicas:
        replica.wall = late
    lines = [stations.line(replica) for replica in stations.replicas]
    assert len({(line.state, line.tries) for line in lines}) == 1
    odd = stations.odd(first)
    assert [stations.odd(other) for other in others] == [odd] * len(others)

    went = [one for one in lines[0].tries if arrived(one)]
    assert (lines[0].state in (LineState.GONE, LineState.READ_BACK, LineState.PARTLY)) == bool(went)
    for one, other in combinations(went, 2):
        if (one.attempt or one.id) != (other.attempt or other.id) and whom(one) & whom(other):
            shown = [item for item in odd if item.kind is OddKind.TWICE and {one, other} <= set(item.sendings)]
            assert shown, "what went twice to somebody is in the list, answered or not"
    for item in odd:
        if item.answer is not None:
            others_of = {one.id for one in item.sendings} - {item.answer.id}
            assert others_of <= set(item.answer.answers), "an answer knew of everything that it answers"
