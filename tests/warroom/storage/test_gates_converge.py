"""Whatever rights people give, take and lose apart, every station judges alike, and as the causal pasts alone say."""

from __future__ import annotations

import json
import os
import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.warroom.storage.gate_oracle import Oracle
from tests.warroom.storage.replicas import (
    EPOCH,
    Forger,
    Replica,
    World,
    check_against_oracle,
    exchange_all,
    identity_of,
    muddled,
)
from warroom.domain.ids import named_id
from warroom.storage.dump import dump
from warroom.storage.replay import rebuild
from warroom.storage.verify import verify
from warroom.storage.vouching import enrolment_message

EXAMPLES = 80 * int(os.environ.get("WARROOM_FUZZ", "1"))
PEOPLE = [f"{n:032x}" for n in range(101, 105)]
SHARED = [f"{n:032x}" for n in range(1, 3)]
NAMED = named_id("ab" * 16, "entry", "1")
CIRCLE = f"{77:032x}"
ROLES = (["administrator"], ["administrator"], ["administrator", "legal"], ["scribe"], ["scribe", "legal"], [])
PATCHES = ({"text": "call"}, {"text": "wait", "owner": "Léa"}, {"_del": True}, {"_del": False, "text": "again"})

WHO, PERSON = st.integers(0, 3), st.sampled_from(PEOPLE)
CUT = st.sampled_from(["none", "known", "known", "lower", "all"])
ACTION = st.one_of(
    st.tuples(st.just("grant"), WHO, PERSON, PERSON, st.sampled_from(ROLES), CUT),
    st.tuples(st.just("grant"), WHO, PERSON, PERSON, st.sampled_from(ROLES), CUT),
    st.tuples(st.just("grant"), st.just(0), st.just(PEOPLE[0]), PERSON, st.just(["administrator"]), st.just("none")),
    st.tuples(st.just("revoke"), WHO, PERSON, WHO, CUT),
    st.tuples(st.just("revoke"), WHO, PERSON, WHO, CUT),
    st.tuples(st.just("gated"), WHO, PERSON, st.integers(0, 6), PERSON),
    st.tuples(st.just("invite"), WHO, PERSON),
    st.tuples(st.just("invite"), st.just(0), st.just(PEOPLE[0])),
    st.tuples(st.just("enrolment"), WHO, st.integers(0, 3), st.booleans()),
    st.tuples(st.just("enrolment"), WHO, st.integers(0, 3), st.just(True)),
    st.tuples(st.just("withdraw"), WHO, PERSON, st.integers(0, 3)),
    st.tuples(st.just("trust"), WHO, PERSON, WHO),
    st.tuples(st.just("plain"), WHO, PERSON, st.integers(0, 4), st.integers(0, 3)),
    st.tuples(st.just("plain"), WHO, PERSON, st.integers(0, 4), st.integers(0, 3)),
    st.tuples(st.just("strike"), WHO, st.integers(0, 2**16)),
    st.tuples(st.just("deliver"), WHO, WHO, st.integers(0, 2**16)),
    st.tuples(st.just("deliver"), WHO, WHO, st.just(-1)),
    st.tuples(st.just("deliver"), WHO, WHO, st.just(-1)),
    st.tuples(st.just("forge"), WHO, PERSON, PERSON, st.integers(0, 6), st.integers(-(2**40), 2**63 - 1)),
    st.tuples(st.just("skew"), WHO, st.integers(-(10**6), 10**6)),
    st.tuples(st.just("remint"), WHO),
)


class Drill:
    """Plays actions on a few enrolled replicas; the first one's station founded the room."""

    def __init__(self, count: int, *, appointed: bool) -> None:
        self.world = World()
        self.replicas = [Replica(self.world, number + 1) for number in range(count)]
        self.founder = self.replicas[0].station
        self.forger = Forger(self.world)
        self.entries = [NAMED]
        self.keys = [f"{88:032x}"]
        self.invitations: list[str] = []
        for replica in self.replicas:
            replica.enrol(founder=self.founder)
        if appointed:
            for person in PEOPLE[:2]:
                self.do_grant(self.replicas[0], PEOPLE[0], person, ["administrator"], "none")
            exchange_all(self.replicas)

    def play(self, action: tuple[Any, ...]) -> None:
        kind, who, *rest = action
        getattr(self, "do_" + kind)(self.replicas[who % len(self.replicas)], *rest)

    def do_grant(self, replica: Replica, author: str, person: str, roles: list[str], cut: str) -> None:
        rights: dict[str, Any] = {"roles": roles}
        if cut != "none":
            rights["cut"] = self.heads(replica, cut)
        replica.write("grant", person, {"person": person, "rights": json.dumps(rights)}, author=author)

    def do_revoke(self, replica: Replica, author: str, whom: int, cut: str) -> None:
        station = self.replicas[whom % len(self.replicas)].station
        heads = {w: [seq, ""] for w, seq in self.heads(replica, cut).items()}
        replica.write("cut", None, {"station": station, "heads": json.dumps(heads)}, author=author)

    def do_strike(self, replica: Replica, seed: int) -> None:
        """A station writes this and that, others take it in, and then it is cut off somewhere in the middle of it."""
        dice = random.Random(seed)
        for _write in range(6):
            self.do_plain(replica, "", dice.randint(0, 4), dice.randint(0, 3))
            if dice.random() < 0.3:
                self.do_forge(replica, "", PEOPLE[0], dice.randint(4, 6), dice.randint(0, 2**60))
        exchange_all(self.replicas, self.forger)
        judge = self.replicas[0]
        heads = {w.hex(): [max(seq - dice.randint(0, 6), 0), ""] for w, seq in judge.known().items()}
        judge.write("cut", None, {"station": replica.station, "heads": json.dumps(heads)}, author=PEOPLE[0])

    def heads(self, replica: Replica, cut: str) -> dict[str, int]:
        known = {w.hex(): seq for w, seq in replica.known().items()}
        return known if cut == "known" else {} if cut == "all" else {w: max(seq - 2, 0) for w, seq in known.items()}

    def do_gated(self, replica: Replica, author: str, what: int, person: str) -> None:
        other = self.replicas[int(person, 16) % len(self.replicas)]
        noun, record, patch = [
            ("pin", person, {"hash": '{"salt":""}'}),
            ("station", other.station, {"public_key": f"forged by {replica.number}"}),
            ("writer", named_id("ab" * 16, "writer", other.writer.hex()), {"station": replica.station}),
            ("circle", CIRCLE, {"members": json.dumps([author, person])}),
            ("circle_key", None, {"circle": CIRCLE}),
            ("key_share", None, {"circle_key": self.keys[int(person, 16) % len(self.keys)], "sealed": "x"}),
            ("grant", person, {"reason": "reworded"}),
        ][what]
        made = replica.write(noun, record, patch, author=author)  # type: ignore[arg-type]
        if noun == "circle_key":
            self.keys.append(made)

    def do_invite(self, replica: Replica, author: str) -> None:
        once = identity_of(100 + len(self.invitations))
        keys = {"enrol_key": once.public_key.hex(), "box_key": once.sealing_key.hex()}
        self.invitations.append(replica.write("invitation", None, keys, author=author))

    def do_enrolment(self, replica: Replica, which: int, is_honest: bool) -> None:
        """A station enrols with an invitation, whether it knows it or not, perhaps under a signature of its own."""
        if not self.invitations:
            return
        number = which % len(self.invitations)
        invitation, who = self.invitations[number], replica.identity
        message = enrolment_message(invitation, replica.station, public_key=who.public_key, box_key=who.sealing_key)
        signature = (identity_of(100 + number) if is_honest else who).sign(message)
        patch = {
            "station": replica.station, "invitation": invitation, "public_key": who.public_key.hex(),
            "box_key": who.sealing_key.hex(), "signature": signature.hex(),
        }  # fmt: skip
        replica.write("enrolment", None, patch)

    def do_withdraw(self, replica: Replica, author: str, which: int) -> None:
        if self.invitations:
            invitation = self.invitations[which % len(self.invitations)]
            replica.write("invitation", invitation, {"withdrawn_at": EPOCH}, author=author)

    def do_trust(self, replica: Replica, author: str, whom: int) -> None:
        other = self.replicas[whom % len(self.replicas)]
        patch = {"station": other.station, "public_key": other.identity.public_key.hex()}
        replica.write("trust", None, patch, author=author)

    def do_plain(self, replica: Replica, author: str, what: int, which: int) -> None:
        if what == 0:
            entry = {"text": "water", "incident": SHARED[which % 2], "recorded_at": EPOCH, "verification": "to_verify"}
            self.entries.append(replica.write("entry", None, entry, author=author))
        elif what == 1:
            replica.write("entry", NAMED, {"text": f"line {which}", "incident": SHARED[which % 2]}, author=author)
        elif what == 2:
            mark = {"verification": "verified", "key_event": bool(which % 2)}
            replica.write("entry_mark", self.entries[which % len(self.entries)], mark, author=author)
        elif what == 3:
            replica.write("attachment", None, {"name": "a.txt", "size": which}, author=author)
        else:
            replica.write("action", SHARED[which % 2], PATCHES[which], author=author)

    def do_deliver(self, replica: Replica, whom: int, seed: int) -> None:
        giver = self.replicas[whom % len(self.replicas)]
        lines = list(self.forger.sent) if giver is replica else giver.lines(replica.known())
        if seed >= 0:
            lines = muddled(lines, random.Random(seed))
        assert replica.receive(lines).set_aside == ()

    def do_forge(self, replica: Replica, author: str, person: str, what: int, hlc: int) -> None:
        """A writer of no station, or of one it only claims to be, with whatever past and clock it likes."""
        deps = dict(sorted(replica.known().items())[: 1 + what])
        deps.pop(self.forger.writer, None)
        noun, record, patch = [
            ("grant", person, {"rights": '{"roles":["administrator"]}'}),
            ("cut", None, {"station": replica.station, "heads": "{}"}),
            ("writer", named_id("ab" * 16, "writer", self.forger.writer.hex()), {
                "writer": self.forger.writer.hex(), "station": replica.station,
            }),
            ("grant", person, {"rights": '{"roles":[],"cut":{}}', "_del": hlc % 2 == 0}),
            ("entry", self.entries[hlc % len(self.entries)], {"text": "rewritten"}),
            ("entry", NAMED, {"text": f"line {hlc % 2}", "incident": SHARED[0]}),
            ("entry_mark", self.entries[hlc % len(self.entries)], {"verification": "verifying"}),
        ][what]  # fmt: skip
        self.forger.forge(noun, record, patch, hlc=hlc, deps=deps, author=author)  # type: ignore[arg-type]

    def do_skew(self, replica: Replica, skew: int) -> None:
        replica.skew = skew

    def do_remint(self, replica: Replica) -> None:
        if replica.incarnation < 3:
            replica.remint()
            replica.enrol(founder=self.founder)


@pytest.mark.timeout(400)  # seconds: thousands of ops judged, while other tests want the machine too
@settings(max_examples=EXAMPLES)
@given(
    count=st.integers(2, 4),
    appointed=st.booleans(),
    actions=st.lists(ACTION, min_size=8, max_size=40),
    seed=st.integers(0, 2**32),
)
def test_that_stations_judge_alike_whatever_the_order_of_arrival(
    count: int, appointed: bool, actions: list[Any], seed: int
) -> None:
    drill = Drill(count, appointed=appointed)
    for action in actions:
        drill.play(action)

    exchange_all(drill.replicas, drill.forger)

    first = drill.replicas[0]
    state, dumped = first.state(), dump(first.conn)
    for replica in drill.replicas[1:]:
        assert replica.state() == state
        assert dump(replica.conn) == dumped
    check_against_oracle(drill.world, first, Oracle(drill.world, drill.founder).without())
    assert not [problem for problem in verify(first.conn) if "What is shown" in problem.what]
    late = Replica(drill.world, 99)
    with late.conn:
        late.conn.execute("INSERT INTO meta(name, value) VALUES('founder',?),('room',?)", (drill.founder, "ab" * 16))
    lines, dice = first.lines(), random.Random(seed)
    dice.shuffle(lines)
    while lines:
        late.receive([lines.pop() for _n in range(min(len(lines), dice.randint(1, 6)))])
    assert late.state() == state
    with first.conn:
        rebuild(first.conn)
    assert first.state() == state
    assert dump(first.conn) == dumped == dump(late.conn)
