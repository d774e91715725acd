"""A review written at several stations at once, in whatever order it travels: all end alike, and stand alike."""

from __future__ import annotations

import os
import random
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.warroom.storage.replicas import ROOM, Replica, World, exchange_all, muddled
from warroom.commands import (
    AddNote,
    AddSection,
    AmendRex,
    AskApproval,
    DropRex,
    GiveApproval,
    MarkSection,
    OpenRex,
    PublishRex,
    ReadRules,
    ResumeRex,
    SendBack,
    WriteSection,
)
from warroom.commands.base import Command, handle
from warroom.domain.rex import Heat, NoteKind, Reader
from warroom.domain.rex_state import RexBlocking, RexFacts, RexState, blockers, standing
from warroom.errors import Refusal
from warroom.storage.books import Author, Books
from warroom.storage.circles import CircleKeys
from warroom.storage.dump import dump
from warroom.storage.journal import Journal
from warroom.storage.queries.rex_facts import facts_of, timeline_in
from warroom.storage.sight import Sight

EXAMPLES = 15 * int(os.environ.get("WARROOM_FUZZ", "1"))
INCIDENT = f"{7:032x}"
CODES = ("summary", "good_bad_luck", "timeline")
PEOPLE = ("Léa", "Marc", "Ana")
WHO = st.integers(0, 2)
ACTION = st.one_of(
    st.tuples(st.just("write"), WHO, st.sampled_from(CODES), st.sampled_from(["un", "deux", "", "trois lignes"])),
    st.tuples(st.just("mark"), WHO, st.sampled_from(CODES), st.booleans()),
    st.tuples(st.just("add"), WHO, st.sampled_from(["Fournisseurs", "fournisseurs ", "Locaux"])),
    st.tuples(st.just("note"), WHO, st.sampled_from(list(NoteKind))),
    st.tuples(st.just("amend"), WHO, st.sampled_from(["Panne", "Panne majeure"])),
    st.tuples(st.just("rules"), WHO),
    st.tuples(st.just("ask"), WHO, st.sampled_from([("Marc",), ("Marc", "Ana")])),
    st.tuples(st.just("approve"), WHO, st.sampled_from(PEOPLE)),
    st.tuples(st.just("send_back"), WHO, st.sampled_from(PEOPLE)),
    st.tuples(st.sampled_from(["drop", "resume"]), WHO),
    st.tuples(st.just("deliver"), WHO, WHO, st.integers(-1, 2**16)),
    st.tuples(st.just("deliver"), WHO, WHO, st.integers(-1, 2**16)),
)


class Reviewed:
    """A few laptops with one incident and its review."""

    def __init__(self, count: int) -> None:
        world = World()
        self.replicas = [Replica(world, number + 1) for number in range(count)]
        first = self.replicas[0]
        first.write("incident", INCIDENT, {"title": "flood", "status": "closed", "severity": 1, "number": "A-001"})
        self.rex = self.do(first, OpenRex(incident=INCIDENT, heat=Heat.HOT, lead="Léa")).id
        for other in self.replicas[1:]:
            other.receive(first.lines())

    def do(self, replica: Replica, command: Command[Any]) -> Any:
        with replica.conn:
            journal = Journal(replica.conn)
            author = Author("", PEOPLE[replica.number - 1], chr(64 + replica.number))
            done = handle(command, Books(replica.conn, journal, replica.now(), author, ROOM))
            journal.close()
        return done

    def play(self, action: tuple[Any, ...]) -> None:
        kind, who, *rest = action
        replica = self.replicas[who % len(self.replicas)]
        with suppress(Refusal):  # dropped, disputed, not ready
            getattr(self, kind)(replica, *rest)

    def facts(self, replica: Replica) -> RexFacts:
        found = facts_of(replica.conn, self.sight(replica), bytes.fromhex(self.rex))
        assert found is not None
        return found

    def sight(self, replica: Replica) -> Sight:
        return Sight(replica.conn, CircleKeys(), Author("", "", "A"))

    # What is done

    def write(self, replica: Replica, code: str, text: str) -> None:
        self.do(replica, WriteSection(rex=self.rex, code=code, text=text))

    def mark(self, replica: Replica, code: str, done: bool) -> None:
        self.do(replica, MarkSection(rex=self.rex, code=code, done=done))

    def add(self, replica: Replica, title: str) -> None:
        self.do(replica, AddSection(rex=self.rex, title=title))

    def note(self, replica: Replica, kind: NoteKind) -> None:
        self.do(replica, AddNote(rex=self.rex, section="good_bad_luck", kind=kind, text="dit"))

    def amend(self, replica: Replica, title: str) -> None:
        self.do(replica, AmendRex(rex=self.rex, title=title))

    def rules(self, replica: Replica) -> None:
        self.do(replica, ReadRules(rex=self.rex))

    def ask(self, replica: Replica, of: tuple[str, ...]) -> None:
        self.do(replica, AskApproval(rex=self.rex, of=of))

    def approve(self, replica: Replica, by: str) -> None:
        self.do(replica, GiveApproval(rex=self.rex, by=by, exception="pressé"))

    def send_back(self, replica: Replica, by: str) -> None:
        self.do(replica, SendBack(rex=self.rex, by=by, remark="à revoir"))

    def drop(self, replica: Replica) -> None:
        self.do(replica, DropRex(rex=self.rex, reason="mineur"))

    def resume(self, replica: Replica) -> None:
        self.do(replica, ResumeRex(rex=self.rex))

    def deliver(self, replica: Replica, whom: int, seed: int) -> None:
        lines = self.replicas[whom % len(self.replicas)].lines()
        replica.receive(lines if seed < 0 else muddled(lines, random.Random(seed)))


@settings(max_examples=EXAMPLES, deadline=None)
@given(count=st.integers(2, 3), actions=st.lists(ACTION, min_size=6, max_size=30))
def test_that_a_review_written_apart_is_the_same_review_everywhere(count: int, actions: list[Any]) -> None:
    cell = Reviewed(count)
    for action in actions:
        cell.play(action)

    exchange_all(cell.replicas)

    first, *others = cell.replicas
    assert [dump(replica.conn) for replica in others] == [dump(first.conn)] * len(others)
    facts = [cell.facts(replica) for replica in cell.replicas]
    assert len({each.digest for each in facts}) == 1
    assert all(standing(each) == standing(facts[0]) for each in facts)
    assert all(blockers(each) == blockers(facts[0]) for each in facts)
    timelines = [timeline_in(replica.conn, cell.sight(replica), facts[0].rex) for replica in cell.replicas]
    assert all(each == timelines[0] for each in timelines)
    now = standing(facts[0])
    approved = [each for each in facts[0].approvals if each.digest == now.digest and each.verdict.value == "approved"]
    assert now.state is not RexState.APPROVED or approved, "nobody approved what it says today"


def test_that_two_texts_of_one_section_are_both_kept_for_somebody_to_choose() -> None:
    cell = Reviewed(2)
    one, other = cell.replicas
    cell.write(one, "summary", "Panne de 50 minutes")
    cell.write(other, "summary", "Panne de 5 minutes")
    exchange_all(cell.replicas)
    for replica in cell.replicas:
        facts = cell.facts(replica)
        assert [each.code for each in facts.sections] == ["summary"], "one section, not two"
        (first, *_more) = blockers(facts)
        assert first.kind is RexBlocking.DISPUTED
        with suppress(Refusal):
            cell.approve(replica, "Marc")
            raise AssertionError("disputed words are never approved")


def test_that_an_approval_given_apart_does_not_hold_for_what_its_giver_had_not_read() -> None:
    cell = Reviewed(2)
    one, other = cell.replicas
    cell.write(one, "summary", "Panne de 50 minutes")
    cell.ask(one, ("Marc",))
    other.receive(one.lines())
    cell.approve(other, "Marc")
    assert standing(cell.facts(other)).state is RexState.APPROVED
    cell.write(one, "timeline", "Un fait de plus")
    exchange_all(cell.replicas)
    for replica in cell.replicas:
        now = standing(cell.facts(replica))
        assert (now.state, now.waiting_for, now.moved) == (RexState.IN_REVIEW, ("Marc",), True)


def test_that_a_review_sent_back_by_a_laptop_whose_clock_is_behind_is_sent_back() -> None:
    cell = Reviewed(2)
    one, other = cell.replicas
    cell.write(one, "summary", "Panne de 50 minutes")
    cell.ask(one, ("Marc",))
    other.receive(one.lines())
    other.wall -= 3 * 3_600_000
    cell.send_back(other, "Marc")
    exchange_all(cell.replicas)
    for replica in cell.replicas:
        assert standing(cell.facts(replica)).state is RexState.SENT_BACK


def test_that_words_written_apart_after_an_approval_are_not_approved_and_do_not_leave_until_chosen() -> None:
    laptops = Reviewed(2)
    first, second = laptops.replicas
    laptops.do(first, WriteSection(rex=laptops.rex, code="summary", text="Écrit ici"))
    laptops.do(second, WriteSection(rex=laptops.rex, code="summary", text="Écrit là"))
    for replica in laptops.replicas:
        laptops.do(replica, AskApproval(rex=laptops.rex, of=("Marc",)))
        laptops.do(replica, GiveApproval(rex=laptops.rex, by="Marc", exception="Relu"))
    exchange_all(laptops.replicas)
    for replica in laptops.replicas:
        found = laptops.facts(replica)
        assert found.disputed
        assert standing(found).state is RexState.IN_REVIEW
        with pytest.raises(Refusal) as refused:
            laptops.do(
                replica, PublishRex(rex=laptops.rex, reader=Reader.PUBLIC, languages=("fr",), digest=found.digest)
            )
        assert refused.value.code == "rex-disputed"
