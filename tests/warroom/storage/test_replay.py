"""A rebuild gives what was there, from the journal alone."""

from __future__ import annotations

from tests.warroom.storage.replicas import EPOCH, Forger, Replica, World
from warroom.domain.ids import named_id
from warroom.storage import search
from warroom.storage.dump import dump
from warroom.storage.replay import rebuild

INCIDENT = f"{2:032x}"


def a_full_room() -> Replica:
    world = World()
    ana, ben, forger = Replica(world, 1), Replica(world, 2), Forger(world)
    ana.write("incident", INCIDENT, {"title": "flood", "severity": 1, "vital": True, "flags": "[]"})
    ben.write("incident", INCIDENT, {"title": "Flood"})
    entries = [
        ana.write("entry", None, {"text": f"water {n}", "incident": INCIDENT, "recorded_at": EPOCH + n})
        for n in range(5)
    ]
    ana.write("entry_mark", entries[2], {"verification": "to_verify", "key_event": True})
    ben.write("entry", named_id("ab" * 16, "entry", "1"), {"text": "imported", "incident": INCIDENT})
    ana.write("attachment", None, {"name": "photo.jpg", "incident": INCIDENT})
    ana.write("action", f"{7:032x}", {"text": "sandbags", "_del": True})
    forger.forge("entry", entries[0], {"text": "rewritten"}, hlc=1)
    forger.forge_raw(b"nonsense", digest=bytes(range(32)))
    ana.receive(ben.lines())
    ana.receive(forger.sent)
    return ana


def feed_all(room: Replica) -> None:
    with room.conn:
        while search.feed(room.conn):
            pass


def words(room: Replica) -> int:
    return next(iter(room.conn.execute("SELECT count(*) FROM entry_words WHERE entry_words MATCH 'water'")))[0]


def test_that_a_rebuild_gives_the_same_room() -> None:
    room = a_full_room()
    before, dumped = room.state(), dump(room.conn)

    with room.conn:
        rebuild(room.conn)

    assert room.state() == before
    assert dump(room.conn) == dumped


def test_that_a_rebuild_mends_every_derived_table() -> None:
    room = a_full_room()
    before, dumped = room.state(), dump(room.conn)
    with room.conn:
        for statement in (
            "UPDATE incident SET title='wrong'",
            "DELETE FROM entry WHERE key=2",
            "DELETE FROM cell",
            "DELETE FROM seen",
            "UPDATE tally SET entries=99",
            "UPDATE op SET cx=cx+3",
            "UPDATE op SET effect=1 WHERE flag=0",
            "DELETE FROM findable",
            "UPDATE action SET _hidden=0",
        ):
            room.conn.execute(statement)

    with room.conn:
        rebuild(room.conn)

    assert room.state() == before
    assert dump(room.conn) == dumped


def test_that_the_words_of_the_log_are_fed_again_after_a_rebuild() -> None:
    room = a_full_room()
    feed_all(room)
    assert words(room) == 5

    with room.conn:
        rebuild(room.conn)

    assert words(room) == 0
    assert search.backlog(room.conn) > 0
    feed_all(room)
    assert words(room) == 5


def test_that_the_log_is_laid_down_again_oldest_first() -> None:
    room = a_full_room()

    with room.conn:
        rebuild(room.conn)

    times = [row[0] for row in room.conn.execute("SELECT hlc FROM entry ORDER BY key")]
    assert times == sorted(times)
