"""Rights, circles, erasures and all else mixed at random: every station ends alike, and no erased name is left."""

from __future__ import annotations

import json
import os
import random
from typing import Any

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from tests.warroom.storage.replicas import ROOM, Replica, exchange_all
from tests.warroom.storage.test_gates_converge import ACTION, SHARED
from tests.warroom.storage.test_gates_converge import Drill as GatesDrill
from warroom.domain.ids import named_id
from warroom.storage import search
from warroom.storage.dump import dump
from warroom.storage.naming import folded_name
from warroom.storage.replay import rebuild
from warroom.storage.verify import verify

EXAMPLES = 72 * int(os.environ.get("WARROOM_FUZZ", "1"))
NAMES = ["Zoé Quartz", "Ivo Bleuet", "administrator", "verified"]
SPELT = ["Zoé Quartz", "zoé  QUARTZ", "Ivo Bleuet", "administrator", "Verified", "Marc"]
IDS = [named_id(ROOM, "person", folded_name(name)) for name in NAMES]
LINES = [named_id(ROOM, "entry", str(n)) for n in range(2)]
CIRCLE = f"{77:032x}"
EARNED = (  # what verify rightly finds in a drill with forgers, and files nobody sent
    "no effect",
    "without effect",
    "not been received",
    "same invitation",
    "next number",
    "writes under a name",
)
SEALED = {"$sealed": {"key": "0" * 32, "box": "AAAA"}}

WHO, NAME, RECORD = st.integers(0, 3), st.sampled_from(SPELT), st.integers(0, 7)
AUTHOR = st.sampled_from([*IDS, ""])
MIXED = st.one_of(
    st.tuples(st.just("add"), WHO, AUTHOR, st.integers(0, 3), NAME),
    st.tuples(st.just("said"), WHO, AUTHOR, NAME, NAME, st.booleans()),
    st.tuples(st.just("line"), WHO, AUTHOR, st.integers(0, 1), NAME, NAME),
    st.tuples(st.just("noted"), WHO, AUTHOR, RECORD, NAME, st.booleans()),
    st.tuples(st.just("owned"), WHO, AUTHOR, RECORD, NAME, st.sampled_from([None, True, False])),
    st.tuples(st.just("file"), WHO, AUTHOR, NAME),
    st.tuples(st.just("erase"), WHO, AUTHOR, st.integers(0, 3)),
    st.tuples(st.just("erase"), WHO, st.just(IDS[0]), st.integers(0, 3)),
    st.tuples(st.just("erase"), st.just(0), st.just(IDS[0]), st.integers(0, 3)),
    st.tuples(st.just("unfile"), WHO, st.just(IDS[0]), RECORD),
    st.tuples(st.just("deliver"), WHO, WHO, st.integers(0, 2**16)),
    st.tuples(st.just("deliver"), WHO, WHO, st.just(-1)),
    st.tuples(st.just("scrawl"), WHO, NAME),
    st.tuples(st.just("feed"), WHO),
)


def with_people(action: tuple[Any, ...]) -> tuple[Any, ...]:
    """An action of the rights drill, its people replaced by those of this one."""
    known = {f"{n:032x}": IDS[n - 101] for n in range(101, 105)}
    return tuple(known.get(item, item) if isinstance(item, str) else item for item in action)


class Drill(GatesDrill):
    """The rights drill, with names in every field that takes one, files, imports, and erasures of all that."""

    def __init__(self, count: int) -> None:
        super().__init__(count, appointed=False)
        self.files: list[str] = []
        for person in IDS[:2]:
            self.do_grant(self.replicas[0], IDS[0], person, ["administrator"], "none")
        exchange_all(self.replicas)

    def do_add(self, replica: Replica, author: str, which: int, by: str) -> None:
        patch = {"name": NAMES[which], "number": f"A-P{which}", "initials": "ZQ", "phone": by}
        replica.write("person", IDS[which], patch, author=author)

    def do_said(self, replica: Replica, author: str, name: str, other: str, sealed: bool) -> None:
        said: Any = {"text": SEALED, "circle": CIRCLE} if sealed else {"text": name}
        params = json.dumps({"to": other, "all": [name]})
        patch = {**said, "author": other, "from_who": name, "incident": SHARED[0], "params": params, "code": "Verified"}
        self.entries.append(replica.write("entry", None, patch, author=author))

    def do_line(self, replica: Replica, author: str, which: int, name: str, other: str) -> None:
        patch = {"text": "line", "from_who": name, "to_who": other, "incident": SHARED[which], "author": name}
        replica.write("entry", LINES[which], patch, author=author)

    def do_noted(self, replica: Replica, author: str, which: int, name: str, key_event: bool) -> None:
        patch = {"follow_up": name, "key_event": key_event, "verification": "verified"}
        replica.write("entry_mark", [*LINES, *self.entries][which % (2 + len(self.entries))], patch, author=author)

    def do_owned(self, replica: Replica, author: str, which: int, name: str, deleted: bool | None) -> None:
        patch = {"owner": name, "text": "call", **({} if deleted is None else {"_del": deleted})}
        replica.write("action", SHARED[which % 2], patch, author=author)

    def do_file(self, replica: Replica, author: str, name: str) -> None:
        patch = {"name": name, "sha256": "00", "incident": SHARED[0], "chunks": '["00"]', "captured_by": name}
        made = replica.write("attachment", None, patch, author=author)
        replica.write("attachment_key", made, {"secret": "s3cret"}, author=author)
        said = {"text": f"{name} attached", "code": "attached", "params": json.dumps({"attachment": made})}
        replica.write("entry", None, {**said, "incident": SHARED[0]}, author=author)
        self.files.append(made)

    def do_erase(self, replica: Replica, author: str, which: int) -> None:
        patch = {"noun": "person", "record": IDS[which], "alias": f"A-P{which}", "by": NAMES[0]}
        replica.write("erasure", None, patch, author=author)

    def do_unfile(self, replica: Replica, author: str, which: int) -> None:
        if self.files:
            patch = {"noun": "attachment", "record": self.files[which % len(self.files)], "alias": "00"}
            replica.write("erasure", None, patch, author=author)

    def do_scrawl(self, replica: Replica, name: str) -> None:
        """Somebody with the key and no station names people too."""
        self.forger.forge("entry", None, {"from_who": name, "incident": SHARED[1]}, hlc=7)
        replica.receive(self.forger.sent)

    def do_feed(self, replica: Replica) -> None:
        with replica.conn:
            search.feed(replica.conn)


def regretted(replica: Replica) -> bool:
    """Whether an erasure was applied here that does not count any more: what it took is gone from this station."""
    sql = "SELECT 1 FROM erased d WHERE NOT EXISTS(SELECT 1 FROM erasure e WHERE e.id=d.erasure)"
    return bool(list(replica.conn.execute(sql)))


def still_named(replica: Replica) -> set[str]:
    """The erased people whose names any table still holds, whole."""
    erased = {rid.hex() for (rid,) in replica.conn.execute("SELECT record FROM erasure WHERE noun='person'")}
    wanted = [name.casefold() for name, who in zip(NAMES[:2], IDS[:2], strict=True) if who in erased]
    texts: list[str] = []
    for (table,) in list(replica.conn.execute("SELECT name FROM sqlite_schema WHERE type='table'")):
        if table.startswith(("sqlite_", "entry_words", "findable_words")):
            continue
        for row in replica.conn.execute(f'SELECT * FROM "{table}"'):
            texts += [bytes(item).decode(errors="replace") if isinstance(item, bytes) else str(item) for item in row]
    folded = [folded_name(text) for text in texts]
    return {name for name in wanted if any(name == text or f'"{name}"' in text for text in folded)}


@pytest.mark.timeout(400)  # seconds: thousands of ops judged, while other tests want the machine too
@settings(max_examples=EXAMPLES)
@given(
    count=st.integers(2, 4),
    actions=st.lists(st.one_of(MIXED, MIXED, ACTION.map(with_people)), min_size=8, max_size=45),
    seed=st.integers(0, 2**32),
)
def test_that_stations_converge_and_forget_alike_whatever_is_erased(count: int, actions: list[Any], seed: int) -> None:
    drill = Drill(count)
    for action in actions:
        drill.play(action)

    exchange_all(drill.replicas, drill.forger)

    first = drill.replicas[0]
    late = Replica(drill.world, 99)
    with late.conn:
        late.conn.execute("INSERT INTO meta(name, value) VALUES('founder',?),('room',?)", (drill.founder, ROOM))
    lines, dice = first.lines(), random.Random(seed)
    dice.shuffle(lines)
    while lines:
        late.receive([lines.pop() for _n in range(min(len(lines), dice.randint(1, 6)))])
    stations = [*drill.replicas, late]
    judged = list(first.conn.execute("SELECT w, seq, hash, gate, flag FROM op ORDER BY w, seq"))
    is_regretted = any(regretted(replica) for replica in stations)
    event("an erasure was applied and counts no more" if is_regretted else "every erasure stands")
    event(f"erasures: {len(list(first.conn.execute('SELECT 1 FROM erasure')))}")
    for replica in stations:
        assert list(replica.conn.execute("SELECT w, seq, hash, gate, flag FROM op ORDER BY w, seq")) == judged
        assert not list(replica.conn.execute("SELECT 1 FROM inbox"))
        assert still_named(replica) == set()
        shown, dumped = replica.state(), dump(replica.conn)
        found = [problem for problem in verify(replica.conn) if not any(word in problem.what for word in EARNED)]
        assert not found
        with replica.conn:
            rebuild(replica.conn)
        assert replica.state() == shown
        assert dump(replica.conn) == dumped
    if not is_regretted:
        assert len({dump(replica.conn) for replica in stations}) == 1
        for replica in stations:
            assert replica.state() == first.state()
