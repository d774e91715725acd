"""What a delivery does: what joins, what waits, what is set aside, and that nothing an op says can stop it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import orjson
import pytest

from tests.warroom.storage.replicas import EPOCH, Forger, Replica, World, check_against_oracle, exchange_all
from warroom.domain.ids import born_id, named_id
from warroom.storage.conflicts import conflicts
from warroom.storage.dump import dump
from warroom.storage.intake import Why
from warroom.storage.merge import accept
from warroom.storage.migrations import migrate
from warroom.storage.ops import canonical
from warroom.storage.replay import rebuild
from warroom.storage.vault import Vault
from warroom.storage.wire import Wire

RECORD = f"{1:032x}"
INCIDENT = f"{2:032x}"
NAMED = named_id("ab" * 16, "entry", "row 7")


@pytest.fixture
def world() -> World:
    return World()


def texts(replica: Replica) -> list[str]:
    return [row[0] for row in replica.conn.execute("SELECT text FROM action ORDER BY id")]


def test_that_an_op_waits_for_the_one_before_it_and_then_joins(world: World) -> None:
    ana, ben = Replica(world, 1), Replica(world, 2)
    ana.write("action", RECORD, {"text": "one"})
    ana.write("action", RECORD, {"text": "two"})
    first, second = ana.lines()

    early = ben.receive([second])
    assert (early.new, early.parked, texts(ben)) == (0, 1, [])
    late = ben.receive([first])

    assert (late.new, texts(ben)) == (2, ["two"])
    assert not list(ben.conn.execute("SELECT 1 FROM inbox"))


def test_that_an_op_waits_for_everything_its_writer_had_seen(world: World) -> None:
    ana, ben, cleo = (Replica(world, number) for number in (1, 2, 3))
    ana.write("action", RECORD, {"text": "ana"})
    ben.receive(ana.lines())
    ben.write("action", RECORD, {"text": "ben"})
    only_bens = [line for line in ben.lines() if line not in ana.lines()]

    early = cleo.receive(only_bens)
    assert (early.new, early.parked, texts(cleo)) == (0, 1, [])
    late = cleo.receive(ana.lines())

    assert (late.new, texts(cleo)) == (2, ["ben"])


def test_that_the_same_delivery_again_changes_nothing(world: World) -> None:
    ana, ben = Replica(world, 1), Replica(world, 2)
    ana.write("action", RECORD, {"text": "one"})
    ben.receive(ana.lines())
    before = ben.conn.total_changes()

    again = ben.receive(ana.lines())

    assert (again.new, again.duplicates, again.touched, again.set_aside) == (0, 1, frozenset(), ())
    assert ben.conn.total_changes() == before


def test_that_a_tampered_op_is_set_aside_and_blocks_no_other_writer(world: World) -> None:
    ana, ben, cleo = (Replica(world, number) for number in (1, 2, 3))
    ana.write("action", RECORD, {"text": "pay 10"})
    ben.write("action", INCIDENT, {"text": "ben"})
    (line,) = ana.lines()

    accepted = cleo.receive([line._replace(body=line.body.replace(b"pay 10", b"pay 99")), *ben.lines()])

    assert [(item.why, item.writer, item.seq) for item in accepted.set_aside] == [(Why.TAMPERED, line.writer, 1)]
    assert texts(cleo) == ["ben"]
    assert cleo.receive([line]).new == 1


def test_that_a_tampered_op_that_waited_is_dropped_when_its_turn_comes(world: World) -> None:
    ana, ben = Replica(world, 1), Replica(world, 2)
    for word in ("one", "two"):
        ana.write("action", RECORD, {"text": word})
    first, second = ana.lines()
    ben.receive([second._replace(body=second.body.replace(b"two", b"six"))])

    accepted = ben.receive([first])

    assert [item.why for item in accepted.set_aside] == [Why.TAMPERED]
    assert ben.receive([second]).new == 1
    assert texts(ben) == ["two"]


def test_that_two_ops_under_one_number_are_a_fork_and_the_second_never_joins(world: World) -> None:
    original, clone, ben = Replica(world, 1), Replica(World(), 1), Replica(world, 2)
    original.write("action", RECORD, {"text": "here"})
    clone.write("action", RECORD, {"text": "there"})
    ben.receive(original.lines())

    accepted = ben.receive(clone.lines())

    assert [item.why for item in accepted.set_aside] == [Why.FORK]
    assert texts(ben) == ["here"]


def test_that_a_fork_within_one_delivery_is_told(world: World) -> None:
    original, clone, ben = Replica(world, 1), Replica(World(), 1), Replica(world, 2)
    original.write("action", RECORD, {"text": "here"})
    clone.write("action", RECORD, {"text": "there"})

    accepted = ben.receive(original.lines() + clone.lines())

    assert (accepted.new, [item.why for item in accepted.set_aside]) == (1, [Why.FORK])


def wire_of(**changes: Any) -> dict[str, Any]:
    return {
        "by": "", "d": {}, "e": "action", "h": 5, "p": {"text": "x"}, "r": RECORD, "s": 1, "salt": "00" * 16,
        "t": [EPOCH, 0, "UTC"], "v": 1, "w": "c8" * 8, "x": {}, **changes,
    }  # fmt: skip


DEEP = '{"a":' * 12 + "1" + "}" * 12
BAD = {
    "a key given twice": canonical(wire_of())[:-1] + b',"h":6}',
    "a field given twice": canonical(wire_of()).replace(b'{"text":"x"}', b'{"text":"x","text":"y"}'),
    "a float": canonical(wire_of(p={"due_at": 1})).replace(b'"due_at":1', b'"due_at":1.5'),
    "a number past 64 bits": canonical(wire_of(p={"due_at": 1})).replace(
        b'"due_at":1', b'"due_at":9223372036854775808'
    ),
    "not a number": canonical(wire_of(p={"due_at": 1})).replace(b'"due_at":1', b'"due_at":NaN'),
    "a lone surrogate": canonical(wire_of()).replace(b'"x"}', b'"\\ud800"}'),
    "a lone surrogate within JSON": canonical(wire_of(e="incident", p={"flags": '["\\ud800"]'})),
    "a NUL": canonical(wire_of(p={"text": "a\x00b"})),
    "text where a time belongs": canonical(wire_of(p={"due_at": "noon"})),
    "a truth value where a time belongs": canonical(wire_of(p={"due_at": True})),
    "a number where text belongs": canonical(wire_of(p={"text": 4})),
    "an id with spaces": canonical(wire_of(p={"incident": "00 " * 10 + "00"})),
    "a list": canonical(wire_of(p={"text": ["x"]})),
    "deep JSON": canonical(wire_of(e="incident", p={"flags": DEEP})),
    "broken JSON": canonical(wire_of(e="incident", p={"flags": "{"})),
    "an unknown version": canonical(wire_of(v=2)),
    "an offset of two days": canonical(wire_of(t=[EPOCH, 2880, "UTC"])),
    "a field both given and withheld": canonical(wire_of(x={"text": "00" * 32})),
    "an unknown part": canonical(wire_of(z=1)),
}


@pytest.mark.parametrize("what", sorted(BAD))
def test_that_an_op_nobody_can_read_is_kept_word_for_word_and_advances_its_writer(world: World, what: str) -> None:
    ana, ben, forger = Replica(world, 1), Replica(world, 2), Forger(world)
    forger.forge_raw(BAD[what], digest=bytes([7]) * 32)
    forger.forge("action", RECORD, {"text": "after"}, hlc=9)

    accepted = ana.receive(forger.sent)
    ben.receive(ana.lines())

    assert (accepted.new, accepted.flagged, accepted.set_aside) == (2, 1, ())
    assert list(ben.conn.execute("SELECT body FROM op_raw")) == [(BAD[what],)]
    assert texts(ben) == ["after"]
    assert dump(ana.conn) == dump(ben.conn)
    assert not list(ben.conn.execute("SELECT 1 FROM op WHERE flag=1 AND effect=1"))


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[1]", b'{"w":"zz"}', b"[" * 100_000, b'{"w":"c8c8c8c8c8c8c8c8","s":true}', b"\xff\xfe"]
)
def test_that_a_line_that_is_nobodys_is_set_aside(world: World, body: bytes) -> None:
    ana = Replica(world, 1)

    accepted = ana.receive([Wire(body, bytes(32))])

    assert [item.why for item in accepted.set_aside] == [Why.UNREADABLE]
    assert accepted.new == 0


def test_that_a_line_whose_place_is_told_by_its_segment_is_kept_whatever_it_says(world: World) -> None:
    ana = Replica(world, 1)

    accepted = ana.receive([Wire(b"\xff" * 10, bytes(32), b"forgerrr", 1), Wire(b"", bytes(5), b"forgerrr", 2)])

    assert (accepted.new, accepted.flagged, [item.why for item in accepted.set_aside]) == (1, 1, [Why.UNREADABLE])


def test_that_a_readable_op_is_believed_before_an_unreadable_one_under_its_number(world: World) -> None:
    ana, ben = Replica(world, 1), Replica(world, 2)
    ana.write("action", RECORD, {"text": "true"})
    (line,) = ana.lines()

    accepted = ben.receive([line._replace(body=line.body + b" x"), line])

    assert (texts(ben), accepted.flagged, accepted.duplicates) == (["true"], 0, 1)


def test_that_nobody_can_change_an_entry_of_the_log(world: World) -> None:
    ana, ben, forger = Replica(world, 1), Replica(world, 2), Forger(world)
    entry = ana.write("entry", None, {"text": "as written", "incident": INCIDENT})
    forger.forge("entry", entry, {"text": "rewritten"}, hlc=1)
    forger.forge("entry", entry, {"_del": True}, hlc=2)
    forger.forge("entry", born_id(writer=forger.writer, seq=9, wall_ms=EPOCH), {"text": "not yet"}, hlc=3)

    for replica in (ana, ben):
        replica.receive(forger.sent)
    ben.receive(ana.lines())

    for replica in (ana, ben):
        assert list(replica.conn.execute("SELECT text FROM entry")) == [("as written",)]
        assert list(replica.conn.execute("SELECT seq FROM op WHERE effect=0 ORDER BY seq")) == [(1,), (2,), (3,)]


def test_that_this_laptop_refuses_to_write_what_the_others_would_not_believe(world: World) -> None:
    ana = Replica(world, 1)

    for noun, record, patch in (
        ("entry", born_id(writer=b"somebody", seq=1, wall_ms=EPOCH), {"text": "x"}),
        ("action", RECORD, {"text": "a\x00b"}),
        ("action", RECORD, {"due_at": 1.5}),
        ("action", RECORD, {"text": "é" * 300_000}),
    ):
        with pytest.raises(ValueError):
            ana.write(noun, record, patch)

    assert ana.lines() == []


def test_that_two_stations_importing_one_file_apart_make_one_entry_and_no_finding(world: World) -> None:
    ana, ben = Replica(world, 1), Replica(world, 2)
    ana.write("entry", NAMED, {"text": "imported", "number": "A-001", "recorded_at": 5, "incident": INCIDENT})
    ben.write("entry", NAMED, {"text": "imported", "number": "B-009", "recorded_at": 9, "incident": INCIDENT})

    exchange_all([ana, ben])

    assert dump(ana.conn) == dump(ben.conn)
    assert list(ben.conn.execute("SELECT number FROM entry")) == [("A-001",)]
    assert list(ben.conn.execute("SELECT entries, last_at FROM tally")) == [(1, 5)]
    assert not list(ben.conn.execute("SELECT 1 FROM op WHERE effect=0"))


def test_that_a_second_different_import_has_no_effect_wherever_it_arrives_first(world: World) -> None:
    ana, ben, cleo = (Replica(world, number) for number in (1, 2, 3))
    ana.write("entry", NAMED, {"text": "one", "incident": INCIDENT})
    ben.write("entry", NAMED, {"text": "two", "incident": RECORD})
    cleo.receive(ben.lines())

    exchange_all([ana, ben, cleo])

    for replica in (ana, ben, cleo):
        check_against_oracle(world, replica)
        assert list(replica.conn.execute("SELECT text FROM entry")) == [("one",)]
        assert list(replica.conn.execute("SELECT incident, entries FROM tally")) == [(bytes.fromhex(INCIDENT), 1)]


def test_that_a_writer_cannot_outdo_its_own_import_by_a_clock_set_back(world: World) -> None:
    ana, forger = Replica(world, 1), Forger(world)
    forger.forge("entry", NAMED, {"text": "first"}, hlc=900)
    forger.forge("entry", NAMED, {"text": "second"}, hlc=100)

    ana.receive(forger.sent)

    assert list(ana.conn.execute("SELECT text FROM entry")) == [("first",)]


def test_that_a_conflict_shows_every_value_and_its_author_and_closes_when_settled(world: World) -> None:
    ana, ben = Replica(world, 1), Replica(world, 2)
    ana.write("action", RECORD, {"text": "call the mayor"})
    ben.write("action", RECORD, {"text": "call the prefect"})
    exchange_all([ana, ben])

    (conflict,) = conflicts(ana.conn)
    assert (conflict.noun, conflict.record, conflict.field) == ("action", RECORD, "text")
    assert {(head.value, head.writer) for head in conflict.heads} == {
        ("call the mayor", bytes([1, 1]) * 4),
        ("call the prefect", bytes([2, 1]) * 4),
    }
    assert conflict.heads[0].value == texts(ana)[0]
    ana.write("action", RECORD, {"text": "call both"})
    exchange_all([ana, ben])

    assert conflicts(ana.conn) == conflicts(ben.conn) == []


def test_that_equal_values_are_no_conflict(world: World) -> None:
    ana, ben = Replica(world, 1), Replica(world, 2)
    for replica in (ana, ben):
        replica.write("action", RECORD, {"text": "the same"})

    exchange_all([ana, ben])

    assert list(ana.conn.execute("SELECT count(*) FROM sib")) == [(1,)]
    assert conflicts(ana.conn) == []


def test_that_an_edit_the_delete_had_not_seen_keeps_the_record_in_sight(world: World) -> None:
    ana, ben = Replica(world, 1), Replica(world, 2)
    ana.write("action", RECORD, {"text": "draft"})
    exchange_all([ana, ben])
    ana.write("action", RECORD, {"_del": True})
    ben.write("action", RECORD, {"text": "edited meanwhile"})

    exchange_all([ana, ben])

    assert list(ana.conn.execute("SELECT text, _hidden, _zombie FROM action")) == [("edited meanwhile", 0, 1)]
    ana.write("action", RECORD, {"_del": True})
    exchange_all([ana, ben])
    assert list(ben.conn.execute("SELECT _hidden, _zombie FROM action")) == [(1, 0)]


def test_that_what_both_delete_at_once_is_gone(world: World) -> None:
    ana, ben = Replica(world, 1), Replica(world, 2)
    ana.write("action", RECORD, {"text": "draft"})
    exchange_all([ana, ben])
    for replica in (ana, ben):
        replica.write("action", RECORD, {"_del": True})

    exchange_all([ana, ben])

    for replica in (ana, ben):
        assert list(replica.conn.execute("SELECT _hidden, _zombie FROM action")) == [(1, 0)]


def test_that_what_one_deletes_and_another_deletes_and_takes_back_stays_in_sight(world: World) -> None:
    ana, ben = Replica(world, 1), Replica(world, 2)
    ana.write("action", RECORD, {"text": "draft"})
    exchange_all([ana, ben])
    ana.write("action", RECORD, {"_del": True})
    ben.write("action", RECORD, {"_del": True})
    ben.write("action", RECORD, {"_del": False})

    exchange_all([ana, ben])

    for replica in (ana, ben):
        assert list(replica.conn.execute("SELECT _hidden FROM action")) == [(0,)]


def test_that_other_processes_are_told_what_changed(world: World) -> None:
    ana, ben = Replica(world, 1), Replica(world, 2)
    entry = ana.write("entry", None, {"text": "x", "incident": INCIDENT})
    ana.write("entry_mark", entry, {"key_event": True})

    accepted = ben.receive(ana.lines())

    rows = {(noun, rid.hex()) for noun, rid in ben.conn.execute("SELECT noun, id FROM change")}
    assert rows == {("entry", entry), ("entry_mark", entry), ("incident", INCIDENT)}
    assert rows == {(noun, rid.hex()) for noun, rid in accepted.touched}


def test_that_a_crash_at_any_statement_leaves_nothing_half_done(tmp_path: Path) -> None:
    world = World()
    ana, ben = Replica(world, 1), Replica(world, 2)
    ana.write("incident", INCIDENT, {"title": "flood"})
    ben.write("entry", NAMED, {"text": "two", "incident": INCIDENT})
    ben.write("action", RECORD, {"text": "ben", "incident": INCIDENT})
    entry = ana.write("entry", NAMED, {"text": "one", "incident": INCIDENT})
    ana.write("action", RECORD, {"text": "ana", "incident": INCIDENT})
    ana.receive(ben.lines())
    ana.write("entry_mark", entry, {"verification": "to_verify"})
    ana.write("action", RECORD, {"text": "settled", "_del": True})
    lines = ana.lines()
    vault = Vault(tmp_path / "r.warroom", key=os.urandom(32), create=True)
    with vault.writing() as conn:
        migrate(conn)
        accept(conn, ben.lines(), now_ms=EPOCH)
    before = dump(vault.writer)

    crashes = 0
    while crash(vault, lines, at=crashes):
        assert dump(vault.writer) == before
        crashes += 1

    assert crashes > 30
    assert dump(vault.writer) == dump(ana.conn)
    vault.close()


class Crashed(Exception):
    """Raised in the middle of a merge."""


def crash(vault: Vault, lines: list[Wire], *, at: int) -> bool:
    """Accept, failing at one statement; False when the merge ended before it."""
    seen = 0

    def trace(_cursor: Any, _sql: str, _bindings: Any) -> bool:
        nonlocal seen
        seen += 1
        if seen > at:
            raise Crashed
        return True

    try:
        with vault.writing() as conn:
            conn.exec_trace = trace
            try:
                accept(conn, lines, now_ms=EPOCH)
            finally:
                conn.exec_trace = None
    except Crashed:
        return True
    return False


def test_that_many_records_become_findable_as_few_do(world: World) -> None:
    ana, ben, cleo = (Replica(world, number) for number in (1, 2, 3))
    for number in range(260):
        ana.write("action", f"{number + 10:032x}", {"text": f"pump {number}", "owner": "", "_del": number % 3 == 0})
    ben.receive(ana.lines())
    for line in ana.lines():
        cleo.receive([line])

    assert ben.state() == cleo.state() == ana.state()
    sql = "SELECT count(*) FROM findable_words WHERE findable_words MATCH 'pump'"
    assert [list(r.conn.execute(sql)) for r in (ana, ben, cleo)] == [[(173,)]] * 3


def test_that_a_mark_somebody_typed_is_no_sealed_value(world: World) -> None:
    ana = Replica(world, 1)
    ana.write("action", RECORD, {"text": '{"$sealed": oops'})

    assert orjson.loads(dump(ana.conn))["records"]["action"][0]["text"] == '{"$sealed": oops'


def test_that_a_rebuild_keeps_what_never_leaves_the_station(world: World) -> None:
    ana = Replica(world, 1)
    ana.write("action", RECORD, {"text": "x"})
    with ana.conn:
        ana.conn.execute("INSERT INTO draft VALUES('log', 'half a sentence', 1)")
        rebuild(ana.conn)

    assert list(ana.conn.execute("SELECT text FROM draft")) == [("half a sentence",)]
    assert texts(ana) == ["x"]
