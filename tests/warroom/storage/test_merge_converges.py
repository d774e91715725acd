"""Whatever several laptops write, and however it travels, they end alike, and as the causal pasts alone say."""

from __future__ import annotations

import os
import random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.warroom.storage.replicas import EPOCH, Forger, Replica, World, check_against_oracle, exchange_all, muddled
from warroom.clock import COUNTER_BITS
from warroom.domain.ids import named_id
from warroom.storage import search
from warroom.storage.dump import dump
from warroom.storage.replay import rebuild
from warroom.storage.verify import verify

EXAMPLES = 160 * int(os.environ.get("WARROOM_FUZZ", "1"))
SHARED = [f"{n:032x}" for n in range(1, 4)]
NAMED = [named_id("ab" * 16, "entry", str(n)) for n in range(2)]
SEALED = {"$sealed": {"key": "circle", "box": "AAAA"}}
FIELDS: dict[str, dict[str, st.SearchStrategy[Any]]] = {
    "action": {
        "text": st.sampled_from(["call", "wait", SEALED, None]),
        "incident": st.sampled_from([*SHARED, SEALED]),
        "due_at": st.integers(-(2**63) + 1, 2**63 - 1),
        "a_newer_field": st.sampled_from([True, 5, "é"]),
    },
    "incident": {
        "title": st.sampled_from(["flood", "", "fire"]),
        "vital": st.booleans(),
        "severity": st.integers(1, 3),
        "flags": st.sampled_from(["[]", '["a",{"b":1}]']),
    },
}
ENTRY = st.fixed_dictionaries(
    {"text": st.sampled_from(["water rises", "power is out"]), "incident": st.sampled_from([*SHARED[:2], SEALED])},
    optional={
        "verification": st.sampled_from(["to_verify", "", SEALED]),
        "key_event": st.booleans(),
        "recorded_at": st.sampled_from([EPOCH, EPOCH + 1, -5]),
        "number": st.sampled_from(["A-1", "B-1"]),
    },
)
MARK = st.fixed_dictionaries(
    {},
    optional={
        "verification": st.sampled_from(["verified", "to_verify", "", None]),
        "key_event": st.booleans(),
        "_del": st.booleans(),
    },
)


def register_patch() -> st.SearchStrategy[tuple[str, dict[str, Any]]]:
    patches = {
        noun: st.fixed_dictionaries({}, optional={**fields, "_del": st.booleans()}) for noun, fields in FIELDS.items()
    }
    return st.sampled_from(sorted(FIELDS)).flatmap(lambda noun: st.tuples(st.just(noun), patches[noun]))


WHO = st.integers(0, 4)
ACTION = st.one_of(
    st.tuples(st.just("write"), WHO, st.sampled_from(SHARED), register_patch()),
    st.tuples(st.just("write"), WHO, st.sampled_from(SHARED), register_patch()),
    st.tuples(st.just("delete"), WHO, st.sampled_from(SHARED), st.sampled_from(sorted(FIELDS))),
    st.tuples(st.just("entry"), WHO, ENTRY),
    st.tuples(st.just("import"), WHO, st.sampled_from(NAMED), ENTRY),
    st.tuples(st.just("attach"), WHO, st.sampled_from(NAMED), st.sampled_from(["a.txt", "b.txt"])),
    st.tuples(st.just("mark"), WHO, st.integers(0, 5), MARK),
    st.tuples(st.just("deliver"), WHO, WHO, st.integers(0, 2**16)),
    st.tuples(st.just("deliver"), WHO, WHO, st.integers(0, 2**16)),
    st.tuples(st.just("deliver"), WHO, WHO, st.just(-1)),
    st.tuples(st.just("forge"), WHO, st.integers(0, 6), st.integers(-(2**40), 2**63 - 1), st.booleans()),
    st.tuples(st.just("skew"), WHO, st.integers(-(10**6), 10**6)),
    st.tuples(st.just("remint"), WHO),
    st.tuples(st.just("feed"), WHO),
)


class Drill:
    """Plays actions on a few replicas."""

    def __init__(self, count: int, *, moves_clock: bool) -> None:
        self.world = World()
        self.replicas = [Replica(self.world, number + 1) for number in range(count)]
        self.forger = Forger(self.world)
        self.entries: list[str] = [NAMED[0]]
        self.moves_clock = moves_clock

    def play(self, action: tuple[Any, ...]) -> None:
        kind, who, *rest = action
        getattr(self, "do_" + kind)(self.replicas[who % len(self.replicas)], *rest)

    def do_write(self, replica: Replica, record: str, what: tuple[str, dict[str, Any]]) -> None:
        replica.write(what[0], record, what[1])

    def do_delete(self, replica: Replica, record: str, noun: str) -> None:
        replica.write(noun, record, {"_del": True})

    def do_entry(self, replica: Replica, patch: dict[str, Any]) -> None:
        self.entries.append(replica.write("entry", None, patch))

    def do_import(self, replica: Replica, record: str, patch: dict[str, Any]) -> None:
        replica.write("entry", record, patch)

    def do_attach(self, replica: Replica, record: str, name: str) -> None:
        replica.write("attachment", record, {"name": name, "size": 3})

    def do_mark(self, replica: Replica, number: int, patch: dict[str, Any]) -> None:
        replica.write("entry_mark", self.entries[number % len(self.entries)], patch)

    def do_deliver(self, replica: Replica, whom: int, seed: int) -> None:
        giver = self.replicas[whom % len(self.replicas)]
        known = replica.known() if seed % 3 else None
        lines = list(self.forger.sent) if giver is replica else giver.lines(known)
        if seed >= 0:
            lines = muddled(lines, random.Random(seed))
        assert replica.receive(lines, moves_clock=self.moves_clock).set_aside == ()

    def do_forge(self, replica: Replica, what: int, hlc: int, sees: bool) -> None:
        entry = self.entries[what % len(self.entries)]
        deps = dict(sorted(replica.known().items())[: 1 + what % 2]) if sees else {}
        deps.pop(self.forger.writer, None)
        noun, record, patch = [
            ("entry", entry, {"text": "rewritten"}),
            ("entry", entry, {"_del": True}),
            ("entry", NAMED[1], {"text": "water rises", "incident": SHARED[0]}),
            ("a_newer_noun", SHARED[0], {"x": 1}),
            ("action", SHARED[0], {"text": "forged", "_hidden": 1, "key": 7, "id": "x"}),
            ("incident", SHARED[0], {"_del": True}),
            ("entry_mark", entry, {"verification": SEALED, "key_event": SEALED, "follow_up": "x"}),
        ][what]
        self.forger.forge(noun, record, patch, hlc=hlc, deps=deps)

    def do_skew(self, replica: Replica, skew: int) -> None:
        replica.skew = skew

    def do_remint(self, replica: Replica) -> None:
        if replica.incarnation < 4:
            replica.remint()

    def do_feed(self, replica: Replica) -> None:
        with replica.conn:
            search.feed(replica.conn)


def words_of(replica: Replica) -> set[bytes]:
    with replica.conn:
        while search.feed(replica.conn):
            pass
        replica.conn.execute("INSERT INTO entry_words(entry_words, rank) VALUES('integrity-check', 1)")
        replica.conn.execute("INSERT INTO findable_words(findable_words, rank) VALUES('integrity-check', 1)")
    sql = "SELECT e.id FROM entry_words JOIN entry e ON e.key=entry_words.rowid WHERE entry_words MATCH 'water'"
    return {row[0] for row in replica.conn.execute(sql)}


@settings(max_examples=EXAMPLES)
@given(count=st.integers(2, 5), moves_clock=st.booleans(), actions=st.lists(ACTION, min_size=6, max_size=45))
def test_that_replicas_converge_on_what_the_oracle_says(count: int, moves_clock: bool, actions: list[Any]) -> None:
    drill = Drill(count, moves_clock=moves_clock)
    for action in actions:
        drill.play(action)

    exchange_all(drill.replicas, drill.forger)

    first = drill.replicas[0]
    state, dumped = first.state(), dump(first.conn)
    for replica in drill.replicas[1:]:
        assert replica.state() == state
        assert dump(replica.conn) == dumped
        assert not list(replica.conn.execute("SELECT 1 FROM inbox"))
    check_against_oracle(drill.world, first)
    assert len({frozenset(words_of(replica)) for replica in drill.replicas}) == 1
    damage = [problem for problem in verify(first.conn) if "fixed" not in problem.what]
    assert damage == []
    with first.conn:
        rebuild(first.conn)
    assert first.state() == state
    assert dump(first.conn) == dumped
    assert words_of(first) == words_of(drill.replicas[1])


@settings(max_examples=EXAMPLES // 4)
@given(actions=st.lists(ACTION, min_size=4, max_size=25), seed=st.integers(0, 2**32))
def test_that_any_order_of_arrival_gives_the_same_room(actions: list[Any], seed: int) -> None:
    drill = Drill(3, moves_clock=True)
    for action in actions:
        drill.play(action)
    exchange_all(drill.replicas, drill.forger)
    lines = drill.replicas[0].lines()
    dice = random.Random(seed)
    dice.shuffle(lines)
    late = Replica(drill.world, 99)

    while lines:
        batch = [lines.pop() for _n in range(min(len(lines), dice.randint(1, 7)))]
        late.receive(batch + dice.sample(batch, k=len(batch) // 2))

    assert late.state() == drill.replicas[0].state()
    assert dump(late.conn) == dump(drill.replicas[0].conn)


def test_that_a_later_edit_wins_whatever_the_clocks_say() -> None:
    world = World()
    ahead, behind = Replica(world, 1), Replica(world, 2)
    ahead.skew = 40 * 86_400_000
    behind.skew = -(10**6)
    ahead.write("action", SHARED[0], {"text": "old"})
    behind.receive(ahead.lines())
    behind.write("action", SHARED[0], {"text": "new"})

    exchange_all([ahead, behind])

    assert [row[0] for row in ahead.conn.execute("SELECT text FROM action")] == ["new"]
    assert not list(ahead.conn.execute("SELECT 1 FROM sib"))


def test_that_a_head_that_waited_takes_over_with_its_own_value() -> None:
    """A new op may have seen the value shown, and still lose to a value that was waiting."""
    world = World()
    shown, waiting, third, far = (Replica(world, number) for number in range(1, 5))
    shown.skew, waiting.skew, third.skew = 3_000, 2_000, 0
    shown.write("action", SHARED[0], {"text": "shown"})
    waiting.write("action", SHARED[0], {"text": "waiting"})
    far.receive(shown.lines())
    far.receive(waiting.lines())
    third.receive(shown.lines(), moves_clock=False)
    third.write("action", SHARED[0], {"text": "third"})

    far.receive(third.lines())

    assert [row[0] for row in far.conn.execute("SELECT text FROM action")] == ["waiting"]
    check_against_oracle(world, far)


def test_that_a_clock_out_of_range_is_ordered_by_its_clamped_value_and_moves_no_clock_far() -> None:
    world = World()
    replica, forger = Replica(world, 1), Forger(world)
    forger.forge("action", SHARED[0], {"text": "year 9999"}, hlc=2**63 - 1)

    replica.receive(forger.sent)
    replica.write("action", SHARED[1], {"text": "mine"})

    ((hlc,),) = replica.conn.execute("SELECT value FROM meta WHERE name='hlc'")
    assert hlc >> COUNTER_BITS <= EPOCH + 2 * 86_400_000


def test_that_what_a_writer_once_said_to_have_seen_it_has_seen_for_good() -> None:
    """One that later says less than before is believed no less: its edit takes the place of what it had seen."""
    world = World()
    replica, forger = Replica(world, 1), Forger(world)
    for text in ("un", "deux", "trois"):
        replica.write("action", SHARED[0], {"text": text})
    forger.forge("action", SHARED[1], {"text": "vu"}, hlc=1, deps={replica.writer: 3})
    forger.forge("action", SHARED[0], {"text": "quatre"}, hlc=2, deps={replica.writer: 1})

    replica.receive(forger.sent)

    assert [row[0] for row in replica.conn.execute("SELECT text FROM action ORDER BY id")] == ["quatre", "vu"]
    assert not list(replica.conn.execute("SELECT 1 FROM sib"))
    check_against_oracle(world, replica)
